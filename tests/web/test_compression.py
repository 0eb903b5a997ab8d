"""Answers on their way: as gzip or as they are, by what the reader's browser takes."""

import gzip
from collections.abc import Callable

import pytest
from django.test import Client

from matrix.store.revisions import Published

READ: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize("address", ["/fit.json", "/history/"], ids=["everybody's", "not kept"])
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "gzip"),
        ("br, gzip;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("deflate, gzip; q=0.0, br", ""),
        ("x-gzip", ""),
        ("", ""),
    ],
)
def test_it_works(client: Client, published: Published, address: str, accepted: str, encoding: str) -> None:
    plain = client.get(address)
    sent = client.get(address, headers={"Accept-Encoding": accepted})

    assert sent.headers.get("Content-Encoding", "") == encoding
    assert READ[encoding](sent.content) == plain.content
    assert int(sent.headers["Content-Length"]) == len(sent.content)
    assert "Accept-Encoding" in sent.headers["Vary"]
    assert sent.headers.get("ETag") == plain.headers.get("ETag"), "weak: of every encoding"


def test_what_is_short_stays_as_it_is(client: Client, published: Published) -> None:
    healthy = client.get("/livez", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in healthy.headers
