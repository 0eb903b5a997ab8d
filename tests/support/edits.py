"""Edits of a document, as an editor makes them: for tests of export, diff, history and review."""

from dataclasses import replace

from matrix.domain.document import Column, Document, Feature, Footnote


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


def with_column(document: Document, slug: str, column: Column, cells: tuple[str, ...], at: int) -> Document:
    table = document.by_table[slug]
    columns = [*table.columns[:at], column, *table.columns[at:]]
    notations = tuple((*row[:at], cell, *row[at:]) for row, cell in zip(table.notations, cells, strict=True))
    return with_table(document, slug, columns=tuple(columns), notations=notations)


def with_footnote(document: Document, number: int, notation: str) -> Document:
    notes = {**document.by_footnote, number: Footnote(number, notation)}
    return replace(document, footnotes=tuple(notes[n] for n in sorted(notes)))


def without_column(document: Document, table: str, slug: str) -> Document:
    found = document.by_table[table]
    keep = [at for at, column in enumerate(found.columns) if column.slug != slug]
    columns = tuple(found.columns[at] for at in keep)
    return with_table(
        document, table, columns=columns, notations=tuple(tuple(row[at] for at in keep) for row in found.notations)
    )


def with_head(document: Document, table: str, slug: str, **parts: object) -> Document:
    """A column or row with another name, link or role."""
    found = document.by_table[table]
    columns = tuple(replace(c, **parts) if c.slug == slug else c for c in found.columns)  # type: ignore[arg-type]
    features = tuple(replace(f, **parts) if f.key == slug else f for f in found.features)  # type: ignore[arg-type]
    return with_table(document, table, columns=columns, features=features)


def renamed(document: Document, table: str, slug: str, name: str) -> Document:
    return with_head(document, table, slug, name=name)


def with_order(
    document: Document, table: str, *, rows: list[str] | None = None, columns: list[str] | None = None
) -> Document:
    """The named rows or columns first, in this order."""
    found = document.by_table[table]
    keys, slugs = [f.key for f in found.features], [c.slug for c in found.columns]
    row_at = [keys.index(key) for key in [*(rows or []), *(k for k in keys if k not in (rows or []))]]
    col_at = [slugs.index(slug) for slug in [*(columns or []), *(s for s in slugs if s not in (columns or []))]]
    return with_table(
        document,
        table,
        features=tuple(found.features[at] for at in row_at),
        columns=tuple(found.columns[at] for at in col_at),
        notations=tuple(tuple(found.notations[r][c] for c in col_at) for r in row_at),
    )


def with_question(document: Document, slug: str, **parts: object) -> Document:
    questions = (replace(q, **parts) if q.slug == slug else q for q in document.questions)  # type: ignore[arg-type]
    return replace(document, questions=tuple(questions))
