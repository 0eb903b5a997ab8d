"""Which causes of a database's error are known, by its code alone; and what the log says of them."""

import logging
import sqlite3
import sys
from collections.abc import Callable

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.db.utils import Error
from psycopg import errors

from matrix.databases import log
from matrix.databases.faults import Fault, Uncertain, fault_of
from matrix.databases.limits import NoAnswer, NotAsked


def of_sqlite(code: int | None) -> Error:
    """As Django raises it from SQLite's own, whose words say something else."""
    cause = sqlite3.OperationalError("database is locked")
    if code is not None:
        cause.sqlite_errorcode = code
    return caused(OperationalError("database is locked"), cause)


def caused(error: Error, cause: Exception) -> Error:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (sqlite3.SQLITE_BUSY, Fault.BUSY),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Fault.BUSY),
        (sqlite3.SQLITE_LOCKED, Fault.BUSY),
        (sqlite3.SQLITE_LOCKED_SHAREDCACHE, Fault.BUSY),
        (sqlite3.SQLITE_FULL, Fault.FULL),
        (sqlite3.SQLITE_READONLY, Fault.READ_ONLY),
        (sqlite3.SQLITE_READONLY_DBMOVED, Fault.READ_ONLY),
        (sqlite3.SQLITE_CANTOPEN, Fault.GONE),
        (sqlite3.SQLITE_PERM, Fault.GONE),
        (sqlite3.SQLITE_IOERR_READ, Fault.UNSOUND),
        (sqlite3.SQLITE_CORRUPT, Fault.UNSOUND),
        (sqlite3.SQLITE_NOTADB, Fault.UNSOUND),
        (sqlite3.SQLITE_ERROR, None),  # no such table
        (None, None),
    ],
)
def test_sqlite(code: int | None, fault: Fault | None) -> None:
    assert fault_of(of_sqlite(code)) == fault


@pytest.mark.parametrize(
    ("error", "cause", "fault"),
    [
        (OperationalError(), errors.DiskFull(), Fault.FULL),
        (OperationalError(), errors.TooManyConnections(), Fault.GONE),
        (OperationalError(), errors.ReadOnlySqlTransaction(), Fault.READ_ONLY),
        (OperationalError(), errors.LockNotAvailable(), Fault.BUSY),
        (OperationalError(), errors.QueryCanceled(), Fault.BUSY),
        (OperationalError(), errors.DeadlockDetected(), Fault.BUSY),
        (OperationalError(), errors.AdminShutdown(), Fault.GONE),
        (OperationalError(), errors.CannotConnectNow(), Fault.GONE),
        (OperationalError(), errors.ConnectionFailure(), Fault.GONE),
        (InterfaceError(), errors.IdleInTransactionSessionTimeout(), Fault.GONE),
        (OperationalError(), errors.InvalidPassword(), Fault.GONE),
        (OperationalError(), errors.InvalidCatalogName(), Fault.GONE),
        (OperationalError(), errors.IoError(), Fault.UNSOUND),
        (OperationalError(), errors.DataCorrupted(), Fault.UNSOUND),
        (OperationalError(), errors.IndexCorrupted(), Fault.UNSOUND),
        (OperationalError(), psycopg.OperationalError("connection refused"), Fault.GONE),
        (InterfaceError(), psycopg.InterfaceError("closed"), Fault.GONE),
        (ProgrammingError(), errors.UndefinedTable(), None),
        (IntegrityError(), errors.UniqueViolation(), None),
        (DataError(), psycopg.DataError(), None),
    ],
)
def test_postgresql(error: Error, cause: Exception, fault: Fault | None) -> None:
    assert fault_of(caused(error, cause)) == fault


def test_what_the_project_says_itself() -> None:
    assert fault_of(NotAsked()) is fault_of(NoAnswer()) is Fault.GONE
    assert fault_of(Uncertain()) is Fault.UNCERTAIN
    assert fault_of(ValueError()) is fault_of(None) is None


# --- The log -----------------------------------------------------------------------------------------------------


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, (), None)
    made.__dict__.update(extra)
    return made


def raised(error: Exception) -> logging.LogRecord:
    try:
        raise error
    except type(error):
        return record("Internal Server Error: /", exc_info=sys.exc_info(), status_code=500)


def test_one_outage_is_a_line_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    told = log.OneASecond()
    lines: list[Callable[[], logging.LogRecord]] = [
        lambda: record("Service Unavailable: /revisions/", status_code=503),
        lambda: record("A save came to nothing", **log.OUTAGE),
        lambda: raised(of_sqlite(sqlite3.SQLITE_FULL)),
    ]
    assert [told.filter(line()) for line in lines] == [True, False, False]
    now[0] += 0.9
    assert not told.filter(lines[1]())
    now[0] += 0.2
    assert [told.filter(line()) for line in reversed(lines)] == [True, False, False]


def test_a_known_cause_has_no_traceback_and_every_other_has() -> None:
    told = log.OneASecond()
    known, unknown = raised(of_sqlite(sqlite3.SQLITE_READONLY)), raised(of_sqlite(sqlite3.SQLITE_ERROR))
    assert told.filter(known)
    assert known.exc_info is None
    assert Fault.READ_ONLY.value in known.getMessage()
    assert all(told.filter(unknown) for _ in range(3))
    assert unknown.exc_info
