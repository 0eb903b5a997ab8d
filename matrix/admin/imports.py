"""Taking an upstream page in, in the admin: paste or upload, read the diff, decide each change and conflict, apply."""

import base64
from datetime import date
from typing import Any, Final, Literal

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from matrix.admin.apart import TooMuch, apart
from matrix.admin.base import failed
from matrix.decision.flips import Flip
from matrix.domain.change import Change
from matrix.domain.document import DocumentError
from matrix.domain.revision import page_of
from matrix.domain.text import natural
from matrix.editing.sent import Decided, Looked, SentPage, look
from matrix.presentation import changes
from matrix.presentation.wording import OUTCOME, range_words
from matrix.store.imports import Overtaken, present, take_in
from matrix.store.recording import MAX_MESSAGE
from matrix.upstream.threeway import Decision

PERMISSION: Final = "matrix.import_matrix"
CHANGED_MEANWHILE: Final = (
    "The matrix was changed while you were reading; this is the diff against it now. What is new is not ticked."
)
CHANGED_JUST_NOW: Final = "The matrix was changed just now; look again."


class UpstreamForm(forms.Form):
    """The page's Markdown, as a file (byte for byte) or pasted (a browser sends line ends as CR LF)."""

    file = forms.FileField(required=False, help_text="The page’s Markdown file.")
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 100, "spellcheck": "false"}),
        help_text="Or its text, pasted.",
    )
    edition = forms.DateField(
        required=False,
        label="Date of the edition",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day on which the publisher published it, where that is known. Else the date stays as it is.",
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


def _look(name: str, data: bytes, edition: date | None, decided: Decided | None = None) -> Looked:
    """Reads and compares in a process of its own. Raises DocumentError with a message that names file and line."""
    try:
        over = present(edition)
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}") from None
    try:
        return apart(look, name, data, over, decided)
    except TooMuch as error:
        raise DocumentError(f"{name}: {error}") from None


def _look_again(post: QueryDict) -> Looked:
    """The page that a review's form carries, with what was decided there. Raises DocumentError."""
    try:
        data = base64.b64decode(str(post.get("document", "")), validate=True)
        edition = date.fromisoformat(str(post["edition"])) if post.get("edition") else None
    except ValueError:  # binascii.Error too
        raise DocumentError("the form holds no page, or no date, that can be read; send the page once more") from None
    sides: dict[str, Decision] = {"ours": "ours", "theirs": "theirs"}
    every: dict[str, Literal["all", "none"]] = {"all": "all", "none": "none"}
    decided = Decided(
        over=post.get("base", ""),
        ticked=frozenset(natural(value) for value in post.getlist("accept")),
        chosen={at: sides[side] for at in range(len(post)) if (side := post.get(f"decide-{at}")) in sides},
        changes=tuple(map(str, post.getlist("unit"))),
        conflicts=tuple(map(str, post.getlist("conflict"))),
        places=tuple(map(str, post.getlist("where"))),
        every=every.get(post.get("do", ""), ""),
    )
    return _look(post.get("name", "the page")[:200], data, edition, decided)


