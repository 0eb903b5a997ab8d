"""What is done before the first reader, so that no reader waits for it."""

import gc
import sys
from typing import Any, Final
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.conf import settings

from matrix.server.guard import run

SWITCH_SECONDS: Final = 0.001
"""After which a thread gives the interpreter to one that waits for it; Python's own is five times as long. A reader
waits for it some ten times, mostly after having asked the database."""
YOUNG: Final = 5_000
"""Objects after which the collector looks for circles among them: some sixty pages leave so many. By Python's own 700
it goes through all that is kept of new revisions after every few of them."""


def warm(application: WSGIApplication) -> None:
    """Shows a page to nobody: its templates are compiled and the newest revision judged by that. What there is then
    stays, and the collector is told so: going through all of it held every reader up for 70 ms, at every some hundredth
    page (docs/decisions/0001-granian.md)."""
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    environ: dict[str, Any] = {"HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    run(application, environ)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
    sys.setswitchinterval(SWITCH_SECONDS)
