"""The public addresses. A view parses, computes, and lays out; the work is in the pure modules."""

from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from matrix.decision.selection import Problem
from matrix.presentation import decision_record, export, page, wording
from matrix.store import revisions
from matrix.web import embed, help, tables
from matrix.web import fragment as kept
from matrix.web import state as answers
from matrix.web.state import State


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware hands it on."""

    htmx: HtmxDetails


@answers.page
def matrix(request: HtmxRequest) -> HttpResponseBase:
    """`/`: both tables, the guide and the outcomes; or their fragment for htmx."""
    state = answers.read(request)
    selection = state.selection
    fragment = bool(request.htmx) and not request.htmx.history_restore_request
    if not selection.problems and not fragment and not answers.is_canonical(request, selection):
        return HttpResponseRedirect(selection.url)
    template = "matrix/state.html" if fragment else "matrix/page.html"
    response = render(request, template, _context(request, state, fragment=fragment))
    here = (request.htmx.current_url_abs_path or "").partition("#")[0]
    if fragment and here != selection.url_with_problems:  # one state, one step back
        response.headers["HX-Push-Url"] = selection.url_with_problems
    return response


def _context(request: HttpRequest, state: State, *, fragment: bool) -> dict[str, object]:
    left = kept.kept(request, state) if fragment else kept.Kept()
    content, document = state.published.content, state.published.document
    canvas = tables.Canvas(document, content.past, content.rendered)
    base = request.build_absolute_uri("/")
    return {
        "fragment": fragment,
        "kept": left,
        "shown": kept.shown(state),
        "page": page.build(content.plan, state.stamp, state.selection, state.fit, state.guide, state.grid),
        "tables": [tables.table_of(canvas, shown, state.selection, left.rows) for shown in state.grid.tables],
        "text": tables.text_html(canvas, tables.unseen(document, state.grid)),
        "document": document,
        "stamp": state.published,
        "as_documented": wording.as_documented(document.source),
        "base": base,
        "origin": base.rstrip("/"),
        "absolute_url": request.build_absolute_uri(state.selection.url),
        "since": state.since,
        "tour": () if state.selection.words else help.tour(state.published)[: help.SHORT],
        "embeds": embed.codes(state, base.rstrip("/")),
        "clear_url": state.selection.without(state.selection.words).url,
    }


@answers.page
def decision(request: HttpRequest) -> HttpResponseBase:
    """`/decision/`: the decision record, laid out to be printed."""
    state = answers.read(request)
    document, selection = state.published.document, state.selection
    if not selection.problems and not answers.is_canonical(request, selection):
        return HttpResponseRedirect(f"{request.path}?{selection.query}" if selection.query else request.path)
    made = record_of(request, state)
    context = {
        "record": made,
        "notes": [(note.number, tables.inline(document, note.notation)) for note in made.footnotes],
        "problems": selection.problems,
        "document": document,
        "base": request.build_absolute_uri("/"),
        "query": f"?{selection.query}" if selection.query else "",
    }
    return render(request, "matrix/decision.html", context)


# --- For programs ------------------------------------------------------------------------------------------


def _program(build: Callable[..., HttpResponse]) -> answers.View:
    """A program's address: the state read, and refused where any of it can't be."""

    @answers.program
    def view(request: HttpRequest, **options: str) -> HttpResponseBase:
        state = answers.read(request)
        if state.selection.problems:
            return answers.errors(state.selection.problems)
        return build(request, state, **options)

    return view


def _json(value: object) -> JsonResponse:
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False})


def _fit_json(_request: HttpRequest, state: State) -> HttpResponse:
    following = state.guide.next_question
    return _json(export.fit_json(state.published.document, state.stamp, state.selection, state.fit, following))


def _matrix_json(_request: HttpRequest, state: State) -> HttpResponse:
    return _json(export.matrix_json(state.stamp, state.grid))


def _matrix_md(request: HttpRequest, state: State) -> HttpResponse:
    link = request.build_absolute_uri(state.selection.url)
    return _text(export.matrix_md(state.grid, state.stamp, link), "text/markdown")


def _table_csv(_request: HttpRequest, state: State, table: str) -> HttpResponse:
    shown = next((shown for shown in state.grid.tables if shown.table.slug == table), None)
    if shown is None:
        return answers.errors([Problem("table", table, "there is no such table")], status=404)
    response = _text(export.table_csv(shown), "text/csv")
    response.headers["Content-Disposition"] = f'inline; filename="{table}.csv"'
    return response


def record_of(request: HttpRequest, state: State) -> decision_record.Record:
    base, today = request.build_absolute_uri("/"), timezone.now().date()
    return decision_record.record(state.published.content.plan, state.stamp, state.selection, state.fit, base, today)


def _decision_md(request: HttpRequest, state: State) -> HttpResponse:
    return _text(decision_record.markdown(record_of(request, state)), "text/markdown")


def _text(text: str, kind: str) -> HttpResponse:
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8")


fit_json = _program(_fit_json)
matrix_json = _program(_matrix_json)
matrix_md = _program(_matrix_md)
table_csv = _program(_table_csv)
decision_md = _program(_decision_md)


# --- The rest ----------------------------------------------------------------------------------------------


@answers.reader
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 where the database answers and a revision is published."""
    try:
        revisions.current()
    except revisions.NothingPublished:
        return HttpResponse("nothing published\n", status=503, content_type="text/plain")
    except Error:
        return HttpResponse("database unavailable\n", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@answers.reader
def robots(_request: HttpRequest) -> HttpResponse:
    """Pages are for crawlers, what is made for programs is not. Pages with a query name `/` as canonical themselves."""
    closed = ("/admin/", "/fit.json", "/matrix.json", "/matrix.md", "/decision.md", "/tables/", "/embed/")
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
