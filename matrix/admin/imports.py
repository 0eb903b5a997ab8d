"""Taking an upstream page in, in the admin: paste or upload, read the diff, decide each change and conflict, apply."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from matrix.admin.base import failed
from matrix.decision import lint
from matrix.decision.flips import Flip, once
from matrix.domain.change import Change
from matrix.domain.document import Document, DocumentError
from matrix.domain.findings import in_words
from matrix.domain.revision import page_of
from matrix.domain.text import natural
from matrix.presentation import changes
from matrix.presentation.wording import OUTCOME, range_words
from matrix.store.imports import Incoming, Overtaken, read_update, take_in
from matrix.store.recording import MAX_MESSAGE
from matrix.upstream.commonmark import MarkdownError
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


@dataclass(frozen=True)
class SentPage:
    """An upstream text that was sent and read, and what was decided of it: the accepted changes and decided conflicts,
    by their indexes. ``gone`` are the places, in words, of decisions that there is nothing to decide about any more."""

    name: str
    data: bytes
    incoming: Incoming
    present: Document
    accepted: frozenset[int] = frozenset()
    decided: Mapping[int, Decision] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    odd: bool = False
    """Whether something was ticked that is no change."""

    @cached_property
    def keys(self) -> list[str]:
        """What names each change over any state of the matrix: its unit, or that it is the edition's date."""
        plan = self.incoming.plan
        units = [unit.key for unit in plan.units("change")] if plan else []
        return [*units, *("date" for _ in self.incoming.changes[len(units) :])]

    @cached_property
    def conflict_keys(self) -> list[str]:
        plan = self.incoming.plan
        return [unit.key for unit in plan.units("conflict")] if plan else []

    @property
    def all_accepted(self) -> frozenset[int]:
        return frozenset(range(len(self.incoming.changes)))

    @property
    def undecided(self) -> int:
        return len(self.incoming.conflicts) - len(self.decided)

    @cached_property
    def document(self) -> Document:
        """The matrix with what was accepted and decided."""
        return self.incoming.merged(self.accepted, self.decided)


def _read(name: str, data: bytes, edition: date | None) -> SentPage:
    """Raises DocumentError with a message that names file and line."""
    try:
        incoming = read_update(data, edition)
        if incoming.present is None:
            raise DocumentError("there is no matrix yet; `loaddata matrix questionnaire` loads it")
        return SentPage(name, data, incoming, incoming.present)
    except MarkdownError as error:
        raise DocumentError(f"{name}:{error.line}: {error}") from None
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}") from None


def _read_again(post: QueryDict) -> SentPage:
    """The page that a review's form carries, with what was decided there. Raises DocumentError."""
    try:
        data = base64.b64decode(str(post.get("document", "")), validate=True)
        edition = date.fromisoformat(str(post["edition"])) if post.get("edition") else None
    except ValueError:  # binascii.Error too
        raise DocumentError("the form holds no page, or no date, that can be read; send the page once more") from None
    sent = _read(post.get("name", "the page")[:200], data, edition)
    accepted = {natural(value) for value in post.getlist("accept")}
    sides: dict[str, Decision] = {"ours": "ours", "theirs": "theirs"}
    decided = {at: sides[side] for at in range(len(post)) if (side := post.get(f"decide-{at}")) in sides}
    if sent.present.hash == post.get("base"):
        known = {at for at in accepted if at is not None and at < len(sent.keys)}
        sides_of = {at: side for at, side in decided.items() if at < len(sent.conflict_keys)}
        return replace(sent, accepted=frozenset(known), decided=sides_of, odd=len(known) < len(accepted))
    # Over another state of the matrix the same units have other indexes, and some are gone.
    was, were = post.getlist("unit"), post.getlist("conflict")
    wanted = {was[at] for at in accepted if at is not None and at < len(was)}
    chosen = {were[at]: side for at, side in decided.items() if at < len(were)}
    gone = chosen.keys() - set(sent.conflict_keys)
    return replace(
        sent,
        accepted=frozenset(at for at, key in enumerate(sent.keys) if key in wanted),
        decided={at: chosen[key] for at, key in enumerate(sent.conflict_keys) if key in chosen},
        gone=tuple(where for key, where in zip(were, post.getlist("where"), strict=False) if key in gone),
    )


def import_view(request: HttpRequest) -> HttpResponse:
    """`/admin/import/`, for publishers."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied("Importing an upstream page needs the permission to; ask a publisher.")
    if request.method == "POST" and "document" in request.POST:
        return _decide(request)
    form = UpstreamForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = _read(*form.content(), form.cleaned_data["edition"])
            return _review(request, replace(sent, accepted=sent.all_accepted))
        except DocumentError as error:
            form.add_error(None, f"Nothing is changed. {error}")
    return TemplateResponse(request, "admin/matrix/import.html", {**_site(request), "form": form})


def _site(request: HttpRequest) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": "Import an upstream page"}


def _review(request: HttpRequest, sent: SentPage, error: str = "") -> HttpResponse:
    """The diff, each change with a box to accept it, each conflict with its two sides to choose from."""
    incoming, documents = sent.incoming, (sent.incoming.everything, sent.present)
    found = list(once(incoming.flips(sent.document)))
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
        "flips": [_flip(sent, flip) for flip in found],
        "notes": tuple(incoming.notes()),
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
        sent = _read_again(request.POST)
    except DocumentError as error:
        return _refused(request, error)
    do = request.POST.get("do", "apply")
    if do in ("all", "none"):
        return _review(request, replace(sent, accepted=sent.all_accepted if do == "all" else frozenset()))
    if sent.present.hash != request.POST.get("base"):
        return _review(request, sent, CHANGED_MEANWHILE)
    if sent.odd:
        return _review(request, sent, "Nothing is changed: the form holds a tick that is none of these.")
    if do == "preview":
        return _review(request, sent)
    if sent.undecided:
        left = f"{sent.undecided} conflict{'' if sent.undecided == 1 else 's'}"
        return _review(request, sent, f"Nothing is changed: {left} to be decided yet.")
    if errors := lint.errors(sent.document):
        refused = "without what you refused, " if len(sent.accepted) < len(sent.incoming.changes) else ""
        return _review(request, sent, f"Nothing is changed: {refused}{in_words(errors[0], sent.document)}")
    return _apply(request, sent)


def _apply(request: HttpRequest, sent: SentPage) -> HttpResponse:
    """Make what was accepted one revision, unless the matrix was changed since it was shown."""
    message = request.POST.get("message", "").strip()[:MAX_MESSAGE] or f"Import {sent.name}"
    author = request.user.get_username()
    try:
        revision = None
        if not sent.incoming.nothing_new:
            revision = take_in(sent.incoming, sent.accepted, sent.decided, author, message)
    except Overtaken:
        return _review(request, _read_again(request.POST), CHANGED_JUST_NOW)
    except DocumentError as error:
        return _refused(request, error)
    except Error as error:
        return _review(request, sent, failed(error))
    if revision is None:
        messages.info(request, "Nothing new: the page is the one that last came in.")
        return HttpResponseRedirect(request.path)
    messages.success(request, f"Imported as revision {revision.number}.")
    return HttpResponseRedirect(page_of(revision.hash, revision.number))


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    messages.error(request, f"Nothing is changed. {error}")
    return HttpResponseRedirect(request.path)
