"""Since when a cell has its value, which names are gone, and what of it matters to a pinned link."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from matrix.decision.fit import Verdicts
from matrix.decision.query import parse, split
from matrix.domain.diff import changes
from matrix.domain.document import Document, Feature
from matrix.domain.provenance import LastChange, Provenance
from matrix.domain.revision import RevisionRef
from matrix.presentation.changes import count_changes
from matrix.presentation.pinned import since_pinned
from tests.oracle.oracle import MM, RT
from tests.support.documents import standard
from tests.support.edits import renamed, with_cell, with_feature, with_footnote, with_table, without_feature

T1, T2 = "inference-options", "hosting-options"
CELL = (T1, "request-timeout", "asynchronous-inference")


def revision(number: int) -> RevisionRef:
    return RevisionRef(number, f"{number:064x}", datetime(2026, 1, number, tzinfo=UTC))


def past_of(*documents: Document) -> Provenance:
    past = Provenance()
    for number, (old, new) in enumerate(pairwise(documents), 2):
        past = past.after(old, new, changes(old, new), revision(number))
    return past


HOUR = with_cell(standard(), *CELL, "< 1 hour")


def test_a_cell_tells_since_when_and_what_it_was_before() -> None:
    later = with_cell(HOUR, T1, "gpu-support", "batch-transform", "")
    past = past_of(standard(), HOUR, later)
    assert past.cells == {
        CELL: LastChange(revision(2), "< 15 minutes"),
        (T1, "gpu-support", "batch-transform"): LastChange(revision(3), "✓1"),
    }


def test_a_cell_that_goes_back_is_new_again_since_then() -> None:
    assert past_of(standard(), HOUR, standard()).cells == {CELL: LastChange(revision(3), "< 1 hour")}


def test_a_new_row_is_new_in_all_its_cells_and_a_row_that_went_has_none() -> None:
    more = with_feature(standard(), T2, Feature("new-row", "New row"), ("✓", "", "", ""), 0)
    assert set(past_of(standard(), more).cells.values()) == {LastChange(revision(2), None)}
    assert len(past_of(standard(), more).cells) == 4
    assert past_of(standard(), more, standard()).cells == {}


def test_names_that_are_gone_say_what_they_meant_until_they_are_back() -> None:
    less = without_feature(without_feature(standard(), T1, "scale-to-zero"), T2, "inf1-support")
    past = past_of(standard(), less)
    assert {key: gone.meaning for key, gone in past.gone.items()} == {
        ("feature", "scale-to-zero"): "the row “Scale to zero”"
    }
    selection = parse(split("need=scale-to-zero"), less, provenance=past)
    assert "until revision 1 it was the row “Scale to zero”" in selection.problems[0].message
    assert past_of(standard(), less, standard()).gone == {}


def test_the_past_survives_storing() -> None:
    past = past_of(standard(), HOUR, without_feature(HOUR, T1, "scale-to-zero"))
    assert past.gone
    assert past.cells
    assert Provenance.load(past.dump()) == past
    assert "\n" not in past.dump()


SHADOW = with_cell(standard(), T1, "shadow-testing", "batch-transform", "✓")
PINNED = [
    (
        HOUR,
        "time=30min&latency=near-real-time",
        "1 cell changed since; with today’s data Asynchronous inference fits too",
    ),
    (HOUR, "time=2d", "1 cell changed since; the result is the same with today’s data"),
    (HOUR, "hardware=gpu", "Nothing that matters to this link has changed since"),
    (HOUR, "time=2d&option=batch-transform", "Nothing that matters to this link has changed since"),
    (SHADOW, "", "1 cell changed since; the result is the same with today’s data"),
    (
        with_cell(standard(), T1, "shadow-testing", "real-time-inference", ""),
        "testing=shadow",
        "1 cell changed since; with today’s data Real-time inference no longer fits (ruled out)",
    ),
    (
        with_cell(standard(), T1, "shadow-testing", "real-time-inference", "✓1"),
        "testing=shadow",
        "1 cell changed since; with today’s data Real-time inference reads “fits if…” instead of “fits”",
    ),
    (
        with_cell(standard(), T1, "shadow-testing", "batch-transform", "✓1"),
        "testing=shadow",
        "1 cell changed since; with today’s data Batch transform fits too, under a condition",
    ),
    (
        with_cell(standard(), T2, "shadow-testing", MM, "✓"),
        "behind=multi-model&testing=shadow",
        "1 cell changed since; with today’s data Real-time inference fits too and Multi-model endpoints fits too",
    ),
    (with_footnote(standard(), 1, "Other words."), "hardware=gpu", "1 footnote changed since; the result is"),
    (with_footnote(standard(), 2, "Other words."), "hardware=gpu", "Nothing that matters"),
]


@pytest.mark.parametrize(("today", "query", "said"), PINNED)
def test_a_pinned_link_is_told_what_matters_to_it(today: Document, query: str, said: str) -> None:
    selection, now = parse(split(query), standard()), parse(split(query), today)
    assert since_pinned(Verdicts(standard()), Verdicts(today), selection, now, RT).sentence.startswith(said)


def test_changes_are_counted_in_words() -> None:
    both = renamed(with_cell(HOUR, T1, "gpu-support", "batch-transform", ""), T1, "gpu-support", "GPU")
    assert count_changes(changes(standard(), both)) == "1 row renamed, 2 cells changed"


# --- What a pinned link is told ----------------------------------------------------------------------------------


def no_option(slug: str) -> Document:
    """The column is there, and can't be chosen any more."""
    table = standard().by_table[T1]
    columns = tuple(replace(c, candidate=False) if c.slug == slug else c for c in table.columns)
    return with_table(standard(), T1, columns=columns)


