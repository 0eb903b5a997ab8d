"""One outage: one probe, that looks once a second while nobody else does, and two lines of the log."""

import logging
import os
import time
from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.db import ProgrammingError, connection

from matrix.databases import limits
from matrix.store import outage, readers
from matrix.store.outage import Outage
from tests.support.failing import gone, no_database


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage, "EVERY", 0.01)
    monkeypatch.setattr(outage, "connection", Mock())  # the probe's own, which it closes


def ended(it: Outage) -> bool:
    end = time.monotonic() + 20
    while it.lasts and time.monotonic() < end:
        time.sleep(0.005)
    return not it.lasts


def failing(times: int, error: Callable[[], Exception] = gone) -> Callable[[], None]:
    left = [times]

    def look() -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise error()

    return look


def test_a_probe_looks_until_it_answers(caplog: pytest.LogCaptureFixture) -> None:
    it = Outage(failing(3))
    with caplog.at_level(logging.INFO):
        for _ in range(5):  # whoever finds it failing says so; it is one outage
            it.begin(gone())
        assert it.lasts
        assert ended(it)
    assert [line.getMessage().partition(",")[0] for line in caplog.records] == [
        "The database does not answer at present. Readers see what was read last.",
        "The database answers again",
    ]


def test_an_error_of_an_unknown_cause_is_an_answer() -> None:
    it = Outage(failing(1000, ProgrammingError))
    it.begin(gone())
    assert ended(it)


def test_while_a_probe_hangs_the_outage_lasts() -> None:
    looks: list[float] = []
    hung = [True]

    def look() -> None:
        looks.append(limits.seconds())
        while hung[0]:
            time.sleep(0.005)

    it = Outage(look)
    it.begin(gone())
    time.sleep(0.1)
    assert it.lasts
    assert looks == [limits.READER]
    hung[0] = False
    assert ended(it)


def test_who_was_refused_begins_no_other() -> None:
    """A request of the outage's last moment, that was told so after its end."""
    it = Outage(failing(0))
    it.begin(limits.NotAsked())
    assert not it.lasts


def test_a_child_process_finds_out_for_itself() -> None:
    """The probe's thread stays with the parent: without it the child's outage would have no end."""
    it = Outage(failing(20))
    it.begin(gone())
    child = os.fork()
    if child == 0:
        os._exit(it.lasts)
    assert os.waitpid(child, 0)[1] == 0
    assert it.lasts
    assert ended(it)


@pytest.mark.django_db
def test_a_look_at_the_stamp_that_fails_begins_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else who gets kept answers would never learn of it, and each of them would wait for the database anew."""
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own
    with no_database() as asked:
        assert readers.glance() is None
        assert readers.outage.lasts
        before = asked.asked
        assert readers.glance() is None
        assert asked.asked == before
