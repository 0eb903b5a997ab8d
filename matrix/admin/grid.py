"""The grid's views in the admin: a comparison table edited as a table, checked as it is typed, saved as one revision.

Every button is one POST of the whole form. All but "Save" write nothing and give back what was typed.
"""

from dataclasses import replace
from functools import cache
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.loader import get_template, render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from matrix import models
from matrix.admin import relogin
from matrix.admin.annotations import says_of
from matrix.admin.base import ModelAdmin, failed
from matrix.admin.roles import GRID
from matrix.admin.sent_grid import SentGrid, Shown, save
from matrix.decision import lint
from matrix.domain.document import Document
from matrix.domain.revision import page_of
from matrix.editing import page
from matrix.editing import review as editing
from matrix.editing.preview import preview, reading_of
from matrix.editing.sheet import act, sheet_of, too_large
from matrix.store import history, revisions
from matrix.store.revisions import NothingPublished, Published

_LINKED: Final = 3
"""So many of the rows that a save has changed are linked to."""
_PARTS: Final = ("told", "table", "footnotes")
"""Of the page: they have a thousand fields, which Jinja2 lays out in a tenth of the time (docs/decisions/0004)."""


class GridAdmin(ModelAdmin):
    """The comparison tables' admin, with a grid for each."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("grid/", wrap(self.first_grid), name="matrix_grids"),
            path("grid/<slug:slug>/", relogin.admin_view(self.admin_site, self.grid), name="matrix_grid"),
            path("grid/<slug:slug>/check/", wrap(self.check_grid), name="matrix_grid_check"),
            *super().get_urls(),
        ]

    def first_grid(self, request: HttpRequest) -> HttpResponseBase:
        """The grid of the first table."""
        table = models.Table.objects.first()
        if table is None:
            messages.warning(request, "There is no table yet.")
            return HttpResponseRedirect(reverse("admin:index"))
        return HttpResponseRedirect(reverse("admin:matrix_grid", args=[table.slug]))

    def grid(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """A table's grid: shown, rearranged, previewed or saved."""
        present = self._present(request, slug)
        if request.method != "POST":
            if why := too_large(sheet_of(present.document, slug)):
                return self._refused(request, slug, present, why)
            base = SentGrid(present, present.number, sheet_of(present.document, slug), (), {}, "")
            shown = Shown(present, base.review(present.document, slug), base.base_number)
            return self._page(request, slug, replace(shown, focus=request.GET.get("at", "")))
        sent = SentGrid.read(request, slug, present)
        do = request.POST.get("do", "preview")
        if do == "save":
            table = models.Table.objects.get(slug=slug)
            try:
                shown, revision = save(
                    sent,
                    slug,
                    request.user.get_username(),
                    lambda made: self.log_change(request, table, f"Revision {made.number}. {sent.message}"),
                )
            except Error as error:
                return self._failed(request, slug, sent, failed(error))
            if not shown.review.refused and not shown.problems:
                return self._saved(request, slug, sent, shown.present, revision)
            return self._page(request, slug, _with_preview(shown))
        sheet, focus = act(sent.sheet, do)
        problems: tuple[str, ...] = ()
        if do.startswith("add:") and (why := too_large(sheet)):
            sheet, focus, problems = sent.sheet, "", (f"Nothing was added: {why}.",)
        review = replace(sent, sheet=sheet).review(present.document, slug)
        shown = Shown(present, review, sent.base_number, sent.message, focus, problems)
        return self._page(request, slug, _with_preview(shown))

    def check_grid(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """For the grid's script: the errors by field, how the cell in question reads, and what a save would do."""
        present = self._present(request, slug)
        sent = SentGrid.read(request, slug, present)
        review = sent.review(present.document, slug)
        shown = _with_preview(Shown(present, review, sent.base_number))
        at = request.POST.get("at", "")
        context = {"review": review, "effects": shown.preview, "waiting": len(review.conflicts)}
        answer: dict[str, Any] = {
            "errors": dict(review.errors),
            "changed": sorted(editing.changed(review.sheet, present.document, slug)),
            "effects": render_to_string("admin/matrix/grid_effects.html", context),
        }
        if at.startswith("cell:"):
            notes = editing.note_texts(review.sheet)
            reading = reading_of(sent.sheet.get(at), notes, present.document.source.address)
            told = {"reading": reading, "history": _history(slug, at, present.document)}
            answer["reading"] = render_to_string("admin/matrix/grid_reading.html", told)
        return JsonResponse(answer)

    # --- Parts of these ------------------------------------------------------------------------------------

    def _present(self, request: HttpRequest, slug: str) -> Published:
        if not request.user.has_perms(GRID):
            raise PermissionDenied
        try:
            present = revisions.current()
        except NothingPublished as error:
            raise Http404(str(error)) from None
        if slug not in present.document.by_table:
            raise Http404("There is no such table.")
        return present

    def _saved(
        self, request: HttpRequest, slug: str, sent: SentGrid, before: Published, revision: models.Revision | None
    ) -> HttpResponse:
        if revision is None:
            messages.info(request, "Nothing was changed, and no revision made.")
        else:
            kept = (
                f" What was saved meanwhile, up to revision {before.number}, is kept." if _behind(sent, before) else ""
            )
            messages.success(request, format_html("{}{}", _made(revision, slug, revisions.current().document), kept))
        return HttpResponseRedirect(reverse("admin:matrix_grid", args=[slug]))

    def _refused(self, request: HttpRequest, slug: str, present: Published, why: str) -> HttpResponse:
        """A table that no form can hold: why, and which ways remain."""
        table = present.document.by_table[slug]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Too large for the grid: {table.title}",
            "opts": self.opts,
            "table": table,
            "tables": present.document.tables,
            "row": models.Table.objects.values_list("pk", flat=True).get(slug=slug),
            "why": why,
        }
        return TemplateResponse(request, "admin/matrix/grid_refused.html", context)

    def _failed(self, request: HttpRequest, slug: str, sent: SentGrid, why: str) -> HttpResponseBase:
        """The grid as it was sent, and why the database took none of it."""
        present = self._present(request, slug)
        review = sent.review(present.document, slug)
        shown = Shown(present, review, sent.base_number, sent.message, problems=(why,), saving=True)
        response = self._page(request, slug, shown)
        response.status_code = 503
        return response

    def _page(self, request: HttpRequest, slug: str, shown: Shown) -> HttpResponseBase:
        document, review = shown.present.document, shown.review
        who = _authors(shown.present, slug)
        says = {"says": says_of(document, slug)} if request.user.has_perm("matrix.add_annotation") else {}
        sheet = {
            "table": document.by_table[slug],
            "page": page.sheet_page(review, document, slug, who, shown.focus, **says),
            "review": review,
            "shown": shown,
            "meanwhile": _meanwhile(shown),
        }
        context = {
            **self.admin_site.each_context(request),
            **sheet,
            "is_nav_sidebar_enabled": False,
            "title": f"Edit: {document.by_table[slug].title}",
            "opts": self.opts,
            "tables": document.tables,
            "parts": {part: _part(part, sheet) for part in _PARTS},
            "present": shown.present,
            "effects": shown.preview,
            "waiting": len(review.conflicts),
            "check_url": reverse("admin:matrix_grid_check", args=[slug]),
        }
        status = 409 if review.conflicts and request.method == "POST" else 200
        return TemplateResponse(request, "admin/matrix/grid.html", context, status=status)


