"""One comparison table in three ways: what differs of its rows, columns and cells.

Pure. Rows and columns are the same where their keys and slugs are. The parts of a row that the page splits stand beside
that row: its cells are theirs before, ours and the base's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from matrix.domain.change import ChangeKind
from matrix.domain.diff import behind, moves
from matrix.domain.document import Column, Feature, Table
from matrix.domain.findings import Place
from matrix.domain.links import resolve
from matrix.domain.meaning import cell_meaning
from matrix.domain.notation import Cell, write_cell
from matrix.domain.pickled import FieldsAlone
from matrix.upstream.units import NOTHING, Aspect, Difference, Unit, Value, compared

Axis = Literal["feature", "option"]
"""Rows or columns, as the contract's kinds call them."""
ACROSS: Final[Mapping[Axis, Axis]] = {"feature": "option", "option": "feature"}
_KINDS: Final[Mapping[Axis, Mapping[str, ChangeKind]]] = {
    "feature": {
        "added": "feature-added",
        "removed": "feature-removed",
        "renamed": "feature-renamed",
        "moved": "feature-moved",
    },
    "option": {
        "added": "option-added",
        "removed": "option-removed",
        "renamed": "option-renamed",
        "moved": "option-moved",
    },
}


@dataclass(frozen=True)
class Side(FieldsAlone):
    """The table as one side has it."""

    table: Table

    @cached_property
    def rows(self) -> dict[str, Feature]:
        return {feature.key: feature for feature in self.table.features}

    @cached_property
    def texts(self) -> dict[str, tuple[str, ...]]:
        keys = (feature.key for feature in self.table.features)
        return dict(zip(keys, self.table.notations, strict=True))

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {column.slug: column for column in self.table.columns}

    def heads(self, axis: Axis) -> Mapping[str, Feature | Column]:
        """Rows or columns by their identity, in their order."""
        return self.rows if axis == "feature" else self.columns

    def cell(self, row: str, column: str) -> Cell | None:
        """None where there is no such row or column."""
        return self.table.cell(row, column) if row in self.rows and column in self.columns else None

    def notation(self, row: str, column: str) -> str | None:
        """The text of the cell as written; None where there is no such row or column."""
        cell = self.cell(row, column)
        return None if cell is None else write_cell(cell)


