"""What the questionnaire says beside its questions: promises, what is moot, what comes next."""

import random
from dataclasses import replace

import pytest

from matrix.decision.facts import annotated
from matrix.decision.fit import Verdicts
from matrix.decision.guide import Guided, Plan, guide
from matrix.decision.selection import Answer
from tests.oracle.oracle import AI, BT, OPTIONS, RT, SI, SM, T2
from tests.support.documents import guided, plan, select, standard, with_annotations, with_answer
from tests.support.laws import examples


def step(query: str, slug: str) -> Guided:
    return next(found for found in guided(query).questions if found.question.slug == slug)


def promised(query: str, slug: str) -> dict[str, tuple[list[str], ...]]:
    """By answer: the slugs that would fit in each table."""
    return {
        promise.answer.word.value: tuple([column.slug for column in columns] for _, columns in promise.fitting)
        for promise in step(query, slug).promises
    }


# --- Promises ----------------------------------------------------------------------------------------------------


def test_beside_each_answer_stands_what_it_would_leave() -> None:
    assert promised("", "latency")["interactive"] == ([RT, SI], list(OPTIONS[T2]))
    assert promised("", "scaling") == {
        "scale-to-zero": ([AI, SI], list(OPTIONS[T2])),
        "autoscaling": ([RT, AI, SI], list(OPTIONS[T2])),
    }
    assert promised("", "payload")["100MB"] == ([BT, AI], [])
    assert promised("hardware=inf1", "scaling")["scale-to-zero"] == ([], [SM])
    assert [promise.leaves_nothing for promise in step("hardware=inf1", "scaling").promises] == [True, False]


def test_an_answer_to_a_question_that_takes_one_is_promised_instead_of_the_present_one() -> None:
    assert promised("latency=interactive", "latency") == promised("", "latency")
    assert [promise.chosen for promise in step("latency=interactive", "latency").promises] == [True, False, False]


def test_an_answer_to_a_question_that_takes_many_is_promised_beside_the_others() -> None:
    found = promised("hardware=inf1", "hardware")
    assert found["gpu"] == promised("hardware=inf1&hardware=d-instance", "hardware")["gpu"] == ([RT], [SM])
    assert found["inf1"] == ([RT], [SM])


def test_a_size_between_the_bands_is_no_chosen_band() -> None:
    found = step("payload=50MB", "payload")
    assert [promise.chosen for promise in found.promises] == [False] * 5
    assert not found.open
    assert [promise.chosen for promise in step("payload=100MB", "payload").promises] == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_choosing_keeps_what_else_was_chosen() -> None:
    questions = standard().by_question
    many = with_answer(select("hardware=gpu"), Answer("hardware", "inf1"), questions["hardware"])
    assert set(many.words) == set(select("hardware=gpu&hardware=inf1").words)
    assert with_answer(many, Answer("hardware", "inf1"), questions["hardware"]) == many
    one = with_answer(select("latency=offline&q=x"), Answer("latency", "interactive"), questions["latency"])
    assert one.url == "/?latency=interactive&q=x"


# --- Moot and next -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "next_question"),
    [
        ("", "latency"),
        ("latency=interactive", "payload"),
        ("latency=interactive&payload=1MB&time=1s", "scaling"),
        ("latency=interactive&need=gpu-support", "hardware"),
        ("latency=near-real-time&payload=20MB", None),
        ("payload=2GB", None),
    ],
)
def test_the_next_question_is_the_first_that_tells_the_fitting_options_apart(
    query: str, next_question: str | None
) -> None:
    assert guided(query).next_question == next_question


@pytest.mark.parametrize(
    ("query", "slug", "disputed"),
    [
        ("payload=8MB", "latency", {"interactive"}),  # by another source 25 MB
        ("payload=30MB", "latency", set()),
        ("latency=interactive", "payload", {"100MB"}),  # 6 MB to 100 MB, until 25
        ("scaling=scale-to-zero&aids=monitor", "latency", set()),  # nothing fits already
    ],
)
def test_what_leaves_nothing_may_leave_something_by_other_facts(query: str, slug: str, disputed: set[str]) -> None:
    others = [Verdicts(annotated(with_annotations()))]
    (asked,) = (found for found in guide(plan(), select(query), RT, others).questions if found.question.slug == slug)
    assert {promise.answer.word.value for promise in asked.promises if promise.disputed} == disputed
    assert all(promise.leaves_nothing for promise in asked.promises if promise.disputed)
    assert [until and until[0].words for until in (it.until for it in asked.promises if it.disputed)] == [
        "25 MB" if slug == "payload" else None for _ in disputed
    ]


