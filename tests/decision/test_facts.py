"""By which facts a cell is judged: the page's own, or the newest that another source says of it."""

from dataclasses import replace

import pytest

from matrix.decision import facts
from matrix.decision.fit import Verdicts, evaluate
from matrix.decision.query import parse
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document
from tests.oracle.oracle import AI, BT, RT, SI, T1, T2
from tests.support.documents import standard, with_annotations
from tests.support.splits import BLUE_GREEN, PAGE_OF_2025, ROLLING, split_document


def outcomes(document: Document, query: str, table: str = T1) -> dict[str, str]:
    pairs = [tuple(part.split("=")) for part in query.split("&")]
    selection = parse(pairs, document)  # type: ignore[arg-type]
    assert not selection.problems
    found = evaluate(Verdicts(document), selection).by_table[table]
    return {option.option.slug: option.outcome for option in found.options}


ANNOTATED = [
    ("payload=10MB&latency=interactive", T1, {RT: "fits"}),
    ("payload=10MB&latency=interactive", T2, {"single-model-endpoints": "fits", "multi-container-endpoints": "fits"}),
    ("payload=26MB", T1, {RT: "ruled-out"}),
    ("time=3h", T1, {BT: "ruled-out", AI: "ruled-out"}),
    ("time=1h", T1, {BT: "fits", AI: "fits"}),
    ("scaling=scale-to-zero", T1, {RT: "conditional"}),
    ("need=scale-to-zero:strict", T1, {RT: "ruled-out"}),
    ("container=1p&chunked=yes", T1, {BT: "ruled-out"}),
    ("container=byoc&chunked=yes", T1, {BT: "conditional"}),
    ("network=isolation", T1, {BT: "fits"}),
]


@pytest.mark.parametrize(("query", "table", "expected"), ANNOTATED)
def test_by_annotated_facts(query: str, table: str, expected: dict[str, str]) -> None:
    found = outcomes(facts.annotated(with_annotations()), query, table)
    assert {option: found[option] for option in expected} == expected


@pytest.mark.parametrize(("query", "table", "expected"), ANNOTATED)
def test_by_the_page_s_facts_nothing_has_changed(query: str, table: str, expected: dict[str, str]) -> None:
    assert outcomes(with_annotations(), query, table) == outcomes(standard(), query, table)


def test_the_contested_cells_of_the_source() -> None:
    found = {(feature, column) for table, feature, column in facts.said_of(with_annotations()).contested if table == T1}
    assert found == {
        ("payload-size", RT),
        ("request-timeout", AI),
        ("request-timeout", BT),
        ("scale-to-zero", RT),
        ("http-chunked-encoding", BT),
        ("network-isolation", BT),
    }


def said(seen: str, cell: str | None, feature: str = "gpu-support", column: str = SI) -> Annotation:
    return Annotation(T1, feature, column, f"said {seen}", "A page", "https://example.org/", seen, cell)


@pytest.mark.parametrize(
    ("annotations", "cell"),
    [
        ((said("2024", "✓"), said("2025", "N/A")), "N/A"),
        ((said("2025", "N/A"), said("2024", "✓")), "N/A"),
        ((said("2025-01", "✓"), said("2025", "N/A")), "N/A"),
        ((said("2025-02", "✓"), said("2025", "N/A")), "✓"),
        ((said("2025", "✓"), said("2026", None)), "✓"),
        ((said("2026", None),), ""),
    ],
    ids=[
        "newest last",
        "newest first",
        "the same day: the later one",
        "a month in a year",
        "one explains",
        "only that",
    ],
)
def test_the_newest_with_a_value_counts(annotations: tuple[Annotation, ...], cell: str) -> None:
    document = facts.annotated(replace(standard(), annotations=annotations))
    assert document.by_table[T1].cell("gpu-support", SI).text == cell


def test_the_cell_s_own_value_contests_nothing() -> None:
    document = replace(standard(), annotations=(said("2026", "✓ 1", column=BT),))
    assert facts.said_of(document).contested == {}
    assert facts.annotated(document) is document


def test_what_is_said_of_a_row_is_said_of_each_of_its_parts() -> None:
    document = replace(split_document(PAGE_OF_2025), annotations=(said("2026", "✓", "deployment-guardrails", SI),))
    assert {feature for _, feature, _ in facts.said_of(document).contested} == {BLUE_GREEN, ROLLING}
