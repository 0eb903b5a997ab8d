"""The servers, each with one worker: how each is had, and started."""

import gzip
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from tests.measures.bench.load import Request, pinned
from tests.measures.bench.report import OURS, POSTGRES

ROOT: Final = Path(__file__).parents[3]
FOLDER: Final = ROOT / ".bench"
"""Where peers are installed; git ignores it, `make clean` removes it."""
DATASETTE: Final = "0.65.2"
_WITHOUT_A_LOG: Final = """import sys, uvicorn; from datasette.app import Datasette
uvicorn.run(Datasette([sys.argv[1]]).app(), port=int(sys.argv[2]), log_level="warning")"""
NGINX: Final = """daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 1024; }}
http {{ access_log off; types {{ text/html html; }} gzip_static on; keepalive_requests 1000000000;
  server {{ listen 127.0.0.1:{port}; root {bytes}; add_header Cache-Control no-cache; }} }}
"""


@dataclass(frozen=True)
class Peer:
    """A server that runs: its name, its first process, its port."""

    name: str
    process: int
    port: int

    def get(self, request: Request, number: int = 1) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by lower-case name, content as sent."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", request.at(number), headers=dict(request.headers))
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        finally:
            connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def served(name: str, command: list[str], port: int, core: int | None, **environment: str) -> Iterator[Peer]:
    """A server from when it answers until it is told to end."""
    FOLDER.mkdir(exist_ok=True)
    environ = {**os.environ, **environment}
    with (FOLDER / "log").open("a") as log:
        process = subprocess.Popen([*pinned(core), *command], cwd=ROOT, env=environ, stdout=log, stderr=log)
    try:
        peer, end = Peer(name, process.pid, port), time.monotonic() + 60
        while True:
            with suppress(OSError):
                peer.get(Request("/"))
                break
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{name} doesn't start; {FOLDER.name}/log may say why: {' '.join(command)}")
            time.sleep(0.1)
        yield peer
    finally:
        process.terminate()
        process.wait(60)


def ours(name: str, database: str, core: int | None, workers: int = 1) -> AbstractContextManager[Peer]:
    """The project as `make run` serves it, over a database that it has prepared."""
    quiet = {"DATABASE_URL": database, "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "manage.py", "prepare"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **quiet}, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    command = [sys.executable, "-m", "matrix.server.serve", "127.0.0.1", str(port), str(workers)]
    return served(name, command, port, core, **quiet)


def granian(name: str, application: str, core: int | None, **environment: str) -> AbstractContextManager[Peer]:
    port = free_port()
    server = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--workers", "1"]
    command = [
        *server,
        "--no-ws",
        "--log-level",
        "warning",
        "--port",
        str(port),
        f"tests.measures.bench.sites:{application}",
    ]
    return served(name, command, port, core, **environment)


def peers(stack: ExitStack, database: Path, core: int) -> tuple[list[Peer], list[str]]:
    """The project and all peers that can be had, and why others can't."""
    url = f"sqlite:///{database}"
    found = [stack.enter_context(ours(OURS, url, core))]
    if postgres := os.environ.get("BENCH_POSTGRES_URL"):
        found.append(stack.enter_context(ours(POSTGRES, postgres, core)))
    folder = same_bytes(found[0])
    missing: list[str] = []
    python = datasette()
    if python:
        found.append(stack.enter_context(_datasette(python, database, core)))
    else:
        missing.append("Datasette: uv can't install it here.")
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.measures.bench.plain_settings"}
    found.append(stack.enter_context(granian("django-tables2, plain", "plain", core, **settings)))
    found.append(stack.enter_context(granian("same bytes, whitenoise", "same_bytes", core, BENCH_BYTES=str(folder))))
    if shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        found.append(stack.enter_context(_nginx(folder, core)))
    else:
        missing.append("nginx: not on this machine (Debian: nginx).")
    return found, missing


def same_bytes(peer: Peer) -> Path:
    """A folder with the first page as its index, plain and compressed as it was sent."""
    folder = FOLDER / "bytes"
    folder.mkdir(parents=True, exist_ok=True)
    _, headers, content = peer.get(Request("/"))
    plain = gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content
    (folder / "index.html").write_bytes(plain)
    (folder / "index.html.gz").write_bytes(content if plain != content else gzip.compress(plain))
    return folder


def _nginx(folder: Path, core: int) -> AbstractContextManager[Peer]:
    port, own = free_port(), FOLDER / "nginx"
    own.mkdir(exist_ok=True)
    (own / "conf").write_text(NGINX.format(folder=own, port=port, bytes=folder))
    command = [shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"]
    return served(
        "same bytes, nginx", [*command, "-p", str(own), "-e", str(own / "log"), "-c", str(own / "conf")], port, core
    )


def datasette() -> Path | None:
    """The Python of an environment that has Datasette, installed where it isn't; None where it can't be."""
    python = FOLDER / "datasette" / "bin" / "python"
    if not python.with_name("datasette").exists():
        uv = os.environ.get("UV", "uv")
        own = {**os.environ, "VIRTUAL_ENV": str(python.parents[1])}
        try:
            subprocess.run([uv, "venv", "--quiet", "--clear", str(python.parents[1])], check=True)
            install = [uv, "pip", "install", "--quiet", f"datasette=={DATASETTE}", "setuptools<81"]
            subprocess.run(install, check=True, env=own)
        except (OSError, subprocess.CalledProcessError):
            return None
    return python


def _datasette(python: Path, database: Path, core: int) -> AbstractContextManager[Peer]:
    port, file = free_port(), FOLDER / "cells.db"
    cells_as_table(database, file)
    return served("Datasette", [str(python), "-c", _WITHOUT_A_LOG, str(file), str(port)], port, core)


def cells_as_table(database: Path, file: Path) -> None:
    """Both tables as one, a row for each of their rows, a column for each of their columns: Datasette's page of it
    shows the same cells."""
    file.unlink(missing_ok=True)
    with sqlite3.connect(database) as source, sqlite3.connect(file) as made:
        names = [name for (name,) in source.execute("SELECT slug FROM matrix_option ORDER BY table_id, position")]
        columns = ", ".join(f'"{name}" TEXT' for name in names)
        made.execute(f"CREATE TABLE matrix (id INTEGER PRIMARY KEY, feature TEXT, {columns})")
        made.executemany(
            "INSERT INTO matrix (id, feature) VALUES (?, ?)", source.execute("SELECT id, name FROM matrix_feature")
        )
        cells = source.execute(
            "SELECT o.slug, c.notation, c.feature_id FROM matrix_cell c JOIN matrix_option o ON o.id = c.option_id"
        )
        for slug, notation, feature in cells:
            made.execute(f'UPDATE matrix SET "{slug}" = ? WHERE id = ?', (notation, feature))
