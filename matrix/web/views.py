"""The public addresses. A view parses, computes, and lays out; the work is in the pure modules."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from matrix.decision.selection import address
from matrix.presentation import page, record_markdown
from matrix.presentation.comparison import ShownTable, not_chosen
from matrix.presentation.dating import Dating
from matrix.web import embed, feed, help, responses, tables
from matrix.web.api import record_of
from matrix.web.basis import FRAGMENTS, TODAY
from matrix.web.dated import as_documented, dating_of
from matrix.web.fragment import Kept, kept, shown
from matrix.web.pieces import inline_pieces
from matrix.web.state import State, read_state, to_canonical


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware hands it on."""

    htmx: HtmxDetails


@responses.for_people(FRAGMENTS)
def matrix(request: HtmxRequest) -> HttpResponseBase:
    """`/`: both tables, the guide and the outcomes; or their fragment for htmx."""
    state = read_state(request)
    selection = state.selection
    fragment = bool(request.htmx) and not request.htmx.history_restore_request
    if not fragment and (elsewhere := to_canonical(request, selection)):
        return elsewhere
    template = "matrix/state.html" if fragment else "matrix/page.html"
    response = render(request, template, _context(request, state, fragment=fragment))
    response.page_part = fragment  # type: ignore[attr-defined]  # (matrix.web.middleware)
    here = (request.htmx.current_url_abs_path or "").partition("#")[0]
    if fragment and here != selection.url_with_problems:  # one state, one step back
        response.headers["HX-Push-Url"] = selection.url_with_problems
    return response


def _context(request: HttpRequest, state: State, *, fragment: bool) -> dict[str, object]:
    left = kept(request, state) if fragment else Kept()
    published, subject, document = state.published, state.published.subject, state.published.document
    canvas = tables.canvas_of(published)
    base = request.build_absolute_uri("/")
    dating = dating_of(state)
    view = _view(state, dating)
    return {
        "fragment": fragment,
        "kept": left,
        "shown": shown(state),
        "page": view,
        "tables": [
            tables.table_of(canvas, it, state.selection, state.overall, left.rows, _aside(view, it))
            for it in state.comparison.tables
        ],
        "text": tables.text_html(canvas, tables.unseen(published.content, state.comparison)),
        "document": document,
        "revision": published,
        "subject": subject,
        "as_documented": as_documented(published),
        "base": base,
        "origin": base.rstrip("/"),
        "absolute_url": request.build_absolute_uri(state.selection.url),
        "since": state.since,
        "dating": dating,
        "who": dating.who,
        "here": "",
        "feed_url": feed.offered(state),
        "tour": () if state.selection.words else help.tour(published)[: help.SHORT],
        "embeds": embed.codes(state, base.rstrip("/")),
    }


def _aside(view: page.PageView, shown: ShownTable) -> str:
    """Why a table is set aside, "" where it isn't: a second with the option that it details."""
    second = shown.table != view.document.tables[0]
    return (view.aside if second else "") or not_chosen(shown, view.selection)


def _view(state: State, dating: Dating) -> page.PageView:
    return page.page_view(
        state.published.document,
        state.judged.verdicts,
        state.published,
        state.published.subject,
        state.selection,
        state.fit,
        state.overall,
        state.guide,
        state.comparison,
        state.second,
        state.later,
        dating.doubts,
        state.like,
    )


@responses.for_people(TODAY)
def decision(request: HttpRequest) -> HttpResponseBase:
    """`/decision/`: the decision record, laid out to be printed."""
    state = read_state(request)
    document, selection = state.published.document, state.selection
    if elsewhere := to_canonical(request, selection):
        return elsewhere
    made = record_of(request, state)
    context = {
        "record": made,
        "as_documented": made.documented,
        "markdown": record_markdown.markdown(made),
        "dating": made.dating,
        "feed_url": "",
        "here": selection.url,
        "notes": [(note.number, inline_pieces(document, note.notation)) for note in made.footnotes],
        "problems": selection.problems,
        "absolute_url": request.build_absolute_uri(address(selection.query, request.path)),
        "document": document,
        "subject": made.subject,
        "base": request.build_absolute_uri("/"),
        "query": f"?{selection.query}" if selection.query else "",
    }
    return render(request, "matrix/decision.html", context)
