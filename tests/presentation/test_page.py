"""All that the page says under a selection: result, verdicts, what to give up, chips, addresses."""

from dataclasses import replace

import pytest
from msgspec import structs

from matrix.domain.annotation import Annotation
from matrix.presentation.controls import Link
from matrix.presentation.page import VerdictView
from tests.oracle.oracle import AI, BT, RT, SI, T1
from tests.support.documents import standard
from tests.support.views import REVISION, page

ALL_OF_RT = "behind=one-model&combine=serial&container=byoc&chunked=yes&testing=shadow"
NOTHING = "latency=interactive&scaling=scale-to-zero&payload=8MB"
STANDS = "The answer stands, unless you need more."
OPEN = "Answer what you know. You see what each answer rules out before you choose it."


def verdict(query: str, slug: str) -> VerdictView:
    return next(option for option in page(query).first.options if option.slug == slug)


@pytest.mark.parametrize(
    ("query", "headline", "said"),
    [
        ("", "Which option fits?", OPEN),
        ("q=gpu", "Which option fits?", OPEN),
        ("payload=50MB", "Batch transform and Asynchronous inference fit", ""),
        ("hardware=gpu&testing=shadow", "Real-time inference fits, with 1 condition", STANDS),
        (NOTHING, "None of 4 options fits", "Your requirements conflict. Below is the least to give up."),
    ],
)
def test_the_result_has_a_headline_and_a_line_below(query: str, headline: str, said: str) -> None:
    shown = page(query)
    assert (shown.headline, shown.said, shown.asked) == (headline, said, bool(query) and query != "q=gpu")


@pytest.mark.parametrize(
    ("query", "stands"),
    [
        ("", ""),
        ("payload=50MB", ""),
        ("payload=2GB", ""),
        ("latency=near-real-time&payload=20MB", STANDS),
        (f"payload=5MB&time=30s&scaling=autoscaling&{ALL_OF_RT}", "The answer stands, whatever else you answer."),
    ],
)
def test_that_the_answer_stands_is_said_once_nothing_tells_options_apart(query: str, stands: str) -> None:
    shown = page(query)
    assert shown.stands == stands
    assert shown.said.endswith(stands)
    assert "stands" not in shown.said.removesuffix(stands)


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("payload=2GB", ""),
        ("need=volume-encryption&need=payload-size:5MB", "Payload size: 5 MB, Volume encryption"),
        ("need=volume-encryption&need=payload-size:5MB&need=gpu-support", "3 needs"),
    ],
)
def test_the_guide_says_which_needs_were_added(query: str, needed: str) -> None:
    assert page(query).needed == needed


def test_what_can_be_confirmed_is_listed_where_the_answer_stands() -> None:
    shown = page("latency=near-real-time&payload=20MB")
    assert shown.to_confirm[:2] == (Link("#a-time", "Time"), Link("#a-hardware", "Hardware"))
    assert page("payload=50MB").to_confirm == ()


def test_every_question_stays_in_its_place() -> None:
    order = [view.slug for view in page("").questions]
    assert order[:4] == ["latency", "payload", "time", "scaling"]
    assert [view.slug for view in page("payload=2GB&time=2d").questions] == order


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=gpu", "no answers yet"),
        ("payload=2GB", "1 answer"),
        ("hardware=gpu&hardware=inf1&time=1s&need=gpu-support", "2 answers, 1 need"),
        ("need=gpu-support&need=inf1-support", "2 needs"),
    ],
)
def test_the_count_is_of_answers_and_needs(query: str, said: str) -> None:
    assert page(query).asked_for == said


# --- Verdicts ----------------------------------------------------------------------------------------------------


