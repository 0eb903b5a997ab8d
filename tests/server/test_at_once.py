"""What waits for nothing: answered at once where it is ready, else by a reader's thread."""

import threading
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse

import pytest

from matrix.server.guard import DEAR, READERS, Guard
from matrix.store import readers
from matrix.web.basis import READY
from tests.support.rsgi import Proto, Scope

STAMP = 7


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "glance", lambda: STAMP)


def page(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    environ[READY] = STAMP
    start_response("200 OK", [("Vary", "Accept-Encoding")])
    return [b"a page"]


@pytest.mark.parametrize(
    ("scope", "taken"),
    [(Scope(), True), (Scope("HEAD"), True), (Scope(query_string="a" * (DEAR + 1)), False), (Scope("POST"), False)],
)
def test_what_waits_for_nothing_is_answered_at_once(scope: Any, taken: bool) -> None:
    guard: Any = Guard(page)
    proto = Proto()

    assert guard.at_once(scope, proto) is taken
    assert proto.told.wait(5 if taken else 0) is taken


def test_what_is_ready_waits_for_no_reader() -> None:
    go = threading.Event()

    def slow_or_ready(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            go.wait()
        return page(environ, start_response)

    guard: Any = Guard(slow_or_ready)
    first, again = Proto(), Proto()
    guard.at_once(Scope(), first)
    assert first.told.wait(5)
    for _ in range(READERS):
        guard.at_once(Scope(path="/slow"), Proto())
    guard.at_once(Scope(), again)
    go.set()
    assert again.content == b"a page", "at once"


def test_a_fault_is_an_answer_too(caplog: pytest.LogCaptureFixture) -> None:
    def broken(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        raise OSError("no such thing")

    proto: Any = Proto()
    scope: Any = Scope()

    assert Guard(broken).at_once(scope, proto)
    assert proto.told.wait(5)
    assert proto.status == 500
    assert "no such thing" in caplog.text
