"""What every test stands on: plain static files, a browser that tells on the page, PostgreSQL where there is one.

Chromium and PostgreSQL may be missing on a reader's machine: their tests are skipped, with a line that says so. Under
CI (CI=true) a skipped test proves nothing, so there the same lack is a failure.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NoReturn

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.servers import basehttp
from django.db import connection, transaction
from django.db.models import Model
from django.test import override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from matrix.store import revisions
from tests.support import laws
from tests.support.browsing import log_in
from tests.support.chromium import FLAGS
from tests.support.contexts import VIEWPORT, Contexts, Guard, NewPage, Working
from tests.support.opened import OpenState
from tests.support.stored import set_cell


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


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == "soak":
        laws.go_long()


def uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool({"db", "transactional_db"} & fixtures)


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marker
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if config.option.markexpr == "soak" and item.get_closest_marker("law"):
            item.add_marker("soak")
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
        # ones work is test_settings_static.py's business.
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
def _loaded_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[list[Model]]:
    """What `loaddata matrix questionnaire` leaves in an empty database, by model in the order of their references."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "matrix", "questionnaire", verbosity=0)
        rows: list[list[Model]] = [
            list(model._default_manager.order_by("pk"))
            for model in serializers.sort_dependencies([(apps.get_app_config("matrix"), None)], allow_cycles=True)
        ]
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def published(db: None, _loaded_rows: list[list[Model]]) -> revisions.Published:
    """The standard matrix, loaded and published; rows are copied, since loading takes far longer."""
    for rows in filter(None, _loaded_rows):
        type(rows[0])._default_manager.bulk_create(rows)
    if sequences := connection.ops.sequence_reset_sql(no_style(), [type(rows[0]) for rows in _loaded_rows if rows]):
        with connection.cursor() as cursor:
            cursor.execute("\n".join(sequences))
    return revisions.current()


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


@pytest.fixture
def open_state(published: revisions.Published) -> OpenState:
    """Opens a state; there is a second revision, and who opens the admin may do all there."""
    for row, notation in (("payload-size", "≤ 6 MB"), ("gpu-support", "✓1")):
        set_cell(notation, row, "serverless-inference")
    user = User.objects.create_superuser("anna")

    def open_as(page: Page, url: str) -> None:
        if url.startswith("/admin/matrix/"):
            log_in(page, user)
        page.goto(url.format(first=published.short, newest=revisions.current().short))

    return open_as
