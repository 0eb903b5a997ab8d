"""What other sources say of cells, as notes below the tables."""

from msgspec import Struct

from matrix.decision import facts
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document


class Saying(Struct, frozen=True):
    """A note: its id, the cell that it is about and where that stands, and what is said. ``other`` is the value by
    which the cell is contested, "" where it is not."""

    id: str
    where: str
    href: str
    cell: str
    other: str
    said: tuple[Annotation, ...]


def note_id(where: facts.Where) -> str:
    table, feature, column = where
    return f"said-{table}-{feature}-{column}"


def sayings(document: Document, said: facts.Said) -> list[Saying]:
    """One for each cell of which something is said, in the order of the tables."""
    notes = []
    for where, found in said.of_cells.items():
        table, feature, column = where
        row, head = document.by_table[table].by_key[feature], document.columns[column][1]
        href = f"#{table}-{feature}"
        cell = document.by_table[table].cell(feature, column).text
        other = said.contested[where].cell or "blank" if where in said.contested else ""
        notes.append(Saying(note_id(where), f"{row.name}, {head.name}", href, cell, other, found))
    return notes
