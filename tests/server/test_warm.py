"""What is done before the first reader: a page for nobody, under a name that the site knows."""

import gc
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse

import pytest
from django.test import override_settings

from matrix.server.warm import MADE, SWITCH_SECONDS, warm


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*threshold)
    gc.unfreeze()


@pytest.mark.parametrize(
    ("allowed", "host"),
    [(["localhost", "127.0.0.1"], "localhost"), ([".example.org"], "example.org"), (["*"], "localhost")],
)
def test_a_page_is_shown_and_what_there_is_then_is_frozen(allowed: list[str], host: str) -> None:
    seen: list[tuple[str, str, str]] = []

    def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        seen.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["HTTP_HOST"]))
        start_response("200 OK", [])
        return []

    gc.unfreeze()
    with override_settings(ALLOWED_HOSTS=allowed):
        warm(application)
    assert seen == [("GET", "/", host)]
    assert gc.get_freeze_count() > 10_000
    assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    assert gc.get_threshold()[0] == MADE