def _part(name: str, context: dict[str, Any]) -> SafeString:
    """A part of the grid's page: whatever went into it has been escaped there."""
    return SafeString(get_template(f"admin/matrix/grid_{name}.html", using="jinja2").render(context))


def _history(slug: str, field: str, document: Document) -> str:
    """The address of a cell's history; "" for one that isn't saved yet."""
    _, row, column = field.split(":", 2)
    there = row in document.by_table[slug].by_key and column in document.columns
    return reverse("cell-history", args=[slug, row, column]) if there else ""


def _with_preview(shown: Shown) -> Shown:
    review = shown.review
    content, found = shown.present.content, None
    if review.document:
        found = preview(content.document, review.document, lint.warnings(review.document), content.warnings)
    return replace(shown, preview=found)


def _behind(sent: SentGrid, present: Published) -> bool:
    return sent.base_number < present.number


def _meanwhile(shown: Shown) -> list[models.Revision]:
    """What was saved since the form was first opened, the newest first."""
    if shown.base_number >= shown.present.number:
        return []
    return history.meanwhile(shown.base_number, shown.present.number)


def _authors(present: Published, slug: str) -> page.Who:
    """Who last changed a cell, for a conflict about it; "" where nobody has."""
    cells = {
        where[1:]: since.revision.number
        for where, since in present.content.provenance.cells.items()
        if where[0] == slug
    }

    @cache
    def authors() -> dict[int, str]:
        return history.authors(cells.values())

    def who(row: str, column: str) -> str:
        number = cells.get((row, column))
        return f"{authors().get(number) or 'somebody'}, revision {number}" if number else ""

    return who


def _made(revision: models.Revision, slug: str, document: Document) -> SafeString:
    """What was saved, with links to the revision and to the first of its rows as readers see them."""
    count, rows = len(revision.changes), document.by_table[slug].by_key
    changed = list(dict.fromkeys(change["feature"] for change in revision.changes if change["feature"] in rows))
    links = format_html_join(
        ", ", '<a href="/#{}-{}">{}</a>', ((slug, key, rows[key].name) for key in changed[:_LINKED])
    )
    return format_html(
        'Saved as <a href="{}">revision {}</a>: {} change{}.{}',
        page_of(revision.hash, revision.number),
        revision.number,
        count,
        "" if count == 1 else "s",
        format_html(" As readers see it: {}.", links) if links else "",
    )
