"""A table of three sides → the one that comes of it, with those of their units that are taken.

Pure. Rows and columns of ours keep their order; what comes from the page stands behind what it stands behind there, and
an own row or column stays behind the nearest of those before it that is left.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TypeVar

from matrix.domain.document import Column, Feature, Table
from matrix.upstream.trio import Axis, Trio
from matrix.upstream.units import Aspect, Unit

_Head = TypeVar("_Head", Feature, Column)


def merged_table(trio: Trio, taken: Collection[Unit]) -> Table:
    """Our table with the taken units of theirs. Its title and lead are ours."""
    arranged = _Arranged(trio, taken)
    rows, columns = arranged.order("feature"), arranged.order("option")
    return replace(
        trio.ours.table,
        features=tuple(map(arranged.row, rows)),
        columns=tuple(arranged.head("option", trio.ours.columns, trio.theirs.columns, id) for id in columns),
        notations=tuple(tuple(arranged.notation(row, column) for column in columns) for row in rows),
    )


@dataclass(frozen=True)
class _Arranged:
    trio: Trio
    taken: Collection[Unit]

    def is_taken(self, aspect: Aspect, axis: Axis, id: str) -> bool:
        return self.trio.unit(aspect, axis, id) in self.taken

    def head(self, axis: Axis, ours: dict[str, _Head], theirs: dict[str, _Head], id: str) -> _Head:
        if id not in ours:
            return theirs[id]
        head = ours[id]
        if self.is_taken("name", axis, id):
            head = replace(head, name=theirs[id].name)
        if self.is_taken("link", axis, id):
            head = replace(head, url=theirs[id].url)
        return head

    def row(self, id: str) -> Feature:
        """One that both have added is a part of what the page makes it a part of."""
        row = self.head("feature", self.trio.ours.rows, self.trio.theirs.rows, id)
        both_added = id in self.trio.theirs.rows and id not in self.trio.base.rows
        return replace(row, part_of=self.trio.theirs.rows[id].part_of) if both_added else row

    def notation(self, row: str, column: str) -> str:
        """A part of a split row has our cell of that row, but where theirs is taken. What neither side has is blank."""
        ours = self.trio.ours.notation(self.trio.before(row, self.trio.ours), column)
        theirs = self.trio.theirs.notation(row, column)
        if theirs is not None and (ours is None or self.trio.cell_unit(row, column) in self.taken):
            return theirs
        return ours or ""

    # --- Order ---

    def order(self, axis: Axis) -> list[str]:
        ids = self._with_theirs(axis, self._left(axis))
        return self._with_own(axis, ids)

    def _parts(self, axis: Axis, id: str) -> list[str]:
        """The parts that take a row's place: none unless its split is taken."""
        split = axis == "feature" and id in self.trio.splits and self.is_taken("presence", axis, id)
        return list(self.trio.splits[id]) if split else []

    def _left(self, axis: Axis) -> list[str]:
        """What of the base we have and stays in its place, in our order. The first part of a row that was split
        where it stood has its place."""
        base, ours = self.trio.base.heads(axis), self.trio.ours.heads(axis)
        left = []
        for id in ours:
            parts = self._parts(axis, id)
            if parts and parts[0] not in ours and id not in self.trio.moved[axis][1]:
                left.append(parts[0])
            elif id in base and not self.is_taken("presence", axis, id) and not self.is_taken("order", axis, id):
                left.append(id)
        return left

    def _with_theirs(self, axis: Axis, ids: list[str]) -> list[str]:
        """With what comes from the page, or moves there as on the page, behind what it stands behind there. What did
        not move along is no guide."""
        trio, ids = self.trio, list(ids)
        ours = trio.ours.heads(axis)
        parts = {part for id in trio.splits for part in self._parts(axis, id)}
        at = 0
        for id in trio.theirs.heads(axis):
            if id in ids:
                if id not in trio.moved[axis][1]:
                    at = ids.index(id) + 1
            elif self.is_taken("order", axis, id) or (
                id not in ours and (id in parts or self.is_taken("presence", axis, id))
            ):
                ids.insert(at, id)
                at += 1
        return ids

    def _with_own(self, axis: Axis, ids: list[str]) -> list[str]:
        """With our own, each behind the nearest before it that is left; of a split row that is its last part."""
        ids, at = list(ids), 0
        for id in self.trio.ours.heads(axis):
            if id not in self.trio.base.heads(axis):
                ids.insert(at, id)
                at += 1
            elif stand := [other for other in (id, *self._parts(axis, id)) if other in ids]:
                at = ids.index(stand[-1]) + 1
        return ids
