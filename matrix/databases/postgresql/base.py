"""PostgreSQL, which is waited for no longer than the limit says, even where it stands still and its kernel holds the
connection open: no limit of the server's own, nor TCP's, ends such a wait."""

import time
from collections.abc import Callable
from typing import Any, Final

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base

from matrix.databases import limits

# Where nobody waits any more, the server shall not go on either.
_LIMITS: Final = {
    "statement_timeout": "75s",
    "lock_timeout": "60s",  # also for the turn to write (matrix.store.lock)
    "idle_in_transaction_session_timeout": "75s",
    "client_connection_check_interval": "1s",
}


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        """What DATABASE_URL says itself goes first."""
        params = super().get_connection_params()
        limits = " ".join(f"-c {name}={value}" for name, value in _LIMITS.items())
        return {"connect_timeout": 2, **params, "options": f"{limits} {params.get('options', '')}".strip()}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        limits.seconds()  # raises for whoever is refused: they don't connect either
        connection = super().get_new_connection(conn_params)
        connection.wait = _limited(connection, connection.wait)
        return connection

    def first(self, statement: str) -> Any:
        """The first row of a statement that reads, in one round trip. A line that was cut since it was used last, as by
        a restart, is opened anew, once: it says nothing of whether the database answers."""
        kept = self.connection
        self.ensure_connection()
        try:
            return self._first(statement)
        except OperationalError:
            if kept is None or not kept.closed or self.in_atomic_block:
                raise
        self.close()
        self.ensure_connection()
        return self._first(statement)

    def _first(self, statement: str) -> Any:
        with self.wrap_database_errors:
            return self.connection.execute(statement).fetchone()


def _limited(connection: psycopg.Connection[Any], wait: Callable[..., Any]) -> Callable[..., Any]:
    def limited(generator: Any, *arguments: Any, **options: Any) -> Any:
        # Raises for whoever is refused, before a byte is sent.
        timeout, began = limits.seconds(), time.monotonic()
        try:
            return wait(generator, *arguments, **options, timeout=timeout)
        except psycopg.OperationalError as error:
            if error.sqlstate is None:
                # No answer, so what becomes of the statement nobody knows, and nothing more can be said on this line.
                connection.close()
            if time.monotonic() - began >= timeout:
                limits.refuse()  # a line that was cut is opened anew; after a wait in vain nobody waits again
            raise

    return limited
