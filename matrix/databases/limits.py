"""How long a statement may take, by who waits for it; the backends hold it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.db.utils import OperationalError

READER: Final = 1.0
"""Seconds for a statement of a reader's request: a page takes a few milliseconds of the database's time."""
EDITOR: Final = 5.0
"""Of any other request."""
COMMAND: Final = 60.0
"""Of a command, and of whoever waits for the other writers."""


class NotAsked(OperationalError):
    """The database was not asked, since it doesn't answer at present."""


@dataclass
class Limit:
    """``seconds`` for each statement; ``refused``: none at all, now that the database doesn't answer."""

    seconds: float
    refused: bool = False


_limit: ContextVar[Limit | None] = ContextVar("matrix_limit", default=None)


@contextmanager
def within(seconds: float, *, refused: bool = False) -> Iterator[None]:
    """So long may each statement take that this thread sends in here."""
    token = _limit.set(Limit(seconds, refused))
    try:
        yield
    finally:
        _limit.reset(token)


def seconds() -> float:
    """For the next statement. Raises NotAsked."""
    limit = _limit.get()
    if limit is None:
        return COMMAND
    if limit.refused:
        raise NotAsked("The database does not answer at present, and was not asked.")
    return limit.seconds


def refuse() -> None:
    """Whoever has waited in vain waits no more: every further statement here is refused at once."""
    if limit := _limit.get():
        limit.refused = True
