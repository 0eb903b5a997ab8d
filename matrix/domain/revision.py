"""What names a revision: its number, its hash and its time; and the address of the page about it.

Pure.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

SHORT_HASH: Final = 12
"""So many characters of a hash stand in links, and in words."""


@dataclass(frozen=True)
class RevisionRef:
    """A revision in history."""

    number: int
    hash: str
    published: datetime

    @property
    def short(self) -> str:
        return self.hash[:SHORT_HASH]

    @property
    def url(self) -> str:
        return page_of(self.hash, self.number)

    @property
    def called(self) -> str:
        return f"revision {self.number}"

    def as_json(self) -> dict[str, Any]:
        """As the programs' addresses name a revision (contract, ``/fit.json``)."""
        published = self.published.isoformat().replace("+00:00", "Z")
        return {"hash": self.hash, "number": self.number, "published": published}


def page_of(digest: str, number: int) -> str:
    """The address of a revision's page; by its number too, since a restored one has an earlier one's hash."""
    return f"/revisions/{digest[:SHORT_HASH]}/{f'?number={number}' if number > 1 else ''}"
