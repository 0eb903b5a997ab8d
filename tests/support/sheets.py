"""The grid's sheets without HTTP: table 1 with fields typed over, and what becomes of it."""

from dataclasses import replace

from matrix.domain.diff import changes
from matrix.domain.document import Document
from matrix.editing.review import Review, review
from matrix.editing.sheet import Sheet, sheet_of
from tests.support.documents import standard

T1, T2 = "inference-options", "hosting-options"


def sheet(**fields: str) -> Sheet:
    """Table 1 with fields typed over; a keyword's ``__`` is ``:`` and its ``_`` is ``-``."""
    typed = {name.replace("__", ":").replace("_", "-"): text for name, text in fields.items()}
    base = sheet_of(standard(), T1)
    return replace(base, values={**base.values, **typed})


def edit(mine: Sheet, theirs: Document | None = None, slug: str = T1) -> Review:
    return review(theirs or standard(), slug, standard(), mine)


def saved(mine: Sheet, slug: str = T1) -> Document:
    """What somebody else has saved meanwhile."""
    document = edit(mine, slug=slug).document
    assert document is not None
    return document


def kinds(document: Document | None) -> list[str]:
    assert document is not None
    return [change.kind for change in changes(standard(), document)]
