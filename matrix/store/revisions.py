"""Revisions as readers see them: the newest, or the one that a hash names.

Readers ask `current` or `find`, which read a revision's hash per request and keep its content per process: nothing is
kept that a hash does not name. With it they read the stamp, by which the subject is kept; that is always today's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, TypeVar, cast

from django.db.models import Exists, OuterRef

from matrix import models
from matrix.decision import facts, lint
from matrix.decision.alike import Alike
from matrix.decision.fit import Verdicts
from matrix.decision.guide import Plan
from matrix.domain.diff import rows_apart, sharing
from matrix.domain.document import Document
from matrix.domain.findings import Finding
from matrix.domain.provenance import Provenance
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Subject
from matrix.store import codec, stamp, subject
from matrix.store.kept import Kept, Rendered, bytes_of, bytes_of_past
from matrix.upstream.own import NOTHING_OWN, Own

MIN_HASH: Final = 7
_BYTES: Final = 40_000_000
"""Of all content that a worker keeps: the newest revision, the pinned ones that are asked for, and the editions. One of
the shipped matrix is 1 to 2 MB with its verdicts."""
T = TypeVar("T")
_ITSELF: Final = object()


class NothingPublished(LookupError):
    """No revision exists yet: the fixtures have not been loaded."""


class UnknownRevision(LookupError):
    """No revision, or more than one, has a hash that begins so; the message says which."""


@dataclass(frozen=True)
class Published(RevisionRef):
    """A revision as readers use it: its place in history, its document, and what follows from that alone; beside it
    today's subject, and the stamp under which both were read; ``beside`` is that of the last write to what no revision
    holds."""

    content: "Content"
    subject: Subject
    stamp: int
    beside: int

    @property
    def document(self) -> Document:
        return self.content.document


class Content:
    """A revision's content, or an edition's: its document and provenance, and what follows from that, made once and
    let go with it. Of the one ``before`` it takes over what the cells that differ don't touch."""

    def __init__(self, document: Document, provenance: Provenance, before: "Content | None" = None) -> None:
        self.document = document
        self.provenance = provenance
        self._rendered: tuple[Subject, Own, Rendered] = (Subject(), NOTHING_OWN, Rendered())
        self._derived: dict[str, object] = {}
        self._alike: Alike | None = None
        self._read = bytes_of(document) + bytes_of_past(provenance)
        if before:
            self._take_over(before)

    def _take_over(self, before: "Content") -> None:
        apart = rows_apart(before.document, self.document)
        if apart is None:
            return
        self.document = sharing(before.document, self.document)
        if judged := before.__dict__.get("verdicts"):
            self.verdicts = judged.over(self.document, apart)
        now, then = self.provenance.cells, before.provenance.cells
        since = {where[1] for where in now.keys() | then.keys() if now.get(where) != then.get(where)}
        subject, own, rendered = before._rendered
        self._rendered = subject, own, rendered.without(apart | since)

    @property
    def bytes(self) -> int:
        """What it takes now, with all that was made of it so far: an estimate. Its base is kept, and weighed, by
        itself."""
        judged: tuple[Verdicts | Alike | None, ...] = self.__dict__.get("verdicts"), self._alike
        made = (found for name, found in [*self._derived.items()] if name != "base")
        derived = sum(found.bytes for found in made if isinstance(found, Content | Own))
        return self._read + self._rendered[2].bytes + sum(it.bytes for it in judged if it) + derived

    def derived(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` makes of it, once."""
        if name not in self._derived:
            made = make()
            self._derived[name] = _ITSELF if made is self else made  # in a circle it would outlive its last use
        found = self._derived[name]
        return cast("T", self if found is _ITSELF else found)

    def rendered(self, subject: Subject, own: Own) -> Rendered:
        """Where HTML is kept that follows from the revision, the subject and what is own in it (matrix.web.tables)."""
        known, before, rendered = self._rendered
        if known != subject or (before.rows, before.columns) != (own.rows, own.columns):
            rendered = Rendered()
        elif before.cells != own.cells:
            rendered = rendered.without({key for _, key, _ in before.cells ^ own.cells})
        self._rendered = subject, own, rendered
        return rendered

    @cached_property
    def verdicts(self) -> Verdicts:
        return Verdicts(self.document)

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.verdicts)

    def alike(self, stamp: int, others: Callable[[], Iterable[Document]]) -> Alike:
        """What is kept, while a stamp stands, of selections that this and the ``others`` judge alike."""
        if self._alike is None or self._alike.stamp != stamp:
            self._alike = Alike(self.plan, others(), stamp)
        return self._alike

    @cached_property
    def said(self) -> facts.Said:
        """What other sources say of its cells."""
        return facts.said_of(self.document)

    @property
    def annotated(self) -> "Content":
        """The same by annotated facts: itself where no other source contests a cell."""
        return self.derived("annotated", self._annotated)

    def _annotated(self) -> "Content":
        document = facts.annotated(self.document)
        return self if document is self.document else Content(document, self.provenance)

    @cached_property
    def warnings(self) -> frozenset[Finding]:
        """What looks wrong in it."""
        return frozenset(lint.warnings(self.document))


# A revision by hash and number: a restored one has an older one's hash, and another provenance. `matrix.store.editions`
# has keys of its own.
contents: Final[Kept[tuple[str, ...], Content]] = Kept(_BYTES, lambda content: content.bytes)


_newest: Content | None = None
"""The one that was shown last, of which the next takes over what it can."""


def content_of(digest: str, number: int) -> Content:
    """The content of a revision, which is read where this process hasn't got it."""
    found = kept(digest, number)
    if found is None:
        payload = models.Revision.objects.values_list("payload", flat=True).get(number=number)
        found = keep(digest, number, Content(*codec.unpack(payload), _newest))
    return found


def keep(digest: str, number: int, content: Content) -> Content:
    """Of a revision that is committed."""
    return contents.put((digest, str(number)), content)


def kept(digest: str, number: int) -> Content | None:
    """The content of a revision, None where this process hasn't got it."""
    return contents.get((digest, str(number)))


_FIELDS: Final = ("number", "hash", "published", stamp.NUMBER, stamp.BESIDE)


def _published(row: tuple[int, str, datetime, int | None, int | None]) -> Published:
    number, digest, published, stamped, beside = row
    content, beside = content_of(digest, number), beside or 0
    return Published(number, digest, published, content, subject.at(beside), stamped or 0, beside)


def current() -> Published:
    """The newest revision: one query where this process has its content and the subject. Raises NothingPublished."""
    global _newest
    row = models.Revision.objects.order_by("-number").values_list(*_FIELDS).first()
    if row is None:
        raise NothingPublished("No revision is published yet; `loaddata matrix questionnaire` makes the first.")
    found = _published(row)
    _newest = found.content
    return found


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
