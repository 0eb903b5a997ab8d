"""What changed a selection's result: the revisions and the editions, with the cells that decided.

Of the revisions those alone are read that touched what the selection goes by (`matrix.domain.touches`), and for an
edition that touched none of it the one before speaks: what is asked costs the same however many there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from matrix import models
from matrix.decision.reading import Changed, Reading, changed
from matrix.decision.selection import Selection
from matrix.domain.document import Document
from matrix.domain.revision import RevisionRef
from matrix.store import codec, editions
from matrix.store.editions import Dated
from matrix.store.kept import Kept
from matrix.store.revisions import Published

MOST: Final = 50
"""So many revisions that touch what is asked are looked at, the newest."""
_BYTES: Final = 2_000_000
"""Of the results' changes that a worker keeps, without the documents."""


@dataclass(frozen=True)
class RevisionChange:
    """A revision, and what it changed of a result."""

    revision: RevisionRef
    message: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class EditionChange:
    """An edition, and what it changed of a result against the edition before it, of the date ``before``."""

    edition: str
    before: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Watched:
    """All that changed a result: the newest revisions first, the oldest edition first."""

    asked: Selection
    revisions: tuple[RevisionChange, ...]
    editions: tuple[EditionChange, ...]

    @property
    def bytes(self) -> int:
        """An estimate: what is asked, and each option that changed with what decides it."""
        told: list[RevisionChange | EditionChange] = [*self.revisions, *self.editions]
        changed = [one for each in told for one in each.changes]
        proofs = sum(len(one.proof_before) + len(one.proof_after) for one in changed)
        return 3_000 + 2 * len(self.asked.query) + 1_000 * len(self.asked.parts) + 500 * len(changed) + 800 * proofs


# By the stamp and what is asked: those who watch a result ask for it again and again.
_watched: Final[Kept[tuple[int, Selection], Watched]] = Kept(_BYTES, lambda watched: watched.bytes)


def watched(newest: Published, asked: Selection) -> Watched:
    """What changed a selection's result."""
    key = (newest.stamp, asked)
    found = _watched.get(key)
    if found is None:
        changes = tuple(revision_changes(newest, asked)), tuple(edition_changes(newest, asked))
        found = _watched.put(key, Watched(asked, *changes))
    return found


def reading(shown: Published, newest: Published, asked: Selection, lineage: Mapping[str, tuple[str, ...]]) -> Reading:
    """A selection by a matrix whose verdicts this process keeps."""
    document = shown.document
    content = shown.content.annotated if asked.annotated else shown.content
    return Reading(document, asked, newest.subject.detailed(document), lineage, content.verdicts)


# --- Editions ----------------------------------------------------------------------------------------------


def by_edition(newest: Published, asked: Selection) -> list[tuple[Dated, Reading]]:
    """A selection by every edition, the oldest first; by one that touches nothing of it, as by the one before."""
    lineage = editions.lineage(newest)
    found: list[tuple[Dated, Reading]] = []
    for dated in editions.at(newest.beside):
        if found and not editions.touched_between(found[-1][0], dated) & found[-1][1].goes_by:
            found.append((dated, found[-1][1]))
        else:
            found.append((dated, reading(editions.of(dated, newest), newest, asked, lineage)))
    return found


def edition_changes(newest: Published, asked: Selection) -> Iterator[EditionChange]:
    """The editions by which the result is another than by the one before."""
    for (older, before), (newer, after) in pairwise(by_edition(newest, asked)):
        if before is not after and (found := changed(before, after)):
            yield EditionChange(newer.date, older.date, found)


# --- Revisions ---------------------------------------------------------------------------------------------


def revision_changes(newest: Published, asked: Selection) -> Iterator[RevisionChange]:
    """The revisions that changed the result, the newest first. A selection may go by other rows in an older revision:
    what it goes by there is asked for from there on."""
    lineage, walk = editions.lineage(newest), _Walk()

    def by(document: Document) -> Reading:
        return Reading(document, asked, newest.subject.detailed(document), lineage)

    after, number = reading(newest, newest, asked, lineage), newest.number + 1
    keys = after.goes_by
    for _ in range(MOST):
        number = walk.before(number, keys)
        if not number:
            return
        walk.read(number, keys)
        # What stood before the later one stood after this one: nothing between the two touched it.
        before = by(walk.document(number - 1))
        if found := changed(before, after):
            yield RevisionChange(walk.refs[number], walk.messages[number], found)
        keys, after = keys | before.goes_by, before


class _Walk:
    """Back through the revisions that touched something, with few queries: one for each key, and one for all that are
    then likely to be read."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[int]] = {}
        self._payloads: dict[int, bytes] = {}
        self.refs: dict[int, RevisionRef] = {}
        self.messages: dict[int, str] = {}

    def before(self, number: int, keys: frozenset[str]) -> int:
        """The newest revision before the one of a number that touched one of the keys; 0 where none did."""
        return max(self._candidates(number, keys), default=0)

    def _candidates(self, number: int, keys: frozenset[str]) -> set[int]:
        for key in keys - self._numbers.keys():
            touched = models.Touch.objects.filter(key=key, number__lt=number).order_by("-number")
            self._numbers[key] = list(touched.values_list("number", flat=True)[:MOST])
        return {other for key in keys for other in self._numbers[key] if other < number}

    def read(self, number: int, keys: frozenset[str]) -> None:
        """Read a revision that touched something and the one before it, with those that are likely to follow."""
        if not {number, number - 1} <= self._payloads.keys():
            likely = sorted(self._candidates(number + 1, keys), reverse=True)[:MOST]
            wanted = {other - back for other in likely for back in (0, 1)}
            rows = models.Revision.objects.filter(number__in=wanted - self._payloads.keys())
            for row in rows.only("number", "hash", "published", "message", "payload"):
                self._payloads[row.number] = bytes(row.payload)
                self.refs[row.number] = RevisionRef(row.number, row.hash, row.published)
                self.messages[row.number] = row.message

    def document(self, number: int) -> Document:
        """The document of a revision that was read."""
        return codec.unpack(self._payloads[number])[0]
