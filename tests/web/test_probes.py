"""What a load balancer or supervisor asks: whether to restart the process, whether to send it readers."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from matrix.store.revisions import Published

PROBES = ("/livez", "/readyz", "/healthz")


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
def test_without_a_revision(client: Client, db: None, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(("address", "status"), [("/livez", 200), ("/readyz", 503), ("/healthz", 503)])
def test_without_the_database(client: Client, db: None, address: str, status: int) -> None:
    with patch("matrix.store.revisions.current", side_effect=OperationalError("gone away")):
        response = client.get(address)

    assert response.status_code == status
    assert b"gone away" not in response.content
