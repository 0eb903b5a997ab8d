"""The pages of what can't be answered at all: Django's own handlers, with the subject, which names the site.

They come whatever happens, with the subject that was seen last. What a request's form or a fault brings about asks no
database for it.
"""

from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from matrix.domain.subject import Subject
from matrix.store import subject
from matrix.web import refusals

_TOO_MUCH: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def _page(request: HttpRequest, template: str, status: int, known: Subject) -> HttpResponse:
    return render(request, template, {"subject": known}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, _TOO_MUCH):
        return refusals.respond(request, refusals.TOO_LONG)
    return _page(request, "400.html", 400, subject.last())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's shape)
    return _page(request, "403.html", 403, subject.known())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _page(request, "403_csrf.html", 403, subject.known())


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, "404.html", 404, subject.known())


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "500.html", 500, subject.last())
