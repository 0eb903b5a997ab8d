"""PostgreSQL is waited for no longer than the limit, by a clock of our own."""

import time

import psycopg
import pytest
from django.db import OperationalError, connection

from matrix.databases import limits
from matrix.databases.faults import Fault, fault_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL"),
]


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


def test_a_line_that_was_cut_is_opened_anew() -> None:
    connection.ensure_connection()
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    connection.close_if_unusable_or_obsolete()  # as at the begin of each request
    with limits.within(limits.EDITOR):
        ask(0)


def test_the_servers_own_limits_are_set() -> None:
    with connection.cursor() as cursor:
        for name, value in (
            ("statement_timeout", "75s"),
            ("lock_timeout", "1min"),
            ("client_connection_check_interval", "1s"),
        ):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == (value,)
