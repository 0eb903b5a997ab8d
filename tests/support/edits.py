"""Edits of a document, as an editor makes them: for tests of export, diff, history and review."""

from dataclasses import replace

from matrix.domain.document import Column, Document, Feature, Footnote, Table
from tests.support.documents import standard


def with_table(document: Document, slug: str, **parts: object) -> Document:
    """The document with parts of one table replaced."""
    tables = tuple(replace(t, **parts) if t.slug == slug else t for t in document.tables)  # type: ignore[arg-type]
    return replace(document, tables=tables)


def with_cell(document: Document, slug: str, key: str, option: str, notation: str) -> Document:
    table = document.by_table[slug]
    row = [feature.key for feature in table.features].index(key)
    column = [column.slug for column in table.columns].index(option)
    rows = [list(cells) for cells in table.notations]
    rows[row][column] = notation
    return with_table(document, slug, notations=tuple(map(tuple, rows)))


def with_feature(document: Document, slug: str, feature: Feature, cells: tuple[str, ...], at: int) -> Document:
    table = document.by_table[slug]
    features, notations = list(table.features), list(table.notations)
    features.insert(at, feature)
    notations.insert(at, cells)
    return with_table(document, slug, features=tuple(features), notations=tuple(notations))


def without_feature(document: Document, slug: str, key: str) -> Document:
    table = document.by_table[slug]
    kept = [at for at, feature in enumerate(table.features) if feature.key != key]
    return with_table(
        document,
        slug,
        features=tuple(table.features[at] for at in kept),
        notations=tuple(table.notations[at] for at in kept),
    )


def renamed(document: Document, slug: str, key: str, name: str) -> Document:
    table = document.by_table[slug]
    features = tuple(replace(f, name=name) if f.key == key else f for f in table.features)
    return with_table(document, slug, features=features)


def with_column(document: Document, slug: str, column: Column, cells: tuple[str, ...], at: int) -> Document:
    table = document.by_table[slug]
    columns = [*table.columns[:at], column, *table.columns[at:]]
    notations = tuple((*row[:at], cell, *row[at:]) for row, cell in zip(table.notations, cells, strict=True))
    return with_table(document, slug, columns=tuple(columns), notations=notations)


def with_footnote(document: Document, number: int, notation: str) -> Document:
    notes = {**document.by_footnote, number: Footnote(number, notation)}
    return replace(document, footnotes=tuple(notes[n] for n in sorted(notes)))


def first() -> Table:
    return standard().tables[0]
