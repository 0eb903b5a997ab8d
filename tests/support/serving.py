"""A server of its own, started by what `make run` starts; on a port and with a database of its own."""

import os
import resource
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[2]

_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, _hard) if _hard > 0 else 4096, _hard))  # the other ends


class Server:
    """A server process and its workers; ended by `stop`."""

    def __init__(self, database: str, workers: int = 1) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.environment = {
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.support.served",
            "LOG_LEVEL": "CRITICAL",
        }
        # Few open files, as some machines have it: more of them are the server's own business.
        few = ["sh", "-c", 'ulimit -Sn 512 && exec "$@"', "sh"]
        command = [*few, sys.executable, "-m", "matrix.server.serve", "127.0.0.1", str(self.port), str(workers)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        self.wait()

    def wait(self, seconds: float = 30) -> None:
        """Until it answers."""
        end = time.monotonic() + seconds
        while True:
            try:
                assert self.get("/livez")[0] == 200
                return
            except OSError:
                assert self.process.poll() is None, "the server has ended"
                assert time.monotonic() < end, "the server doesn't answer"
                time.sleep(0.05)

    def get(self, path: str, timeout: float = 10) -> tuple[int, bytes, float]:
        """Status, content, seconds."""
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read(), time.monotonic() - began
        finally:
            connection.close()

    @contextmanager
    def held(self, many: int, begun: bytes = b"") -> Iterator[list[socket.socket]]:
        """So many connections, with a request of which this is the beginning."""
        open_: list[socket.socket] = []
        try:
            for _ in range(many):
                open_.append(socket.create_connection(("127.0.0.1", self.port), timeout=30))
                open_[-1].sendall(begun)
            yield open_
        finally:
            for each in open_:
                each.close()

    def workers(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def kill_worker(self) -> None:
        """Returns when it is gone, with its connections."""
        gone = os.pidfd_open(worker := self.workers()[0])
        os.kill(worker, signal.SIGKILL)
        select.select([gone], [], [])
        os.close(gone)

    def stop(self) -> float:
        """End it, and give the seconds that took."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(60)
        return time.monotonic() - began


def stuck_body(path: str = "/admin/login/", length: int = 1000) -> bytes:
    """The beginning of a form of which one byte comes."""
    token = "a" * 32
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Cookie: csrftoken={token}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {length}",
        "",
        "c",
    )
    return "\r\n".join(lines).encode()


def prepare(database: str, revisions: int = 1) -> None:
    """The standard matrix in an empty database; with so many revisions, of which each but the first has its number, in
    hex and with noughts before it, as the first 12 characters of its hash."""
    more = (
        "from tests.support.many import *; from matrix.store.revisions import current; revisions_until({}, current())"
    )
    for command in (["prepare"], *([["shell", "--command", more.format(revisions)]] if revisions > 1 else [])):
        environment = {**os.environ, "DATABASE_URL": database}
        command = [sys.executable, "manage.py", *command]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
