"""What the questionnaire says beside its questions: bands, promises, what is moot, what to ask next, how firm.

Pure. A promise is what choosing the answer gives, since both come from the same verdicts.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Literal

from msgspec import Struct, structs

from matrix.decision import overall
from matrix.decision.disputed import Edge, Facts, furthest
from matrix.decision.fit import Outcome, Part, Verdicts
from matrix.decision.judge import BLOCKS, Pair
from matrix.decision.limits import Band, bands
from matrix.decision.selection import Answer, Selection
from matrix.domain.document import Column, Document, Question, Table

Left = tuple[tuple[tuple[Table, tuple[Column, ...]], ...], tuple[Column, ...]]
"""Which options fit, by table, and overall."""
Tells = Literal[0, 1, 2]
"""Of which table a question still tells the fitting options apart: of none, the first, or the second."""


class Promise(Struct, frozen=True):
    """What would still fit, by table, with this answer instead of the question's present one (or beside the
    others, where a question takes many). ``overall``: the options that would fit by both tables; ``disputed``:
    where there are none, those by other facts, of a band ``until`` where in it (None: all of it)."""

    answer: Answer
    label: str
    chosen: bool
    fitting: tuple[tuple[Table, tuple[Column, ...]], ...]
    overall: tuple[Column, ...]
    disputed: tuple[Column, ...] = ()
    until: Edge | None = None

    @property
    def leaves_nothing(self) -> bool:
        """No option would fit overall."""
        return not self.overall


class Guided(Struct, frozen=True, dict=True):
    """A question with what each answer leaves; ``bands``: of which quantities each promise is, () for choices.
    ``without``: the overall outcomes with none of its answers.

    ``tells``: of which table it tells the fitting options apart, while it is open (`Guide.next_question`). ``moot``: it
    is open, and no answer to it can change an outcome any more. Of one that is answered too, beside the other answers:
    ``idle``, that it can't change the result, nor add a condition to it, as none can where nothing fits without it;
    ``of_second``, that it is asked of the second table alone; ``aside``, that whose option doesn't fit.
    """

    question: Question
    answers: tuple[Answer, ...]
    promises: tuple[Promise, ...]
    bands: tuple[Band, ...]
    without: tuple[tuple[Column, Outcome], ...]
    tells: Tells
    moot: bool
    idle: bool
    of_second: bool
    aside: bool

    @property
    def open(self) -> bool:
        return not self.answers


class Guide(Struct, frozen=True, dict=True):
    """``fits``: whether an option fits. ``next_question``: the slug of the first that tells the fitting options apart,
    None where none does, or nothing fits."""

    questions: tuple[Guided, ...]
    fits: bool

    @cached_property
    def next_question(self) -> str | None:
        telling = sorted((guided for guided in self.questions if guided.tells), key=lambda guided: guided.tells)
        return telling[0].question.slug if telling else None

    @property
    def stands(self) -> bool:
        """Nothing is left to tell apart: an option fits, and what is open can only be confirmed."""
        return self.fits and self.next_question is None

    @property
    def to_confirm(self) -> tuple[Guided, ...]:
        """Where the answer stands, the open questions that can still change it."""
        return tuple(guided for guided in self.questions if self.stands and guided.open and not guided.idle)

    @property
    def decided(self) -> bool:
        """No open question can change an outcome: the decision stands."""
        return all(guided.moot for guided in self.questions if guided.open)


# --- Promises, moot questions, the next one ----------------------------------------------------------------


class _Weighed:
    """An answer of the plan: what it acts together with, and its severities where nothing does."""

    def __init__(self, verdicts: Verdicts, answer: Answer, label: str) -> None:
        self.answer, self.label = answer, label
        self.asks, self.heeds = verdicts.asks(answer), verdicts.heeds(answer)
        self._verdicts, self._alone = verdicts, verdicts.severities(answer, frozenset())

    def severities(self, active: frozenset[Pair]) -> tuple[int, ...]:
        """The same as `Verdicts.severities`."""
        if active.isdisjoint(self.heeds):
            return self._alone
        return self._verdicts.severities(self.answer, active)


class Plan:
    """What does not depend on the selection: each question's answers, with bands standing for quantities."""

    def __init__(self, verdicts: Verdicts) -> None:
        self.verdicts = verdicts
        self.answers: dict[str, tuple[tuple[Answer, str], ...]] = {}
        self.bands: dict[str, tuple[Band, ...]] = {}
        for question in verdicts.document.questions:
            if question.choices:
                pairs = [(Answer(question.slug, choice.slug), choice.label) for choice in question.choices]
            else:
                found = self.bands[question.slug] = bands(verdicts.document, question)
                pairs = [(Answer(question.slug, quantity=band.quantity), band.label) for band in found]
            self.answers[question.slug] = tuple(pairs)
        # The few that act together with others: they require an item of a ruling, or a ruling's text may fail them.
        self.acting: dict[str, tuple[Answer, ...]] = {
            slug: tuple(a for a, _ in answers if verdicts.asks(a) or _is_affected(verdicts, a, verdicts.pairs))
            for slug, answers in self.answers.items()
        }
        self.weights: dict[str, tuple[_Weighed, ...]] = {
            slug: tuple(_Weighed(verdicts, answer, label) for answer, label in answers)
            for slug, answers in self.answers.items()
        }
        first = verdicts.document.tables[0]
        self.of_second = frozenset(
            slug
            for slug, answers in self.answers.items()
            if not any(verdicts.requirement(answer).in_table(first) for answer, _ in answers)
        )


