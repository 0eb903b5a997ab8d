"""What every answer has in common."""

from typing import Any

import pytest
from django.test import Client

from matrix.decision.query import MAX_QUERY_BYTES, MAX_VALUES
from matrix.store.revisions import Published
from tests.support import pages


def test_nothing_published_is_said_to_people(client: Client, db: None) -> None:
    root = pages.page(client.get("/"), status=503)

    assert "loaddata matrix questionnaire" in root.text


@pytest.mark.parametrize("kind", ["bytes", "values"])
def test_too_much_is_refused_by_its_limit(client: Client, published: Published, kind: str) -> None:
    query = "q=" + "x" * MAX_QUERY_BYTES if kind == "bytes" else "&".join(["option=batch-transform"] * (MAX_VALUES + 1))
    limit = "8 KB" if kind == "bytes" else "200 values"

    assert limit in pages.page(client.get(f"/?{query}"), status=400).text
    errors = client.get(f"/fit.json?{query}")
    assert errors.status_code == 400
    assert limit in errors.json()["errors"][0]["message"]


@pytest.mark.parametrize("address", ["/", "/fit.json", "/tables/inference-options.csv", "/healthz", "/robots.txt"])
def test_only_get_and_head(db: None, address: str) -> None:
    client = Client(enforce_csrf_checks=True)  # as it is in production
    for method in (client.post, client.put, client.patch, client.delete):
        response = method(address)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", ["/", "/?hardware=gpu", "/fit.json", "/matrix.json", "/robots.txt"])
def test_head_says_what_get_would_say(client: Client, published: Published, address: str) -> None:
    got, asked = client.get(address), client.head(address)

    assert asked.status_code == got.status_code == 200
    assert asked.content == b""
    assert {n: v for n, v in asked.headers.items() if n != "Content-Length"} == {
        n: v for n, v in got.headers.items() if n != "Content-Length"
    }


def test_a_reader_gets_no_cookie(client: Client, published: Published) -> None:
    response: Any = client.get("/?hardware=gpu")
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]
