"""A change in words: for a list of them, a page of history, a review, the command line.

Pure.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from matrix.decision.flips import Flip, once
from matrix.decision.selection import Need
from matrix.domain.change import Change
from matrix.domain.conflict import Conflict
from matrix.domain.document import Document
from matrix.presentation.wording import day_words, listed, range_words


class ChangeLine(Struct, frozen=True):
    """A change in words: None where there was, or is, nothing."""

    kind: str
    where: str
    before: str | None
    after: str | None


def line(change: Change, documents: Sequence[Document]) -> ChangeLine:
    """A change in words; ``documents`` are those that may know its names."""
    return ChangeLine(change.kind.replace("-", " "), place(change, documents), change.before, change.after)


def as_text(said: ChangeLine) -> str:
    """A change as one line of text, for the feed: ``cell: Inference options, …: < 6 MB → < 25 MB``."""

    def side(text: str | None) -> str:
        return "nothing" if text is None else text or "blank"

    return f"{said.kind}: {said.where}: {side(said.before)} → {side(said.after)}"


def place(change: Change, documents: Sequence[Document]) -> str:
    """Where a change is, in names; "" where it is of the whole page."""
    return ", ".join(filter(None, names_of(change, documents)))


def conflict_place(conflict: Conflict, documents: Sequence[Document]) -> str:
    """Where a conflict is, in names."""
    where = conflict.table, conflict.feature, conflict.column
    return place(Change(conflict.kind, *where, conflict.ours, conflict.theirs), documents)


def names_of(change: Change, documents: Sequence[Document]) -> tuple[str, str, str]:
    """Table, row and column of a change, by the names that the first of the documents has for them; "" for none."""
    tables = [d.by_table[change.table] for d in documents if change.table in d.by_table]
    columns = [d.columns[change.column][1] for d in documents if change.column in d.columns]
    return (
        next((table.title for table in tables), change.table or ""),
        next((t.by_key[change.feature].name for t in tables if change.feature in t.by_key), change.feature or ""),
        next((column.name for column in columns), change.column or ""),
    )


def cells_with(change: Change, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """The cells that came or went with a row or column, each by its column or row."""
    if change.kind not in ("feature-added", "feature-removed", "option-added", "option-removed"):
        return
    for document in documents:
        table = document.by_table.get(change.table or "")
        if table and change.feature and change.feature in table.by_key:
            yield from ((c.name, table.cell(change.feature, c.slug).text) for c in table.columns)
            return
        if table and change.column and any(column.slug == change.column for column in table.columns):
            yield from ((f.name, table.cell(f.key, change.column).text) for f in table.features)
            return


def differing(publisher: str, days: tuple[str, str], cells: int, others: int) -> str:
    """How much differs between the publisher's pages of two days, in a sentence: so many cells, and other changes."""
    older, newer = map(day_words, days)
    if not cells + others:
        return f"{publisher}’s pages of {older} and of {newer} say the same."
    counted = ((cells, "cell"), (others, "other thing" if cells else "thing"))
    told = listed(f"{'one' if n == 1 else n} {what}{'s' if n > 1 else ''}" for n, what in counted if n)
    what = f"{told} {'differs' if cells + others == 1 else 'differ'}"
    return f"By {publisher}’s page of {newer}, {what} from that of {older}; all else on that page is the same."


def describe(change: Change) -> str:
    """A change as one line."""
    where = _slugs(change.table, change.feature, change.column)
    return f"{change.kind}: {where}{_quoted(change.before)} → {_quoted(change.after)}"


def _slugs(*names: str | None) -> str:
    where = ", ".join(filter(None, names))
    return f"{where}: " if where else ""


def _quoted(text: str | None) -> str:
    return "nothing" if text is None else f"“{text}”"


def flip_words(flip: Flip) -> str:
    """What flips: ``testing=shadow``, ``payload from over 100 MB to under 1000 MB``, ``need=run-time up to 2 h``."""
    if flip.range is None:
        return flip.because
    asked = flip.answer
    name = f"need={asked.feature}" if isinstance(asked, Need) else asked.question
    return f"{name} {range_words(flip.range)}"


def update_lines(
    changes: Sequence[Change],
    flips: Sequence[Flip],
    notes: Sequence[str],
    conflicts: Sequence[Conflict] = (),
    kept: Sequence[Change] = (),
    furniture: Sequence[str] = (),
) -> Iterator[str]:
    """An update for the command line, a line each."""
    if not changes and not conflicts:
        yield "No change in meaning."
    for conflict in conflicts:
        where = _slugs(conflict.table, conflict.feature, conflict.column)
        sides = zip(("base", "ours", "theirs"), (conflict.base, conflict.ours, conflict.theirs), strict=True)
        yield f"conflict: {conflict.kind}: {where}{', '.join(f'{side} {_quoted(text)}' for side, text in sides)}"
    yield from map(describe, changes)
    for flip in once(flips):
        yield f"flips: {flip_words(flip)}: {flip.table}, {flip.option}: {flip.before} → {flip.after}"
    yield from (f"kept: {describe(change)}" for change in kept)
    yield from (f"left out, as it is no part of the page: {name}" for name in furniture)
    yield from notes
