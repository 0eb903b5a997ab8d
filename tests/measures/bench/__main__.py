"""`python -m tests.measures.bench`, as `make bench` does.

BENCH_SECONDS (2) and BENCH_ROUNDS (5) bound it: some five minutes. BENCH_POSTGRES_URL names an empty database, for this
project on PostgreSQL as well.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

from tests.measures.bench.load import CONNECTIONS, Request, Sample, ask, memory_of
from tests.measures.bench.peers import DATASETTE, ROOT, Peer, ours, peers
from tests.measures.bench.report import OURS, POSTGRES, Row, Workers, report

SECONDS: Final = int(os.environ.get("BENCH_SECONDS", "2"))
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "5"))
PAGE: Final = ROOT / "docs" / "performance.md"
SERVERS, GENERATOR = 0, 1
"""The cores."""
WARM, AGAIN, NEVER, NONE, FIT, FIT_NEVER = (
    *("warm page", "its 304", "never-asked page", "never-asked, nothing fits", "/fit.json", "never-asked /fit.json"),
)
_FILES: Final = ("same bytes, whitenoise", "same bytes, nginx")
_OURS: Final = {
    WARM: "/",
    AGAIN: "/",
    NEVER: "/?latency=near-real-time&payload=50.{}1MB",
    NONE: "/?latency=near-real-time&payload={}KB",
    FIT: "/fit.json?payload=50MB",
    FIT_NEVER: "/fit.json?latency=near-real-time&payload=50.{}1MB",
}
_TABLE: Final = "/cells/matrix"
PATHS: Final[Mapping[str, Mapping[str, str]]] = {
    OURS: _OURS,
    POSTGRES: _OURS,
    "Datasette": {
        WARM: _TABLE,
        NEVER: f"{_TABLE}?id__gt=-{{}}",
        NONE: f"{_TABLE}?id__gt=-{{}}",
        FIT: f"{_TABLE}.json",
        FIT_NEVER: f"{_TABLE}.json?id__gt=-{{}}",
    },
    "django-tables2, plain": {WARM: "/plain/", NEVER: "/plain/?asked={}", NONE: "/plain/?asked={}"},
    **{name: {WARM: "/", AGAIN: "/"} for name in _FILES},
}


def requests(peer: Peer) -> Iterator[tuple[str, Request, int]]:
    """The pages that a server has, with the bytes of each; a 304 where it gives one."""
    for page, path in PATHS[peer.name].items():
        request = Request(path)
        status, headers, content = peer.get(request)
        assert status == 200, (peer.name, path, status)
        if page == AGAIN:
            request = Request(path, (*request.headers, ("If-None-Match", headers.get("etag", '"none"'))))
            status, _, content = peer.get(request)
            if status != 304:
                continue
        yield page, request, len(content)


def measure(found: list[Peer]) -> list[Row]:
    """Every page of every server, in turn."""
    asked = [(page, peer, request, size) for peer in found for page, request, size in requests(peer)]
    asked.sort(key=lambda each: list(_OURS).index(each[0]))  # what is compared stands side by side in time
    samples: dict[tuple[str, str, int], list[Sample]] = defaultdict(list)
    for turn in range(ROUNDS):
        print(f"round {turn + 1} of {ROUNDS}", flush=True)
        for page, peer, request, _ in asked:
            for connections, seconds in ((CONNECTIONS, SECONDS), (1, -(-SECONDS // 2))):
                sample = ask(peer.port, request, seconds, connections, peer.process, GENERATOR)
                samples[page, peer.name, connections].append(sample)
    return [
        Row(page, peer.name, samples[page, peer.name, CONNECTIONS], samples[page, peer.name, 1], size)
        for page, peer, _, size in asked
    ]


def two_workers(database: str, url: str, aim: float) -> Workers:
    """Never-asked pages by two workers and by one, in turn, each with all cores."""
    rates: dict[int, list[float]] = defaultdict(list)
    with ExitStack() as stack:
        started = {count: stack.enter_context(ours(OURS, url, None, count)) for count in (1, 2)}
        for turn in range(ROUNDS + 1):
            for count, peer in started.items():
                sample = ask(peer.port, Request(_OURS[NEVER]), SECONDS, CONNECTIONS, peer.process, None)
                if turn:  # the first warms
                    rates[count].append(sample.rate)
    return Workers(database, rates[1], rates[2], aim)


def machine() -> Iterator[str]:
    """What it ran on, and how it is run again."""
    cpus = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in cpus if line.startswith("model name")), platform.machine())
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    yield f"{os.cpu_count()} cores of {model}, {system}"
    one, *_ = os.getloadavg()
    loaded = ": the machine had other work, so rates and latencies say little, CPU more" if one > 1 else ""
    yield f"Load average of the minute before: {one:.1f}{loaded}"
    nginx, wrk = told("nginx", "-v").removeprefix("nginx version: "), told("wrk", "--version").partition(" [")[0]
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "granian", "whitenoise", "django-tables2"))
    yield f"{packages}, Datasette {DATASETTE}, {nginx}, {wrk}"
    today, revision = datetime.now(UTC).date().isoformat(), told("git", "rev-parse", "--short", "HEAD")
    yield f"{today}, revision {revision}; {ROUNDS} rounds of {SECONDS} s with {CONNECTIONS} connections, half with one"
    yield f"`BENCH_SECONDS={SECONDS} BENCH_ROUNDS={ROUNDS} make bench`; `BENCH_POSTGRES_URL` names an empty database"
    wrk = f"wrk -t1 -c{CONNECTIONS} -d{SECONDS}s --timeout 60s --latency -s tests/measures/bench/counted.lua"
    yield f"Servers by `taskset -c {SERVERS}`, then `taskset -c {GENERATOR} {wrk}`"


def told(*command: str) -> str:
    """What a tool says of itself, "" where it isn't there."""
    path = shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        return ""
    said = subprocess.run([path, *command[1:]], capture_output=True, text=True, check=False)
    return (said.stdout or said.stderr).strip().splitlines()[0]


def main() -> None:
    if not shutil.which("wrk"):
        sys.exit("Skipped: wrk is not on this machine (Debian: wrk).")
    about = list(machine())
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "db.sqlite3"
        with ExitStack() as stack:
            found, missing = peers(stack, database, SERVERS)
            rows = measure(found)
            memory = {peer.name: memory_of(peer.process) for peer in found}
        workers = [two_workers("SQLite", f"sqlite:///{database}", 1.8)]
        if postgres := os.environ.get("BENCH_POSTGRES_URL"):
            workers.append(two_workers("PostgreSQL", postgres, 1.5))
        else:
            missing.append("PostgreSQL: BENCH_POSTGRES_URL is not set.")
    PAGE.write_text(report(rows, workers, memory, missing, about))
    best = median(sample.rate for row in rows if (row.page, row.server) == (WARM, OURS) for sample in row.many)
    print(f"{best:,.0f} warm pages a second; all of it stands in {PAGE.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
