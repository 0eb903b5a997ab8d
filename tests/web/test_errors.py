"""The pages that say what went wrong."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from matrix.store.revisions import Published
from matrix.web.errors import server_error
from tests.support import pages


@pytest.mark.parametrize("url", ["/nothing/here", "/revisions/0123456/", "/embed/no-such-table/"])
def test_a_404_says_where_to_go(client: Client, published: Published, url: str) -> None:
    root = pages.page(client.get(url), status=404)

    told = {link["href"] for link in root.one("main").all("a")}
    assert told == {link["href"] for link in root.one("nav").all("a")} | {"/"}, "all the pages there are"
    for address in told:
        assert client.get(urlsplit(address).path).status_code == 200


def test_a_500_needs_no_database(rf: object) -> None:
    response = server_error(rf.get("/"))  # type: ignore[attr-defined]
    assert "Start from the whole matrix" in pages.page(response, status=500).text


def test_a_form_that_is_out_of_date_says_what_to_do(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "anna"})
    assert "This form is out of date" in pages.page(response, 403).one("main").text
