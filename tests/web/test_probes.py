"""What a load balancer or supervisor asks: whether to restart the process, whether to send it readers."""

from contextlib import nullcontext
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from matrix.store.revisions import Published

PROBES = ("/livez", "/readyz", "/healthz")
GONE = OperationalError("gone away")


@pytest.mark.parametrize("address", PROBES)
def test_it_works(client: Client, published: Published, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response.content) == (200, b"ok")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", PROBES)
def test_by_any_name_and_without_tls(client: Client, published: Published, address: str) -> None:
    """Who probes knows the machine's number, and speaks to it behind the proxy that ends TLS."""
    with override_settings(SECURE_SSL_REDIRECT=True):
        behind_tls = Client()
        assert behind_tls.get("/", headers={"host": "localhost"}).status_code == 301
        assert behind_tls.get(address, headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.parametrize(("address", "status"), [("/livez", 200), ("/readyz", 503), ("/healthz", 503)])
@pytest.mark.parametrize("database", [True, False])
def test_with_nothing_to_show(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, address: str, status: int, database: bool
) -> None:
    monkeypatch.setattr("matrix.store.readers._kept", None)
    monkeypatch.setattr("matrix.store.readers.outage.begin", lambda _: None)  # which would look on its own
    with nullcontext() if database else patch("matrix.store.revisions.current", side_effect=GONE):
        assert client.get(address).status_code == status


@pytest.mark.parametrize(("address", "status"), [("/livez", 200), ("/readyz", 200), ("/healthz", 503)])
def test_without_the_database(client: Client, published: Published, address: str, status: int) -> None:
    """A worker that has read a revision can show it."""
    assert client.get("/").status_code == 200
    with patch("matrix.store.revisions.current", side_effect=GONE):
        response = client.get(address)

    assert response.status_code == status
    assert b"gone away" not in response.content
