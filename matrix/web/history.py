"""The public history: all revisions, one revision's change cell by cell, and the Atom feed."""

from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from matrix.decision import facts, query
from matrix.decision.selection import Problem
from matrix.domain import revision
from matrix.domain.change import Change
from matrix.domain.document import Document
from matrix.domain.provenance import LastChange
from matrix.domain.text import natural
from matrix.domain.validation import UNSPEAKABLE
from matrix.presentation import changes, wording
from matrix.presentation.changes import ChangeLine, as_text
from matrix.presentation.controls import Link
from matrix.presentation.second_sources import note_id
from matrix.store import history, readers, revisions
from matrix.web import responses, state
from matrix.web.basis import NAMES, READER
from matrix.web.dated import as_documented

PAGE: Final = 50
FEED: Final = 30


class HistoryLine(ChangeLine, frozen=True):
    """A change on a revision's page: also where it is to be seen, since when it had been as it was, what another
    source says of the cell instead, and of a row or column that came or went its ``cells``, each by the name
    of its column or row."""

    href: str
    since: LastChange | None
    contested: Link | None = None
    cells: tuple[tuple[str, str], ...] = ()


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


@responses.for_people(NAMES)
def index(request: HttpRequest) -> HttpResponseBase:
    """`/revisions/`: newest first, 50 to a page; ``before`` is the number that the page ends before."""
    before, problems = _read(request, "before")
    filters = {"number__lt": before} if before else {}
    entries = history.entries(PAGE + 1, **filters)
    current = readers.newest()
    context = {
        "subject": current.subject,
        "document": current.document,
        "as_documented": as_documented(current),
        "entries": entries[:PAGE],
        "older": entries[PAGE - 1].number if len(entries) > PAGE else None,
        "newest": not filters,
        "problems": problems,
        "here": f"{request.path}?before={before}" if before else request.path,
        "current": current,
    }
    return render(request, "matrix/revisions.html", context)


@responses.for_people(READER)
def detail(request: HttpRequest, digest: str) -> HttpResponseBase:
    """`/revisions/<hash>/`: one revision's change, cell by cell; of equal content the earliest, or ``number``."""
    number, problems = _read(request, "number")
    published = published_of(digest, number)
    current = readers.newest()
    entry = history.entries(1, number=published.number)[0]
    older = history.entries(1, number=published.number - 1)
    before = revisions.find_number(published.number - 1) if older else None
    context = {
        "entry": entry,
        "problems": problems,
        "document": published.document,
        "subject": published.subject,
        "as_documented": as_documented(published),
        "lines": lines_of(entry.changes, published.document, before),
        "previous": older[0] if older else None,
        "following": next(iter(history.entries(1, number=published.number + 1)), None),
        "is_current": current.hash == published.hash,
        "again": [
            other for other in history.entries(PAGE + 1, hash=published.hash) if other.number != published.number
        ],
        "may_restore": may_restore(request) and current.hash != published.hash,
        "may_undo": may_restore(request) and published.number > 1,
        "notices": [str(m) for m in messages.get_messages(request)] if has_session(request) else [],
    }
    return render(request, "matrix/revision.html", context)


def published_of(digest: str, number: int | None) -> revisions.Published:
    """The revision of a hash: of equal content the earliest, or that of the number. Raises Http404."""
    try:
        published = readers.find(digest)
        if number is None:
            return published
        if revisions.find_number(number).hash != published.hash:
            raise revisions.UnknownRevision(f"revision {number} has another hash")
        return revisions.find_number(number)
    except revisions.UnknownRevision as error:
        raise Http404(str(error)) from None


def lines_of(
    found: Iterable[Change], document: Document, before: revisions.Published | None, edition: str = ""
) -> list[HistoryLine]:
    """Changes that led to a document, of which ``before`` is what they started from, where it is known; ``edition`` is
    the document's date where it is an edition."""
    at = f"edition={edition}" if edition else f"rev={document.hash[: revision.SHORT_HASH]}"
    return [_line(change, document, before, at) for change in found]


def _line(change: Change, document: Document, before: revisions.Published | None, at: str) -> HistoryLine:
    table = document.by_table.get(change.table or "")
    feature = table.by_key.get(change.feature or "") if table else None
    key = (change.table or "", change.feature or "", change.column or "")
    other = facts.contested(document).get(key) if change.kind == "cell" else None
    documents = [document, before.document] if before else [document]
    return HistoryLine(
        kind=change.kind.replace("-", " "),
        where=changes.place(change, documents),
        before=change.before,
        after=change.after,
        href=f"/?{at}#{change.table}-{change.feature}" if feature else "",
        contested=Link(f"/?{at}#{note_id(key)}", f"“{other.source}”: {other.cell or 'not supported'}")
        if other
        else None,
        since=before.content.provenance.cells.get(key) if before else None,
        cells=tuple(changes.cells_with(change, documents)),
    )


def has_session(request: HttpRequest) -> bool:
    """Whether somebody may be logged in: a reader without a session costs no query for one."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def may_restore(request: HttpRequest) -> bool:
    """Whether who asks may make an older content the newest again."""
    return has_session(request) and request.user.has_perm("matrix.restore_revision")


@responses.for_people(NAMES)
def feed(request: HttpRequest) -> HttpResponseBase:
    """`/revisions/feed.xml`: Atom, the newest revisions first."""
    base = request.build_absolute_uri("/").rstrip("/")
    current = readers.newest()
    document, subject = current.document, current.subject
    atom = Atom1Feed(
        title=f"{subject.name}: revisions",
        link=f"{base}/revisions/",
        feed_url=f"{base}/revisions/feed.xml",
        description="Every change of the matrix, cell by cell.",
        feed_copyright=wording.copyright_of(subject.publisher),
        language="en",
    )
    for entry in history.entries(FEED):
        lines = lines_of(entry.changes, document, None)
        said = [as_text(line) for line in lines]
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
