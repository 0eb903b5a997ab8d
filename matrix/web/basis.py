"""What an answer follows from: by that it has its validator before anything is computed, and may be kept ready.

Every answer follows from the code, the stamp, the address, its host and scheme. A view says what else there is.
"""

import hashlib
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import distributions
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import parse_etags
from msgspec import Struct

from matrix.store import readers

READY: Final = "matrix.ready"
"""A variable of the environ, which no client can set: the stamp that an answer follows from, where with the code and
the request's own address and headers that is all (`matrix.server.ready`)."""

Also = Callable[[HttpRequest], str | None]


class Basis(Struct, frozen=True):
    """``headers``: those of the request that change the answer. ``also``: what else it follows from, as text; None
    where that can't be said, and the answer has no validator."""

    headers: tuple[str, ...] = ()
    also: Also | None = None

    @property
    def ready(self) -> bool:
        """Whether the stamp and the request say all that the answer follows from."""
        return self.also is None

    def etag(self, request: HttpRequest, stamp: int) -> str:
        """The answer's validator; weak, since it holds for each encoding of it. "" for none."""
        also = self.also(request) if self.also else ""
        if also is None or settings.DEBUG:
            return ""
        address = request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", "")
        parts = version(), str(stamp), *address, *(request.headers.get(name, "") for name in self.headers), also
        return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether who asks has the answer of this validator already."""
    known = request.headers.get("If-None-Match", "")
    return bool(etag and known) and "If-Match" not in request.headers and etag in map(_weak, parse_etags(known))


def _weak(etag: str) -> str:
    return etag if etag.startswith("W/") else f"W/{etag}"


@cache
def version() -> str:
    """Of the code, templates, static files and libraries: what makes an answer of the data."""
    found = hashlib.sha256(sys.version.encode())
    for folder in ("matrix", "templates", "static"):
        for file in sorted((settings.BASE_DIR / folder).rglob("*.*")):
            if file.is_file() and file.suffix != ".pyc":
                found.update(str(file.relative_to(settings.BASE_DIR)).encode() + b"\0" + file.read_bytes())
    found.update(repr(sorted((it.name, it.version) for it in distributions())).encode())
    return found.hexdigest()


# --- The bases -----------------------------------------------------------------------------------------------------


def _today(_: HttpRequest) -> str:
    return timezone.now().date().isoformat()


def _names(_: HttpRequest) -> str:
    """Editors' names as they are today, for which no stamp stands. Not asked while the database doesn't answer."""
    if readers.notice():
        return ""
    return repr(list(User.objects.order_by("username").values_list("username", "first_name", "last_name")))


def _names_or_nothing(request: HttpRequest) -> str | None:
    """Who is logged in may do more, and is told what was done."""
    return None if settings.SESSION_COOKIE_NAME in request.COOKIES else _names(request)


STAMP: Final = Basis()
FRAGMENTS: Final = Basis(
    (
        *("HX-Request", "HX-History-Restore-Request", "HX-Current-URL", "HX-Current-URL-URI-AutoEncoded"),
        "X-Shown",
    )
)
"""Of the page whose parts a script asks for."""
TODAY: Final = Basis(also=_today)
NAMES: Final = Basis(also=_names)
READER: Final = Basis(("Cookie",), also=_names_or_nothing)
"""Of a page that goes by who reads it."""
