"""Readers hammer two workers while another process saves: no answer that began after a save's commit shows what was
before it, and none is of two states. On both databases; SOAK_SECONDS bounds it, within 500 saves."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Final

import pytest

from tests.soak.test_custody import SECONDS
from tests.soak.test_outages import Cluster, cluster
from tests.support.serving import ROOT, Server, prepare

__all__ = ["cluster"]
pytestmark = pytest.mark.soak
READERS: Final = 8
SAVES: Final = 500
ADDRESSES: Final = ("/", "/matrix.json", "/?q=payload", "/tables/inference-options.csv", "/fit.json?payload=50MB")
SAVED: Final = re.compile("(?<!it was )≤ ([0-9]{4}) MB|Site ([0-9]{4})")
"""The number of a save, wherever it stands; but for what a cell says that it was before."""

# A save changes the revision and the subject at once, in one transaction; it says its number once that is committed.
SAVE: Final = """
import sys, time, django
django.setup()
from matrix.models import Cell, Subject
from matrix.store import recording
for number in range(1000, 1000 + int(sys.argv[1])):
    with recording.change():
        subject = Subject.objects.get()
        subject.name = f"Site {number}"
        subject.save()
        cell = Cell.objects.get(feature__key="payload-size", option__slug="serverless-inference")
        cell.notation = f"≤ {number} MB"
        cell.save()
    print(number, time.monotonic(), flush=True)
    time.sleep(0.02)
"""


class Site(Server):
    """Its readers, who note what they saw and when they had asked."""

    def read(self, address: str, seen: list[tuple[float, set[int]]], over: Event) -> None:
        while not over.is_set():
            began = time.monotonic()
            status, content, _ = self.get(address, timeout=30)
            assert status == 200
            seen.append((began, {int(a or b) for a, b in SAVED.findall(content.decode())}))


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    database = f"sqlite:///{tmp_path}/db.sqlite3"
    if request.param == "postgresql":
        made: Cluster = request.getfixturevalue("cluster")
        database = made.url
    prepare(database)
    site = Site(database, workers=2)
    yield site
    site.stop()


def test_it_works(site: Site) -> None:
    seen: dict[str, list[tuple[float, set[int]]]] = {address: [] for address in ADDRESSES}
    over = Event()
    asked = [ADDRESSES[number % len(ADDRESSES)] for number in range(READERS)]
    readers = [Thread(target=site.read, args=(address, seen[address], over)) for address in asked]
    for reader in readers:
        reader.start()
    writer = subprocess.Popen([sys.executable, "-c", SAVE, str(SAVES)], cwd=ROOT, env=site.environment, stdout=-1)
    saved: list[tuple[float, int]] = []
    assert writer.stdout
    with writer.stdout as lines:
        for line in lines:
            number, at = line.split()
            saved.append((float(at), int(number)))
            if float(at) > saved[0][0] + SECONDS:
                writer.kill()
    writer.wait()
    time.sleep(0.5)
    over.set()
    for reader in readers:
        reader.join()
    answers = [(began, found) for each in seen.values() for began, found in each]
    print(f"\n{len(saved)} saves, {len(answers)} answers")
    assert len(saved) > 2
    assert all(seen.values())
    assert [found for _, found in answers if len(found) > 1] == [], "of two states"
    stale = []
    for began, found in answers:
        before = max((number for at, number in saved if at < began), default=0)
        if before and (max(found, default=0) < before):
            stale.append((began, before, found))
    assert stale == []
