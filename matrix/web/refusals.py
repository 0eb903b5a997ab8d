"""What is said to those who are refused for now, without a view, a session or the database."""

from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from msgspec import Struct

from matrix.store import subject
from matrix.web import jinja
from matrix.web.middleware import SecurityHeaders


class Refusal(Struct, frozen=True):
    """``after``: the seconds after which it may be tried again, 0 where that changes nothing."""

    status: int
    title: str
    message: str
    after: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Cache-Control": "no-store", **({"Retry-After": str(self.after)} if self.after else {})}


BUSY: Final = Refusal(
    503, "Nothing was saved yet", "Other changes are being saved at this moment. Nothing is lost: send it again.", 1
)
TOO_DEAR: Final = Refusal(
    429,
    "Too many long questions at once",
    "This address asks for much, and others like it are being answered. Load it again in a moment.",
    2,
)
TOO_OFTEN: Final = Refusal(
    429, "Too many questions from one address", "Your address has asked for more than it may for now. Wait, ask again."
)
TOO_LONG: Final = Refusal(
    413,
    "Too long",
    "More was sent than this address takes. Nothing was saved. Go back, if your browser still has what you typed, "
    "and send less at once.",
)
TOO_SLOW: Final = Refusal(408, "Not all of it came", "What was sent did not arrive in time. Nothing was saved.")
NO_LENGTH: Final = Refusal(411, "Without a length", "What is sent here must say its length. Nothing was saved.")


def application(refusal: Refusal) -> WSGIApplication:
    """A WSGI application that refuses whatever it is asked."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> HttpResponseBase:
        response = SecurityHeaders(lambda request: respond(request, refusal))(WSGIRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    return answer


def respond(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A page for people; for programs what they get wherever something can't be answered."""
    response: HttpResponse
    if "text/html" in request.headers.get("Accept", ""):
        context = {
            "subject": subject.last(),
            "refusal": refusal,
            "again": _again(request) if refusal.after else (),
            "address": request.get_full_path(),
        }
        response = HttpResponse(jinja.render("matrix/refused.html", context), status=refusal.status)
    else:
        errors = [{"param": "", "value": "", "message": refusal.message}]
        response = JsonResponse({"errors": errors}, status=refusal.status)
        response.headers["Access-Control-Allow-Origin"] = "*"
    for name, value in refusal.headers.items():
        response.headers[name] = value
    patch_vary_headers(response, ["Accept"])
    return response


def _again(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, so that the page can send it again; [] for files, which a page can't hold, and for a login:
    a password belongs into no page."""
    if request.content_type != "application/x-www-form-urlencoded":
        return []
    try:
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    except SuspiciousOperation:
        return []
    return [] if any("password" in name for name, _ in fields) else fields
