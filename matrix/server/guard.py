"""A guard before the WSGI application, by granian's RSGI interface: what waits, waits where it costs no thread.

What costs little waits for nothing: what is ready is answered at once, and any other request without a body goes
straight to a reader's thread (`Guard.at_once`). What may take its time waits in the event loop, where waiting costs no
thread:

- a body, until all of it is there; it has a size and a deadline, and only then a thread sees it (`Guard.with_body`);
- a change: it has threads of its own, so however many are sent, readers' threads stay free. Where all of them are busy
  it is refused at once, with what was sent, to be sent again;
- what costs much, the dearest states and whatever a stranger sends to be checked, one at a time (`Turns`).

docs/decisions/0001-granian.md has the measurements; docs/security.md what holds this.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from io import BytesIO
from time import monotonic
from typing import Any, Final
from wsgiref.types import WSGIApplication

from django.conf import settings
from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian._granian import RSGIProtocolClosed as ProtocolClosed
from granian._granian import RSGIProtocolError as ProtocolError
from granian.rsgi import Scope

from matrix.server.ready import Answer, Ready
from matrix.web import refusals
from matrix.web.refusals import Refusal

logger = logging.getLogger(__name__)

READERS: Final = 4
WRITERS: Final = READERS // 2
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

# --- What is read, how much of it, for how long ------------------------------------------------------------------

LOGIN: Final = "/admin/login/"
FORMS: Final = ("/admin/", "/revisions/")
SMALL: Final = 10_000
"""Bytes of a body at the login, and wherever no form is awaited."""
SMALL_SECONDS: Final = 10.0
FORM_SECONDS: Final = 20.0
BODIES: Final = 64_000_000
"""Bytes of all bodies that are awaited or worked on at once."""
DEAR: Final = 1_000
"""Bytes of a query string from which on its state counts as dear: sixteen questions answered take 400."""
WAITING: Final = 8
WAIT_SECONDS: Final = 3.0
DEAR_PAUSE: Final = 19
STRANGERS_PAUSE: Final = 9
"""After a turn, readers are left alone for so many times as long as it has taken: all dear states together take a
twentieth of a processor, and strangers a tenth."""
STRANGERS_LONGEST: Final = 0.75
"""Seconds: who logs in waits no longer than that for another's slow turn."""


def most_bytes(path: str, content_type: str, *, session: bool) -> int:
    """How long a body may be. Nobody's files are read no further than a login is: who has been logged out meanwhile
    sends a grid without (`matrix.admin.relogin`), and that is kept."""
    if path == LOGIN or not path.startswith(FORMS):
        return SMALL
    if not session and content_type.startswith("multipart/"):
        return SMALL
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or SMALL


# --- RSGI ⇄ WSGI ---------------------------------------------------------------------------------------------------


def _variable(header: str) -> str:
    """The environ's name of a header; "" for one that could pose as another: X_A and X-A would be the same."""
    if "_" in header:
        return ""
    name = header.upper().replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"


SHORT: Final = 64
"""Letters of a header's name up to which it is remembered. Longer ones, up to 64 KB, would fill the memory."""
_remembered = lru_cache(maxsize=256)(_variable)


def _latin_1(text: str) -> str:
    """WSGI's form of a text: its bytes as Latin-1."""
    return text if text.isascii() else text.encode().decode("latin-1")


def environ_of(scope: Scope, body: bytes = b"") -> dict[str, Any]:
    """A request as PEP 3333 has it."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _latin_1(scope.path),
        "QUERY_STRING": _latin_1(scope.query_string),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for header, value in scope.headers.items():
        if name := (_remembered if len(header) <= SHORT else _variable)(header):
            parted = ";" if name == "HTTP_COOKIE" else ","
            environ[name] = f"{environ[name]}{parted}{value}" if name in environ else value
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ


def run(application: WSGIApplication, environ: dict[str, Any]) -> Answer:
    """The application's whole answer: status, headers, content."""
    began: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        began[:] = int(status[:3]), headers
        return lambda _: None

    response = application(environ, start_response)
    try:
        content = b"".join(response)
    finally:
        if close := getattr(response, "close", None):
            close()
    return began[0], began[1], content


# --- The guard -----------------------------------------------------------------------------------------------------


class Turns:
    """One at a time, with a pause between of ``longest`` seconds at most, after a wait of bounded length among a
    bounded number."""

    def __init__(self, pause: int, longest: float) -> None:
        self._one, self._pause, self._longest = asyncio.Semaphore(1), pause, longest
        self._waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Whether it is one's turn; False for who has waited in vain."""
        if not await self._comes():
            yield False
            return
        began = monotonic()
        try:
            yield True
        finally:  # who has had it goes at once: a worker that stops waits for all who are there
            pause = min(self._pause * (monotonic() - began), self._longest)
            asyncio.get_running_loop().call_later(pause, self._one.release)

    async def _comes(self) -> bool:
        if self._waiting >= WAITING:
            await asyncio.sleep(WAIT_SECONDS)  # told at once, many would ask again at once
            return False
        self._waiting += 1
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await self._one.acquire()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1


