"""Grid → django-tables2: the library arranges rows and columns, each cell's HTML is made once per revision.

A table of this size costs the library 14 ms of per-cell work on every page whatever the cells hold; rendered cells
depend on nothing but the revision, the subject and their mark, so they are kept with the revision's content.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from copy import copy
from functools import lru_cache
from itertools import repeat

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from msgspec import Struct, structs

from matrix.decision import facts
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.document import Document, Feature, row_kind
from matrix.domain.links import resolve
from matrix.domain.provenance import LastChange, Provenance
from matrix.domain.subject import Subject
from matrix.presentation.comparison import Comparison, ShownCell, ShownRow, ShownTable, fitting_first, looked_at
from matrix.presentation.controls import Link
from matrix.presentation.quoting import in_words
from matrix.presentation.second_sources import Who, note_id, who_says
from matrix.presentation.toolbar import feature_count
from matrix.presentation.wording import explained, glossary, listed
from matrix.store import editions
from matrix.store.kept import Rendered
from matrix.store.revisions import Content, Published
from matrix.upstream.own import Own
from matrix.web.heads import ColumnHead, head_of, head_of_features
from matrix.web.jinja import render
from matrix.web.pieces import Piece, inline_pieces, pieces
from matrix.web.sayings import grouped, sayings

_KINDS = {"not-applicable": "na", "limit": "lim", "list": "list", "text": "txt"}
_BACK = re.compile(r'<a href="(#[^"]+)">([^<]*)</a>')
"""A link of the text to a row, and its words."""
_WIDE = 5
"""More columns than this, beside the features, don't fit into a wide screen."""
_FEW = 2
"""So many options fit into a narrow one; what stands aside from them is scrolled to."""


class ComparisonTable(tables.Table):
    """A comparison table (`table_of`): ``heads`` are its columns as they are shown, ``rows_html`` its rows."""

    shown: ShownTable
    heads: list[tuple[tables.columns.BoundColumn, ColumnHead]]
    rows_html: list[SafeString]
    classes: str
    frame: str
    lead: list[list[Piece]]
    count: str
    aside: str
    folded: bool

    class Meta:
        template_name = "matrix/table.html"
        orderable = False


@lru_cache(maxsize=16)
def _with_columns(named: tuple[tuple[str, str], ...]) -> ComparisonTable:
    """The library's table with these columns, by slug and name: pages have it in common, in whatever order."""
    columns = [(slug, tables.Column(verbose_name=name, orderable=False)) for slug, name in named]
    return ComparisonTable([], extra_columns=columns)  # type: ignore[no-untyped-call]


class Canvas(Struct, frozen=True):
    """What rows are drawn from: a revision's document, its provenance, what is said of it and what is own in it, the
    subject, and where their HTML is kept."""

    document: Document
    provenance: Provenance
    said: facts.Said
    own: Own
    subject: Subject
    rendered: Rendered

    @property
    def who(self) -> Who:
        return who_says(self.document, self.subject.publisher.short)


def canvas_of(published: Published) -> Canvas:
    content, subject = published.content, published.subject
    own = editions.own_of_revision(published)
    return Canvas(content.document, content.provenance, content.said, own, subject, content.rendered(subject, own))


def table_of(
    canvas: Canvas,
    shown: ShownTable,
    selection: Selection,
    overall: Overall,
    kept: Collection[str] = (),
    aside: str = "",
) -> ComparisonTable:
    """The library's table of a compared one, what fits first; its heads go by both tables. Of rows that `row_keys`
    names in ``kept`` only their place is written. ``aside``: why it is set aside, and folded if the reader doesn't ask
    for it; "" where it isn't."""
    document = canvas.document
    fit = overall.fitting if shown.table == document.tables[0] else shown.fit.fitting
    fitting = {option.slug for option in fit}
    shown = structs.replace(shown, columns=fitting_first(shown, fitting))
    heads = [head_of_features(selection), *(head_of(document, shown, selection, overall, c) for c in shown.columns)]
    named = (("feature", heads[0].name), *((column.slug, column.name) for column in shown.table.columns))
    table = copy(_with_columns(named))
    table.shown = shown
    table.heads = [(table.columns.columns[head.slug or "feature"], head) for head in heads]
    table.rows_html = list(_rows_html(canvas, shown, kept))
    table.classes = _classes(shown, fitting)
    table.frame = _frame(shown)
    table.count = feature_count(shown, selection)
    table.aside = aside
    table.folded = bool(aside) and not looked_at(shown, selection)
    table.lead = [inline_pieces(document, paragraph) for paragraph in shown.table.lead]
    return table


