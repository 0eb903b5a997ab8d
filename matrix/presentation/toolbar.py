"""The table's own controls: search, columns, differences, order, "compare two", "add a need".

Pure.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from matrix.decision.selection import Problem, Selection
from matrix.domain.document import Document, Table, row_kind
from matrix.domain.subject import Subject
from matrix.presentation import wording
from matrix.presentation.comparison import Comparison, ShownTable
from matrix.presentation.controls import ChoiceView, Link
from matrix.presentation.wording import OUTCOME

MANY_NEEDS: Final = 30
"""The needs that a page shows as links."""


@dataclass(frozen=True)
class Toolbar:
    """What stands over the tables. ``active`` are the filters in use, each with the address without it, ``errors``
    what can't be read of the search, the columns and "only differences", ``need_at`` the field that a need's error is
    about, ``count`` how many rows are shown."""

    active: tuple[Link, ...]
    unfiltered_url: str
    columns: tuple[tuple[str, tuple[ChoiceView, ...]], ...]
    compare: tuple[tuple[str, tuple[Link, ...]], ...]
    errors: dict[str, str]
    features: tuple[ChoiceView, ...]
    need_value: str
    need_strict: bool
    need_error: str
    need_at: str
    count: str
    notices: tuple[str, ...]


def toolbar(document: Document, subject: Subject, selection: Selection, comparison: Comparison) -> Toolbar:
    errors = {problem.param: problem for problem in reversed(selection.problems)}
    chosen = features(document, errors.get("need-feature"))
    asked = bool(selection.words)
    return Toolbar(
        active=active(document, selection),
        unfiltered_url=unfiltered(selection).url,
        columns=columns(document, selection),
        compare=()
        if as_boxes(selection)
        else tuple((table.title, compare(subject, selection, table)) for table in document.tables),
        errors={param: errors[param].message if param in errors else "" for param in ("q", "option", "show")},
        features=chosen,
        need_value=sent(selection, "need-value"),
        need_strict=bool(sent(selection, "need-strict")),
        need_error=_need_error(errors),
        need_at="need-value" if any(feature.checked for feature in chosen) else "need-feature",
        count=wording.listed(row_count(table) for table in comparison.tables),
        notices=tuple(said for table in comparison.tables if (said := notice(table, asked))),
    )


def _need_error(errors: dict[str, Problem]) -> str:
    """What is wrong with a need, or the fields of one that was to be added: the first message alone."""
    found = [errors[name].message for name in ("need-value", "need-feature", "need-strict", "need") if name in errors]
    return found[0] if found else ""


def active(document: Document, selection: Selection) -> tuple[Link, ...]:
    """The table's own active filters, each with the address without it."""
    found: list[Link] = []
    if selection.q:
        found.append(Link(replace(selection, q="", problems=()).url, f"“{selection.q}”", "Search"))
    if selection.options:
        names = wording.listed(document.columns[slug][1].name for slug in selection.options)
        found.append(Link(replace(selection, options=(), problems=()).url, names, "Columns"))
    if selection.differences:
        found.append(Link(replace(selection, differences=False, problems=()).url, "only differences", "Rows"))
    if selection.sort:
        key = selection.sort.removeprefix("-")
        name = "Feature" if key == "feature" else document.columns[key][1].name
        order = ", descending" if selection.sort.startswith("-") else ""
        found.append(Link(replace(selection, sort="", problems=()).url, f"{name}{order}", "Sorted by"))
    return tuple(found)


def unfiltered(selection: Selection) -> Selection:
    """The same without the table's own filters."""
    return replace(selection, q="", options=(), differences=False, sort="", problems=())


def columns(document: Document, selection: Selection) -> tuple[tuple[str, tuple[ChoiceView, ...]], ...]:
    groups: dict[str, list[ChoiceView]] = defaultdict(list)
    for table in document.tables:
        named = {column.slug for column in table.columns} & set(selection.options)
        for column in table.columns:
            checked = not named or column.slug in named
            groups[table.title].append(ChoiceView(column.slug, column.name, checked))
    return tuple((title, tuple(choices)) for title, choices in groups.items())


def compare(subject: Subject, selection: Selection, table: Table) -> tuple[Link, ...]:
    """Any two options of a table, side by side; the address leads to that table."""
    options = table.options
    return tuple(
        Link(
            f"{replace(selection, options=(a.slug, b.slug), differences=True, problems=()).url}#{table.slug}",
            f"{subject.shortened(a.name)} × {subject.shortened(b.name)}",
        )
        for at, a in enumerate(options)
        for b in options[at + 1 :]
    )


def features(document: Document, problem: Problem | None) -> tuple[ChoiceView, ...]:
    views: list[ChoiceView] = []
    for key, name in document.names.items():
        row = row_kind(document, key)
        takes = f" ({row})" if isinstance(row, str) else " (item)" if row else ""
        views.append(ChoiceView(key, name + takes, bool(problem and problem.value == key)))
    return tuple(views)


def sent(selection: Selection, param: str) -> str:
    return next((problem.value for problem in selection.problems if problem.param == param), "")


def as_boxes(selection: Selection) -> bool:
    """Whether the needs are boxes of the form, to be unticked, rather than links that take them away: every one of the
    links would repeat all others, so that two hundred needs would come to a megabyte."""
    return len(selection.needs) > MANY_NEEDS


def hidden(selection: Selection) -> tuple[tuple[str, str], ...]:
    """What the form has no field for, so that submitting it keeps it."""
    kept = [] if as_boxes(selection) else [("need", need.word.value) for need in selection.needs]
    kept += [(name, value) for name, value in selection.pairs if name in ("sort", "rev")]
    return tuple(kept)


def row_count(shown: ShownTable) -> str:
    total = len(shown.table.features)
    return f"{len(shown.rows)} of {total}" if len(shown.rows) != total else f"{total}"


def feature_count(shown: ShownTable) -> str:
    return f"{row_count(shown)} feature{'s' if len(shown.table.features) != 1 else ''}"


def notice(shown: ShownTable, asked: bool) -> str:
    """Under "only differences": which options were compared, and how much there is between them."""
    if not shown.compared and not shown.widened:
        return ""
    fits = shown.fit.by_slug
    states = [f"{c.name} ({OUTCOME[fits[c.slug].outcome]})" if asked else c.name for c in shown.compared]
    differ = f"{wording.listed(states)} differ in {row_count(shown)} rows" if states else "No option is shown"
    if len(states) == 1:
        differ = f"{states[0]} is the only one, so that there is nothing to differ from"
    if shown.widened:
        return f"{shown.table.title}: fewer than two of the shown options fit, so all shown are compared. {differ}."
    return f"{shown.table.title}: {differ}."
