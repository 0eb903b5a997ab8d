"""Editions: the publisher's page as it stood on a date, judged by today's questionnaire, rulings and annotations."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from sys import getsizeof
from typing import Any, Final

from django.conf import settings
from msgspec import to_builtins

from matrix import models
from matrix.domain.diff import changes
from matrix.domain.document import Document
from matrix.domain.meaning import canonical_json
from matrix.domain.once import once
from matrix.domain.provenance import Provenance
from matrix.domain.touches import touched
from matrix.store import base as bases
from matrix.store import codec
from matrix.store.kept import Kept
from matrix.store.lock import one_at_a_time
from matrix.store.revisions import Content, Published, contents, current
from matrix.upstream.editions import editions_of
from matrix.upstream.own import NOTHING_OWN, Own, own_of

SHIPPED: Final = "editions.json"
PAGE: Final = "model-deploy-feature-matrix.md"
_BYTES: Final = 2_000_000
"""Of what differs between editions."""


@dataclass(frozen=True)
class Edition(Published):
    """An edition as readers use it. It has no number, and was not published here."""

    date: str
    seen: str
    text_of: str = ""

    @property
    def called(self) -> str:
        return f"edition of {self.date}"

    @property
    def url(self) -> str:
        return "/editions/"

    def as_json(self) -> dict[str, Any]:
        return {"hash": self.hash, "number": None, "published": None, "edition": self.date}


@dataclass(frozen=True)
class Dated:
    """What a list of editions knows: the date, how it is known, and the page, by the hash of its base."""

    date: str
    seen: str
    base: str


def all_of() -> list[Dated]:
    """Every edition, the oldest first: one query."""
    rows = models.Edition.objects.order_by("date").values_list("date", "seen", "base__sha256")
    return [Dated(day.isoformat(), seen, base) for day, seen, base in rows]


@lru_cache(maxsize=2)
def at(beside: int) -> tuple[Dated, ...]:  # noqa: ARG001 (the stamp is what the list is kept by)
    """Every edition, as of the stamp of the last write to what no revision holds: read once for each."""
    return tuple(all_of())


_lineage: tuple[int, dict[str, tuple[str, ...]]] = (-1, {})


def lineage(newest: Published) -> dict[str, tuple[str, ...]]:
    """Which rows were split, and into what, in the newest matrix or any edition: an address may ask for the parts."""
    global _lineage
    kept = _lineage  # threads share it
    if kept[0] != newest.stamp:
        found: dict[str, tuple[str, ...]] = {}
        for dated in at(newest.beside):
            found |= _judged(dated.base, dated.date, newest).document.lineage
        kept = _lineage = newest.stamp, found
    return kept[1] | newest.document.lineage


def know(newest: Published) -> None:
    """Read what the pages of the newest revision need of its base and of the editions, so that they come while the
    database doesn't answer; nothing is read twice under one stamp."""
    if _lineage[0] != newest.stamp:
        own_of_revision(newest)
        for older, newer in pairwise(at(newest.beside)):
            touched_between(older, newer)
        lineage(newest)


def find(day: str, newest: Published) -> Edition | None:
    """The edition of a date, under the newest revision's questionnaire; None where there is none."""
    return next((of(dated, newest) for dated in at(newest.beside) if dated.date == day), None)


def content_of(dated: Dated, newest: Published) -> Content:
    """An edition's page, under the newest revision's questionnaire."""
    return _judged(dated.base, dated.date, newest)


def of(dated: Dated, newest: Published) -> Edition:
    content = content_of(dated, newest)
    published = datetime.combine(date.fromisoformat(dated.date), datetime.min.time(), UTC)
    return Edition(
        number=0,
        hash=content.document.hash,
        published=published,
        content=content,
        subject=newest.subject,
        stamp=newest.stamp,
        beside=newest.beside,
        date=dated.date,
        seen=dated.seen,
        text_of=_text_of(dated, newest),
    )


def _text_of(dated: Dated, newest: Published) -> str:
    """Of a shipped edition only the facts are known: its prose is the oldest's. "" where a page has its own."""
    oldest = next((it.date for it in at(newest.beside) if it.seen), "")
    return oldest if dated.seen and dated.date != oldest else ""


