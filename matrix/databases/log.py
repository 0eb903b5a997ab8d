"""What an outage is in the log: one line a second at most, and no traceback where the cause is known."""

import logging
import time
from threading import Lock

from matrix.databases.faults import Fault, fault_of

OUTAGE = {"outage": True}
"""``extra`` of a line about an outage."""


class OneASecond(logging.Filter):
    """Of all lines about databases that fail, and of all answers that somebody has to wait, one a second."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._last = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        fault = fault_of(record.exc_info[1]) if record.exc_info else None
        if fault is not None:
            _shorten(record, fault)
        elif not hasattr(record, "outage") and getattr(record, "status_code", 0) != 503:
            return True
        with self._lock:
            now = time.monotonic()
            if now - self._last < 1:
                return False
            self._last = now
        return True


def _shorten(record: logging.LogRecord, fault: Fault) -> None:
    record.msg, record.args = f"{record.getMessage()}: {fault.value}", ()
    record.exc_info = record.exc_text = None
