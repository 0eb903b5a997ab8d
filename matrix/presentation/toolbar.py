"""The table's own controls: search, columns, differences, order, "compare two", "add a need".

Pure.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Final

from msgspec import Struct, structs

from matrix.decision.selection import Need, Problem, Selection
from matrix.domain.document import Column, Document, Table, row_kind
from matrix.domain.notation import Cell
from matrix.domain.once import once
from matrix.domain.subject import Subject
from matrix.domain.text import cut
from matrix.presentation import controls, wording
from matrix.presentation.comparison import Comparison, ShownRow, ShownTable, not_chosen
from matrix.presentation.controls import ChoiceView, Link
from matrix.presentation.search import Found
from matrix.presentation.second_sources import Who, note_id, who_says
from matrix.presentation.starts import starts
from matrix.presentation.wording import OUTCOME

MANY_NEEDS: Final = 30
"""The needs that a page shows as links."""
_NAMED: Final = 2
"""So many rows are named that differ by a footnote alone."""
MANY_FOUND: Final = 6
"""So many places are told where a search stands that no row holds."""


class Toolbar(Struct, frozen=True):
    """What stands over the tables. ``active`` are the filters in use, each with the address without it, ``errors``
    what can't be read of the search, the columns and ``show``, ``landing`` where a shared link leads: to the table that
    filters are in use for, "" for the page's top, ``need_at`` the field that a need's error is about and
    ``need_readings`` what its value may have meant, ``count`` how many rows are shown; ``starts`` the errors that the
    search finds, ``rest`` what of it other rows hold, ``beyond`` where else on the
    page all of it stands."""

    active: tuple[Link, ...]
    unfiltered_url: str
    landing: str
    columns: tuple[tuple[str, tuple[ChoiceView, ...]], ...]
    compare: tuple[tuple[str, tuple[Link, ...]], ...]
    errors: dict[str, str]
    features: tuple[ChoiceView, ...]
    need_value: str
    need_strict: bool
    need_error: str
    need_readings: tuple[Link, ...]
    need_at: str
    count: str
    notices: tuple[str, ...]
    starts: tuple[Link, ...]
    rest: tuple[Link, ...]
    beyond: tuple[Link, ...]


def toolbar(document: Document, subject: Subject, selection: Selection, comparison: Comparison) -> Toolbar:
    errors = {problem.param: problem for problem in reversed(selection.problems)}
    chosen = features(document, errors.get("need-feature"))
    wrong = _need_problem(errors)
    asked = bool(selection.words)
    compared = [table for table in comparison.tables if not not_chosen(table, selection)]
    return Toolbar(
        active=active(document, selection),
        unfiltered_url=unfiltered(selection).url,
        landing=landing(document, selection),
        columns=columns(document, selection),
        compare=()
        if as_boxes(selection)
        else tuple((table.title, compare(subject, selection, table)) for table in document.tables),
        errors={param: errors[param].message if param in errors else "" for param in ("q", "option", "show")},
        features=chosen,
        need_value=sent(selection, "need-value"),
        need_strict=bool(sent(selection, "need-strict")),
        need_error=wrong.message if wrong else "",
        need_readings=controls.readings(document, selection, wrong) if wrong else (),
        need_at="need-value" if any(feature.checked for feature in chosen) else "need-feature",
        count=wording.listed(row_count(table) for table in compared),
        notices=notices(comparison, compared, asked),
        starts=starts(document, subject, selection, comparison.found.errors),
        rest=rest(selection, comparison.found),
        beyond=beyond(document, subject, selection, comparison.found),
    )


def _need_problem(errors: dict[str, Problem]) -> Problem | None:
    """What is wrong with a need, or the fields of one that was to be added: the first alone."""
    return next(
        (errors[name] for name in ("need-value", "need-feature", "need-strict", "need") if name in errors), None
    )


def active(document: Document, selection: Selection) -> tuple[Link, ...]:
    """The table's own active filters, each with the address without it."""
    found: list[Link] = []
    if selection.q:
        found.append(Link(selection.url_with(q=""), f"“{cut(selection.q)}”", "Search"))
    if selection.options:
        names = wording.listed(document.columns[slug][1].name for slug in selection.options)
        found.append(Link(selection.url_with(options=()), names, "Columns"))
    if selection.differences:
        found.append(Link(selection.unshown("differences").url, "only differences", "Rows"))
    if selection.fitting:
        found.append(Link(selection.unshown("fitting").url, "ruled out hidden", "Columns"))
    if selection.sort:
        key = selection.sort.removeprefix("-")
        name = "Feature" if key == "feature" else document.columns[key][1].name
        order = ", descending" if selection.sort.startswith("-") else ""
        found.append(Link(selection.url_with(sort=""), f"{name}{order}", "Sorted by"))
    return tuple(found)