def import_view(request: HttpRequest) -> HttpResponse:
    """`/admin/import/`, for publishers."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied("Importing an upstream page needs the permission to; ask a publisher.")
    if request.method == "POST" and "document" in request.POST:
        return _decide(request)
    form = UpstreamForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _review(request, _look(*form.content(), form.cleaned_data["edition"]))
        except DocumentError as error:
            form.add_error(None, f"Nothing is changed. {error}")
    return TemplateResponse(request, "admin/matrix/import.html", {**_site(request), "form": form})


def _site(request: HttpRequest) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": "Import an upstream page"}


def _review(request: HttpRequest, looked: Looked, error: str = "") -> HttpResponse:
    """The diff, each change with a box to accept it, each conflict with its two sides to choose from."""
    sent = looked.sent
    incoming, documents = sent.incoming, (looked.everything, sent.present)
    context = {
        **_site(request),
        "sent": sent,
        "base": sent.present.hash,
        "encoded": base64.b64encode(sent.data).decode(),
        "edition": incoming.edition.isoformat() if incoming.edition else "",
        "changes": [
            {
                "index": at,
                "key": sent.keys[at],
                "line": changes.line(change, documents),
                "checked": at in sent.accepted,
                "how": _how(sent, change),
            }
            for at, change in enumerate(incoming.changes)
        ],
        "conflicts": [
            {
                "index": at,
                "key": sent.conflict_keys[at],
                "conflict": conflict,
                "kind": conflict.kind.replace("-", " "),
                "where": changes.conflict_place(conflict, documents),
                "side": sent.decided.get(at, ""),
            }
            for at, conflict in enumerate(incoming.conflicts)
        ],
        "kept": [changes.line(change, documents) for change in incoming.kept],
        "flips": [_flip(sent, flip) for flip in looked.flips],
        "notes": looked.notes,
        "furniture": incoming.page.furniture.names,
        "gone": sent.gone,
        "message": request.POST.get("message", ""),
        "error": error,
    }
    return TemplateResponse(request, "admin/matrix/import_review.html", context)


def _flip(sent: SentPage, flip: Flip) -> tuple[str, str, str, str, str]:
    words = range_words(flip.range) if flip.range else ""
    option = sent.present.columns[flip.option][1].name
    return flip.because, words, option, OUTCOME[flip.before], OUTCOME[flip.after]


def _how(sent: SentPage, change: Change) -> str:
    """How a renamed part was recognised."""
    plan = sent.incoming.plan
    where = (change.table or "", change.feature or change.column or "")
    return plan.aligned.recognised.get(where, "") if plan else ""


def _decide(request: HttpRequest) -> HttpResponse:
    """What a review's buttons do: tick all or none, show what the ticks flip, or apply them."""
    try:
        looked = _look_again(request.POST)
    except DocumentError as error:
        return _refused(request, error)
    sent, do = looked.sent, request.POST.get("do", "apply")
    if do in ("all", "none"):
        return _review(request, looked)
    if sent.present.hash != request.POST.get("base"):
        return _review(request, looked, CHANGED_MEANWHILE)
    if sent.odd:
        return _review(request, looked, "Nothing is changed: the form holds a tick that is none of these.")
    if do == "preview":
        return _review(request, looked)
    if sent.undecided:
        left = f"{sent.undecided} conflict{'' if sent.undecided == 1 else 's'}"
        return _review(request, looked, f"Nothing is changed: {left} to be decided yet.")
    if looked.error:
        refused = "without what you refused, " if len(sent.accepted) < len(sent.incoming.changes) else ""
        return _review(request, looked, f"Nothing is changed: {refused}{looked.error}")
    return _apply(request, looked)


def _apply(request: HttpRequest, looked: Looked) -> HttpResponse:
    """Make what was accepted one revision, unless the matrix was changed since it was shown."""
    sent = looked.sent
    message = request.POST.get("message", "").strip()[:MAX_MESSAGE] or f"Import {sent.name}"
    author = request.user.get_username()
    try:
        revision = None
        if not sent.incoming.nothing_new:
            revision = take_in(sent.incoming, sent.accepted, sent.decided, author, message)
    except Overtaken:
        return _review(request, _look_again(request.POST), CHANGED_JUST_NOW)
    except DocumentError as error:
        return _refused(request, error)
    except Error as error:
        return _review(request, looked, failed(error))
    if revision is None:
        messages.info(request, "Nothing new: the page is the one that last came in.")
        return HttpResponseRedirect(request.path)
    messages.success(request, f"Imported as revision {revision.number}.")
    return HttpResponseRedirect(page_of(revision.hash, revision.number))


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    messages.error(request, f"Nothing is changed. {error}")
    return HttpResponseRedirect(request.path)
