"""What changes touch: keys by which a result finds the changes that it may go by, without reading any other.

Pure. A key is kept in the database: what it says may not change, or older revisions are no longer found.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from matrix.domain.change import Change
from matrix.domain.document import Document

EVERYTHING: Final = ""
"""What may touch any result: which columns can be chosen, the tables' order."""
BULLETS: Final = "bullets"
MAX_KEY: Final = 120

_NO_RESULT: Final = frozenset({"footnote", "source", "feature-moved", "feature-renamed", "option-moved"})
"""Kinds of change by which no result goes: of a footnote the mark decides, and that stands in the cell."""


def row(key: str) -> str:
    """A row's cells, its parts, the rulings on it."""
    return f"row:{key}"


def question(slug: str) -> str:
    return f"question:{slug}"


def said(key: str) -> str:
    """What other sources say of a row's cells."""
    return f"said:{key}"


def touched(changes: Iterable[Change], *documents: Document) -> frozenset[str]:
    """What changes between two documents touch; a row that is a part touches the rows that it was split from.

    Without the documents (changes that were kept as JSON) the parts are not known, so that a row which came or went
    touches everything.
    """
    return frozenset(key for change in changes for key in _keys(change, documents))


def _keys(change: Change, documents: tuple[Document, ...]) -> Iterator[str]:
    if change.kind in _NO_RESULT:
        return
    if change.kind in ("prose", "link") and not (change.feature or change.column):
        if change.kind == "prose" and change.table is None:
            yield BULLETS
    elif change.kind == "option-renamed":  # a bullet is an option's by its name
        yield BULLETS
    elif change.kind == "annotation":
        yield said(change.feature or "")
    elif change.question is not None:
        yield question(change.question)
    elif key := change.ruled or change.feature:
        yield row(key)
        yield from (row(whole) for document in documents for whole in document.lineage.get(key, ()))
        if not documents and change.kind in ("feature-added", "feature-removed"):
            yield EVERYTHING
    else:
        yield EVERYTHING
