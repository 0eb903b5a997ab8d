"""What other sources say of cells, as notes below the tables."""

from dataclasses import dataclass
from functools import lru_cache

from matrix.decision import facts
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document


@dataclass(frozen=True)
class Saying:
    """A note: its id, the cell that it is about and where that stands, and what is said."""

    id: str
    where: str
    href: str
    cell: str
    said: tuple[Annotation, ...]


def note_id(where: facts.Where) -> str:
    table, feature, column = where
    return f"said-{table}-{feature}-{column}"


@lru_cache(maxsize=32)
def said_of(document: Document) -> dict[facts.Where, tuple[Annotation, ...]]:
    """By cell, what is said of it; once for each document."""
    return {(table.slug, feature.key, column): said for table, feature, column, said in facts.cells_annotated(document)}


@lru_cache(maxsize=32)
def contested_of(document: Document) -> frozenset[facts.Where]:
    return frozenset(facts.contested(document))


def sayings(document: Document) -> list[Saying]:
    """One for each cell of which something is said, in the order of the tables."""
    found = []
    for where, said in said_of(document).items():
        table, feature, column = where
        row, head = document.by_table[table].by_key[feature], document.columns[column][1]
        href = f"#{table}-{feature}"
        cell = document.by_table[table].cell(feature, column).text
        found.append(Saying(note_id(where), f"{row.name}, {head.name}", href, cell, said))
    return found
