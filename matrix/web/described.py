"""What the site says of itself to programs: `/openapi.json`, `/llms.txt`, `/robots.txt`."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import condition

from matrix.presentation.llms import llms_txt
from matrix.presentation.openapi import description
from matrix.store import editions, readers
from matrix.web import responses
from matrix.web.basis import STAMP
from matrix.web.dated import as_documented


@responses.for_programs(STAMP)
def openapi(request: HttpRequest) -> HttpResponseBase:
    """`/openapi.json`: by the newest revision, whose questions and columns are the parameters' values."""
    newest = readers.newest()
    dates = [dated.date for dated in editions.at(newest.beside)]
    told = description(newest.document, newest.subject, dates, request.build_absolute_uri("/"))
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@responses.for_programs(STAMP)
def llms(request: HttpRequest) -> HttpResponseBase:
    newest = readers.newest()
    text = llms_txt(newest.document, newest.subject, as_documented(newest), request.build_absolute_uri("/"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@responses.read_only
@condition(etag_func=lambda request: STAMP.etag(request, 0) or None)
def robots(request: HttpRequest) -> HttpResponse:
    """It follows from the code and its address alone, and is there whatever the database does.

    Only the editors' addresses are closed. What is made for programs may be read by them, and says itself that it is
    no page to be found; so does an embed, which must be read to be part of the page that frames it. Pages with a query
    name `/` as canonical themselves."""
    text = f"# For programs and agents: {request.build_absolute_uri('/llms.txt')}\nUser-agent: *\nDisallow: /admin/\n"
    return HttpResponse(text, content_type="text/plain", headers={"Cache-Control": "no-cache"})
