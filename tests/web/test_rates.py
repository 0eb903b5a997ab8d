"""A rate for each address, where the operator sets one: what counts, whom, and what is said."""

import pytest
from django.test import Client, RequestFactory, override_settings

from matrix.store.revisions import Published
from matrix.web import rates
from tests.support import pages


@pytest.fixture(autouse=True)
def _a_minute_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_counts", {})
    monkeypatch.setattr(rates, "time", lambda: 1_000_000_000.0)  # 20 seconds before a minute's end


def test_none_unless_set(client: Client, published: Published) -> None:
    assert {client.get("/fit.json").status_code for _ in range(5)} == {200}
    assert not rates._counts


@override_settings(RATE_LIMIT=2)
def test_it_works(client: Client, published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [client.get("/fit.json").status_code for _ in range(3)] == [200, 200, 429]
    told = client.get("/", headers={"accept": "text/html"})
    assert "asked for more than it may" in pages.page(told, status=429).text
    refused = client.get("/matrix.json")
    assert refused.json()["errors"][0]["message"]
    assert int(refused.headers["Retry-After"]) == 20
    assert client.get("/", headers={"accept": "text/html"}, REMOTE_ADDR="10.0.0.9").status_code == 200
    monkeypatch.setattr(rates, "time", lambda: 1_000_000_021.0)
    assert client.get("/fit.json").status_code == 200


@override_settings(RATE_LIMIT=1)
def test_what_costs_nothing_does_not_count(client: Client, published: Published) -> None:
    for _ in range(3):
        assert client.get("/?payload=50.0+MB").status_code == 302
        assert client.get("/?q=" + "x" * 9000).status_code == 400
        assert client.get("/livez").status_code == client.get("/robots.txt").status_code == 200
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "client"),
    [
        (0, "1.1.1.1", "10.0.0.1", "10.0.0.1"),
        (1, "9.9.9.9, 1.1.1.1", "10.0.0.1", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 10.0.0.2", "10.0.0.1", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.1", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
    ],
)
def test_whose_request_it_is(proxies: int, forwarded: str, peer: str, client: str) -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=peer)
    with override_settings(PROXIES=proxies):
        assert rates.client_of(request) == client
