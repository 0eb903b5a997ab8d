"""The subject's rows in the admin: each save is one transaction, and advances the stamp; none makes a revision."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest

from matrix import models
from matrix.admin.base import WritingAdmin
from matrix.store import stamp


class StampedAdmin(WritingAdmin):
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Django deletes these in one statement, past the rows' own ``delete``."""
        with stamp.advancing():
            super().delete_queryset(request, queryset)


@admin.register(models.Subject)
class SubjectAdmin(StampedAdmin):
    """The one row that names the site and its publisher."""

    list_display = ("name", "publisher_name", "licence")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not models.Subject.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: models.Subject | None = None) -> bool:  # noqa: ARG002
        return False


@admin.register(models.SubjectTable)
class SubjectTableAdmin(StampedAdmin):
    list_display = ("title", "slug", "noun", "short", "details", "position")


@admin.register(models.Abbreviation)
class AbbreviationAdmin(StampedAdmin):
    list_display = ("term", "also", "meaning", "position")
    search_fields = ("term", "also", "meaning")


@admin.register(models.Example)
class ExampleAdmin(StampedAdmin):
    list_display = ("title", "workload", "query", "position")
    search_fields = ("title", "workload", "query")


@admin.register(models.ErrorText)
class ErrorTextAdmin(StampedAdmin):
    list_display = ("text", "slug", "query", "feature", "position")
    search_fields = ("text", "slug", "query", "feature")
