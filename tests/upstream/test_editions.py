"""The shipped editions: what the page's own changes demand of each, and nothing else."""

import json
from functools import cache
from typing import Any

import pytest

from matrix.domain.diff import matrix_changes
from matrix.domain.document import DocumentError
from matrix.upstream.editions import PageEdition, editions_of
from tests.oracle.oracle import AI, BT, RT, SI, T1, T2
from tests.support.documents import FIXTURES, source_text, standard, subject
from tests.support.splits import BLUE_GREEN, GUARDRAILS, ROLLING


def facts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FIXTURES / "editions.json").read_text())["editions"]
    return found


@cache
def editions() -> dict[str, PageEdition]:
    return {edition.date: edition for edition in editions_of(source_text(), facts(), subject())}


def test_there_are_four_and_the_first_is_the_source() -> None:
    assert list(editions()) == ["2023-02-13", "2023-03-10", "2025-09-27", "2026-08-07"]
    assert list(matrix_changes(standard(), editions()["2023-02-13"].document)) == []
    assert {edition.document.source.date for edition in editions().values()} == set(editions())


@pytest.mark.parametrize(
    ("before", "after", "cells"),
    [
        ("2023-02-13", "2023-03-10", {(T1, "request-timeout", AI): "< 1 hour"}),
        ("2025-09-27", "2026-08-07", {(T1, "market-place-model-packages-support", AI): "✓"}),
    ],
)
def test_a_cell_that_changed_and_no_other(before: str, after: str, cells: dict[tuple[str, str, str], str]) -> None:
    found = list(matrix_changes(editions()[before].document, editions()[after].document))
    assert {(c.table, c.feature, c.column): c.after for c in found} == cells


def test_the_split_row_has_its_parts_in_both_tables() -> None:
    document = editions()["2025-09-27"].document
    for table in (T1, T2):
        parts = document.by_table[table].parts(GUARDRAILS)
        assert [part.key for part in parts] == [BLUE_GREEN, ROLLING]
        assert {part.part_of for part in parts} == {GUARDRAILS}
        assert GUARDRAILS not in document.by_table[table].by_key
    texts = {slug: document.by_table[T1].cell(ROLLING, slug).text for slug in (RT, BT, AI, SI)}
    assert texts == {RT: "✓", BT: "N/A", AI: "✓", SI: ""}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "cell", "table": T1, "feature": "nothing"}, "has no row nothing"),
        ({"kind": "cell", "table": "t", "feature": "gpu-support"}, "t has no row gpu-support"),
        ({"kind": "cell", "table": T1, "feature": "gpu-support", "option": "x", "from": ""}, "has no column x"),
        ({"kind": "cell", "table": T1, "feature": "gpu-support", "option": SI, "from": "✓"}, "is “”, not “✓”"),
        ({"kind": "prose", "table": T1, "feature": "gpu-support"}, "“prose” is no kind"),
    ],
)
def test_a_fact_that_does_not_fit_is_refused(change: dict[str, str], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        list(editions_of(source_text(), [{"edition": "2024-01-01", "seen": "", "changes": [change]}], subject()))
