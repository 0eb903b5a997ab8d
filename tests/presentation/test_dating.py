"""How old the facts of a result are, what other editions do to it, and who says otherwise."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from matrix.decision.across import OutcomeChange
from matrix.decision.fit import Outcome
from matrix.presentation.wording import day_words
from tests.oracle.oracle import AI, BT, RT, T1, T2
from tests.support.documents import standard, with_annotations
from tests.support.views import Editions, dated

MARCH, SEPTEMBER = "2023-03-10", "2025-09-27"


def changed(option: str, before: Outcome | None, after: Outcome | None) -> OutcomeChange:
    return OutcomeChange(T1, option, before, after)


FITS_TOO = (changed(AI, "ruled-out", "fits"),)


def test_a_day_in_words() -> None:
    assert day_words("2023-02-03") == "3 February 2023"


@pytest.mark.parametrize(
    ("editions", "same"),
    [
        ((), ""),
        (((MARCH, "/a", ()),), "the result is the same in the one later edition"),
        (((MARCH, "/a", ()), (SEPTEMBER, "/b", ())), "the result is the same in all two later editions"),
        ((("2020-01-01", "/a", ()), (MARCH, "/b", ())), "the result is the same in all two other editions"),
        (((MARCH, "/a", FITS_TOO), (SEPTEMBER, "/b", ())), ""),
    ],
)
def test_whether_it_is_the_same_elsewhere(editions: Editions, same: str) -> None:
    assert dated("time=30min", editions=editions).same == same
    judged_so = same.replace("the result", "judged so, the result")
    assert dated("time=30min&facts=annotated", editions=editions).same == judged_so


@pytest.mark.parametrize(
    ("query", "days", "url"),
    [
        ("time=30min", (), "/editions/?time=30min"),
        ("time=30min", ("2020-01-01",), "/editions/?time=30min"),
        ("time=30min", ("2020-01-01", MARCH, SEPTEMBER), f"/editions/?from=2023-02-13&to={SEPTEMBER}&time=30min"),
        ("", (MARCH,), f"/editions/?from=2023-02-13&to={MARCH}"),
    ],
)
def test_what_has_changed_since_is_one_click_away(query: str, days: tuple[str, ...], url: str) -> None:
    assert dated(query, editions=[(day, "/a", ()) for day in days]).editions_url == url


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((), ""),
        (("2020-01-01",), "no later edition is known"),
        ((MARCH,), "see what has changed since, in one later edition"),
        ((MARCH, SEPTEMBER), "see what has changed since, in two later editions"),
    ],
)
def test_where_nothing_is_asked_the_later_editions_are_offered(days: tuple[str, ...], said: str) -> None:
    assert dated("", editions=[(day, "/a", ()) for day in days]).same == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed(AI, "ruled-out", "fits"), "Asynchronous inference fits too"),
        (changed(AI, "ruled-out", "conditional"), "Asynchronous inference fits too, under a condition"),
        (changed(AI, "fits", "ruled-out"), "Asynchronous inference does not fit"),
        (changed(AI, "fits", "conditional"), "Asynchronous inference reads “fits, with conditions”"),
        (changed(AI, "fits", None), "Asynchronous inference is no option"),
        (changed("edge", "ruled-out", "fits"), "edge fits too"),
    ],
)
def test_what_an_edition_does_to_an_option(change: OutcomeChange, said: str) -> None:
    (later,) = dated("time=30min", editions=((MARCH, "/a", (change,)),)).later
    assert (later.day, later.url, later.said) == ("10 March 2023", "/a", said)


def test_what_the_edition_before_did_already_is_not_told_again() -> None:
    more = (*FITS_TOO, changed(BT, "fits", "ruled-out"))
    editions = ((MARCH, "/a", FITS_TOO), (SEPTEMBER, "/b", more), ("2026-08-07", "/c", more))
    told = [(later.url, later.said) for later in dated("time=30min", editions=editions).later]
    assert told == [
        ("/a", "Asynchronous inference fits too, and since"),
        ("/b", "Batch transform does not fit, and since"),
    ]


AUGUST = "2026-08-07"
NOT = (changed(AI, "fits", "ruled-out"),)
BOTH = (*FITS_TOO, changed(BT, "fits", "ruled-out"))
TOO = "Asynchronous inference fits too"


@pytest.mark.parametrize(
    ("shown", "editions", "said"),
    [
        ("2023-02-13", ((MARCH, FITS_TOO), (SEPTEMBER, FITS_TOO), (AUGUST, ())), [f"{TOO}, up to {SEPTEMBER}"]),
        # The one shown says otherwise, be it the newest or not: nothing is so "since", nor across it.
        (AUGUST, (("2023-02-13", NOT), (MARCH, NOT), (SEPTEMBER, NOT)), [f"not, up to {SEPTEMBER}"]),
        (SEPTEMBER, (("2023-02-13", FITS_TOO), (MARCH, FITS_TOO), (AUGUST, FITS_TOO)), [f"{TOO}, up to {MARCH}", TOO]),
        (MARCH, (("2023-02-13", FITS_TOO), (SEPTEMBER, FITS_TOO), (AUGUST, FITS_TOO)), [TOO, f"{TOO}, and since"]),
        # What goes on beside what comes later goes on.
        ("2023-02-13", ((MARCH, FITS_TOO), (SEPTEMBER, BOTH), (AUGUST, ())), [f"{TOO}, up to {SEPTEMBER}", "BT"]),
    ],
)
def test_until_which_edition_it_is_so_is_told_by_the_edition_that_is_shown(
    shown: str, editions: Sequence[tuple[str, tuple[OutcomeChange, ...]]], said: list[str]
) -> None:
    document = replace(standard(), source=replace(standard().source, date=shown))
    found = dated("time=30min", document, [(day, f"/{day}", changes) for day, changes in editions]).later
    days = {day_words(day): day for day in (MARCH, SEPTEMBER)}
    told = [re.sub(r"that of (\d+ \w+ \d+)", lambda day: days[day[1]], it.said) for it in found]
    short = {"Asynchronous inference does not fit": "not", "Batch transform does not fit": "BT"}
    assert [re.sub("|".join(short), lambda long: short[long[0]], it) for it in told] == said


HOSTED = OutcomeChange(T2, "multi-model-endpoints", "ruled-out", "conditional")


@pytest.mark.parametrize(
    ("query", "changes", "said"),
    [
        ("scaling=scale-to-zero&guardrails=fallback", (HOSTED,), []),  # Real-time inference has no scale to zero
        (
            "scaling=scale-to-zero&guardrails=fallback",
            (changed(RT, "ruled-out", "fits"), HOSTED),
            ["Real-time inference fits too and Multi-model endpoints fits too, under a condition"],
        ),
        ("guardrails=full", (HOSTED,), ["Multi-model endpoints fits too, under a condition"]),
        ("guardrails=full", (changed(RT, "fits", "ruled-out"), HOSTED), ["Real-time inference does not fit"]),
    ],
)
def test_what_becomes_of_the_second_table_is_told_where_the_option_that_it_details_fits(
    query: str, changes: tuple[OutcomeChange, ...], said: list[str]
) -> None:
    found = dated(query, editions=((MARCH, "/a", changes),))
    assert [it.said for it in found.later] == said
    assert found.same == ("" if said else "the result is the same in the one later edition")


def test_who_says_otherwise_of_a_result_is_told_with_source_and_date() -> None:
    found = dated("latency=interactive&payload=10MB", with_annotations())
    (first,) = found.otherwise
    assert (first.options, first.would) == ("Real-time inference", "fits")
    assert (first.text, first.seen) == ("up to 25 MB", "2026")
    assert first.url.startswith("https://docs.aws.amazon.com/")
    behind = dated("latency=interactive&payload=10MB&behind=multi-model", with_annotations()).otherwise
    assert [it.options for it in behind] == ["Real-time inference", "Multi-model endpoints"]
    assert not found.annotated
    assert found.annotated_url == "/?latency=interactive&payload=10MB&facts=annotated"


@pytest.mark.parametrize("by", ["", "&facts=annotated"])
def test_a_source_that_changes_no_verdict_of_the_result_is_not_blamed_for_it(by: str) -> None:
    """100 KB is within either limit of the payload: scaling alone makes the result another."""
    found = dated(f"latency=interactive&payload=100KB&time=5s&scaling=scale-to-zero{by}", with_annotations())
    assert [told.options for told in found.otherwise] == ["Real-time inference"]
    assert "25 MB" not in found.otherwise[0].text
    assert "Payload" not in found.otherwise[0].text
    assert [link.text for link in found.others[0].cells] == ["Scale to zero"]


def test_by_annotated_facts_what_the_page_alone_leaves_is_told() -> None:
    found = dated("latency=interactive&payload=10MB&facts=annotated", with_annotations())
    assert (found.otherwise[0].options.split(",")[0], found.otherwise[0].would) == ("Real-time inference", "ruled out")
    assert found.otherwise[0].text == "Payload size: < 6 MB"
    assert found.otherwise[0].source.startswith("Model deployment options"), "who says otherwise"
    assert (found.annotated, found.page_url) == (True, "/?latency=interactive&payload=10MB")


@pytest.mark.parametrize("query", ["", "hardware=gpu", "latency=interactive"])
def test_what_no_other_source_changes_is_told_of_nobody(query: str) -> None:
    assert dated(query, with_annotations()).otherwise == ()


REASONS = "[Scale to zero], which would change what rules options out, not which fit"
ALONE = "[Scale to zero]; by the page alone the result would be the same, but for what rules options out"


def told(query: str) -> str:
    """All that is said of other sources at a result, its links in brackets."""
    others = dated(query, with_annotations()).others
    return " ".join(f"{it.before}{', '.join(f'[{link.text}]' for link in it.cells)}{it.after}." for it in others)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Other AWS pages say otherwise of [10 cells]."),
        ("facts=annotated", "Judged by what other AWS pages say of [10 cells]."),
        ("hardware=d-instance", ""),
        (
            "latency=near-real-time&payload=20MB&time=3min&scaling=scale-to-zero&hardware=gpu",
            (
                "Other AWS pages say otherwise of [Payload size], [Scale to zero], [Request timeout], "
                "which would not change the result."
            ),
        ),
        (
            "scaling=scale-to-zero&aids=monitor",
            "Other AWS pages say otherwise of [Scale to zero], which would change the result.",
        ),
        ("behind=multi-model&scaling=scale-to-zero&aids=monitor", f"Other AWS pages say otherwise of {REASONS}."),
        (
            "testing=variants&scaling=scale-to-zero&behind=multi-model&aids=recommender",
            f"Other AWS pages say otherwise of {REASONS}.",
        ),
        (
            "behind=multi-model&scaling=scale-to-zero&aids=monitor&facts=annotated",
            f"Judged by what other AWS pages say of {ALONE}.",
        ),
        (
            "payload=5MB",  # as much as all four hosting options take, too
            "Other AWS pages say otherwise of [Payload size], which would not change the result.",
        ),
        ("testing=shadow", ""),  # what is only added stands at the option
        (
            "hardware=inf1&facts=annotated",
            "Judged by what other AWS pages say, which changes no cell behind this result.",
        ),
        (
            "payload=30MB&facts=annotated",
            ("Judged by what other AWS pages say of [Payload size]; by the page alone the result would be the same."),
        ),
        (
            "scaling=scale-to-zero&aids=monitor&facts=annotated",
            "Judged by what other AWS pages say of [Scale to zero]; by the page alone the result would be another.",
        ),
    ],
)
def test_what_other_sources_say_is_told_as_far_as_it_matters(query: str, said: str) -> None:
    assert told(query) == said


def test_a_cell_of_which_another_source_says_otherwise_is_one_click_away() -> None:
    (otherwise,) = dated("payload=20MB&time=50s&hardware=d-instance&testing=shadow", with_annotations()).others
    assert [link.url for link in otherwise.cells] == [f"#said-{T1}-payload-size-{RT}"]
    (fitting,) = dated("latency=near-real-time&time=3min", with_annotations()).others
    assert [link.url for link in fitting.cells] == [f"#said-{T1}-request-timeout-{AI}"], "not a ruled out option's"
    (nothing,) = dated("", with_annotations()).others
    assert [link.url for link in nothing.cells] == ["#sayings"]


def test_where_nothing_could_change_it_no_other_way_to_judge_is_offered() -> None:
    assert [dated(query, with_annotations()).annotated_url for query in ("hardware=gpu", "payload=3MB", "")] == [
        *("", "/?payload=3MB&facts=annotated", "/?facts=annotated"),
    ]


def test_without_annotations_nothing_is_contested() -> None:
    assert dated(f"payload=10MB&option={RT}").others == ()