def unfiltered(selection: Selection) -> Selection:
    """The same without the table's own filters."""
    return structs.replace(selection, q="", options=(), show=(), sort="", problems=())


def landing(document: Document, selection: Selection) -> str:
    """``#hosting-options``, for the first table whose columns are chosen or sorted by; the first where only rows are;
    "" without a filter."""
    if selection == unfiltered(selection):
        return ""
    named = {*selection.options, selection.sort.removeprefix("-")}
    tables = (table.slug for table in document.tables if named & {column.slug for column in table.columns})
    return f"#{next(tables, document.tables[0].slug)}"


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
    names = {option.slug: subject.shortened(option.name) for option in table.options}
    return tuple(
        Link(
            f"{selection.url_with(show=('differences',), options=pair)}#{table.slug}",
            f"{names[pair[0]]} and {names[pair[1]]}",
        )
        for pair in combinations(names, 2)
    )


def features(document: Document, problem: Problem | None) -> tuple[ChoiceView, ...]:
    views = once(document, "features", lambda: _features(document))
    return tuple(structs.replace(view, checked=view.value == problem.value) for view in views) if problem else views


def _features(document: Document) -> tuple[ChoiceView, ...]:
    views: list[ChoiceView] = []
    for key, name in document.names.items():
        row = row_kind(document, key)
        takes = f" ({row})" if isinstance(row, str) else " (item)" if row else ""
        words = any(cell.kind == "text" for cell in document.cells_of(key))
        kind = " ".join(filter(None, ("value" if takes else "", "words" if words else "")))
        views.append(ChoiceView(key, name + takes, checked=False, kind=kind))
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
    kept += [(name, value) for name, value in selection.pairs if name in ("sort", "facts", "edition", "rev")]
    return tuple(kept)


def row_count(shown: ShownTable) -> str:
    total = len(shown.table.features)
    return f"{len(shown.rows)} of {total}" if len(shown.rows) != total else f"{total}"


def feature_count(shown: ShownTable, selection: Selection) -> str:
    """Of a table none of whose columns was chosen nothing is counted."""
    if not_chosen(shown, selection):
        return ""
    return f"{row_count(shown)} feature{'s' if len(shown.table.features) != 1 else ''}"


def notices(comparison: Comparison, tables: Iterable[ShownTable], asked: bool) -> tuple[str, ...]:
    """What is to be said of the rows and columns shown of some tables."""
    said = [searched(comparison.found)]
    for table in tables:
        said += [hiding(table), notice(table, asked)]
    return tuple(filter(None, said))


def rest(selection: Selection, found: Found) -> tuple[Link, ...]:
    """What of a search other rows hold than those shown, each as a search of its own."""
    return tuple(Link(selection.url_with(q=word), f"“{cut(word)}”") for word in found.elsewhere)