def _judged(base: str, day: str, newest: Published) -> Content:
    key = ("edition", base, day, _judged_by(newest.document))
    found = contents.get(key)
    if found is None:
        page = _page(base)
        dated = replace(page, source=replace(page.source, date=day))
        found = contents.put(key, Content(_under(dated, newest.document), Provenance()))
    return found


def _page(base: str) -> Document:
    """The page of an edition, by the hash of its base."""
    return codec.unpack_document(models.Base.objects.values_list("payload", flat=True).get(sha256=base))


_judging: tuple[object, str] = ((), "")


def _judged_by(today: Document) -> str:
    """SHA-256 of what a matrix has for any page to be judged by, in hex: a change of cells leaves it as it is."""

    def digest() -> str:
        global _judging
        told, kept = [today.questions, today.rulings, today.annotations], _judging  # threads share it
        if kept[0] != told:
            kept = _judging = told, sha256(canonical_json(to_builtins(told)).encode()).hexdigest()
        return kept[1]

    return once(today, "judged by", digest)


def _under(page: Document, today: Document) -> Document:
    """A page, judged by a matrix's questionnaire, rulings and annotations."""
    return replace(page, questions=today.questions, rulings=today.rulings, annotations=today.annotations)


_touched: Final[Kept[tuple[str, str], frozenset[str]]] = Kept(_BYTES, lambda keys: 500 + sum(map(getsizeof, keys)))


def touched_between(older: Dated, newer: Dated) -> frozenset[str]:
    """What differs between two editions' pages (matrix.domain.touches)."""
    key = (older.base, newer.base)
    found = _touched.get(key)
    if found is None:
        pages = _page(older.base), _page(newer.base)
        found = _touched.put(key, touched(changes(*pages), *pages))
    return found


def base_content(published: Published) -> Content | None:
    """The base of a revision as readers would see it, without what is own, once for all revisions that judge alike;
    None where it came from no page."""

    def read() -> Content | None:
        name, judged = bases.name_of_revision(published.number), _judged_by(published.document)
        key = ("base", name, judged, str(hash(published.subject)))
        found, content = contents.get(key), published.content
        if found is None:
            page = bases.base_of_revision(published.number)
            if page is None:
                return None
            found = contents.put(key, Content(_under(page, published.document), Provenance()))
        return content if found.document == content.document else found  # judged once: nothing is own

    return published.content.derived("base", read)


def own_of_revision(published: Published) -> Own:
    """What is own in a revision, or an edition, in which nothing is."""
    if isinstance(published, Edition):
        return NOTHING_OWN

    def compare() -> Own:
        base = base_content(published)
        return own_of(base.document, published.document) if base else NOTHING_OWN

    return published.content.derived("own", compare)


# --- Making them -------------------------------------------------------------------------------------------


class EditionExists(ValueError):
    """An edition of that date is there: editions never change."""


def keep(day: date, document: Document, seen: str = "") -> models.Edition:
    """A page as the edition of a date. Raises EditionExists."""
    if models.Edition.objects.filter(date=day).exists():
        raise EditionExists(f"there is an edition of {day.isoformat()} already, and editions never change")
    source = replace(document.source, date=day.isoformat())
    with one_at_a_time():
        kept = models.Edition(date=day, seen=seen, base=bases.keep(replace(document, source=source)))
        kept.save()  # which advances the stamp
    return kept


def ship() -> int:
    """Adds the shipped editions that are missing, where the matrix is of the page that they are of; how many."""
    facts = json.loads((_fixtures() / SHIPPED).read_text())
    newest = current()
    if newest.document.source.address != facts["address"]:
        return 0
    there = {edition.date for edition in all_of()}
    missing = [edition for edition in _shipped(newest, facts) if edition.date not in there]
    for edition in missing:
        keep(date.fromisoformat(edition.date), edition.document, edition.seen)
    return len(missing)


def _shipped(newest: Published, facts: dict[str, Any]) -> Iterator[Any]:
    text = (_fixtures() / PAGE).read_text()
    return editions_of(text, facts["editions"], newest.subject.of(newest.document))


def _fixtures() -> Path:
    return Path(settings.FIXTURE_DIRS[0])
