"""Odd query strings by the thousand: no 5xx, nothing dropped in silence, and all addresses of one mind."""

import random
from typing import Final
from urllib.parse import parse_qsl

import pytest
from django.test import Client

from matrix.selection import MAX_BYTES, MAX_VALUES
from matrix.store import Published
from tests import pages, states
from tests.test_views_page import notices

PROGRAMS: Final = ("/matrix.json", "/matrix.md", "/tables/hosting-options.csv", "/decision.md")
COUNT: Final = 1500


@pytest.mark.parametrize("part", range(2))
def test_odd_query_strings(client: Client, published: Published, part: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR", "django.request")  # a thousand warnings of bad requests say nothing
    answers = {200: 0, 302: 0, 400: 0}
    for chance in states.many(part, COUNT):
        answers[check(client, states.odd(chance), chance)] += 1
    assert min(answers.values()) > 5, answers


def check(client: Client, query: bytes, chance: random.Random) -> int:
    raw = query.decode("latin-1")  # as WSGI hands it over
    fit = client.get("/fit.json", QUERY_STRING=raw)
    other = client.get(chance.choice(PROGRAMS), QUERY_STRING=raw)
    assert fit.status_code in (200, 400), query
    assert other.status_code == fit.status_code, query

    htmx = {"HX-Request": "true"} if chance.random() < 0.5 else {}
    page = client.get("/", QUERY_STRING=raw, headers=htmx)
    if page.status_code == 400:
        assert fit.status_code == 400, query
        assert "the most that" in pages.text(page), query
        return 400
    root = pages.page(page) if page.status_code == 200 else None

    if fit.status_code == 400:
        assert root, "what can't be read is not redirected"
        told = [squeezed(f"{error['param']}={error['value']}") for error in fit.json()["errors"]]
        assert [squeezed(f"{name}={value}") for name, value in notices(root)] == told, query
        assert all(error["message"] for error in fit.json()["errors"])
        return 200

    canonical = fit.json()["url"]
    if root:
        assert notices(root) == [], query
        assert htmx or ("/?" + raw if raw else "/") == canonical, query
        assert not htmx or page.headers["HX-Push-Url"] == canonical, query
    else:
        assert page.status_code == 302, query
        assert page.headers["Location"] == canonical, query
    # The canonical form is its own: it is answered, and nothing that was sent is missing from it.
    assert client.get(f"/fit.json{canonical.removeprefix('/')}").json()["url"] == canonical, query
    if not raw.isascii():
        return page.status_code
    sent = {name for name, value in parse_qsl(raw) if value.strip()}
    kept = {name for name, _ in parse_qsl(canonical.partition("?")[2])}
    assert {name for name in sent - kept if not name.startswith("need-")} <= {"option"}, query
    return page.status_code


def squeezed(text: str) -> str:
    """As a page shows it: the browser's white space, and no character that HTML can't hold."""
    return " ".join(text.replace("\x00", "\ufffd").split())


def test_too_much_of_anything(client: Client, published: Published) -> None:
    for query in ("&" * MAX_BYTES, "a&" * MAX_VALUES, "=" * 5000, "%" * 8000, "q=" + "%00" * 2700, "+" * 8192):
        for address in ("/", "/fit.json", *PROGRAMS):
            assert client.get(address, QUERY_STRING=query).status_code in (200, 302, 400)


@pytest.mark.parametrize(
    "address", ["/%00", "/%ff", "/tables/%00.csv", "/revisions/%00/", "/revisions/é/", "/tables/.csv"]
)
def test_odd_paths(client: Client, published: Published, address: str) -> None:
    assert client.get(address).status_code == 404
