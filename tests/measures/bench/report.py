"""What the bench tells, as docs/performance.md.

Pure: values in, Markdown out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from tests.measures.bench.load import Sample

OURS, POSTGRES = "this project", "this project, PostgreSQL"
AIMS: Final[Mapping[tuple[str, str, str], float]] = {
    ("warm page", OURS, "same bytes, nginx"): 0.33,
    ("warm page", OURS, "Datasette"): 150,
    ("warm page", OURS, "django-tables2, plain"): 500,
    ("warm page", POSTGRES, "same bytes, nginx"): 0.1,
    ("its 304", OURS, "same bytes, nginx"): 0.27,
    ("never-asked page", OURS, "Datasette"): 2,
    ("never-asked page", OURS, "django-tables2, plain"): 8,
}
"""The least that requests a second of this project should be, times the peer's."""
_HEAD: Final = "# Performance\n\nWritten by `make bench` (`tests.measures.bench`), which anyone can run; not by hand."
_RATIOS: Final = """How many times the requests a second that the other server gives, and how many times less CPU one of
them takes; on a core that is all a server's the two are the same, on a machine with other work the second holds."""
_HOW: Final = """Every server has one worker and a core of its own; wrk has the other core. Rounds alternate between
the servers, and medians of the rounds are told. All but Datasette, which sends plain text, compress with gzip. A page
that was never asked has another number in its address each time: 50 and some MB, or, where nothing fits, over a
terabyte. “same bytes” is this project's first page as a file.
Latency stands with 16 connections, and with one; CPU is all that the server's processes took for a request; memory is
the worker's, at the end."""


@dataclass(frozen=True)
class Row:
    """A page of a server: its rounds with many connections and with one, and bytes of the answer."""

    page: str
    server: str
    many: Sequence[Sample]
    one: Sequence[Sample]
    bytes: int

    @property
    def rate(self) -> float:
        return median(sample.rate for sample in self.many)

    @property
    def cpu(self) -> float:
        return median(sample.cpu for sample in self.many)


@dataclass(frozen=True)
class Workers:
    """Requests a second of never-asked pages, by one worker and by two, in each round."""

    database: str
    one: Sequence[float]
    two: Sequence[float]
    aim: float

    @property
    def ratio(self) -> float:
        return median(self.two) / median(self.one)


def report(
    rows: Sequence[Row],
    workers: Sequence[Workers],
    memory: Mapping[str, int],
    notes: Iterable[str],
    machine: Iterable[str],
) -> str:
    """The whole page."""
    parts = [
        _HEAD,
        "## Ratios",
        _RATIOS,
        _table(("page", "server", "against", "times", "by CPU", "aim"), _ratios(rows, workers)),
        "## Figures",
        _HOW,
        _table(_COLUMNS, map(_figures, rows)),
        _table(("server", "memory of a worker"), ((name, f"{size / 1e6:,.0f} MB") for name, size in memory.items())),
        "## Machine and commands",
        "\n".join(f"- {line}" for line in machine),
        *(["Left out:\n\n" + "\n".join(f"- {note}" for note in notes)] if notes else []),
    ]
    return "\n\n".join(parts) + "\n"


def _ratios(rows: Sequence[Row], workers: Sequence[Workers]) -> Iterator[tuple[str, ...]]:
    for row in (row for row in rows if row.server in (OURS, POSTGRES)):
        for peer in (peer for peer in rows if peer.page == row.page and peer.server not in (OURS, POSTGRES)):
            ratios = _number(row.rate / peer.rate), _number(peer.cpu / row.cpu)
            yield row.page, row.server, peer.server, *ratios, _aim(AIMS.get((row.page, row.server, peer.server)))
    for each in workers:
        yield "never-asked page", "two workers", f"one, {each.database}", _number(each.ratio), "", _aim(each.aim)


def _aim(aim: float | None) -> str:
    return f"≥ {aim:g}" if aim else ""


_COLUMNS: Final = (*("page", "server", "requests/s", "p50, p99 of 16", "p50, p99 of 1", "CPU of a request", "bytes"),)


def _figures(row: Row) -> tuple[str, ...]:
    return (
        row.page,
        row.server,
        f"{row.rate:,.0f}",
        *(_latency(samples) for samples in (row.many, row.one)),
        f"{_number(row.cpu)} ms",
        f"{row.bytes:,}",
    )


def _latency(samples: Sequence[Sample]) -> str:
    p50, p99 = (median(times) for times in zip(*((sample.p50, sample.p99) for sample in samples), strict=True))
    return f"{_number(p50)}, {_number(p99)} ms"


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
