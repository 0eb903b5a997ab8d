"""Many revisions and editions, without waiting for each: for studies of what a page costs beside them."""

from datetime import date, timedelta
from itertools import cycle
from typing import Final

from django.utils import timezone

from matrix import models
from matrix.domain import touches
from matrix.domain.document import Document
from matrix.store import codec, editions, stamp
from matrix.store.revisions import Published
from tests.oracle.oracle import AI, T1
from tests.support.edits import with_cell

TIMEOUTS: Final = ("< 15 minutes", "< 1 hour")


def _changing(document: Document) -> list[Document]:
    return [with_cell(document, T1, "request-timeout", AI, text) for text in TIMEOUTS]


def revisions_until(count: int, published: Published) -> None:
    """So many revisions. Every second one touches the timeout's row and changes a result, so that a hundred have as
    many to tell as a feed looks at; the others touch the rows in turn."""
    first = models.Revision.objects.count() + 1
    payloads = [codec.pack(document, published.content.provenance) for document in _changing(published.document)]
    keys = cycle(published.document.features)
    rows, touched, at = [], [], 0
    for number in range(first, count + 1):
        key = "request-timeout" if number % 2 else next(keys)
        at ^= key == "request-timeout"
        digest = f"{number:012x}".ljust(64, "0")
        rows.append(models.Revision(number=number, hash=digest, published=timezone.now(), payload=payloads[at]))
        touched.append(models.Touch(key=touches.row(key), number=number))
    with stamp.advancing():
        models.Revision.objects.bulk_create(rows, batch_size=500)
        models.Touch.objects.bulk_create(touched, batch_size=500)


def editions_until(count: int, published: Published) -> None:
    """So many editions, each of which changes a result."""
    documents = cycle(_changing(published.document))
    for day in range(models.Edition.objects.count(), count):
        editions.keep(date(2024, 1, 1) + timedelta(days=day), next(documents))
