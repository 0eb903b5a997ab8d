"""What is answered where the database fails a request, other than a reader's (`matrix.web.responses`).

An editor's form comes back as a page that holds all that was sent, and sends it again. Where the database can be read,
the admin gives back the form itself.
"""

import logging
from collections.abc import Callable
from typing import Final

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from matrix.databases import limits
from matrix.databases.faults import Fault, fault_of
from matrix.databases.log import OUTAGE
from matrix.store import readers, subject

_AFTER: Final = "5"
_log = logging.getLogger(__name__)


class DatabaseFaults:
    """Bounds how long a request waits for the database, and answers for it where its fault is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with limits.within(limits.EDITOR, refused=readers.outage.lasts):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        fault = fault_of(exception)
        if fault is None or not isinstance(exception, Error):
            return None
        _log.error("%s %s: %s", request.method, request.path, fault.value, extra=OUTAGE)
        if fault is Fault.GONE:
            readers.outage.begin(exception)
        sent = request.method == "POST"
        # Where it went away underneath a request, that may have been at a commit; who was not let in wrote nothing.
        uncertain = fault in (Fault.UNCERTAIN, Fault.GONE, Fault.UNSOUND) and not isinstance(exception, limits.NotAsked)
        title = "Not known to be saved" if uncertain else "Nothing was saved"
        context = {
            "title": title if sent else "Not to be had at present",
            "message": fault.value,
            "uncertain": sent and uncertain,
            "fields": _fields(request) if sent else [],
            "files": sent and bool(request.FILES),
            "address": request.get_full_path(),
            "subject": subject.last(),
        }
        response = render(request, "matrix/unsaved.html", context, status=503)
        response.headers["Retry-After"] = _AFTER
        response.headers["Cache-Control"] = "no-store"
        return response


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent; no password, which belongs into no page."""
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in fields if "password" not in name]
