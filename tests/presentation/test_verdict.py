"""The verdict's words, by themselves: sentences, names within them, limits of one kind."""

from dataclasses import replace

import pytest

from matrix.decision import lint
from matrix.presentation import later, verdict, wording
from tests.oracle.oracle import AI, BT, RT, T1
from tests.support.documents import fit, overall, plan, select, standard, subject
from tests.support.edits import with_cell
from tests.support.views import page, second

RT_S = "Real-time inference’s"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("One thing", "One thing"),
        ("One thing. Another.", "One thing"),
        ("Up to 1.5 GB, e.g. for images. More at X.", "Up to 1.5 GB, e.g. for images"),
        ("Is it? “So.”", "Is it"),
        ("Only one.", "Only one"),
    ],
)
def test_a_condition_is_the_first_sentence_of_its_footnote(text: str, said: str) -> None:
    assert verdict.first_sentence(text) == said


def test_a_note_that_has_changed_is_told_by_its_first_sentence_until_it_is_ruled_on() -> None:
    notes = tuple(replace(note, notation=f"Since May. {note.notation}") for note in standard().footnotes)
    document = replace(standard(), footnotes=notes)
    assert [it.text for it in page("hardware=gpu", document).conditions] == ["Since May"]
    said = [finding.message for finding in lint.warnings(document)]
    assert [message[:30] for message in said] == ["no cell says “Availability of ", "no cell says “With SageMaker, "]


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Scale to zero", "scale to zero"),
        ("GPU support", "GPU support"),
        ("Inference Recommender", "Inference Recommender"),
        ("Customer AWS KMS", "Customer AWS KMS"),
        ("inf1 support", "inf1 support"),
        ("Multi-model endpoint", "multi-model endpoint"),
    ],
)
def test_a_row_is_named_within_a_sentence(name: str, within: str) -> None:
    assert wording.lowered(name) == within


def test_a_row_is_named_with_its_limit_where_another_is_of_the_same_kind() -> None:
    document = with_cell(standard(), T1, "request-timeout", AI, "≤ 2 GB")
    asked = select("payload=1MB")
    said = later.works(document, "AWS", second("", document), asked, T1, document.columns[AI][1])
    assert said == "Works up to 1 GB (payload size) and up to 2 GB (request timeout)"
    unasked = replace(document, questions=())
    assert later.works(unasked, "AWS", second("", unasked), select(""), T1, document.columns[RT][1]) == ""


@pytest.mark.parametrize(
    ("query", "option", "said"),
    [
        ("payload=1MB", AI, "Works up to 1 GB and under 15 minutes"),
        ("need=payload-size:1MB&model-parallel=yes", AI, "Works up to 1 GB and under 15 minutes"),
        ("model-parallel=yes", AI, "Works up to 1 GB (payload size) and under 15 minutes"),
        ("time=1min", AI, "Works up to 1 GB (payload size) and under 15 minutes"),
        ("", BT, "Works up to 100 MB (payload size); AWS gives the request timeout only as “Days”"),
    ],
)
def test_where_no_size_is_asked_a_limit_says_of_what_it_is(query: str, option: str, said: str) -> None:
    document = standard()
    assert later.works(document, "AWS", second("", document), select(query), T1, document.columns[option][1]) == said


def test_conditions_are_numbered_and_those_that_ask_the_same_count_once() -> None:
    def told(query: str) -> list[tuple[str, str, str]]:
        return [(page(query).headline, it.state, it.why) for it in page(query).first.options if it.slug == AI]

    gpu, chunked = "GPU support — where your AWS Region has the instance type", "HTTP chunked encoding — it depends"
    one, two = "Asynchronous inference fits, with 1 condition", "Asynchronous inference fits, with 2 conditions"
    both = "payload=500MB&need=gpu-support&hardware=gpu"
    assert told(both) == [(one, "fits, with 1 condition", gpu)]
    ((headline, state, why),) = told(f"{both}&chunked=yes")
    assert (headline, state) == (two, "fits, with 2 conditions")
    assert why.startswith(f"(1) {gpu}; (2) {chunked} on the framework")
    assert told("payload=500MB") == [("Asynchronous inference fits", "fits", "")]


