"""One writer at a time: how long the others are waited for."""

import sqlite3
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.db import OperationalError, connection, transaction

from matrix.store import lock


def error(code: int) -> OperationalError:
    """As Django raises it from SQLite's own."""
    found = OperationalError("database is locked")
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = code
    found.__cause__ = cause
    return found


class Held:
    """The write lock, which another has for the first so many looks."""

    def __init__(self, looks: int, code: int = sqlite3.SQLITE_BUSY) -> None:
        self.left, self.code = looks, code

    def __call__(self) -> AbstractContextManager[None]:
        if not self.left:
            return nullcontext()
        self.left -= 1
        raise error(self.code)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, each time; without the wait."""
    found: list[float] = []
    monkeypatch.setattr("time.sleep", found.append)
    return found


@pytest.mark.once
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL hands its lock on by itself")
@pytest.mark.django_db(transaction=True)
class TestSQLite:
    def test_who_finds_it_held_looks_again(self, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
        monkeypatch.setattr(transaction, "atomic", Held(3))
        with lock.one_at_a_time():
            pass
        assert len(waits) == 3
        assert len(set(waits)) > 1, "at random times, which gives each writer the same chance"
        assert max(waits) <= 0.01

    def test_but_not_for_ever(self, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
        monkeypatch.setattr(transaction, "atomic", Held(10))
        monkeypatch.setattr(lock, "PATIENCE", -1.0)
        with pytest.raises(OperationalError), lock.one_at_a_time():
            pytest.fail("it was not to be had")
        assert waits == []

    def test_any_other_error_is_no_lock_to_wait_for(self, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
        monkeypatch.setattr(transaction, "atomic", Held(1, sqlite3.SQLITE_IOERR))
        with pytest.raises(OperationalError), lock.one_at_a_time():
            pytest.fail("it was not to be had")
        assert waits == []

    def test_the_connections_own_patience_is_as_before(self) -> None:
        def milliseconds() -> int:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout")
                return int(cursor.fetchone()[0])

        before = milliseconds()
        with lock.one_at_a_time():
            assert milliseconds() == before
        assert milliseconds() == before > 0
