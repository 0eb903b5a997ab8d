"""What is wrong, or looks wrong, with a matrix: where, and what.

Pure. A finding carries its place as values. The reader turns that into a line, the grid into a field, the admin and the
command line into words (`in_words`).
"""

from dataclasses import dataclass
from typing import Final, Literal

from matrix.domain.document import Document

SHORT_NAME: Final = 60
"""In characters: so much of a name stands in a message."""

Level = Literal["error", "warning"]
PlaceKind = Literal["title", "intro", "bullet", "lead", "closing"]


@dataclass(frozen=True)
class Place:
    """Where in a matrix: what is named narrows it down, and nothing named is the whole of it.

    ``table``, ``column``, ``question`` and ``choice`` are slugs, ``feature`` a key, ``footnote`` a number. ``nth``
    (from 0) tells those apart that share their name. ``passage`` is a kind of prose, of which ``nth`` is the position;
    that of a table's lead names the table too. ``link``: it is the link of a row's or column's head. ``ruling``: it is
    a ruling on the row, not the row; ``annotation``: what another source says of the cell, not the cell.
    """

    table: str | None = None
    feature: str | None = None
    column: str | None = None
    footnote: int | None = None
    question: str | None = None
    choice: str | None = None
    passage: PlaceKind | None = None
    nth: int = 0
    link: bool = False
    ruling: bool = False
    annotation: bool = False


@dataclass(frozen=True)
class Finding:
    """``message`` is what is wrong. It is ``whole`` where it names its place itself, but for the table."""

    place: Place
    message: str
    level: Level = "error"
    whole: bool = False


def in_words(finding: Finding, document: Document, *, within_table: bool = False) -> str:
    """A finding in words. ``within_table`` leaves the table out: whoever reads it sees which one."""
    if finding.whole:
        where = "" if within_table else finding.place.table
    else:
        where = _where(finding.place, document, within_table=within_table)
    return f"{where}: {finding.message}" if where else finding.message


def _where(place: Place, document: Document, *, within_table: bool) -> str:
    if place.passage:
        return f"lead of {place.table}" if place.passage == "lead" else "prose"
    if place.footnote is not None:
        return f"footnote {place.footnote}"
    if place.question:
        return f"question {place.question}{f', {place.choice}' if place.choice else ''}"
    if place.annotation:
        return f"annotation on {place.table}, {place.feature}, {place.column}"
    if not place.table:
        kinds = {"ruling on": place.feature if place.ruling else None, "row": place.feature, "option": place.column}
        return next((f"{kind} {name}" for kind, name in kinds.items() if name), "")
    table = document.by_table[place.table]
    row = table.by_key[place.feature].name if place.feature in table.by_key else place.feature
    column = next((column.name for column in table.columns if column.slug == place.column), place.column)
    return ", ".join(filter(None, ("" if within_table else place.table, _short(row), _short(column))))


def _short(name: str | None) -> str:
    """A name of any length, as a message can hold it."""
    name = name or ""
    return name if len(name) <= SHORT_NAME else f"{name[:SHORT_NAME]}…"
