"""An upstream page taken in whole, past the command and the review."""

from matrix import models
from matrix.store.imports import Overtaken, read_update, take_in


def import_whole(text: str, author: str = "", message: str = "") -> models.Revision | None:
    """The page with all its changes, and with theirs of all conflicts; read anew while others write."""
    while True:
        incoming = read_update(text.encode())
        if incoming.nothing_new:
            return None
        theirs = dict.fromkeys(range(len(incoming.conflicts)), "theirs")
        try:
            return take_in(incoming, range(len(incoming.changes)), theirs, author, message)  # type: ignore[arg-type]
        except Overtaken:
            continue
