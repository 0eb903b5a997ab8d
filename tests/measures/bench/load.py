"""One server under load: what wrk tells, and what the kernel says of the server's processes meanwhile."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

CONNECTIONS: Final = 16
TRIES: Final = 5
SCRIPT: Final = Path(__file__).with_name("counted.lua")
_UNITS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_numbers = count(1_000)
"""No number is asked twice in a run."""


@dataclass(frozen=True)
class Sample:
    """Requests a second, milliseconds of the median and of the 99th percentile, CPU milliseconds a request."""

    rate: float
    p50: float
    p99: float
    cpu: float


@dataclass(frozen=True)
class Request:
    """What is asked: a path, in which ``{}`` stands for a number that was never asked, and headers."""

    path: str
    headers: tuple[tuple[str, str], ...] = (("Accept-Encoding", "gzip"),)

    def at(self, number: int) -> str:
        return self.path.format(number)


def pinned(core: int | None) -> list[str]:
    """What keeps a command on one core; nothing where there is one core, or no taskset."""
    there = core is not None and shutil.which("taskset") and (os.cpu_count() or 1) > core
    return ["taskset", "-c", str(core)] if there else []


def ask(port: int, request: Request, seconds: int, connections: int, process: int, core: int | None) -> Sample:
    """Load a server, whose first process this is, for so long; again where a busy machine let it answer nothing."""
    wrk = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "--latency", "-s", str(SCRIPT)]
    headers = [word for name, value in request.headers for word in ("-H", f"{name}: {value}")]
    for _ in range(TRIES):
        settle(process)
        before, number = cpu_of(process), str(next(_numbers) * 1_000_000)
        command = [*pinned(core), *wrk, *headers, f"http://127.0.0.1:{port}/", "--", request.path, number]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if "\n  0 requests in" not in told:
            break
    return read(told, cpu_of(process) - before)


def settle(process: int) -> None:
    """Until a server rests: wrk leaves it with a request of each connection, which the next to ask would wait for."""
    before = -1.0
    while before != (before := cpu_of(process)):
        time.sleep(0.1)


def read(told: str, cpu: float) -> Sample:
    """What wrk printed. Raises ValueError where it had errors, or no answer at all."""
    if wrong := re.search(r"(Non-2xx or 3xx responses|Socket errors): .*", told):
        raise ValueError(wrong[0])
    requests = int(_found(r"([1-9]\d*) requests in", told))
    return Sample(
        float(_found(r"Requests/sec:\s+([\d.]+)", told)),
        _milliseconds(_found(r"\n\s+50%\s+(\S+)", told)),
        _milliseconds(_found(r"\n\s+99%\s+(\S+)", told)),
        cpu * 1000 / requests,
    )


def _found(pattern: str, told: str) -> str:
    found = re.search(pattern, told)
    if found is None:
        raise ValueError(f"wrk printed no {pattern}: {told}")
    return found[1]


def _milliseconds(text: str) -> float:
    number, unit = _found(r"^([\d.]+)(?:us|ms|s|m)$", text), text.lstrip("0123456789.")
    return float(number) * _UNITS[unit]


# --- Processes -------------------------------------------------------------------------------------------------


def tree(process: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from tree(int(child))


def cpu_of(process: int) -> float:
    """Seconds of a server's processes so far."""
    fields = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in tree(process)]
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def memory_of(process: int) -> int:
    """Bytes of the largest of a server's processes: its worker."""
    statuses = [Path(f"/proc/{each}/status").read_text() for each in tree(process)]
    return max(int(_found(r"VmRSS:\s+(\d+) kB", status)) for status in statuses) * 1024
