"""What of a matrix is own: what its base, the publisher's page that last came in, has otherwise or not at all.

Pure. Always derived (facts, "Words"); the same comparison as when a page is taken in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from matrix.domain.document import Document
from matrix.upstream.align import Aligned
from matrix.upstream.threeway import three_way
from matrix.upstream.units import Unit


@dataclass(frozen=True)
class Own:
    """``count`` is how many things are own: a row or column is one, whatever its cells. ``rows`` and ``columns`` are
    those that are own as a whole, ``cells`` single ones beside them, each by table and key or slug."""

    count: int = 0
    rows: frozenset[tuple[str, str]] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()
    cells: frozenset[tuple[str, str, str]] = frozenset()
    footnotes: frozenset[int] = frozenset()

    @property
    def bytes(self) -> int:
        """What it takes: an estimate."""
        return 1_000 + 250 * (len(self.rows) + len(self.columns) + len(self.cells) + len(self.footnotes))

    def has_cell(self, table: str, feature: str, column: str) -> bool:
        """Whether a cell is own: by itself, or with its row or column."""
        whole = (table, feature) in self.rows or (table, column) in self.columns
        return whole or (table, feature, column) in self.cells


NOTHING_OWN = Own()


def own_of(base: Document, current: Document) -> Own:
    """What is own in ``current``, whose rows and columns have the identity that ``base`` has."""
    plan = three_way(base, current, Aligned(base, {}, ()))
    return _own(plan.units("kept"), current)


def _own(units: Iterable[Unit], current: Document) -> Own:
    found = list(units)
    rows, columns, cells, footnotes = set(), set(), set(), set()
    for unit in found:
        place = unit.place
        if place.footnote is not None:
            footnotes.add(place.footnote)
        elif place.table and place.feature and place.column:
            cells.add((place.table, place.feature, place.column))
        elif unit.aspect == "presence" and place.table and place.feature:
            rows.add((place.table, place.feature))
        elif unit.aspect == "presence" and place.table and place.column:
            columns.add((place.table, place.column))
    there = {(table.slug, key) for table in current.tables for key in table.by_key}
    slugs = {(table.slug, column.slug) for table in current.tables for column in table.columns}
    return Own(
        len(found),
        frozenset(rows & there),
        frozenset(columns & slugs),
        frozenset(cells),
        frozenset(footnotes & current.by_footnote.keys()),
    )
