"""What a page costs: `python -m tests.measures.page`.

A cold page is one whose selection nobody has asked for, on a worker that has served one. Measured is the CPU time of
the process, from the WSGI call to the last byte, with all middleware; the database is SQLite in memory. Beside it, in
the same run, stands a plain django-tables2 page of this size: the same 226 cells, read and laid out the usual way.
Last, what editions and other sources cost: the same page of a matrix that has none, in turn.
"""

import io
import logging
import os
import statistics
import time
from typing import Any, Final
from wsgiref.util import setup_testing_defaults

import django
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from tests.support.documents import select
from tests.support.words import encoded, filters, many, selection

PAGES: Final = 300
PLAIN: Final = 60
TURN: Final = 50


def ask(application: WSGIHandler, address: str, encoding: str) -> tuple[str, int]:
    """Status and length of an answer."""
    given: list[str] = []
    environ: dict[str, Any] = {"HTTP_ACCEPT_ENCODING": encoding, "wsgi.input": io.BytesIO()}
    environ["PATH_INFO"], _, environ["QUERY_STRING"] = address.partition("?")
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, _headers, *_: given.append(status))  # type: ignore[arg-type]
    length = sum(map(len, answer))
    answer.close()
    return given[0], length


def measured(application: WSGIHandler, addresses: list[str], encoding: str) -> tuple[list[float], int]:
    """CPU milliseconds of each, and the most queries that one made."""
    times: list[float] = []
    most = 0
    for address in addresses:
        before = time.process_time_ns()
        status, _ = ask(application, address, encoding)
        times.append((time.process_time_ns() - before) / 1e6)
        assert status.startswith("200"), (address, status)
    for address in addresses[:20]:
        with CaptureQueriesContext(connection) as queries:
            ask(application, address, encoding)
        most = max(most, len(queries))
    return times, most


def said(name: str, times: list[float], queries: int) -> str:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{name:<38} {statistics.median(ordered):6.1f} ms median {p95:6.1f} ms p95 {queries:3d} queries"


def cold(count: int) -> list[str]:
    """So many canonical addresses, all different: some answers, some filters."""
    found: dict[str, None] = {}
    for chance in many(1, count * 10):
        asked = select(encoded([*selection(chance), *filters(chance)]))
        if not asked.problems and len(found) < count:
            found[asked.url] = None
    return list(found)


def without_dates() -> None:
    """The matrix as if it came from no page: no editions, and nothing that other sources say."""
    from matrix import models
    from matrix.store import recording

    with recording.change(message="no dates"):
        models.Annotation.objects.all().delete()
        models.Source.objects.update(upstream=None, base=None)
        models.Edition.objects.all().delete()


def of_dates(application: WSGIHandler, addresses: list[str]) -> None:
    """The cost of a page with editions and other sources against one without: half of it, undone, and again."""
    times: dict[str, list[float]] = {"with": [], "without": []}
    for at in range(0, len(addresses), TURN):
        asked = addresses[at : at + TURN]
        times["with"] += measured(application, asked, "gzip")[0]
        with transaction.atomic():
            without_dates()
            ask(application, "/", "gzip")
            times["without"] += measured(application, asked, "gzip")[0]
            transaction.set_rollback(True)
        ask(application, "/", "gzip")
    dated, bare = (statistics.median(times[name]) for name in times)
    print(f"cold page with editions and other sources {dated:.1f} ms, without {bare:.1f} ms: {dated / bare:.2f} ×")


def measure() -> None:
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    call_command("loaddata", "matrix", "questionnaire", verbosity=0)
    application = WSGIHandler()
    ask(application, "/", "gzip")  # the worker has served one
    ask(application, "/plain/", "gzip")
    addresses = cold(2 * PAGES)
    for encoding, asked in (("identity", addresses[:PAGES]), ("gzip", addresses[PAGES:])):
        times, queries = measured(application, asked, encoding)
        usual, many = measured(application, ["/plain/"] * PLAIN, encoding)
        print(said(f"cold page, {encoding}", times, queries))
        print(said(f"plain django-tables2 page, {encoding}", usual, many))
        print(f"{'ratio':<38} {statistics.median(usual) / statistics.median(times):6.1f}\n")
    of_dates(application, cold(4 * PAGES)[2 * PAGES :])


def main() -> None:
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "matrix.settings"}
    django.setup()
    # Static files under their own names, so that none need be collected.
    storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ALLOWED_HOSTS=["*"], ROOT_URLCONF="tests.measures.plain", STORAGES=storages):
        measure()


if __name__ == "__main__":
    main()
