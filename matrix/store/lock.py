"""One writer at a time, on either database, in a transaction of its own.

PostgreSQL hands an advisory lock on in the order in which it was asked for. SQLite hands nothing on: who waits looks
again, at last every 100 ms, and among busy writers one that looks so seldom may never find it free. So who waits for
SQLite looks often, at random times, which gives each the same chance.
"""

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from django.db import Error, OperationalError, connection, transaction

from matrix.databases import limits
from matrix.databases.faults import Fault, Uncertain, fault_of

_ADVISORY_LOCK: Final = 0x6D617472  # "matr"
PATIENCE: Final = limits.COMMAND
"""How long a writer waits for the others, in seconds."""
_LOOKS: Final = (0.001, 0.01)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction that no other writer's overlaps. Raises OperationalError where others hold on too long; Uncertain
    where the database has gone just as it was to commit, so that nobody knows whether it did."""
    outermost, done = not connection.in_atomic_block, False
    try:
        with _locked():
            yield
            done = True
    except Error as error:
        if outermost and done and fault_of(error) in (Fault.GONE, Fault.UNSOUND):
            raise Uncertain(Fault.UNCERTAIN.value) from error
        raise


@contextmanager
def _locked() -> Iterator[None]:
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            _begin(stack)
        else:
            stack.enter_context(transaction.atomic())
        if connection.vendor == "postgresql":
            # The server's own lock_timeout ends it after PATIENCE.
            with limits.within(PATIENCE + 1), connection.cursor() as cursor:
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
                    if fault_of(error) is not Fault.BUSY or time.monotonic() > until:
                        raise
                    time.sleep(random.uniform(*_LOOKS))  # noqa: S311 (no secret)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")
