"""Databases that fail under load: stopped, frozen, restarted, cut off, locked. `make soak` runs them.

SOAK_SECONDS bounds each outage. PostgreSQL's are of a cluster of the test's own, on loopback, where its programs are.
"""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from typing import Final

import psycopg
import pytest

from tests.conftest import missing

pytestmark = pytest.mark.soak
ROOT: Final = Path(__file__).parents[2]
SOAK: Final = float(os.environ.get("SOAK_SECONDS", "60"))
SECONDS: Final = SOAK if SOAK >= 60 else SOAK / 2
READERS: Final = 4
LONGEST: Final = 10.0
"""Seconds that a reader may wait on a machine that is busy with tests: the limit is one second, two to connect."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True, text=True
    )
    return done.stdout


# --- A cluster of one's own --------------------------------------------------------------------------------------


class Cluster:
    """PostgreSQL on a port of its own, as the user postgres where the tests are root's."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.data, self.log, self.tools, self.port = folder / "data", folder / "log", tools, free_port()
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(folder, "postgres")
        self.ctl("initdb", "--options=--auth=trust --encoding=UTF8 --username=postgres --no-sync")
        self.start()

    def ctl(self, do: str, *options: str) -> None:
        # Into a file: the server keeps what it inherits open.
        command = [*self.as_user, str(self.tools / "pg_ctl"), do, "--pgdata", str(self.data), "--wait", *options]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories= -c fsync=off"
        self.ctl("start", "--log", str(self.log), "--options", options)

    def stop(self) -> None:
        self.ctl("stop", "--mode", "immediate")

    def processes(self) -> list[int]:
        """The server's first process, and all that it has started."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def signal(self, number: signal.Signals, *, first: bool = True) -> None:
        for process in self.processes()[0 if first else 1 :]:
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def cut(self) -> None:
        """Every connection of somebody's ends."""
        code = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename <> ''"
        run(str(self.tools / "psql"), "-qAt", self.url, "-c", code)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4]))
    if not found:
        missing("no PostgreSQL on this machine (Debian: apt-get install postgresql)")
    folder = Path(run("mktemp", "-d").strip())
    made = Cluster(folder, found[-1].parent)
    try:
        yield made
    finally:
        with suppress(OSError):
            made.signal(signal.SIGCONT)
        with suppress(subprocess.CalledProcessError):
            made.stop()
        shutil.rmtree(folder)


# --- A server, and those who read it -----------------------------------------------------------------------------


@dataclass
class Seen:
    """What readers got: status, whether it told its age, seconds."""

    answers: list[tuple[int, bool, float]] = field(default_factory=list)

    @property
    def longest(self) -> float:
        return max(seconds for *_, seconds in self.answers)

    @property
    def failed(self) -> int:
        return sum(status != 200 for status, *_ in self.answers)

    @property
    def aged(self) -> int:
        return sum(told for _, told, _ in self.answers)


