"""What the questionnaire says beside its questions: promises, what is moot, what comes next."""

from fractions import Fraction

import pytest

from matrix.decision.guide import Guided, guide
from matrix.decision.selection import Answer
from tests.oracle.oracle import AI, BT, OPTIONS, RT, SI, SM, T2
from tests.support.documents import guided, plan, select, standard, with_answer


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
    [("", "testing"), ("latency=interactive&need=gpu-support", "time"), ("payload=2GB", None)],
)
def test_the_next_question_is_the_most_telling(query: str, next_question: str | None) -> None:
    assert guided(query).next_question == next_question


def test_the_next_question_leaves_the_fewest_on_average_and_ties_go_to_the_first() -> None:
    for query in ("", "payload=1MB", "hardware=gpu", "latency=offline&scaling=autoscaling"):
        steps = guided(query)
        means = {
            found.question.slug: tuple(
                Fraction(sum(len(promise.fitting[at][1]) for promise in found.promises), len(found.promises))
                for at in (0, 1)
            )
            for found in steps.questions
            if found.open and not found.moot
        }
        assert steps.next_question == min(means, key=lambda slug: means[slug])  # min keeps the first of equals


def test_the_pair_keeps_a_question_alive_that_alone_could_change_nothing() -> None:
    query = "hardware=gpu&hardware=inf1"
    assert not step(query, "chunked").moot
    assert step(f"{query}&container=byoc", "chunked").moot
    assert not step(f"{query}&container=1p", "chunked").moot
    assert not step(f"{query}&chunked=yes", "container").moot


def test_the_decision_stands_before_everything_is_asked() -> None:
    """Answers that keep Real-time inference, each to the question that is next, until nothing can change it."""
    selection, asked = select(""), 0
    while (slug := guide(plan(), selection).next_question) is not None:
        found = next(step for step in guide(plan(), selection).questions if step.question.slug == slug)
        keeps = [p for p in found.promises if RT in {column.slug for column in p.fitting[0][1]}]
        selection = with_answer(selection, keeps[-1].answer, found.question)
        asked += 1
    steps = guide(plan(), selection)
    assert steps.decided
    assert 0 < asked < 16
    assert [step.question.slug for step in steps.questions if step.open]
    assert all(step.moot for step in steps.questions if step.open)


def test_nothing_is_decided_at_first_and_everything_at_last() -> None:
    assert not guided("").decided
    assert not any(found.moot for found in guided("").questions)
    every = "&".join(f"{slug}={answers[0][0].word.value}" for slug, answers in plan().answers.items())
    assert guided(every).decided
    assert guided(every).next_question is None
    assert not any(found.moot for found in guided(every).questions), "an answered question is never moot"
