"""SQLite's file, which nobody makes by opening it, and its locks, which nobody waits for longer than the limit."""

import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from matrix.databases import limits
from matrix.databases.faults import Fault, fault_of
from matrix.databases.sqlite import file
from matrix.databases.sqlite.base import DatabaseWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's file"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db.sqlite3"


@pytest.fixture
def own(path: Path) -> Iterator[DatabaseWrapper]:
    """A connection to a file of its own, by the settings' options."""
    made = DatabaseWrapper({**connection.settings_dict, "NAME": path}, "own")
    yield made
    made.close()


def ask(own: DatabaseWrapper) -> None:
    with own.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master")


def test_opening_makes_no_file(own: DatabaseWrapper, path: Path) -> None:
    with pytest.raises(OperationalError) as refused:
        ask(own)
    assert fault_of(refused.value) is Fault.GONE
    assert any("prepare" in note for note in getattr(refused.value.__cause__, "__notes__", []))
    assert not path.exists()


def test_a_file_that_went_is_refused_though_it_is_open(own: DatabaseWrapper, path: Path) -> None:
    file.make(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ask(own)
    assert own.is_usable()
    path.unlink()
    assert not own.is_usable(), "what is written to it still would be lost"
    own.close_if_unusable_or_obsolete()  # as at the begin of each request
    with pytest.raises(OperationalError):
        ask(own)
    assert not path.exists()


def test_a_file_in_its_place_is_another(own: DatabaseWrapper, path: Path) -> None:
    file.make(path)
    ask(own)
    path.rename(path.with_suffix(".old"))
    file.make(path)
    assert not own.is_usable()


def test_a_reader_waits_for_no_lock(own: DatabaseWrapper, path: Path) -> None:
    file.make(path)
    ask(own)
    own.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE held (x)")
        other.execute("COMMIT")
        for _ in range(2):
            began = time.monotonic()
            with limits.within(0.2), pytest.raises(OperationalError) as refused:
                ask(own)
            assert fault_of(refused.value) is Fault.BUSY
            assert time.monotonic() - began < 5
    ask(own)


def test_who_is_refused_asks_nothing(own: DatabaseWrapper, path: Path) -> None:
    file.make(path)
    with limits.within(1, refused=True), pytest.raises(limits.NotAsked):
        ask(own)
    assert own.connection is None
    ask(own)


def test_patience_is_each_statements(own: DatabaseWrapper, path: Path) -> None:
    file.make(path)

    def patience() -> int:
        with own.cursor() as cursor:
            return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])

    with limits.within(limits.READER):
        assert patience() == 1000
    with limits.within(limits.EDITOR):
        assert patience() == 5000
    assert patience() == 20_000
