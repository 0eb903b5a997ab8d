"""Which single answers' outcomes differ between two documents.

Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from matrix.decision.fit import OUTCOMES, Outcome, Verdicts
from matrix.decision.guide import Plan
from matrix.decision.selection import Answer
from matrix.domain.document import Document


@dataclass(frozen=True)
class Flip:
    """One answer's outcome for one option that an update changes."""

    answer: Answer
    table: str
    option: str
    before: Outcome
    after: Outcome

    @property
    def because(self) -> str:
        """The answer as an address has it."""
        return str(self.answer.word)

    def as_json(self) -> dict[str, str]:
        return {
            "because": self.because,
            "table": self.table,
            "option": self.option,
            "from": self.before,
            "to": self.after,
        }


def flips(before: Document, after: Document) -> Iterator[Flip]:
    """Every single answer of the questionnaire whose outcome for an option differs: each choice, and each band of
    sizes and times of either document."""
    sides = [Verdicts(before), Verdicts(after)]
    plans = [Plan(side) for side in sides]
    for question in before.questions:
        if question.slug not in after.by_question:
            continue
        answers = dict.fromkeys(
            answer
            for p in plans
            for answer, _ in p.answers[question.slug]
            if not answer.choice or all(answer.choice in d.by_question[question.slug].by_slug for d in (before, after))
        )
        for answer in answers:
            results = [
                {
                    option.slug: (table.slug, OUTCOMES[worst])
                    for (table, option), worst in zip(side.options, side.worst([answer]), strict=True)
                }
                for side in sides
            ]
            for slug, (table_slug, was) in results[0].items():
                if slug in results[1] and results[1][slug][1] != was:
                    yield Flip(answer, table_slug, slug, was, results[1][slug][1])
