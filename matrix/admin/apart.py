"""Work on what somebody sent, in a process of its own with a deadline: it can't hold up the readers of this one."""

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Final, ParamSpec, TypeVar

from django.conf import settings

from matrix.domain.document import DocumentError
from matrix.editing.apart import SECONDS

AT_ONCE: Final = 2
"""Processes that one worker of the server has at once; who comes later waits, as long as the work may take."""

_P = ParamSpec("_P")
_R = TypeVar("_R")
_log: Final = logging.getLogger(__name__)
_free: Final = BoundedSemaphore(AT_ONCE)


class TooMuch(DocumentError):
    """The work was ended: it took too long, or too much memory."""


def apart(function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """What a pure function of a module gives, worked out in another process. Raises the DocumentError that it raises,
    and TooMuch."""
    assert not kwargs  # they are not sent
    if not _free.acquire(timeout=SECONDS):
        raise TooMuch("other pages are being read; try again in a moment")
    try:
        done = _run(pickle.dumps((function, args)))
    except subprocess.TimeoutExpired:
        raise TooMuch(f"it takes more than {SECONDS} seconds to read and compare, the most that it may") from None
    finally:
        _free.release()
    if done.returncode:
        _log.warning("a page was given up: exit %s: %s", done.returncode, done.stderr.decode(errors="replace")[-300:])
        raise TooMuch("it takes more time or memory to read and compare than it may")
    kind, value = pickle.loads(done.stdout)  # noqa: S301 (what our own process wrote)
    if kind == "error":
        raise DocumentError(value)
    answer: _R = value
    return answer


def _run(job: bytes) -> subprocess.CompletedProcess[bytes]:
    """Where the project lies, and without this process's secrets."""
    return subprocess.run(
        [sys.executable, "-m", "matrix.editing.apart"],
        input=job,
        capture_output=True,
        timeout=SECONDS,
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG") if name in os.environ},
        check=False,
    )
