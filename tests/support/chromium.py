"""How Chromium is started, by tests and measures alike."""

from typing import Final

FLAGS: Final = [
    "--no-sandbox",  # Chromium as root, which a container's user mostly is
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Without these it calls home at every start, which a closed network answers with delays.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
