"""An admin whose every save or deletion is one change of the store: one transaction, one revision, or nothing.

What the rows then make must be a matrix. Where it is none, the form comes back with the reason and all that was typed.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from matrix.databases.faults import Fault, fault_of
from matrix.databases.log import OUTAGE
from matrix.decision import lint
from matrix.domain.document import DocumentError
from matrix.domain.findings import in_words
from matrix.store import recording, revisions, rows
from matrix.store.lock import one_at_a_time

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
_log = logging.getLogger(__name__)


def failed(error: Error) -> str:
    """What to tell an editor whose save the database has failed; raises what has no known cause."""
    fault = fault_of(error)
    if fault is None:
        raise error
    _log.error("A save came to nothing: %s", fault.value, extra=OUTAGE)
    if fault is Fault.UNCERTAIN:
        return f"{fault.value} Look at the history before you save again."
    return f"Nothing was saved: {fault.value} Try it again in a moment."


class RefusableForm(AnyForm):
    """A row's form, with why the last attempt was refused."""

    refusal = ""

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise ValidationError(self.refusal)
        return super().clean()


class RecordedForm(RefusableForm):
    """A row's form with the revision's message."""

    revision_message = forms.CharField(
        label="Why",
        required=False,
        max_length=recording.MAX_MESSAGE,
        strip=True,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="What this change is for: the message of its revision.",
    )


class WritingAdmin(ModelAdmin):
    """An admin whose every save or deletion is one transaction that waits its turn. What can't be saved comes back."""

    form = RefusableForm
    _refusals: Final = "_matrix_refusal"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        view = super().changeform_view

        def once_more(_: HttpRequest) -> Any:
            # The same request, refused by its form, so that all that was typed comes back: without Django's
            # transaction, since what can't be written can often be read.
            return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]

        return self._in_turn(request, lambda: view(request, object_id, form_url, extra_context), once_more)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        view = super().delete_view
        return self._in_turn(request, lambda: view(request, object_id, extra_context), self._back)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        view = super().changelist_view
        return self._in_turn(request, lambda: view(request, extra_context), self._back)

    @contextmanager
    def writing(self, request: HttpRequest) -> Iterator[None]:  # noqa: ARG002
        """The transaction of a request that writes."""
        with one_at_a_time():
            yield

    def _in_turn(self, request: HttpRequest, view: Callable[[], Any], refused: Callable[[HttpRequest], Any]) -> Any:
        if request.method != "POST":
            return view()
        try:
            with self.writing(request):
                return view()
        except DocumentError as error:
            refusal = f"Nothing was saved: {error}."
        except IntegrityError:
            why = "two rows would be the same where only one may be, or a row would lose what it belongs to"
            refusal = f"Nothing was saved: {why}."
        except Error as error:
            refusal = failed(error)
        setattr(request, self._refusals, refusal)
        return refused(request)

    def _back(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, getattr(request, self._refusals))
        return HttpResponseRedirect(request.get_full_path())

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> type[AnyForm]:
        form: type[AnyForm] = super().get_form(request, obj, change, **options)
        refusal = getattr(request, self._refusals, "")
        return type(form.__name__, (form,), {"refusal": refusal}) if refusal else form


class RecordedAdmin(WritingAdmin):
    """An admin of rows that make the matrix: the transaction is a revision."""

    form = RecordedForm
    list_per_page = 200

    @contextmanager
    def writing(self, request: HttpRequest) -> Iterator[None]:
        user = request.user.get_username()
        with recording.change(user, request.POST.get(WHY, "").strip()[: recording.MAX_MESSAGE]) as made:
            self._refuse_draft()
            made.unchanged = True  # until something is written
            request.matrix_change = made  # type: ignore[attr-defined]
            yield

    def _refuse_draft(self) -> None:
        """Rows that make no matrix may be mended here; sound ones that nobody has seen must not be published so."""
        try:
            there = recording.draft()
        except DocumentError:
            return
        if there is not None:
            recording.refuse_draft()

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
