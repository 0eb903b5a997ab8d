"""A request's state: which form of it is redirected, and which is not. The grammar is `test_query.py`'s."""

import pytest
from django.test import Client

from matrix.decision.query import MAX_QUERY_BYTES, MAX_VALUES
from matrix.store.revisions import Published
from tests.support import pages


@pytest.mark.parametrize(
    ("sent", "canonical"),
    [
        ("hardware=gpu&payload=50.0 mb&time=", "payload=50MB&hardware=gpu"),
        ("need-feature=gpu-support&need-strict=on&need=scale-to-zero", "need=gpu-support:strict&need=scale-to-zero"),
        ("q=✓1 &show=differences", "q=%E2%9C%931&show=differences"),
        ("payload=&q=&need-feature=&option=", ""),
        ("&&q=gpu&", "q=gpu"),
    ],
)
def test_another_form_is_redirected_once(client: Client, published: Published, sent: str, canonical: str) -> None:
    raw = sent.encode().decode("latin-1")  # as WSGI hands it over
    response = client.get("/", QUERY_STRING=raw)

    assert response.status_code == 302, "never 301, which browsers keep for ever"
    assert response.headers["Location"] == (f"/?{canonical}" if canonical else "/")
    assert client.get(response.headers["Location"]).status_code == 200
    assert client.head("/", QUERY_STRING=raw).headers["Location"] == response.headers["Location"]


def test_the_most_that_is_allowed_is_read(client: Client, published: Published) -> None:
    assert client.get("/?q=" + "x" * (MAX_QUERY_BYTES - 2)).status_code == 200
    assert client.get("/?" + "&".join(["option=batch-transform"] * MAX_VALUES)).status_code == 302


@pytest.mark.parametrize("query", ["need=payload-size%3A50MB", "q=a%20b", "%71=a+b"])
def test_percent_encoding_is_no_other_form(published: Published, client: Client, query: str) -> None:
    """A client that encodes a redirect's address anew (Django's own test client does) would never arrive."""
    assert client.get(f"/?{query}").status_code == 200


def test_a_redirect_arrives_whatever_encodes_it_anew(published: Published, client: Client) -> None:
    answer = client.get("/?need=dlcs-supported:BYOC&need=payload-size:50+mb", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == [("/?need=dlcs-supported:byoc&need=payload-size:50MB", 302)]


@pytest.mark.parametrize("query", ["q=" + ";" * 7000, "need=gpu-support&latency=offline&q=" + "'" * 4000])
def test_a_state_whose_own_address_is_too_long_is_refused_by_the_limit(
    client: Client, published: Published, query: str
) -> None:
    assert "8 KB" in pages.page(client.get(f"/?{query}"), 400).one("main").text
    assert "8 KB" in client.get(f"/fit.json?{query}").json()["errors"][0]["message"]
    assert client.get(f"/?{query[:2500]}", follow=True).status_code == 200
