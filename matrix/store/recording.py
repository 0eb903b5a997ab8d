"""The one way in: a change is one transaction that ends with a revision of the whole, or leaves nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import Error, OperationalError, connection, transaction
from django.utils import timezone

from matrix import models
from matrix.databases import limits
from matrix.databases.faults import Fault, Uncertain
from matrix.domain.change import Change
from matrix.domain.diff import changes
from matrix.domain.document import Document, DocumentError
from matrix.domain.provenance import Provenance
from matrix.domain.revision import RevisionRef
from matrix.domain.text import squeeze
from matrix.domain.touches import touched
from matrix.domain.validation import UNSPEAKABLE
from matrix.store import codec, revisions, stamp
from matrix.store.lock import one_at_a_time
from matrix.store.revisions import Content, Published, upstream_of
from matrix.store.rows import read_rows, write_rows

MAX_MESSAGE: Final = 500
"""Longest message of a revision, in characters."""


@dataclass
class Recording:
    """A change under way: who makes it and why, and the revision that it made (None: no change in meaning, nor
    of the base).

    ``unchanged`` is set by who finds that there is nothing to write: then nothing is recorded either. ``then`` is what
    belongs to the revision, and is written with it or not at all. ``applied`` is what the rows were last made to say,
    ``content`` what the revision holds.
    """

    author: str = ""
    message: str = ""
    unchanged: bool = False
    revision: models.Revision | None = None
    then: Callable[[models.Revision], object] | None = None
    applied: Document | None = None
    content: Content | None = None


_changing: ContextVar[Recording | None] = ContextVar("matrix_change", default=None)


@contextmanager
def change(author: str = "", message: str = "", *, implicit: bool = False) -> Iterator[Recording]:
    """One transaction, one writer at a time, one revision at its end; on any error nothing has happened.

    Within another change it joins that one. ``implicit`` is a single `save()` or `delete()`: within somebody's
    own transaction it is recorded once, when that commits. Raises DocumentError where the rows make no matrix;
    Uncertain where the database has gone as it was to commit, and doesn't say yet whether it did.
    """
    outer = _changing.get()
    if outer is not None:
        yield outer
        return
    if implicit and connection.in_atomic_block:
        yield Recording()
        # What is rolled back takes its entry in this list with it.
        if not any(waiting[1] is publish for waiting in connection.run_on_commit):
            transaction.on_commit(publish)
        return
    begun = Recording(author, squeeze(UNSPEAKABLE.sub(" ", message))[:MAX_MESSAGE])
    try:
        with one_at_a_time():
            token = _changing.set(begun)
            try:
                yield begun
            finally:
                _changing.reset(token)
            if not begun.unchanged:
                begun.revision = _record(begun)
            if begun.revision and begun.then:
                begun.then(begun.revision)
        if begun.revision and begun.content and not connection.in_atomic_block:  # it is committed
            revisions.keep(begun.revision.hash, begun.revision.number, begun.content)
    except Uncertain as error:
        if not (begun.revision and _is_there(begun.revision, error)):
            raise


def _is_there(revision: models.Revision, error: Uncertain) -> bool:
    """Whether a revision was committed after all. Where its transaction goes on still, it holds the lock. Raises the
    error where that can't be asked."""
    same = models.Revision.objects.filter(number=revision.number, hash=revision.hash, published=revision.published)
    try:
        with limits.within(limits.EDITOR), one_at_a_time():
            if same.exists():
                return True
    except Error:
        raise error from None
    raise OperationalError(Fault.GONE.value) from error.__cause__


def publish(author: str = "", message: str = "") -> models.Revision | None:
    """Make a revision of the rows as they are; None where they mean what the newest revision says."""
    with change(author, message) as made:
        pass
    return made.revision


def _record(made: Recording) -> models.Revision | None:
    newest = models.Revision.objects.order_by("-number").only("number", "hash", "base_id").first()
    last = revisions.content_of(newest.hash, newest.number) if newest else None
    known = (made.applied, last.document if last else None)
    document = read_rows(*filter(None, known))
    if document is None:
        return None
    source = models.Source.objects.get()
    if newest and newest.hash == document.hash and newest.base_id == source.base_id:
        return None
    number, published = newest.number + 1 if newest else 1, timezone.now()
    found: list[Change] = []
    provenance = Provenance()
    keys: frozenset[str] = frozenset()
    if last:
        found = changes(last.document, document)
        keys = touched(found, last.document, document)
        reference = RevisionRef(number, document.hash, published)
        provenance = last.provenance.after(last.document, document, found, reference)
    revision = models.Revision.objects.create(
        number=number,
        hash=document.hash,
        published=published,
        author=made.author,
        message=made.message,
        changes=[difference.as_json() for difference in found],
        payload=codec.pack(document, provenance),
        upstream_id=source.upstream_id,
        base_id=source.base_id,
    )
    models.Touch.objects.bulk_create(models.Touch(key=key, number=number) for key in sorted(keys))
    stamp.advance(revision=True)
    made.content = Content(document, provenance, last)
    return revision


def restore(published: Published, author: str = "", message: str = "") -> models.Revision | None:
    """Make a revision's content the newest again, as a new revision; None where it is. A draft is undone by it."""
    with change(author, message or f"Restore revision {published.number}") as made:
        apply(published.document, upstream=upstream_of(published))
    return made.revision


def draft() -> Document | None:
    """The rows as a document where they mean something else than the newest revision; None where they don't.

    Raises DocumentError where they make no matrix at all."""
    document, published = _read()
    return None if published else document


def _read() -> tuple[Document | None, bool]:
    """The rows as a document, and whether that is published."""
    newest = models.Revision.objects.order_by("-number").values_list("hash", "number").first()
    last = revisions.content_of(*newest).document if newest else None
    document = read_rows(*filter(None, [last]))
    return document, document is last or bool(document and newest and document.hash == newest[0])


class Draft(DocumentError):
    """The rows hold what no revision has: a save in the admin, or an import, must not publish what nobody has seen."""


def refuse_draft() -> Document | None:
    """The rows as a document, which is published. Raises Draft where it isn't."""
    try:
        document, published = _read()
    except DocumentError as error:
        raise Draft(f"the rows in the database make no matrix: {error}; nothing can be saved until they do") from None
    if document and not published:
        raise Draft("the database holds changes that no revision has (see check_matrix): publish or undo them first")
    return document


def apply(document: Document, upstream: str | None = None, rows: Document | None = None) -> None:
    """Make the rows say what ``document`` says. Within a `change`. ``upstream`` is the page's text where the
    document came in with one; ``rows`` what the rows say, where that is known."""
    made = _changing.get()
    if made is None:
        raise RuntimeError("apply() belongs within change()")
    source = models.Source.objects.first() or models.Source()
    source.address, source.date = document.source.address, datetime.fromisoformat(document.source.date).date()
    if upstream is not None:
        digest = sha256(upstream.encode()).hexdigest()
        source.upstream, _ = models.Upstream.objects.get_or_create(sha256=digest, defaults={"text": upstream})
    source.save()
    write_rows(document, rows)
    made.applied = document
