"""What every test stands on: plain static files, a browser that tells on the page, PostgreSQL where there is one.

Chromium and PostgreSQL may be missing on a reader's machine: their tests are skipped, with a line that says so. Under
CI (CI=true) a skipped test proves nothing, so there the same lack is a failure.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NoReturn
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.servers import basehttp
from django.db import connection, models, transaction
from django.test import override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from matrix import store
from tests.chromium import FLAGS


def under_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def missing(what: str) -> NoReturn:
    if under_ci():
        pytest.fail(f"{what}; under CI that is a failure", pytrace=False)
    pytest.skip(what)


# --- Which tests run, and in which order -------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database, none in a browser: the second run, on PostgreSQL",
    )


def uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool({"db", "transactional_db"} & fixtures)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if {"page", "new_page", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    if config.getoption("--database-only"):
        left = {"browser", "once"}
        keep = [i for i in items if uses_database(i) and not left & {marker.name for marker in i.iter_markers()}]
        config.hook.pytest_deselected(items=[item for item in items if item not in keep])
        items[:] = keep
    # Browser tests last: Playwright keeps an event loop in this thread from its start to the session's end.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


# --- Django ------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _settings_for_tests() -> Iterator[None]:
    with override_settings(
        # Static files under their own names, straight from static/: no collectstatic before a test. That the hashed
        # ones work is test_static.py's business.
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        # A password that costs 0.2 s to check belongs in production.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


# --- Data --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _loaded_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[list[models.Model]]:
    """What `loaddata matrix questionnaire` leaves in an empty database, by model in the order of their references."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "matrix", "questionnaire", verbosity=0)
        rows: list[list[models.Model]] = [
            list(model._default_manager.order_by("pk"))
            for model in serializers.sort_dependencies([(apps.get_app_config("matrix"), None)], allow_cycles=True)
        ]
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def published(db: None, _loaded_rows: list[list[models.Model]]) -> store.Published:
    """The standard matrix, loaded and published; rows are copied, since loading takes far longer."""
    for rows in filter(None, _loaded_rows):
        type(rows[0])._default_manager.bulk_create(rows)
    if sequences := connection.ops.sequence_reset_sql(no_style(), [type(rows[0]) for rows in _loaded_rows if rows]):
        with connection.cursor() as cursor:
            cursor.execute("\n".join(sequences))
    return store.current()


# --- PostgreSQL --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A server on which a test may create databases."""
    url = os.environ.get("TEST_POSTGRES_URL", "")
    return url or missing("no PostgreSQL: TEST_POSTGRES_URL is not set")


# --- Browser -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Path:
    for name in ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    missing("no Chromium on this machine (Debian: apt-get install chromium)")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    # Playwright's loop runs in the tests' own thread, and Django takes that for a view that blocks a loop.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS, headless=True)
        yield browser
        browser.close()


class Guard:
    """Listens to a browser context, and remembers whatever a healthy page doesn't do."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.host = urlsplit(origin).netloc
        self.complaints: list[str] = []
        context.on("console", self.on_console)
        context.on("request", self.on_request)
        context.on("response", self.on_response)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))

    def on_console(self, message: ConsoleMessage) -> None:
        # Violations of the content security policy come this way as well. A failed load is on_response's to judge.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.host:
            self.complaints.append(f"request to another host: {request.url}")

    def on_response(self, response: Response) -> None:
        # A test may well open a page that answers 400; that a page's own parts are missing is never meant.
        document = response.request.resource_type == "document"
        if response.status >= (500 if document else 400) and not response.url.endswith("/favicon.ico"):
            self.complaints.append(f"{response.status} for {response.url}")


NewPage = Callable[..., Page]
VIEWPORT = ViewportSize(width=1280, height=900)


class Contexts:
    """Browser contexts, each with its guard, used again by later tests.

    Two thirds of what a page costs in a new context is the start of its renderer. One page stays open in each context,
    so that its renderer stays too; of a test nothing stays but the cache, and what is cached is asked for anew.
    """

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser, self.origin = browser, origin
        self.idle: dict[bool, list[tuple[BrowserContext, Guard]]] = {True: [], False: []}

    def take(self, javascript: bool) -> tuple[BrowserContext, Guard]:
        if self.idle[javascript]:
            return self.idle[javascript].pop()
        context, guard = self.make(java_script_enabled=javascript)
        context.new_page().goto("/static/icon.png")
        return context, guard

    def make(self, **options: Any) -> tuple[BrowserContext, Guard]:
        context = self.browser.new_context(base_url=self.origin, viewport=VIEWPORT, **options)
        context.set_default_timeout(10_000)
        return context, Guard(context, self.origin)

    def give_back(self, javascript: bool, context: BrowserContext, guard: Guard) -> None:
        for page in context.pages[1:]:
            page.close()
        context.clear_cookies()
        guard.complaints = []
        self.idle[javascript].append((context, guard))


class Working(basehttp.ServerHandler):
    """Counts the requests that the live server works on; a connection without one may stay open, and does."""

    changed = threading.Condition()
    count = 0

    def run(self, application: WSGIApplication) -> None:
        self.add(1)
        try:
            super().run(application)
        finally:
            self.add(-1)

    @classmethod
    def add(cls, more: int) -> None:
        with cls.changed:
            cls.count += more
            cls.changed.notify_all()

    @classmethod
    def wait(cls) -> None:
        with cls.changed:
            assert cls.changed.wait_for(lambda: not cls.count, timeout=10), "a request takes longer than its test"


@pytest.fixture(scope="session")
def _contexts(browser: Browser, live_server: LiveServer) -> Iterator[Contexts]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(basehttp, "ServerHandler", Working)
        # The server's threads use the test's own database in memory, which a connection that goes leaves open.
        patch.setattr(basehttp.ThreadedWSGIServer, "_close_connections", lambda _: None)
        contexts = Contexts(browser, live_server.url)
        yield contexts
        for context, _ in contexts.idle[True] + contexts.idle[False]:
            context.close()
        for thread in threading.enumerate():
            if "process_request_thread" in thread.name:
                thread.join(timeout=10)


@pytest.fixture
def new_page(_contexts: Contexts, live_server: LiveServer) -> Iterator[NewPage]:
    """Opens pages that share nothing with one another; at the end the test fails by what their guards have heard.

    Addresses may be relative to the live server: `new_page(width=320, javascript=False).goto("/")`.
    """
    shared: list[tuple[bool, BrowserContext, Guard]] = []
    own: list[tuple[BrowserContext, Guard]] = []

    def open_page(
        *,
        width: int = VIEWPORT["width"],
        height: int = VIEWPORT["height"],
        color_scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
        **options: Any,
    ) -> Page:
        if options:
            own.append(_contexts.make(java_script_enabled=javascript, **options))
            page = own[-1][0].new_page()
        else:
            shared.append((javascript, *_contexts.take(javascript)))
            page = shared[-1][1].new_page()
        page.set_viewport_size(ViewportSize(width=width, height=height))
        page.emulate_media(color_scheme=color_scheme)
        return page

    yield open_page

    guards = [guard for _, guard in own] + [guard for *_, guard in shared]
    complaints = [complaint for guard in guards for complaint in guard.complaints]
    for context, _ in own:
        context.close()
    for taken in shared:
        _contexts.give_back(*taken)
    # What the server still works on, for a page that is gone, must not meet a database that is taken away.
    Working.wait()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()
