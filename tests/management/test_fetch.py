"""The publisher's page from its address, over TLS from a server of the test's own: what is had, and what is refused."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme

from matrix.management.fetch import MAX_REDIRECTS, Fetched, FetchError, fetch
from matrix.upstream.reader import MAX_PAGE_BYTES
from tests.support.https import Answer, Site, body, serving, status, trusted_site

HOSTS = ("localhost",)


@pytest.fixture(scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with trusted_site(tmp_path_factory.mktemp("https")) as site:
        yield site


@pytest.fixture
def site(_site: Site) -> Site:
    _site.answers, _site.requests = {}, []
    return _site


def dripping(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then: no single wait is long."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"#")
        request.wfile.flush()
        time.sleep(0.05)


def test_a_page_and_its_etag_are_had(site: Site) -> None:
    site.answers["/page.md"] = body(b"# A page\n", ETag='"one"')
    assert fetch(f"{site.url}/page.md", HOSTS) == Fetched(b"# A page\n", '"one"')
    assert "If-None-Match" not in site.requests[0]


def test_a_page_that_is_the_one_in_hand_is_not_sent_again(site: Site) -> None:
    site.answers["/page.md"] = status(304)
    assert fetch(f"{site.url}/page.md", HOSTS, '"one"') == Fetched(None, '"one"')
    assert site.requests[0]["If-None-Match"] == '"one"'


def test_a_host_is_named_in_any_case(site: Site) -> None:
    site.answers["/page.md"] = body(b"here")
    assert fetch(f"{site.url}/page.md", ["LocalHost"]).data == b"here"


def test_a_redirect_within_the_hosts_is_followed(site: Site) -> None:
    site.answers["/old.md"] = status(301, Location="/new.md")
    site.answers["/new.md"] = body(b"here")
    assert fetch(f"{site.url}/old.md", HOSTS).data == b"here"


REFUSED: dict[str, tuple[Answer, str]] = {
    "a redirect to another host": (
        status(302, Location="https://example.org/page.md"),
        "the host example.org is",
    ),
    "a redirect away from TLS": (status(302, Location="http://localhost/page.md"), "is no https address"),
    "a circle of redirects": (status(302, Location="/page.md"), f"more than {MAX_REDIRECTS} redirects"),
    "a redirect to what is no address": (status(302, Location="https://[bad"), "which is no address"),
    "a page that is not there": (status(404), "answers 404, not 200"),
    "a fault of the server": (status(500), "answers 500, not 200"),
    "not modified, though nothing was in hand": (status(304), "answers 304, not 200"),
    "5 MB": (body(b"#" * 5_000_000), f"more than {MAX_PAGE_BYTES} bytes"),
    "an answer that is cut": (body(b"# Half", announced=1000), "no whole answer"),
    "an answer that trickles": (dripping, "no whole answer within 1 seconds"),
}


@pytest.mark.parametrize(("answer", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_page_is_refused(site: Site, answer: Answer, message: str) -> None:
    site.answers["/page.md"] = answer
    began = time.monotonic()
    with pytest.raises(FetchError, match=message):
        fetch(f"{site.url}/page.md", HOSTS, seconds=1)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://localhost/page.md", "is no https address"),
        ("https:///page.md", "is no https address"),
        ("https://[localhost/page.md", "is no address"),
        ("https://anna:secret@localhost/page.md", "with a name or password"),
        ("https://elsewhere.example/page.md", "the host elsewhere.example is not one that may be asked"),
    ],
)
def test_an_address_that_may_not_be_asked_is_not_asked(address: str, message: str) -> None:
    with pytest.raises(FetchError, match=message) as told:
        fetch(address, HOSTS)
    assert "secret" not in str(told.value)


def test_a_server_whose_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with serving(trustme.CA().issue_cert("localhost")) as site, pytest.raises(FetchError, match=r"(?i)certificate"):
        fetch(f"{site.url}/page.md", HOSTS)


def test_nobody_at_the_address(site: Site) -> None:
    with pytest.raises(FetchError, match="no whole answer"):
        fetch("https://localhost:1/page.md", HOSTS)
