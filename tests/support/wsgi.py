"""Requests as PEP 3333 has them."""

import random
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

from tests.support.words import encoded, filters, selection

PATHS = (
    *("/", "/", "/", "/fit.json", "/matrix.json", "/matrix.md", "/tables/inference-options.csv", "/decision/"),
    *("/embed/hosting-options/", "/help/", "/editions/", "/feed.xml", "/revisions/", "/decision.md", "/nowhere"),
)

GAMES: dict[str, tuple[str, ...]] = {
    "HTTP_HOST": ("localhost", "127.0.0.1", "localhost:443", "other.example", "localhost,127.0.0.1"),
    "HTTP_ACCEPT_ENCODING": ("", "gzip", "gzip, deflate, br", "GZIP", "x-gzip", "gzip;q=0"),
    "HTTP_HX_REQUEST": ("true", "false", "true,true"),
    "HTTP_HX_HISTORY_RESTORE_REQUEST": ("true", "1"),
    "HTTP_HX_CURRENT_URL": ("http://localhost/", "http://localhost/?payload=50MB", "https://127.0.0.1/"),
    "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": ("true",),
    "HTTP_HX_BOOSTED": ("true",),
    "HTTP_X_FORWARDED_PROTO": ("https", "http", "https, http"),
    "HTTP_X_FORWARDED_HOST": ("other.example",),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4",),
    "HTTP_X_SHOWN": ("0 /", "nonsense"),
    "HTTP_COOKIE": ("sessionid=x", "csrftoken=x; other=y"),
    "HTTP_ACCEPT": ("text/html", "application/json"),
    "HTTP_ACCEPT_LANGUAGE": ("de",),
    "HTTP_RANGE": ("bytes=0-10",),
    "HTTP_IF_NONE_MATCH": ("*", '"nonsense"', "nonsense"),
    "HTTP_IF_MODIFIED_SINCE": ("Thu, 26 Nov 2026 00:00:00 GMT",),
}
"""What a client may send, to get another's answer."""


def environ(url: str = "/", *, method: str = "GET", **more: str) -> dict[str, Any]:
    """A request of the host ``localhost``; ``more`` as the environ names it."""
    made: dict[str, Any] = {"REQUEST_METHOD": method, "HTTP_HOST": "localhost", "wsgi.input": BytesIO()}
    made["PATH_INFO"], _, made["QUERY_STRING"] = url.partition("?")
    setup_testing_defaults(made)
    return {**made, **more}


def requests(chance: random.Random, count: int, games: float) -> list[dict[str, Any]]:
    """So many, of which each header is played with at a chance of ``games``. Every one comes eight times or so."""
    queries = ["", "", *(encoded([*selection(chance), *filters(chance)]) for _ in range(count // 8))]
    asked: list[dict[str, Any]] = []
    for _ in range(count // 8):
        sent = {name: chance.choice(values) for name, values in GAMES.items() if chance.random() < games}
        url = f"{chance.choice(PATHS)}?{chance.choice(queries)}"
        asked.append(environ(url, method=chance.choice(("GET", "GET", "GET", "HEAD")), **sent))
    return [dict(chance.choice(asked)) for _ in range(count)]
