"""Editions of a page from their facts: each said as what it changes of the one before (fixtures/editions.json).

Pure. A later edition is written as a page, and taken in by the code that takes any update in, so that its rows and
columns have the identity that an import would give them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matrix.domain.document import Document, DocumentError, Feature, Table
from matrix.domain.subject import Subject
from matrix.domain.text import slugify
from matrix.upstream import writer
from matrix.upstream.reader import read_page
from matrix.upstream.threeway import plan_three_way


@dataclass(frozen=True)
class PageEdition:
    """The page as it stood on a date (ISO 8601), with how that date is known."""

    date: str
    seen: str
    document: Document


def editions_of(text: str, facts: Sequence[Mapping[str, Any]], subject: Subject) -> Iterator[PageEdition]:
    """The editions that the facts tell of, the oldest first; ``text`` is the page of the first.

    Raises DocumentError where a fact is of something that the edition before has not, or has otherwise."""
    document = read_page(text, subject).document
    for edition in facts:
        date = str(edition["edition"])
        if edition["changes"]:
            changed = document
            for change in edition["changes"]:
                changed = _changed(changed, change)
            page = read_page(writer.write(changed, text), subject)
            document = plan_three_way(document, document, page).theirs_aligned
        document = replace(document, source=replace(document.source, date=date))
        yield PageEdition(date, str(edition["seen"]), document)


def _changed(document: Document, change: Mapping[str, Any]) -> Document:
    table = document.by_table.get(str(change["table"]))
    if table is None or change["feature"] not in table.by_key:
        raise DocumentError(f"{change['table']} has no row {change['feature']}")
    edit = {"cell": _cell, "feature-split": _split}.get(str(change["kind"]))
    if edit is None:
        raise DocumentError(f"“{change['kind']}” is no kind of change that an edition is told by")
    edited = edit(table, change)
    return replace(document, tables=tuple(edited if t.slug == table.slug else t for t in document.tables))


def _cell(table: Table, change: Mapping[str, Any]) -> Table:
    key, slug = str(change["feature"]), str(change["option"])
    if slug not in (column.slug for column in table.columns):
        raise DocumentError(f"{table.slug} has no column {slug}")
    if table.cell(key, slug).text != change["from"]:
        raise DocumentError(f"{table.slug}, {key}, {slug} is “{table.cell(key, slug).text}”, not “{change['from']}”")
    notations = tuple(
        tuple(
            str(change["to"]) if (feature.key, column.slug) == (key, slug) else text
            for column, text in zip(table.columns, row, strict=True)
        )
        for feature, row in zip(table.features, table.notations, strict=True)
    )
    return replace(table, notations=notations)


def _split(table: Table, change: Mapping[str, Any]) -> Table:
    cells = tuple(str(change["cells"][column.slug]) for column in table.columns)
    parts = [Feature(slugify(name), name) for name in change["to"]]
    features: list[Feature] = []
    notations: list[tuple[str, ...]] = []
    for feature, row in zip(table.features, table.notations, strict=True):
        split = feature.key == change["feature"]
        features += parts if split else [feature]
        notations += [cells] * len(parts) if split else [row]
    return replace(table, features=tuple(features), notations=tuple(notations))
