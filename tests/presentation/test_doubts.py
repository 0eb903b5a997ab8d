"""By what later editions and other sources a result would be another: it is said where the verdict is."""

from dataclasses import replace

import pytest

from matrix.decision.across import OutcomeChange
from matrix.decision.fit import Outcome
from tests.oracle.oracle import AI, BT, RT, T1, T2
from tests.support.documents import with_annotations
from tests.support.views import Editions, dated, page

MARCH, SEPTEMBER, AUGUST = "2023-03-10", "2025-09-27", "2026-08-07"
SOON = "latency=near-real-time"


def changed(option: str, after: Outcome | None, before: Outcome = "ruled-out", table: str = T1) -> OutcomeChange:
    return OutcomeChange(table, option, before, after)


def since(*editions: tuple[OutcomeChange, ...]) -> Editions:
    """What is other by the edition of March 2023, by that of September 2025, and so on."""
    return [(day, f"/?edition={day}", found) for day, found in zip((MARCH, SEPTEMBER, AUGUST), editions, strict=False)]


FITS, UNDER, LOST = (changed(AI, "fits"),), (changed(AI, "conditional"),), (changed(BT, "ruled-out", "fits"),)
HOSTED = (changed(RT, "fits"),)


@pytest.mark.parametrize(
    ("query", "editions", "said"),
    [
        ("", since(FITS), []),
        ("time=30min", since((), ()), []),
        ("time=30min", since(FITS), ["Asynchronous inference fits too since 10 March 2023, by AWS’s page."]),
        ("time=30min", since((), FITS), ["Asynchronous inference fits too since 27 September 2025, by AWS’s page."]),
        ("time=30min", since(FITS, (), FITS), ["Asynchronous inference fits too since 7 August 2026, by AWS’s page."]),
        ("time=30min", since(FITS, ()), []),  # for a while only
        (f"{SOON}&time=30min", since(FITS, FITS), ["Asynchronous inference fits since 10 March 2023, by AWS’s page."]),
        (
            f"{SOON}&time=30min&hardware=gpu",
            since(UNDER),
            ["Asynchronous inference fits, under a condition, since 10 March 2023, by AWS’s page."],
        ),
        (
            "time=30min",
            since(FITS, (*FITS, *LOST)),
            [
                "Batch transform does not fit since 27 September 2025, by AWS’s page.",
                "Asynchronous inference fits too since 10 March 2023, by AWS’s page.",
            ],
        ),
        (
            "testing=shadow",
            since((*FITS, changed(BT, "fits"))),
            ["Batch transform and Asynchronous inference fit too since 10 March 2023, by AWS’s page."],
        ),
        # What comes with a second table's option fits with one of those alone.
        ("payload=300GB&testing=shadow&behind=multi-model", since(HOSTED), []),
        (
            "payload=300GB&testing=shadow&behind=multi-model",
            since((*HOSTED, changed("multi-model-endpoints", "fits", table=T2))),
            ["Real-time inference fits since 10 March 2023, by AWS’s page."],
        ),
    ],
)
def test_what_has_come_to_fit_since_stands_at_the_verdict(query: str, editions: Editions, said: list[str]) -> None:
    assert [doubt.sentence for doubt in dated(query, editions=editions).doubts] == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ""),
        ("payload=3MB", ""),
        (
            "payload=8MB",
            (
                "Real-time inference may fit too by another AWS page (2026): up to 25 MB; if yours refuses 8 MB, "
                "its limit is under 6 MB."
            ),
        ),
        (
            "payload=8MB&facts=annotated",
            ("Real-time inference does not fit by AWS’s page alone: under 6 MB, which holds if yours refuses 8 MB."),
        ),
        ("payload=30MB", ""),
        (
            "scaling=scale-to-zero&aids=monitor",
            (
                "Real-time inference (with Single model endpoints) may fit, under a condition, as this site reads "
                "another AWS page (2026): "
                "possible since 2024-11-24 with inference components and a minimum of 0 instances; calls fail for "
                "minutes while at zero."
            ),
        ),
        (
            "scaling=scale-to-zero&aids=monitor&facts=annotated",
            "Real-time inference does not fit by AWS’s page alone.",
        ),
        ("payload=8MB&latency=offline&time=5h&facts=annotated", "Batch transform fits by AWS’s page alone."),
        (
            "latency=offline&time=5h",
            (
                "Batch transform may not fit, as this site reads another AWS page (2023-02): a job may take "
                "days; one invocation of the model within it at most 3600 seconds."
            ),
        ),
    ],
)
def test_what_other_sources_would_change_stands_at_the_verdict(query: str, said: str) -> None:
    shown = page(query, with_annotations())
    assert (shown.said if shown.doubts else "") == said
    briefly = said if len(said) <= 125 else f"{said.partition(': ')[0].removesuffix('.')}."
    assert not said or shown.brief.endswith(briefly), "half of its words, in two lines, would say something else"


