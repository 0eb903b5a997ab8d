"""A kept answer is the one that would be computed: in status, headers and bytes, whatever else was asked meanwhile."""

import random
from collections import Counter
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from matrix.server.guard import run
from matrix.server.ready import Answer, Ready
from matrix.store.revisions import Published
from tests.soak.test_custody import SECONDS
from tests.support import wsgi
from tests.support.stored import set_cell

KNOWN = 0.2
"""So many ask with the validator of an answer that was given at their address."""


def compared(seed: int, count: int, games: float) -> Counter[str]:
    """Play that many requests against a table and the application, and count what was answered from where."""
    chance, application, seen = random.Random(seed), WSGIHandler(), Counter[str]()
    computed: list[dict[str, Any]] = []

    def compute(environ: dict[str, Any]) -> Answer:
        computed.append(environ)
        return run(application, environ)

    table, had = Ready(compute), dict[str, str]()
    for at, environ in enumerate(wsgi.requests(chance, count, games)):
        if at % (count // 3) == count // 6:
            set_cell(f"≤ {4 + at % 5} MB", "payload-size", "serverless-inference")
        url = environ["PATH_INFO"] + environ["QUERY_STRING"]
        if url in had and chance.random() < KNOWN:
            environ["HTTP_IF_NONE_MATCH"] = had[url]
        fresh = run(application, dict(environ))
        times = len(computed)
        answer = table.answer(dict(environ))
        kept = len(computed) == times
        # What is no answer for everybody has random bytes in its gzip.
        assert (answer if kept else answer[0]) == (fresh if kept else fresh[0]), environ
        seen[f"{'kept' if kept else 'fresh'} {fresh[0]}"] += 1
        had[url] = dict(fresh[1]).get("ETag", "none")
    return seen


@pytest.mark.parametrize("games", [0, 0.15], ids=["plain", "header games"])
def test_it_works(published: Published, games: float) -> None:
    seen = compared(1, 150, games)
    assert seen["kept 200"] > 5, seen
    assert seen["fresh 200"] > 20, seen


@override_settings(TLS=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), SECURE_SSL_REDIRECT=True)
def test_behind_tls(published: Published) -> None:
    seen = compared(2, 80, 0.3)
    assert seen["fresh 301"] > 10
    assert seen["fresh 200"] > 5


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("games", [0, 0.05])
def test_of_two_thousand_requests(published: Published, games: float) -> None:
    count = int(min(SECONDS, 60) / 60 * 2000)
    seen = compared(3, count, games)
    print(f"\n{dict(seen)}")
    assert seen["kept 200"] > count / 10
    assert seen["kept 304"] > count / 100
