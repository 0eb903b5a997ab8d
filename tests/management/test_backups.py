"""`backup_matrix` and `restore_matrix`: every revision comes back, whatever was written while the backup was taken."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import connection

from matrix import models
from matrix.settings import BASE_DIR
from matrix.store import backups, stamp
from matrix.store.revisions import Published
from tests.support.stored import set_cell

REVISIONS = """
from django.core.management import call_command
call_command("prepare")
from matrix.store import recording
from matrix import models
for number in range(19):
    with recording.change("ada"):
        cell = models.Cell.objects.first()
        cell.notation = f"≤ {number + 1} MB"
        cell.save()
"""


class Site:
    """A site of its own in a folder, managed as an operator does it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "db.sqlite3"
        self.environment = {**os.environ, "DATABASE_URL": f"sqlite:///{self.file}"}

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=BASE_DIR, env=self.environment, capture_output=True, text=True, check=False)

    def newest(self) -> tuple[int, str]:
        with sqlite3.connect(self.file) as opened:
            number, digest = opened.execute("SELECT number, hash FROM matrix_revision ORDER BY number DESC").fetchone()
        return number, digest

    def stamp(self) -> int:
        with sqlite3.connect(self.file) as opened:
            (number,) = opened.execute("SELECT number FROM matrix_stamp").fetchone()
        return int(number)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("site"))
    assert made.manage("shell", "-v0", "-c", REVISIONS).returncode == 0
    return made


def test_a_backup_holds_what_a_copy_of_the_file_has_lost(site: Site, tmp_path: Path) -> None:
    writing = sqlite3.connect(site.file)  # as long as somebody has it open, the log is not taken into the file
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("UPDATE matrix_revision SET message = 'under way' WHERE number = 1")
    made = site.manage("backup_matrix", str(tmp_path / "backup"))
    writing.rollback()
    assert (made.returncode, made.stderr) == (0, "")
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600
    other = Site(tmp_path)
    restored = other.manage("restore_matrix", str(tmp_path / "backup"))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert other.newest() == site.newest()
    assert other.stamp() > site.stamp()


REFUSED = """
import sqlite3, sys
from pathlib import Path
from django.core.management import CommandError, call_command
folder = Path({folder!r})
(folder / "there").write_text("mine")
call_command("backup_matrix", folder / "whole", stdout=sys.stderr)
(folder / "cut").write_bytes((folder / "whole").read_bytes()[:40_000])
(folder / "text").write_text("no database")
sqlite3.connect(folder / "another").execute("CREATE TABLE other (id)")
for words in (["backup_matrix", folder / "there"], ["restore_matrix", folder / "whole"],
              *(["restore_matrix", folder / name, "--replace"] for name in ("cut", "text", "another", "not there"))):
    try:
        call_command(*words, stdout=sys.stdout)
    except CommandError as error:
        print(error)
"""


def test_what_would_lose_something_or_is_no_backup_is_refused(site: Site, tmp_path: Path) -> None:
    before = site.newest(), site.stamp()
    said = site.manage("shell", "-v0", "-c", REFUSED.format(folder=str(tmp_path))).stdout.splitlines()
    assert [line.replace(str(tmp_path), "…")[:58] for line in said] == [
        "…/there is there already, and is left as it is",
        "the database holds revisions already; --replace gives them",
        "…/cut is no backup of this site’s SQLite database: databas",
        "…/text is no backup of this site’s SQLite database: file i",
        "…/another is no backup of this site’s SQLite database: no ",
        "…/not there is no backup of this site’s SQLite database: u",
    ]
    assert (site.newest(), site.stamp()) == before
    assert (tmp_path / "there").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["another", "cut", "text", "there", "whole"]


def test_the_database_file_is_its_owners_alone(site: Site) -> None:
    assert stat.S_IMODE(site.file.stat().st_mode) == 0o600


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on PostgreSQL alone")
def test_on_postgresql_every_revision_comes_back(published: Published, tmp_path: Path) -> None:
    for number in range(3):
        set_cell(f"≤ {number + 1} min")
    newest, stamped = models.Revision.objects.latest("number").hash, stamp.number()
    assert backups.backup(tmp_path / "backup") == 4
    set_cell("Days")
    with pytest.raises(backups.BackupError, match="--replace"):
        backups.restore(tmp_path / "backup")
    assert backups.restore(tmp_path / "backup", replace=True) == 4
    assert models.Revision.objects.latest("number").hash == newest
    assert stamp.number() > stamped
    (tmp_path / "text").write_text("no dump")
    whole = (tmp_path / "backup").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) * 7 // 8])  # within the data, which stands behind its list
    for name in ("text", "cut"):
        with pytest.raises(backups.BackupError, match="pg_restore"):
            backups.restore(tmp_path / name, replace=True)
        assert models.Revision.objects.count() == 4, "all of it is put back, or nothing is changed"


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on PostgreSQL alone")
def test_on_postgresql_a_backup_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def cut(command: Sequence[str]) -> None:
        run(command)
        if command[0] == "pg_dump":
            (written,) = tmp_path.iterdir()
            os.truncate(written, written.stat().st_size - 200)

    run = backups._run
    monkeypatch.setattr(backups, "_run", cut)
    with pytest.raises(backups.BackupError, match="pg_restore"):
        backups.backup(tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []
