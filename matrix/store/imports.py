"""Taking an upstream page in, in three ways: read over the rows as they are, and written as one revision.

The command line and the admin's review both come this way. What is decided of a page is remembered: it is the base from
then on, whatever of it was refused.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from matrix import models
from matrix.decision.flips import Flip, flips
from matrix.domain.change import Change
from matrix.domain.conflict import Conflict
from matrix.domain.document import Document, DocumentError
from matrix.domain.document import Source as Origin
from matrix.domain.subject import Subject
from matrix.domain.validation import TABLES
from matrix.presentation.changes import count_changes
from matrix.store import base as bases
from matrix.store import editions, subject
from matrix.store.recording import apply, change, refuse_draft
from matrix.store.rows import read_rows
from matrix.upstream import reader
from matrix.upstream.reader import UpstreamPage
from matrix.upstream.threeway import Decision, ThreeWay, plan_three_way
from matrix.upstream.units import Unit
from matrix.upstream.update import first_changes, notes_of


class Overtaken(RuntimeError):
    """The matrix was changed since the update was planned: what was accepted was accepted over another one."""


@dataclass(frozen=True)
class Incoming:
    """An upstream page over the ``present`` rows, and what it would change of them.

    ``plan`` is None where there are no rows yet: all of the page comes in then. ``edition`` is the date that its
    edition is to have from now on, None where it stays as it is. ``refused`` are units that were refused before.
    """

    page: UpstreamPage
    present: Document | None
    plan: ThreeWay | None
    edition: date | None
    refused: frozenset[Unit]
    same_base: bool

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What is to be accepted or refused; a new date of the edition is the last."""
        found = self.plan.changes if self.plan else tuple(first_changes(self.page.document))
        return (*found, *self._dated)

    @cached_property
    def _dated(self) -> tuple[Change, ...]:
        present = (self.present or self.page.document).source.date
        if self.edition is None or self.edition.isoformat() == present:
            return ()
        return (Change("source", before=f"date {present}", after=f"date {self.edition.isoformat()}"),)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return self.plan.conflicts if self.plan else ()

    @property
    def kept(self) -> tuple[Change, ...]:
        """What is own and stays."""
        return self.plan.kept if self.plan else ()

    @property
    def nothing_new(self) -> bool:
        """Whether there is nothing to decide: the page says what its base says."""
        return self.same_base and not self.changes and not self.conflicts

    def merged(self, accepted: Collection[int], decided: Mapping[int, Decision] | None = None) -> Document:
        """The rows with what was accepted, and with what was decided of the conflicts. Raises ValueError on an index
        that names nothing."""
        dated = {len(self.changes) - 1} if self._dated else set()
        if self.plan:
            document = self.plan.merged(set(accepted) - dated, decided)
        else:
            document = self.page.document
        if self.edition and dated & set(accepted):
            source = replace(document.source, date=self.edition.isoformat())
            document = replace(document, source=source)
        return document

    @property
    def everything(self) -> Document:
        """The rows with all changes, and theirs of all conflicts."""
        return self.merged(range(len(self.changes)), dict.fromkeys(range(len(self.conflicts)), "theirs"))

    def flips(self, document: Document) -> tuple[Flip, ...]:
        """The results that differ once the rows are ``document``."""
        return tuple(flips(self.present, document)) if self.present else ()

    def notes(self) -> Iterator[str]:
        """What whoever decides should know."""
        if self.present is None or self.plan is None:
            return
        yield from notes_of(self.present, self.everything, self.plan.aligned.recognised)
        if self.plan.done:
            said = f"the page has what was own here ({count_changes(self.plan.done)}): applied, that is the publisher's"
            yield f"{said}, and a later page may change it"
        if self._dated and self.edition and models.Edition.objects.filter(date=self.edition).exists():
            yield f"there is an edition of {self.edition.isoformat()} already: applied, this page does not replace it"
        for note in self.plan.notes:
            taken = f"the page takes the number {note.before}"
            yield f"footnote {note.before} of ours becomes {note.after}: {taken} (“{note.text[:60]}”)"


def in_hand() -> bytes:
    """The page that came in last, as it came: what an address means that says it has nothing newer."""
    text = models.Source.objects.filter(upstream__isnull=False).values_list("upstream__text", flat=True).first()
    return (text or "").encode()


def read_update(data: bytes, edition: date | None = None, *, again: bool = False) -> Incoming:
    """What an upstream file would change; ``again`` proposes what was refused. Raises MarkdownError (at its line) or
    DocumentError on what can't be taken in, Draft where rows were changed past the revisions."""
    text = reader.decode(data)
    refuse_draft()
    present = read_rows()
    page = reader.read_page(text, _subject_for(present))
    if present is None:
        return Incoming(page, None, None, edition, frozenset(), same_base=False)
    source = models.Source.objects.select_related("base", "upstream").get()
    refused = bases.load_units(source.refused)
    base = bases.base_of(source)
    plan = plan_three_way(base or present, present, page, refused if again else ())
    return Incoming(page, present, plan, edition, refused, same_base=base is not None and _alike(base, plan))


def _subject_for(present: Document | None) -> Subject:
    """What a page that comes in is read by: the present matrix, else what the subject's rows say of a first one.
    Raises DocumentError where they say too little."""
    known = subject.newest()
    if present is not None:
        return known.of(present)
    if not (known.address and known.date and len(known.tables) in TABLES):
        raise DocumentError("there is no matrix yet, nor a subject that names its page and tables (`loaddata subject`)")
    return known


def _alike(base: Document, plan: ThreeWay) -> bool:
    """Whether a page means what its base means, whatever their dates."""
    new = plan.theirs_aligned
    return (
        replace(new, source=base.source, questions=(), rulings=(), annotations=()).hash
        == replace(base, questions=()).hash
    )


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
        apply(incoming.merged(accepted, decided), upstream=incoming.page.text)
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
