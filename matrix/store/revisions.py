"""The one way in: rows ⇄ document, changes as transactions, revisions recorded and found.

`change` wraps every change in one transaction that ends with a revision of the whole, or leaves nothing. Readers
ask `current` or `find`, which read a revision's hash per request and keep its document per process: nothing is
kept that a hash does not name.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.safestring import SafeString

from matrix import models
from matrix.decision.fit import Verdicts
from matrix.decision.guide import Plan
from matrix.domain.diff import Change as Difference
from matrix.domain.diff import changes
from matrix.domain.document import Document, DocumentError
from matrix.domain.notation import squeeze
from matrix.domain.provenance import Moment, Past, page_of
from matrix.domain.validation import UNSPEAKABLE
from matrix.store import codec
from matrix.store.lock import one_at_a_time
from matrix.store.rows import read_rows as read_rows
from matrix.store.rows import write_rows
from matrix.upstream import update
from matrix.upstream.reader import Page

MIN_HASH: Final = 7
SHORT_HASH: Final = 12
MAX_MESSAGE: Final = 500
# A worker keeps the newest revision and the pinned ones that are asked for; each is 1 to 3 MB with its verdicts.
_KEPT: Final = 24


class NothingPublished(LookupError):
    """No revision exists yet: the fixtures have not been loaded."""


class UnknownRevision(LookupError):
    """No revision, or more than one, has a hash that begins so; the message says which."""


# --- Revisions, as readers see them ------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """A revision as readers use it: its place in history, its document, and what follows from that alone."""

    number: int
    hash: str
    published: datetime
    content: "Content"

    @property
    def short(self) -> str:
        return self.hash[:SHORT_HASH]

    @property
    def url(self) -> str:
        """The address of the page about it."""
        return page_of(self.hash, self.number)

    @property
    def document(self) -> Document:
        return self.content.document


class Content:
    """A revision's content: its document and past, its verdicts and plan of questions, made once per process."""

    def __init__(self, document: Document, past: Past) -> None:
        self.document = document
        self.past = past
        self.rendered: dict[str, SafeString] = {}  # rows rendered once per revision (matrix.tables)

    @cached_property
    def verdicts(self) -> Verdicts:
        return Verdicts(self.document)

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.verdicts)


# By hash and number: a restored revision has an older one's hash, and another past.
_contents: OrderedDict[tuple[str, int], Content] = OrderedDict()
_contents_lock = Lock()


def _content(digest: str, number: int) -> Content:
    key = (digest, number)
    with _contents_lock:
        if key in _contents:
            _contents.move_to_end(key)
            return _contents[key]
    payload = models.Revision.objects.values_list("payload", flat=True).get(number=number)
    content = Content(*codec.unpack(payload))
    with _contents_lock:
        kept = _contents.setdefault(key, content)
        while len(_contents) > _KEPT:
            _contents.popitem(last=False)
    return kept


_FIELDS: Final = ("number", "hash", "published")


def _published(row: tuple[int, str, datetime]) -> Published:
    number, digest, published = row
    return Published(number, digest, published, _content(digest, number))


def current() -> Published:
    """The newest revision: one query where this process has its content. Raises NothingPublished."""
    row = models.Revision.objects.order_by("-number").values_list(*_FIELDS).first()
    if row is None:
        raise NothingPublished("No revision is published yet; `loaddata matrix questionnaire` makes the first.")
    return _published(row)


def find(prefix: str) -> Published:
    """The revision whose hash begins with ``prefix`` (7 or more hex digits); of equal content the earliest, so
    that a pinned link says the same for ever. Raises UnknownRevision."""
    wanted = prefix.lower()
    if len(wanted) > 64 or not set(wanted) <= set("0123456789abcdef"):
        raise UnknownRevision(f"“{prefix}” is no revision's hash")
    if len(wanted) < MIN_HASH:
        raise UnknownRevision(f"“{prefix}” is too short: give {MIN_HASH} or more characters of a revision's hash")
    # A range, not LIKE: an index serves it on both databases.
    rows = models.Revision.objects.filter(hash__gte=wanted, hash__lt=wanted + "g").order_by("number")
    others = Exists(rows.order_by().exclude(hash=OuterRef("hash")))
    row = rows.values_list(*_FIELDS, others).first()
    if row is None:
        raise UnknownRevision(f"no revision has a hash that begins with “{prefix}”")
    *found, ambiguous = row
    if ambiguous:
        raise UnknownRevision(f"more than one revision has a hash that begins with “{prefix}”; give more of it")
    return _published(found)


def find_number(number: int) -> Published:
    """The revision of a number. Raises UnknownRevision."""
    row = models.Revision.objects.filter(number=number).values_list(*_FIELDS).first()
    if row is None:
        raise UnknownRevision(f"there is no revision {number}")
    return _published(row)


