"""What is kept of selections that are judged alike: what is given again is what would be made anew."""

import gc
import tracemalloc
from dataclasses import replace
from functools import partial

import pytest
from msgspec import structs

from matrix.decision.alike import Alike, Like, answered
from matrix.decision.facts import annotated
from matrix.decision.fit import Verdicts
from matrix.decision.guide import Plan, guide
from matrix.domain.once import once
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


def facts() -> tuple[Plan, list[Verdicts], Alike]:
    """A plan, other facts, and what is kept of selections that both judge alike."""
    document = with_annotations()
    plan = Plan(Verdicts(document))
    return plan, [Verdicts(annotated(document))], Alike(plan, [annotated(document)], 1)


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_what_is_kept_of_one_selection_is_true_of_the_next(first: str, second: str) -> None:
    plan, others, alike = facts()
    for query in (first, second, first):
        asked = select(query, with_annotations())
        fresh = partial(guide, plan, asked, DETAILED, others)
        assert answered(once(alike.of(asked), "guide", fresh), asked) == fresh()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("payload=51MB", "payload=52MB", True),
        ("payload=51MB", "payload=51MB&q=gpu&sort=feature", True),
        ("payload=51MB", "payload=51MB&facts=annotated", False),
        ("payload=20MB", "payload=30MB", False),  # another source's limit is between the two
        ("payload=6MB", "payload=6.1MB", False),
        ("payload=999MB", "payload=1001MB", False),
        ("payload=0.99GB", "payload=990MB", True),
        ("payload=1GB", "payload=1000MB", False),  # which is 1 GB only to those who count by thousands
        ("time=23h", "time=25h", False),  # a unit without a number: "Days"
        ("need=payload-size:51MB", "need=payload-size:51MB:strict", False),
        ("payload=51MB&need=payload-size:51MB", "payload=51MB&need=payload-size:52MB", False),
    ],
)
def test_sizes_are_alike_that_no_limit_parts(first: str, second: str, same: bool) -> None:
    _, _, alike = facts()
    found = [alike.of(select(query, with_annotations())) for query in (first, second)]
    assert (found[0] is found[1]) == same


SIZES = [
    f"{number}{unit}" for unit in ("KB", "MB", "GB") for number in (0.97, 1, 3.9, 4, 5.9, 6, 24, 25, 100, 976, 1024)
]
TIMES = [
    f"{number}{unit}" for unit in ("ms", "s", "min", "h", "d") for number in (0.9, 1, 15, 24, 59, 60, 61, 1440, 3600)
]


@pytest.mark.parametrize(
    ("asked", "quantities"),
    [("payload=", SIZES), ("need=payload-size:", SIZES), ("time=", TIMES), ("need=request-timeout:", TIMES)],
)
def test_what_is_alike_is_judged_alike_by_all(asked: str, quantities: list[str]) -> None:
    plan, others, alike = facts()
    judged: dict[Like, list[list[int]]] = {}
    for quantity in quantities:
        parts = select(f"{asked}{quantity}", with_annotations())
        found = [verdicts.worst(parts.parts) for verdicts in (plan.verdicts, *others)]
        assert judged.setdefault(alike.of(parts), found) == found
    assert len(judged) < len(quantities)


def test_of_all_that_is_kept_the_oldest_goes_and_its_weight_is_fair() -> None:
    plan, others, alike = facts()
    document = with_annotations()
    sizes, times = ("1MB", "5MB", "51MB", "501MB", "5GB"), [f"{number}min" for number in (0.5, 2, 20, 61, 2000, 1)]
    selections = [
        select(f"payload={size}&time={time}{more}", document)
        for size in sizes
        for time in times
        for more in ("", "&hardware=gpu")
    ]
    for asked in selections:
        plan.verdicts.worst(asked.parts)
        question_views(guide(plan, asked, DETAILED, others), document, subject(), asked)
    tracemalloc.start()
    for asked in selections:
        kept = once(alike.of(asked), "guide", partial(guide, plan, asked, DETAILED, others))
        question_views(answered(kept, asked), document, subject(), asked)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len({alike.of(asked) for asked in selections}) == len(selections)
    assert taken / 1.25 <= alike.bytes <= 2.5 * taken
    full = alike.bytes
    for asked in selections:
        alike.of(structs.replace(asked, annotated=True))
    assert alike.bytes <= full * 64 / 60


def test_a_question_is_told_in_the_words_of_the_subject_that_is_asked_for() -> None:
    plan, others, _ = facts()
    asked, document = select("latency=interactive", with_annotations()), with_annotations()
    kept = guide(plan, asked, DETAILED, others)
    for known in (subject(), replace(subject(), left_out=()), subject()):
        fresh = guide(plan, asked, DETAILED, others)
        assert question_views(kept, document, known, asked) == question_views(fresh, document, known, asked)
