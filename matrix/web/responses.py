"""State and errors → answers: the one place where what goes wrong becomes a response.

A view for people is wrapped by `for_people`, one for programs by `for_programs`; both are told what its answer follows
from (`matrix.web.basis`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from msgspec import structs

from matrix.databases.faults import fault_of
from matrix.decision.query import TooMuch
from matrix.decision.selection import Problem
from matrix.store import readers, subject
from matrix.store.revisions import NothingPublished
from matrix.web import rates, refusals
from matrix.web.basis import READY, Basis, is_known

View = Callable[..., HttpResponseBase]
Decorator = Callable[[View], View]

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
                response.headers["Cache-Control"] = "no-store"
            return response

    return answer


def _validated(view: View, basis: Basis) -> View:
    """A view whose answer has a validator, by which who has it already gets a 304 before anything is computed; not
    with an outage's notice, which would stay with what a browser or cache has kept."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        newest = readers.newest()
        etag = "" if readers.notice() else basis.etag(request, newest.stamp)
        if known := is_known(request, etag):
            response: HttpResponseBase = HttpResponseNotModified()
        else:
            response = view(request, *args, **options)
        if not (etag and (known or response.status_code == 200)):
            return response
        response.headers["ETag"] = etag
        if basis.ready and not readers.notice():
            request.META[READY] = newest.stamp
        return response if known else _conditional(request, etag, response)

    return answer


def _conditional(request: HttpRequest, etag: str, response: HttpResponseBase) -> HttpResponseBase:
    """What else a request may make of it: ``If-None-Match: *``, ``If-Match``."""
    assert isinstance(response, HttpResponse)
    return get_conditional_response(request, etag=etag, response=response) or response


def _asked_again(response: HttpResponseBase, basis: Basis) -> None:
    """What keeps this answer shall ask again each time, so that readers are on the newest revision from the next
    request; and it knows which headers it goes by."""
    patch_vary_headers(response, [*basis.headers, "Accept-Encoding"])
    response.headers.setdefault("Cache-Control", "no-cache")


def for_people(basis: Basis) -> Decorator:
    """A view for people: GET and HEAD alone; what can't be answered is a page that says why."""

    def decorate(view: View) -> View:
        work = _reading(_validated(_rated(view), basis))

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            try:
                response = work(request, *args, **options)
            except TooMuch as error:
                response = _told(request, "Too long", str(error), 400)
            except NothingPublished:
                response = _told(request, "Nothing published yet", UNAVAILABLE, 503)
            except Error as error:
                if fault_of(error) is None:
                    raise
                response = _told(request, "Not to be had at present", NOT_READ, 503)
                response.headers["Retry-After"] = _AGAIN
            _asked_again(response, basis)
            return response

        return read_only(answer)

    return decorate


def _told(request: HttpRequest, title: str, message: str, status: int) -> HttpResponse:
    """A page that says why there is no other."""
    context = {"title": title, "message": message, "subject": subject.known()}
    return render(request, "matrix/error.html", context, status=status)


def for_programs(basis: Basis) -> Decorator:
    """A view for programs: read from any origin; what can't be read is 400 and a list of errors."""

    def decorate(view: View) -> View:
        work = _reading(_validated(_rated(view), basis))

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            try:
                response = work(request, *args, **options)
            except TooMuch as error:
                response = refusal([Problem("", "", str(error))])
            except NothingPublished:
                response = refusal([Problem("", "", UNAVAILABLE)], status=503)
            except Error as error:
                if fault_of(error) is None:
                    raise
                response = refusal([Problem("", "", NOT_READ)], status=503)
                response.headers["Retry-After"] = _AGAIN
            _asked_again(response, basis)
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "X-Notice"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers["X-Robots-Tag"] = "noindex"  # to be read, not to be found instead of the page
            return response

        return read_only(answer)

    return decorate


def _rated(view: View) -> View:
    """A view that an address may ask as often as the operator allows; what is computed counts, no redirect."""

    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if seconds := rates.seconds_to_wait(request):
            return refusals.respond(request, structs.replace(refusals.TOO_OFTEN, after=seconds))
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