def guide(plan: Plan, selection: Selection, details: str = "", others: Sequence[Verdicts] = ()) -> Guide:
    """The questionnaire beside a selection. ``details``: the slug of the option that the second table details, "" for
    none. ``others``: verdicts by other facts."""
    document, parts = plan.verdicts.document, selection.parts
    open_questions = [q for q in document.questions if not selection.answered(q.slug)]
    current, together = plan.verdicts.worst(parts), plan.verdicts.active(parts)
    now = overall.outcomes(document, current, details)
    fits = bool(overall.fitting(now))
    facts = [Facts(it, it.worst(parts), it.active(parts)) for it in others]
    guided: list[Guided] = []
    by_worst: dict[tuple[int, ...], Left] = {}
    for question in document.questions:
        answers = selection.answered(question.slug)
        rest = tuple(part for part in parts if part not in answers)
        worst, active = (plan.verdicts.worst(rest), plan.verdicts.active(rest)) if answers else (current, together)
        without = overall.outcomes(document, worst, details) if answers else now
        left = overall.fitting(without)
        beside = (parts, together, current) if question.many else (rest, active, worst)
        promises = _promises(plan, question, answers, *beside, details, by_worst)
        cuts = plan.bands.get(question.slug, ())
        if fits and not answers:
            promises = tuple(_disputed(question, promises, cuts, facts, details))
        tells = _tells(plan, question, promises, current, left, details) if fits and not answers else 0
        moot = not tells and _is_moot(plan, question, open_questions, rest, active, worst)
        of_second = question.slug in plan.of_second
        aside = of_second and details not in ("", *(option.slug for option in left))
        weighed = [(it.answer, it.severities(active | it.asks)) for it in plan.weights[question.slug] if moot]
        idle = aside or not left or (moot and not overall.adds_condition(plan.verdicts, rest, worst, details, weighed))
        moot = moot and not answers
        guided.append(Guided(question, answers, promises, cuts, without, tells, moot, idle, of_second, aside))
    return Guide(tuple(guided), fits)


def _tells(
    plan: Plan,
    question: Question,
    promises: tuple[Promise, ...],
    current: Sequence[int],
    left: tuple[Column, ...],
    details: str,
) -> Tells:
    """Contract, ``next_question``: among its choices, and passing it over where it is optional, at least two leave
    different sets of fitting options, neither empty; of the first table overall, or else of the second, if the option
    that it details still fits. ``left``: what fits now."""
    if _differ((promise.overall for promise in promises), left if question.optional else ()):
        return 1
    if details not in {option.slug for option in left}:
        return 0
    below = plan.verdicts.document.tables[1].options
    open_below = tuple(o for o, worst in zip(below, current[-len(below) :], strict=True) if worst < BLOCKS)
    second = (promise.fitting[1][1] for promise in promises)
    return 2 if _differ(second, open_below if question.optional else ()) else 0


