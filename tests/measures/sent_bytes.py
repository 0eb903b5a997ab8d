"""Bytes over the wire, headers included: the first visit, and what each later interaction costs.

`python -m tests.measures.sent_bytes` needs a server (`make run`); BASE names it, http://127.0.0.1:8000 by default.
"""

import os
import sys
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.support.chromium import FLAGS

BASE: Final = os.environ.get("BASE", "http://127.0.0.1:8000")
FIRST_VISIT, INTERACTION = 48_000, 10_000
ANSWERS: Final = (
    *("latency-near-real-time", "scaling-autoscaling", "behind-several", "hardware-gpu", "hardware-d-instance"),
    *("network-vpc", "network-private-link", "guardrails-full", "container-byoc", "framework-other", "testing-shadow"),
)


class Wire:
    """What has come since the last look, by address."""

    def __init__(self, page: Page) -> None:
        self.names: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        assert urlsplit(event["request"]["url"]).netloc == urlsplit(BASE).netloc, event["request"]["url"]
        self.names[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.sizes[self.names[event["requestId"]]] = int(event["encodedDataLength"])

    def take(self, page: Page) -> dict[str, int]:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        found, self.sizes = self.sizes, {}
        return found


def main() -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        wire = Wire(page)
        page.goto(BASE)
        visit = wire.take(page)
        for address, size in visit.items():
            print(f"{size:7} {address}")
        print(f"{sum(visit.values()):7} first visit")
        largest = 0
        for answer in ANSWERS:
            page.evaluate("id => document.getElementById(id).click()", f"f-{answer}")
            taken = sum(size for address, size in wire.take(page).items() if not address.endswith("favicon.ico"))
            largest = max(largest, taken)
            print(f"{taken:7} {answer}")
        browser.close()
    return int(sum(visit.values()) > FIRST_VISIT or largest >= INTERACTION)


if __name__ == "__main__":
    sys.exit(main())
