"""Laws of taking a page in three ways, for random edits of ours and of the publisher's: some here, more under `make
soak`."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from matrix.domain.diff import matrix_changes
from matrix.domain.document import Document, Table
from matrix.domain.meaning import cell_meaning
from matrix.domain.notation import read_cell
from matrix.upstream import writer
from matrix.upstream.footnotes import with_numbers
from matrix.upstream.reader import UpstreamPage
from matrix.upstream.threeway import Decision, ThreeWay, plan_three_way
from tests.support.laws import law
from tests.support.table_updates import Edit
from tests.support.update import plan
from tests.support.updates import BASE, KINDS, edited, edits, published

LOCAL = edits(KINDS, most=5)
UPSTREAM = edits(KINDS, most=5)


def all_of(found: ThreeWay, side: Decision) -> Document:
    return found.merged(range(len(found.changes)), dict.fromkeys(range(len(found.conflicts)), side))


def some_of(found: ThreeWay, chance: Random) -> Document:
    accepted = {at for at in range(len(found.changes)) if chance.random() < 0.5}
    sides: tuple[Decision, Decision] = ("ours", "theirs")
    return found.merged(accepted, {at: chance.choice(sides) for at in range(len(found.conflicts))})


def check_that_nothing_is_new(base: Document, ours: Document, page: UpstreamPage) -> None:
    again = plan_three_way(base, ours, page)
    assert (again.changes, again.conflicts, again.notes) == ((), (), ())
    assert again.merged() == ours


# --- One law each ------------------------------------------------------------------------------------------------


def check_the_page_that_last_came_in(ours: Document) -> None:
    """Changes nothing, and what is own is what differs from it."""
    found = plan_three_way(BASE, ours, published(BASE))
    assert (found.changes, found.conflicts, found.done, found.notes) == ((), (), (), ())
    assert found.merged() == ours
    assert Counter(found.kept) == Counter(matrix_changes(found.base, ours))


def check_a_page_with_nothing_own(page: UpstreamPage) -> None:
    """Comes in whole: the matrix is that page then, and as many changes are told as of two sides."""
    found = plan_three_way(BASE, BASE, page)
    assert (found.conflicts, found.kept, found.done) == ((), (), ())
    merged = all_of(found, "ours")
    assert merged.hash == found.theirs_aligned.hash
    assert writer.write(merged, page.text) == page.text
    if BASE.footnotes == page.document.footnotes[: len(BASE.footnotes)] and not found.aligned.splits:
        assert Counter(found.changes) == Counter(plan(BASE, page).changes)


def cells(found: ThreeWay, table: str) -> Iterator[tuple[str, str, list[object], str]]:
    """Of each cell that we and they have: its row and column, what base, ours and theirs mean by it, and our text."""
    splits = {part.key: split.key for split in found.aligned.splits if split.table == table for part in split.into}

    def text(side: Table, row: str, column: str) -> str | None:
        row = row if row in side.by_key else splits.get(row, row)
        there = row in side.by_key and any(column == other.slug for other in side.columns)
        return side.notation_of(row, column) if there else None

    base, ours, theirs = (document.by_table[table] for document in (found.base, found.current, found.incoming))
    for row in theirs.by_key:
        for column in theirs.columns:
            texts = [text(side, row, column.slug) for side in (base, ours, theirs)]
            if texts[1] is not None:
                address = BASE.source.address
                meanings = [None if it is None else cell_meaning(address, read_cell(it)) for it in texts]
                yield row, column.slug, list(meanings), texts[1]


def check_every_cell(found: ThreeWay) -> None:
    """What they alone changed arrives, what we alone changed stays to the letter, what both did is a conflict."""
    conflicts = {(conflict.table, conflict.feature, conflict.column) for conflict in found.conflicts}
    by_ours, by_theirs = all_of(found, "ours"), all_of(found, "theirs")
    for table in found.ours.by_table:
        for row, column, (base, ours, theirs), text in cells(found, table):
            both = ours != theirs and base not in (ours, theirs)
            assert ((table, row, column) in conflicts) == both
            for merged, side in ((by_ours, "ours"), (by_theirs, "theirs")):
                after = merged.by_table[table]
                if row not in after.by_key or column not in {other.slug for other in after.columns}:
                    continue  # gone: see `check_rows_and_columns`
                if merged is found.ours:
                    continue  # nothing was taken: see `check_refusing_everything`
                now = after.notation_of(row, column)
                expected = theirs if theirs != base and (ours == base or side == "theirs") else ours
                assert cell_meaning(BASE.source.address, read_cell(now)) == expected
                if theirs == base:
                    assert now == text


def check_rows_and_columns(found: ThreeWay) -> None:
    """Own ones stay, new ones come, those that are gone on a side go, and none that the other side has edited in
    silence."""
    merged = all_of(found, "theirs")
    split = {split.key for split in found.aligned.splits}
    parts = {part.key for split in found.aligned.splits for part in split.into}
    for table in found.ours.tables:
        base, theirs, after = (d.by_table[table.slug] for d in (BASE, found.theirs_aligned, merged))
        for before, ours, his, now in zip(heads(base), heads(table), heads(theirs), heads(after), strict=True):
            conflicts = {c.feature or c.column for c in found.conflicts if c.table == table.slug}
            for id in {*before, *ours, *his} - split - parts:
                if id not in before or (id in ours and id in his):
                    assert id in now
                elif id in ours:
                    assert id not in now
                    assert ours[id] == before[id] or id in conflicts, "we have renamed what they remove"
                elif id in his:
                    assert (id in now) == (id in conflicts)
                    assert his[id] == before[id] or id in conflicts, "they have renamed what we have removed"
            for id in before.keys() & ours.keys() & his.keys():
                both = ours[id] != his[id] and before[id] not in (ours[id], his[id])
                assert not both or id in conflicts


def heads(table: Table) -> tuple[dict[str, str], dict[str, str]]:
    return {f.key: f.name for f in table.features}, {c.slug: c.name for c in table.columns}


def check_prose(found: ThreeWay) -> None:
    """A stretch that one side alone has changed is as that side has it."""
    stretches: tuple[Callable[[Document], object], ...] = (
        *(lambda d: d.title, lambda d: d.intro, lambda d: d.bullets, lambda d: d.closing),
        *(lambda d: d.tables[0].lead, lambda d: d.tables[1].lead),
    )
    merged = all_of(found, "ours")
    for of in stretches:
        if of(found.base) == of(found.current):
            assert of(merged) == of(found.incoming)
        if of(found.base) == of(found.incoming):
            assert of(merged) == of(found.current)


def check_the_order_of_rows(found: ThreeWay) -> None:
    """Where we have moved none, rows of the publisher's that came as they are stand as on the page, and each of our own
    behind what it stood behind."""
    merged = all_of(found, "theirs")
    for table in found.ours.tables:
        before, theirs, after = (list(d.by_table[table.slug].by_key) for d in (BASE, found.theirs_aligned, merged))
        ours = list(table.by_key)
        if [key for key in before if key in ours] == [key for key in ours if key in before]:
            of_page = [key for key in after if key in theirs and (key not in ours or key in before)]
            assert of_page == [key for key in theirs if key in of_page]
        for at, key in enumerate(ours):
            if key not in before and key not in theirs:
                behind = [other for other in ours[:at] if other in after]
                split = [s for s in found.aligned.splits if s.table == table.slug and s.key in ours[:at]]
                if not split:
                    place = after.index(key)
                    assert after[place - 1 : place] == behind[-1:]


def check_twice_is_once(found: ThreeWay, page: UpstreamPage, chance: Random) -> None:
    check_that_nothing_is_new(found.theirs_aligned, some_of(found, chance), page)
    check_that_nothing_is_new(found.theirs_aligned, all_of(found, "theirs"), page)


def unparted(document: Document) -> Document:
    """Where no row knows that it was part of another."""
    return replace(
        document,
        tables=tuple(
            replace(table, features=tuple(replace(feature, part_of="") for feature in table.features))
            for table in document.tables
        ),
    )


def check_refusing_everything(found: ThreeWay, page: UpstreamPage) -> None:
    refused = found.merged((), dict.fromkeys(range(len(found.conflicts)), "ours"))
    if found.changes or found.conflicts:
        assert refused == found.ours
    else:
        # Footnotes may have other numbers; rows that both have parted alike learn from the page whose parts they are.
        assert unparted(refused) == unparted(found.current)
    check_that_nothing_is_new(found.theirs_aligned, refused, page)


def check_that_no_order_matters(local: Sequence[Edit], one: Sequence[Edit], other: Sequence[Edit]) -> bool:
    """Two updates that have nothing to do with each other give the same matrix whichever comes first, but for the
    number of an own footnote, which goes by what was free. Whether these two are such."""
    either = [edited(BASE, one, "Bob"), edited(BASE, other, "Cy")]
    both = edited(either[0], other, "Cy")
    if BASE in either or both != edited(either[1], one, "Bob"):
        return False
    if new_names(edited(BASE, local, "Ann")) & new_names(both):  # what we and they have added alike is not ours alone
        return False
    found = []
    for first in either:
        half = plan_three_way(BASE, edited(BASE, local, "Ann"), published(first))
        whole = plan_three_way(half.theirs_aligned, all_of(half, "theirs"), published(both))
        found.append(numbered_by_text(all_of(whole, "theirs")).hash)
    assert found[0] == found[1]
    return True


def new_names(document: Document) -> set[str]:
    """The names of rows and columns that the base has not."""
    found, before = (
        {f.name for t in d.tables for f in t.features} | {c.name for t in d.tables for c in t.columns}
        for d in (document, BASE)
    )
    return found - before


def numbered_by_text(document: Document) -> Document:
    notes = sorted(document.footnotes, key=lambda note: note.text)
    return with_numbers(document, {note.number: number for number, note in enumerate(notes, 1)})


# --- All of them -------------------------------------------------------------------------------------------------


def check_all(local: Sequence[Edit], upstream: Sequence[Edit], hand: str, chance: Random) -> None:
    ours, page = edited(BASE, local, "Ann"), published(edited(BASE, upstream, hand))
    found = plan_three_way(BASE, ours, page)
    check_the_page_that_last_came_in(ours)
    check_a_page_with_nothing_own(page)
    check_every_cell(found)
    check_rows_and_columns(found)
    check_prose(found)
    check_the_order_of_rows(found)
    check_twice_is_once(found, page, chance)
    check_refusing_everything(found, page)


RANDOM = given(LOCAL, UPSTREAM, st.sampled_from(("Ann", "Bob")), st.randoms(use_true_random=False))
# Where we have split a row by hand, what they do to it has to do with us.
UNSPLIT = edits([kind for kind in KINDS if kind != "row split"], most=5)
DISJOINT = given(UNSPLIT, edits(KINDS, least=1, most=2), edits(KINDS, least=1, most=2))


@law(30, 1500)
@RANDOM
def test_the_laws_hold_for_random_edits(local: list[Edit], upstream: list[Edit], hand: str, chance: Random) -> None:
    check_all(local, upstream, hand, chance)


@law(30, 1500)
@DISJOINT
def test_two_updates_may_come_in_either_order(local: list[Edit], one: list[Edit], other: list[Edit]) -> None:
    assume(check_that_no_order_matters(local, one, other))
