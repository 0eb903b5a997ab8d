"""What follows from how a selection is judged, kept for all that are judged alike: a search, another order, or a size
that no limit parts from the last leave it as it is.

Pure. A quantity counts by where it stands among the limits of every document that judges it.
"""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from fractions import Fraction
from typing import Final

from msgspec import structs

from matrix.decision.fit import Part
from matrix.decision.guide import Guide, Plan
from matrix.decision.selection import Like, Need, Selection
from matrix.domain.document import Document
from matrix.domain.once import once
from matrix.domain.quantities import Quantity, read_quantity

_KEPT: Final = 64
_PROMISE, _LEFT, _OPTION = 400, 16, 1_700
"""Bytes of a promise with all that is made of it, of each option that it may leave, and of what is kept of an option
beside the guide: estimates."""
_FACTORS: Final = (1000, 1024)
"""What a unit of size may be of the next smaller one: a limit is held against both (`quantities.holds`)."""

_Amounts = tuple[list[Fraction], ...]


class Alike:
    """What is kept of the selections of a plan's document; the oldest is let go. ``documents``: all others that what is
    kept follows from. ``stamp`` stands for whatever else it does."""

    def __init__(self, plan: Plan, documents: Iterable[Document], stamp: int) -> None:
        self.stamp = stamp
        self._kept: OrderedDict[Hashable, Like] = OrderedDict()
        limits = frozenset[Quantity]().union(*map(_limits, (plan.verdicts.document, *documents)))
        self._limits: dict[str, _Amounts] = {
            dimension: tuple(
                sorted({it.amount(factor) for it in limits if it.dimension == dimension}) for factor in _FACTORS
            )
            for dimension in ("size", "time")
        }
        found = [answer for answers in plan.answers.values() for answer, _ in answers]
        self._own = {answer.quantity for answer in found}
        options = len(plan.verdicts.options)
        self._size = len(found) * (_PROMISE + _LEFT * options) + _OPTION * options

    @property
    def bytes(self) -> int:
        """What they take: an estimate."""
        return len(self._kept) * self._size

    def of(self, selection: Selection) -> Like:
        """Where to keep what is true of this selection as of all that are judged alike."""
        sizes = [part.quantity for part in selection.parts]  # two that ask the same are one condition
        key = selection.annotated, *map(self._judged, selection.parts), *map(sizes.index, sizes)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = Like()
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _judged(self, part: Part) -> Hashable:
        """The same for quantities that stand alike; one that the guide has among its own answers for itself."""
        if part.quantity is None or part.quantity in self._own:
            return part
        asked = (part.feature, part.strict) if isinstance(part, Need) else ()
        return part.kind, *asked, *self._stands(part.quantity)

    def _stands(self, quantity: Quantity) -> Iterator[int]:
        """Below, at or above each limit."""
        for amounts, factor in zip(self._limits[quantity.dimension], _FACTORS, strict=True):
            amount = quantity.amount(factor)
            yield bisect_left(amounts, amount) + bisect_right(amounts, amount)


def answered(guide: Guide, selection: Selection) -> Guide:
    """The guide of a selection that is judged like the one that it was made for."""
    questions = tuple(
        it if (answers := selection.answered(it.question.slug)) == it.answers else structs.replace(it, answers=answers)
        for it in guide.questions
    )
    return structs.replace(guide, questions=questions)


def _limits(document: Document) -> frozenset[Quantity]:
    """Every limit in a document's cells; of a unit alone, one of it."""

    def read() -> frozenset[Quantity]:
        return frozenset(
            cell.limit.quantity if cell.limit else read_quantity(f"1 {cell.unit_only}")
            for table in document.tables
            for cell in table.cells
            if cell.limit or cell.unit_only
        )

    return once(document, "limits", read)
