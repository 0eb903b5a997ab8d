"""What a page costs: `python -m tests.measure`.

A cold page is one whose selection nobody has asked for, on a worker that has served one. Measured is the CPU time of
the process, from the WSGI call to the last byte, with all middleware; the database is SQLite in memory. Beside it, in
the same run, stands a plain django-tables2 page of this size: the same 226 cells, read and laid out the usual way.
"""

import io
import logging
import os
import statistics
import time
from collections.abc import Callable
from typing import Any, Final
from wsgiref.util import setup_testing_defaults

os.environ["DATABASE_URL"] = "sqlite://:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrix.settings")
os.environ["LOG_LEVEL"] = "ERROR"

import django

django.setup()

import django_tables2 as tables
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

from matrix.models import Feature, Footnote, Option, Table
from matrix.urls import urlpatterns as site
from tests import states
from tests.documents import select

PAGES: Final = 300
PLAIN: Final = 60

_PLAIN_PAGE: Final = """{% load render_table from django_tables2 %}<!doctype html>
<html lang="en"><title>Matrix</title><body>
{% for table in tables %}<h2>{{ table.title }}</h2>{% render_table table %}{% endfor %}
<ol>{% for note in notes %}<li value="{{ note.number }}">{{ note.notation }}</li>{% endfor %}</ol></body></html>"""


def plain(request: HttpRequest) -> HttpResponse:
    """The two tables as django-tables2's own guide would have them."""
    shown = []
    for table in Table.objects.all():
        options = Option.objects.filter(table=table)
        columns: list[tuple[str, Any]] = [("feature", tables.Column())]
        columns += [(option.slug, tables.Column(verbose_name=option.name)) for option in options]
        rows = []
        for feature in Feature.objects.filter(table=table).prefetch_related("cells__option"):
            row = {"feature": feature.name}
            row |= {cell.option.slug: cell.notation for cell in feature.cells.all()}
            rows.append(row)
        shown.append(tables.Table(rows, extra_columns=columns))  # type: ignore[no-untyped-call]
        shown[-1].title = table.title
    template = engines["django"].from_string(_PLAIN_PAGE)
    return HttpResponse(template.render({"tables": shown, "notes": Footnote.objects.all()}, request))


urlpatterns = [path("plain/", plain), *site]


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
    times, most = [], 0
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            pass
        connection.force_debug_cursor = False
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


def cold(count: int, seed: int, build: Callable[[Any], list[tuple[str, str]]]) -> list[str]:
    """So many canonical addresses, all different."""
    found: dict[str, None] = {}
    for chance in states.many(seed, count * 10):
        selection = select(states.encoded(build(chance)))
        if not selection.problems:
            found[selection.url] = None
        if len(found) == count:
            break
    return list(found)


def main() -> None:
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    call_command("loaddata", "matrix", "questionnaire", verbosity=0)
    application = WSGIHandler()
    ask(application, "/", "gzip")  # the worker has served one
    ask(application, "/plain/", "gzip")

    asked = cold(PAGES, 1, lambda chance: [*states.selection(chance), *states.filters(chance)])
    again = cold(PAGES, 2, lambda chance: [*states.selection(chance), *states.filters(chance)])
    known = set(asked)
    for encoding, name, addresses in (
        ("identity", "cold page", asked),
        ("gzip", "cold page, compressed", [address for address in again if address not in known]),
    ):
        times, queries = measured(application, addresses, encoding)
        usual, many = measured(application, ["/plain/"] * PLAIN, encoding)
        print(said(name, times, queries))
        print(said(f"plain django-tables2 page, {encoding}", usual, many))
        ratio = statistics.median(usual) / statistics.median(times)
        print(f"{'ratio':<38} {ratio:6.1f}\n")


if __name__ == "__main__":
    with override_settings(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="tests.measure",
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        main()
