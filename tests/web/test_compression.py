"""Answers on their way: brotli, gzip or as they are, by what the reader's browser takes."""

import gzip

import brotli
import pytest
from django.test import Client

from matrix.store.revisions import Published

READ = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "br"),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0.0, gzip", "gzip"),
        ("gzip", "gzip"),
        ("brotli", ""),
        ("", ""),
    ],
)
def test_it_works(client: Client, published: Published, accepted: str, encoding: str) -> None:
    plain = client.get("/fit.json")
    sent = client.get("/fit.json", headers={"Accept-Encoding": accepted})

    assert sent.headers.get("Content-Encoding", "") == encoding
    assert READ[encoding](sent.content) == plain.content
    assert int(sent.headers["Content-Length"]) == len(sent.content)
    assert "Accept-Encoding" in sent.headers["Vary"]
    assert sent.headers["ETag"].startswith('W/"') == bool(encoding)


def test_what_is_short_stays_as_it_is(client: Client, published: Published) -> None:
    healthy = client.get("/livez", headers={"Accept-Encoding": "br"})

    assert "Content-Encoding" not in healthy.headers