def test_a_verdict_tells_how_far_the_option_works_and_opens_to_its_reasons() -> None:
    batch = verdict("payload=50MB&hardware=gpu", BT)
    assert (batch.outcome, batch.look, batch.state) == ("conditional", "conditional", "fits, with 1 condition")
    assert batch.line == "works up to 100 MB; AWS gives the request timeout only as “Days”"
    assert verdict("payload=50MB", AI).line == "works up to 1 GB and under 15 minutes"
    (decides,) = batch.deciding
    assert (decides.label, decides.cell, decides.footnotes) == ("GPU support", "✓1", (1,))
    assert decides.href == "#inference-options-gpu-support"
    assert decides.note == "where your AWS Region has the instance type"
    assert [reason.note for reason in batch.others] == ["50 MB is ≤ 100 MB"]
    assert batch.others_title == "1 requirement met"


@pytest.mark.parametrize(
    ("query", "slug", "line"),
    [
        ("payload=50MB&hardware=gpu", SI, "only up to 4 MB, not 50 MB; no GPU support"),
        ("payload=6MB", RT, "only under 6 MB, not 6 MB"),
        ("scaling=scale-to-zero", BT, "scale to zero doesn’t apply (N/A)"),
        ("scaling=scale-to-zero&need=scale-to-zero", RT, "no scale to zero"),
        ("latency=interactive", BT, "AWS describes it as “offline”, which is slower than interactive"),
        (
            "need=deployment-guardrails:strict",
            SI,
            (
                "Deployment guardrails: “All-at-once traffic fall back” is not enough: "
                "the cell names a fall-back, not guardrails in full"
            ),
        ),
        ("behind=multi-model&testing=shadow", RT, "Shadow testing is blank under Multi-model endpoints"),
    ],
)
def test_what_is_ruled_out_takes_one_line(query: str, slug: str, line: str) -> None:
    assert verdict(query, slug).line == line


def test_nothing_claims_to_fit_before_anything_is_asked() -> None:
    for option in page("q=gpu").first.options:
        assert (option.outcome, option.look, option.state) == ("fits", "", "")
    assert verdict("", BT).line == "Batch transform for offline inference with large datasets."
    assert verdict("", BT).deciding == ()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("payload=50MB", []),
        (
            "payload=50MB&hardware=gpu",
            [("GPU support", "where your AWS Region has the instance type", 1, "")],
        ),
        (
            "latency=interactive",
            [("Latency", "AWS’s description names no latency class", None, "Serverless inference")],
        ),
        ("time=2d", [("Request timeout", "“Days” names no number, so 2 d may be too long", None, "")]),
        ("payload=2GB", []),
        (
            "latency=near-real-time&payload=1GB&model-parallel=yes",
            [
                (
                    "Model parallel serving support",
                    (
                        "models of up to 500 GB; the container’s health check and download timeouts can be set to up "
                        "to 60 minutes; you ensure that container and libraries are compatible"
                    ),
                    3,
                    "",
                )
            ],
        ),
        (
            "guardrails=fallback&payload=1MB",
            [
                (
                    *("Deployment guardrails", "the cell names a fall-back, not guardrails in full", None),
                    "Serverless inference",
                )
            ],
        ),
        (
            "behind=multi-model&framework=other",
            [
                (
                    "DLCs supported",
                    (
                        "To use any other framework or algorithm, use the SageMaker Inference toolkit to build a "
                        "container that supports multi-model endpoints"
                    ),
                    2,
                    "",
                )
            ],
        ),
    ],
)
def test_conditions_are_told_by_what_they_say(query: str, said: list[tuple[str, str, int | None, str]]) -> None:
    found = page(query).first.conditions
    assert [(it.about, it.text, it.footnote, it.options) for it in found] == said


def test_by_other_sources_an_option_works_as_far_as_they_say() -> None:
    said = Annotation(
        T1, "payload-size", RT, "up to 25 MB", "Options", "https://example.org/options", "2026", "≤ 25 MB"
    )
    document = replace(standard(), annotations=(said,))
    lines = [page(query, document).first.options[0].line for query in ("payload=1MB", "payload=1MB&facts=annotated")]
    assert lines == ["works under 6 MB and under 60 seconds", "works up to 25 MB and under 60 seconds"]


