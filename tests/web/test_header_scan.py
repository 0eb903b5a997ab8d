"""What Mozilla's HTTP Observatory would make of the site behind TLS, by the rules that it grades headers with
(github.com/mdn/mdn-http-observatory, src/grader/charts.js): from 100 points, each rule takes some or gives some.
"""

import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from django.http.response import HttpResponseBase
from django.test import Client, override_settings

from matrix.store.revisions import Published

SETTINGS = Path(__file__).resolve().parents[2] / "matrix" / "settings.py"
LEAST: Final = 130
SIX_MONTHS: Final = 15_768_000
PRIVATE: Final = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def policy(response: HttpResponseBase) -> dict[str, list[str]]:
    parts = (part.split() for part in response.headers.get("Content-Security-Policy", "").split(";"))
    return {name: sources for name, *sources in filter(None, parts)}


def of_policy(response: HttpResponseBase) -> int:
    found = policy(response)
    if not found:
        return -25
    active = [*found.get("script-src", found.get("default-src", ["*"])), *found.get("object-src", found["default-src"])]
    if {"'unsafe-inline'", "data:", "https:", "*"} & {*active}:
        return -20
    if any("http:" in source for sources in found.values() for source in sources):
        return -20
    if any("unsafe" in source for sources in found.values() for source in sources):
        return -10
    closed = found["default-src"] == ["'none'"] and found.get("form-action") in (["'self'"], ["'none'"])
    return 10 if closed else 5


def of_cookies(response: HttpResponseBase) -> int:
    cookies = response.cookies.values()
    if any(not cookie["secure"] for cookie in cookies):
        return -40
    if any(cookie.key == "sessionid" and not cookie["httponly"] for cookie in cookies):
        return -30
    return (5 if all(cookie["samesite"] in ("Lax", "Strict") for cookie in cookies) else -20) if cookies else 0


def of_transport(response: HttpResponseBase) -> int:
    age = re.search(r"max-age=(\d+)", response.headers.get("Strict-Transport-Security", ""))
    return (0 if int(age[1]) >= SIX_MONTHS else -10) if age else -20


def of_scripts(response: HttpResponseBase) -> int:
    sources = re.findall(r'<script[^>]*\ssrc="([^"]*)"', response.getvalue().decode())
    return 0 if all(source.startswith("/") and not source.startswith("//") for source in sources) else -50


RULES: Final[dict[str, Callable[[HttpResponseBase], int]]] = {
    "content-security-policy": of_policy,
    "cookies": of_cookies,
    "cross-origin-resource-sharing": lambda it: -50 if "Access-Control-Allow-Credentials" in it.headers else 0,
    "cross-origin-resource-policy": lambda it: (
        10 if it.headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site") else 0
    ),
    "referrer-policy": lambda it: 5 if it.headers.get("Referrer-Policy") in PRIVATE else -5,
    "strict-transport-security": of_transport,
    "subresource-integrity": of_scripts,
    "x-content-type-options": lambda it: 0 if it.headers.get("X-Content-Type-Options") == "nosniff" else -5,
    "x-frame-options": lambda it: 5 if policy(it).get("frame-ancestors") == ["'none'"] else -20,
}


@pytest.fixture
def tls(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The settings that TLS=on makes."""
    monkeypatch.setenv("TLS", "on")
    made = runpy.run_path(str(SETTINGS))
    with override_settings(
        **{name: made[name] for name in made if re.fullmatch("SECURE_.*|[A-Z]+_COOKIE_SECURE", name)}
    ):
        yield


@pytest.mark.parametrize("address", ["/", "/help/", "/revisions/", "/admin/login/", "/no-such-page"])
def test_the_scan_gives_at_least_130(published: Published, tls: None, address: str) -> None:
    response = Client().get(address, headers={"X-Forwarded-Proto": "https"})
    score = {rule: points(response) for rule, points in RULES.items()}
    assert 100 + sum(score.values()) >= LEAST, score


def test_who_comes_without_tls_is_led_to_the_same_host_with_it(published: Published, tls: None) -> None:
    response = Client().get("/?payload=50MB")
    assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/?payload=50MB")
