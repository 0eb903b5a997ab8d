"""What other sources say of cells, as notes below the tables."""

from msgspec import Struct

from matrix.decision import facts
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document
from matrix.presentation.second_sources import note_id


class Saying(Struct, frozen=True):
    """A note: its id, the cell that it is about and where that stands, and what is said. ``other`` is the value by
    which the cell is contested, "" where it is not."""

    id: str
    where: str
    href: str
    cell: str
    other: str
    said: tuple[Annotation, ...]


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


def grouped(notes: list[Saying]) -> list[tuple[str, list[Saying]]]:
    """The same with what stands over them: first those by which cells are contested, which the page counts."""
    otherwise, more = [it for it in notes if it.other], [it for it in notes if not it.other]
    found = [(f"They say otherwise of {_cells(otherwise)}", otherwise), (f"They add to {_cells(more)}", more)]
    return [(title, said) for title, said in found if said]


def _cells(notes: list[Saying]) -> str:
    return f"{len(notes)} cell{'' if len(notes) == 1 else 's'}"
