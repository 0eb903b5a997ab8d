"""Rows ⇄ document: what is written is read back, in a fixed number of queries, and only what differs is touched."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matrix import models
from matrix.domain.document import Column, Document, DocumentError, Feature
from matrix.store import recording
from matrix.store.revisions import Published
from matrix.store.rows import read_rows
from tests.oracle.oracle import BT, T1, T2
from tests.support.documents import standard, with_annotations
from tests.support.edits import (
    renamed,
    with_cell,
    with_column,
    with_feature,
    with_footnote,
    with_order,
    with_question,
    with_table,
    without_column,
    without_feature,
)
from tests.support.stored import draft_cell

pytestmark = pytest.mark.django_db

EDITS: list[Callable[[Document], Document]] = [
    lambda d: with_cell(d, T1, "gpu-support", BT, "N/A"),
    lambda d: with_feature(d, T2, Feature("new-row", "New row", "new.md"), ("✓", "", "N/A", "✓1"), 3),
    lambda d: without_feature(d, T1, "scale-to-zero"),
    lambda d: renamed(d, T1, "gpu-support", "GPUs"),
    lambda d: with_column(d, T1, Column("edge", "Edge", "edge.md", candidate=False), ("✓",) * 26, 2),
    lambda d: without_column(d, T1, BT),
    lambda d: with_order(d, T1, rows=["volume-encryption"], columns=[BT]),
    lambda d: with_footnote(d, 4, "A fourth."),
    lambda d: with_table(d, T2, title="Hosts", lead=("One.", "Two.")),
    lambda d: replace(d, title="Features", intro=(), bullets=d.bullets[::-1], closing=("The end.",)),
    lambda d: replace(d, source=replace(d.source, date="2023-03-10")),
    lambda d: replace(d, questions=d.questions[::-1], rulings=d.rulings[1:]),
    lambda d: with_question(d, "hardware", choices=d.by_question["hardware"].choices[::-1], help="Help."),
    lambda d: with_question(d, "payload", criteria=()),
]


def without_order(document: Document) -> Document:
    """Rulings are found by their rows and words, annotations by their cells: their order is nobody's."""
    return replace(
        document,
        rulings=tuple(sorted(document.rulings, key=lambda ruling: (ruling.feature, ruling.text))),
        annotations=tuple(sorted(document.annotations, key=repr)),
    )


def test_the_fixtures_rows_are_the_source_and_the_questionnaire(published: Published) -> None:
    found = read_rows()
    assert found is not None
    assert without_order(found) == without_order(with_annotations())


@pytest.mark.parametrize("edit", EDITS, ids=range(len(EDITS)))
def test_what_is_written_is_read_back(published: Published, edit: Callable[[Document], Document]) -> None:
    wanted = edit(standard())
    with recording.change():
        recording.apply(wanted)
    found = read_rows()
    assert found is not None
    assert without_order(found) == without_order(wanted)
    with recording.change():
        recording.apply(standard())
    assert recording.draft() is None
    assert without_order(read_rows() or wanted) == without_order(standard()), "and back"


def test_rows_that_are_alike_are_not_touched(published: Published) -> None:
    before = dict(models.Cell.objects.values_list("pk", "notation"))
    with recording.change():
        recording.apply(with_cell(standard(), T1, "gpu-support", BT, "N/A"))
    after = dict(models.Cell.objects.values_list("pk", "notation"))
    assert before.keys() == after.keys()
    assert [before[pk] for pk in after if before[pk] != after[pk]] == ["✓1"]


def test_reading_takes_as_many_queries_however_many_rows_there_are(published: Published) -> None:
    counts = []
    for document in (standard(), with_column(standard(), T1, Column("edge", "Edge"), ("✓",) * 26, 2)):
        with recording.change():
            recording.apply(document)
        with CaptureQueriesContext(connection) as queries:
            read_rows()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13


def test_without_a_source_there_is_no_document(published: Published) -> None:
    models.Source.objects.all().delete()
    assert read_rows() is None


def test_a_pair_without_a_cell_is_blank(published: Published) -> None:
    models.Cell.objects.filter(feature__key="gpu-support").delete()
    found = read_rows()
    assert found is not None
    assert set(found.by_table[T1].notations[1]) == {""}


def test_rows_that_make_no_matrix_are_told_by_table_row_and_column(published: Published) -> None:
    draft_cell("✓✓", "gpu-support")
    with pytest.raises(DocumentError, match=f"^{T1}, GPU support, Batch transform: “✓✓” begins like a tick"):
        read_rows()