def test_two_that_are_compared_are_judged_side_by_side() -> None:
    def judged(query: str) -> list[str]:
        return [option.slug for option in page(f"payload=50MB&hardware=gpu{query}").first.options]

    ranked = judged("")
    assert ranked[:2] == [BT, AI]
    pair = f"&option={RT}&option={SI}"
    assert judged(f"{pair}&show=differences") == [*ranked[2:], *ranked[:2]]
    assert judged(f"&option={SI}") == ranked


# --- Below and beside the result ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            NOTHING,
            [
                "Drop latency “Immediately: a user or a system is waiting” → Asynchronous inference",
                "Keep payload up to 4 MB → Serverless inference",
            ],
        ),
        (
            "payload=20MB&time=5min&behind=multi-model",
            [
                "Drop multi-model endpoint → Batch transform and Asynchronous inference",
                "Keep payload under 6 MB and time under 60 seconds → Real-time inference",
            ],
        ),
        (
            "need=payload-size:8MB&testing=shadow",
            [
                "Drop shadow testing → Batch transform and Asynchronous inference",
                "Keep payload under 6 MB → Real-time inference",
            ],
        ),
        (
            "behind=multi-model&testing=shadow",
            ["Drop multi-model endpoint, or drop shadow testing → Real-time inference"],
        ),
        ("payload=50MB", []),
    ],
)
def test_what_to_give_up_is_a_sentence_with_numbers(query: str, said: list[str]) -> None:
    found = [f"{', or '.join(way.text for way in it.ways)} → {it.options}" for it in page(query).first.give_up]
    assert found == said


def test_three_ways_out_are_shown_at_first_and_each_is_a_link() -> None:
    first = page("latency=near-real-time&payload=2GB").first
    assert [way.url for it in first.give_up for way in it.ways] == ["/?latency=near-real-time"] * 3
    many = page("payload=2GB").first
    assert (len(many.give_up), len(many.more)) == (3, 1)
    assert many.give_up[0].options == "Asynchronous inference"


def test_what_decides_between_the_tables_cautions_and_what_is_set_aside_are_told() -> None:
    (conflict,) = page("behind=multi-model&testing=shadow").first.between
    assert conflict.endswith("but not together: Shadow testing is blank under Multi-model endpoints")
    (caution,) = page("container=extend-pre-built&hardware=gpu").first.cautions
    assert caution.endswith("1P, pre-built, BYOC; Extend pre-built is not among them")
    assert page("payload=50MB").aside.startswith("Hosting options are set aside")
    assert (page("").first.between, page("").first.cautions, page("").aside) == ((), (), "")


def test_each_answer_and_need_has_a_chip_that_takes_it_back() -> None:
    assert page("payload=50MB&hardware=gpu&need=gpu-support:strict&q=x").chips == (
        Link("/?hardware=gpu&need=gpu-support:strict&q=x", "50 MB", "Payload"),
        Link("/?payload=50MB&need=gpu-support:strict&q=x", "GPU", "Hardware"),
        Link("/?payload=50MB&hardware=gpu&q=x", "no conditions", "GPU support"),
    )


def test_the_page_has_its_address_pinned_and_not() -> None:
    shown = page("payload=50MB&q=gpu")
    assert shown.pinned_url == f"/?payload=50MB&q=gpu&rev={REVISION.short}"
    assert shown.latest_url == "/?payload=50MB&q=gpu"
    assert (shown.query, page("").query) == ("?payload=50MB&q=gpu", "")
    assert (
        structs.replace(shown, selection=structs.replace(shown.selection, edition="2026-08-07")).latest_url
        == "/?payload=50MB&q=gpu"
    )


def test_a_picture_is_drawn_of_the_first_table() -> None:
    picture = page("payload=50MB").chart
    assert picture is not None
    assert {box.slug for box in picture.boxes} == {RT, BT, AI, SI}
    assert page("").first.slug == T1
