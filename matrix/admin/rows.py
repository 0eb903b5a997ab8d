"""The admin: every row editable, each save one transaction and one revision with its author and message.

The grid, in which a whole table is edited at once, is `matrix.admin.grid`; users and roles are `matrix.admin.users`.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Count, ForeignKey, QuerySet, URLField
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from matrix import models
from matrix.admin import annotations, subject, users  # noqa: F401 (they register the rest)
from matrix.admin.base import ModelAdmin, RecordedAdmin, StackedInline, TabularInline
from matrix.admin.grid import GridAdmin
from matrix.domain import notation
from matrix.domain.change import Change
from matrix.domain.revision import SHORT_HASH
from matrix.domain.text import NotationError
from matrix.presentation.changes import describe

# --- The tables --------------------------------------------------------------------------------------------


class OptionInline(TabularInline):
    model = models.Option
    fields = ("position", "name", "slug", "url", "candidate")
    extra = 0
    show_change_link = True


class FeatureInline(TabularInline):
    model = models.Feature
    fields = ("position", "name", "key", "url")
    extra = 0
    show_change_link = True


class LeadInline(TabularInline):
    model = models.Passage
    verbose_name = "lead sentence"
    fields = ("place", "position", "notation")
    extra = 0


class CellInline(TabularInline):
    model = models.Cell
    fields = ("option", "notation")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Cell]:
        return super().get_queryset(request).select_related("option", "feature")


@admin.register(models.Table)
class TableAdmin(RecordedAdmin, GridAdmin):
    """The tables of the page: they stay, under the slugs that addresses name them by."""

    list_display = ("title", "slug", "position", "features", "options")
    search_fields = ("title", "slug")
    inlines = (OptionInline, FeatureInline, LeadInline)
    readonly_fields = ("slug",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Table | None = None) -> bool:  # noqa: ARG002
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Table]:
        counts = {
            "feature_count": Count("features", distinct=True),
            "option_count": Count("columns", distinct=True),
        }
        tables: QuerySet[models.Table] = super().get_queryset(request)
        return tables.annotate(**counts).order_by("position", "slug")

    @admin.display(ordering="feature_count")
    def features(self, table: Any) -> int:
        return int(table.feature_count)

    @admin.display(ordering="option_count")
    def options(self, table: Any) -> int:
        return int(table.option_count)


@admin.register(models.Option)
class OptionAdmin(RecordedAdmin):
    list_display = ("name", "slug", "table", "candidate", "position", "url")
    list_filter = ("table", "candidate")
    list_select_related = ("table",)
    search_fields = ("name", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """An option's cells are of its table's rows: in another table they would be nowhere."""
        return (*super().get_readonly_fields(request, obj), *(("table",) if obj else ()))


@admin.register(models.Feature)
class FeatureAdmin(RecordedAdmin):
    list_display = ("name", "key", "table", "position", "url")
    list_filter = ("table",)
    list_select_related = ("table",)
    search_fields = ("name", "key")
    inlines = (CellInline,)


@admin.register(models.Cell)
class CellAdmin(RecordedAdmin):
    list_display = ("__str__", "notation", "kind", "table")
    list_filter = ("feature__table", "option")
    list_select_related = ("feature__table", "option")
    search_fields = ("notation", "feature__name", "feature__key", "option__name")

    @admin.display
    def kind(self, cell: models.Cell) -> str:
        try:
            return notation.read_cell(cell.notation).kind
        except NotationError:
            return "not a cell"

    @admin.display(ordering="feature__table__position")
    def table(self, cell: models.Cell) -> str:
        return str(cell.feature.table)


@admin.register(models.Footnote)
class FootnoteAdmin(RecordedAdmin):
    list_display = ("number", "notation")
    search_fields = ("notation",)


@admin.register(models.Passage)
class PassageAdmin(RecordedAdmin):
    list_display = ("__str__", "place", "table", "position")
    list_filter = ("place", "table")
    list_select_related = ("table",)
    search_fields = ("notation",)


@admin.register(models.Source)
class SourceAdmin(RecordedAdmin):
    """The one row that says where all the text comes from."""

    list_display = ("address", "date")
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not models.Source.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: models.Source | None = None) -> bool:  # noqa: ARG002
        return False


# --- The questionnaire -------------------------------------------------------------------------------------


class ChoiceInline(TabularInline):
    model = models.Choice
    fields = ("position", "slug", "label")
    extra = 0


class CriterionInline(StackedInline):
    model = models.Criterion
    extra = 0
    fields = (
        ("choice", "position", "basis"),
        ("table", "feature", "item"),
        ("strict", "alternative", "decides"),
        ("option", "verdict", "note"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Criterion]:
        return super().get_queryset(request).select_related("question", "choice__question")

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **options: Any
    ) -> "ModelChoiceField[Any] | None":
        """Only this question's choices can be meant."""
        match = request.resolver_match
        question = match.kwargs.get("object_id", "") if match else ""
        if db_field.name == "choice":
            wanted = models.Choice.objects.select_related("question")
            options["queryset"] = wanted.filter(question_id=int(question) if str(question).isdigit() else None)
        return super().formfield_for_foreignkey(db_field, request, **options)


@admin.register(models.Question)
class QuestionAdmin(RecordedAdmin):
    list_display = ("short", "slug", "kind", "text", "optional", "position")
    list_filter = ("kind", "optional")
    search_fields = ("slug", "short", "text", "help", "choices__label")
    inlines = (ChoiceInline, CriterionInline)


@admin.register(models.Choice)
class ChoiceAdmin(RecordedAdmin):
    list_display = ("label", "slug", "question", "position")
    list_filter = ("question",)
    list_select_related = ("question",)
    search_fields = ("label", "slug")


@admin.register(models.Criterion)
class CriterionAdmin(RecordedAdmin):
    list_display = ("answer", "basis", "about", "verdict", "strict")
    list_display_links = ("answer",)
    list_filter = ("basis", "question")
    list_select_related = ("question", "choice__question")
    search_fields = ("feature", "item", "option", "note")

    @admin.display(description="answer", ordering="question")
    def answer(self, criterion: models.Criterion) -> str:
        return str(criterion.choice or criterion.question)

    @admin.display(description="table, row and item, or option", ordering="feature")
    def about(self, criterion: models.Criterion) -> str:
        return ", ".join(filter(None, (criterion.table, criterion.feature, criterion.item, criterion.option)))


@admin.register(models.Ruling)
class RulingAdmin(RecordedAdmin):
    list_display = ("feature", "text", "note")
    list_filter = ("feature",)
    search_fields = ("feature", "text", "note")


# --- History -----------------------------------------------------------------------------------------------


@admin.register(models.Revision)
class RevisionAdmin(ModelAdmin):
    """Read only: a revision never changes."""

    list_display = ("number", "short_hash", "published", "author", "message", "change_count")
    date_hierarchy = "published"
    search_fields = ("hash", "author", "message")
    fields = ("number", "hash", "published", "author", "message", "what_changed")
    readonly_fields = ("what_changed",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Revision]:
        return super().get_queryset(request).defer("payload")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Revision | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Revision | None = None) -> bool:  # noqa: ARG002
        return False

    @admin.display(description="hash")
    def short_hash(self, revision: models.Revision) -> str:
        return revision.hash[:SHORT_HASH]

    @admin.display(description="changes")
    def change_count(self, revision: models.Revision) -> int:
        return len(revision.changes)

    @admin.display
    def what_changed(self, revision: models.Revision) -> SafeString:
        lines = ((describe(Change.from_json(change)),) for change in revision.changes)
        return format_html_join("", "<p>{}</p>", lines) or SafeString("–")
