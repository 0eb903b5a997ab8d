"""One writer at a time: how long the others are waited for."""

import sqlite3
from contextlib import AbstractContextManager, nullcontext
from threading import Timer

import pytest
from django.db import OperationalError, connection, transaction

from matrix.databases import limits
from matrix.store import lock
from tests.support.postgresql import is_free, other_line


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL's advisory lock")
@pytest.mark.django_db(transaction=True)
class TestPostgreSQL:
    def test_there_is_one(self) -> None:
        with other_line() as other:
            with lock.one_at_a_time():
                assert not is_free(other, lock._ADVISORY_LOCK)
            assert is_free(other, lock._ADVISORY_LOCK)

    def test_an_editor_waits_for_it_longer_than_for_a_statement(self) -> None:
        with other_line() as other:
            other.execute("SELECT pg_advisory_lock(%s)", [lock._ADVISORY_LOCK])
            later = Timer(0.8, other.execute, ["SELECT pg_advisory_unlock(%s)", [lock._ADVISORY_LOCK]])
            later.start()
            with limits.within(0.2), lock.one_at_a_time():
                assert limits.seconds() == 0.2, "its own statements wait no longer than before"
            later.join()