def unseen(content: Content, comparison: Comparison) -> frozenset[str]:
    """The anchors of rows that are hidden though a note below the tables leads to them."""
    if comparison.row_count == sum(len(table.features) for table in content.document.tables):
        return frozenset()
    shown = {_anchor(table.table.slug, row.feature.key) for table in comparison.tables for row in table.rows}
    return content.derived("led to", lambda: _led_to(content)) - shown


def _led_to(content: Content) -> frozenset[str]:
    """The anchors of the rows that notes below the tables lead to."""
    document = content.document
    backs = {back.url for note in document.footnotes for back in _backs(document, note.number)}
    return frozenset(backs | {saying.href for saying in sayings(document, content.said)})


def text_html(canvas: Canvas, hidden: frozenset[str]) -> SafeString:
    """The footnotes and what other sources say, with links back to their cells (none to a ``hidden`` one), and the
    page's own prose: once per revision and subject, but for those links."""
    document, rendered = canvas.document, canvas.rendered
    html = rendered.get("", "text")
    if html is None:
        context = {
            "document": document,
            "terms": glossary(document, canvas.subject),
            "who": canvas.who,
            "notes": [
                {"number": n.number, "pieces": inline_pieces(document, n.notation), "backs": _backs(document, n.number)}
                for n in document.footnotes
            ],
            "sayings": grouped(sayings(document, canvas.said)),
            "prose": {
                "title": inline_pieces(document, document.title),
                "intro": [inline_pieces(document, text) for text in document.intro],
                "bullets": [inline_pieces(document, text) for text in document.bullets],
                "closing": [inline_pieces(document, text) for text in document.closing],
            },
        }
        html = render("matrix/text.html", context)
        rendered.keep("", "text", html)
    return SafeString(_BACK.sub(lambda back: back[2] if back[1] in hidden else back[0], html)) if hidden else html


def _anchor(table: str, feature: str) -> str:
    return f"#{table}-{feature}"


def _backs(document: Document, number: int) -> list[Link]:
    """The rows whose cells mark a footnote."""
    return [
        Link(_anchor(table.slug, feature.key), f"{feature.name} ({table.title.lower()})")
        for table in document.tables
        for feature in table.features
        if any(number in table.cell(feature.key, column.slug).footnotes for column in table.columns)
    ]


# --- Heads -------------------------------------------------------------------------------------------------


def _frame(shown: ShownTable) -> str:
    """The classes of the frame that a table scrolls in."""
    count, alike = len(shown.columns), len({column.candidate for column in shown.columns}) == 1
    return "frame wide" if count > _WIDE else "frame few" if count <= _FEW and alike else "frame"


def _classes(shown: ShownTable, fitting: Collection[str]) -> str:
    """Columns recede, or stand aside, by their position: no cell needs a class for it."""
    classes: list[str] = []
    for position, column in enumerate(shown.columns, 2):
        if not column.candidate:
            classes.append(f"aside-{position}")
        elif column.slug not in fitting:
            classes.append(f"dim-{position}")
    return " ".join(classes)


# --- Cells -------------------------------------------------------------------------------------------------


def row_keys(shown: ShownTable) -> list[str]:
    """Each names all that a row shows, in one revision, whatever the order of its cells: a page puts those into its
    own."""
    return _keys(shown, sorted(column.slug for column in shown.columns))


def _keys(shown: ShownTable, columns: Iterable[str]) -> list[str]:
    table, order = shown.table.slug, " ".join(columns)
    return [f"row {table} {row.feature.key} {row.asked} {order} {row.marks}" for row in shown.rows]