def test_passing_over_is_a_choice_of_an_optional_question_alone() -> None:
    """Each choice leaves Real-time inference, and passing it over that and another."""
    document = standard()
    query = "need=inf1-support:strict&behind=one-model"
    assert {tuple(c.slug for c in p.overall) for p in step("latency=interactive", "marketplace").promises} == {(RT,)}
    assert step("latency=interactive", "marketplace").tells == 1
    questions = tuple(replace(q, optional=False) for q in document.questions)
    firm = Plan(Verdicts(replace(document, questions=questions)))
    asked = {found.question.slug: found for found in guide(firm, select("latency=interactive"), RT).questions}
    assert not asked["marketplace"].tells, "a single choice tells nothing apart from itself"
    assert guided(query).fits


def test_hosting_options_are_told_apart_once_the_inference_options_are_not() -> None:
    steps = guided("latency=interactive&need=gpu-support")
    assert {found.tells for found in steps.questions if found.open} == {0, 2}
    without_details = guide(plan(), select("latency=interactive&need=gpu-support"))
    assert without_details.next_question is None, "only of the option that they come with"


@pytest.mark.law
def test_next_never_leads_to_a_question_all_of_whose_choices_leave_nothing() -> None:
    chance, count = random.Random(18), examples(300, 3000)
    answers = [answer for found in plan().answers.values() for answer, _ in found]
    led = 0
    for _ in range(count):
        pair = tuple(chance.sample(answers, 2))
        steps = guide(plan(), select("&".join(str(answer.word) for answer in pair)), RT)
        found = next((s for s in steps.questions if s.question.slug == steps.next_question), None)
        led += found is not None
        assert found is None or (found.open and not all(p.leaves_nothing for p in found.promises)), pair
    assert led > count / 2


def test_once_nothing_is_left_to_tell_apart_the_answer_stands_and_the_rest_can_be_confirmed() -> None:
    steps = guided("latency=near-real-time&payload=20MB")
    assert (steps.stands, steps.decided) == (True, False)
    named = [found.question.slug for found in steps.to_confirm]
    assert {"time", "hardware", "testing"} <= set(named)
    assert not {"latency", "scaling", "guardrails", "combine"} & set(named), "answered, moot, or of hosting alone"
    for query in ("", "payload=2GB"):
        assert not guided(query).stands
        assert guided(query).to_confirm == ()


def test_what_is_asked_of_hosting_alone_is_set_aside_with_the_option_that_hosting_comes_with() -> None:
    for query in ("payload=20MB", "latency=interactive&scaling=scale-to-zero"):
        assert [found.question.slug for found in guided(query).questions if found.aside] == ["combine", "framework"]
    assert not any(found.aside for found in guided("payload=1MB").questions)
    assert not any(found.aside for found in guide(plan(), select("payload=20MB")).questions), "it comes with none"


def test_where_nothing_fits_no_open_question_can_change_the_result() -> None:
    steps = guided("latency=interactive&scaling=scale-to-zero&hardware=gpu").questions
    assert {found.idle for found in steps if found.open} == {True}
    assert {found.idle for found in steps if not found.open} == {False}, "giving one of these up brings options back"


def test_the_pair_keeps_a_question_alive_that_alone_could_change_nothing() -> None:
    query = "hardware=gpu&hardware=inf1"
    assert not step(query, "chunked").moot
    assert step(f"{query}&container=byoc", "chunked").moot
    assert not step(f"{query}&container=1p", "chunked").moot
    assert not step(f"{query}&chunked=yes", "container").moot


def test_the_decision_stands_before_everything_is_asked() -> None:
    """Answers that keep Real-time inference, each to the question that is next, until nothing can change it."""
    selection, asked = select(""), 0
    while (slug := guide(plan(), selection, RT).next_question) is not None:
        found = next(step for step in guide(plan(), selection, RT).questions if step.question.slug == slug)
        keeps = [p for p in found.promises if RT in {column.slug for column in p.overall}]
        selection = with_answer(selection, keeps[-1].answer, found.question)
        asked += 1
    steps = guide(plan(), selection, RT)
    assert steps.stands
    assert 0 < asked < 16
    assert [step.question.slug for step in steps.questions if step.open]


def test_nothing_is_decided_at_first_and_everything_at_last() -> None:
    assert not guided("").decided
    assert not any(found.moot for found in guided("").questions)
    every = "&".join(f"{slug}={answers[0][0].word.value}" for slug, answers in plan().answers.items())
    assert guided(every).decided
    assert guided(every).next_question is None
    assert not any(found.moot for found in guided(every).questions), "an answered question is never moot"
