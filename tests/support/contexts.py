"""The browser's side of a test: contexts with their guards, used again; and the server's: what it still works on."""

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

from django.core.servers import basehttp
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize

VIEWPORT = ViewportSize(width=1280, height=900)
NewPage = Callable[..., Page]
"""The fixture `new_page`: opens a page, of this width, height, colour scheme, with or without JavaScript."""


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
        # 429 says nothing of the page: no test's server refuses anybody, unless the test does it.
        document = response.request.resource_type == "document"
        if response.status == 429:
            return
        if response.status >= (500 if document else 400) and not response.url.endswith("/favicon.ico"):
            self.complaints.append(f"{response.status} for {response.url}")


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
