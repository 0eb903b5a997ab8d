"""The newest revision for readers, who always get an answer: while the database has none, the last that was read.

What is kept of it is all that a page of it needs. A worker that has never read one has nothing to show.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

from django.db import Error, connection

from matrix.databases import limits
from matrix.databases.faults import fault_of
from matrix.domain.revision import RevisionRef
from matrix.store import editions, revisions, stamp
from matrix.store.outage import Outage
from matrix.store.revisions import Content, NothingPublished, Published

_PINNED: Final = 256
"""Pinned revisions of which a worker knows number and time. Their content it keeps as far as there is room."""


@dataclass(frozen=True)
class Notice:
    """That what is shown may be out of date: the newest revision known, and how many seconds ago it was that."""

    number: int
    seconds: int

    @property
    def age(self) -> str:
        """In words."""
        if self.seconds < 120:
            return f"{self.seconds} second{'' if self.seconds == 1 else 's'}"
        return f"{self.seconds // 60} minutes"

    def __str__(self) -> str:
        return f"The database does not answer at present. Revision {self.number} was the newest {self.age} ago."


_kept: tuple[Published, float] | None = None  # with a time after which it was known to be the newest
_pinned: OrderedDict[str, tuple[int, RevisionRef]] = OrderedDict()  # by what was asked for, with the stamp then
_lock = Lock()


@dataclass
class _Read:
    """What a request has read: the newest revision once, so that an answer is of one stamp."""

    newest: Published | None = None
    notice: Notice | None = None


_read: ContextVar[_Read | None] = ContextVar("matrix_read", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """A reader's request: it waits a second at most for a statement, and while the database doesn't answer for none."""
    token = _read.set(_Read())
    try:
        with limits.within(limits.READER, refused=outage.lasts):
            yield
    finally:
        _read.reset(token)


def notice() -> Notice | None:
    """Of what this request has read; None where that is the newest."""
    read = _read.get()
    return read.notice if read else None


def look() -> Published:
    """The newest revision, and all that a page of it needs. Raises NothingPublished, Error."""
    global _kept
    began, kept, now = monotonic(), _kept, stamp.glance()
    found = kept[0] if kept and kept[0].stamp == now else _whole()
    with _lock:  # a slow thread must not put an older one back
        if _kept is None or _kept[1] <= began:
            _kept = found, began
    return found


def _whole() -> Published:
    """Read anew, until nothing is written meanwhile: parts of two stamps would be kept as one's."""
    while True:
        found = revisions.current()
        editions.know(found)
        if stamp.glance() == found.stamp:
            return found


def glance() -> int | None:
    """The stamp, by which answers are kept ready (matrix.server.ready); None while the database doesn't answer, when
    readers get what `newest` has kept, with its notice."""
    if outage.lasts:
        return None
    with limits.within(limits.READER):
        try:
            return stamp.glance()
        except Error:
            connection.close()  # nobody knows what it is good for
            see()
            return None


outage: Final = Outage(look)


def newest() -> Published:
    """The newest revision, or while the database doesn't answer the last that was read, of which `notice` then tells.
    Raises NothingPublished; Error where there is none, or its cause is unknown."""
    read = _read.get() or _Read()
    if read.newest is None:
        read.newest = _newest(read)
    return read.newest


def _newest(read: _Read) -> Published:
    try:
        return look()
    except Error as error:
        if fault_of(error) is None:
            raise
        outage.begin(error)
        limits.refuse()
        if _kept is None:
            raise
    published, at = _kept
    read.notice = Notice(published.number, int(monotonic() - at))
    return published


def find(prefix: str) -> Published:
    """The revision of a hash, looked for once under a stamp; while the database doesn't answer, one that was found
    before. Raises UnknownRevision; Error where that can't be known."""
    wanted, today = prefix.strip().lower(), newest()
    with _lock:
        stamped, known = _pinned.get(wanted, (None, None))
    if known and stamped == today.stamp and (content := revisions.kept(known.hash, known.number)):
        return _as_of(today, known, content)
    try:
        found = revisions.find(prefix)
    except Error as error:
        with _lock:
            known = next((it for _, it in _pinned.values() if it.hash.startswith(wanted)), None)
        content = revisions.kept(known.hash, known.number) if known else None
        if fault_of(error) is None or len(wanted) < revisions.MIN_HASH or known is None or content is None:
            raise
        return _as_of(today, known, content)
    with _lock:
        _pinned[wanted] = today.stamp, RevisionRef(found.number, found.hash, found.published)
        _pinned.move_to_end(wanted)
        while len(_pinned) > _PINNED:
            _pinned.popitem(last=False)
    return found


def _as_of(today: Published, known: RevisionRef, content: Content) -> Published:
    """An older revision, under today's subject and stamp."""
    return Published(known.number, known.hash, known.published, content, today.subject, today.stamp, today.beside)


def can_show() -> bool:
    """Whether this worker can show a reader something, database or not."""
    if _kept is None:
        warm()
    return _kept is not None


def see() -> None:
    """A reader's statement has failed: find out whether the database answers at all."""
    with suppress(Error, NothingPublished):
        _newest(_read.get() or _Read())


def warm() -> None:
    """Read what readers see, so that a database which fails before the first of them has come fails nobody."""
    with reading():
        see()
