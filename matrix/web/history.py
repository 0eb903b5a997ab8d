"""The public history: all revisions, one revision's change cell by cell, restoring it, and the Atom feed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_POST

from matrix import models
from matrix.decision import query
from matrix.decision.selection import Problem
from matrix.domain.diff import Change
from matrix.domain.document import Document
from matrix.domain.notation import natural
from matrix.domain.provenance import Since, page_of
from matrix.domain.validation import UNSPEAKABLE
from matrix.presentation import pinned, wording
from matrix.store import revisions
from matrix.web import state

PAGE: Final = 50
FEED: Final = 30


@dataclass(frozen=True)
class Entry:
    """A revision in a list."""

    number: int
    hash: str
    published: datetime
    author: str
    message: str
    changes: tuple[Change, ...]
    again: bool = False
    """Whether an earlier revision has the same content, and so the same hash."""

    @property
    def short(self) -> str:
        return self.hash[: revisions.SHORT_HASH]

    @property
    def url(self) -> str:
        return page_of(self.hash, self.number if self.again else 1)

    @property
    def what(self) -> str:
        return pinned.counted(self.changes)


@dataclass(frozen=True)
class Line(pinned.Line):
    """A change on a revision's page: also where it is to be seen, and since when it had been as it was."""

    href: str
    since: Since | None


def _entry(row: dict[str, Any]) -> Entry:
    changes = tuple(
        Change(c["kind"], c["table"], c["feature"], c["option"], c["from"], c["to"]) for c in row.pop("changes")
    )
    return Entry(**row, changes=changes)


def _entries(**filters: Any) -> list[Entry]:
    earlier = models.Revision.objects.filter(hash=OuterRef("hash"), number__lt=OuterRef("number"))
    rows = models.Revision.objects.filter(**filters).annotate(again=Exists(earlier)).order_by("-number")
    fields = ("number", "hash", "published", "author", "message", "changes", "again")
    return [_entry(row) for row in rows.values(*fields)[: PAGE + 1]]


def _read(request: HttpRequest, wanted: str) -> tuple[int | None, list[Problem]]:
    """The number that the parameter ``wanted`` gives, and what else the address asks that this page does not know.
    Raises TooMuch."""
    number: int | None = None
    problems: list[Problem] = []
    for name, value in query.split(state.query_of(request)):
        if name != wanted:
            problems.append(Problem(name, value, f"“{name}” is no parameter of this page"))
        elif number is not None:
            problems.append(Problem(name, value, f"“{wanted}” takes one value; “{number}” is applied"))
        elif (number := natural(value)) is None and value:
            problems.append(Problem(name, value, f"“{value}” is no revision’s number"))
    return number, problems


@state.page
def index(request: HttpRequest) -> HttpResponseBase:
    """`/revisions/`: newest first, 50 to a page; ``before`` is the number that the page ends before."""
    before, problems = _read(request, "before")
    filters = {"number__lt": before} if before else {}
    entries = _entries(**filters)
    context = {
        "entries": entries[:PAGE],
        "older": entries[PAGE - 1].number if len(entries) > PAGE else None,
        "newest": not filters,
        "problems": problems,
        "here": f"{request.path}?before={before}" if before else request.path,
        "current": revisions.current(),
    }
    return render(request, "matrix/revisions.html", context)


@state.page
def detail(request: HttpRequest, digest: str) -> HttpResponseBase:
    """`/revisions/<hash>/`: one revision's change, cell by cell; of equal content the earliest, or ``number``."""
    number, problems = _read(request, "number")
    try:
        published = revisions.find(digest)
        if number is not None and revisions.find_number(number).hash != published.hash:
            raise revisions.UnknownRevision(f"revision {number} has another hash")
        published = published if number is None else revisions.find_number(number)
    except revisions.UnknownRevision as error:
        raise Http404(str(error)) from None
    current = revisions.current()
    entry = _entries(number=published.number)[0]
    older = _entries(number=published.number - 1)
    before = revisions.find_number(published.number - 1) if older else None
    context = {
        "entry": entry,
        "problems": problems,
        "document": published.document,
        "as_documented": wording.as_documented(published.document.source),
        "lines": [_line(change, published.document, before) for change in entry.changes],
        "previous": older[0] if older else None,
        "following": next(iter(_entries(number=published.number + 1)), None),
        "is_current": current.hash == published.hash,
        "again": [other for other in _entries(hash=published.hash) if other.number != published.number],
        "may_restore": _may_restore(request) and current.hash != published.hash,
        "notices": [str(m) for m in messages.get_messages(request)] if _has_session(request) else [],
    }
    return render(request, "matrix/revision.html", context)


def _line(change: Change, document: Document, before: revisions.Published | None) -> Line:
    table = document.by_table.get(change.table or "")
    feature = table.by_key.get(change.feature or "") if table else None
    key = (change.table or "", change.feature or "", change.option or "")
    return Line(
        kind=change.kind.replace("-", " "),
        where=pinned.place(change, [document, before.document] if before else [document]),
        before=change.before,
        after=change.after,
        href=f"/?rev={document.hash[: revisions.SHORT_HASH]}#{change.table}-{change.feature}" if feature else "",
        since=before.content.past.cells.get(key) if before else None,
    )


def _side(text: str | None) -> str:
    return "nothing" if text is None else text or "blank"


def _has_session(request: HttpRequest) -> bool:
    """Whether somebody may be logged in: a reader without a session costs no query for one."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _may_restore(request: HttpRequest) -> bool:
    return _has_session(request) and request.user.has_perm("matrix.restore_revision")


@require_POST
def restore(request: HttpRequest, digest: str) -> HttpResponse:
    """Make a revision's content the newest again, as a new revision."""
    if not _may_restore(request):
        return HttpResponseForbidden("Restoring a revision needs the permission to; ask a publisher.")
    try:
        published = revisions.find(digest)
    except revisions.UnknownRevision as error:
        raise Http404(str(error)) from None
    made = revisions.restore(published, request.user.get_username(), request.POST.get("message", "").strip()[:500])
    said = f"Restored, as revision {made.number}." if made else "Nothing to restore: this is the newest content."
    messages.info(request, said)
    return HttpResponseRedirect(page_of(made.hash, made.number) if made else f"/revisions/{published.short}/")


@state.page
def feed(request: HttpRequest) -> HttpResponseBase:
    """`/revisions/feed.xml`: Atom, the newest revisions first."""
    base = request.build_absolute_uri("/").rstrip("/")
    document = revisions.current().document
    atom = Atom1Feed(
        title="SageMaker inference options: revisions",
        link=f"{base}/revisions/",
        feed_url=f"{base}/revisions/feed.xml",
        description="Every change of the matrix, cell by cell.",
        feed_copyright=wording.COPYRIGHT,
        language="en",
    )
    for entry in _entries()[:FEED]:
        lines = [_line(change, document, None) for change in entry.changes]
        said = [f"{line.kind}: {line.where}: {_side(line.before)} → {_side(line.after)}" for line in lines]
        atom.add_item(
            title=UNSPEAKABLE.sub(" ", f"Revision {entry.number}: {entry.what}"),
            link=f"{base}{entry.url}",
            unique_id=f"urn:sha256:{entry.hash}:{entry.number}",
            # Django calls it HTML. What is older than the rule against such characters may hold one.
            description=UNSPEAKABLE.sub(" ", "<br>".join(map(escape, filter(None, [entry.message, *said[:PAGE]])))),
            author_name=entry.author or "Inference Matrix",
            pubdate=entry.published,
            updateddate=entry.published,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)
