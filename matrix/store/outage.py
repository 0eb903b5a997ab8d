"""Whether the database answers. While it doesn't, nobody asks it but one probe, once a second, in a thread of its own:
however long that waits, no reader does."""

import logging
import os
import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import Final

from django.db import Error, connection

from matrix.databases import limits
from matrix.databases.faults import fault_of
from matrix.databases.log import OUTAGE

EVERY: Final = 1.0
"""Seconds from one look of the probe to the next."""

_log = logging.getLogger(__name__)


class Outage:
    """``look`` asks the database, and raises Error where it doesn't answer."""

    def __init__(self, look: Callable[[], object]) -> None:
        self._look = look
        self._lock = Lock()
        self._since: float | None = None
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        """The child of a process that knows of an outage has no thread that would end it: it finds out for itself."""
        self._lock, self._since = Lock(), None

    @property
    def lasts(self) -> bool:
        return self._since is not None

    def begin(self, error: Error) -> None:
        """The database has failed somebody, by a known fault. Who was refused since an outage lasted knows nothing
        new: it may have ended meanwhile."""
        if isinstance(error, limits.NotAsked):
            return
        with self._lock:
            if self._since is not None:
                return
            self._since = time.monotonic()
        fault = fault_of(error)
        _log.error("%s Readers see what was read last.", fault.value if fault else error, extra=OUTAGE)
        Thread(target=self._probe, name="probe", daemon=True).start()

    def _probe(self) -> None:
        while self.lasts:
            time.sleep(EVERY)
            if self._answers():
                self._end()

    def _answers(self) -> bool:
        try:
            with limits.within(limits.READER):
                self._look()
        except Error as error:
            return fault_of(error) is None  # any other error is an answer
        finally:
            connection.close()
        return True

    def _end(self) -> None:
        with self._lock:
            if self._since is not None:  # told first: who sees that it has ended finds it in the log
                _log.warning("The database answers again, after %.0f seconds.", time.monotonic() - self._since)
            self._since = None
