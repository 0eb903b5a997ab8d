"""The programs' addresses: the contract's shapes, errors as JSON, CORS, ETags, and health."""

import csv
import io
from typing import Any, Final
from urllib.parse import parse_qs

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages

pytestmark = pytest.mark.once  # they read, and nothing else

ADDRESSES: Final = (
    "/fit.json",
    "/matrix.json",
    "/matrix.md",
    "/tables/inference-options.csv",
    "/tables/hosting-options.csv",
    "/decision.md",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_form_is_answered_without_redirect(client: Client, published: Published, address: str) -> None:
    plain = client.get(f"{address}?payload=50MB&hardware=gpu")
    other = client.get(f"{address}?hardware=gpu&payload=50.0+mb&time=")

    assert other.status_code == 200
    assert other.content == plain.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_cannot_be_read_is_refused_and_each_of_it_named(
    client: Client, published: Published, address: str
) -> None:
    response = client.get(f"{address}?hardware=gpu&payload=50&colour=red&need=a&need=b&q=%ff&rev=0000000")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    errors = response.json()
    assert list(errors) == ["errors"]
    assert all(list(error) == ["param", "value", "message"] and error["message"] for error in errors["errors"])
    named = {(error["param"], error["value"]) for error in errors["errors"]}
    assert named == {
        *(("payload", "50"), ("colour", "red"), ("need", "a"), ("need", "b"), ("q", "\ufffd"), ("rev", "0000000")),
    }


def test_nothing_published(client: Client, db: None) -> None:
    for address in ADDRESSES:
        response = client.get(address)
        assert response.status_code == 503
        assert response.json()["errors"][0]["message"]


def test_an_unknown_table(client: Client, published: Published) -> None:
    response = client.get("/tables/third.csv")

    assert response.status_code == 404
    assert response.json()["errors"][0]["value"] == "third"


# --- Shapes ------------------------------------------------------------------------------------------------------


def test_fit_json_names_its_revision_and_its_addresses_are_answered(client: Client, published: Published) -> None:
    query = "latency=interactive&scaling=scale-to-zero&hardware=gpu&need=dlcs-supported:byoc"
    fit: dict[str, Any] = client.get(f"/fit.json?{query}").json()

    assert (fit["revision"]["hash"], fit["revision"]["number"]) == (published.hash, 1)
    assert fit["revision"]["published"].endswith("Z")
    assert fit["url"] == f"/?{query}"
    relaxations = fit["tables"][0]["relaxations"]
    assert len(relaxations) == 3
    for relaxation in relaxations:
        kept = [word for word in query.split("&") if word not in relaxation["drop"]]
        assert relaxation["url"] == "/?" + "&".join(kept)
        assert client.get(relaxation["url"]).status_code == 200


@pytest.mark.parametrize(
    "query", ["payload=50MB&q=413&show=fitting", "sort=-batch-transform", "option=docker-containers&show=differences"]
)
def test_all_addresses_show_the_same_rows(client: Client, published: Published, query: str) -> None:
    shown = pages.shown(pages.page(client.get(f"/?{query}")))
    for table in client.get(f"/matrix.json?{query}").json()["tables"]:
        rows, columns = shown[table["slug"]]
        assert [feature["key"] for feature in table["features"]] == rows
        assert [option["slug"] for option in table["options"]] == columns
        response = client.get(f"/tables/{table['slug']}.csv?{query}")
        head, *lines = csv.reader(io.StringIO(pages.text(response), newline=""))
        assert head[1:] == [option["name"] for option in table["options"]]
        assert [line[0] for line in lines] == [feature["name"] for feature in table["features"]]


def test_the_record_pins_its_revision(client: Client, published: Published) -> None:
    record = pages.text(client.get("/decision.md?payload=50MB&hardware=gpu"))

    pinned = f"http://testserver/?payload=50MB&hardware=gpu&rev={published.short}"
    assert f"<{pinned}>" in record
    assert client.get(pinned).status_code == 200
    assert parse_qs(pinned.partition("?")[2])["rev"] == [published.hash[:12]]
    assert "Availability of the Amazon EC2 instance types" in record
    assert "as AWS documented it on 2023-02-13; AWS has changed the page since" in record


# --- Headers -----------------------------------------------------------------------------------------------------


def test_each_says_what_it_is(client: Client, published: Published) -> None:
    kinds = ["application/json", "application/json", "text/markdown", "text/csv", "text/csv", "text/markdown"]
    for address, kind in zip(ADDRESSES, kinds, strict=True):
        response = client.get(address)
        assert response.headers["Content-Type"].removesuffix("; charset=utf-8") == kind
        assert response.content.decode().strip()


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_origin_may_read(client: Client, published: Published, address: str) -> None:
    response = client.get(address, headers={"Origin": "https://example.org"})

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_has_not_changed_is_not_sent_again(
    client: Client, published: Published, address: str, encoding: str
) -> None:
    first = client.get(f"{address}?hardware=gpu", headers={"Accept-Encoding": encoding})
    etag = first.headers["ETag"]
    again = {"Accept-Encoding": encoding, "If-None-Match": etag}

    response = client.get(f"{address}?hardware=gpu", headers=again)
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["ETag"].removeprefix("W/") == etag.removeprefix("W/")
    assert client.head(f"{address}?hardware=gpu", headers=again).status_code == 304
    assert client.get(f"{address}?q=guard", headers=again).status_code == 200
    assert client.get(f"{address}?colour=red", headers=again).status_code == 400
