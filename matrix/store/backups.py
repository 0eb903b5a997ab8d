"""The whole database as one file, taken while the site goes on, and put back.

A copy of the SQLite file alone is none: what was written last lies in its write-ahead log.
"""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from django.db import connection

from matrix import models
from matrix.databases.sqlite.file import make
from matrix.store import stamp

_PATIENCE: Final = 60.0
"""How long a restore waits for SQLite's other writers, in seconds."""


class BackupError(Exception):
    """A backup that can't be made or put back; the message says why. Nothing has changed."""


def backup(file: Path) -> int:
    """Writes the database to a new file that its owner alone can read, and reads it back; how many revisions it holds.
    Raises BackupError."""
    with _new(file) as aside:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(aside)) as copy:
                connection.connection.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, that stands alone
            return _revisions(aside)
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={aside}"])
        _run(["pg_restore", f"--file={os.devnull}", str(aside)])  # all of it: --list reads its head alone
        return models.Revision.objects.count()


@contextmanager
def _new(file: Path) -> Iterator[Path]:
    """A file beside the one that is to be, which takes its place when it is whole. A backup never replaces another."""
    aside = file.with_name(f".{file.name}.part")
    try:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise BackupError(f"{aside}: {error.strerror}") from None
    try:
        yield aside
        os.link(aside, file)
    except FileExistsError:
        raise BackupError(f"{file} is there already, and is left as it is") from None
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{file} can't be written: {error}") from None
    finally:
        aside.unlink()


def restore(file: Path, *, replace: bool = False) -> int:
    """Puts a backup in the place of all that the database holds; how many revisions it holds. What readers see is
    another state from then on, also where the backup's stamp is an older one. Raises BackupError: where the file is no
    backup of this kind of database; where revisions exist that ``replace`` does not give up."""
    held = None
    if connection.vendor == "sqlite":
        held = _revisions(file)
        make(connection.settings_dict["NAME"])
    tables = connection.introspection.table_names()
    if not replace and models.Revision._meta.db_table in tables and models.Revision.objects.exists():
        raise BackupError("the database holds revisions already; --replace gives them up for the backup's")
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(name, timeout=_PATIENCE)) as target:
            source.backup(target)
    else:
        options = ["--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-acl"]
        _run(["pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(file)])
    stamp.advance()
    return held if held is not None else models.Revision.objects.count()


def _revisions(file: Path) -> int:
    """How many revisions an SQLite file holds. Raises BackupError where it is damaged or something else."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            (sound,) = copy.execute("PRAGMA integrity_check").fetchone()
            (held,) = copy.execute(f"SELECT count(*) FROM {models.Revision._meta.db_table}").fetchone()  # noqa: S608
    except sqlite3.Error as error:
        raise BackupError(f"{file} is no backup of this site’s SQLite database: {error}") from None
    if sound != "ok":
        raise BackupError(f"{file} is damaged: {sound}")
    return int(held)


def _run(command: Sequence[str]) -> None:
    """One of PostgreSQL's own commands, on this site's database. The password goes by the environment alone."""
    settings = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(settings[name]) for variable, name in named.items() if settings[name]}
    try:
        done = subprocess.run(  # noqa: S603 (no shell, and the words are ours)
            command, env={**os.environ, **given}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BackupError(f"{command[0]} is not on this machine (Debian: postgresql-client)") from None
    if done.returncode:
        raise BackupError(f"{command[0]}: {done.stderr.strip()}")
