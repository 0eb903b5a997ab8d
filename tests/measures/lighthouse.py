"""Lighthouse on the states that `make screenshots` takes, mobile, and three of them as desktop.

`python -m tests.measures.lighthouse` needs a server (`make run`), Node and Chromium; BASE names the server,
http://127.0.0.1:8000 by default. Lighthouse comes by npx; Chromium is told to call nobody.
"""

import json
import os
import subprocess
import sys
from typing import Final

from tests.measures.screenshots import STATES
from tests.support.chromium import FLAGS

BASE: Final = os.environ.get("BASE", "http://127.0.0.1:8000")
DESKTOP: Final = ("empty", "narrowed", "record")
WANTED: Final = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
WANTED_OF: Final = {"record": {**WANTED, "seo": 92}}
"""By the public contract pages with a query carry `rel=canonical` to `/`, for crawlers: the matrix is to be found, not
each reader's question. Lighthouse takes that for a fault where the page's own path isn't `/`."""


def scores(url: str, desktop: bool) -> tuple[dict[str, int], float]:
    """The scores by category, of 100, and the layout shift."""
    flags = " ".join([*FLAGS, "--headless"])
    command = ["npx", "--yes", "lighthouse@12", url, "--quiet", f"--chrome-flags={flags}", "--output=json"]
    environment = {**os.environ, "CHROME_PATH": os.environ.get("CHROME_PATH", "/usr/bin/chromium")}
    preset = ["--preset=desktop"] if desktop else []
    run = subprocess.run([*command, *preset], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    report = json.loads(run.stdout)
    found = {name: round(category["score"] * 100) for name, category in report["categories"].items()}
    return found, report["audits"]["cumulative-layout-shift"]["numericValue"]


def main() -> int:
    short = False
    for state, page in STATES.items():
        for desktop in (False, True) if state in DESKTOP else (False,):
            found, shift = scores(BASE + page, desktop)
            short |= shift > 0 or any(found[name] < least for name, least in WANTED_OF.get(state, WANTED).items())
            print("desktop" if desktop else "mobile ", state, found, f"layout shift {shift}")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
