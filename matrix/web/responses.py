"""State and errors → answers: the one place where what goes wrong becomes a response.

A view for people is wrapped by `for_people`, one for programs by `for_programs`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Final

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from matrix.databases.faults import fault_of
from matrix.decision.query import TooMuch
from matrix.decision.selection import Problem
from matrix.store import readers, subject
from matrix.store.revisions import NothingPublished
from matrix.web import rates, refusals

View = Callable[..., HttpResponseBase]


UNAVAILABLE: Final = "No revision is published yet. Load one with “loaddata matrix questionnaire”."
NOT_READ: Final = "The database does not answer at present, and this page needs it. Load it again in a moment."
_AGAIN: Final = "5"
"""Seconds after which what needs the database may be asked for again."""


def _reading(view: View) -> View:
    """A view that waits a second at most for the database (`readers.reading`), and says how old its answer is where it
    had none. Raises Error, of a known cause, where it has no answer at all."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        with readers.reading():
            try:
                response = view(request, *args, **options)
            except Error as error:
                if fault_of(error) is not None:
                    readers.see()
                raise
            if notice := readers.notice():
                response.headers["X-Notice"] = str(notice)
            return response

    return answer


def for_people(view: View) -> View:
    """A view for people: GET and HEAD alone; what can't be answered is a page that says why."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        try:
            response = _reading(_rated(view))(request, *args, **options)
        except TooMuch as error:
            response = _told(request, "Too long", str(error), 400)
        except NothingPublished:
            response = _told(request, "Nothing published yet", UNAVAILABLE, 503)
        except Error as error:
            if fault_of(error) is None:
                raise
            response = _told(request, "Not to be had at present", NOT_READ, 503)
            response.headers["Retry-After"] = _AGAIN
        patch_vary_headers(response, ["HX-Request", "X-Shown"])
        # Always asked again: readers are on the newest revision from the next request.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return read_only(answer)


def _told(request: HttpRequest, title: str, message: str, status: int) -> HttpResponse:
    """A page that says why there is no other."""
    context = {"title": title, "message": message, "subject": subject.known()}
    return render(request, "matrix/error.html", context, status=status)


def for_programs(view: View) -> View:
    """A view for programs: read from any origin, with an ETag; what can't be read is 400 and a list of errors."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        response: HttpResponseBase | None
        try:
            response = _reading(_rated(view))(request, *args, **options)
        except TooMuch as error:
            response = refusal([Problem("", "", str(error))])
        except NothingPublished:
            response = refusal([Problem("", "", UNAVAILABLE)], status=503)
        except Error as error:
            if fault_of(error) is None:
                raise
            response = refusal([Problem("", "", NOT_READ)], status=503)
            response.headers["Retry-After"] = _AGAIN
        response.headers.setdefault("Cache-Control", "no-cache")
        notice = response.headers.get("X-Notice")
        if isinstance(response, HttpResponse) and response.status_code == 200:
            etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
            response.headers["ETag"] = etag
            response = get_conditional_response(request, etag=etag, response=response)
            assert response is not None  # given one, it gives one
        if notice is not None:
            response.headers["X-Notice"] = notice
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "X-Notice"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["X-Robots-Tag"] = "noindex"  # to be read, not to be found instead of the page
        return response

    return read_only(answer)


def _rated(view: View) -> View:
    """A view that an address may ask as often as the operator allows; what is computed counts, no redirect."""

    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if seconds := rates.seconds_to_wait(request):
            return refusals.respond(request, replace(refusals.TOO_OFTEN, after=seconds))
        response = view(request, *args, **options)
        if response.status_code == 200:
            rates.count(request)
        return response

    return answer


def read_only(view: View) -> View:
    """A view that only reads: GET and HEAD alone. Any other method is a 405, for which no CSRF token is asked."""
    return csrf_exempt(require_safe(view))


def refusal(problems: list[Problem] | tuple[Problem, ...], status: int = 400) -> JsonResponse:
    """The contract's answer to what a program's address can't read."""
    found = [{"param": p.param, "value": p.value, "message": p.message} for p in problems]
    return JsonResponse({"errors": found}, status=status, json_dumps_params={"ensure_ascii": False})
