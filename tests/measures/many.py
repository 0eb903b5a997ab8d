"""What history costs: `python -m tests.measures.many`.

Page, feed and editions with 10,000 revisions and 20 editions against 100 and 4, in turn and in one run: CPU time of the
process for addresses that nobody has asked for, and the queries of one. In both, half of the revisions touch what is
asked. The database is SQLite, in a file.
"""

import logging
import os
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Final

import django
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext, override_settings

from tests.measures.page import ask

ADDRESSES: Final = ("/?time={}ms", "/feed.xml?time={}ms", "/feed.xml?hardware=gpu&time={}ms", "/editions/?time={}ms")
AGAIN: Final = "/feed.xml?time=30min"
TURNS: Final = 5


def fill(revisions: int, editions: int) -> None:
    from matrix.store.revisions import current
    from tests.support.many import editions_until, revisions_until

    call_command("prepare", verbosity=0)
    revisions_until(revisions, current())
    editions_until(editions, current())


def at(file: Path) -> None:
    connections["default"].close()
    connection.settings_dict["NAME"] = str(file)


def measure(folder: Path) -> None:
    sizes = {"few": (100, 4), "many": (10_000, 20)}
    for name, size in sizes.items():
        at(folder / name)
        fill(*size)
    application = WSGIHandler()
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    queries: dict[tuple[str, str], int] = {}
    for turn in range(TURNS):
        for name in sizes:
            at(folder / name)
            ask(application, "/", "identity")
            for address in (*ADDRESSES, AGAIN):
                with CaptureQueriesContext(connection) as made:
                    before = time.process_time_ns()
                    status, _ = ask(application, address.format(1_000_000 + turn), "identity")
                    times[address, name].append((time.process_time_ns() - before) / 1e6)
                assert status.startswith("200"), (address, status)
                queries[address, name] = len(made)
    for address in (*ADDRESSES, AGAIN):
        few, many = (statistics.median(times[address, name][1:]) for name in sizes)
        told = " ".join(f"{queries[address, name]}" for name in sizes)
        print(f"{address:<36} {few:6.1f} ms few {many:6.1f} ms many {many / few:5.2f} × queries {told}")


def main() -> None:
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "matrix.settings"}
    django.setup()
    logging.disable(logging.WARNING)
    storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with tempfile.TemporaryDirectory() as folder, override_settings(ALLOWED_HOSTS=["*"], STORAGES=storages):
        measure(Path(folder))


if __name__ == "__main__":
    main()
