"""The stamp: one number that every write to what readers see advances, within the write's own transaction.

Whatever is kept of what readers see may be kept by it: the newest revision and the subject follow from it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

from django.db import connection
from django.db.models import F, Subquery, Value
from django.db.models.functions import Greatest

from matrix import models
from matrix.store.lock import one_at_a_time

NUMBER: Final = Subquery(models.Stamp.objects.values("number")[:1])
"""The stamp, to be read with something else in one query; None where nothing was ever written."""
BESIDE: Final = Subquery(models.Stamp.objects.values("beside")[:1])
"""The same as of the last write to what no revision holds: the subject follows from that already."""
_connection: Final = cast("Any", connection)
_GLANCE: Final = f"SELECT number FROM {models.Stamp._meta.db_table}"  # noqa: S608 (a name of the project's own)


def advance(*, revision: bool = False) -> None:
    """Within the transaction of a write: of a ``revision``, else of what none holds. The number is the clock's, in
    microseconds, and greater than the last: a write that is rolled back has used a number that no other gets, so
    nothing kept by it is ever mistaken."""
    now = time.time_ns() // 1000
    advanced = Greatest(F("number") + 1, Value(now))
    if not models.Stamp.objects.update(number=advanced, **({} if revision else {"beside": advanced})):
        models.Stamp.objects.create(number=now, beside=now)


@contextmanager
def advancing() -> Iterator[None]:
    """One transaction, one writer at a time, that ends with the stamp advanced; on any error nothing has happened."""
    with one_at_a_time():
        yield
        advance()


def glance() -> int:
    """The same as `number`, for readers, who ask at every request: a tenth of its work (`matrix.databases`). Raises
    Error."""
    row = _connection.first(_GLANCE)
    return int(row[0]) if row else 0


def number() -> int:
    """The stamp, 0 where nothing was ever written."""
    return models.Stamp.objects.values_list("number", flat=True).first() or 0


def beside() -> int:
    """The stamp of the last write to what no revision holds, 0 where there was none."""
    return models.Stamp.objects.values_list("beside", flat=True).first() or 0
