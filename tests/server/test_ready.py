"""Answers kept ready: only what everybody gets alike, only while it is so, within bounds."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from matrix.server import ready
from matrix.server.guard import run
from matrix.server.ready import Answer, Ready
from matrix.store import readers
from matrix.store.revisions import Published
from matrix.urls import urlpatterns as site
from matrix.web import rates, responses
from matrix.web.basis import READY, STAMP
from tests.support import failing, wsgi
from tests.support.stored import set_cell

PAGE: Answer = (200, [("Vary", "Accept-Encoding, HX-Request"), ("ETag", 'W/"x"')], b"page")


def with_header(name: str, value: str) -> Answer:
    return PAGE[0], [(n, v) for n, v in PAGE[1] if n != name] + [(name, value)], PAGE[2]


class Computed:
    """An application that gives one answer, with its mark, and counts how often it is asked."""

    def __init__(self, answer: Answer = PAGE, stamp: int | None = 1) -> None:
        self.answer, self.stamp, self.times = answer, stamp, 0

    def __call__(self, environ: dict[str, Any]) -> Answer:
        self.times += 1
        if self.stamp:
            environ[READY] = self.stamp
        return self.answer


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """The stamp as it is now."""
    now: list[int | None] = [1]
    monkeypatch.setattr(readers, "glance", lambda: now[0])
    return now


def test_it_works(at: list[int | None]) -> None:
    computed = Computed()
    table = Ready(computed)
    assert [table.answer(wsgi.environ("/?q=gpu")) for _ in range(3)] == [PAGE] * 3
    assert computed.times == 1
    table.answer(wsgi.environ("/?q=gpu", method="HEAD"))
    assert computed.times == 1


def test_it_is_given_while_the_stamp_is_the_same(at: list[int | None]) -> None:
    computed = Computed()
    table = Ready(computed)
    table.answer(wsgi.environ())
    at[0] = None  # the database doesn't answer
    table.answer(wsgi.environ())
    at[0] = computed.stamp = 2
    assert [table.answer(wsgi.environ()) for _ in range(3)] == [PAGE] * 3
    assert computed.times == 3
    at[0] = 1  # even back
    table.answer(wsgi.environ())
    assert computed.times == 4


@pytest.mark.parametrize(
    ("answer", "stamp"),
    [
        (PAGE, None),
        ((404, PAGE[1], b""), 1),
        ((302, PAGE[1], b""), 1),
        (with_header("Vary", "Accept-Encoding, Cookie"), 1),
        (with_header("Vary", "Accept-Language"), 1),
        (with_header("Vary", "*"), 1),
        (with_header("Set-Cookie", "a=b"), 1),
        (with_header("Cache-Control", "no-store"), 1),
        (with_header("Cache-Control", "max-age=0, Private"), 1),
        (with_header("X-Notice", "old"), 1),
        ((200, PAGE[1], b"x" * ready.BYTES), 1),
    ],
    ids=[
        "unmarked",
        "404",
        "302",
        "cookie",
        "another header",
        "vary *",
        "sets one",
        "no-store",
        "private",
        "old",
        "long",
    ],
)
def test_what_is_never_kept(at: list[int | None], answer: Answer, stamp: int | None) -> None:
    computed = Computed(answer, stamp)
    table = Ready(computed)
    assert [table.answer(wsgi.environ()) for _ in range(2)] == [answer] * 2
    assert (computed.times, table.bytes) == (2, 0)


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "other.example"},
        {"HTTP_HOST": "localhost,other.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_HX_HISTORY_RESTORE_REQUEST": "true"},
        {"HTTP_HX_CURRENT_URL": "http://localhost/"},
        {"HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true"},
        {"PATH_INFO": "/help/"},
        {"QUERY_STRING": "q=%67pu"},
        {"HTTP_COOKIE": "a=b"},
        {"HTTP_X_SHOWN": "abc /"},
        {"HTTP_IF_MATCH": 'W/"x"'},
        {"REQUEST_METHOD": "OPTIONS"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_request_is_another_answer(at: list[int | None], other: dict[str, str]) -> None:
    computed = Computed()
    table = Ready(computed)
    table.answer(wsgi.environ("/?q=gpu"))
    table.answer({**wsgi.environ("/?q=gpu"), **other})
    assert computed.times == 2


def test_who_has_it_already(at: list[int | None]) -> None:
    """A 304 is the application's own, kept by what was asked; who has another gets the answer that is there."""
    computed = Computed()
    table = Ready(computed)
    table.answer(wsgi.environ())
    assert table.answer(wsgi.environ(HTTP_IF_NONE_MATCH='"other"')) == PAGE
    assert computed.times == 1
    computed.answer = (304, PAGE[1], b"")
    for known in ('W/"x"', '"x", "y"'):
        assert [table.answer(wsgi.environ(HTTP_IF_NONE_MATCH=known))[0] for _ in range(2)] == [304, 304]
    assert computed.times == 3
    assert table.answer(wsgi.environ()) == PAGE


