"""The base: the publisher's page that last came in, under the identity that it was given then; and what was refused.

What the current matrix has otherwise than its base is own (facts, "Words").
"""

from collections.abc import Collection
from dataclasses import asdict, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from matrix import models
from matrix.domain.document import Document, DocumentError
from matrix.domain.findings import Place
from matrix.domain.subject import Subject
from matrix.store import codec, subject
from matrix.upstream.align import align
from matrix.upstream.reader import read_page
from matrix.upstream.units import Unit


def base_of(row: models.Source | models.Revision) -> Document | None:
    """The base of the current rows, or of a revision; None where that did not come from a page.

    Databases made before bases were kept have the page's text: it is read again, under the identity of the revision
    that first came from it.
    """
    if row.base is not None:
        return codec.unpack_document(row.base.payload)
    if row.upstream is None:
        return None
    first = models.Revision.objects.filter(upstream=row.upstream).order_by("number").first()
    if first is None:
        return None
    return _read_again(row.upstream.text, bytes(first.payload), subject.newest())


@lru_cache(maxsize=4)  # each save makes a revision of the same page
def _read_again(text: str, payload: bytes, known: Subject) -> Document | None:
    document, _ = codec.unpack(payload)
    try:
        page = read_page(text, known.of(document)).document
        return _alone(align(document, page, strict=False).document)
    except DocumentError:  # what was a page to an earlier reader, and is none to this one
        return None


def name_of_revision(number: int) -> str:
    """What names the base of a revision: its own digest, else that of the page which it is read from."""
    kept, page = models.Revision.objects.values_list("base__sha256", "upstream__sha256").get(number=number)
    return f"base {kept}" if kept else f"page {page}"


def base_of_revision(number: int) -> Document | None:
    """The base of the revision of a number."""
    return base_of(models.Revision.objects.select_related("base", "upstream").defer("payload").get(number=number))


def _alone(document: Document) -> Document:
    return replace(document, questions=(), rulings=(), annotations=())


def keep(document: Document) -> models.Base:
    """The row that holds a base; the same page is kept once."""
    alone = _alone(document)
    digest = sha256(codec.dump(alone).encode()).hexdigest()
    row, _ = models.Base.objects.get_or_create(sha256=digest, defaults={"payload": codec.pack_document(alone)})
    return row


# --- What was refused --------------------------------------------------------------------------------------


def dump_units(units: Collection[Unit]) -> list[dict[str, Any]]:
    """Units as the source's row keeps them: `load_units` gives them back."""
    return [{"aspect": unit.aspect, "place": _given(asdict(unit.place))} for unit in units]


def _given(place: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in place.items() if value not in (None, 0, False)}


def load_units(data: list[dict[str, Any]]) -> frozenset[Unit]:
    return frozenset(Unit(unit["aspect"], Place(**unit["place"])) for unit in data)