@dataclass(frozen=True)
class Trio(FieldsAlone):
    """The table on three sides. ``splits``: a row of the base that they have split → its parts, in their order."""

    address: str
    base: Side
    ours: Side
    theirs: Side
    splits: Mapping[str, tuple[str, ...]]

    # --- Identity ---

    @cached_property
    def whole(self) -> dict[str, str]:
        """A part → the row that it was split from."""
        return {part: whole for whole, parts in self.splits.items() for part in parts}

    def before(self, row: str, side: Side) -> str:
        """The row that ``side`` has for a row of theirs: the whole one where it has not the part."""
        return row if row in side.heads("feature") else self.whole.get(row, row)

    def unit(self, aspect: Aspect, axis: Axis, id: str) -> Unit:
        row, column = (id, None) if axis == "feature" else (None, id)
        return Unit(aspect, Place(self.ours.table.slug, row, column, link=aspect == "link"))

    def cell_unit(self, row: str, column: str) -> Unit:
        return Unit("text", Place(self.ours.table.slug, row, column))

    # --- Differences ---

    def differences(self) -> Iterator[Difference]:
        """Columns, then rows with their cells; of each first what has gone, last what has moved."""
        for axis in ("option", "feature"):
            sides = (self.base, self.theirs, self.ours)
            ids = dict.fromkeys(id for side in sides for id in side.heads(axis))
            gone = {id: None for id in ids if id in self.base.heads(axis)}
            yield from filter(None, (self._presence(axis, id) for id in gone))
            for id in (id for id in ids if id in self.theirs.heads(axis) or id not in gone):
                if id not in gone:
                    yield from filter(None, [self._presence(axis, id)])
                yield from self._head(axis, id)
                if axis == "feature":
                    yield from self._cells(id)
            yield from self._orders(axis)

    def _presence(self, axis: Axis, id: str) -> Difference | None:
        """That a row or column is there. One that a side has changed is another than in the base, so that to remove it
        is a conflict; where no side lacks it, that is told at what has changed."""
        in_base = id in self.base.heads(axis)
        is_part = axis == "feature" and id in self.whole
        if (is_part and id not in self.ours.heads(axis)) or (in_base and self._is_everywhere(axis, id)):
            return None
        split = axis == "feature" and id in self.splits
        kind: ChangeKind = "feature-split" if split else _KINDS[axis]["removed" if in_base else "added"]
        values = (self._presence_value(axis, id, side) for side in (self.base, self.ours, self.theirs))
        return compared(self.unit("presence", axis, id), kind, *values)

    def _is_everywhere(self, axis: Axis, id: str) -> bool:
        return id in self.ours.heads(axis) and id in self.theirs.heads(axis)

    def _presence_value(self, axis: Axis, id: str, side: Side) -> Value:
        head = side.heads(axis).get(id)
        if head is None:
            parts = [side.heads("feature").get(part) for part in self.splits.get(id, ())] if axis == "feature" else []
            names = [part.name for part in parts if part is not None]
            return Value("split", "; ".join(names)) if parts and len(names) == len(parts) else NOTHING
        if id not in self.base.heads(axis) or side is self.base:
            return Value("there", head.name)
        split = axis == "feature" and id in self.splits  # its cells go to the parts, and are compared there
        touched = self._split_touched(id) if split else self._touched(axis, id, side)
        return Value("touched" if touched else "there", head.name)

    def _split_touched(self, id: str) -> bool:
        """Whether we have renamed or relinked a row that they split, or both have moved it."""
        ours, theirs = self.moved["feature"]
        return self._head_touched("feature", id, self.ours) or (id in ours and id in theirs)

    def _touched(self, axis: Axis, id: str, side: Side) -> bool:
        """Whether a side has changed a row's or column's head or cells, or we have filled one in a column or row of our
        own."""
        if self._head_touched(axis, id, side):
            return True
        for across in side.heads(ACROSS[axis]):
            row, column = (id, across) if axis == "feature" else (across, id)
            before = self.base.cell(self.before(row, self.base), column)
            after = side.cell(row, column)
            assert after is not None  # a row and a column that the side has
            if before is None:
                if side is self.ours and after.kind != "unsupported":
                    return True
            elif self._cell_value(before).meaning != self._cell_value(after).meaning:
                return True
        return False

    def _head_touched(self, axis: Axis, id: str, side: Side) -> bool:
        before, after = self.base.heads(axis)[id], side.heads(axis)[id]
        return before.name != after.name or self._link(before) != self._link(after)

    def _head(self, axis: Axis, id: str) -> Iterator[Difference]:
        """Name and link, each for itself."""
        if not self._is_everywhere(axis, id):
            return
        base, ours, theirs = (side.heads(axis).get(id) for side in (self.base, self.ours, self.theirs))
        if base == ours == theirs:
            return
        names = (Value(head.name, head.name) if head else NOTHING for head in (base, ours, theirs))
        links = (Value(self._link(head), self._link(head)) for head in (base, ours, theirs))
        for found in (
            compared(self.unit("name", axis, id), _KINDS[axis]["renamed"], *names),
            compared(self.unit("link", axis, id), "link", *links),
        ):
            if found and (base or found.status == "conflict"):  # of one that both have added, that is told
                yield found

    def _link(self, head: Feature | Column | None) -> str | None:
        return (resolve(self.address, head.url) or None) if head else None

    def _cells(self, row: str) -> Iterator[Difference]:
        """The cells of a row of theirs, beside those of our row, or of the row that it was split from."""
        rows = [side.texts.get(row) for side in (self.base, self.ours, self.theirs)]
        if self._same_columns and rows[0] == rows[1] == rows[2]:
            return
        for column in self.theirs.heads("option"):
            cells = [
                side.cell(self.before(row, side) if side is not self.theirs else row, column)
                for side in (self.base, self.ours, self.theirs)
            ]
            if cells[1] is None or cells[2] is None or cells[0] is cells[1] is cells[2]:  # most are one and the same
                continue
            values = [self._cell_value(cell) if cell else NOTHING for cell in cells]
            found = compared(self.cell_unit(row, column), "cell", *values)
            if cells[0] is None and found and found.status == "done":
                continue  # of a row or column that both have added, that is told
            if found and found.status in ("kept", "done"):  # told of the row that we have
                yield Difference(
                    self.cell_unit(self.before(row, self.ours), column),
                    *(found.status, found.kind, found.base, found.ours, found.theirs),
                )
            elif found:
                yield found

    @cached_property
    def _same_columns(self) -> bool:
        return [*self.base.columns] == [*self.ours.columns] == [*self.theirs.columns]

    def _cell_value(self, cell: Cell) -> Value:
        """Of equal texts it is the same: a matrix repeats few."""
        found = self._values.get(cell)
        if found is None:
            meaning = cell_meaning(self.address, cell)
            links = ", ".join(url for _, url in meaning.get("links", ())) or None
            found = self._values[cell] = Value(meaning, cell.text, links)
        return found

    @cached_property
    def _values(self) -> dict[Cell, Value]:
        return {}

    # --- Order ---

    @cached_property
    def moved(self) -> dict[Axis, tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]]:
        """Of what all three have, what we have moved, and what they have: behind what it stood and stands. The first
        part of a split row stands for the row."""
        return {axis: self._moved(axis) for axis in ACROSS}

    def _moved(self, axis: Axis) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
        first = {parts[0]: whole for whole, parts in self.splits.items()} if axis == "feature" else {}
        ours, theirs = list(self.ours.heads(axis)), [first.get(id, id) for id in self.theirs.heads(axis)]
        there = {*theirs}
        common = dict.fromkeys(id for id in self.base.heads(axis) if id in self.ours.heads(axis) and id in there)
        mine, his = (dict(moves([*common], [id for id in order if id in common])) for order in (ours, theirs))
        return mine, his

    def _orders(self, axis: Axis) -> Iterator[Difference]:
        ours, theirs = self.moved[axis]
        for id in dict.fromkeys([*theirs, *ours]):
            stood = (ours.get(id) or theirs[id])[0]
            if axis == "feature" and id in self.splits and id not in ours:
                continue  # its parts stand where the page has them: that comes with the split
            values = []
            for moved in ({}, ours, theirs):
                stands = moved[id][1] if id in moved else None
                values.append(Value(stands, behind(stood if stands is None else stands)))
            found = compared(self.unit("order", axis, id), _KINDS[axis]["moved"], *values)
            if found is None or (found.status == "conflict" and id in self.splits):
                continue  # that is a conflict of the split
            pair = {"change": theirs, "kept": ours, "done": ours}.get(found.status)
            yield Difference(
                *(found.unit, found.status, found.kind, found.base, found.ours, found.theirs),
                moved=pair[id] if pair else None,
            )
