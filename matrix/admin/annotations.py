"""What other sources say of cells: their list and form, and what the grid shows of them at each cell."""

from collections import defaultdict
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from matrix import models
from matrix.admin.base import WHY, RecordedAdmin
from matrix.domain import notation
from matrix.domain.document import Document
from matrix.domain.meaning import cell_meaning
from matrix.domain.text import NotationError
from matrix.editing.page import Said, SaidLink, Says
from matrix.store import revisions

FROM_GRID: Final = "grid"
"""The parameter of a form's address that leads back to the grid once it is saved."""


@admin.register(models.Annotation)
class AnnotationAdmin(RecordedAdmin):
    """``settled``: the page has come to say it itself; nothing is removed for that."""

    list_display = ("where", "says", "source", "seen", "settled")
    list_filter = ("table", "option", "valued")
    search_fields = ("feature", "option", "text", "source", "url")
    fields = (("table", "feature", "option"), "text", ("source", "url"), "seen", ("valued", "cell"), WHY)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each row of which knows the newest document."""
        listed = super().get_changelist_instance(request)
        document = revisions.current().document if listed.result_list else None
        for annotation in listed.result_list:
            annotation.document = document
        return listed

    @admin.display(description="cell", ordering="feature")
    def where(self, annotation: models.Annotation) -> str:
        return f"{annotation.feature}, {annotation.option} ({annotation.table})"

    @admin.display(ordering="cell")
    def says(self, annotation: models.Annotation) -> str:
        """Its value, and where it has none that it explains."""
        return (annotation.cell or "blank") if annotation.valued else "explains, without a value"

    @admin.display(boolean=True)
    def settled(self, annotation: Any) -> bool:
        document: Document = annotation.document
        table = document.by_table.get(annotation.table)
        if not annotation.valued or table is None or annotation.option not in document.columns:
            return False
        try:
            said = cell_meaning(document.source.address, notation.read_cell(annotation.cell))
        except NotationError:  # it was changed behind the models' back
            return False
        rows = document.rows(table, annotation.feature)
        cells = (table.cell(row.key, annotation.option) for row in rows)
        return bool(rows) and all(cell_meaning(document.source.address, cell) == said for cell in cells)

    # --- From the grid and back ----------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if FROM_GRID in request.GET:  # one button: it is saved, and the grid goes on
            shown = {"show_save_and_continue": False, "show_save_and_add_another": False}
            extra_context = {**(extra_context or {}), **shown}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return _back(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return _back(request, obj) or super().response_change(request, obj)


def _back(request: HttpRequest, annotation: models.Annotation) -> HttpResponse | None:
    """To the cell in the grid, where the form was opened there."""
    if FROM_GRID not in request.GET:
        return None
    at = urlencode({"at": f"cell:{annotation.feature}:{annotation.option}"})
    return HttpResponseRedirect(f"{reverse('admin:matrix_grid', args=[annotation.table])}?{at}")


def says_of(document: Document, slug: str) -> Says:
    """What other sources say of each cell of a table, the newest first; None for a cell that isn't saved yet."""
    table, add = document.by_table[slug], reverse("admin:matrix_annotation_add")
    found: defaultdict[tuple[str, str], list[SaidLink]] = defaultdict(list)
    for annotation in models.Annotation.objects.filter(table=slug).order_by("-seen", "source"):
        url = reverse("admin:matrix_annotation_change", args=[annotation.pk])
        value = annotation.cell or "blank" if annotation.valued else annotation.text
        link = SaidLink(f"{url}?{FROM_GRID}=", f"{value} ({annotation.seen})", annotation.source)
        for row in document.rows(table, annotation.feature):
            found[row.key, annotation.option].append(link)

    rows = {key: urlencode({"table": slug, "feature": key}) for key in table.by_key}
    columns = {column: urlencode({"option": column, FROM_GRID: ""}) for column in document.columns}

    def says(row: str, column: str) -> Said | None:
        if row not in rows or column not in columns:
            return None
        return Said(f"{add}?{rows[row]}&{columns[column]}", tuple(found.get((row, column), ())))

    return says
