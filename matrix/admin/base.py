"""An admin whose every save or deletion is one change of the store: one transaction, one revision, or nothing.

What the rows then make must be a matrix. Where it is none, the form comes back with the reason and all that was typed.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from matrix.decision import lint
from matrix.domain.document import DocumentError
from matrix.domain.findings import in_words
from matrix.store import recording, revisions, rows

# Django's own classes take no type arguments when they run.
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    StackedInline = admin.StackedInline[Any, Any]
    AnyForm = ModelForm[Any]
else:
    ModelAdmin, TabularInline, StackedInline = admin.ModelAdmin, admin.TabularInline, admin.StackedInline
    AnyForm = ModelForm

WHY: Final = "revision_message"


class RecordedForm(AnyForm):
    """A row's form with the revision's message, and with why the last attempt was refused."""

    refusal = ""
    revision_message = forms.CharField(
        label="Why",
        required=False,
        max_length=recording.MAX_MESSAGE,
        strip=True,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="What this change is for: the message of its revision.",
    )

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise ValidationError(f"Nothing was saved: {self.refusal}")
        return super().clean()


class RecordedAdmin(ModelAdmin):
    form = RecordedForm
    list_per_page = 200
    _refusals: Final = "_matrix_refusal"

    # --- One change per request ----------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        view = super().changeform_view

        def answer() -> Any:
            return view(request, object_id, form_url, extra_context)

        # The same request once more, refused by its form: so all that was typed comes back.
        return self._recorded(request, answer, lambda _: answer())

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        view = super().delete_view
        return self._recorded(request, lambda: view(request, object_id, extra_context), self._back)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        view = super().changelist_view
        return self._recorded(request, lambda: view(request, extra_context), self._back)

    def _recorded(self, request: HttpRequest, view: Callable[[], Any], refused: Callable[[HttpRequest], Any]) -> Any:
        if request.method != "POST":
            return view()
        user = request.user.get_username()
        try:
            with recording.change(user, request.POST.get(WHY, "").strip()[: recording.MAX_MESSAGE]) as made:
                self._refuse_draft()
                made.unchanged = True  # until something is written
                request.matrix_change = made  # type: ignore[attr-defined]
                return view()
        except DocumentError as error:
            refusal = f"{error}."
        except IntegrityError:
            refusal = "two rows would be the same where only one may be, or a row would lose what it belongs to."
        setattr(request, self._refusals, refusal)
        return refused(request)

    def _refuse_draft(self) -> None:
        """Rows that make no matrix may be mended here; sound ones that nobody has seen must not be published so."""
        try:
            there = recording.draft()
        except DocumentError:
            return
        if there is not None:
            recording.refuse_draft()

    def _back(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, f"Nothing was changed: {getattr(request, self._refusals)}")
        return HttpResponseRedirect(request.get_full_path())

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> type[AnyForm]:
        form: type[AnyForm] = super().get_form(request, obj, change, **options)
        refusal = getattr(request, self._refusals, "")
        return type(form.__name__, (form,), {"refusal": refusal}) if refusal else form

    # --- What writes, and is checked before anybody is told of its success ----------------------------------

    def _written(self, request: HttpRequest) -> None:
        request.matrix_change.unchanged = False  # type: ignore[attr-defined]
        document = rows.read_rows()
        for table in document.tables if document else ():
            if not table.options or not table.features:
                what = "feature" if table.options else "option that can be chosen"
                raise DocumentError(f"{table.title} would have no {what}")
        if document:
            known = lint.errors(revisions.current().document)
            if new := [error for error in lint.errors(document) if error not in known]:
                raise DocumentError(in_words(new[0], document))

    def save_related(self, request: HttpRequest, form: AnyForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._written(request)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        self._written(request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        self._written(request)
