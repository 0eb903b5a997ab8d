"""What machines ask of the process, rather than readers of the site."""

from collections.abc import Callable
from typing import Final

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from matrix.store import readers, revisions
from matrix.web import responses

# Of a load balancer, which has the answer for itself alone: never kept by anybody between.
_HEADERS: Final = {"Cache-Control": "no-store"}


def _told(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain", headers=_HEADERS)


@responses.read_only
def livez(_request: HttpRequest) -> HttpResponse:
    """200 where the process answers at all; where it doesn't, it should be restarted."""
    return _told("ok")


@responses.read_only
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 where the process can show a reader something, so should be sent readers; while the database doesn't answer,
    what it has read before."""
    return _told("ok") if readers.can_show() else _told("nothing to show\n", 503)


@responses.read_only
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 where the database answers and a revision is published."""
    try:
        with readers.reading():
            revisions.current()
    except revisions.NothingPublished:
        return _told("nothing published\n", 503)
    except Error:
        return _told("database unavailable\n", 503)
    return _told("ok")


PROBES: Final = {"/livez": livez, "/readyz": readyz, "/healthz": healthz}


class Probes:
    """Answers them before the redirect to TLS and the check of the host: who probes asks a machine, by its number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return PROBES.get(request.path_info, self.get_response)(request)
