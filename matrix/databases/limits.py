"""How long a statement may take, by who waits for it; the backends hold it."""

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


class NoAnswer(OperationalError):
    """Whoever asks has waited in vain before, and waits no more."""


class NotAsked(NoAnswer):
    """The database is known not to answer."""


@dataclass
class Limit:
    """``seconds`` for each statement; ``refusal`` instead of any."""

    seconds: float
    refusal: type[NoAnswer] | None = None


_limit: ContextVar[Limit | None] = ContextVar("matrix_limit", default=None)


class within:  # noqa: N801 (used as a function is; a generator's context costs each reader twice as much)
    """So long may each statement take that this thread sends in here; ``refused``: none is sent at all."""

    __slots__ = ("_limit", "_token")

    def __init__(self, seconds: float, *, refused: bool = False) -> None:
        self._limit = Limit(seconds, NotAsked if refused else None)

    def __enter__(self) -> None:
        self._token = _limit.set(self._limit)

    def __exit__(self, *_: object) -> None:
        _limit.reset(self._token)


def seconds() -> float:
    """For the next statement. Raises NoAnswer."""
    limit = _limit.get()
    if limit is None:
        return COMMAND
    if limit.refusal:
        raise limit.refusal("The database does not answer at present, and was not asked.")
    return limit.seconds


def refuse() -> None:
    """Whoever has waited in vain waits no more: every further statement here is refused at once."""
    if limit := _limit.get():
        limit.refusal = limit.refusal or NoAnswer
