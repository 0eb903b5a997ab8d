"""The long studies of custody: many writers, a killed process, ten thousand revisions. `make soak` runs them.

SOAK_SECONDS bounds each; on SQLite always, on PostgreSQL where TEST_POSTGRES_URL names a server.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import pytest
from django.test import Client

from matrix import models
from matrix.store import recording
from matrix.store.revisions import Published

pytestmark = pytest.mark.soak
ROOT = Path(__file__).parents[2]
SECONDS = float(os.environ.get("SOAK_SECONDS", "60"))
WRITERS = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own, with the standard matrix."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/soak.sqlite3"
        run(url, "manage.py", "prepare")
        yield url
        return
    psycopg = pytest.importorskip("psycopg")
    server = request.getfixturevalue("postgres_url")
    name = f"soak_{os.getpid()}"
    given = dj_database_url.parse(server)
    base = server.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/{given['NAME'] or 'postgres'}", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name}")
        url = f"{base}/{name}"
        run(url, "manage.py", "prepare")
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(database: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATABASE_URL": database, "LOG_LEVEL": "ERROR"}
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate()
    assert process.returncode == 0, out
    return out.strip().splitlines()[-1] if out.strip() else ""


def run(database: str, *arguments: str) -> str:
    return finish(start(database, *arguments))


def count(database: str) -> int:
    code = "import tests.soak.custody as c; print(c.models.Revision.objects.count() if c.whole() else -1)"
    return int(run(database, "-c", code))


def test_many_writers_lose_nothing_and_readers_see_whole_revisions(database: str) -> None:
    """As many revisions as saves that succeeded, and the one of the fixtures."""
    seconds = str(min(30, SECONDS / 4))
    writers = [start(database, "-m", "tests.soak.custody", "write", seconds, str(seed)) for seed in range(WRITERS)]
    readers = [start(database, "-m", "tests.soak.custody", "read", seconds) for _ in range(2)]
    saved = [int(finish(writer)) for writer in writers]
    looks = [int(finish(reader)) for reader in readers]
    print(f"\n{WRITERS} writers for {seconds} s: {saved} saves, {looks} looks")
    assert min(saved) > 0
    assert count(database) == 1 + sum(saved)


def test_a_killed_process_leaves_one_of_its_revisions(database: str) -> None:
    kills = max(10, min(100, int(SECONDS)))
    assert run(database, "-m", "tests.soak.custody", "die", str(kills), "7") == str(kills)
    assert count(database) - 2 > kills / 4  # the writers did write, most times


@pytest.mark.django_db
def test_ten_thousand_revisions_cost_a_page_nothing(published: Published, client: Client) -> None:
    def cost(address: str, times: int = 40) -> float:
        client.get(address.format(1))
        spent = []
        for number in range(times):
            begun = time.process_time()
            assert client.get(address.format(number + 2)).status_code == 200
            spent.append(time.process_time() - begun)
        return statistics.median(spent)

    page, listed = cost("/?payload={}KB"), cost("/revisions/")
    with recording.change():
        models.Cell.objects.filter(option__slug="batch-transform", feature__key="gpu-support").update(notation="")
    newest = models.Revision.objects.latest("number")
    fields = {f.name: getattr(newest, f.name) for f in models.Revision._meta.fields if f.name not in ("id", "number")}
    models.Revision.objects.bulk_create(
        [models.Revision(**{**fields, "hash": f"{number:064x}"}, number=number) for number in range(3, 10_001)],
        batch_size=500,
    )
    ratio = cost("/?payload={}MB") / page
    print(f"\npage with 10,000 revisions / with one: {ratio:.2f}; list: {cost('/revisions/') / listed:.2f}")
    assert models.Revision.objects.count() == 10_000
    assert ratio < 1.5
    assert cost("/revisions/?before=5000") < 0.05