def _differ(sets: Iterable[tuple[Column, ...]], passed_over: tuple[Column, ...]) -> bool:
    return len({*sets, passed_over} - {()}) > 1


def _promises(
    plan: Plan,
    question: Question,
    answers: tuple[Answer, ...],
    others: tuple[Part, ...],
    active: frozenset[Pair],
    base: Sequence[int],
    details: str,
    left: dict[tuple[int, ...], Left],
) -> tuple[Promise, ...]:
    """``others``: what stands beside an answer, ``active`` what that requires, ``base`` its severities, of which only
    the worst counts. ``left``: what severities leave, as far as it is known; it is filled."""
    verdicts = plan.verdicts
    promises: list[Promise] = []
    for weighed in plan.weights[question.slug]:
        answer = weighed.answer
        if weighed.asks <= active:
            worst = tuple(map(max, base, weighed.severities(active)))
        else:
            worst = tuple(verdicts.worst((*others, answer)))
        if worst not in left:  # many answers leave the same
            left[worst] = _left(verdicts.document, worst, details)
        promises.append(Promise(answer, weighed.label, answer in answers, *left[worst]))
    return tuple(promises)


def _disputed(
    question: Question, promises: Iterable[Promise], cuts: Iterable[Band], facts: Sequence[Facts], details: str
) -> Iterator[Promise]:
    """The same, those that leave nothing with whether they would leave something by other facts."""
    for promise, band in zip_longest(promises, cuts):
        if not promise.leaves_nothing:
            yield promise
        elif band:
            disputed, until = furthest(facts, question, band, details)
            yield structs.replace(promise, disputed=disputed, until=until)
        else:
            left = (it.leave(promise.answer, details) for it in facts)
            yield structs.replace(promise, disputed=tuple(dict.fromkeys(option for found in left for option in found)))


def _left(document: Document, worst: Sequence[int], details: str) -> Left:
    at = iter(worst)
    fitting = tuple(
        (table, tuple(option for option in table.options if next(at) < BLOCKS)) for table in document.tables
    )
    return fitting, overall.fitting(overall.outcomes(document, worst, details))


def _is_moot(
    plan: Plan,
    question: Question,
    open_questions: Sequence[Question],
    parts: tuple[Part, ...],
    active: frozenset[Pair],
    current: list[int],
) -> bool:
    """Whether no answer, together with any answers to the other open questions, changes an outcome.

    An outcome is the worst of all verdicts, so an answer that does not worsen the present outcome worsens none
    of the harsher ones that other answers lead to; except where a ruling makes two answers act together, and
    there the other answer is tried with it: one of which the other requires what the first heeds, or both require
    something.
    """
    verdicts = plan.verdicts
    others = [
        (answer, verdicts.asks(answer) - active)
        for other in open_questions
        if other is not question
        for answer in plan.acting[other.slug]
    ]
    for weighed in plan.weights[question.slug]:
        answer = weighed.answer
        if any(map(int.__gt__, weighed.severities(active | weighed.asks), current)):
            return False
        adds = weighed.asks - active
        if adds and verdicts.worst((*parts, answer)) != current:
            return False
        for other, more in others:
            acts = more and (adds or not more.isdisjoint(weighed.heeds))
            together = acts or (adds and _is_affected(verdicts, other, adds))
            if together and verdicts.worst((*parts, other, answer)) != verdicts.worst((*parts, other)):
                return False
    return True


def _is_affected(verdicts: Verdicts, part: Part, adds: frozenset[tuple[str, str]]) -> bool:
    return verdicts.severities(part, frozenset()) != verdicts.severities(part, adds)
