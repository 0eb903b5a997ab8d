"""Taking an upstream page in, in three ways: read over the rows as they are, and written as one revision.

The command line and the admin's review both come this way. What is decided of a page is remembered: it is the base from
then on, whatever of it was refused.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from matrix import models
from matrix.domain.document import Document, DocumentError
from matrix.domain.document import Source as Origin
from matrix.domain.subject import Subject
from matrix.domain.validation import TABLES
from matrix.store import base as bases
from matrix.store import editions, subject
from matrix.store.recording import apply, change, refuse_draft
from matrix.store.rows import read_rows
from matrix.upstream.incoming import Incoming, Present, read
from matrix.upstream.threeway import Decision


class Overtaken(RuntimeError):
    """The matrix was changed since the update was planned: what was accepted was accepted over another one."""


def in_hand() -> bytes:
    """The page that came in last, as it came: what an address means that says it has nothing newer."""
    text = models.Source.objects.filter(upstream__isnull=False).values_list("upstream__text", flat=True).first()
    return (text or "").encode()


def read_update(data: bytes, edition: date | None = None, *, again: bool = False) -> Incoming:
    """What an upstream file would change; ``again`` proposes what was refused. Raises MarkdownError (at its line) or
    DocumentError on what can't be taken in, Draft where rows were changed past the revisions."""
    return read(data, present(edition, again=again))


def present(edition: date | None = None, *, again: bool = False) -> Present:
    """What a page comes in over. Raises Draft where rows were changed past the revisions, DocumentError where neither
    rows nor subject say what page it is."""
    present = refuse_draft()
    if present is None:
        return Present(_subject_for(None), None, None, frozenset(), edition)
    source = models.Source.objects.select_related("base", "upstream").get()
    refused = bases.load_units(source.refused)
    there = edition is not None and models.Edition.objects.filter(date=edition).exists()
    return Present(_subject_for(present), present, bases.base_of(source), refused, edition, again=again, there=there)


def _subject_for(present: Document | None) -> Subject:
    """What a page that comes in is read by: the present matrix, else what the subject's rows say of a first one.
    Raises DocumentError where they say too little."""
    known = subject.newest()
    if present is not None:
        return known.of(present)
    if not (known.address and known.date and len(known.tables) in TABLES):
        raise DocumentError("there is no matrix yet, nor a subject that names its page and tables (`loaddata subject`)")
    return known


def take_in(
    incoming: Incoming,
    accepted: Collection[int],
    decided: Mapping[int, Decision],
    author: str = "",
    message: str = "",
    etag: str = "",
) -> models.Revision | None:
    """Make what was accepted of a page the newest revision, and the page the base; None where both are so already.

    Raises Overtaken where the rows are no more those that the page was planned over, DocumentError where they would
    make no matrix."""
    with change(author, message) as made:
        present = read_rows()
        if (present and present.hash) != (incoming.present and incoming.present.hash):
            raise Overtaken
        apply(incoming.merged(accepted, decided), incoming.page.text, present)
        _advance(incoming, accepted, decided, etag)
    return made.revision


def _advance(incoming: Incoming, accepted: Collection[int], decided: Mapping[int, Decision], etag: str) -> None:
    """The page is the base from now on, and what was refused of it is remembered."""
    source = models.Source.objects.get()
    page = incoming.plan.theirs_aligned if incoming.plan else incoming.page.document
    origin = Origin(source.address, source.date.isoformat())
    source.base, source.etag = bases.keep(replace(page, source=origin)), etag
    if incoming.edition and not models.Edition.objects.filter(date=incoming.edition).exists():
        editions.keep(incoming.edition, page)
    if incoming.plan:
        changes, conflicts = incoming.plan.units("change"), incoming.plan.units("conflict")
        taken = {changes[at] for at in accepted if at < len(changes)}
        taken |= {conflicts[at] for at, side in decided.items() if side == "theirs"}
        source.refused = bases.dump_units(
            [unit for unit in dict.fromkeys((*incoming.refused, *changes, *conflicts)) if unit not in taken]
        )
    source.save()


def keep_as_edition(data: bytes, day: date) -> models.Edition:
    """Keep a page as the edition of a date alone: the matrix stays as it is. Raises what `read_update` raises, and
    EditionExists."""
    incoming = read_update(data)
    if incoming.plan is None:
        raise DocumentError("there is no matrix yet that an edition could be one of")
    return editions.keep(day, incoming.plan.theirs_aligned)
