"""Taking an upstream page in, in the admin: paste or upload, read the diff, accept or refuse each change, apply."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from matrix.decision import lint
from matrix.domain.document import Document, DocumentError
from matrix.domain.findings import in_words
from matrix.domain.revision import page_of
from matrix.domain.text import natural
from matrix.presentation import changes
from matrix.presentation.wording import OUTCOME
from matrix.store import revisions
from matrix.store.imports import Incoming, Overtaken, read_update, take_in
from matrix.store.recording import MAX_MESSAGE
from matrix.upstream import update
from matrix.upstream.commonmark import MarkdownError
from matrix.upstream.update import Update

PERMISSION: Final = "matrix.import_matrix"
CHANGED_MEANWHILE: Final = (
    "The matrix was changed while you were reading; this is the diff against it now. What is new is not ticked."
)


class UpstreamForm(forms.Form):
    """The page's Markdown, as a file (byte for byte) or pasted (a browser sends line ends as CR LF)."""

    file = forms.FileField(required=False, help_text="The page’s Markdown file.")
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 100, "spellcheck": "false"}),
        help_text="Or its text, pasted.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors.get("text") and bool(data.get("file")) == bool(data.get("text", "").strip()):
            raise forms.ValidationError("Give a file or a text, one of the two.")
        return data

    def content(self) -> tuple[str, bytes]:
        """The name to call it by in messages, and its bytes."""
        if sent := self.cleaned_data["file"]:
            return sent.name, sent.read()
        return "the pasted text", self.cleaned_data["text"].replace("\r\n", "\n").encode()


@dataclass(frozen=True)
class SentPage:
    """An upstream text that was sent, and read."""

    name: str
    data: bytes
    incoming: Incoming
    present: Document

    @property
    def update(self) -> Update:
        return self.incoming.update


def _read(name: str, data: bytes) -> SentPage:
    """Raises DocumentError with a message that names file and line."""
    try:
        incoming = read_update(data)
        if incoming.present is None:
            raise DocumentError("there is no matrix yet; `loaddata matrix questionnaire` loads it")
        return SentPage(name, data, incoming, incoming.present)
    except MarkdownError as error:
        raise DocumentError(f"{name}:{error.line}: {error}") from None
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}") from None


def import_view(request: HttpRequest) -> HttpResponse:
    """`/admin/import/`, for publishers."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied("Importing an upstream page needs the permission to; ask a publisher.")
    if request.method == "POST" and "document" in request.POST:
        return _apply(request)
    form = UpstreamForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _review(request, _read(*form.content()))
        except DocumentError as error:
            form.add_error(None, f"Nothing is changed. {error}")
    return TemplateResponse(request, "admin/matrix/import.html", {**_site(request), "form": form})


def _site(request: HttpRequest) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": "Import an upstream page"}


def _review(request: HttpRequest, sent: SentPage, accepted: set[int] | None = None, error: str = "") -> HttpResponse:
    """The diff, each change with a box to accept it."""
    planned = sent.update
    context = {
        **_site(request),
        "name": sent.name,
        "base": sent.present.hash,
        "encoded": base64.b64encode(sent.data).decode(),
        "changes": [
            {
                "index": at,
                "line": changes.line(change, (planned.document, sent.present)),
                "checked": accepted is None or at in accepted,
                "how": _how(sent, at),
            }
            for at, change in enumerate(planned.changes)
        ],
        "flips": [
            (flip.because, sent.present.columns[flip.option][1].name, OUTCOME[flip.before], OUTCOME[flip.after])
            for flip in planned.flips
        ],
        "notes": planned.notes,
        "message": request.POST.get("message", ""),
        "error": error,
    }
    return TemplateResponse(request, "admin/matrix/import_review.html", context)


def _how(sent: SentPage, at: int) -> str:
    """How a renamed part was recognised."""
    change = sent.update.changes[at]
    return sent.update.recognised.get((change.table or "", change.feature or change.column or ""), "")


def _still_accepted(base: str, sent: SentPage, accepted: set[int]) -> set[int]:
    """Of the changes over today's matrix, those that were accepted over the revision ``base``."""
    try:
        before = update.plan(revisions.find(base).document, sent.incoming.page).changes
    except (revisions.UnknownRevision, DocumentError):
        return set()
    wanted = [change for at, change in enumerate(before) if at in accepted]
    return {at for at, change in enumerate(sent.update.changes) if change in wanted}


def _apply(request: HttpRequest) -> HttpResponse:
    """Make the accepted changes one revision, unless the matrix was changed since they were shown."""
    try:
        data = base64.b64decode(request.POST["document"], validate=True)
        sent = _read(request.POST.get("name", "the page")[:200], data)
    except (binascii.Error, DocumentError) as error:
        return _refused(request, error)
    accepted = {at for value in request.POST.getlist("accept") if (at := natural(value)) is not None}
    if sent.present.hash != request.POST.get("base"):
        still = _still_accepted(request.POST.get("base", ""), sent, accepted)
        return _review(request, sent, still, CHANGED_MEANWHILE)
    document = sent.incoming.without(set(range(len(sent.update.changes))) - accepted)
    if errors := lint.errors(document):
        refused = "without what you refused, " if len(accepted) < len(sent.update.changes) else ""
        return _review(request, sent, accepted, f"Nothing is changed: {refused}{in_words(errors[0], document)}")
    message = request.POST.get("message", "").strip()[:MAX_MESSAGE] or f"Import {sent.name}"
    try:
        revision = take_in(sent.incoming, document, request.user.get_username(), message)
    except Overtaken:
        again = _read(sent.name, data)
        still = _still_accepted(sent.present.hash, again, accepted)
        return _review(request, again, still, "The matrix was changed just now; look again.")
    except DocumentError as error:
        return _refused(request, error)
    if revision is None:
        messages.info(request, "No change in meaning: nothing was written.")
        return HttpResponseRedirect(request.path)
    messages.success(request, f"Imported as revision {revision.number}.")
    return HttpResponseRedirect(page_of(revision.hash, revision.number))


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    messages.error(request, f"Nothing is changed. {error}")
    return HttpResponseRedirect(request.path)
