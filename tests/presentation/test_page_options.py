"""What the page says of each option, and under what those that fit do."""

from dataclasses import replace

import pytest

from matrix.domain.annotation import Annotation
from matrix.presentation.comparison import fitting_first
from matrix.presentation.results import VerdictView
from tests.oracle.oracle import AI, BT, RT, SI, T1
from tests.support.documents import standard, with_annotations
from tests.support.views import page

LATE = ", which ends in “The request timed out after 60 seconds”"
OTHER = "this is a different arrangement"
SEVERAL = "multi-model endpoint, multi-container endpoint or serial inference pipeline"


def verdict(query: str, slug: str) -> VerdictView:
    return next(option for option in page(query).first.options if option.slug == slug)


def test_a_verdict_tells_how_far_the_option_works_and_opens_to_its_reasons() -> None:
    batch = verdict("payload=50MB&hardware=gpu", BT)
    assert (batch.outcome, batch.look, batch.state) == ("conditional", "conditional", "fits, with 1 condition")
    assert batch.why == "GPU support — where your AWS Region has the instance type"
    assert batch.line == "Works up to 100 MB; AWS gives the request timeout only as “Days”"
    plain = verdict("payload=50MB", AI)
    assert (plain.state, plain.why, plain.line) == ("fits", "", "Works up to 1 GB and under 15 minutes")
    (decides,) = batch.deciding
    assert (decides.label, decides.cell, decides.footnotes) == ("GPU support", "✓1", (1,))
    assert decides.href == "#inference-options-gpu-support"
    assert decides.note == "where your AWS Region has the instance type"
    assert [reason.note for reason in batch.others] == ["50 MB is ≤ 100 MB"]
    assert batch.others_title == "1 requirement met"


JOB = "this site’s reading: a job ends by itself, so there is nothing to scale"


@pytest.mark.parametrize(
    ("query", "slug", "line"),
    [
        ("payload=50MB&hardware=gpu", SI, "only up to 4 MB, not 50 MB; no GPU support"),
        ("payload=6MB", RT, "only under 6 MB, not 6 MB exactly, which ends in “HTTP 413: the payload is too large”"),
        ("payload=20MB", SI, "only up to 4 MB, not 20 MB, which ends in “HTTP 413: the payload is too large”"),
        ("payload=200MB", BT, "only up to 100 MB, not 200 MB"),  # the error is of smaller limits
        ("need=gpu-support", SI, "no GPU support"),  # which says no less than its error
        ("time=3min&payload=20MB", SI, "only up to 4 MB, not 20 MB; only under 60 seconds, not 3 min"),
        (
            "scaling=scale-to-zero",
            BT,
            f"scale to zero doesn’t apply (N/A; {JOB})",
        ),
        ("chunked=yes", BT, "HTTP chunked encoding doesn’t apply (N/A)"),
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
        ("behind=several&testing=shadow", AI, f"no {SEVERAL}; no shadow testing"),
        (
            "behind=multi-model&testing=shadow",
            RT,
            (
                "supports both Multi-model endpoint and Shadow testing, but not together: "
                "no shadow testing with Multi-model endpoints"
            ),
        ),
    ],
)
def test_what_is_ruled_out_takes_one_line(query: str, slug: str, line: str) -> None:
    assert (verdict(query, slug).why, verdict(query, slug).line) == (line, "")


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("behind=multi-model&testing=shadow", "ruled out by its hosting options"),
        ("behind=multi-model&aids=monitor", "not applicable with its hosting options"),
        ("behind=multi-model&container=byoc", "fits, with 1 condition of its hosting options"),
        ("behind=multi-model&testing=shadow&payload=50MB", "ruled out"),
    ],
)
def test_that_the_second_table_decides_is_in_the_state(query: str, state: str) -> None:
    assert verdict(query, RT).state == state


@pytest.mark.parametrize(
    ("query", "why", "proof"),
    [
        (
            "scaling=scale-to-zero&behind=multi-model&aids=monitor",
            (
                "no scale to zero; nor do its hosting options fit: "
                "Data capture/Model monitor support doesn’t apply (N/A) with Multi-model endpoints"
            ),
            ["Multi-model endpoints: Data capture/Model monitor support"],
        ),
        (
            "time=2h&behind=several&testing=shadow",
            (
                f"only under 60 seconds, not 2 h{LATE}; nor do its hosting options fit: no shadow testing "
                "with Multi-model endpoints, Serial inference pipeline and Multi-container endpoints"
            ),
            [f"{it.name}: Shadow testing" for it in standard().tables[1].options[1:]],
        ),
        ("scaling=scale-to-zero&aids=monitor", "no scale to zero", []),  # a Single model endpoint has it
        (
            "time=2h&behind=multi-model",
            f"only under 60 seconds, not 2 h{LATE}",
            [],
        ),  # whose limits are no more than its own
    ],
)
def test_what_is_ruled_out_by_its_own_table_says_what_the_second_has_against_it(
    query: str, why: str, proof: list[str]
) -> None:
    shown = verdict(query, RT)
    assert (shown.why, [reason.label for reason in shown.hosted]) == (why, proof)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (
            "behind=multi-model",
            {
                "Single model endpoints": OTHER,
                "Serial inference pipeline": (
                    f"{OTHER}, though its column ticks Multi-model endpoints (to ask for that, see Mixed arrangements)"
                ),
                "Multi-container endpoints": OTHER,
            },
        ),
        (
            "behind=multi-container",
            {
                "Single model endpoints": (
                    f"{OTHER}, though its column ticks Multi-container endpoints (to ask for that, see Mixed "
                    "arrangements)"
                ),
                "Multi-model endpoints": OTHER,
                "Serial inference pipeline": OTHER,
            },
        ),
    ],
)
def test_another_arrangement_that_has_what_was_asked_in_a_row_says_so(query: str, why: dict[str, str]) -> None:
    second = page(query).second
    assert second
    assert {option.name: option.why for option in second.options if option.why} == why