def _rows_html(canvas: Canvas, shown: ShownTable, kept: Collection[str]) -> Iterator[SafeString]:
    """Each row, its cells in the order of the columns; of those in ``kept`` only their place."""
    slug, rendered = shown.table.slug, canvas.rendered
    known = row_keys(shown) if kept else repeat("")
    for row, key, name in zip(shown.rows, _keys(shown, (column.slug for column in shown.columns)), known, strict=False):
        if name in kept:
            yield format_html('<tr id="{}-{}" data-kept></tr>', slug, row.feature.key)
        else:
            feature = row.feature.key
            yield rendered.get(feature, key) or rendered.keep(feature, key, _row_html(canvas, shown, row))


def _row_html(canvas: Canvas, shown: ShownTable, row: ShownRow) -> SafeString:
    slug, cells = shown.table.slug, {cell.column.slug: cell for cell in row.cells}
    drawn = "".join(_cell_html(canvas, slug, row, cells[column.slug]) for column in shown.columns)
    return SafeString(f"{_row_head(canvas, slug, row)}{drawn}</tr>")


def _row_head(canvas: Canvas, slug: str, row: ShownRow) -> SafeString:
    feature = row.feature
    url = resolve(canvas.document.source.address, feature.url)
    return _head(slug, feature, row.asked, url, row_kind(canvas.document, feature.key) is None)


@lru_cache(maxsize=1_000)  # it is the same from one revision to the next
def _head(table: str, feature: Feature, asked: bool, url: str, plain: bool) -> SafeString:
    context = {"table": table, "feature": feature, "asked": asked, "url": url, "plain": plain}
    return render("matrix/row.html", context)


def _cell_html(canvas: Canvas, slug: str, row: ShownRow, cell: ShownCell) -> SafeString:
    rendered, feature = canvas.rendered, row.feature.key
    key = f"cell {slug} {feature} {cell.column.slug} {cell.mark}"
    html = rendered.get(feature, key)
    if html is None:
        since = canvas.provenance.cells.get((slug, row.feature.key, cell.column.slug))
        # A blank draws its dash where it is empty; one with a mark is not.
        said = _said(canvas, (slug, row.feature.key, cell.column.slug))
        own = canvas.own.has_cell(slug, row.feature.key, cell.column.slug)
        kind = _KINDS.get(cell.cell.kind, "nil" if (since or own or said["said"]) and not cell.cell.text else "")
        classes, title = " ".join(filter(None, (kind, cell.mark))), explained(cell.cell.text, canvas.subject)
        shown = tuple(pieces(canvas.document, cell.cell))
        if not (since or own or said["said"]):
            return rendered.keep(feature, key, _unmarked(cell.column.slug, classes, title, shown))
        context = {
            "option": cell.column.slug,
            "classes": classes,
            "pieces": shown,
            "explained": title,
            "own": own,
            "since": since,
            "changed": _changed(since) if since else "",
            "history": f"/revisions/cell/{slug}/{row.feature.key}/{cell.column.slug}/",
            **said,
        }
        html = rendered.keep(feature, key, render("matrix/cell.html", context))
    return html


@lru_cache(maxsize=1_000)
def _unmarked(option: str, classes: str, explained: str, pieces: tuple[Piece, ...]) -> SafeString:
    """A cell with nothing but its text: most are, and are the same from one revision to the next."""
    context = {"option": option, "classes": classes, "pieces": pieces, "explained": explained}
    return render("matrix/cell.html", {**context, "own": False, "said": "", "since": None})


def _said(canvas: Canvas, where: facts.Where) -> dict[str, object]:
    """The mark of a cell of which other sources say something: who, and when."""
    found = canvas.said.of_cells.get(where, ())
    who = listed(f"{one.source}, {one.seen}" for one in found)
    contested = where in canvas.said.contested
    says = f"{canvas.who.one} says {'otherwise' if contested else 'more'}: {who}"
    return {"said": note_id(where) if found else "", "says": says, "contested": contested}


def _changed(last: LastChange) -> str:
    """Since when a cell has its value, and what it was before."""
    before = "there was no such cell" if last.before is None else f"it was {in_words(last.before)}"
    return f"since revision {last.revision.number}, {last.revision.published.date().isoformat()}; before, {before}"
