"""A database that fails: in the tests' own thread, by what is raised where a statement would be sent."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import OperationalError, connection

from matrix.databases import limits
from matrix.store import readers


def busy() -> OperationalError:
    """That another holds the lock, as Django raises it from SQLite's."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    found = OperationalError("database is locked")
    found.__cause__ = cause
    return found


def gone() -> OperationalError:
    """That it doesn't answer."""
    return OperationalError("connection refused")


class Fails:
    """Counts how often it was asked."""

    def __init__(self, error: Callable[[], Exception]) -> None:
        self.asked, self._error = 0, error

    def __call__(self, *_: Any, **__: Any) -> Any:
        limits.seconds()  # as the backends do: raises where nobody is to ask
        self.asked += 1
        raise self._error()


@contextmanager
def no_database(error: Callable[[], Exception] = gone) -> Iterator[Fails]:
    """Every statement fails; no probe looks."""
    fails = Fails(error)
    nowhere = patch.multiple(connection, _cursor=fails, first=fails)
    with nowhere, patch("matrix.store.outage.Thread"):
        try:
            yield fails
        finally:
            readers.outage._since = None


@contextmanager
def read_only() -> Iterator[None]:
    """It can be read, and refuses every write by itself. Outside of a transaction."""
    on, off = ("PRAGMA query_only = 1", "PRAGMA query_only = 0")
    if connection.vendor == "postgresql":
        on, off = "SET default_transaction_read_only = on", "SET default_transaction_read_only = off"
    with connection.cursor() as cursor:
        cursor.execute(on)
        try:
            yield
        finally:
            cursor.execute(off)


@contextmanager
def full() -> Iterator[None]:
    """SQLite's disk has no room for more than there is."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # else it writes where something was
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("PRAGMA max_page_count = 1")  # of pages that are there, SQLite takes none away
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA max_page_count = {most}")
