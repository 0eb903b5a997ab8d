"""What is decided one by one when an update is taken in three ways: units, and how the three sides differ in each.

Pure. A unit is one aspect of one place: the text of a cell, the name of a row, its link, that it is there, where it
stands. Each side has a value for it; two that mean the same are equal.
"""

from dataclasses import dataclass
from typing import Literal

from matrix.domain.change import Change, ChangeKind
from matrix.domain.conflict import Conflict
from matrix.domain.findings import Place

Aspect = Literal["presence", "name", "link", "order", "text", "addition"]
"""``text`` is that of a cell, a footnote or a passage; ``addition`` a passage that one side has added."""
Status = Literal["change", "kept", "done", "conflict"]
"""Changed by them alone, by us alone, by both to the same, by both differently."""


@dataclass(frozen=True)
class Unit:
    aspect: Aspect
    place: Place

    @property
    def key(self) -> str:
        """One line that names it, for a form to carry."""
        place = self.place
        where = (place.table, place.feature, place.column, place.footnote, place.passage, place.nth or None)
        return ":".join((self.aspect, *("" if part is None else str(part) for part in where)))


@dataclass(frozen=True)
class Value:
    """What one side says: the meaning, by which sides are compared; the words for it; and where its links lead."""

    meaning: object
    text: str | None
    links: str | None = None


NOTHING = Value(None, None)
"""The value of a side that does not have it."""


@dataclass(frozen=True)
class Difference:
    """A unit in which not all three sides agree. ``moved`` as `Change` has it, where it is the order."""

    unit: Unit
    status: Status
    kind: ChangeKind
    base: str | None
    ours: str | None
    theirs: str | None
    moved: tuple[str, str] | None = None

    @property
    def change(self) -> Change:
        """From ours to theirs where they changed it, else from the base to ours."""
        place = self.unit.place
        words = (self.ours, self.theirs) if self.status == "change" else (self.base, self.ours)
        where = place.table, place.feature, place.column
        return Change(self.kind, *where, *words, footnote=place.footnote, moved=self.moved)

    @property
    def conflict(self) -> Conflict:
        place = self.unit.place
        where = place.table, place.feature, place.column
        return Conflict(self.kind, *where, self.base, self.ours, self.theirs, place=place)


def compared(unit: Unit, kind: ChangeKind, base: Value, ours: Value, theirs: Value) -> Difference | None:
    """How the three differ; None where they don't. Where the words are the same and links alone differ, that is a
    difference of kind ``link``, in words the links."""
    if ours.meaning == theirs.meaning:
        if base.meaning == ours.meaning:
            return None
        status: Status = "done"
    elif theirs.meaning == base.meaning:
        status = "kept"
    else:
        status = "change" if ours.meaning == base.meaning else "conflict"
    told = {"change": (ours, theirs), "conflict": (base, ours, theirs)}.get(status, (base, ours))
    if unit.aspect == "text" and None not in {value.text for value in told} and len({v.text for v in told}) == 1:
        return Difference(unit, status, "link", base.links, ours.links, theirs.links)
    return Difference(unit, status, kind, base.text, ours.text, theirs.text)
