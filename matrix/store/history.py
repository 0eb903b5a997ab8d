"""The history of revisions: what each changed, who made it, and who last changed a cell.

Read from the revisions' rows alone, without their content.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef

from matrix import models
from matrix.domain.change import Change
from matrix.domain.revision import RevisionRef, page_of
from matrix.presentation.changes import count_changes

MEANWHILE: Final = 20
"""So many of the revisions that came since are named."""


@dataclass(frozen=True)
class Entry(RevisionRef):
    """A revision in a list, and what it changed."""

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
        """Its changes, counted."""
        return count_changes(self.changes)


_FIELDS: Final = ("number", "hash", "published", "author", "message", "changes", "again")


def entries(most: int, **filters: Any) -> list[Entry]:
    """The newest revisions that the filters of the model let through, at most so many."""
    earlier = models.Revision.objects.filter(hash=OuterRef("hash"), number__lt=OuterRef("number"))
    rows = models.Revision.objects.filter(**filters).annotate(again=Exists(earlier)).order_by("-number")
    return [_entry(row) for row in rows.values(*_FIELDS)[:most]]


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**{**row, "changes": tuple(map(Change.from_json, row["changes"]))})


def meanwhile(after: int, until: int) -> list[models.Revision]:
    """What was saved after one revision, up to another, by their numbers; the newest first."""
    newer = models.Revision.objects.filter(number__gt=after, number__lte=until)
    return list(newer.only("number", "author", "message")[:MEANWHILE])


def authors(numbers: Iterable[int]) -> dict[int, str]:
    """Who made the revisions of these numbers."""
    found = models.Revision.objects.filter(number__in=set(numbers))
    return dict(found.values_list("number", "author"))
