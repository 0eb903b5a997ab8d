"""One writer at a time, on either database, in a transaction of its own.

PostgreSQL hands an advisory lock on in the order in which it was asked for. SQLite hands nothing on: who waits looks
again, at last every 100 ms, and among busy writers one that looks so seldom may never find it free. So who waits for
SQLite looks often, at random times, which gives each the same chance.
"""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from django.db import OperationalError, connection, transaction

_ADVISORY_LOCK: Final = 0x6D617472  # "matr"
PATIENCE: Final = 60.0
"""How long a writer waits for SQLite's others, in seconds."""
_LOOKS: Final = (0.001, 0.01)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction that no other writer's overlaps. Raises OperationalError where others hold on too long."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            _begin(stack)
        else:
            stack.enter_context(transaction.atomic())
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        yield


def _begin(stack: ExitStack) -> None:
    """SQLite's transactions begin with the write lock (settings)."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (milliseconds,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    stack.enter_context(transaction.atomic())
                    return
                except OperationalError as error:
                    if not _is_busy(error) or time.monotonic() > until:
                        raise
                    time.sleep(random.uniform(*_LOOKS))  # noqa: S311 (no secret)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")


def _is_busy(error: OperationalError) -> bool:
    """Whether another connection holds the lock: SQLite's code for it; the low byte, as extended ones tell more."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