class Guard:
    """An RSGI application that keeps a WSGI application's threads for those who can use them.

    All counts are this worker's, and change in its event loop alone.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._ready = Ready(partial(run, application))
        self._readers = ThreadPoolExecutor(READERS, "read")
        self._writers = ThreadPoolExecutor(WRITERS, "write")
        self._dear = ThreadPoolExecutor(1, "dear")
        self._refusing = ThreadPoolExecutor(1, "refuse")
        self._dears = Turns(DEAR_PAUSE, longest=WAIT_SECONDS)
        self._strangers = Turns(STRANGERS_PAUSE, longest=STRANGERS_LONGEST)
        self._writing = self._refused = self._bytes = 0

    def at_once(self, scope: Scope, proto: HTTPProtocol) -> bool:
        """Answer in this thread what is ready, and give a reader's what has to be computed; False where the event loop
        has to take it."""
        if scope.method not in SAFE or len(scope.query_string) > DEAR:
            return False
        if not self._send(self._ready.ready, scope, proto, b""):
            self._readers.submit(self._send, self._ready.computed, scope, proto, b"")
        return True

    def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> Coroutine[Any, Any, None]:
        if scope.method not in SAFE:
            return self.with_body(scope, proto)
        if len(scope.query_string) > DEAR:
            return self.dear(scope, proto)
        return self._in(self._readers, scope, proto, b"")

    async def dear(self, scope: Scope, proto: HTTPProtocol) -> None:
        """In its turn, or refused."""
        async with self._dears.turn() as comes:
            if comes:
                await self._in(self._dear, scope, proto, b"")
            else:
                await self._refuse(scope, proto, refusals.TOO_DEAR)

    async def with_body(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Read the body whole, then take a writer's thread, or be refused."""
        headers = scope.headers
        session = f"{settings.SESSION_COOKIE_NAME}=" in headers.get("cookie", "")
        most = most_bytes(scope.path, headers.get("content-type", ""), session=session)
        declared = headers.get("content-length", "0" if "transfer-encoding" not in headers else "")
        if not (declared.isascii() and declared.isdigit()):
            return await self._refuse(scope, proto, refusals.NO_LENGTH)
        size = int(declared)
        if size > most:
            return await self._refuse(scope, proto, refusals.TOO_LONG)
        if self._bytes + size > BODIES:
            return await self._refuse(scope, proto, refusals.BUSY)
        self._bytes += size
        try:
            await self._read_and_answer(scope, proto, size, session)
        finally:
            self._bytes -= size

    async def _read_and_answer(self, scope: Scope, proto: HTTPProtocol, size: int, session: bool) -> None:
        try:
            async with asyncio.timeout(SMALL_SECONDS if size <= SMALL else FORM_SECONDS):
                body = await proto() if size else b""
        except TimeoutError:
            return await self._refuse(scope, proto, refusals.TOO_SLOW)
        except (ProtocolError, ProtocolClosed):
            return proto.response_empty(400, [])  # it has gone; nobody reads this
        if session and scope.path != LOGIN:
            return await self._change(scope, proto, body)
        return await self._of_a_stranger(scope, proto, body)

    async def _of_a_stranger(self, scope: Scope, proto: HTTPProtocol, body: bytes) -> None:
        """In its turn, so that all strangers together have one thread; or refused."""
        async with self._strangers.turn() as comes:
            if comes:
                await self._change(scope, proto, body)
            else:
                await self._refuse(scope, proto, refusals.BUSY, body)

    async def _change(self, scope: Scope, proto: HTTPProtocol, body: bytes) -> None:
        """In a writer's thread, or refused at once where there is none."""
        if self._writing >= WRITERS:
            return await self._refuse(scope, proto, refusals.BUSY, body)
        self._writing += 1
        try:
            await self._in(self._writers, scope, proto, body)
        finally:
            self._writing -= 1

    async def _in(self, threads: ThreadPoolExecutor, scope: Scope, proto: HTTPProtocol, body: bytes) -> None:
        await asyncio.get_running_loop().run_in_executor(threads, self._answer, scope, proto, body)

    def _answer(self, scope: Scope, proto: HTTPProtocol, body: bytes) -> None:
        self._send(self._ready.answer, scope, proto, body)

    async def _refuse(self, scope: Scope, proto: HTTPProtocol, refusal: Refusal, body: bytes = b"") -> None:
        """In words; where even those would have to wait, without."""
        if self._refused >= WAITING:
            return proto.response_empty(refusal.status, list(refusal.headers.items()))
        self._refused += 1
        try:
            loop, refusing = asyncio.get_running_loop(), partial(run, refusals.application(refusal))
            await loop.run_in_executor(self._refusing, self._send, refusing, scope, proto, body)
        finally:
            self._refused -= 1

    @staticmethod
    def _send(
        answer: Callable[[dict[str, Any]], Answer | None], scope: Scope, proto: HTTPProtocol, body: bytes
    ) -> bool:
        """Whether there was an answer to send."""
        try:
            if found := answer(environ_of(scope, body)):
                proto.response_bytes(*found)
        except Exception:
            logger.exception("No answer to %s %s", scope.method, scope.path)
            proto.response_empty(500, [])
            return True
        return found is not None
