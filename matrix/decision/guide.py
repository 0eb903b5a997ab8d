"""What the questionnaire says beside its questions: bands, promises, what is moot, what to ask next, how firm.

Pure. A promise is what choosing the answer gives, since both come from the same verdicts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from matrix.decision import overall
from matrix.decision.fit import Part, Verdicts
from matrix.decision.judge import BLOCKS
from matrix.decision.limits import bands
from matrix.decision.overall import Standing
from matrix.decision.selection import Answer, Selection
from matrix.domain.document import Column, Question, Table


@dataclass(frozen=True)
class Promise:
    """What would still fit, by table, with this answer instead of the question's present one (or beside the
    others, where a question takes many). ``overall``: the options that would fit by both tables. ``then``: what
    there is overall once it is chosen; of a chosen one, once it is taken back."""

    answer: Answer
    label: str
    chosen: bool
    fitting: tuple[tuple[Table, tuple[Column, ...]], ...]
    overall: tuple[Column, ...]
    then: Standing

    @property
    def leaves_nothing(self) -> bool:
        """No option would fit overall."""
        return not self.overall


@dataclass(frozen=True)
class Guided:
    """A question with what each answer leaves. ``moot``: no answer to it can change an outcome any more;
    ``without``: what there is overall with none of its answers."""

    question: Question
    answers: tuple[Answer, ...]
    promises: tuple[Promise, ...]
    moot: bool
    without: Standing

    @property
    def open(self) -> bool:
        return not self.answers


@dataclass(frozen=True)
class Guide:
    questions: tuple[Guided, ...]
    next_question: str | None

    @property
    def decided(self) -> bool:
        """No open question can change the result: the decision stands."""
        return all(guided.moot for guided in self.questions if guided.open)


# --- Promises, moot questions, the next one ----------------------------------------------------------------


class Plan:
    """What does not depend on the selection: each question's answers, with bands standing for quantities."""

    def __init__(self, verdicts: Verdicts) -> None:
        self.verdicts = verdicts
        self.answers: dict[str, tuple[tuple[Answer, str], ...]] = {}
        for question in verdicts.document.questions:
            if question.choices:
                pairs = [(Answer(question.slug, choice.slug), choice.label) for choice in question.choices]
            else:
                found = bands(verdicts.document, question)
                pairs = [(Answer(question.slug, quantity=band.quantity), band.label) for band in found]
            self.answers[question.slug] = tuple(pairs)
        # The few that act together with others: they require an item of a ruling, or a ruling's text may fail them.
        self.acting: dict[str, tuple[Answer, ...]] = {
            slug: tuple(a for a, _ in answers if verdicts.asks(a) or _is_affected(verdicts, a, verdicts.pairs))
            for slug, answers in self.answers.items()
        }


def guide(plan: Plan, selection: Selection, details: str = "") -> Guide:
    """The questionnaire beside a selection. ``details``: the slug of the option that the second table details, "" for
    none."""
    document = plan.verdicts.document
    parts = selection.parts
    open_questions = [q for q in document.questions if not selection.answered(q.slug)]
    current = plan.verdicts.worst(parts)
    guided: list[Guided] = []
    ranked: list[tuple[tuple[Fraction, ...], str]] = []
    for question in document.questions:
        answers = selection.answered(question.slug)
        moot = not answers and _is_moot(plan, question, open_questions, parts, current)
        promises = _promises(plan, question, answers, parts, details)
        others = [part for part in parts if part not in answers]
        worst = plan.verdicts.worst(others) if answers else current
        without = overall.standing(plan.verdicts, others, worst, details)
        guided.append(Guided(question, answers, promises, moot, without))
        if not answers and not moot:
            ranked.append((_expected(promises), question.slug))
    # min keeps the first of equals: the questionnaire's order decides ties
    best = min(ranked, key=lambda pair: pair[0], default=None)
    fits = overall.fitting(overall.outcomes(document, current, details))
    return Guide(tuple(guided), best[1] if best and fits else None)


def _promises(
    plan: Plan, question: Question, answers: tuple[Answer, ...], parts: tuple[Part, ...], details: str
) -> tuple[Promise, ...]:
    verdicts = plan.verdicts
    others = parts if question.many else tuple(part for part in parts if part not in answers)
    # Of what is already there only the worst counts, so it is taken once for all answers of the question.
    active = verdicts.active(others)
    base = verdicts.worst(others)
    promises: list[Promise] = []
    for answer, label in plan.answers[question.slug]:
        if verdicts.asks(answer) <= active:
            worst = list(map(max, base, verdicts.severities(answer, active)))
        else:
            worst = verdicts.worst((*others, answer))
        at = iter(worst)
        fitting = tuple(
            (table, tuple(option for option in table.options if next(at) < BLOCKS))
            for table in verdicts.document.tables
        )
        chosen = answer in answers
        found = overall.outcomes(verdicts.document, worst, details)
        left = tuple(part for part in parts if part != answer) if chosen else (*others, answer)
        after = overall.standing(verdicts, left, verdicts.worst(left) if chosen else worst, details)
        promises.append(Promise(answer, label, chosen, fitting, overall.fitting(found), after))
    return tuple(promises)


def _expected(promises: tuple[Promise, ...]) -> tuple[Fraction, ...]:
    """The mean number of fitting options after a question, by table: each answer alike."""
    totals = [sum(len(promise.fitting[at][1]) for promise in promises) for at in range(len(promises[0].fitting))]
    return tuple(Fraction(total, len(promises)) for total in totals)


def _is_moot(
    plan: Plan, question: Question, open_questions: Sequence[Question], parts: tuple[Part, ...], current: list[int]
) -> bool:
    """Whether no answer, together with any answers to the other open questions, changes an outcome.

    An outcome is the worst of all verdicts, so an answer that does not worsen the present outcome worsens none
    of the harsher ones that other answers lead to; except where a ruling makes two answers act together, and
    there the other answer is tried with it.
    """
    verdicts = plan.verdicts
    active = verdicts.active(parts)
    others = [answer for other in open_questions if other is not question for answer in plan.acting[other.slug]]
    for answer, _ in plan.answers[question.slug]:
        if any(map(int.__gt__, verdicts.severities(answer, active | verdicts.asks(answer)), current)):
            return False
        adds = verdicts.asks(answer) - active
        if adds and verdicts.worst((*parts, answer)) != current:
            return False
        for other in others:
            together = verdicts.asks(other) - active or (adds and _is_affected(verdicts, other, adds))
            if together and verdicts.worst((*parts, other, answer)) != verdicts.worst((*parts, other)):
                return False
    return True


def _is_affected(verdicts: Verdicts, part: Part, adds: frozenset[tuple[str, str]]) -> bool:
    return verdicts.severities(part, frozenset()) != verdicts.severities(part, adds)
