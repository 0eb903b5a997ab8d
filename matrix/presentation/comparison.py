"""What the tables show under a selection: rows, columns, order, and what each column's state is.

Pure. Search, columns, `show` and sort never change an outcome (contract, "URL"); they only choose what is shown.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final

from msgspec import Struct

from matrix.decision.fit import Fit, OptionFit, Reason, TableFit
from matrix.decision.selection import Selection
from matrix.domain.document import Column, Document, Feature, Table
from matrix.domain.notation import Cell
from matrix.domain.once import once
from matrix.domain.subject import Subject
from matrix.presentation.search import Found, search

_RANK: Final = {"supported": 0, "limit": 2, "list": 2, "text": 2, "not-applicable": 3, "unsupported": 4}


class ShownCell(Struct, frozen=True):
    """A cell as shown: ``mark`` is "no" where it decides that its option doesn't fit, "if" where it decides that
    it fits under a condition, else ""."""

    column: Column
    cell: Cell
    mark: str = ""


class ShownRow(Struct, frozen=True):
    """``asked``: some answer or need requires this row. ``marks``: those of its cells, each with its column; "" where
    there is none."""

    feature: Feature
    cells: tuple[ShownCell, ...]
    asked: bool = False
    marks: str = ""


class ShownTable(Struct, frozen=True):
    """``compared`` names the options whose differences are shown, () where all rows are; ``widened`` tells that
    fewer than two of the shown options fit, so that all shown ones were compared; ``none_fits`` that none of them does,
    so that none is hidden for it."""

    table: Table
    fit: TableFit
    columns: tuple[Column, ...]
    rows: tuple[ShownRow, ...]
    compared: tuple[Column, ...] = ()
    widened: bool = False
    none_fits: bool = False
    sort: str = ""


class Comparison(Struct, frozen=True, dict=True):
    document: Document
    tables: tuple[ShownTable, ...]
    found: Found

    @cached_property
    def by_slug(self) -> dict[str, ShownTable]:
        return {shown.table.slug: shown for shown in self.tables}

    @property
    def row_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def compare(document: Document, subject: Subject, selection: Selection, fit: Fit) -> Comparison:
    """The tables as filtered and sorted by a selection, with its outcomes."""
    found = search(document, subject, selection.q)
    tables = (_table(fitted, selection, found, _plain(document, fitted.table)) for fitted in fit.tables)
    return Comparison(document, tuple(tables), found)


def _plain(document: Document, table: Table) -> Mapping[str, ShownRow]:
    """Each row of a document's table as it is where nothing is asked of it, by its feature's key."""

    def rows() -> dict[str, ShownRow]:
        return {it.key: ShownRow(it, _cells(table, it, table.columns, {})) for it in table.features}

    return once(document, ("plain rows", table.slug), rows)


def _cells(
    table: Table, feature: Feature, columns: Iterable[Column], marks: Mapping[str, str]
) -> tuple[ShownCell, ...]:
    return tuple(ShownCell(it, table.cell(feature.key, it.slug), marks.get(it.slug, "")) for it in columns)


def _table(fit: TableFit, selection: Selection, found: Found, plain: Mapping[str, ShownRow]) -> ShownTable:
    table = fit.table
    columns, none_fits = _columns(fit, selection)
    features = [feature for feature in table.features if found.has(table, feature)]
    compared: tuple[Column, ...] = ()
    widened = False
    if selection.differences:
        shown = tuple(column for column in columns if column.candidate)
        compared = tuple(column for column in shown if fit.by_slug[column.slug].fits)
        if len(compared) < 2:
            compared, widened = shown, True
        features = [feature for feature in features if _differs(table, feature, compared)]
    sort = selection.sort if _sorts(table, selection.sort) else ""
    features = _sorted(table, features, sort)
    marks = _marks(fit)
    asked = {r.judgement.feature for option in fit.options for r in option.reasons if r.judgement.feature}
    whole = columns == table.columns

    def row(feature: Feature) -> ShownRow:
        of = marks.get(feature.key, {})
        if whole and feature.key not in asked:
            return plain[feature.key]
        said = " ".join(f"{slug}:{mark}" for slug, mark in of.items())
        return ShownRow(feature, _cells(table, feature, columns, of), feature.key in asked, said)

    return ShownTable(table, fit, columns, tuple(map(row, features)), compared, widened, none_fits, sort)


def _columns(fit: TableFit, selection: Selection) -> tuple[tuple[Column, ...], bool]:
    """The columns shown, and whether those of options that don't fit are among them since none fits."""
    named = tuple(column for column in fit.table.columns if column.slug in selection.options)
    columns = named or fit.table.columns
    left = tuple(column for column in columns if not column.candidate or fit.by_slug[column.slug].fits)
    if not selection.fitting or left == columns:
        return columns, False
    return (left, False) if any(column.candidate for column in left) else (columns, True)


