"""What the questionnaire says beside its questions: bands, promises, what is moot, what comes next."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix.decision.fit import Verdicts
from matrix.decision.guide import Guided, Plan, guide
from matrix.decision.limits import bands
from matrix.decision.selection import Answer
from matrix.domain.document import Document
from matrix.domain.notation import read_cell
from matrix.domain.quantities import Limit, Quantity, holds
from tests.oracle.oracle import AI, BT, OPTIONS, RT, SI, SM, T1, T2
from tests.support.documents import guided, plan, select, standard, with_answer
from tests.support.edits import with_cell
from tests.support.texts import LAWS


def step(query: str, slug: str) -> Guided:
    return next(found for found in guided(query).questions if found.question.slug == slug)


def promised(query: str, slug: str) -> dict[str, tuple[list[str], ...]]:
    """By answer: the slugs that would fit in each table."""
    return {
        promise.answer.word.value: tuple([column.slug for column in columns] for _, columns in promise.fitting)
        for promise in step(query, slug).promises
    }


# --- Bands -------------------------------------------------------------------------------------------------------


def test_the_limits_part_sizes_into_five_bands_and_times_into_four() -> None:
    found = {
        slug: [(band.label, band.quantity.canonical) for band in bands(standard(), standard().by_question[slug])]
        for slug in ("payload", "time")
    }
    assert found["payload"] == [
        ("up to 4 MB", "4MB"),
        ("over 4 MB, under 6 MB", "5MB"),
        ("6 MB to 100 MB", "100MB"),
        ("over 100 MB, to 1 GB", "1GB"),
        ("over 1 GB", "2GB"),
    ]
    assert [quantity for _, quantity in found["time"]] == ["30s", "60s", "15min", "1d"]
    assert [label for label, _ in found["time"]][::3] == ["under 60 s", "1 d and more"]


def _limited(texts: list[str]) -> Document:
    """The standard document with these as its only sizes."""
    document = standard()
    for table in document.tables:
        for at, option in enumerate(table.options):
            document = with_cell(
                document, table.slug, "payload-size", option.slug, texts[at] if table.slug == T1 else ""
            )
    return document


LIMITS = st.builds(
    lambda op, number, unit: f"{op} {number} {unit}",
    st.sampled_from("<≤"),
    st.one_of(st.integers(1, 2000), st.decimals(min_value="0.001", max_value=5000, places=3)),
    st.sampled_from(("KB", "MB", "GB")),
)


def _holding(quantity: Quantity, limits: list[Limit]) -> tuple[bool, ...]:
    """By 1000 to the unit, which bands are ordered by."""
    amounts = [(quantity.amount(), limit.quantity.amount(), limit.op) for limit in limits]
    return tuple(need < most or (need == most and op == "≤") for need, most, op in amounts)


@LAWS
@given(st.lists(LIMITS, min_size=4, max_size=4), LIMITS)
def test_bands_stand_for_every_size_whatever_the_limits(texts: list[str], other: str) -> None:
    document = _limited(texts)
    limits = [limit for text in texts if (limit := read_cell(text).limit)]
    found = bands(document, document.by_question["payload"])
    assert len(found) == len({(limit.quantity.amount(), limit.op) for limit in limits}) + 1
    known = [_holding(band.quantity, limits) for band in found]
    assert len(set(known)) == len(known), "no two bands say the same"
    assert [band.quantity.amount() for band in found] == sorted(band.quantity.amount() for band in found)
    one = read_cell(other).limit
    assert one is not None
    for quantity in (one.quantity, *(limit.quantity for limit in limits)):
        assert _holding(quantity, limits) in known


def test_where_no_cell_is_a_limit_there_are_no_bands_and_nothing_breaks() -> None:
    document = _limited(["", "", "HTTP(S)", "N/A"])
    assert bands(document, document.by_question["payload"]) == ()
    steps = guide(Plan(Verdicts(document)), select("hardware=gpu"))
    assert next(found for found in steps.questions if found.question.slug == "payload").promises == ()


@pytest.mark.parametrize("text", [f"≤ {'9' * 30} GB", f"< 0.{'0' * 27}1 KB"])
def test_a_limit_of_any_size_that_is_read_gives_bands(text: str) -> None:
    document = with_cell(standard(), T1, "payload-size", AI, text)
    assert len(bands(document, document.by_question["payload"])) == 5


# --- Promises ----------------------------------------------------------------------------------------------------


def test_beside_each_answer_stands_what_it_would_leave() -> None:
    assert promised("", "latency")["interactive"] == ([RT, SI], list(OPTIONS[T2]))
    assert promised("", "scaling") == {
        "scale-to-zero": ([AI, SI], list(OPTIONS[T2])),
        "autoscaling": ([RT, AI, SI], list(OPTIONS[T2])),
    }
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


def test_limits_and_bands_agree_on_what_holds() -> None:
    limit = read_cell("≤ 1 GB").limit
    assert limit is not None
    assert [holds(b.quantity, limit) for b in bands(standard(), standard().by_question["payload"])] == [True] * 4 + [
        False
    ]
    assert BT in promised("", "payload")["100MB"][0]
