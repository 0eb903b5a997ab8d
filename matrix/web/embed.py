"""`/embed/<table>/`: one table for somebody else's page, under the same query string as `/`."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString

from matrix.presentation import second_table, toolbar, verdict, wording
from matrix.presentation.comparison import ShownTable
from matrix.web import jinja, responses, tables
from matrix.web.basis import STAMP
from matrix.web.dated import as_documented
from matrix.web.pieces import Piece, inline_pieces
from matrix.web.state import State, read_state, to_canonical

_CODE: Final = '<iframe src="{}" title="{}" width="100%" height="640"></iframe>'
_MARK: Final = '<a href="#fn-'


def codes(state: State, origin: str) -> list[tuple[str, str, str]]:
    """Each table's slug, title, and the HTML that embeds it as shown."""
    query = f"?{state.selection.query}" if state.selection.query else ""
    return [
        (table.slug, table.title, _CODE.format(escape(f"{origin}/embed/{table.slug}/{query}"), escape(table.title)))
        for table in state.published.document.tables
    ]


@responses.for_people(STAMP)
def embed(request: HttpRequest, table: str) -> HttpResponseBase:
    """The table as filtered, the footnotes that it marks, where it comes from, and the way to the whole page."""
    state = read_state(request)
    shown = state.comparison.by_slug.get(table)
    if shown is None:
        raise Http404(f"There is no table “{table}”.")
    selection, document, subject = state.selection, state.published.document, state.published.subject
    if elsewhere := to_canonical(request, selection):
        return elsewhere
    canvas = tables.canvas_of(state.published)
    context = {
        "table": _table_html(canvas, shown, state),
        "notes": _notes(canvas, shown),
        "shown": shown,
        "headline": _headline(state, shown) if selection.words else "",
        "aside": "" if shown is state.comparison.tables[0] else second_table.set_aside(state.fit, subject),
        "pinned": state.published.number if selection.rev else None,
        "since": state.since,
        "asked": [wording.part_label(document, part) for part in selection.parts],
        "filters": [(chip.note, chip.text) for chip in toolbar.active(document, selection)],
        "notice": " ".join(toolbar.notices(state.comparison, [shown], bool(selection.words))),
        "problems": selection.problems,
        "page_url": request.build_absolute_uri(selection.url_with_problems),
        "latest_url": request.build_absolute_uri(selection.url_with(rev="")),
        "base": request.build_absolute_uri("/"),
        "document": document,
        "subject": subject,
        "as_documented": as_documented(state.published),
    }
    response = render(request, "matrix/embed.html", context)
    response.frame_ancestors = "*"  # type: ignore[attr-defined]  # for matrix.web.middleware
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"  # to be found as part of the page that frames it
    return response


def _headline(state: State, shown: ShownTable) -> str:
    """How many of the table's options fit; of the first by both tables, and why where that is another number."""
    verdicts, subject = state.judged.verdicts, state.published.subject
    noun = subject.table(shown.table.slug).noun
    if shown is not state.comparison.tables[0]:
        return wording.table_headline(shown.fit, True, noun)
    between = verdict.between_tables(verdicts, subject, state.selection, state.fit, state.overall)
    return ". ".join((wording.headline(state.overall.standing, True), *between))


def _table_html(canvas: tables.Canvas, shown: ShownTable, state: State) -> SafeString:
    """Links open outside of the frame, which most pages refuse to be shown in; only footnotes are in it."""
    table = tables.table_of(canvas, shown, state.selection, state.overall)
    html = jinja.render("matrix/table.html", {"table": table, "embedded": True})
    return SafeString(html.replace(_MARK, f'<a target="_self"{_MARK.removeprefix("<a")}'))


def _notes(canvas: tables.Canvas, shown: ShownTable) -> list[tuple[int, list[Piece]]]:
    marked = {number for row in shown.rows for cell in row.cells for number in cell.cell.footnotes}
    notes = [note for note in canvas.document.footnotes if note.number in marked]
    return [(note.number, inline_pieces(canvas.document, note.notation)) for note in notes]
