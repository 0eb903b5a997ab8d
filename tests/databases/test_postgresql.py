"""PostgreSQL is waited for no longer than the limit, by a clock of our own."""

import socket
import time
from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.db import OperationalError, connection, transaction

from matrix.databases import limits
from matrix.databases.faults import Fault, fault_of
from matrix.databases.postgresql.base import DatabaseWrapper
from matrix.store import readers
from tests.support.postgresql import other_line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL"),
]


@pytest.fixture(autouse=True)
def _closed(transactional_db: None) -> Iterator[None]:
    """What cleans up after the test needs a line that is not cut."""
    yield
    connection.close()


def ask(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


def test_a_statement_takes_no_longer_than_its_limit() -> None:
    began = time.monotonic()
    with limits.within(0.3):
        with pytest.raises(OperationalError) as refused:
            ask(20)
        assert fault_of(refused.value) is Fault.GONE
        connection.close()
        with pytest.raises(limits.NoAnswer):  # it doesn't even connect
            ask(0)
    assert time.monotonic() - began < 5
    ask(0)


def first(statement: str) -> Any:
    return cast("Any", connection).first(statement)


def test_who_is_refused_sends_nothing() -> None:
    ask(0)
    with limits.within(limits.EDITOR, refused=True):
        for send in (lambda: ask(0), lambda: first("SELECT 1")):
            with pytest.raises(limits.NotAsked):
                send()


def test_nothing_is_said_on_a_line_after_no_answer() -> None:
    """What becomes of the statement nobody knows, nor whether it would be this one that an answer is to."""
    with limits.within(0.3), pytest.raises(OperationalError):
        ask(20)
    assert connection.connection.closed


def cut_off() -> None:
    """From the other side, as by a restart."""
    with other_line() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])


@pytest.fixture
def cut(transactional_db: None) -> None:
    """Django's line is cut."""
    connection.ensure_connection()
    cut_off()


@pytest.mark.usefixtures("cut")
def test_a_line_that_was_cut_is_opened_anew() -> None:
    connection.close_if_unusable_or_obsolete()  # as at the begin of each request
    with limits.within(limits.EDITOR):
        ask(0)


@pytest.mark.usefixtures("cut")
def test_a_look_at_a_line_that_was_cut_is_one_at_a_new_line() -> None:
    assert first("SELECT 1") == (1,)


def test_within_a_transaction_a_line_that_was_cut_fails_by_a_known_fault() -> None:
    """Whatever was done on it before is gone."""

    @transaction.atomic
    def change() -> None:
        cut_off()
        first("SELECT 1")

    with pytest.raises(OperationalError) as error:
        change()
    assert fault_of(error.value) is Fault.GONE


@pytest.mark.usefixtures("published", "cut")
def test_no_thread_begins_an_outage_by_its_own_line_that_was_cut() -> None:
    """Each has one, and a restart cuts all of them: none may say of a database that answers that it doesn't."""
    with readers.reading():
        readers.newest()
        assert readers.notice() is None
    assert not readers.outage.lasts


@pytest.mark.usefixtures("published", "cut")
def test_what_is_kept_ready_outlives_a_line_that_was_cut() -> None:
    assert readers.glance() is not None
    assert not readers.outage.lasts


def test_the_servers_own_limits_are_set() -> None:
    with connection.cursor() as cursor:
        for name, value in (
            ("statement_timeout", "75s"),
            ("lock_timeout", "1min"),
            ("idle_in_transaction_session_timeout", "75s"),
            ("client_connection_check_interval", "1s"),
        ):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == (value,)


def another(**options: Any) -> DatabaseWrapper:
    """A wrapper of other settings."""
    return DatabaseWrapper({**connection.settings_dict, **options}, "another")


def test_what_the_address_says_itself_goes_first() -> None:
    own = another(OPTIONS={"options": "-c statement_timeout=7s", "connect_timeout": 9})
    try:
        assert cast("Any", own).first("SHOW statement_timeout") == ("7s",)
        assert cast("Any", own).first("SHOW lock_timeout") == ("1min",)
        assert own.get_connection_params()["connect_timeout"] == 9
    finally:
        own.close()


@pytest.mark.timeout(30)
def test_a_server_that_lets_nobody_in_is_left_after_two_seconds() -> None:
    """As one that is frozen: its kernel takes the line, and it says nothing. Who is refused doesn't even knock."""
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        own = another(HOST="127.0.0.1", PORT=frozen.getsockname()[1])
        began = time.monotonic()
        with limits.within(limits.EDITOR, refused=True), pytest.raises(limits.NotAsked):
            own.ensure_connection()
        assert time.monotonic() - began < 1
        with pytest.raises(OperationalError) as error:
            own.ensure_connection()
    assert fault_of(error.value) is Fault.GONE
    assert time.monotonic() - began < 5
