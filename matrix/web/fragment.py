"""What an update leaves out: the parts that the reader's page shows already.

A page says which state it shows (`shown`); its script sends that back as the header X-Shown with every update. What
would come out the same is then an empty element with ``data-kept``, and the script leaves the present one alone.
Without the header, as for any other client, a fragment is whole.
"""

from typing import Final

from django.http import HttpRequest
from msgspec import Struct

from matrix.decision import query
from matrix.decision.query import TooMuch
from matrix.web import tables
from matrix.web.state import State

HEADER: Final = "X-Shown"


class Kept(Struct, frozen=True):
    """``text``: all that follows from the revision alone. ``notes``: the footnotes, which link to rows, and the
    page's prose. ``features``: the fields of a need, which an error fills. ``columns``:
    which columns the tables show. ``rows``: the rows, as `matrix.web.tables.row_keys` names what they show."""

    text: bool = False
    notes: bool = False
    features: bool = False
    columns: bool = False
    rows: frozenset[str] = frozenset()


def shown(state: State) -> str:
    """The state that a page shows: its revision (of equal ones, which) and its address."""
    return f"{state.published.short}.{state.published.number} {state.selection.url_with_problems}"


def kept(request: HttpRequest, state: State) -> Kept:
    """What the page that asks need not be sent again. Never fails: a header that can't be read keeps nothing."""
    revision, _, url = request.headers.get(HEADER, "").partition(" ")
    if revision != shown(state).partition(" ")[0]:
        return Kept()
    try:
        pairs = query.split(url.partition("?")[2])
    except TooMuch:
        return Kept()
    content = state.published.content
    selection = query.parse(pairs, content.document, provenance=content.provenance, lineage=state.lineage)
    before = State(state.published, selection, state.newest)
    rows = {key for table in before.comparison.tables for key in tables.row_keys(table)}
    notes = tables.unseen(content, before.comparison) == tables.unseen(content, state.comparison)
    legible = not before.selection.problems
    columns = legible and before.selection.options == state.selection.options
    return Kept(True, notes, legible, columns, frozenset(rows))
