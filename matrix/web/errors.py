"""The pages of what can't be answered at all: Django's own handlers, with the subject, which names the site.

They come whatever happens: where the database doesn't answer, with the subject that was last known.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from matrix.store import subject


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"subject": subject.known()}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's shape)
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _page(request, "403_csrf.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "500.html", 500)
