"""Since when a cell has its value, and which names are gone."""

from datetime import UTC, datetime
from itertools import pairwise

from matrix.decision.query import parse, split
from matrix.domain.diff import changes
from matrix.domain.document import Document, Feature
from matrix.domain.provenance import LastChange, Provenance
from matrix.domain.revision import RevisionRef
from tests.support.documents import standard
from tests.support.edits import with_cell, with_feature, without_feature

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
