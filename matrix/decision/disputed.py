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
from matrix.domain.document import Question
from matrix.domain.once import once
from matrix.domain.quantities import Quantity

Edge = tuple[Quantity, bool]
"""Where a stretch of quantities ends, and whether that is within (`Band`)."""


class Facts(Struct, frozen=True):
    """Verdicts by other facts, with the severities of all that was answered, and what that requires."""

    verdicts: Verdicts
    worst: Sequence[int]
    active: frozenset[Pair]

    def leave(self, answer: Answer, details: str) -> bool:
        """Whether an option fits with an answer more. ``details``: the option that the second table details."""
        beside = self.verdicts.severities(answer, self.active | self.verdicts.asks(answer))
        worst = [*map(max, self.worst, beside)]
        return bool(overall.fitting(overall.outcomes(self.verdicts.document, worst, details)))

    def ends(self, question: Question, band: Band, details: str) -> Iterator[Edge | None]:
        """From a band's start on, where each stretch ends in which an option fits; None where the band does."""
        document = self.verdicts.document
        for other in once(document, ("bands", question.slug), partial(bands, document, question)):
            if other.high and _at(other.high) <= _at(band.low):
                continue
            if not self.leave(Answer(question.slug, quantity=other.quantity), details):
                return
            within = other.high and (not band.high or _at(other.high) < _at(band.high))
            yield other.high if within else None
            if not within:
                return


def furthest(facts: Iterable[Facts], question: Question, band: Band, details: str) -> tuple[bool, Edge | None]:
    """Whether an option fits by some facts where a band begins, and until where in it; None is its end."""
    ends = [end for it in facts for end in it.ends(question, band, details)]
    inside = [end for end in ends if end]
    return bool(ends), max(inside, key=_at) if inside and len(inside) == len(ends) else None


def _at(edge: Edge | None) -> tuple[Fraction, bool]:
    return (edge[0].amount(), edge[1]) if edge else (Fraction(0), False)
