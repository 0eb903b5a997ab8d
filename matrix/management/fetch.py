"""The publisher's page from its address: over TLS, from hosts that were named; bounded in size, time and redirects."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import urllib3

from matrix.upstream.reader import MAX_PAGE_BYTES

SECONDS: Final = 30.0
"""How long all of it may take, from the look-up of the host's name to the last byte."""
MAX_REDIRECTS: Final = 5
MOVED: Final = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED: Final = 304


class FetchError(Exception):
    """Why a page could not be had from its address."""


@dataclass(frozen=True)
class Fetched:
    """What an address answered: the page (None: it is still the one of the ``etag`` that was sent), and its ETag."""

    data: bytes | None
    etag: str


def fetch(address: str, hosts: Collection[str], etag: str = "", *, seconds: float = SECONDS) -> Fetched:
    """The page at an address; ``hosts`` are those that may be asked, ``etag`` is that of the page in hand.

    Raises FetchError, which names what stands against it."""
    found: list[Fetched | Exception] = []

    def get() -> None:
        try:
            found.append(_follow(address, hosts, etag, seconds))
        except Exception as error:  # raised below, where somebody hears it
            found.append(error)

    # A thread of its own, left behind if need be: a server that trickles keeps each single wait short.
    thread = threading.Thread(target=get, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise FetchError(f"no whole answer within {seconds:g} seconds")
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


def _follow(address: str, hosts: Collection[str], etag: str, seconds: float) -> Fetched:
    with urllib3.PoolManager(timeout=seconds, retries=False) as pool:
        for _ in range(MAX_REDIRECTS + 1):
            _refuse(address, hosts)
            moved_to, fetched = _get(pool, address, etag)
            if fetched:
                return fetched
            address = _joined(address, moved_to)
    raise FetchError(f"more than {MAX_REDIRECTS} redirects")


def _joined(address: str, moved_to: str) -> str:
    try:
        return urljoin(address, moved_to)
    except ValueError:
        raise FetchError(f"{address} leads on to “{moved_to}”, which is no address") from None


def _refuse(address: str, hosts: Collection[str]) -> None:
    """What is no address to ask."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise FetchError(f"“{address}” is no address") from None
    if parts.scheme != "https" or not host:
        raise FetchError(f"“{address}” is no https address")
    if parts.username or parts.password:
        raise FetchError(f"an address with a name or password in it is not asked: {host}")
    if host not in {name.lower() for name in hosts}:
        allowed = ", ".join(sorted(hosts)) or "none"
        raise FetchError(f"the host {host} is not one that may be asked ({allowed}); --host {host} allows it")


def _get(pool: urllib3.PoolManager, address: str, etag: str) -> tuple[str, Fetched | None]:
    """Where to go on, or what was found."""
    headers = {"Accept": "text/markdown, text/plain;q=0.9, */*;q=0.1"} | ({"If-None-Match": etag} if etag else {})
    try:
        response = pool.request("GET", address, headers=headers, preload_content=False, redirect=False)
        with response:
            if response.status in MOVED and "Location" in response.headers:
                return response.headers["Location"], None
            if response.status == NOT_MODIFIED and etag:
                return "", Fetched(None, etag)
            if response.status != 200:
                raise FetchError(f"{address} answers {response.status}, not 200")
            data = response.read(MAX_PAGE_BYTES + 1, decode_content=True)
            if len(data) > MAX_PAGE_BYTES:
                raise FetchError(f"the page has more than {MAX_PAGE_BYTES} bytes, the most that are read")
            response.read()  # a body that ends before its announced length is told here
            return "", Fetched(data, response.headers.get("ETag", ""))
    except urllib3.exceptions.HTTPError as error:
        raise FetchError(f"{address} gives no whole answer: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    """The innermost reason, in one line."""
    while (inner := getattr(error, "reason", None)) and isinstance(inner, Exception):
        error = inner
    return " ".join(str(error).split()) or type(error).__name__
