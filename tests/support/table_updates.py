"""Random edits of one table of a small page, for `tests.support.updates`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from matrix.domain.document import Column, Feature, Table
from matrix.domain.text import slugify

CELLS: Final = (
    "✓",
    "",
    "N/A",
    "< 6 MB",
    "≤ 10 minutes",
    "Days",
    "red, green",
    "Some words of its own",
    "[Days](days.md)",
)
_NEW: Final = ("Quartz clocks", "Velvet cloaks", "Amber rings", "Paper lanterns", "Wool mittens", "Glass marbles")


@dataclass(frozen=True)
class Edit:
    """A kind of edit and three numbers, which choose what it is done to; see `edited`."""

    kind: str
    where: int
    which: int
    what: int


def _cell(table: Table, edit: Edit, hand: str) -> Table:
    row, column = edit.which % len(table.features), (edit.where // 2) % len(table.columns)
    cells = [list(row) for row in table.notations]
    cells[row][column] = [*CELLS, f"As {hand} says", f"[Days](of-{hand}.md)", "✓ 2"][edit.what]
    return replace(table, notations=tuple(map(tuple, cells)))


def _rename_row(table: Table, edit: Edit, hand: str) -> Table:
    at = edit.which % len(table.features)
    features = list(table.features)
    name = f"{features[at].name} by {hand}" if edit.what % 2 else f"{features[at].name} again"
    features[at] = replace(features[at], name=name)
    return replace(table, features=tuple(features))


def _link_row(table: Table, edit: Edit, hand: str) -> Table:
    at = edit.which % len(table.features)
    features = list(table.features)
    features[at] = replace(features[at], url=f"{features[at].key}-{hand}.md" if edit.what % 3 else "")
    return replace(table, features=tuple(features))


def _add_row(table: Table, edit: Edit, hand: str) -> Table:
    name = _NEW[edit.what % len(_NEW)]
    if any(name in feature.name for feature in table.features):
        return table
    at = edit.which % (len(table.features) + 1)
    cells = tuple(CELLS[(edit.where + across) % 8] for across in range(len(table.columns)))
    features, notations = list(table.features), list(table.notations)
    features.insert(at, Feature(slugify(name), name))
    notations.insert(at, cells)
    return replace(table, features=tuple(features), notations=tuple(notations))


def _remove_row(table: Table, edit: Edit, hand: str) -> Table:
    if len(table.features) < 5:
        return table
    at = edit.which % len(table.features)
    return _with_rows(table, [index for index in range(len(table.features)) if index != at])


def _move_row(table: Table, edit: Edit, hand: str) -> Table:
    order = list(range(len(table.features)))
    order.insert(edit.what % len(order), order.pop(edit.which % len(order)))
    return _with_rows(table, order)


def _with_rows(table: Table, order: Sequence[int]) -> Table:
    return replace(
        table,
        features=tuple(table.features[at] for at in order),
        notations=tuple(table.notations[at] for at in order),
    )


def _split_row(table: Table, edit: Edit, hand: str) -> Table:
    at = edit.which % len(table.features)
    whole, cells = table.features[at], table.notations[at]
    if "—" in whole.name:
        return table
    parts = [Feature(slugify(n), n, whole.url) for n in (f"{whole.name} — new", f"{whole.name} — used")]
    other = tuple(CELLS[edit.what % 8] if across == edit.what % 3 else text for across, text in enumerate(cells))
    features, notations = list(table.features), list(table.notations)
    features[at : at + 1], notations[at : at + 1] = parts, [cells, other]
    return replace(table, features=tuple(features), notations=tuple(notations))


def _add_column(table: Table, edit: Edit, hand: str) -> Table:
    name = ("Teak", "Balsa", "Ebony")[edit.what % 3] if table.slug == "inference-options" else "Welded"
    at = edit.which % (len(table.columns) + 1)
    columns, notations = list(table.columns), [list(row) for row in table.notations]
    columns.insert(at, Column(slugify(name), name))
    for index, row in enumerate(notations):
        row.insert(at, CELLS[(index + edit.what) % 3])
    return replace(table, columns=tuple(columns), notations=tuple(map(tuple, notations)))


def _remove_column(table: Table, edit: Edit, hand: str) -> Table:
    if len(table.columns) < 4:
        return table
    at = edit.which % len(table.columns)
    return _with_columns(table, [index for index in range(len(table.columns)) if index != at])


def _move_column(table: Table, edit: Edit, hand: str) -> Table:
    order = list(range(len(table.columns)))
    order.insert(edit.what % len(order), order.pop(edit.which % len(order)))
    return _with_columns(table, order)


def _with_columns(table: Table, order: Sequence[int]) -> Table:
    return replace(
        table,
        columns=tuple(table.columns[at] for at in order),
        notations=tuple(tuple(row[at] for at in order) for row in table.notations),
    )


def _rename_column(table: Table, edit: Edit, hand: str) -> Table:
    """By its link it is known."""
    at = edit.which % len(table.columns)
    columns = list(table.columns)
    columns[at] = replace(columns[at], name=f"{columns[at].name} of {hand if edit.what % 2 else 'old'}")
    return replace(table, columns=tuple(columns))


TABLE_EDITS: Final[dict[str, Callable[[Table, Edit, str], Table]]] = {
    "cell": _cell,
    "row renamed": _rename_row,
    "row linked": _link_row,
    "row added": _add_row,
    "row removed": _remove_row,
    "row moved": _move_row,
    "row split": _split_row,
    "column added": _add_column,
    "column removed": _remove_column,
    "column moved": _move_column,
    "column renamed": _rename_column,
}
"""Each takes the ``hand`` that makes it, as `tests.support.updates.edited` says."""
