"""The security headers: on every response, and loosened only where a view says so."""

import re
from pathlib import Path

import django.contrib.admin
import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from matrix.store.revisions import Published
from matrix.web.middleware import CONTENT_SECURITY_POLICY, SecurityHeaders

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def directives(response: HttpResponseBase) -> dict[str, str]:
    policy = response.headers["Content-Security-Policy"]
    return dict(directive.split(" ", 1) for directive in policy.split("; "))


def answer(response: HttpResponseBase) -> HttpResponseBase:
    """What the middleware makes of a view's response."""

    def view(request: HttpRequest) -> HttpResponseBase:
        return response

    return SecurityHeaders(view)(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/admin/login/", 200),
        ("/admin/", 302),
        ("/no-such-page", 404),
        ("/static/icon.svg", 200),
    ],
)
@pytest.mark.django_db
def test_it_works(client: Client, address: str, status: int) -> None:
    response = client.get(address)
    response.getvalue()  # read to its end, a static file is closed

    assert response.status_code == status
    assert directives(response) == CONTENT_SECURITY_POLICY
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("file", ["matrix.css", "matrix.js", "icon.png"])
def test_what_pages_are_made_of_is_sent_what_speaks_of_it_alone(client: Client, file: str) -> None:
    response = client.get(f"/static/{file}")
    response.getvalue()

    for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy"):
        assert response.headers[name] == ALWAYS[name]
    documents = ("Content-Security-Policy", "X-Frame-Options", "Permissions-Policy", "Cross-Origin-Opener-Policy")
    assert not {*documents} & {*response.headers}


def test_a_refused_host_gets_the_headers_too(client: Client) -> None:
    response = client.get("/admin/login/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert directives(response) == CONTENT_SECURITY_POLICY
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS


def test_nothing_in_the_policy_is_unsafe() -> None:
    assert not re.search("unsafe|http|\\*", str(CONTENT_SECURITY_POLICY))


def test_a_view_names_who_may_embed_its_page() -> None:
    response = HttpResponse()
    response.frame_ancestors = "*"  # type: ignore[attr-defined]

    answered = answer(response)

    assert directives(answered) == CONTENT_SECURITY_POLICY | {"frame-ancestors": "*"}
    assert "X-Frame-Options" not in answered.headers


def test_a_view_opens_its_data_to_any_origin() -> None:
    answered = answer(HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"}))

    assert answered.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert directives(answered) == CONTENT_SECURITY_POLICY


def test_no_view_weakens_the_policy_itself() -> None:
    answered = answer(HttpResponse(headers={"Content-Security-Policy": "default-src *"}))

    assert directives(answered) == CONTENT_SECURITY_POLICY


def test_the_admins_templates_keep_to_the_policy() -> None:
    """The policy refuses inline style and script; a Django that brings some must not go unseen."""
    roots = [Path(django.contrib.admin.__file__).parent / "templates", settings.BASE_DIR / "templates"]
    inline = re.compile(r"<style|\sstyle=|<script>|\son(click|change|load|submit)=|javascript:", re.IGNORECASE)

    offenders = [
        f"{file.name}: {match.group()}"
        for root in roots
        for file in root.rglob("*.html")
        for match in inline.finditer(file.read_text())
    ]

    # Django writes this one only for a list whose actions stand neither above nor below; ours stand above.
    assert offenders == ["change_list.html: <style"]


@pytest.mark.django_db
def test_an_update_is_no_document_and_goes_without_what_speaks_of_those(client: Client, published: Published) -> None:
    page, update = client.get("/"), client.get("/", headers={"HX-Request": "true"})
    of_documents = {"Content-Security-Policy", "X-Frame-Options", "Permissions-Policy", "Cross-Origin-Opener-Policy"}
    assert of_documents <= set(page.headers)
    assert not of_documents & set(update.headers)
    assert {"X-Content-Type-Options", "Cross-Origin-Resource-Policy"} <= set(update.headers)
