"""Odd query strings through HTTP, as bytes: no 5xx, nothing dropped in silence, and all addresses of one mind."""

import re
from typing import Any, Final
from urllib.parse import parse_qsl

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from matrix.decision.query import MAX_QUERY_BYTES, MAX_VALUES, split
from matrix.store.revisions import Published
from tests.support import pages
from tests.support.laws import examples
from tests.support.pages import notices
from tests.support.words import many, odd

PROGRAMS: Final = ("/matrix.json", "/matrix.md", "/tables/hosting-options.csv", "/decision.md")
PAGES: Final = 4
"""Of so many strings, one is asked of the page too, which takes longer."""


@pytest.mark.law
@pytest.mark.once
def test_odd_query_strings(client: Client, published: Published, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR", "django.request")  # a thousand warnings of bad requests say nothing
    answers = {200: 0, 302: 0, 400: 0}
    for at, chance in enumerate(many(26, examples(200, 5000))):
        query = odd(chance)
        raw = query.decode("latin-1")  # as WSGI hands it over
        fit = client.get("/fit.json", QUERY_STRING=raw)
        assert fit.status_code in (200, 400), query
        other = client.get(chance.choice(PROGRAMS), QUERY_STRING=raw)
        assert other.status_code == fit.status_code, query
        if fit.status_code == 200:
            check_canonical(client, raw, fit.json()["url"])
        if at % PAGES == 0:
            answers[check_page(client, raw, fit)] += 1
    assert min(answers.values()) > 1, answers


def check_canonical(client: Client, raw: str, canonical: str) -> None:
    """The canonical form is its own, and nothing that was sent is missing from it."""
    assert client.get(f"/fit.json{canonical.removeprefix('/')}").json()["url"] == canonical
    if raw.isascii():
        sent = {name for name, value in parse_qsl(raw) if value.strip() and not name.startswith("need-")}
        kept = {name for name, _ in parse_qsl(canonical.partition("?")[2])}
        assert sent - kept <= {"option"}, raw  # all columns of a table are named


def check_page(client: Client, raw: str, fit: Any) -> int:
    """The page, or its fragment, is of one mind with `/fit.json`."""
    page = client.get("/", QUERY_STRING=raw)
    fragment = client.get("/", QUERY_STRING=raw, headers={"HX-Request": "true"})
    if page.status_code == 400:
        for answer in (fit, page, fragment):
            assert answer.status_code == 400, raw
            assert "the most that" in pages.text(answer), raw
        return 400
    if fit.status_code == 400:
        told = [squeezed(f"{error['param']}={error['value']}") for error in fit.json()["errors"]]
        for answer in (page, fragment):
            assert [squeezed(f"{name}={value}") for name, value in told_by(answer)] == told, raw
        assert all(error["message"] for error in fit.json()["errors"])
        return 200
    assert fragment.headers["HX-Push-Url"] == fit.json()["url"], raw
    assert told_by(fragment) == [], raw
    if page.status_code == 200:
        sent = raw.encode("latin-1").decode()  # which characters are percent-encoded is no form
        assert split(sent) == split(fit.json()["url"].partition("?")[2]), raw
    else:
        assert page.status_code == 302, raw
        assert page.headers["Location"] == fit.json()["url"], raw
    return page.status_code


def told_by(answer: HttpResponseBase) -> list[tuple[str, str]]:
    """The page's notice, read by itself: the rest of the page is long."""
    alert = re.search('<section [^>]*role="alert".*?</section>', pages.text(answer), re.DOTALL)
    return notices(pages.read(alert[0])) if alert else []


def squeezed(text: str) -> str:
    """As a page shows it: the browser's white space, and no character that HTML can't hold."""
    return " ".join(text.replace("\x00", "\ufffd").split())


def test_too_much_of_anything(client: Client, published: Published) -> None:
    for query in ("&" * MAX_QUERY_BYTES, "a&" * MAX_VALUES, "=" * 5000, "%" * 8000, "q=" + "%00" * 2700, "+" * 8192):
        for address in ("/", "/fit.json", *PROGRAMS):
            assert client.get(address, QUERY_STRING=query).status_code in (200, 302, 400)
