"""An upstream page over the rows as they are: what it would change of them.

Pure: what the rows are is handed in (`Present`), so that it can be worked out in another process.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from matrix.decision.flips import Flip, flips, unfinished
from matrix.decision.work import Work
from matrix.domain.change import Change, count_changes
from matrix.domain.conflict import Conflict
from matrix.domain.document import Document
from matrix.domain.subject import Subject
from matrix.upstream import reader
from matrix.upstream.reader import UpstreamPage
from matrix.upstream.threeway import Decision, ThreeWay, plan_three_way
from matrix.upstream.units import Unit
from matrix.upstream.update import first_changes, notes_of


@dataclass(frozen=True)
class Present:
    """What a page comes in over: the subject that it is read by, the ``rows`` (None: there are none yet), their
    base (None: they never came from a page), the units that were refused before and whether they are proposed
    ``again``, the date that the page's edition is to have, and whether it is ``there`` already."""

    subject: Subject
    rows: Document | None
    base: Document | None
    refused: frozenset[Unit]
    edition: date | None
    again: bool = False
    there: bool = False


@dataclass(frozen=True)
class Incoming:
    """An upstream page over the ``present`` rows, and what it would change of them.

    ``plan`` is None where there are no rows yet: all of the page comes in then. ``edition`` is the date that its
    edition is to have from now on, None where it stays as it is; ``there``: one of that date is kept already.
    ``refused`` are units that were refused before.
    """

    page: UpstreamPage
    present: Document | None
    plan: ThreeWay | None
    edition: date | None
    refused: frozenset[Unit]
    same_base: bool
    there: bool = False

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

    @cached_property
    def everything(self) -> Document:
        """The rows with all changes, and theirs of all conflicts."""
        return self.merged(range(len(self.changes)), dict.fromkeys(range(len(self.conflicts)), "theirs"))

    def flips(self, document: Document) -> tuple[tuple[Flip, ...], str]:
        """The results that differ once the rows are ``document``; and, where there are more to look for than are looked
        for, that."""
        work = Work()
        found = tuple(flips(self.present, document, work)) if self.present else ()
        return found, unfinished(work)

    def notes(self) -> Iterator[str]:
        """What whoever decides should know."""
        if self.present is None or self.plan is None:
            return
        yield from notes_of(self.present, self.everything, self.plan.aligned.recognised)
        if self.plan.done:
            said = f"the page has what was own here ({count_changes(self.plan.done)}): applied, that is the publisher's"
            yield f"{said}, and a later page may change it"
        if self._dated and self.edition and self.there:
            yield f"there is an edition of {self.edition.isoformat()} already: applied, this page does not replace it"
        for note in self.plan.notes:
            taken = f"the page takes the number {note.before}"
            yield f"footnote {note.before} of ours becomes {note.after}: {taken} (“{note.text[:60]}”)"


def read(data: bytes, present: Present) -> Incoming:
    """What an upstream file would change. Raises MarkdownError (at its line) or DocumentError on what can't be taken
    in."""
    page = reader.read_page(reader.decode(data), present.subject)
    rows, base, refused, edition = present.rows, present.base, present.refused, present.edition
    if rows is None:
        return Incoming(page, None, None, edition, frozenset(), same_base=False)
    plan = plan_three_way(base or rows, rows, page, refused if present.again else ())
    same_base = base is not None and _alike(base, plan)
    return Incoming(page, rows, plan, edition, refused, same_base=same_base, there=present.there)


def _alike(base: Document, plan: ThreeWay) -> bool:
    """Whether a page means what its base means, whatever their dates."""
    new = plan.theirs_aligned
    return (
        replace(new, source=base.source, questions=(), rulings=(), annotations=()).hash
        == replace(base, questions=()).hash
    )