def fitting_first(shown: ShownTable, fitting: Collection[str]) -> tuple[Column, ...]:
    """The columns as the page has them: those of options that fit (slugs in ``fitting``) before those that don't, and
    last those that are no options; else in the source's order, which programs always get."""
    if all(column.slug in fitting for column in shown.columns if column.candidate):
        return shown.columns
    return tuple(sorted(shown.columns, key=lambda column: (not column.candidate, column.slug not in fitting)))


def looked_at(shown: ShownTable, selection: Selection) -> bool:
    """Whether a selection asks for this very table: for rows that it has, for its columns or their order."""
    named = any(column.slug in selection.options for column in shown.table.columns)
    return bool(named or (selection.q and shown.rows) or shown.sort not in ("", "feature", "-feature"))


def not_chosen(shown: ShownTable, selection: Selection) -> str:
    """Why a table is set aside of which no column is among those chosen, "" where one is, or none is chosen at all."""
    if not selection.options or any(column.slug in selection.options for column in shown.table.columns):
        return ""
    return f"{shown.table.title} are set aside: none of them is among the columns chosen"


def _differs(table: Table, feature: Feature, columns: tuple[Column, ...]) -> bool:
    """Whether the cells differ as plain text without blanks: ``✓ 3`` is ``✓3``."""
    return len({"".join(table.cell(feature.key, column.slug).text.split()) for column in columns}) > 1


# --- Sorting -----------------------------------------------------------------------------------------------


def _sorts(table: Table, sort: str) -> bool:
    key = sort.removeprefix("-")
    return key == "feature" or any(key == column.slug for column in table.columns)


def _sorted(table: Table, features: list[Feature], sort: str) -> list[Feature]:
    """Ties stay in the source's order in both directions, since Python's sort is stable in both."""
    if not sort:
        return features
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    if key == "feature":
        return sorted(features, key=lambda feature: feature.name.casefold(), reverse=descending)
    return sorted(features, key=lambda feature: rank(table.cell(feature.key, key)), reverse=descending)


def rank(cell: Cell) -> int:
    """Contract, "URL", sort: ✓, footnoted ✓, limit, list or text, N/A, blank."""
    return 1 if cell.kind == "supported" and cell.footnotes else _RANK[cell.kind]


# --- Marks -------------------------------------------------------------------------------------------------


def _marks(fit: TableFit) -> dict[str, dict[str, str]]:
    """By row and option the cells that made an outcome what it is: of an option that doesn't fit those that rule it
    out, of one that fits under conditions those that set them."""
    marks: dict[str, dict[str, str]] = {}
    for option in fit.options:
        for reason in deciding(option):
            if reason.judgement.feature:
                marks.setdefault(reason.judgement.feature, {})[option.option.slug] = "if" if option.fits else "no"
    return marks


def deciding(option: OptionFit) -> tuple[Reason, ...]:
    """The reasons that made the outcome: those that block where some do, else the conditions."""
    return option.blocking or option.conditions
