"""Editions: the publisher's page as it stood on a date, judged by today's questionnaire, rulings and annotations."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from matrix import models
from matrix.domain.diff import changes
from matrix.domain.document import Document
from matrix.domain.provenance import Provenance
from matrix.domain.touches import touched
from matrix.store import base as bases
from matrix.store import codec, stamp
from matrix.store.revisions import Content, Published, current
from matrix.upstream.editions import editions_of
from matrix.upstream.own import NOTHING_OWN, Own, own_of

SHIPPED: Final = "editions.json"
PAGE: Final = "model-deploy-feature-matrix.md"
_KEPT: Final = 8
"""Bases, and what is own against them, that a worker keeps."""
_EDITIONS: Final = 32
"""Editions that a worker keeps judged, each with one state of the questionnaire: more than there are, since what judges
one by one and in turn keeps none where it keeps fewer."""


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
def at(stamped: int) -> tuple[Dated, ...]:  # noqa: ARG001 (the stamp is what the list is kept by)
    """Every edition, as of a stamp: read once for each, with the pages that this process has not."""
    found = tuple(all_of())
    if missing := {dated.base for dated in found} - _pages.keys():
        rows = models.Base.objects.filter(sha256__in=missing).values_list("sha256", "payload")
        _pages.update({digest: codec.unpack_document(payload) for digest, payload in rows})
    return found


_pages: dict[str, Document] = {}
"""The pages of all editions, by their hash: there are few, and they never change."""


def lineage(newest: Published) -> dict[str, tuple[str, ...]]:
    """Which rows were split, and into what, in the newest matrix or any edition: an address may ask for the parts."""
    found: dict[str, tuple[str, ...]] = {}
    for dated in at(newest.stamp):
        found |= _pages[dated.base].lineage
    return found | newest.document.lineage


def find(day: str, newest: Published) -> Edition | None:
    """The edition of a date, under the newest revision's questionnaire; None where there is none."""
    return next((of(dated, newest) for dated in at(newest.stamp) if dated.date == day), None)


def of(dated: Dated, newest: Published) -> Edition:
    content = _judged(dated.base, dated.date, newest.content)
    published = datetime.combine(date.fromisoformat(dated.date), datetime.min.time(), UTC)
    return Edition(
        number=0,
        hash=content.document.hash,
        published=published,
        content=content,
        subject=newest.subject,
        stamp=newest.stamp,
        date=dated.date,
        seen=dated.seen,
        text_of=_text_of(dated, newest),
    )


def _text_of(dated: Dated, newest: Published) -> str:
    """Of a shipped edition only the facts are known: its prose is the oldest's. "" where a page has its own."""
    oldest = next((it.date for it in at(newest.stamp) if it.seen), "")
    return oldest if dated.seen and dated.date != oldest else ""


@lru_cache(maxsize=_EDITIONS)
def _judged(base: str, day: str, newest: Content) -> Content:
    page = _pages[base]
    dated = replace(page, source=replace(page.source, date=day))
    return Content(_under(dated, newest.document), Provenance())


def _under(page: Document, today: Document) -> Document:
    """A page, judged by a matrix's questionnaire, rulings and annotations."""
    return replace(page, questions=today.questions, rulings=today.rulings, annotations=today.annotations)


def touched_between(older: Dated, newer: Dated) -> frozenset[str]:
    """What differs between two editions' pages (matrix.domain.touches)."""
    return _touched(older.base, newer.base)


@lru_cache(maxsize=4 * _EDITIONS)
def _touched(older: str, newer: str) -> frozenset[str]:
    pages = _pages[older], _pages[newer]
    return touched(changes(*pages), *pages)


def base_content(published: Published) -> Content | None:
    """The base of a revision as readers would see it, without what is own; None where it came from no page."""
    return _base_content(published.number, published.content)


@lru_cache(maxsize=_KEPT)
def _base_content(number: int, content: Content) -> Content | None:
    base = bases.base_of_revision(number)
    if base is None:
        return None
    page = _under(base, content.document)
    return content if page == content.document else Content(page, Provenance())  # judged once where nothing is own


def own_of_revision(published: Published) -> Own:
    """What is own in a revision, or an edition, in which nothing is."""
    return NOTHING_OWN if isinstance(published, Edition) else _own(published.number, published.content)


@lru_cache(maxsize=_KEPT)
def _own(number: int, content: Content) -> Own:
    base = _base_content(number, content)
    return own_of(base.document, content.document) if base else NOTHING_OWN


# --- Making them -------------------------------------------------------------------------------------------


class EditionExists(ValueError):
    """An edition of that date is there: editions never change."""


def keep(day: date, document: Document, seen: str = "") -> models.Edition:
    """A page as the edition of a date. Raises EditionExists."""
    if models.Edition.objects.filter(date=day).exists():
        raise EditionExists(f"there is an edition of {day.isoformat()} already, and editions never change")
    source = replace(document.source, date=day.isoformat())
    with stamp.advancing():
        return models.Edition.objects.create(date=day, seen=seen, base=bases.keep(replace(document, source=source)))


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
