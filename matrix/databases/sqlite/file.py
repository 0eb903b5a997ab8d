"""The database's file: made by the commands that prepare a database, and by nobody else."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any


def make(name: Any) -> None:
    """SQLite's file, where there is none, for its owner alone: it holds sessions and hashes of passwords. SQLite gives
    what it keeps beside it the same mode."""
    if isinstance(name, Path):  # as the settings give it; else the database is in memory, or another machine's
        with suppress(FileExistsError):
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


@contextmanager
def alone(name: Any) -> Iterator[None]:
    """One process of all that would prepare this file. The lock is its folder's: SQLite's own locks are lost where
    another hand closes the file."""
    if not isinstance(name, Path):
        yield
        return
    folder = os.open(name.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
