"""A second line to the tests' PostgreSQL, beside Django's own."""

from typing import Any

import psycopg
from django.db import connection


def other_line() -> psycopg.Connection[Any]:
    """To be closed by `with`, as psycopg has it."""
    return psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": None})


def is_free(other: psycopg.Connection[Any], lock: int) -> bool:
    """Whether nobody has an advisory lock."""
    row = other.execute("SELECT pg_try_advisory_lock(%s)", [lock]).fetchone()
    assert row is not None
    if row[0]:
        other.execute("SELECT pg_advisory_unlock(%s)", [lock])
    return bool(row[0])
