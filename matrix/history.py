"""The public history: all revisions, one revision's change cell by cell, restoring it, and the Atom feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
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
from django.views.decorators.http import require_POST

from matrix import answers, models, pinned, query, store, words
from matrix.diff import Change
from matrix.document import Document
from matrix.past import Since
from matrix.selection import Problem

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

    @property
    def short(self) -> str:
        return self.hash[: store.SHORT_HASH]

    @property
    def url(self) -> str:
        return f"/revisions/{self.short}/"

    @property
    def what(self) -> str:
        return pinned.counted(self.changes)


@dataclass(frozen=True)
class Line:
    """A change on a revision's page: where, from what to what, and since when it had been so."""

    kind: str
    where: str
    before: str | None
    after: str | None
    href: str
    since: Since | None


def _entry(row: dict[str, Any]) -> Entry:
    changes = tuple(
        Change(c["kind"], c["table"], c["feature"], c["option"], c["from"], c["to"]) for c in row.pop("changes")
    )
    return Entry(**row, changes=changes)


def _entries(**filters: Any) -> list[Entry]:
    rows = models.Revision.objects.filter(**filters).order_by("-number")
    fields = ("number", "hash", "published", "author", "message", "changes")
    return [_entry(row) for row in rows.values(*fields)[: PAGE + 1]]


def _read(request: HttpRequest) -> tuple[int | None, list[Problem]]:
    """``before``, and what else the address asks that this page does not know. Raises TooMuch."""
    before: int | None = None
    problems: list[Problem] = []
    for name, value in query.split(answers.query_of(request)):
        if name != "before":
            problems.append(Problem(name, value, f"“{name}” is no parameter of this page"))
        elif before is not None:
            problems.append(Problem(name, value, f"“before” takes one value; “{before}” is applied"))
        elif value.isascii() and value.isdigit() and len(value) < 10:
            before = int(value)
        elif value:
            problems.append(Problem(name, value, f"“{value}” is no revision’s number"))
    return before, problems


@answers.page
def index(request: HttpRequest) -> HttpResponseBase:
    """`/revisions/`: newest first, 50 to a page; ``before`` is the number that the page ends before."""
    before, problems = _read(request)
    filters = {"number__lt": before} if before else {}
    entries = _entries(**filters)
    context = {
        "entries": entries[:PAGE],
        "older": entries[PAGE - 1].number if len(entries) > PAGE else None,
        "newest": not filters,
        "problems": problems,
        "here": f"{request.path}?before={before}" if before else request.path,
        "current": store.current(),
    }
    return render(request, "matrix/revisions.html", context)


@answers.page
def detail(request: HttpRequest, digest: str) -> HttpResponseBase:
    """`/revisions/<hash>/`: one revision's change, cell by cell."""
    try:
        published = store.find(digest)
    except store.UnknownRevision as error:
        raise Http404(str(error)) from None
    current = store.current()
    entry = _entries(number=published.number)[0]
    _, problems = _read(request)
    older = _entries(number=published.number - 1)
    before = store.find_number(published.number - 1) if older else None
    context = {
        "entry": entry,
        "problems": problems,
        "document": published.document,
        "as_documented": words.as_documented(published.document.source),
        "lines": [_line(change, published.document, before) for change in entry.changes],
        "previous": older[0] if older else None,
        "following": next(iter(_entries(number=published.number + 1)), None),
        "is_current": current.hash == published.hash,
        "again": _entries(hash=published.hash, number__gt=published.number),
        "may_restore": _may_restore(request) and current.hash != published.hash,
        "notices": [str(m) for m in messages.get_messages(request)] if _has_session(request) else [],
    }
    return render(request, "matrix/revision.html", context)


def _line(change: Change, document: Document, before: store.Published | None) -> Line:
    names = _names(change, [document, before.document] if before else [document])
    table = document.by_table.get(change.table or "")
    feature = table.by_key.get(change.feature or "") if table else None
    key = (change.table or "", change.feature or "", change.option or "")
    return Line(
        kind=change.kind.replace("-", " "),
        where=", ".join(filter(None, names)),
        before=change.before,
        after=change.after,
        href=f"/?rev={document.hash[: store.SHORT_HASH]}#{change.table}-{change.feature}" if feature else "",
        since=before.content.past.cells.get(key) if before else None,
    )


def _names(change: Change, documents: list[Document]) -> Iterator[str | None]:
    """Table, row and column of a change by the names that the first of the documents has for them: what a revision
    took away has one in the revision before."""
    tables = [d.by_table[change.table] for d in documents if change.table in d.by_table]
    yield next((table.title for table in tables), change.table)
    yield next((t.by_key[change.feature].name for t in tables if change.feature in t.by_key), change.feature)
    columns = [d.columns[change.option] for d in documents if change.option in d.columns]
    yield next((column.name for _, column in columns), change.option)


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
        published = store.find(digest)
    except store.UnknownRevision as error:
        raise Http404(str(error)) from None
    made = store.restore(published, request.user.get_username(), request.POST.get("message", "").strip()[:500])
    said = f"Restored, as revision {made.number}." if made else "Nothing to restore: this is the newest content."
    messages.info(request, said)
    return HttpResponseRedirect(f"/revisions/{published.short}/")


@answers.page
def feed(request: HttpRequest) -> HttpResponseBase:
    """`/revisions/feed.xml`: Atom, the newest revisions first."""
    base = request.build_absolute_uri("/").rstrip("/")
    document = store.current().document
    atom = Atom1Feed(
        title="SageMaker inference options: revisions",
        link=f"{base}/revisions/",
        feed_url=f"{base}/revisions/feed.xml",
        description="Every change of the matrix, cell by cell.",
        feed_copyright=words.COPYRIGHT,
        language="en",
    )
    for entry in _entries()[:FEED]:
        lines = [_line(change, document, None) for change in entry.changes]
        said = [f"{line.kind}: {line.where}: {line.before or 'blank'} → {line.after or 'blank'}" for line in lines]
        atom.add_item(
            title=f"Revision {entry.number}: {entry.what}",
            link=f"{base}{entry.url}",
            unique_id=f"urn:sha256:{entry.hash}:{entry.number}",
            description="\n".join(filter(None, [entry.message, *said[:PAGE]])),
            author_name=entry.author or "Inference Matrix",
            pubdate=entry.published,
            updateddate=entry.published,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)
