"""The server held on to, for as long as it lets one: deadlines that end, workers that die.

Each runs for seconds, so `make soak` runs them. On SQLite: what is tried is the server.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from tests.soak.test_custody import SECONDS
from tests.support.serving import Server, prepare, stuck_body

pytestmark = pytest.mark.soak


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Server]:
    database = f"sqlite:///{tmp_path_factory.mktemp('served')}/db.sqlite3"
    prepare(database)
    server = Server(database, workers=getattr(request, "param", 1))
    yield server
    server.stop()


def test_a_stuck_body_does_not_keep_it_from_ending(server: Server) -> None:
    """Within the body's deadline, and not by force."""
    worker = server.workers()[0]
    with server.held(1, stuck_body()) as (held,):
        server.get("/livez")
        assert server.stop() < 15
        assert held.recv(1000).startswith(b"HTTP/1.1 408 ")
    with pytest.raises(ProcessLookupError):
        os.kill(worker, signal.SIG_DFL)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A"], ids=["idle", "slow headers"])
def test_connections_that_ask_for_nothing_are_closed(server: Server, begun: bytes) -> None:
    with server.held(20, begun) as held:
        began = time.monotonic()
        for each in held:
            while each.recv(1000):
                pass
        assert time.monotonic() - began < 15


@pytest.mark.parametrize("server", [2], indirect=True)
def test_killed_workers_cost_their_own_requests_alone(server: Server) -> None:
    """Readers ask all the time; whoever got no answer was being answered at a kill."""
    failed: list[tuple[float, float]] = []
    answered: list[float] = []
    kills: list[tuple[float, float]] = []
    end = time.monotonic() + min(SECONDS / 2, 30)

    def read() -> None:
        while (began := time.monotonic()) < end:
            try:
                status, _, seconds = server.get("/fit.json?payload=50MB")
                assert status == 200
                answered.append(seconds)
            except OSError:
                failed.append((began, time.monotonic()))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    while time.monotonic() < end - 1:
        told = time.monotonic()
        server.kill_worker()
        kills.append((told, time.monotonic()))
        before = len(answered)
        while len(answered) < before + 10 and time.monotonic() < end:
            time.sleep(0.2)
    for reader in readers:
        reader.join()
    print(f"\n{len(kills)} kills, {len(answered)} answers, {len(failed)} failed, slowest {max(answered):.2f} s")
    assert len(kills) >= 2
    in_flight = [it for it in failed if any(it[0] <= gone and told <= it[1] for told, gone in kills)]
    assert failed == in_flight
    assert max(answered) < 5