def upstream_of(published: Published) -> str | None:
    """The upstream text that a revision came from, None where it came from none."""
    return models.Upstream.objects.filter(revision__number=published.number).values_list("text", flat=True).first()


# --- Changing ----------------------------------------------------------------------------------------------


@dataclass
class Change:
    """A change under way: who makes it and why, and the revision that it made (None: no change in meaning).

    ``unchanged`` is set by who finds that there is nothing to write: then nothing is recorded either.
    """

    author: str = ""
    message: str = ""
    unchanged: bool = False
    revision: models.Revision | None = None


_changing: ContextVar[Change | None] = ContextVar("matrix_change", default=None)


@contextmanager
def change(author: str = "", message: str = "", *, implicit: bool = False) -> Iterator[Change]:
    """One transaction, one writer at a time, one revision at its end; on any error nothing has happened.

    Within another change it joins that one. ``implicit`` is a single `save()` or `delete()`: within somebody's
    own transaction it is recorded once, when that commits. Raises DocumentError where the rows make no matrix.
    """
    outer = _changing.get()
    if outer is not None:
        yield outer
        return
    if implicit and connection.in_atomic_block:
        yield Change()
        # What is rolled back takes its entry in this list with it.
        if not any(waiting[1] is publish for waiting in connection.run_on_commit):
            transaction.on_commit(publish)
        return
    with one_at_a_time():
        begun = Change(author, squeeze(UNSPEAKABLE.sub(" ", message))[:MAX_MESSAGE])
        token = _changing.set(begun)
        try:
            yield begun
        finally:
            _changing.reset(token)
        if not begun.unchanged:
            begun.revision = _record(begun)


def publish(author: str = "", message: str = "") -> models.Revision | None:
    """Make a revision of the rows as they are; None where they mean what the newest revision says."""
    with change(author, message) as made:
        pass
    return made.revision


def _record(made: Change) -> models.Revision | None:
    document = read_rows()
    if document is None:
        return None
    newest = models.Revision.objects.order_by("-number").first()
    if newest and newest.hash == document.hash:
        return None
    source = models.Source.objects.get()
    number, published = newest.number + 1 if newest else 1, timezone.now()
    found: list[Difference] = []
    past = Past()
    if newest:
        before, past = codec.unpack(newest.payload)
        found = changes(before, document)
        past = past.after(before, document, found, Moment(number, document.hash, published.isoformat()))
    return models.Revision.objects.create(
        number=number,
        hash=document.hash,
        published=published,
        author=made.author,
        message=made.message,
        changes=[difference.as_json() for difference in found],
        payload=codec.pack(document, past),
        upstream_id=source.upstream_id,
    )


def restore(published: Published, author: str = "", message: str = "") -> models.Revision | None:
    """Make a revision's content the newest again, as a new revision; None where it is. A draft is undone by it."""
    with change(author, message or f"Restore revision {published.number}") as made:
        apply(published.document, upstream=upstream_of(published))
    return made.revision


def draft() -> Document | None:
    """The rows as a document where they mean something else than the newest revision; None where they don't.

    Raises DocumentError where they make no matrix at all."""
    document = read_rows()
    newest = models.Revision.objects.order_by("-number").values_list("hash", flat=True).first()
    return None if document is None or document.hash == newest else document


class Draft(DocumentError):
    """The rows hold what no revision has: a save in the admin, or an import, must not publish what nobody has seen."""


def refuse_draft() -> None:
    """Raises Draft where there is one."""
    try:
        there = draft()
    except DocumentError as error:
        raise Draft(f"the rows in the database make no matrix: {error}; nothing can be saved until they do") from None
    if there is not None:
        raise Draft("the database holds changes that no revision has (see check_matrix): publish or undo them first")


def update_to(page: Page, author: str = "", message: str = "") -> tuple[update.Update, models.Revision | None]:
    """Take an upstream page in: what it changes, and the revision that it became (None: no change in meaning)."""
    with change(author, message) as made:
        refuse_draft()
        planned = update.plan(read_rows(), page)
        if planned.changes:
            apply(planned.document, upstream=page.text)
        else:
            made.unchanged = True
    return planned, made.revision


def apply(document: Document, upstream: str | None = None) -> None:
    """Make the rows say what ``document`` says. Within a `change`. ``upstream`` is the page's text where the
    document came in with one."""
    if _changing.get() is None:
        raise RuntimeError("apply() belongs within change()")
    source = models.Source.objects.first() or models.Source()
    source.address, source.date = document.source.address, datetime.fromisoformat(document.source.date).date()
    if upstream is not None:
        digest = sha256(upstream.encode()).hexdigest()
        source.upstream, _ = models.Upstream.objects.get_or_create(sha256=digest, defaults={"text": upstream})
    source.save()
    write_rows(document)
