"""SQLite, whose file is never made by who opens it, and whose locks are waited for no longer than the limit says."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from matrix.databases import limits


class DatabaseWrapper(base.DatabaseWrapper):
    _file: tuple[int, int] | None = None
    _patience = 0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        patience = min(limits.seconds(), conn_params.get("timeout", limits.EDITOR))
        file = conn_params["database"]
        if isinstance(file, Path):  # as the settings give it; else the database is in memory
            conn_params = {**conn_params, "database": f"{file.absolute().as_uri()}?mode=rw"}
        self._file, self._patience = self._file_now(), int(patience * 1000)
        try:
            return super().get_new_connection({**conn_params, "timeout": patience})
        except self.Database.OperationalError as error:
            error.add_note(
                f"{file}: only `manage.py prepare` and `migrate` make a new file, `restore_matrix` an old one."
            )
            raise

    def _file_now(self) -> tuple[int, int] | None:
        file = self.settings_dict["NAME"]
        if not isinstance(file, Path):
            return None
        try:
            found = file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def is_usable(self) -> bool:
        """Not where the file has gone, or is another: what is written to it still would be lost without a word."""
        return bool(super().is_usable()) and self._file == self._file_now()

    def _cursor(self, name: str | None = None) -> Any:
        patience = self._allowed()
        cursor = super()._cursor(name)  # type: ignore[misc]
        self._be_patient(patience)
        return cursor

    def _allowed(self) -> int:
        return int(min(limits.seconds(), self.settings_dict["OPTIONS"].get("timeout", limits.EDITOR)) * 1000)

    def _be_patient(self, patience: int) -> None:
        if patience != self._patience:
            self.connection.execute(f"PRAGMA busy_timeout = {patience}")
            self._patience = patience

    def first(self, statement: str) -> Any:
        """The first row of a prepared statement, by the connection itself: a cursor of Django's costs four times as
        much, half of what a kept answer does (docs/decisions/0013-ready-answers.md)."""
        patience = self._allowed()
        if self.connection is not None and not self.in_atomic_block and self._file != self._file_now():
            self.close()
        self.ensure_connection()
        self._be_patient(patience)
        with self.wrap_database_errors:
            return self.connection.execute(statement).fetchone()
