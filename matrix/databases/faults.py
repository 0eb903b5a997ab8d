"""What stands behind a database's error, where that is known: by the database's codes, never by its words."""

import sqlite3
from enum import Enum

from django.db.utils import Error, InterfaceError, OperationalError

from matrix.databases.limits import NoAnswer


class Fault(Enum):
    """A known cause; the value says it in a sentence."""

    FULL = "The database has no room left on its disk."
    READ_ONLY = "The database can only be read at present."
    BUSY = "The database is held by somebody else's change, for longer than anybody is kept waiting."
    GONE = "The database does not answer at present."
    UNSOUND = "The database's file can't be read."
    UNCERTAIN = "The database stopped answering just as it was saving: whether it did is not known."


class Uncertain(OperationalError):
    """A transaction of which nobody knows how it ended."""


_SQLITE = {
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_CANTOPEN: Fault.GONE,
    sqlite3.SQLITE_PERM: Fault.GONE,
    sqlite3.SQLITE_IOERR: Fault.UNSOUND,
    sqlite3.SQLITE_CORRUPT: Fault.UNSOUND,
    sqlite3.SQLITE_NOTADB: Fault.UNSOUND,
}

# PostgreSQL's, by their longest beginning (its documentation, appendix A).
_STATES = {
    "08": Fault.GONE,  # the connection
    "25006": Fault.READ_ONLY,  # read_only_sql_transaction
    "25P": Fault.GONE,  # ended, since it was idle
    "28": Fault.GONE,  # not let in
    "3D000": Fault.GONE,  # there is no such database
    "40": Fault.BUSY,  # a deadlock; not serializable
    "53": Fault.GONE,  # no memory, no connection left
    "53100": Fault.FULL,  # disk_full
    "55P03": Fault.BUSY,  # lock_not_available
    "57014": Fault.BUSY,  # query_canceled: statement_timeout
    "57P": Fault.GONE,  # shut down, starting up, cut off
    "58": Fault.UNSOUND,  # the system's errors; files that aren't there
    "XX001": Fault.UNSOUND,  # data_corrupted
    "XX002": Fault.UNSOUND,
}


def fault_of(error: BaseException | None) -> Fault | None:
    """None where the error is a fault of the program, or its cause is not known."""
    if isinstance(error, Uncertain):
        return Fault.UNCERTAIN
    if isinstance(error, NoAnswer):
        return Fault.GONE
    if not isinstance(error, Error):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return None if code is None else _SQLITE.get(code & 0xFF)
    if state := getattr(cause, "sqlstate", None):
        found = [beginning for beginning in _STATES if state.startswith(beginning)]
        return _STATES[max(found, key=len)] if found else None
    # Without a code it was no answer of a server's.
    return Fault.GONE if isinstance(error, OperationalError | InterfaceError) else None
