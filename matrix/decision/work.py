"""A budget of work: the lint and the search for flips stop where it is spent, and say where.

Pure. Counted in judgements, one for each answer held against an option, never in seconds: the same matrix has the same
findings on every machine.
"""

from dataclasses import dataclass
from typing import Final

MAX_JUDGEMENTS: Final = 100_000
"""Judgements that one lint, or one search for flips, may make; about a second's. The standard matrix's lint makes
fewer than 1,000."""


class OutOfWork(Exception):
    """The budget is spent."""


@dataclass
class Work:
    """``left`` of a budget; ``at`` is what is being looked at, in words or as a place; ``stopped`` once it is spent."""

    left: int = MAX_JUDGEMENTS
    at: object = None
    stopped: bool = False

    def spend(self, judgements: int) -> None:
        """Raises OutOfWork where fewer are left."""
        self.left -= judgements
        if self.left < 0:
            self.stopped = True
            raise OutOfWork
