"""Footnotes when a page is taken in three ways: matched by text, then number; marks follow their text."""

from dataclasses import replace
from itertools import permutations

import pytest

from matrix.domain.document import Document
from matrix.domain.validation import checked
from matrix.upstream import writer
from matrix.upstream.footnotes import Renumbered, with_numbers
from matrix.upstream.threeway import plan_three_way
from tests.oracle.oracle import BT, RT, SI, T1
from tests.support.documents import read_page, source_text, standard
from tests.support.edits import with_cell
from tests.support.threeway import BASE, GUARD, SCALE, SHADOW, Edit, both, cell, every, new, note, three, told

OWN = new("Cold starts", GUARD)


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_renumbering_alone_is_no_change_and_own_marks_follow_their_text(order: tuple[int, ...]) -> None:
    numbers = dict(zip((1, 2, 3), order, strict=True))
    found = three(cell("✓2", SHADOW, BT), lambda document: with_numbers(document, numbers))
    assert told(found) == {"kept": [("cell", SHADOW, BT, "", f"✓{numbers[2]}")]}
    assert found.notes == ()
    merged = checked(every(found))
    (mark,) = merged.by_table[T1].cell(SHADOW, BT).footnotes
    assert merged.by_footnote[mark].text == BASE.by_footnote[2].text
    assert (
        replace(merged, questions=(), rulings=()).hash
        == with_cell(found.theirs_aligned, T1, SHADOW, BT, f"✓{numbers[2]}").hash
    )


def in_front(document: Document) -> Document:
    """With a new footnote 1, so that the others get the next numbers."""
    return note(1, "In front.")(with_numbers(document, {1: 2, 2: 3, 3: 4}))


@pytest.mark.parametrize(
    ("ours", "theirs", "notes", "expected"),
    [
        (note(4, "Own."), note(4, "New."), [(4, 5, "Own.")], {4: "New.", 5: "Own."}),
        (note(4, "Own."), in_front, [(4, 5, "Own.")], {1: "In front.", 5: "Own."}),
        (both(note(4, "Own."), note(5, "Own too.")), note(4, "New."), [(4, 6, "Own.")], {5: "Own too.", 6: "Own."}),
        (note(7, "Own."), note(4, "New."), [], {4: "New.", 7: "Own."}),
        (note(4, "Same."), note(4, "Same."), [], {4: "Same."}),
        (note(4, "Same."), note(5, "Same."), [], {5: "Same."}),
    ],
    ids=["taken", "taken by one that moved", "the next free one", "free", "the same", "the same by another number"],
)
def test_an_own_footnote_gives_way_to_one_that_comes(
    ours: Edit, theirs: Edit, notes: list[tuple[int, int, str]], expected: dict[int, str]
) -> None:
    found = three(ours, theirs)
    assert found.notes == tuple(Renumbered(*each) for each in notes)
    assert found.conflicts == ()
    merged = checked(every(found))
    assert {number: merged.by_footnote[number].text for number in expected} == expected
    assert {n.text for n in BASE.footnotes} <= {n.text for n in merged.footnotes}


def test_marks_of_an_own_footnote_go_with_it() -> None:
    ours = both(note(4, "Own."), cell("✓4", SHADOW, BT), OWN, cell("red, green 4", "cold-starts", RT))
    merged = checked(every(three(ours, both(note(4, "New."), cell("✓ 4", SCALE, SI)))))
    table = merged.by_table[T1]
    assert [table.notation_of(*at) for at in ((SHADOW, BT), ("cold-starts", RT), (SCALE, SI))] == [
        *("✓5", "red, green 5", "✓ 4"),
    ]


def test_where_everything_is_refused_ours_keeps_its_numbers() -> None:
    found = three(both(note(4, "Own."), cell("✓4", SHADOW, BT)), note(4, "New."))
    assert found.merged() == found.ours


def test_the_page_comes_in_as_it_is_numbered_there() -> None:
    """So that what is exported is the page, byte for byte."""
    text = writer.write(in_front(BASE), source_text())
    found = plan_three_way(BASE, standard(), read_page(text))
    assert told(found) == {"changes": [("footnote", 1, None, "1 In front.")]}
    assert writer.write(every(found), text) == text
    text = writer.write(with_numbers(BASE, {1: 2, 2: 1, 3: 3}), source_text())
    assert writer.write(every(plan_three_way(BASE, standard(), read_page(text))), text) == text
