"""One comparison table: its columns, its rows, their cells, and which rows stand for one that was split.

Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from matrix.domain import notation
from matrix.domain.notation import Cell
from matrix.domain.pickled import FieldsAlone


@dataclass(frozen=True)
class Column:
    """A column. ``candidate`` is False for Docker containers: shown like any, never judged, never counted."""

    slug: str
    name: str
    url: str = ""
    candidate: bool = True


@dataclass(frozen=True)
class Feature:
    """A row; ``key`` is the same in both tables where the row means the same. ``part_of`` is the key of the row that it
    was split from, "" for a row that is whole; where that was a part itself, behind what it was a part of and "/"."""

    key: str
    name: str
    url: str = ""
    part_of: str = ""

    @property
    def wholes(self) -> tuple[str, ...]:
        """The keys of the rows that it was split from, the nearest last."""
        return tuple(self.part_of.split("/")) if self.part_of else ()


@dataclass(frozen=True)
class Table(FieldsAlone):
    """One comparison table; ``notations`` holds a row of cells per feature, a cell per column."""

    slug: str
    title: str
    lead: tuple[str, ...]
    columns: tuple[Column, ...]
    features: tuple[Feature, ...]
    notations: tuple[tuple[str, ...], ...]

    @cached_property
    def options(self) -> tuple[Column, ...]:
        """The columns that can be chosen."""
        return tuple(column for column in self.columns if column.candidate)

    @cached_property
    def _rows(self) -> dict[str, dict[str, Cell]]:
        slugs = [column.slug for column in self.columns]
        return {
            feature.key: dict(zip(slugs, map(notation.read_cell, row), strict=True))
            for feature, row in zip(self.features, self.notations, strict=True)
        }

    @cached_property
    def by_key(self) -> dict[str, Feature]:
        return {feature.key: feature for feature in self.features}

    def parts(self, key: str) -> tuple[Feature, ...]:
        """The rows that say what the row ``key`` says: itself; where it was split, its parts in the table's order, of
        one that was split again the parts; () where the table has neither."""
        if key in self.by_key:
            return (self.by_key[key],)
        return self._split.get(key, ())

    @cached_property
    def _split(self) -> dict[str, tuple[Feature, ...]]:
        """What was split → its parts."""
        split: dict[str, list[Feature]] = {}
        for feature in self.features:
            for whole in feature.wholes:
                split.setdefault(whole, []).append(feature)
        return {whole: tuple(parts) for whole, parts in split.items()}

    def cell(self, key: str, slug: str) -> Cell:
        """The cell of a feature and a column. Raises KeyError where the table has no such row or column."""
        return self._rows[key][slug]

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row."""
        return (cell for row in self._rows.values() for cell in row.values())

    def notation_of(self, key: str, slug: str) -> str:
        return notation.write_cell(self.cell(key, slug))


def name_of_whole(key: str, parts: Iterable[str]) -> str:
    """The name of a row that no table has any more: what the names of all its parts say before a colon ("Guardrails" of
    "Guardrails: rolling"), else its key in words."""
    heads = {name.partition(":")[0].strip() if ":" in name else "" for name in parts}
    (head,) = heads if len(heads) == 1 else ("",)
    return head or key.replace("-", " ").capitalize()
