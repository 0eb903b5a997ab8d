"""Taking an upstream page in: read over the rows as they are, and written as one revision.

The command line and the admin's review both come this way.
"""

from collections.abc import Collection
from dataclasses import dataclass

from matrix import models
from matrix.domain.document import Document, DocumentError
from matrix.domain.subject import Subject
from matrix.domain.validation import TABLES
from matrix.store import subject
from matrix.store.recording import apply, change, refuse_draft
from matrix.store.rows import read_rows
from matrix.upstream import reader, review
from matrix.upstream.reader import UpstreamPage
from matrix.upstream.update import Update, plan


class Overtaken(RuntimeError):
    """The matrix was changed since the update was planned: what was accepted was accepted over another one."""


@dataclass(frozen=True)
class Incoming:
    """An upstream page over the ``present`` rows (None: there are none yet), and what it would change of them."""

    page: UpstreamPage
    present: Document | None
    update: Update

    def without(self, refused: Collection[int]) -> Document:
        """The document with all its changes but those whose indexes are ``refused``."""
        if self.present is None:
            return self.update.document
        return review.without(self.present, self.update, set(refused))


def read_update(data: bytes) -> Incoming:
    """What an upstream file would change. Raises MarkdownError (at its line) or DocumentError on what can't be taken
    in, Draft where rows were changed past the revisions."""
    text = reader.decode(data)
    refuse_draft()
    present = read_rows()
    page = reader.read_page(text, _subject_for(present))
    return Incoming(page, present, plan(present, page))


def _subject_for(present: Document | None) -> Subject:
    """What a page that comes in is read by: the present matrix, else what the subject's rows say of a first one.
    Raises DocumentError where they say too little."""
    known = subject.newest()
    if present is not None:
        return known.of(present)
    if not (known.address and known.date and len(known.tables) in TABLES):
        raise DocumentError("there is no matrix yet, nor a subject that names its page and tables (`loaddata subject`)")
    return known


def update_to(data: bytes, author: str = "", message: str = "") -> tuple[Incoming, models.Revision | None]:
    """Take an upstream file in whole: what it changes, and the revision that it became (None: no change in meaning).
    Raises as `read_update` does."""
    with change(author, message) as made:
        incoming = read_update(data)
        if incoming.update.changes:
            apply(incoming.update.document, upstream=incoming.page.text)
        else:
            made.unchanged = True
    return incoming, made.revision


def take_in(incoming: Incoming, document: Document, author: str, message: str) -> models.Revision | None:
    """Make ``document``, which is what was accepted of an update, the newest revision; None where it is already.

    Raises Overtaken where the rows are no more those that the update was planned over, DocumentError where they would
    make no matrix."""
    with change(author, message) as made:
        present = read_rows()
        if present is None or incoming.present is None or present.hash != incoming.present.hash:
            raise Overtaken
        if document.hash != present.hash:
            apply(document, upstream=incoming.page.text)
    return made.revision
