"""The guide beside a selection, kept by what it follows from: a search, another order, or a size that no limit parts
from the last leave it as it is.

Pure. A quantity counts by how it is judged, by the matrix and by the other facts alike.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Final

from msgspec import structs

from matrix.decision.fit import Part, Verdicts
from matrix.decision.guide import Guide, Guided, Plan, guide
from matrix.decision.selection import Selection

_KEPT: Final = 64
_PROMISE, _OPTION = 400, 16
"""Bytes of a promise with all that is made of it, and of each option that it may leave: estimates."""


class Guides:
    """The guides of one plan; the oldest are let go."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._kept: OrderedDict[Hashable, Guide] = OrderedDict()
        found = [answer for answers in plan.answers.values() for answer, _ in answers]
        self._own = {answer.quantity for answer in found}
        self._size = len(found) * (_PROMISE + _OPTION * len(plan.verdicts.options))

    @property
    def bytes(self) -> int:
        """What they take: an estimate."""
        return len(self._kept) * self._size

    def of(self, selection: Selection, details: str, others: Sequence[Verdicts], stamp: int) -> Guide:
        """`matrix.decision.guide.guide`. ``stamp`` stands for the rest of what it follows from: ``details`` and
        ``others``."""
        facts = self._plan.verdicts, *others
        sizes = [part.quantity for part in selection.parts]  # two that ask the same are one condition
        key = stamp, *(self._alike(part, facts) for part in selection.parts), *map(sizes.index, sizes)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = guide(self._plan, selection, details, others)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return found
        return structs.replace(found, questions=tuple(_answered(it, selection) for it in found.questions))

    def _alike(self, part: Part, facts: Sequence[Verdicts]) -> Hashable:
        """The same for quantities that are judged alike, but where a ruling may judge them once more, or the guide has
        one among its own answers."""
        if part.quantity in self._own or any(it.heeds(part) for it in facts):
            return part
        return part.kind, *(it.severities(part, frozenset()) for it in facts)


def _answered(guided: Guided, selection: Selection) -> Guided:
    answers = selection.answered(guided.question.slug)
    return structs.replace(guided, answers=answers) if answers != guided.answers else guided
