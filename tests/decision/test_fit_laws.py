"""Laws that hold for every selection, on the pure functions: random ones, and every single answer."""

from collections.abc import Iterable
from itertools import product
from random import Random

import pytest
from msgspec import structs

from matrix.decision import overall
from matrix.decision.fit import OUTCOMES, Fit, Outcome, TableFit, evaluate
from matrix.decision.guide import Guide, guide
from matrix.decision.overall import Overall
from matrix.decision.selection import Answer, Need, Selection, Word
from matrix.domain.document import Column
from tests.oracle.oracle import FITTING, RT
from tests.support.comparing import outcomes, relaxations, select
from tests.support.documents import plan, standard, with_answer
from tests.support.laws import examples
from tests.support.words import random_words

Words = frozenset[Word]


def fit_of(selection: Selection) -> Fit:
    return evaluate(plan().verdicts, selection)


def fitting(fit: Fit) -> list[set[str]]:
    return [{column.slug for column in table.fitting} for table in fit.tables]


def outcomes_of(selection: Selection) -> dict[str, dict[str, Outcome]]:
    """As `outcomes(fit_of(selection))`, without the work of telling what to give up."""
    found: dict[str, dict[str, Outcome]] = {table.slug: {} for table in standard().tables}
    worst = plan().verdicts.worst(selection.parts)
    for (table, option), severity in zip(plan().verdicts.options, worst, strict=True):
        found[table.slug][option.slug] = OUTCOMES[severity]
    return found


def fitting_of(selection: Selection) -> list[set[str]]:
    return [{slug for slug in table if table[slug] in FITTING} for table in outcomes_of(selection).values()]


def overall_of(selection: Selection) -> dict[str, str]:
    """The first table's outcomes by both tables, from those of each."""
    first, second = outcomes_of(selection).values()
    return {**first, RT: max(first[RT], min(second.values(), key=OUTCOMES.index), key=OUTCOMES.index)}


def random_selection(chance: Random) -> Selection:
    return select(random_words(chance, chance.choice((0.1, 0.2, 0.35, 0.6, 0.9))))


# --- One law each ------------------------------------------------------------------------------------------------


def check_that_no_order_matters(selection: Selection, fit: Fit, chance: Random) -> None:
    def shuffled(parts: tuple[Answer, ...]) -> tuple[Answer, ...]:
        return tuple(chance.sample(parts, len(parts)))

    needs: tuple[Need, ...] = tuple(chance.sample(selection.needs, len(selection.needs)))
    assert outcomes(fit) == outcomes_of(selection)
    other = fit_of(structs.replace(selection, answers=shuffled(selection.answers), needs=needs))
    assert outcomes(other) == outcomes(fit)
    assert relaxations(other) == relaxations(fit)
    for table, before in zip(other.tables, fit.tables, strict=True):
        assert set(table.cautions) == set(before.cautions)
        for slug, option in table.by_slug.items():
            assert set(option.reasons) == set(before.by_slug[slug].reasons)


def check_that_giving_up_rules_nothing_out(selection: Selection, fit: Fit) -> None:
    for word in selection.words:
        less = fitting_of(selection.without([word]))
        assert all(now <= then for now, then in zip(fitting(fit), less, strict=True)), (selection.url, word)


def check_relaxations(selection: Selection, fit: TableFit | Overall) -> None:
    """Each works and is minimal, and none is missing.

    The last without a search: by the law before, words that are kept leave nothing that fits as soon as they hold a
    word of every relaxation; a further minimal set would be disjoint from one such choice.
    """
    ways = [frozenset(relaxation.drop) for relaxation in fit.relaxations]
    if fit.fitting:
        assert not ways
        return
    assert ways, "giving up everything lets every option fit"
    for relaxation, way in zip(fit.relaxations, ways, strict=True):
        assert _fitting_without(selection, fit, way) == {option.slug for option in relaxation.options} != set()
        for word in way:
            assert not _fitting_without(selection, fit, way - {word}), "a part of it would do"
    for kept in _choices(ways):
        assert not _fitting_without(selection, fit, set(selection.words) - kept), "a relaxation is missing"


def _fitting_without(selection: Selection, fit: TableFit | Overall, words: Iterable[Word]) -> set[str]:
    less = selection.without(words)
    found = overall_of(less) if isinstance(fit, Overall) else outcomes_of(less)[fit.table.slug]
    return {slug for slug in found if found[slug] in FITTING}


def _choices(ways: list[Words]) -> set[Words]:
    """The minimal sets of words that hold one of each way."""
    found = {frozenset[Word]()}
    for way in ways:
        more = {kept if kept & way else kept | {word} for kept, word in product(found, way)}
        found = {kept for kept in more if not any(other < kept for other in more)}
    return found


def check_promises(selection: Selection, steps: Guide, chance: Random, share: float) -> None:
    for guided in steps.questions:
        for promise in guided.promises:
            if chance.random() > share:
                continue
            chosen = with_answer(selection, promise.answer, guided.question)
            assert promise.answer in chosen.answers
            after = fitting_of(chosen)
            promised = [{column.slug for column in columns} for _, columns in promise.fitting]
            assert promised == after, (selection.url, str(promise.answer.word))
            assert promise.chosen == (promise.answer in selection.answers)
            both = overall_of(chosen)
            assert [column.slug for column in promise.overall] == [slug for slug in both if both[slug] in FITTING]
            assert promise.leaves_nothing == (not promise.overall)
        without = selection.without(answer.word for answer in guided.answers)
        assert _by_slug(guided.without) == overall_of(without)


def _by_slug(found: tuple[tuple[Column, Outcome], ...]) -> dict[str, Outcome]:
    return {option.slug: outcome for option, outcome in found}


def check_moot(selection: Selection, steps: Guide, chance: Random) -> None:
    moot = [guided for guided in steps.questions if guided.moot]
    assert all(guided.open for guided in moot)
    assert steps.next_question not in {guided.question.slug for guided in moot}
    for guided in chance.sample(moot, min(len(moot), 2)):
        company = selection
        for other in steps.questions:
            if other.open and other is not guided and chance.random() < 0.4:
                company = with_answer(company, chance.choice(other.promises).answer, other.question)
        before = outcomes_of(company)
        for promise in guided.promises:
            after = outcomes_of(with_answer(company, promise.answer, guided.question))
            assert after == before, (company.url, str(promise.answer.word))


@pytest.mark.law
def test_the_laws_hold_for_random_selections() -> None:
    count = examples(250, 20_000)
    chance = Random(11)
    nothing_fits = asked_moot = 0
    for _ in range(count):
        selection = random_selection(chance)
        fit, steps = fit_of(selection), guide(plan(), selection, RT)
        check_that_no_order_matters(selection, fit, chance)
        check_that_giving_up_rules_nothing_out(selection, fit)
        for table in fit.tables:
            check_relaxations(selection, table)
            nothing_fits += not table.fitting
        check_relaxations(selection, overall.evaluate(plan().verdicts, selection, fit, RT))
        check_promises(selection, steps, chance, share=0.08 if count < 1000 else 1)
        check_moot(selection, steps, chance)
        asked_moot += any(guided.moot for guided in steps.questions)
    assert min(nothing_fits, asked_moot) > count / 10, "the selections are such as put the laws to the test"


def test_every_promise_of_every_single_answer_is_kept() -> None:
    chance = Random(1)
    for question in standard().questions:
        for answer, _ in plan().answers[question.slug]:
            selection = Selection(answers=(answer,))
            steps = guide(plan(), selection, RT)
            check_promises(selection, steps, chance, share=1)
            check_moot(selection, steps, chance)
