"""Nothing moves while the page comes in, piece by piece, as over a slow line: layout shift is 0.

The browser shows its scrollbars here, as a reader's does and Playwright's doesn't: one that appears moves everything.
"""

import mimetypes
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser

from matrix.store.revisions import Published
from tests.support.chromium import FLAGS

PIECES: Final = 25
PAUSE: Final = 0.03
"""Seconds between two pieces: enough for a frame."""

LISTEN: Final = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    for (const { node, previousRect: from, currentRect: to } of entry.sources)
      shifts.push(`${node?.outerHTML?.slice(0, 60)} ${[from.x, from.y, from.width]} → ${[to.x, to.y, to.width]}`);
}).observe({ type: "layout-shift", buffered: true });
"""


class Trickle(BaseHTTPRequestHandler):
    """Static files at once, and the one page in pieces."""

    page = b""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        static = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        body = Path(static).read_bytes() if static else self.page
        self.send_response(200)
        self.send_header("Content-Type", (static and mimetypes.guess_type(path)[0]) or "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        size = len(body) if static else len(body) // PIECES
        for start in range(0, len(body), size):
            self.wfile.write(body[start : start + size])
            self.wfile.flush()
            if not static:
                time.sleep(PAUSE)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test tells by its outcome."""


@pytest.fixture(scope="module")
def with_scrollbars(browser: Browser, chromium: Path) -> Iterator[Browser]:
    shown = browser.browser_type.launch(
        executable_path=chromium, args=FLAGS, ignore_default_args=["--hide-scrollbars"], headless=True
    )
    yield shown
    shown.close()


@pytest.fixture(scope="module")
def trickling() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Trickle) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "url",
    ["/", "/?payload=50MB&time=10min&model-parallel=yes", "/?behind=multi-model&testing=shadow", "/help/"],
    ids=["empty", "picture", "hosting", "help"],
)
@pytest.mark.parametrize("width", [390, 1350])
def test_nothing_moves(
    published: Published,
    client: Client,
    with_scrollbars: Browser,
    trickling: str,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    width: int,
) -> None:
    monkeypatch.setattr(Trickle, "page", client.get(url).content)
    with with_scrollbars.new_context(viewport={"width": width, "height": 940}) as context:
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.goto(trickling)
        page.wait_for_timeout(2 * PAUSE * 1000)
        assert page.evaluate("shifts") == []