class Site:
    def __init__(self, database: str, log: Path) -> None:
        self.port, self.log = free_port(), log
        settings = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.support.served"}
        command = f"--interface wsgi matrix.wsgi:application --host 127.0.0.1 --port {self.port} --blocking-threads 4"
        options = [*command.split(), "--log-level", "warning", "--no-access-log"]
        granian = str(Path(sys.executable).with_name("granian"))
        with log.open("a") as errors:  # at its end, wherever that is: the studies empty it
            environment = {**os.environ, **settings}
            self.process = subprocess.Popen([granian, *options], cwd=ROOT, env=environment, stderr=errors)

    def get(self, path: str = "/?payload=50MB") -> tuple[int, bool, float]:
        began = time.monotonic()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
            except (OSError, HTTPException):
                return 0, False, time.monotonic() - began
            return response.status, "X-Notice" in response.headers, time.monotonic() - began

    def until(self, wanted: Callable[[tuple[int, bool, float]], bool], path: str = "/healthz") -> float:
        """The seconds until it is answered so."""
        began = time.monotonic()
        while not wanted(self.get(path)):
            assert self.process.poll() is None, "the server has ended"
            assert time.monotonic() < began + 60, self.log.read_text()[-2000:]
            time.sleep(0.1)
        return time.monotonic() - began

    @contextmanager
    def read(self) -> Iterator[Seen]:
        """Read all the while, by so many at once."""
        seen, done = Seen(), Event()

        def reader() -> None:
            while not done.is_set():
                seen.answers.append(self.get())
                time.sleep(0.05)

        threads = [Thread(target=reader) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        try:
            yield seen
        finally:
            done.set()
            for thread in threads:
                thread.join()


@contextmanager
def serving(database: str, folder: Path) -> Iterator[Site]:
    site = Site(database, folder / "log")
    try:
        site.until(lambda answer: answer[0] == 200)
        yield site
    finally:
        site.process.terminate()
        site.process.wait(60)


def goes_through(site: Site, begin: Callable[[], object], end: Callable[[], object], seconds: float) -> None:
    """An outage under load: every reader is answered, by the last revision; then, without a hand, by the newest."""
    site.log.write_text("")
    with site.read() as before:
        time.sleep(2)
    with site.read() as during:
        begin()
        try:
            time.sleep(seconds)
            assert site.get("/healthz")[0] == 503
        finally:
            end()
    recovered = site.until(lambda answer: answer[0] == 200)
    site.until(lambda answer: not answer[1], "/")
    lines = site.log.read_text().splitlines()
    print(f"\n{seconds:.0f} s: {len(during.answers)} answers, {during.failed} failed, {during.aged} with their age;")
    print(f"longest {during.longest:.2f} s ({before.longest:.2f} s before), well after {recovered:.1f} s")
    print(f"{len(lines)} lines of the log")
    assert during.failed == 0
    assert during.aged > 0
    assert during.longest < LONGEST
    assert len(lines) <= seconds + recovered + 5
    assert "Traceback" not in "".join(lines)


LOCK: Final = "LOCK TABLE matrix_stamp, matrix_revision"
"""What readers look at, and what is read where that has changed."""


@pytest.mark.parametrize("kind", ["stopped", "frozen", "locked", "restarted", "cut"])
def test_postgresql(cluster: Cluster, tmp_path: Path, kind: str) -> None:
    run(sys.executable, "manage.py", "prepare", DATABASE_URL=cluster.url)
    with serving(cluster.url, tmp_path) as site:
        if kind == "stopped":
            goes_through(site, cluster.stop, cluster.start, SECONDS)
        elif kind == "frozen":
            stop, go = (lambda: cluster.signal(signal.SIGSTOP)), (lambda: cluster.signal(signal.SIGCONT))
            goes_through(site, stop, go, SECONDS)
        elif kind == "locked":
            with psycopg.connect(cluster.url) as writer:
                goes_through(site, lambda: writer.execute(LOCK), writer.rollback, SECONDS)
        else:
            with site.read() as seen:
                end = time.monotonic() + SECONDS
                while time.monotonic() < end:
                    if kind == "cut":
                        cluster.cut()
                    else:
                        cluster.stop()
                        cluster.start()
                    time.sleep(0.5)
            assert seen.failed == 0
            assert seen.longest < LONGEST
            site.until(lambda answer: answer[0] == 200)
            assert "Traceback" not in site.log.read_text()


@contextmanager
def sqlite_site(tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    file = tmp_path / "db.sqlite3"
    run(sys.executable, "manage.py", "prepare", DATABASE_URL=f"sqlite:///{file}")
    with serving(f"sqlite:///{file}", tmp_path) as site:
        yield site, file


def test_sqlite_gone(tmp_path: Path) -> None:
    with sqlite_site(tmp_path) as (site, file):
        elsewhere = tmp_path / "elsewhere"
        goes_through(site, lambda: shutil.move(file, elsewhere), lambda: shutil.move(elsewhere, file), SECONDS)


def test_sqlite_readers_do_not_queue_behind_a_writer(tmp_path: Path) -> None:
    with sqlite_site(tmp_path) as (site, file), closing(sqlite3.connect(file)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        writer.execute("UPDATE matrix_stamp SET number = number + 1")
        with site.read() as seen:
            time.sleep(min(SECONDS, 10))
        writer.rollback()
    print(f"\n{len(seen.answers)} answers, longest {seen.longest:.2f} s")
    assert seen.failed == seen.aged == 0
    assert seen.longest < LONGEST


def test_two_that_prepare_at_once_both_succeed(cluster: Cluster, tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/db.sqlite3", cluster.url):
        both = [
            subprocess.Popen(
                [sys.executable, "manage.py", "prepare"],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": url},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _ in range(2)
        ]
        said = [process.communicate(timeout=300)[0] for process in both]
        assert [process.returncode for process in both] == [0, 0], said
        assert "Matrix: loaded from the fixtures." in said[0] + said[1]
        assert "Matrix: there already, left as it is." in said[0] + said[1]
