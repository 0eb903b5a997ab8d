"""What the site says of itself to programs: `/openapi.json`, `/llms.txt`, `/robots.txt`."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from matrix.presentation.llms import llms_txt
from matrix.presentation.openapi import description
from matrix.store import editions, readers
from matrix.web import responses
from matrix.web.dated import as_documented

_CLOSED = ("/admin/", "/embed/")


@responses.for_programs
def openapi(request: HttpRequest) -> HttpResponseBase:
    """`/openapi.json`: by the newest revision, whose questions and columns are the parameters' values."""
    newest = readers.newest()
    dates = [dated.date for dated in editions.at(newest.stamp)]
    told = description(newest.document, newest.subject, dates, request.build_absolute_uri("/"))
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@responses.for_programs
def llms(request: HttpRequest) -> HttpResponseBase:
    newest = readers.newest()
    text = llms_txt(newest.document, newest.subject, as_documented(newest), request.build_absolute_uri("/"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@responses.read_only
def robots(request: HttpRequest) -> HttpResponse:
    """What is made for programs may be read by them, and says itself that it is no page to be found. Pages with a query
    name `/` as canonical themselves; an embed is part of another's page."""
    lines = [
        f"# For programs and agents: {request.build_absolute_uri('/llms.txt')}",
        "User-agent: *",
        *(f"Disallow: {address}" for address in _CLOSED),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
