"""What other facts would leave where an answer leaves nothing.

Pure.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from msgspec import Struct

from matrix.decision import overall
from matrix.decision.fit import Verdicts
from matrix.decision.judge import Pair
from matrix.decision.limits import Band, bands
from matrix.decision.selection import Answer
from matrix.domain.document import Column, Question
from matrix.domain.once import once
from matrix.domain.quantities import Quantity

Edge = tuple[Quantity, bool]
"""Where a stretch of quantities ends, and whether that is within (`Band`)."""
Stretch = tuple[tuple[Column, ...], Edge | None]
"""Which options fit in it, and where it ends; None where its band does."""


class Facts(Struct, frozen=True):
    """Verdicts by other facts, with the severities of all that was answered, and what that requires."""

    verdicts: Verdicts
    worst: Sequence[int]
    active: frozenset[Pair]

    def leave(self, answer: Answer, details: str) -> tuple[Column, ...]:
        """Which options fit with an answer more. ``details``: the option that the second table details."""
        beside = self.verdicts.severities(answer, self.active | self.verdicts.asks(answer))
        worst = [*map(max, self.worst, beside)]
        return overall.fitting(overall.outcomes(self.verdicts.document, worst, details))

    def stretches(self, question: Question, band: Band, details: str) -> Iterator[Stretch]:
        """From a band's start on, each stretch in which options fit."""
        document = self.verdicts.document
        for other in once(document, ("bands", question.slug), partial(bands, document, question)):
            if other.high and _at(other.high) <= _at(band.low):
                continue
            if not (left := self.leave(Answer(question.slug, quantity=other.quantity), details)):
                return
            within = other.high and (not band.high or _at(other.high) < _at(band.high))
            yield left, other.high if within else None
            if not within:
                return


def furthest(facts: Iterable[Facts], question: Question, band: Band, details: str) -> Stretch:
    """Of the stretches from a band's start on in which options fit by some facts, the one that ends last; no options
    where there is none."""
    found = [stretch for it in facts for stretch in it.stretches(question, band, details)]
    return max(found, key=lambda it: (it[1] is None, _at(it[1])), default=((), None))


def _at(edge: Edge | None) -> tuple[Fraction, bool]:
    return (edge[0].amount(), edge[1]) if edge else (Fraction(0), False)