def without_column(slug: str) -> Document:
    table = standard().by_table[T1]
    keep = [at for at, column in enumerate(table.columns) if column.slug != slug]
    notations = tuple(tuple(row[at] for at in keep) for row in table.notations)
    return with_table(standard(), T1, columns=tuple(table.columns[at] for at in keep), notations=notations)


def other_ruling() -> Document:
    rulings = tuple(replace(ruling, excludes_feature="", excludes_item="") for ruling in standard().rulings)
    return replace(standard(), rulings=rulings)


ASYNC = "asynchronous-inference"
TOLD = [
    (no_option(ASYNC), "payload=500MB", "with today’s data Asynchronous inference is no longer an option", 1),
    (without_column(ASYNC), "payload=500MB", "with today’s data Asynchronous inference is no longer an option", 1),
    (other_ruling(), "container=1p&chunked=yes", "1 part of the questionnaire changed since; with today’s data", 1),
    (
        replace(standard(), bullets=(*standard().bullets[:1], "Batch transform, in batches.", *standard().bullets[2:])),
        "latency=interactive",
        "1 passage changed since; with today’s data Batch transform fits too, under a condition",
        1,
    ),
    (
        replace(standard(), bullets=(*standard().bullets[:1], "Batch transform, offline.", *standard().bullets[2:])),
        "latency=interactive",
        "1 passage changed since; the result is the same",
        1,
    ),
    (HOUR, "latency=interactive", "Nothing that matters to this link has changed since", 0),
    (HOUR, "q=gpu", "Nothing that matters to this link has changed since", 0),
    (HOUR, "q=timeout", "1 cell changed since", 1),
]


@pytest.mark.parametrize(("today", "query", "sentence", "listed"), TOLD)
def test_what_matters_is_what_the_link_asks_for(today: Document, query: str, sentence: str, listed: int) -> None:
    now = parse(split(query), today)
    found = since_pinned(Verdicts(standard()), Verdicts(today), parse(split(query), standard()), now)
    assert sentence in found.sentence
    assert len(found.changes) == listed


def test_a_change_is_told_by_its_names_and_nothing_is_no_blank() -> None:
    more = with_feature(HOUR, T1, Feature("new-row", "New row"), ("✓", "", "", "", ""), 0)
    selection = parse([], standard())
    found = since_pinned(Verdicts(standard()), Verdicts(more), selection, selection)
    assert [(line.kind, line.where, line.before) for line in found.changes] == [
        ("feature added", "Inference options, New row", None),
        ("cell", "Inference options, Request timeout, Asynchronous inference", "< 15 minutes"),
    ]