def test_it_is_bounded_in_bytes(at: list[int | None]) -> None:
    computed = Computed((200, PAGE[1], b"x" * 1000))
    table = Ready(computed, most=30_000)
    for number in range(100):
        table.answer(wsgi.environ(f"/?q={number}"))
        table.answer(wsgi.environ("/"))
    assert 20_000 < table.bytes <= 30_000
    assert computed.times == 101, "what is asked for stays"
    at[0] = computed.stamp = 2
    for number in range(100):
        table.answer(wsgi.environ(f"/?q={number}"))
    assert table.bytes <= 30_000
    assert table.bytes == sum(ready._size(key, kept) for key, kept in table._kept.items())


# --- In front of the site --------------------------------------------------------------------------------------------


@pytest.fixture
def table(published: Published) -> Ready:
    application = WSGIHandler()
    return Ready(lambda environ: run(application, environ))


def is_kept(table: Ready, url: str, **headers: str) -> bool:
    before = table.bytes
    status, _, _ = table.answer(wsgi.environ(url, **headers))
    assert status == 200
    return table.bytes > before


KEPT = (
    *("/", "/?payload=50MB", "/fit.json", "/matrix.json", "/matrix.md", "/tables/hosting-options.csv", "/help/"),
    *("/embed/hosting-options/", "/editions/", "/editions.json", "/feed.xml?payload=50MB"),
)
NEVER = (
    *("/decision/", "/decision.md", "/revisions/", "/revisions/feed.xml", "/revisions/{}/", "/revisions/compare/"),
    *("/admin/login/", "/livez", "/healthz", "/robots.txt"),
)


def test_what_is_kept_of_the_site(table: Ready, published: Published) -> None:
    assert [url for url in KEPT if not is_kept(table, url)] == []
    assert [url for url in NEVER if is_kept(table, url.format(published.short))] == []
    assert not is_kept(table, "/?q=gpu", HTTP_X_SHOWN="0 /")
    with failing.no_database():
        assert not is_kept(table, "/?q=gpu")
        assert b'id="notice"' in table.answer(wsgi.environ("/"))[2], "nor taken from there"
    assert b'id="notice"' not in table.answer(wsgi.environ("/"))[2]


def test_what_is_saved_is_seen_by_the_next_request(table: Ready) -> None:
    before = table.answer(wsgi.environ())[2]
    set_cell("≤ 6 MB", "payload-size", "serverless-inference")
    after = table.answer(wsgi.environ())[2]
    assert "≤ 6 MB".encode() in after
    assert after != before
    assert table.answer(wsgi.environ())[2] == after


def test_what_is_kept_counts_for_no_rate(table: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_counts", {})
    with override_settings(RATE_LIMIT=1):
        assert [table.answer(wsgi.environ(url))[0] for url in ("/", "/", "/help/", "/")] == [200, 200, 429, 200]


def _reads_the_session(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.session.get("x")) + "x" * 300)


def _reads_the_user(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"for {request.user}" + "x" * 300)


def _sets_a_cookie(_: HttpRequest) -> HttpResponse:
    response = HttpResponse("x" * 300)
    response.set_cookie("a", "b")
    return response


def _reads_none(_: HttpRequest) -> HttpResponse:
    return HttpResponse("x" * 300)


VIEWS = {"session": _reads_the_session, "user": _reads_the_user, "cookie": _sets_a_cookie, "none": _reads_none}
urlpatterns = [path(f"{name}/", responses.for_people(STAMP)(view)) for name, view in VIEWS.items()] + site


@override_settings(ROOT_URLCONF=__name__)
def test_what_reads_the_session_is_never_kept(table: Ready) -> None:
    """Though the view says that the stamp is all that it follows from."""
    assert {name: is_kept(table, f"/{name}/") for name in VIEWS} == dict.fromkeys(VIEWS, False) | {"none": True}


@override_settings(ROOT_URLCONF=__name__)
def test_who_is_logged_in_leaves_nothing_behind(table: Ready, client: Client) -> None:
    client.force_login(User.objects.create_user("anna"))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    assert table.answer(wsgi.environ("/user/", HTTP_COOKIE=cookie))[2].startswith(b"for anna")
    assert table.answer(wsgi.environ("/user/"))[2].startswith(b"for AnonymousUser")
    assert not is_kept(table, "/", HTTP_COOKIE=cookie)
