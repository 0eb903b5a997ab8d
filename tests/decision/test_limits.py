"""Into which bands the limits part sizes and times, up to where an option holds, and what would do instead."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix.decision.fit import Relaxation, Verdicts, evaluate
from matrix.decision.guide import Plan, guide
from matrix.decision.limits import Bound, bands, bounds, instead, within_limit
from matrix.decision.selection import Selection, Word
from matrix.domain.document import Document
from matrix.domain.notation import read_cell
from matrix.domain.quantities import Limit, Quantity, holds, read_quantity
from tests.oracle.oracle import AI, BT, RT, SI, SM, T1, T2
from tests.support.comparing import select as select_words
from tests.support.documents import fit, plan, select, standard
from tests.support.edits import with_cell
from tests.support.laws import examples, law
from tests.support.words import random_words

# --- Bounds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "slug", "expected"),
    [
        (T1, RT, [("Payload size", "under 6 MB", "< 6 MB"), ("Request timeout", "under 60 seconds", "< 60 seconds")]),
        (T1, BT, [("Payload size", "up to 100 MB", "≤ 100 MB"), ("Request timeout", "", "Days")]),
        (T1, AI, [("Payload size", "up to 1 GB", "≤ 1 GB"), ("Request timeout", "under 15 minutes", "< 15 minutes")]),
        (T1, SI, [("Payload size", "up to 4 MB", "≤ 4 MB"), ("Request timeout", "under 60 seconds", "< 60 seconds")]),
        (T2, SM, [("Payload size", "under 6 MB", "< 6 MB"), ("Request timeout", "under 60 seconds", "< 60 seconds")]),
    ],
)
def test_up_to_where_an_option_holds(table: str, slug: str, expected: list[tuple[str, str, str]]) -> None:
    _, option = standard().columns[slug]
    found = bounds(standard(), standard().by_table[table], option)
    assert [(bound.label, bound.words, bound.text) for bound in found] == expected
    assert [bound.question for bound in found] == ["payload", "time"]


# --- Instead -----------------------------------------------------------------------------------------------------


def told(query: str, drop: str) -> dict[str, list[str]]:
    """What would do instead of the words of one relaxation: the value, and the options that it would do for."""
    (relaxation,) = [r for r in fit(query).by_table[T1].relaxations if "&".join(map(str, r.drop)) == drop]
    found = instead(standard(), standard().by_table[T1], relaxation)
    return {_said(within): [option.slug for option in options] for within, options in found}


def _said(within: Sequence[Bound]) -> str:
    return " and ".join(f"{bound.label} {bound.words}" for bound in within)


def test_the_value_that_would_do_is_told() -> None:
    query = "latency=interactive&scaling=scale-to-zero&payload=8MB"
    assert told(query, "payload=8MB") == {"Payload size up to 4 MB": [SI]}
    query = "payload=20MB&time=5min&behind=multi-model"
    assert told(query, "payload=20MB&time=5min") == {
        "Payload size under 6 MB and Request timeout under 60 seconds": [RT],
    }
    assert told(query, "behind=multi-model") == {"": [BT, AI]}


@pytest.mark.parametrize("word", ["payload=2GB", "need=payload-size:2GB"])
def test_the_highest_limit_is_told_first_of_an_answer_and_of_a_need(word: str) -> None:
    found = told(f"latency=near-real-time&{word}", word)
    assert list(found.items()) == [
        ("Payload size up to 1 GB", [AI]),
        ("Payload size under 6 MB", [RT]),
        ("Payload size up to 4 MB", [SI]),
    ]


def _edge(limit: Limit) -> Quantity:
    """The very edge of what a limit allows."""
    return read_quantity(f"{int(limit.value) - 0.001 if limit.op == '<' else limit.value} {limit.unit}")


def _with_instead(selection: Selection, relaxation: Relaxation, within: Sequence[Bound]) -> Selection:
    left = selection.without(relaxation.drop).words
    dropped = {word.name for word in relaxation.drop}
    for bound in within:
        assert bound.limit is not None
        edge = _edge(bound.limit).canonical
        answer = Word(bound.question, edge)
        left = (*left, answer if bound.question in dropped else Word("need", f"{bound.feature}:{edge}"))
    return select_words([(word.name, word.value) for word in left])


@pytest.mark.law
def test_what_would_do_instead_does() -> None:
    chance = Random(3)
    checked = 0
    for _ in range(examples(300, 10_000)):
        selection = select_words(random_words(chance, 0.25))
        for table in evaluate(plan().verdicts, selection).tables:
            for relaxation in table.relaxations:
                for within, options in instead(standard(), table.table, relaxation):
                    then = evaluate(plan().verdicts, _with_instead(selection, relaxation, within))
                    assert {*options} <= {*then.by_table[table.table.slug].fitting}, (selection.url, within)
                    checked += bool(within)
    assert checked > 100


@pytest.mark.parametrize(
    ("limit", "asked"),
    [("≤ 4 MB", "4MB"), ("< 6 MB", "5MB"), ("< 60 seconds", "59s"), ("< 1.5 GB", "0.5GB"), ("< 1 GB", "0.5GB")],
)
def test_a_quantity_stays_within_a_limit(limit: str, asked: str) -> None:
    found = read_cell(limit).limit
    assert found
    assert within_limit(found).canonical == asked


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


@law()
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


@pytest.mark.parametrize("text", [f"≤ {'9' * 30} GB", f"< 0.{'0' * 27}1 KB"])
def test_a_limit_of_any_size_that_is_read_gives_bands(text: str) -> None:
    document = with_cell(standard(), T1, "payload-size", AI, text)
    assert len(bands(document, document.by_question["payload"])) == 5


def test_where_no_cell_is_a_limit_there_are_no_bands() -> None:
    document = _limited(["", "", "HTTP(S)", "N/A"])
    assert bands(document, document.by_question["payload"]) == ()
    guided = guide(Plan(Verdicts(document)), select("hardware=gpu"))
    assert next(step for step in guided.questions if step.question.slug == "payload").promises == ()


def test_limits_and_bands_agree_on_what_holds() -> None:
    limit = read_cell("≤ 1 GB").limit
    assert limit is not None
    found = [holds(band.quantity, limit) for band in bands(standard(), standard().by_question["payload"])]
    assert found == [True, True, True, True, False]