def beyond(document: Document, subject: Subject, selection: Selection, found: Found) -> tuple[Link, ...]:
    """Where on the page all of a search stands that no row holds, each after what that is (``note``)."""
    if not found.beyond:
        return ()
    alone = structs.replace(selection, q="", problems=())
    who = who_says(document, subject.publisher.short).one
    links = [
        Link(
            f"{structs.replace(alone, options=(column.slug,)).url}#{document.columns[column.slug][0].slug}",
            column.name,
            "the column",
        )
        for column in found.beyond.columns
    ]
    links += [Link(f"#a-{question.slug}", question.short, "the question") for question in found.beyond.questions]
    links += [
        Link(
            f"#{note_id(where)}",
            f"{document.names[where[1]]}, {document.columns[where[2]][1].name}",
            f"what {who} says of",
        )
        for where in found.beyond.said
    ]
    return tuple(links[:MANY_FOUND])


def searched(found: Found) -> str:
    """Which rows a search has found where none holds all of it."""
    said = f"No row holds {'all of ' if len(found.words) > 1 else ''}“{cut(' '.join(found.words))}”"
    if found.basis == "error":
        return f"{said}; shown are those that {'the error is' if len(found.errors) == 1 else 'these errors are'} about."
    if found.basis != "most":
        return ""
    if not found.rows:
        return f"{said}: no name, cell, footnote or short form has it. Try a feature’s own word, or show all rows."
    none = f", and none {wording.listed(f'“{cut(word)}”' for word in found.nowhere)}" if found.nowhere else ""
    return f"{said}{none}. Shown are those that hold {found.held} of its {len(found.words)} words."


def side_by_side(selection: Selection, comparison: Comparison) -> str:
    """The headline where nothing is asked and two options of a table are compared: ``Real-time inference and Batch
    transform differ in 14 of 26 rows``; "" elsewhere."""
    named = [table for table in comparison.tables if {column.slug for column in table.compared} & {*selection.options}]
    if selection.words or selection.q or not selection.differences or [len(table.compared) for table in named] != [2]:
        return ""
    return f"{wording.column_names(named[0].compared)} differ in {row_count(named[0])} rows"


def hiding(shown: ShownTable) -> str:
    """Where ruled out options were to be hidden, and none fits."""
    return f"{shown.table.title}: none of the shown options fits, so none is hidden." if shown.none_fits else ""


def notice(shown: ShownTable, asked: bool) -> str:
    """Under "only differences": which options were compared, and how much there is between them."""
    if not shown.compared and not shown.widened:
        return ""
    fits = shown.fit.by_slug
    states = [f"{c.name} ({OUTCOME[fits[c.slug].outcome]})" if asked else c.name for c in shown.compared]
    ticked = [row.feature.name for row in shown.rows if {_of(row, c).kind for c in shown.compared} == {"supported"}]
    by = f", in {wording.listed(ticked)} by a footnote alone" if 0 < len(ticked) <= _NAMED else ""
    differ = f"{wording.listed(states)} differ in {row_count(shown)} rows{by}" if states else "No option is shown"
    if len(states) == 1:
        differ = f"{states[0]} is the only one, so that there is nothing to differ from"
    if shown.widened:
        return f"{shown.table.title}: fewer than two of the shown options fit, so all shown are compared. {differ}."
    return f"{shown.table.title}: {differ}."


def _of(row: ShownRow, column: Column) -> Cell:
    return next(cell.cell for cell in row.cells if cell.column == column)


def chips(document: Document, selection: Selection, who: Who) -> tuple[Link, ...]:
    """What is asked, and by whose word it is judged where not by the page's, each with the address without it; too many
    needs for that are boxes of the form."""
    boxes = as_boxes(selection)
    found: list[Link] = []
    for part in selection.parts:
        label, value = wording.part_label(document, part)
        if boxes and isinstance(part, Need):
            found.append(Link("", value, label, part.word.value))
        else:
            found.append(Link(selection.without([part.word]).url, value, label))
    if selection.annotated:
        found.append(Link(selection.url_with(annotated=False), who.many, "Judged by"))
    return tuple(found)
