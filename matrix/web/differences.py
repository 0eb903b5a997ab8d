"""Two revisions side by side, and what a cell was over time."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from matrix.decision import query
from matrix.decision.selection import Problem
from matrix.domain import diff
from matrix.editing.preview import preview
from matrix.store import history, readers, revisions
from matrix.store.revisions import Published, UnknownRevision
from matrix.web import responses, state
from matrix.web.basis import NAMES
from matrix.web.dated import as_documented
from matrix.web.history import lines_of

MOST: Final = 50
"""So many states of a cell are told."""


@responses.for_people(NAMES)
def between(request: HttpRequest) -> HttpResponseBase:
    """`/revisions/compare/?from=HASH&to=HASH`: what differs between two revisions, and which results flip; without
    ``to`` the newest, without ``from`` the one before that."""
    asked, problems = _asked(request)
    newer = asked.get("to") or readers.newest()
    older = asked.get("from") or revisions.find_number(max(newer.number - 1, 1))
    context = {
        "older": older,
        "newer": newer,
        "lines": lines_of(diff.changes(older.document, newer.document), newer.document, older),
        "effects": preview(older.document, newer.document),
        "problems": problems,
        "here": f"{request.path}?from={older.short}&to={newer.short}",
        "subject": newer.subject,
        "document": newer.document,
        "as_documented": as_documented(newer),
    }
    return render(request, "matrix/between.html", context)


def _asked(request: HttpRequest) -> tuple[dict[str, Published], list[Problem]]:
    """The revisions that the address names, and what can't be read of it. Raises TooMuch."""
    found: dict[str, Published] = {}
    problems: list[Problem] = []
    for name, value in query.split(state.query_of(request)):
        if name not in ("from", "to"):
            problems.append(Problem(name, value, f"“{name}” is no parameter of this page"))
        elif name in found:
            problems.append(Problem(name, value, f"“{name}” takes one value; “{found[name].short}” is applied"))
        elif value.strip():
            try:
                found[name] = readers.find(value.strip())
            except UnknownRevision as error:
                problems.append(Problem(name, value, str(error)))
    return found, problems


@responses.for_people(NAMES)
def of_cell(request: HttpRequest, table: str, feature: str, column: str) -> HttpResponseBase:
    """`/revisions/cell/<table>/<feature>/<column>/`: what a cell was, from the newest revision back."""
    current = readers.newest()
    states = history.cell_history(current, (table, feature, column), MOST)
    if not states:
        raise Http404("There is no such cell, and never was.")
    document = current.document
    shown, columns = document.by_table.get(table), document.columns
    context = {
        "states": states,
        "table": shown.title if shown else table,
        "feature": shown.by_key[feature].name if shown and feature in shown.by_key else feature,
        "column": columns[column][1].name if column in columns else column,
        "href": f"/#{table}-{feature}" if shown and feature in shown.by_key else "",
        "most": MOST,
        "subject": current.subject,
        "document": document,
        "as_documented": as_documented(current),
    }
    return render(request, "matrix/cell_history.html", context)
