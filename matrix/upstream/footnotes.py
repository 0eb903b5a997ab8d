"""Footnotes of three documents: which are the same, and one number for each of them.

Pure. Footnotes are matched by text, then by number, so that renumbering alone is no change and marks follow their text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from matrix.domain.document import Document, Footnote
from matrix.domain.notation import renumbered

_LARGEST_MARK = 99


@dataclass(frozen=True)
class Renumbered:
    """A footnote of ours whose number the incoming page takes: that number, the one that it gets instead, its text."""

    before: int
    after: int
    text: str


@dataclass(frozen=True)
class Numbering:
    """For each document, the number that a footnote has there → its number in all three; and what lost its number."""

    base: Mapping[int, int]
    ours: Mapping[int, int]
    theirs: Mapping[int, int]
    renumbered: tuple[Renumbered, ...]


@dataclass(frozen=True)
class _Note:
    """One footnote: its number in each document, None where it is not there."""

    base: int | None
    ours: int | None
    theirs: int | None

    @property
    def is_theirs_to_number(self) -> bool:
        """The page numbers its own footnotes: new ones, and those that we have not renumbered, or it has since."""
        if self.theirs is None or self.base is None:
            return self.theirs is not None
        return self.ours is not None and (self.ours == self.base or self.theirs != self.base)

    @property
    def wish(self) -> int:
        wishes = (self.theirs, self.ours) if self.is_theirs_to_number else (self.ours, self.theirs, self.base)
        return next(number for number in wishes if number is not None)


def numbering(base: Document, ours: Document, theirs: Document) -> Numbering:
    """One number for each footnote of the three: the page's where the page has numbered it, else ours; where that is
    taken, the next free one. An own footnote has a number by itself even if it is numbered like another."""
    notes = list(_notes(base.footnotes, ours.footnotes, theirs.footnotes))
    numbers = _numbers(notes)
    lost = tuple(
        Renumbered(note.ours, numbers[note], ours.by_footnote[note.ours].text)
        for note in notes
        if note.ours is not None and not note.is_theirs_to_number and numbers[note] != note.ours
    )
    return Numbering(
        {note.base: numbers[note] for note in notes if note.base is not None},
        {note.ours: numbers[note] for note in notes if note.ours is not None},
        {note.theirs: numbers[note] for note in notes if note.theirs is not None},
        lost,
    )


def with_numbers(document: Document, numbers: Mapping[int, int]) -> Document:
    """The document with its footnotes and their marks renumbered; itself where no number changes."""
    if all(before == after for before, after in numbers.items()):
        return document
    tables = tuple(
        replace(table, notations=tuple(tuple(renumbered(text, numbers) for text in row) for row in table.notations))
        for table in document.tables
    )
    footnotes = (replace(note, number=numbers[note.number]) for note in document.footnotes)
    return replace(document, tables=tables, footnotes=tuple(sorted(footnotes, key=lambda note: note.number)))


def _notes(base: Sequence[Footnote], ours: Sequence[Footnote], theirs: Sequence[Footnote]) -> Iterator[_Note]:
    in_ours = _matched(base, ours, _SAME)
    in_theirs = _matched(base, theirs, _SAME)
    yield from (_Note(note.number, in_ours.get(note.number), in_theirs.get(note.number)) for note in base)
    own = [note for note in ours if note.number not in in_ours.values()]
    new = [note for note in theirs if note.number not in in_theirs.values()]
    # Number alone makes an own footnote none of theirs.
    both = _matched(own, new, _SAME_TEXT)
    yield from (_Note(None, note.number, both.get(note.number)) for note in own)
    yield from (_Note(None, None, note.number) for note in new if note.number not in both.values())


_Same = Callable[[Footnote, Footnote], bool]
_SAME_TEXT: Sequence[_Same] = (
    lambda a, b: a.text == b.text and a.number == b.number,
    lambda a, b: a.text == b.text,
)
_SAME: Sequence[_Same] = (*_SAME_TEXT, lambda a, b: a.number == b.number)


def _matched(left: Sequence[Footnote], right: Sequence[Footnote], ways: Sequence[_Same]) -> dict[int, int]:
    """Number in ``left`` → number in ``right``, by the first of the ways that finds one."""
    matched: dict[int, int] = {}
    for same in ways:
        for note in left:
            found = (other.number for other in right if other.number not in matched.values() and same(note, other))
            if note.number not in matched and (number := next(found, None)) is not None:
                matched[note.number] = number
    return matched


def _numbers(notes: Sequence[_Note]) -> dict[_Note, int]:
    """First the page's own numbers, then ours that are free, then the next free ones; last what we have removed."""
    numbers = {note: note.wish for note in notes if note.is_theirs_to_number}
    ours = [note for note in notes if not note.is_theirs_to_number and note.ours is not None]
    taken = set(numbers.values())
    numbers |= {note: note.wish for note in ours if note.wish not in taken}
    for note in sorted(
        (note for note in notes if note not in numbers), key=lambda note: (note.ours is None, note.wish)
    ):
        numbers[note] = _next_free(note.wish, set(numbers.values()))
    return numbers


def _next_free(number: int, taken: set[int]) -> int:
    """Upwards, then from 1, so that a mark stays one that a cell can hold for as long as there is one."""
    candidates = chain(range(number, _LARGEST_MARK + 1), range(1, number), count(_LARGEST_MARK + 1))
    return next(candidate for candidate in candidates if candidate not in taken)
