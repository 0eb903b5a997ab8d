"""Taking back what one revision changed, where nothing newer stands on it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matrix.domain.document import Column, Document, Feature, Source
from matrix.upstream.undo import undone
from tests.oracle.oracle import AI, BT, RT, T1, T2
from tests.support.documents import standard, with_annotations
from tests.support.edits import with_cell, with_column, with_feature, with_footnote, with_table, without_feature

Edit = Callable[[Document], Document]


def relabelled(document: Document, slug: str) -> Document:
    questions = (replace(q, short="Another") if q.slug == slug else q for q in document.questions)
    return replace(document, questions=tuple(questions))


def judged(document: Document, *, docker: bool) -> Document:
    columns = document.by_table[T1].columns
    return with_table(document, T1, columns=(*columns[:-1], replace(columns[-1], candidate=docker)))


EDITS: dict[str, Edit] = {
    "a cell": lambda d: with_cell(d, T1, "gpu-support", BT, ""),
    "a row more": lambda d: with_feature(
        d, T1, Feature("streaming", "Streaming"), ("✓",) * len(d.by_table[T1].columns), 3
    ),
    "a row less": lambda d: without_feature(d, T2, "gpu-support"),
    "a column more": lambda d: with_column(d, T2, Column("edge", "Edge"), ("✓",) * len(d.by_table[T2].features), 4),
    "a footnote": lambda d: with_footnote(d, 2, "Another text."),
    "a question": lambda d: relabelled(d, "payload"),
    "a question less": lambda d: replace(d, questions=d.questions[1:]),
    "a ruling less": lambda d: replace(d, rulings=d.rulings[1:]),
    "an annotation": lambda d: replace(d, annotations=with_annotations().annotations[:1]),
    "who is judged": lambda d: judged(d, docker=True),
    "the date": lambda d: replace(d, source=Source(d.source.address, "2023-03-10")),
}


def newer_ones(d: Document) -> Document:
    return relabelled(with_cell(d, T1, "request-timeout", AI, "< 1 hour"), "time")


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_came_after_stays(edit: Edit) -> None:
    before = standard()
    revision = edit(before)
    assert revision.hash != before.hash
    assert undone(before, revision, revision).document == before
    found = undone(before, revision, newer_ones(revision)).document
    assert found is not None
    assert found.hash == newer_ones(before).hash


ON_IT: dict[str, tuple[Edit, Edit]] = {
    "the cell": (EDITS["a cell"], lambda d: with_cell(d, T1, "gpu-support", BT, "N/A")),
    "the row's cells": (EDITS["a row more"], lambda d: with_cell(d, T1, "streaming", RT, "")),
    "the question": (
        EDITS["a question"],
        lambda d: replace(
            d, questions=tuple(replace(q, help="New.") if q.slug == "payload" else q for q in d.questions)
        ),
    ),
    "the date": (EDITS["the date"], lambda d: replace(d, source=Source(d.source.address, "2025-09-27"))),
}


@pytest.mark.parametrize(("edit", "newer"), ON_IT.values(), ids=ON_IT)
def test_what_something_newer_stands_on_is_not_taken_back(edit: Edit, newer: Edit) -> None:
    revision = edit(standard())
    found = undone(standard(), revision, newer(revision))
    assert found.document is None
    assert found.conflicts or found.questionnaire


def test_what_was_taken_back_already_has_nothing_left() -> None:
    revision = EDITS["a cell"](standard())
    assert undone(standard(), revision, standard()).document == standard()
