"""What is own: what the publisher's page has otherwise, or not at all."""

from dataclasses import replace

import pytest

from matrix.domain.document import Column, Document, Feature
from matrix.upstream.own import NOTHING_OWN, own_of
from tests.oracle.oracle import BT, RT, T1, T2
from tests.support.documents import standard
from tests.support.edits import with_cell, with_column, with_feature, with_footnote, without_feature


def edited(document: Document) -> Document:
    document = with_cell(document, T1, "gpu-support", BT, "✓")
    document = with_feature(document, T2, Feature("streaming", "Streaming"), ("✓",) * 4, 3)
    document = with_column(document, T2, Column("edge", "Edge"), ("",) * 25, 2)
    return with_footnote(document, 2, "Another text.")


def test_the_page_itself_has_nothing_own() -> None:
    assert own_of(standard(), standard()) == NOTHING_OWN


def test_what_is_own_and_how_much() -> None:
    own = own_of(standard(), edited(standard()))
    assert (set(own.rows), set(own.columns)) == ({(T2, "streaming")}, {(T2, "edge")})
    assert (set(own.cells), set(own.footnotes), own.count) == ({(T1, "gpu-support", BT)}, {2}, 4)


@pytest.mark.parametrize(
    ("where", "own"),
    [
        ((T1, "gpu-support", BT), True),
        ((T1, "gpu-support", RT), False),
        ((T2, "streaming", "single-model-endpoints"), True),
        ((T2, "gpu-support", "edge"), True),
        ((T2, "gpu-support", "single-model-endpoints"), False),
    ],
)
def test_a_cell_is_own_by_itself_or_with_its_row_or_column(where: tuple[str, str, str], own: bool) -> None:
    assert own_of(standard(), edited(standard())).has_cell(*where) == own


def test_what_is_spelled_otherwise_or_taken_away_is_no_own_cell() -> None:
    assert own_of(standard(), with_cell(standard(), T1, "gpu-support", BT, "✓ 1")) == NOTHING_OWN
    gone = own_of(standard(), without_feature(standard(), T1, "gpu-support"))
    assert (gone.count, gone.rows) == (1, frozenset()), "it is modified, though nothing that is there is own"


def test_questions_and_annotations_are_no_text_of_the_page() -> None:
    assert own_of(replace(standard(), questions=(), rulings=()), standard()) == NOTHING_OWN
