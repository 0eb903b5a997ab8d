"""Answers kept ready, in front of Django. None is stale, and none is anybody's own.

- An answer is kept only where its view has said that it follows from the stamp and its request alone
  (`matrix.web.basis.READY`), so no history, no record with today's date, nothing of the admin.
- It is kept with that stamp, and given only while the stamp, looked at for each request, is the same: what was kept
  before a write is never given after it.
- All of the request that the answer follows from stands in the key: its address, and the headers in `_KEYED`. An answer
  whose ``Vary`` names another is not kept: not one for which anything read a session, since that says ``Cookie``.
- Who sends a cookie, or what an update of the page need not hold, is answered afresh, and nothing is kept of it.
- While the database doesn't answer nothing is taken from here (`readers.glance`), and no answer with a notice gets in.

What is kept is bounded in bytes; what was asked for least lately goes first.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Final

from matrix.store import readers
from matrix.web.basis import READY
from matrix.web.compression import accepts_gzip

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]
Key = tuple[object, ...]
Kept = tuple[int, Answer]

BYTES: Final = 8_000_000
"""Of a worker's table: some hundred pages, compressed."""
_ENTRY: Final = 1_000
"""Bytes of an entry beside its content, its headers and its address."""
_MOST: Final = BYTES // 8
"""Bytes of one answer."""

_KEYED: Final = (
    *("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_HX_REQUEST", "HTTP_HX_HISTORY_RESTORE_REQUEST"),
    *("HTTP_HX_CURRENT_URL", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED"),
)
_AFRESH: Final = ("HTTP_COOKIE", "HTTP_X_SHOWN", "HTTP_IF_MATCH")
_VARY: Final = {"accept-encoding", "x-shown", *(name[5:].lower().replace("_", "-") for name in _KEYED)}


class Ready:
    """A table of answers before an application, which computes those that aren't there."""

    def __init__(self, compute: Callable[[Environ], Answer], most: int = BYTES) -> None:
        self._compute, self._most = compute, most
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0

    def answer(self, environ: Environ) -> Answer:
        return self.ready(environ) or self.computed(environ)

    def ready(self, environ: Environ) -> Answer | None:
        """The answer, where it is ready."""
        if not _for_everybody(environ):
            return None
        known, key = environ.get("HTTP_IF_NONE_MATCH", ""), _key(environ)
        found = self._find((known, *key))
        if found is None and known and (found := self._find(("", *key))) and _may_be(known, found[1]):
            found = None  # the application says so
        return found[1] if found and found[0] == readers.glance() else None

    def computed(self, environ: Environ) -> Answer:
        """The answer by the application, kept where it may be."""
        answer = self._compute(environ)
        if _for_everybody(environ) and _keepable(environ, answer):
            known = environ.get("HTTP_IF_NONE_MATCH", "") if answer[0] == 304 else ""
            self._keep((known, *_key(environ)), (environ[READY], answer))
        return answer

    def _find(self, key: Key) -> Kept | None:
        with self._lock:
            if found := self._kept.get(key):
                self._kept.move_to_end(key)
        return found

    def _keep(self, key: Key, kept: Kept) -> None:
        size = _size(key, kept)
        with self._lock:
            if before := self._kept.pop(key, None):
                self.bytes -= _size(key, before)
            if size <= _MOST:
                self._kept[key] = kept
                self.bytes += size
            while self.bytes > self._most:
                self.bytes -= _size(*self._kept.popitem(last=False))


def _for_everybody(environ: Environ) -> bool:
    """Whether nothing in a request makes its answer somebody's own."""
    return environ["REQUEST_METHOD"] in ("GET", "HEAD") and not any(name in environ for name in _AFRESH)


def _key(environ: Environ) -> Key:
    return (
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        environ["wsgi.url_scheme"],
        accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")),
        *map(environ.get, _KEYED),
    )


def _may_be(known: str, found: Answer) -> bool:
    """Whether who asks may have it already."""
    return "*" in known or any(name == "ETag" and value.removeprefix("W/") in known for name, value in found[1])


def _keepable(environ: Environ, answer: Answer) -> bool:
    status, headers, _ = answer
    if READY not in environ or status not in (200, 304):
        return False
    said = {name.lower(): value.lower() for name, value in headers}
    vary = {name.strip() for name in said.get("vary", "").split(",")}
    keeps = not any(word in said.get("cache-control", "") for word in ("no-store", "private"))
    return keeps and vary <= _VARY and "set-cookie" not in said and "x-notice" not in said


def _size(key: Key, kept: Kept) -> int:
    _, headers, content = kept[1]
    texts = [text for header in headers for text in header] + [text for text in key if isinstance(text, str)]
    return len(content) + sum(map(len, texts)) + _ENTRY
