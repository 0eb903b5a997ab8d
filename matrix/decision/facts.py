"""By which facts a cell is judged: the page's own, or what another source says of it.

Pure. Facts, "Annotations": the newest annotation with a value stands for its cell, where that is asked for.
"""

from collections.abc import Iterator
from dataclasses import replace

from matrix.domain.annotation import Annotation, first_day
from matrix.domain.document import Document, Feature, Table
from matrix.domain.meaning import cell_meaning
from matrix.domain.notation import read_cell

Where = tuple[str, str, str]
"""A table, a feature and a column."""


def annotations_of(document: Document, table: Table, feature: Feature, column: str) -> tuple[Annotation, ...]:
    """What other sources say of a cell, the newest first. What is said of a row is said of each of its parts."""
    keys = {feature.key, *feature.wholes}
    found = [a for a in document.annotations if (a.table, a.column) == (table.slug, column) and a.feature in keys]
    newest_first = sorted(enumerate(found), key=lambda at: (first_day(at[1].seen), at[0]), reverse=True)
    return tuple(annotation for _, annotation in newest_first)


def cells_annotated(document: Document) -> Iterator[tuple[Table, Feature, str, tuple[Annotation, ...]]]:
    """Each cell of which another source says something: its table, row and column, and what is said."""
    for table in document.tables:
        columns = {a.column for a in document.annotations if a.table == table.slug}
        for feature in table.features:
            for column in (column for column in table.columns if column.slug in columns):
                if found := annotations_of(document, table, feature, column.slug):
                    yield table, feature, column.slug, found


def values(document: Document) -> dict[Where, Annotation]:
    """The newest annotation with a value of each cell that has one."""
    found: dict[Where, Annotation] = {}
    for table, feature, column, annotations in cells_annotated(document):
        if valued := [annotation for annotation in annotations if annotation.cell is not None]:
            found[table.slug, feature.key, column] = valued[0]
    return found


def contested(document: Document) -> dict[Where, Annotation]:
    """Of those, where the value is another than the cell's."""
    address = document.source.address
    return {
        (table, feature, column): annotation
        for (table, feature, column), annotation in values(document).items()
        if cell_meaning(address, document.by_table[table].cell(feature, column))
        != cell_meaning(address, read_cell(annotation.cell or ""))
    }


def annotated(document: Document) -> Document:
    """The document as other sources have it: the newest value of each contested cell in its place."""
    found = contested(document)
    tables = tuple(
        replace(
            table,
            notations=tuple(
                tuple(
                    (found[at].cell or "") if (at := (table.slug, feature.key, column.slug)) in found else text
                    for column, text in zip(table.columns, row, strict=True)
                )
                for feature, row in zip(table.features, table.notations, strict=True)
            ),
        )
        for table in document.tables
    )
    return replace(document, tables=tables) if found else document
