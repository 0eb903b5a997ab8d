"""Very many requests, pages and imports by chance: none is a fault, none takes long, nothing is left behind.

As many in a minute's soak as the names say; SOAK_SECONDS below that has fewer in proportion.
"""

import gc
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import pytest

from matrix.server.guard import DEAR, WAIT_SECONDS
from tests.soak.crowd import TOKEN
from tests.soak.test_custody import SECONDS, run
from tests.support.documents import source_text
from tests.support.hostile import FRAGMENTS, PLACES
from tests.support.laws import examples
from tests.support.serving import Server, prepare
from tests.upstream.test_hostile import take

pytestmark = pytest.mark.soak
FLAT: Final = 12_000_000
"""Bytes by which a process may grow over the second half of a study: its caches are full by then."""
LONGEST: Final = 1.0 if SECONDS >= 60 else 3.0
"""Seconds for an answer. A short soak is CI's, on a machine that may have other work."""


def memory(process: int | str = "self") -> int:
    """Bytes that are its own at present."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def flat(many: int, step: Callable[[int], object], process: int | str = "self") -> None:
    """Takes the steps; fails where the process grows over the second half of them."""
    for number in range(many // 2):
        step(number)
    half = memory(process)
    for number in range(many // 2, many):
        step(number)
    grown = memory(process) - half
    print(f"\n{many:,}: {half / 1e6:.0f} MB after half of them, {grown / 1e6:+.1f} MB since")
    assert grown < FLAT


@pytest.fixture
def database(tmp_path: Path) -> str:
    database = f"sqlite:///{tmp_path}/db.sqlite3"
    prepare(database)
    return database


@pytest.fixture
def server(database: str) -> Iterator[Server]:
    server = Server(database)
    yield server
    server.stop()


# --- Requests --------------------------------------------------------------------------------------------------------

PATHS: Final = (
    *("/", "/", "/", "/fit.json", "/matrix.json", "/matrix.md", "/decision.md", "/decision/", "/feed.xml", "/help/"),
    *("/tables/inference-options.csv", "/embed/hosting-options/", "/editions/", "/editions.json", "/openapi.json"),
    *("/revisions/", "/revisions/feed.xml", "/revisions/compare/", "/revisions/0000000/", "/robots.txt", "/llms.txt"),
    *("/revisions/cell/inference-options/gpu-support/batch-transform/", "/admin/login/", "/admin/", "/static/x", "/é"),
    *("/healthz", "/tables/none.csv", "//", "/../x", "/fit.json/", "/admin/import/", "/revisions/%00/", "/%ff"),
)
NAMES: Final = (
    *("latency", "payload", "time", "hardware", "traffic", "need", "need", "q", "option", "show", "sort", "facts"),
    *("edition", "rev", "need-feature", "need-value", "need-strict", "from", "to", "before", "nope", ""),
)
VALUES: Final = (
    *("interactive", "50MB", "1.5 GB", "60s", "15min", "gpu", "inf1", "gpu-support", "payload-size:6MB", "annotated"),
    *("deployment-guardrails:strict", "dlcs-supported:byoc", "differences", "fitting", "-feature", "2023-02-13"),
    *("batch-transform", "real-time-inference", "0000000", "1e999MB", "-1MB", "9" * 400, "<script>", "' OR 1=1 --"),
    *("\x00", "é\u202e", "%", "{{7*7}}", "../../etc/passwd", "payload-size:" * 9, "a b c " * 60, "1,5GB", "", "🙂"),
)


def query(chance: random.Random) -> str:
    pairs = [(chance.choice(NAMES), chance.choice(VALUES)) for _ in range(chance.choice((0, 1, 1, 2, 3, 6, 12)))]
    return chance.choice((urlencode, _raw))(pairs)


def _raw(pairs: list[tuple[str, str]]) -> str:
    return quote("&".join(f"{name}={value}" for name, value in pairs), safe="=&:;/?%+,'()*!$@")


class Reader:
    """Asks on one connection, as long as that is kept."""

    def __init__(self, port: int, chance: random.Random) -> None:
        self.connection, self.chance = HTTPConnection("127.0.0.1", port, timeout=30), chance
        self.longest = 0.0

    def __call__(self, _: int = 0) -> None:
        chance = self.chance
        method = chance.choices(("GET", "HEAD", "POST", "OPTIONS", "PUT"), (90, 4, 3, 2, 1))[0]
        asked = f"{quote(chance.choice(PATHS), safe='/%')}?{query(chance)}"
        headers = {"HX-Request": "true"} if chance.random() < 0.1 else {}
        if chance.random() < 0.05:
            headers[chance.choice(("Accept", "Cookie", "If-None-Match", "HX-Current-URL", "X-Shown"))] = "a=b; \xe9"
        began = time.monotonic()
        with suppress(ConnectionError):  # a refused body's connection is closed
            self.connection.request(method, asked, b"a=b" if method in ("POST", "PUT") else None, headers)
            response = self.connection.getresponse()
            response.read()
            assert response.status < 500, f"{response.status} {method} {asked} {headers}"
        took = time.monotonic() - began
        self.longest = max(self.longest, took)
        # After a dear state others are left alone for a while, and who asks for the next one waits.
        assert took < LONGEST + (WAIT_SECONDS if len(asked) > DEAR else 0), f"{took:.2f} s {method} {asked} {headers}"


def test_a_hundred_thousand_requests(server: Server) -> None:
    reader = Reader(server.port, random.Random(19))
    with closing(reader.connection):
        flat(examples(2_000, 100_000), reader, server.workers()[-1])
    print(f"longest {reader.longest * 1000:.0f} ms")


# --- Pages -----------------------------------------------------------------------------------------------------------


def generated(chance: random.Random) -> str:
    """Up to some 30 KB: fragments that readers of Markdown stumble over, repeated, in one place of a page."""
    text = ""
    for _ in range(chance.randint(1, 4)):
        piece = "".join(chance.choices(FRAGMENTS, k=chance.randint(1, 5)))
        text += (piece * chance.randint(1, 3000))[: chance.choice((100, 6000, 10_000))]
    return PLACES[chance.choice(sorted(PLACES))](text)


def test_ten_thousand_pages() -> None:
    """Through the reader and the planner. Of processor time, and without the collector, which goes through all that
    the tests have made."""
    chance = random.Random(19)
    longest = 0.0

    def step(_: int) -> None:
        nonlocal longest
        text = generated(chance)
        gc.disable()
        began = time.process_time()
        take(text)
        took = time.process_time() - began
        gc.enable()
        longest = max(longest, took)
        assert took < 1, text[:200]

    flat(examples(200, 10_000), step)
    print(f"longest {longest * 1000:.0f} ms")


# --- Imports ---------------------------------------------------------------------------------------------------------


class Publisher:
    """Takes page after page in: sends it, looks at its review, accepts all of it."""

    def __init__(self, server: Server, key: str) -> None:
        self.server, self.key, self.longest = server, key, 0.0
        self.chance = random.Random(19)

    def send(self, fields: list[tuple[str, str]]) -> tuple[int, str]:
        body = urlencode([*fields, ("csrfmiddlewaretoken", TOKEN)])
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Cookie": f"sessionid={self.key}; csrftoken={TOKEN}", "Host": "localhost"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        try:
            connection.request("POST", "/admin/import/", body, headers)
            response = connection.getresponse()
            content = response.read().decode()
        finally:
            connection.close()
        took = time.monotonic() - began
        self.longest = max(self.longest, took)
        assert took < LONGEST, f"{took:.2f} s"
        return response.status, content

    def __call__(self, number: int) -> None:
        status, review = self.send([("text", self.page(number))])
        assert status == 200
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', review)
        fields = [(name, unescape(value)) for name, value in hidden if name != "csrfmiddlewaretoken"]
        assert "document" in dict(fields), review
        fields += [("accept", str(at)) for at in range(sum(name == "unit" for name, _ in fields))]
        status, page = self.send([*fields, ("do", "apply")])
        assert status == 302, page

    def page(self, number: int) -> str:
        """Some cells, a name and a footnote are others each time."""
        text = source_text().replace("| < 15 minutes |", f"| < {number + 1} hours |")
        text = text.replace("| Scale to zero |", f"| Scale to zero {number % 7} |")
        lines = text.split("\n")
        rows = [at for at, line in enumerate(lines) if line.startswith("| ") and line.count("✓") > 1]
        for at in self.chance.sample(rows, 4):
            lines[at] = lines[at].replace("✓", "", 1) if self.chance.random() < 0.5 else lines[at]
        return "\n".join(lines)


def test_a_thousand_imports(server: Server, database: str) -> None:
    key = run(database, "-c", "import tests.soak.crowd as c; print(c.session())")
    publisher = Publisher(server, key)
    many = examples(10, 1_000)
    flat(many, publisher, server.workers()[-1])
    code = "import tests.soak.crowd as c; print(c.models.Revision.objects.count())"
    assert int(run(database, "-c", code)) == many + 1
    print(f"longest {publisher.longest * 1000:.0f} ms")
