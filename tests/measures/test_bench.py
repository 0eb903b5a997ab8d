"""What the bench reads of wrk, and what it writes; the measuring itself is `make bench`."""

import pytest

from tests.measures.bench.load import Request, Sample, read
from tests.measures.bench.report import Row, Workers, report

WRK = """Running 2s test @ http://127.0.0.1:1/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.03ms  470.49us   9.50ms   82.50%
    Req/Sec    15.74k   628.47    16.48k    90.00%
  Latency Distribution
     50%    0.91ms
     75%    1.14ms
     90%    1.47ms
     99%    {}
  31322 requests in 2.00s, 4.60MB read
Requests/sec:  15656.01
Transfer/sec:      2.30MB
"""


@pytest.mark.parametrize(("last", "p99"), [("2.50ms", 2.5), ("750.00us", 0.75), ("1.20s", 1200.0), ("1.00m", 60_000)])
def test_what_wrk_tells(last: str, p99: float) -> None:
    sample = read(WRK.format(last), 1.56610)
    assert (sample.rate, sample.p50, sample.p99, round(sample.cpu, 6)) == (15656.01, 0.91, p99, 0.05)


def test_a_run_with_errors_counts_for_nothing() -> None:
    with pytest.raises(ValueError, match="Non-2xx or 3xx responses: 5"):
        read(WRK.format("1ms") + "  Non-2xx or 3xx responses: 5\n", 1)


def test_a_number_that_was_never_asked() -> None:
    assert [Request("/?payload={}KB").at(7), Request("/").at(7)] == ["/?payload=7KB", "/"]


def test_the_page_begins_with_ratios() -> None:
    def row(server: str, rate: float, cpu: float) -> Row:
        return Row("warm page", server, [Sample(rate, 1, 2, cpu)] * 3, [Sample(rate, 1, 2, cpu)] * 3, 12_345)

    rows = [row("this project", 20_000, 0.05), row("Datasette", 100, 10)]
    workers = [Workers("SQLite", [100, 110, 90], [190, 250, 100], 1.8)]
    told = report(rows, workers, {"Datasette": 57_400_000}, ["nginx: not here."], ["2 cores"])
    assert "| warm page | this project | Datasette | 200 | 200 | ≥ 150 |" in told
    assert "| never-asked page | two workers | one, SQLite | 1.9 |  | ≥ 1.8 |" in told
    assert "| warm page | Datasette | 100 | 1, 2 ms | 1, 2 ms | 10 ms | 12,345 |" in told
    assert "| Datasette | 57 MB |" in told
    assert told.index("## Ratios") < told.index("## Figures") < told.index("nginx: not here.")