def test_a_lower_limit_of_another_source_holds_without_a_word_of_the_page_s() -> None:
    annotated = with_annotations()
    at = next(at for at, it in enumerate(annotated.annotations) if it.cell == "≤ 25 MB" and it.table == T1)
    lower = replace(annotated.annotations[at], cell="≤ 4 MB", text="up to 4 MB")
    changed = replace(annotated, annotations=(*annotated.annotations[:at], lower, *annotated.annotations[at + 1 :]))
    said = page("payload=5MB", changed).said
    assert said == "Real-time inference may not fit by another AWS page (2026): up to 4 MB."


def test_what_an_edition_says_is_not_told_once_more_of_another_source() -> None:
    said = [doubt.sentence for doubt in dated("time=30min", with_annotations(), since(FITS)).doubts]
    assert said == ["Asynchronous inference fits too since 10 March 2023, by AWS’s page."]


@pytest.mark.parametrize(
    ("query", "disputed"), [("marketplace=yes", True), ("time=30min", False), ("payload=2GB", False)]
)
def test_what_an_edition_says_and_another_source_disputes_is_told_so(query: str, disputed: bool) -> None:
    """That an asynchronous endpoint takes no Marketplace containers is still said elsewhere."""
    (doubt,) = dated(query, with_annotations(), since(FITS)).doubts[:1]
    assert ("by AWS’s page, which another AWS page disputes." in doubt.sentence) is disputed


def test_where_the_result_would_be_another_no_requirements_are_said_to_conflict() -> None:
    query = f"{SOON}&payload=20MB&time=20min"
    assert page(query).said == "Your requirements conflict."
    told = page(query, editions=since(FITS))
    assert told.said == "Asynchronous inference fits since 10 March 2023, by AWS’s page."
    assert told.brief == f"2 ways out. {told.said}", "what they are stands below, and would cut that off"


@pytest.mark.parametrize(
    ("query", "editions", "urls"),
    [
        ("time=30min", since(FITS, FITS), ["/?edition=2025-09-27"]),
        ("payload=8MB&q=x", (), ["/?payload=8MB&q=x&facts=annotated"]),
        ("payload=8MB&facts=annotated", (), ["/?payload=8MB"]),
    ],
)
def test_it_leads_to_the_same_by_the_facts_that_it_is_of(query: str, editions: Editions, urls: list[str]) -> None:
    assert [doubt.url for doubt in page(query, with_annotations(), editions).doubts] == urls


@pytest.mark.parametrize(
    ("query", "stands"),
    [
        ("time=2h", "By AWS’s page of 13 February 2023 the answer stands, unless you need more."),
        ("payload=20MB&time=5h&latency=offline&facts=annotated", ""),
        (
            "payload=8MB&testing=shadow&facts=annotated",
            "By other AWS pages the answer stands, unless you need more.",
        ),
        ("hardware=gpu&testing=shadow", "The answer stands, unless you need more."),  # nobody would have it otherwise
    ],
)
def test_where_another_would_have_it_otherwise_the_answer_stands_by_one_word_alone(query: str, stands: str) -> None:
    assert page(query, with_annotations()).stands == stands