BOTH = "Real-time inference supports both Multi-model endpoint and"
MONITOR = "Data capture/Model monitor support"
SEVERAL = "Multi-model endpoints, Serial inference pipeline and Multi-container endpoints"
BLANK = (
    "no multi-model endpoints with Single model endpoints; "
    "no multi-container endpoints with Multi-model endpoints and Serial inference pipeline"
)
NO_OTHER = "Real-time inference fits by itself, but none of the hosting options that come with it does:"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", []),
        ("behind=multi-model", []),
        ("behind=multi-model&container=byoc", []),  # under a condition, which its card tells
        ("behind=multi-model&testing=shadow&payload=50MB", []),  # it does not fit by itself
        (
            "behind=multi-model&testing=shadow&aids=monitor",
            [
                f"{BOTH} Shadow testing, but not together: no shadow testing with Multi-model endpoints",
                f"{BOTH} {MONITOR}, but not together: {MONITOR} doesn’t apply (N/A) with Multi-model endpoints",
            ],
        ),
        (
            "behind=several&testing=shadow",
            [
                f"{NO_OTHER} no shadow testing with {SEVERAL}",
            ],
        ),
        (
            "combine=multi-model&combine=multi-container&combine=serial",
            [
                f"{NO_OTHER} {BLANK}",
            ],
        ),
        ("behind=multi-model&need=dlcs-supported:byoc:strict", []),
    ],
)
def test_what_decides_between_the_tables_is_told(query: str, said: list[str]) -> None:
    assert list(verdict.between_tables(plan().verdicts, subject(), select(query), fit(query), overall(query))) == said


@pytest.mark.parametrize(
    ("query", "option", "state"),
    [
        ("hardware=gpu&behind=multi-model", "multi-model-endpoints", f"fits, on {RT_S} condition"),
        ("hardware=gpu", "single-model-endpoints", "fits, with 1 condition"),  # the same one
        (
            "hardware=gpu&model-parallel=yes",
            "serial-inference-pipeline",
            f"fits, with 1 condition, and on {RT_S} condition",
        ),
        ("hardware=gpu&behind=multi-model", "single-model-endpoints", "ruled out"),
        ("hardware=gpu&payload=20MB", "multi-model-endpoints", "ruled out"),
        ("payload=3MB", "multi-model-endpoints", "fits"),
        ("latency=interactive", "multi-model-endpoints", "not asked"),
    ],
)
def test_a_hosting_option_has_the_conditions_of_the_option_that_it_comes_with(
    query: str, option: str, state: str
) -> None:
    second = page(query).second
    assert second is not None
    assert [it.state for it in second.options if it.slug == option] == [state]


@pytest.mark.parametrize(
    ("query", "option", "why"),
    [
        # Silence beside the others' condition, which names a size, is no proof of any size.
        ("model-parallel=yes", BT, "AWS gives only “✓”, no details"),
        ("model-parallel=yes&payload=50MB", BT, "AWS gives only “✓”, no details"),
        ("model-parallel=yes&scaling=autoscaling", BT, "autoscaling support doesn’t apply (N/A)"),
        ("payload=50MB", BT, ""),
        ("latency=interactive", RT, ""),  # proven by its bullet
        ("guardrails=fallback", RT, ""),  # where others have less, and say so
    ],
)
def test_what_fits_without_the_condition_of_others_says_that_none_is_named(query: str, option: str, why: str) -> None:
    assert [it.why for it in page(query).first.options if it.slug == option] == [why]
    bare = " AWS gives no details for Batch transform, only “✓”." if "only" in why else ""
    assert "".join(f" {page(query).beside}".partition(" AWS gives")[1:]) == bare
