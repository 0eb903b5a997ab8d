"""The guide as it is kept: what is given again is what would be made anew."""

import gc
import tracemalloc
from dataclasses import replace

import pytest

from matrix.decision.facts import annotated
from matrix.decision.fit import Verdicts
from matrix.decision.guide import Plan, guide
from matrix.decision.guides import Guides
from matrix.presentation.questionnaire import question_views
from tests.support.documents import DETAILED, select, subject, with_annotations

ALIKE = [
    ("payload=50MB", "payload=51MB"),
    ("payload=5MB", "payload=5.5MB"),
    ("payload=50MB", "payload=100MB"),  # the guide's own, which is then chosen
    ("payload=4MB", "payload=5MB"),
    ("payload=50MB", "payload=50MB&q=gpu&sort=feature"),
    ("time=10min", "time=11min"),
    ("time=10min&payload=7MB", "time=20h&payload=8MB"),
    ("need=payload-size:50MB", "need=payload-size:51MB"),
    ("need=payload-size:50MB", "need=payload-size:50MB:strict"),
    ("need=payload-size:5GB", "need=payload-size:2MB"),
    ("payload=50MB&need=payload-size:50MB", "payload=50MB&need=payload-size:51MB"),
    ("time=20h&need=request-timeout:20h", "time=20h&need=request-timeout:21h"),
    ("hardware=inf1", "hardware=gpu"),
    ("latency=interactive", "latency=offline"),
    ("combine=multi-model", "combine=multi-model&hardware=gpu"),
]


def facts() -> tuple[Plan, list[Verdicts]]:
    document = with_annotations()
    return Plan(Verdicts(document)), [Verdicts(annotated(document))]


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_what_is_kept_of_one_selection_is_true_of_the_next(first: str, second: str) -> None:
    plan, others = facts()
    guides = Guides(plan)
    for query in (first, second, first):
        asked = select(query, with_annotations())
        assert guides.of(asked, DETAILED, others, 1) == guide(plan, asked, DETAILED, others)


def test_sizes_that_no_limit_parts_are_judged_once() -> None:
    plan, others = facts()
    guides = Guides(plan)
    one, other = (guides.of(select(f"payload={size}MB"), DETAILED, others, 1) for size in (50, 51))
    assert [a is b for a, b in zip(one.questions, other.questions, strict=True)].count(False) == 1
    assert guides.of(select("payload=52MB"), DETAILED, others, 2).questions[0] is not one.questions[0], "another stamp"


def test_of_all_that_is_kept_the_oldest_goes_and_its_weight_is_fair() -> None:
    plan, others = facts()
    guides, document = Guides(plan), with_annotations()
    selections = [select(f"payload={size}MB", document) for size in (1, 5, 50, 500, 5000)]
    for asked in selections:
        plan.verdicts.worst(asked.parts)
        question_views(guide(plan, asked, DETAILED, others), document, subject(), asked)
    tracemalloc.start()
    for stamp in range(12):
        for asked in selections:
            question_views(guides.of(asked, DETAILED, others, stamp), document, subject(), asked)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / 1.25 <= guides.bytes <= 2.5 * taken
    full = guides.bytes
    for stamp in range(12, 24):
        guides.of(selections[0], DETAILED, others, stamp)
    assert guides.bytes <= full * 64 / 60


def test_a_question_is_told_in_the_words_of_the_subject_that_is_asked_for() -> None:
    plan, others = facts()
    asked, document = select("latency=interactive", with_annotations()), with_annotations()
    kept = guide(plan, asked, DETAILED, others)
    for known in (subject(), replace(subject(), left_out=()), subject()):
        fresh = guide(plan, asked, DETAILED, others)
        assert question_views(kept, document, known, asked) == question_views(fresh, document, known, asked)
