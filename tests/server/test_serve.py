"""The server as `make run` starts it: who holds on to it takes it from nobody.

What takes longer is in tests/soak/test_serving.py.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.serving import Server, prepare, stuck_body

SOON = 5.0
"""Seconds that are far beyond an answer's own time on a busy machine, and far below any deadline of the server's."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    database = f"sqlite:///{tmp_path_factory.mktemp('served')}/db.sqlite3"
    prepare(database)
    server = Server(database)
    yield server
    server.stop()


def answers(server: Server) -> None:
    for path in ("/livez", "/healthz", "/"):
        status, _, seconds = server.get(path)
        assert status == 200
        assert seconds < SOON


def test_it_works(server: Server) -> None:
    answers(server)
    status, content, _ = server.get("/fit.json?payload=50MB&q=%C3%A9")
    assert (status, content[:1]) == (200, b"{")
    assert server.get("/static/matrix.css")[0] == 200
    assert server.get("/no-such-page")[0] == 404


def test_workers_inherit_no_connection_to_the_database(server: Server) -> None:
    """Nor their database's locks, which SQLite loses by a fork, nor one line to PostgreSQL for all of them."""
    files = [str(file.readlink()) for file in Path(f"/proc/{server.process.pid}/fd").iterdir()]
    assert any("socket:" in file for file in files)
    assert not [file for file in files if "sqlite3" in file]


@pytest.mark.parametrize("many", [4, 60])
def test_stuck_bodies_keep_nobody_waiting(server: Server, many: int) -> None:
    with server.held(many, stuck_body()):
        answers(server)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A"], ids=["idle", "slow headers"])
def test_open_connections_keep_nobody_waiting(server: Server, begun: bytes) -> None:
    with server.held(1100, begun):
        answers(server)


def test_a_body_past_its_size_is_refused_unread(server: Server) -> None:
    """Before one byte of it came: what isn't read is written nowhere."""
    with server.held(1, stuck_body("/admin/import/", 300_000_000)) as (held,):
        assert held.recv(1000).startswith(b"HTTP/1.1 413 ")
        while held.recv(1000):
            pass  # until the connection ends


def test_a_worker_that_dies_is_replaced_however_often(server: Server) -> None:
    """Who asks meanwhile waits: the socket is the first process's, and nobody's connection is refused."""
    for _ in range(3):
        server.kill_worker()
        status, _, seconds = server.get("/healthz", timeout=20)
        assert status == 200
        assert seconds < SOON
    assert server.process.poll() is None


def test_the_address_is_this_servers_alone(server: Server) -> None:
    with pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", server.port))


def test_workers_share_the_readers(tmp_path: Path) -> None:
    """From one socket the first to wake takes most of those who come at once, and a second worker has little to do."""
    prepare(database := f"sqlite:///{tmp_path}/db.sqlite3")
    server = Server(database, workers=2)
    try:
        answers(server)
        idle = files(server)
        for _ in range(3):
            with ExitStack() as stack:
                for _ in range(100):
                    coming = stack.enter_context(socket.socket())
                    coming.setblocking(False)
                    coming.connect_ex(("127.0.0.1", server.port))
                until(lambda: sum(files(server)) > sum(idle) + 90)
                dealt = [now - then for now, then in zip(files(server), idle, strict=True)]
                assert min(dealt) > 30, dealt
            until(lambda: sum(files(server)) < sum(idle) + 10)
        server.kill_worker()
        for _ in range(10):  # half of them come to the socket of the one that died
            answers(server)
    finally:
        server.stop()


def files(server: Server) -> list[int]:
    """How many each worker has open."""
    return [len(list(Path(f"/proc/{worker}/fd").iterdir())) for worker in server.workers()]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
