"""Addresses: those of the contract answer, and odd ones are a 404."""

import pytest
from django.test import Client
from django.urls import resolve

from matrix.store.revisions import Published


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/fit.json", "/matrix.json", "/matrix.md", "/tables/hosting-options.csv", "/decision.md", "/decision/"),
        *("/revisions/", "/revisions/feed.xml", "/embed/hosting-options/", "/help/", "/robots.txt"),
        *("/feed.xml", "/livez", "/readyz", "/healthz", "/editions/", "/editions.json", "/revisions/compare/"),
    ],
)
def test_each_address_answers_who_reads(client: Client, published: Published, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert resolve(address).url_name, "and has a name"
    assert {getattr(client, method)(address).status_code for method in ("post", "put", "patch", "delete")} == {405}


@pytest.mark.parametrize(
    "address", ["/%00", "/%ff", "/tables/%00.csv", "/revisions/%00/", "/revisions/é/", "/tables/.csv"]
)
def test_odd_addresses_are_not_found(client: Client, published: Published, address: str) -> None:
    assert client.get(address).status_code == 404
