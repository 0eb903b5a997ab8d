"""Serve by granian: `python -m matrix.server.serve HOST PORT WORKERS`; ends by SIGTERM or SIGINT.

granian's own command serves `matrix.server.rsgi:application` as well, behind the same guard. Five things differ here,
and tests/server/test_serve.py tries each: what is ready is answered in the thread that has it; a worker that dies is
replaced however often it does; connections wait meanwhile, since this process keeps the sockets; each worker has its
own; and as many may be open as the machine lets a process have.
"""

import resource
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, Final

from django.db import connection, connections
from granian import _futures
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketHolder
from granian.server import mp

from matrix.server.rsgi import READERS, application, by_wsgi
from matrix.server.warm import warm

CONNECTIONS: Final = 8192
SPARE_FILES: Final = 128
"""Files that a worker opens beside its connections: the database's, static ones."""
BACKLOG: Final = 1024
HEADER_SECONDS: Final = 10
"""For a request's headers; a connection that asks for nothing is closed after them, too."""
STOP_SECONDS: Final = 30
RESPAWN_SECONDS: Final = 0.5

Schedule = Callable[[Any], None]


def at_once(in_the_loop: Schedule) -> Schedule:
    """What granian's threads call with each request: the guard's answer, else granian's way into the event loop."""

    def schedule(watcher: Any) -> None:
        if not application.at_once(watcher.scope, watcher.proto):
            in_the_loop(watcher)

    return schedule


class Scheduler(_futures._BaseCBScheduler):
    """granian's own for asyncio, but for `at_once`."""

    def __init__(self, loop: Any, callback: Any, *_: Any) -> None:
        super().__init__()
        self._schedule_fn = at_once(_futures._cbsched_aioschedule(loop, self._ctx, callback))


def worker(*arguments: Any) -> None:
    """A worker process's life."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the first process's way to end, until it has its own
    _futures._CBSchedulerAIO = Scheduler
    mp.MPServer._spawn_rsgi_worker(*arguments)


class Server(mp.MPServer):
    """granian's server with a socket for each worker, which this process keeps, and no end to new workers.

    The kernel deals connections out to the sockets. From one that all share, whichever worker wakes first takes them
    all, however busy it is.
    """

    def startup(self, *arguments: Any) -> None:
        # Those that call at_once. A look at SQLite waits for nothing: several threads would but take turns at the
        # interpreter, at twice the cost. One at PostgreSQL is a round trip. (More than one is refused at construction.)
        self.blocking_threads = 1 if connection.vendor == "sqlite" else READERS
        super().startup(*arguments)

    def _init_shared_socket(self) -> None:
        family, *_, address = socket.getaddrinfo(self.bind_addr, self.bind_port, type=socket.SOCK_STREAM)[0]
        several = self.workers > 1
        self._sockets = [
            socket.create_server(address[:2], family=family, backlog=self.backlog, reuse_port=several)
            for _ in range(self.workers)
        ]

    def _spawn_worker(self, idx: int, *arguments: Any, **named: Any) -> Any:
        self._sso = self._sockets[idx]
        self._sso.set_inheritable(True)
        self._shd = SocketHolder(self._sso.fileno(), False, self.backlog)
        return super()._spawn_worker(idx, *arguments, **named)

    def _respawn_workers(self, workers: list[int], *arguments: Any, delay: float = 0) -> None:
        super()._respawn_workers(workers, *arguments, delay=max(delay, RESPAWN_SECONDS))
        self.respawned_wrks.clear()  # what died a moment ago, too, is replaced


def most_connections() -> int:
    """How many may be open in a worker at once, by the files that a process may have; granian, as it is imported, lets
    it have as many as the machine allows."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if files == resource.RLIM_INFINITY else min(CONNECTIONS, files - SPARE_FILES)


def main(host: str, port: str, workers: str) -> None:
    server = Server(
        "matrix.server.rsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.RSGI,
        workers=int(workers),
        runtime_mode=RuntimeModes.mt,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=most_connections(),
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    warm(by_wsgi)  # workers are forks of this process
    connections.close_all()  # of which each has its own
    server.serve(spawn_target=worker)


if __name__ == "__main__":
    main(*sys.argv[1:])
