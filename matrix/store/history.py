"""The history of revisions: what each changed, who made it, what a cell was, and who changed it last."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from matrix import models
from matrix.domain.change import Change, count_changes
from matrix.domain.revision import RevisionRef, page_of
from matrix.store.revisions import Published, find_number

MEANWHILE: Final = 20
"""So many of the revisions that came since are named."""


@dataclass(frozen=True)
class Entry(RevisionRef):
    """A revision in a list, and what it changed. ``author`` is a name to show, never a login; "" for nobody."""

    author: str
    message: str
    changes: tuple[Change, ...]
    again: bool = False
    """Whether an earlier revision has the same content, and so the same hash."""

    @property
    def url(self) -> str:
        return page_of(self.hash, self.number if self.again else 1)

    @property
    def what(self) -> str:
        """Its changes, counted; an import of which nothing was taken has none."""
        return count_changes(self.changes) if self.changes or self.number == 1 else "no change"


_FIELDS: Final = ("number", "hash", "published", "author", "message", "changes", "again")


def entries(most: int, **filters: Any) -> list[Entry]:
    """The newest revisions that the filters of the model let through, at most so many."""
    earlier = models.Revision.objects.filter(hash=OuterRef("hash"), number__lt=OuterRef("number"))
    rows = models.Revision.objects.filter(**filters).annotate(again=Exists(earlier)).order_by("-number")
    found = list(rows.values(*_FIELDS)[:most])
    names = names_shown(row["author"] for row in found)
    return [_entry({**row, "author": names[row["author"]]}) for row in found]


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**{**row, "changes": tuple(map(Change.from_json, row["changes"]))})


def names_shown(logins: Iterable[str]) -> dict[str, str]:
    """What the public sees of who made a revision, by login: the full name as it is today, "an editor" where there is
    none; "" for nobody."""
    asked = set(logins)
    users = User.objects.filter(username__in=asked - {""}) if asked - {""} else ()
    full = {user.username: user.get_full_name() for user in users}
    return {login: (full.get(login) or "an editor") if login else "" for login in asked}


def meanwhile(after: int, until: int) -> list[models.Revision]:
    """What was saved after one revision, up to another, by their numbers; the newest first."""
    newer = models.Revision.objects.filter(number__gt=after, number__lte=until)
    return list(newer.only("number", "author", "message")[:MEANWHILE])


def authors(numbers: Iterable[int]) -> dict[int, str]:
    """Who made the revisions of these numbers, by login: for editors' eyes alone."""
    found = models.Revision.objects.filter(number__in=set(numbers))
    return dict(found.values_list("number", "author"))


@dataclass(frozen=True)
class CellState:
    """What a cell was (None: there was no such cell), and the revision that made it so; None for what it always was."""

    text: str | None
    since: RevisionRef | None
    author: str = ""
    message: str = ""


def cell_history(published: Published, where: tuple[str, str, str], most: int) -> list[CellState]:
    """What the cell of a table, feature and column was up to a revision, the newest first; () where it never was.

    Each revision's provenance names the one that changed the cell last, so that no more revisions are read than changed
    it, however many there are.
    """
    table, feature, column = where
    shown = published.document.by_table.get(table)
    there = (
        shown is not None and feature in shown.by_key and published.document.columns.get(column, (None,))[0] == shown
    )
    text = shown.cell(feature, column).text if shown and there else None
    found: list[tuple[str | None, RevisionRef | None]] = []
    at: Published | None = published
    while at is not None and len(found) < most:
        last = at.content.provenance.cells.get(where)
        found.append((text, last.revision if last else None))
        text, at = (last.before, find_number(last.revision.number - 1)) if last else (None, None)
        if last and last.before is None:
            break
    made = {entry.number: entry for entry in entries(most, number__in=[since.number for _, since in found if since])}
    if found == [(None, None)]:
        return []
    return [
        CellState(said, since, made[since.number].author, made[since.number].message)
        if since
        else CellState(said, None)
        for said, since in found
    ]
