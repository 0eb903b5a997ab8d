"""What readers get while the database doesn't answer: the last revision, with its age; from the next request the
newest again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from matrix.databases import limits
from matrix.models import Revision
from matrix.store import readers
from matrix.store.revisions import Published
from tests.support import failing, pages
from tests.support.stored import set_cell

SHOWN = ("/?payload=50MB", "/decision/?payload=50MB", "/help/", "/editions/", "/embed/inference-options/")
FOR_PROGRAMS = ("/fit.json?payload=50MB", "/matrix.json", "/matrix.md", "/tables/inference-options.csv", "/decision.md")


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_kept", None)
    readers._pinned.clear()


def test_pages_come_with_their_age(client: Client, published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [pages.page(client.get(url)) for url in SHOWN]
    at = readers._kept[1] if readers._kept else 0.0
    monkeypatch.setattr(readers, "monotonic", lambda: at + 90)

    with failing.no_database() as asked:
        during = [pages.page(client.get(url)) for url in SHOWN]
        assert asked.asked == 1, "the first finds out, and nobody else waits"

    for page, old in zip(during, before, strict=True):
        told = page.one("p", id="notice")
        assert told["role"] == "status"
        assert "Revision 1 was the newest 90 seconds ago" in told.text
        assert page.one("main").text.replace(told.text, "").split() == old.one("main").text.split()
    assert not pages.page(client.get("/")).all("p", id="notice")


def test_a_fragment_says_it_too(client: Client, published: Published) -> None:
    client.get("/")
    with failing.no_database():
        assert 'id="notice"' in client.get("/?payload=50MB", headers=pages.HTMX).content.decode()


def test_programs_have_a_header(client: Client, published: Published) -> None:
    before = [client.get(url) for url in FOR_PROGRAMS]
    assert not any("X-Notice" in response for response in before)
    with failing.no_database():
        during = [client.get(url) for url in FOR_PROGRAMS]
    for response, old in zip(during, before, strict=True):
        assert response.content == old.content
        assert re.fullmatch(r"The database .* Revision 1 was the newest \d+ seconds? ago\.", response["X-Notice"])
    with failing.no_database():
        again = client.get(FOR_PROGRAMS[0], headers={"If-None-Match": before[0]["ETag"]})
    assert (again.status_code, "X-Notice" in again) == (200, True)
    # A 304 would leave the notice with what a cache has, and no later 304 would take it away.
    assert ("ETag" in again, again["Cache-Control"]) == (False, "no-store")


def test_a_pinned_revision_that_was_read_is_shown(client: Client, published: Published) -> None:
    set_cell("≤ 6 MB", "payload-size", "serverless-inference")
    pinned = f"/?rev={published.short}"
    assert "≤ 4 MB" in client.get(pinned).content.decode()
    with failing.no_database():
        page = client.get(pinned).content.decode()
        assert "≤ 4 MB" in page
        assert 'id="notice"' in page
        assert client.get("/?rev=0123456").status_code == 503, "whether there is one can't be known"


@pytest.mark.parametrize("url", ["/revisions/", "/revisions/{}/", "/revisions/feed.xml", "/revisions/compare/"])
def test_what_needs_the_database_says_so(client: Client, published: Published, url: str) -> None:
    client.get("/")
    with failing.no_database():
        response = client.get(url.format(published.short))
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "The database does not answer at present" in response.content.decode()


def test_a_worker_that_never_read_any_has_nothing_to_show(client: Client, published: Published) -> None:
    with failing.no_database():
        assert client.get("/").status_code == 503
        assert client.get("/fit.json").json()["errors"]
        assert not readers.can_show()
    assert readers.can_show()
    with failing.no_database():
        assert readers.can_show()
        assert client.get("/").status_code == 200


def test_healthz_tells_of_it(client: Client, published: Published) -> None:
    client.get("/")
    with failing.no_database() as asked:
        assert client.get("/healthz").status_code == 503
        client.get("/")
        before = asked.asked
        assert client.get("/healthz").status_code == 503
        assert asked.asked == before, "it waits no more than readers do"
    assert client.get("/healthz").status_code == 200


def test_somebody_elses_lock_is_an_outage_too(client: Client, published: Published) -> None:
    client.get("/")
    with failing.no_database(failing.busy):
        assert 'id="notice"' in client.get("/").content.decode()


def test_another_fault_is_none(client: Client, published: Published) -> None:
    """What the program does wrong is not hidden behind what was read last."""
    client.get("/")
    client.raise_request_exception = False
    with failing.no_database(lambda: RuntimeError("a fault")):
        assert client.get("/").status_code == 500
    assert not readers.outage.lasts


def test_the_next_request_sees_what_was_changed(client: Client, published: Published) -> None:
    client.get("/")
    with failing.no_database():
        client.get("/")
    set_cell("≤ 6 MB", "payload-size", "serverless-inference")
    page = pages.page(client.get("/")).one("main").text
    assert "≤ 6 MB" in page
    assert Revision.objects.count() == 2


def test_a_reader_waits_for_a_statement_a_second_and_anybody_else_five(client: Client, published: Published) -> None:
    waits: set[tuple[str, float]] = set()

    def look(execute: Callable[..., Any], *statement: Any) -> Any:
        waits.add((url.split("/")[1], limits.seconds()))
        return execute(*statement)

    with connection.execute_wrapper(look):
        for url in ("/revisions/", f"/revisions/{published.short}/", "/revisions/feed.xml", "/admin/login/"):
            client.get(url)
    assert waits == {("revisions", limits.READER), ("admin", limits.EDITOR)}
