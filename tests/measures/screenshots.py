"""`make screenshots`: twelve states at three widths, light and dark, into build/screenshots, each page in its whole
length; the README's, as one sees them first, stay in docs/.

It serves the page itself, from a database in memory, and needs Chromium.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Browser, ViewportSize

if TYPE_CHECKING:  # pytest wants to import these itself, once Django is set up
    from pytest_django.live_server_helper import LiveServer

    from matrix.store.revisions import Published

ROOT = Path(__file__).parents[2]
OUT = ROOT / "build" / "screenshots"
KEPT = ROOT / "docs" / "screenshots"
README = ("narrowed-1440-light", "nothing-390-dark")
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (390, 1024, 1440)
STATES = {
    "empty": "/",
    "narrowed": "/?payload=50MB&time=10min&model-parallel=yes",
    "nothing": "/?scaling=scale-to-zero&aids=monitor",
    "error": "/?payload=50&hardware=gpu",
    "hosting": "/?hardware=gpu&behind=multi-model&testing=shadow",
    "compared": "/?option=real-time-inference&option=serverless-inference&show=differences",
    "found": "/?payload=2MB&q=vpc",
    "edition": "/?time=30min&edition=2025-09-27",
    "record": "/decision/?payload=50MB&time=10min&model-parallel=yes",
    "history": "/revisions/",
    "editions": "/editions/",
    "help": "/help/",
}


@pytest.mark.skipif("SCREENSHOTS" not in os.environ, reason="pictures are taken by `make screenshots`")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_take(published: Published, browser: Browser, live_server: LiveServer, width: int, scheme: Scheme) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        base_url=live_server.url,
        viewport=ViewportSize(width=width, height=900),
        color_scheme=scheme,
        has_touch=width < 500,
        is_mobile=width < 500,
    )
    page = context.new_page()
    for state, address in STATES.items():
        page.goto(address)
        name = f"{state}-{width}-{scheme}"
        page.screenshot(path=OUT / f"{name}.png", full_page=True)
        if name in README:
            KEPT.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=KEPT / f"{name}.png")
    context.close()


if __name__ == "__main__":
    if not any(map(which, ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"))):
        sys.exit("Chromium is needed to take pictures (Debian: apt-get install chromium).")
    os.environ["SCREENSHOTS"] = "1"
    sys.exit(pytest.main(["-q", str(Path(__file__))]))
