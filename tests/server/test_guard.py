"""The guard in front of the threads: what it lets through, what it refuses, and with which words."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable
from time import monotonic
from typing import Any
from wsgiref.types import StartResponse

import pytest
from django.conf import settings

from matrix.server import guard as guards
from matrix.server.guard import DEAR, SMALL, WAITING, WRITERS, Guard, Turns
from matrix.store import readers
from tests.support import forms
from tests.support.rsgi import Headers, Proto, Scope


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "glance", lambda: None)  # what is tried here asks none


SESSION = f"{settings.SESSION_COOKIE_NAME}=x"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


class Application:
    """Answers 200 with what it was sent, once it is let; knows how many work at once, at most."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.lock = threading.Lock()
        self.now = self.most = 0
        self.seen: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.seen.append(environ)
        if environ["REQUEST_METHOD"] != "GET" or len(environ["QUERY_STRING"]) > DEAR:
            self.go.wait(10)
        with self.lock:
            self.now -= 1
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read()]


def post(path: str, body: bytes = b"a=b", kind: str = URLENCODED, cookie: str = SESSION, accept: str = "") -> Scope:
    headers = {"content-type": kind, "content-length": str(len(body)), "cookie": cookie, "accept": accept}
    return Scope("POST", path, headers=Headers(headers))


def served(*sent: tuple[Scope, Proto], work: Callable[[Application], Coroutine[Any, Any, None]] | None = None) -> Any:
    """Send all of these at once, let the application go on after `work`, and give it back."""
    application = Application()
    guard: Any = Guard(application)

    async def all_of_it() -> None:
        tasks = [asyncio.create_task(guard.__rsgi__(scope, proto)) for scope, proto in sent]
        await asyncio.sleep(0.05)
        if work:
            await work(application)
        application.go.set()
        await asyncio.gather(*tasks)

    asyncio.run(all_of_it())
    return application


def test_it_works() -> None:
    got, sent = Proto(), Proto(b"a=b")
    application = served((Scope(path="/é", query_string="q=1"), got), (post("/admin/x/"), sent))

    assert (got.status, sent.status, sent.content) == (200, 200, b"a=b")
    environ = next(seen for seen in application.seen if seen["REQUEST_METHOD"] == "GET")
    assert (environ["PATH_INFO"], environ["REMOTE_ADDR"]) == ("/é".encode().decode("latin-1"), "::1")


def test_a_header_cannot_pose_as_another() -> None:
    headers = Headers({"x_forwarded_proto": "https", "x-forwarded-for": "1.2.3.4", "host": "a.example"})
    environ = guards.environ_of(Scope(headers=headers))  # type: ignore[arg-type]

    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert (environ["HTTP_X_FORWARDED_FOR"], environ["HTTP_HOST"]) == ("1.2.3.4", "a.example")


def test_long_names_of_headers_are_read_but_not_remembered() -> None:
    short, long = "x-" + "a" * (guards.SHORT - 2), "x-" + "b" * guards.SHORT
    guards._remembered.cache_clear()
    environ = guards.environ_of(Scope(headers=Headers({short: "1", long: "2"})))  # type: ignore[arg-type]
    assert environ.keys() >= {f"HTTP_{name.upper().replace('-', '_')}" for name in (short, long)}
    assert guards._remembered.cache_info().currsize == 1


# --- Bodies --------------------------------------------------------------------------------------------------------

LONG = b"x" * (SMALL + 1)


@pytest.mark.parametrize(
    ("scope", "status"),
    [
        (post("/admin/login/", LONG), 413),
        (post("/", LONG), 413),
        (post("/admin/import/", LONG, MULTIPART, cookie=""), 413),
        (post("/admin/import/", LONG, MULTIPART), 200),
        (post("/admin/matrix/table/x/grid/", LONG, cookie=""), 200),
        (Scope("POST", "/admin/", headers=Headers({"content-length": "300000000", "cookie": SESSION})), 413),
        (Scope("POST", "/admin/", headers=Headers({"transfer-encoding": "chunked", "cookie": SESSION})), 411),
        (Scope("POST", "/admin/", headers=Headers({"content-length": "-1", "cookie": SESSION})), 411),
    ],
)
def test_a_body_has_a_size_by_what_it_is(scope: Scope, status: int) -> None:
    proto = Proto(LONG)
    application = served((scope, proto))

    assert proto.status == status
    assert bool(application.seen) == (status == 200), "what is refused, the application never hears of"


def test_a_body_has_a_deadline_and_costs_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "SMALL_SECONDS", 0.1)
    stuck = [Proto(None) for _ in range(50)]
    whole = Proto(b"a=b")
    application = served(*((post("/admin/login/"), proto) for proto in stuck), (post("/admin/x/"), whole))

    assert {proto.status for proto in stuck} == {408}
    assert whole.status == 200
    assert len(application.seen) == 1


