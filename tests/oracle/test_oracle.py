"""The oracle against the questionnaire's own tables, and its shortcuts against the definitions."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from tests.oracle import oracle
from tests.oracle.cases import (
    IMPLIED_CASES,
    OPTION_SLUGS,
    SINGLE_ANSWER_CASES,
    WHOLE_CASES,
    Case,
    WholeCase,
    option_slugs,
    outcomes_of,
    words_of,
)
from tests.oracle.oracle import (
    QUESTIONS,
    T1,
    T2,
    Oracle,
    Word,
    every_answer,
    find_source,
    fitting,
    is_moot,
    next_question,
    outcomes,
    relaxations,
    verdicts,
)
from tests.support.laws import examples
from tests.support.words import random_words


def case_id(case: Case) -> str:
    return f"{case.table}-{case.query}"


# The questionnaire's tables


@pytest.mark.parametrize("case", SINGLE_ANSWER_CASES, ids=case_id)
def test_single_answer(case: Case) -> None:
    assert outcomes(words_of(case.query))[case.table] == case.outcomes


@pytest.mark.parametrize("case", IMPLIED_CASES, ids=case_id)
def test_implied(case: Case) -> None:
    assert outcomes(words_of(case.query))[case.table] == case.outcomes


@pytest.mark.parametrize("case", WHOLE_CASES, ids=lambda case: "&".join(case.words))
def test_whole_case(case: WholeCase) -> None:
    words = words_of("&".join(case.words))
    found = outcomes(words)[T1]
    left = {option: outcome for option, outcome in found.items() if outcome in oracle.FITTING}
    wanted = outcomes_of(T1, case.fits)
    assert left == {option: outcome for option, outcome in wanted.items() if outcome in oracle.FITTING}
    if case.not_applicable is not None:
        assert found == outcomes_of(T1, case.fits, case.not_applicable)
    assert relaxations(words)[T1] == {
        (frozenset(drop), option_slugs(T1, options)) for drop, options in case.relaxations
    }


def test_every_choice_is_in_the_tables() -> None:
    for table in (T1, T2):
        tabled = {case.query for case in SINGLE_ANSWER_CASES if case.table == table}
        for question in QUESTIONS:
            if question.kind in ("size", "duration") or (table == T1 and question.slug in ("combine", "framework")):
                continue
            assert {f"{question.slug}={choice}" for choice in question.choices} <= tabled


# The source


def test_source_is_read_whole() -> None:
    tables = oracle.default().tables
    assert [len(tables[table].rows) for table in (T1, T2)] == [26, 24]
    assert sum(len(row.cells) for table in tables.values() for row in table.rows.values()) == 226
    assert set(tables[T2].rows) < set(tables[T1].rows)
    assert set(tables[T1].rows) - set(tables[T2].rows) == {"http-chunked-encoding", "scale-to-zero"}
    judged = [
        row.cells[option].kind
        for slug, table in tables.items()
        for row in table.rows.values()
        for option in OPTION_SLUGS[slug].values()
    ]
    assert sum(kind in ("supported", "unsupported", "not-applicable") for kind in judged) == 164
    assert judged.count("limit") == 15


def test_latency_classes_come_from_the_bullets() -> None:
    assert oracle.default().latency_classes == {
        "real-time-inference": "interactive",
        "batch-transform": "offline",
        "asynchronous-inference": "near-real-time",
        "serverless-inference": None,
    }


def test_twenty_pairs_that_table_2_refuses() -> None:
    assert len(oracle.default().level_conflicts()) == 20


def test_an_edited_source_changes_the_outcome() -> None:
    source = find_source().read_text(encoding="utf-8")
    edited = Oracle(source.replace("≤ 4 MB", "≤ 8 MB"))
    assert edited.outcomes([("payload", "5MB")])[T1] == outcomes_of(T1, "RT BT AI SI")


# Verdicts


def test_verdicts_leave_out_words_without_meaning() -> None:
    words: list[Word] = [
        ("latency", "interactive"),
        ("combine", "serial"),
        ("framework", "other"),
        ("q", "gpu"),
    ]
    found = verdicts(words)
    assert set(found[T1]["real-time-inference"]) == {"latency=interactive"}
    assert set(found[T2]["single-model-endpoints"]) == {"combine=serial", "framework=other"}


def test_the_pair_stands_at_the_word_that_asks_for_the_row() -> None:
    found = verdicts([("container", "1p"), ("chunked", "yes")])
    assert found[T1]["real-time-inference"] == {"container=1p": "met", "chunked=yes": "unmet"}
    assert relaxations([("container", "1p"), ("chunked", "yes")])[T1] == {
        (frozenset({"container=1p"}), option_slugs(T1, "RT AI SI")),
        (frozenset({"chunked=yes"}), option_slugs(T1, "RT BT AI SI")),
    }


def test_caution() -> None:
    words: list[Word] = [("hardware", "gpu"), ("container", "extend-pre-built"), ("aids", "recommender")]
    assert oracle.cautions(words) == {("hardware=gpu", "gpu-support")}
    assert oracle.cautions([("behind", "multi-model"), ("container", "byoc")]) == set()


# Relaxations


@pytest.mark.law
def test_relaxations_are_all_minimal_sets() -> None:
    random = Random(1)
    for _ in range(examples(60, 3000)):
        words = random_words(random, 0.25)[:9]
        by_option = oracle.default().relaxations_by_option(words)
        assert by_option == oracle.default().relaxations_by_all_subsets(words)


def test_relaxations_with_the_pair() -> None:
    pool: list[Word] = [
        ("container", "1p"),
        ("chunked", "yes"),
        ("need", "dlcs-supported:1p"),
        ("need", "http-chunked-encoding"),
        ("need", "http-chunked-encoding:strict"),
        ("scaling", "scale-to-zero"),
        ("hardware", "gpu"),
    ]
    for size in range(len(pool) + 1):
        for words in combinations(pool, size):
            found = oracle.default()
            assert found.relaxations_by_option(words) == found.relaxations_by_all_subsets(words)


# What to ask


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("", "latency"),
        ("latency=interactive", "payload"),
        ("latency=near-real-time&payload=20MB", None),  # AI alone: what is open can only take it away
        ("latency=offline", "payload"),
        ("latency=interactive&hardware=gpu", "behind"),  # RT alone, and T2 by what runs behind it
        ("payload=2GB", None),  # nothing fits
        ("scaling=scale-to-zero&payload=50MB", None),
    ],
)
def test_next_question(query: str, slug: str | None) -> None:
    assert next_question(words_of(query) if query else []) == slug


def test_nothing_is_moot_at_first() -> None:
    for question in QUESTIONS:
        assert not is_moot([], question.slug)


def test_the_pair_keeps_a_question_alive() -> None:
    # Only RT and SM are left, with a condition each: chunked encoding changes that for 1P containers alone.
    words = words_of("hardware=gpu&hardware=inf1")
    assert outcomes([*words, ("chunked", "yes")]) == outcomes(words)
    assert not is_moot(words, "chunked")
    assert is_moot([*words, ("container", "byoc")], "chunked")
    assert not is_moot([*words, ("container", "1p")], "chunked")


@pytest.mark.law
def test_moot_questions_change_nothing() -> None:
    random = Random(2)
    seen = 0
    for _ in range(examples(15, 300)):
        words = random_words(random, 0.35)
        before = outcomes(words)
        unasked = [question for question in QUESTIONS if all(name != question.slug for name, _ in words)]
        for question in unasked:
            if not is_moot(words, question.slug):
                continue
            seen += 1
            for _ in range(20):
                others = [
                    random.choice(every_answer(other.slug))
                    for other in unasked
                    if other != question and random.random() < 0.4
                ]
                before = outcomes(words + others)
                for answer in every_answer(question.slug):
                    assert outcomes([*words, *others, answer]) == before
    assert seen > 15


def test_every_quantity_gives_a_result_that_is_tried() -> None:
    """No size or time has a result that the representatives lack."""
    random = Random(3)
    edges = {
        "payload": (
            "KB",
            "MB",
            "GB",
            [4, 6, 100, 1000, 1024, 4000, 4096, 6000, 6144, 100000, 102400, 10**6, 2**20],
        ),
        "time": ("ms", "s", "min", [1, 15, 60, 900, 1440, 60000, 86400, 900000, 86400000]),
    }
    for slug, (*units, numbers) in edges.items():
        known = [outcomes([answer]) for answer in every_answer(slug)]
        for unit in units:
            values = [f"{number + extra}" for number in numbers for extra in (-0.5, 0, 0.5)]
            values += [f"{random.random() * 10 ** random.randint(-3, 7):.6f}" for _ in range(300)]
            for value in values:
                assert outcomes([(slug, f"{value}{unit}")]) in known


# Laws


def test_order_does_not_matter_and_giving_up_rules_nothing_out() -> None:
    random = Random(4)
    for _ in range(200):
        words = random_words(random, 0.3)
        now = outcomes(words)
        assert outcomes(random.sample(words, len(words))) == now
        for dropped in words:
            before, after = fitting(words), fitting([word for word in words if word != dropped])
            assert all(before[table] <= after[table] for table in before)