def test_what_is_asked_of_the_second_table_alone_is_told_where_another_option_fits() -> None:
    query = "scaling=scale-to-zero&combine=multi-model"
    lines = [verdict(query, slug).line.partition(". ")[0] for slug in (AI, SI, RT)]
    assert lines == [*["Not asked of it: mixed arrangements (it has no multi-model endpoint)"] * 2, ""]
    assert verdict("latency=offline&combine=serial", BT).line.startswith("Not asked of it: mixed arrangements. Works")
    assert "ixed" not in verdict("testing=shadow&combine=serial", RT).line


def test_a_long_condition_is_told_once_and_named_at_each_option() -> None:
    told = page("model-parallel=yes&hardware=gpu&latency=interactive")
    assert told.second
    gpu = "GPU support — where your AWS Region has the instance type"
    for options in (told.first.options, told.second.options):
        assert options[0].why == f"(1) {gpu}; (2) Model parallel serving support (see above)"
    (of_hosting,) = {it.why for it in page("behind=multi-model&framework=other").first.options if it.slug == RT}
    assert of_hosting == "DLCs supported (see above)"
    other = page("need=dlcs-supported:foo&behind=multi-model&testing=shadow").second
    assert other
    assert other.options[1].slug == "multi-model-endpoints"


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
            [("Latency", "AWS names no latency class for it: test how fast it answers", None, "Serverless inference")],
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
                        "to 60 minutes; you ensure that third-party libraries are compatible"
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
    found = page(query).conditions
    assert [(it.about, it.text, it.footnote, it.options) for it in found] == said


def test_by_other_sources_an_option_works_as_far_as_they_say() -> None:
    said = Annotation(
        T1, "payload-size", RT, "up to 25 MB", "Options", "https://example.org/options", "2026", "≤ 25 MB"
    )
    document = replace(standard(), annotations=(said,))
    lines = [page(query, document).first.options[0].line for query in ("payload=1MB", "payload=1MB&facts=annotated")]
    assert lines[0] == "Works under 6 MB and under 60 seconds (payload size up to 25 MB by another source)"
    assert lines[1] == "Works up to 25 MB and under 60 seconds"


@pytest.mark.parametrize("query", ["payload=50MB", "latency=interactive", "behind=multi-model&testing=shadow"])
@pytest.mark.parametrize("shown", ["", f"&option={RT}&option={SI}&show=differences", "&sort=-feature"])
def test_the_cards_have_the_order_of_the_columns(query: str, shown: str) -> None:
    told = page(query + shown)
    for result, table in zip((told.first, told.second), told.comparison.tables, strict=True):
        assert result
        fitting = {option.slug for option in result.options if option.look in ("fits", "conditional")}
        columns = [column.slug for column in fitting_first(table, fitting) if column.candidate]
        assert [option.slug for option in result.options if option.slug in columns] == columns


@pytest.mark.parametrize(
    ("query", "slug", "added"),
    [
        ("hardware=gpu", RT, ""),
        ("payload=3MB", RT, ""),  # which it is within by either
        (
            "network=isolation&network=vpc",
            AI,
            "adds to network isolation (see above)",
        ),
        ("payload=3MB", BT, "(Batch transform, 2026) says of payload size: 100 MB is the limit of one mini-batch …"),
        ("latency=offline&time=5h", BT, "says otherwise of request timeout"),
        ("testing=shadow&guardrails=full", RT, "adds to deployment guardrails and shadow testing"),
        (
            "network=isolation&guardrails=full",
            AI,
            (
                "(Marketplace limits, 2025) says of network isolation: asynchronous endpoints need models with network "
                "connectivity; the sentence was gone in 2026"
            ),
        ),
        ("network=isolation", BT, ""),
        (
            "time=30min&payload=3MB&facts=annotated",
            BT,
            "(Batch transform, 2026) says of payload size: 100 MB is the limit of one mini-batch …",
        ),
    ],
)
def test_an_option_that_fits_says_what_other_sources_say_of_it(query: str, slug: str, added: str) -> None:
    shown = page(query, with_annotations())
    line = next(option for option in shown.first.options if option.slug == slug).line
    assert line.partition("; another AWS page ")[2] == added