def test_all_bodies_together_have_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "BODIES", 5)
    first, second = Proto(b"a=b"), Proto(b"a=b")
    served((post("/admin/x/"), first), (post("/admin/x/"), second))

    assert (first.status, second.status) == (200, 503)


# --- Changes -------------------------------------------------------------------------------------------------------


def test_half_of_the_threads_write_and_others_are_told_at_once() -> None:
    protos = [Proto(b"a=b") for _ in range(WRITERS + 3)]
    got = Proto()

    async def work(application: Application) -> None:
        refused = [proto for proto in protos if proto.status]
        assert {proto.status for proto in refused} == {503}, "at once: the others still work"
        assert len(refused) == 3
        assert all(int(proto.headers["Retry-After"]) > 0 for proto in refused)

    application = served(*((post("/admin/x/"), proto) for proto in protos), (Scope(), got), work=work)

    assert got.status == 200
    assert sorted(proto.status for proto in protos) == [200] * WRITERS + [503] * 3
    assert application.most <= WRITERS + 1


@pytest.mark.parametrize("stranger", [post("/admin/login/"), post("/admin/x/", cookie="")])
def test_strangers_never_hold_all_of_them(monkeypatch: pytest.MonkeyPatch, stranger: Scope) -> None:
    """One at a time; few wait, and others are refused later than they would ask again."""
    monkeypatch.setattr(guards, "WAIT_SECONDS", 1.5)
    guesses, save = [Proto(b"a=b") for _ in range(WAITING + 4)], Proto(b"a=b")
    application = served(*((stranger, proto) for proto in guesses), (post("/admin/x/"), save))

    statuses = [proto.status for proto in guesses]
    assert set(statuses) == {200, 503}
    assert statuses.count(200) in (WAITING, WAITING + 1)
    assert save.status == 200
    assert application.most <= 2


def refused_page(path: str, body: bytes, kind: str = URLENCODED) -> str:
    protos = [Proto(body) for _ in range(WRITERS + 1)]
    served(*((post(path, body, kind, accept="text/html"), proto) for proto in protos))
    assert protos[-1].status == 503
    assert "frame-ancestors 'none'" in protos[-1].headers["Content-Security-Policy"]
    return protos[-1].content.decode()


def test_a_refused_save_keeps_its_form(published: object) -> None:
    page = refused_page("/admin/x/", b"cell%3Aa=%3C+6+MB&cell%3Aa=2&csrfmiddlewaretoken=t&note=")

    assert forms.sent(page, "again") == {"cell:a": ["< 6 MB", "2"], "csrfmiddlewaretoken": ["t"], "note": [""]}
    assert 'action="/admin/x/"' in page
    assert "Nothing is lost" in page


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"username=a&password=secret", URLENCODED), (b"--x\r\nsecret", MULTIPART)],
)
def test_a_page_holds_no_password_and_no_file(published: object, body: bytes, kind: str) -> None:
    page = refused_page("/admin/x/", body, kind)

    assert 'id="again"' not in page
    assert "secret" not in page
    assert "Load this page again" in page


# --- The dearest states --------------------------------------------------------------------------------------------

DEAREST = "need=x&" * DEAR


def test_dear_states_are_worked_on_one_at_a_time_and_few_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "WAIT_SECONDS", 0.5)
    monkeypatch.setattr(guards, "DEAR_PAUSE", 1)
    protos = [Proto() for _ in range(WAITING + 4)]
    got = Proto()
    scope = Scope(query_string=DEAREST, path="/fit.json")
    application = served(*((scope, proto) for proto in protos), (Scope(), got))

    statuses = [proto.status for proto in protos]
    refused = [proto for proto in protos if proto.status == 429]
    assert set(statuses) == {200, 429}
    assert statuses.count(200) in (WAITING, WAITING + 1)
    assert all(
        int(proto.headers["Retry-After"]) > 0 and b'"errors"' in proto.content for proto in refused if proto.content
    )
    assert got.status == 200
    assert application.most <= 2


def test_they_wait_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "WAIT_SECONDS", 0.01)
    first, second = Proto(), Proto()
    served((Scope(query_string=DEAREST), first), (Scope(query_string=DEAREST), second))

    assert (first.status, second.status) == (200, 429)


def test_the_pause_after_a_turn_keeps_the_next_waiting_and_nobody_else() -> None:
    """Who has had a turn has gone: a worker that stops waits for no pause."""

    async def taken(seconds: float) -> tuple[float, float]:
        turns, began = Turns(4, longest=0.3), monotonic()
        async with turns.turn():
            await asyncio.sleep(seconds)
        left = monotonic()
        async with turns.turn() as comes:
            assert comes
        return left - began, monotonic() - left

    turn, pause = asyncio.run(taken(0.05))
    assert turn < 0.15
    assert pause > 0.18
    _, longest = asyncio.run(taken(0.2))
    assert 0.25 < longest < 0.7
