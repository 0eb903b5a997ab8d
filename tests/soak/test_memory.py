"""What a worker keeps doesn't grow: ever-new questions, asked of 30 pinned revisions and of every edition."""

import threading
import time
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path
from typing import Final

import pytest

from tests.soak.test_custody import SECONDS
from tests.support.serving import Server, prepare

pytestmark = pytest.mark.soak

REVISIONS: Final = 30
QUESTIONS: Final = 500_000
"""At most: the study ends after so many, or after its seconds."""
MOST: Final = 150_000_000
"""Bytes of a worker."""
GROWS: Final = 6_000_000
"""Bytes that it may take more in a study's second half: what Python's allocator makes of the same load."""
PINNED: Final = [f"&rev={number:012x}" for number in range(2, REVISIONS + 1)]
DATED: Final = [f"&edition={date}" for date in ("2023-03-10", "2025-09-27", "2026-08-07")]
PATHS: Final = ("/", "/fit.json", "/", "/decision.md", "/", "/feed.xml", "/")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    database = f"sqlite:///{tmp_path}/db.sqlite3"
    prepare(database, REVISIONS)
    server = Server(database)
    yield server
    server.stop()


def addresses() -> Iterator[str]:
    """Each once, for ever."""
    asked = zip(count(1), cycle(PATHS), cycle(["", "", *PINNED, "", *DATED]))
    for number, path, of in asked:
        facts = "&facts=annotated" if number % 5 == 0 else ""
        yield f"{path}?payload={number}KB&time={number % 1000 + 1}ms{facts}{'' if path == '/feed.xml' else of}"


def resident(server: Server) -> int:
    """Bytes of the one worker."""
    status = Path(f"/proc/{server.workers()[-1]}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def test_a_worker_stays_as_it_is(server: Server) -> None:
    began, lock, asked = time.monotonic(), threading.Lock(), addresses()
    taken: list[tuple[int, int]] = []
    served = 0

    def read() -> None:
        nonlocal served
        while served < QUESTIONS and time.monotonic() < began + SECONDS:
            with lock:
                address = next(asked)
            status, _, _ = server.get(address, timeout=60)
            assert status == 200, address
            with lock:
                served += 1
                if served % 500 == 0:
                    taken.append((served, resident(server)))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    taken.append((served, resident(server)))
    print(f"\n{served} questions: {', '.join(f'{at}: {size / 1e6:.0f} MB' for at, size in taken)}")
    assert max(size for _, size in taken) <= MOST
    half = [size for at, size in taken if at >= served / 2]
    assert half[-1] <= half[0] + GROWS or served < 20_000, "it has not filled what it may keep yet"
