"""Laws of query strings, over thousands of odd ones made of real and broken words."""

import random
from collections.abc import Sequence
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matrix.decision.query import MAX_QUERY_BYTES, TooMuch, parse, split, values_of
from matrix.decision.selection import Need, Selection
from matrix.domain.quantities import read_quantity
from matrix.domain.text import NotationError, slugify
from matrix.domain.validation import RESERVED
from tests.support.documents import standard
from tests.support.laws import examples, law
from tests.support.words import BROKEN, HASH, KNOWN, NAMES, many, odd

Pair = tuple[str, str]


def _pair(name: str) -> st.SearchStrategy[Pair]:
    known = st.sampled_from(KNOWN.get(name, BROKEN))
    other = st.one_of(st.sampled_from(BROKEN), st.text(max_size=6), st.sampled_from(KNOWN["need"]))
    return st.tuples(st.just(name), st.one_of(known, known, other))


PAIRS = st.lists(st.sampled_from(NAMES).flatmap(_pair), max_size=12)


def read(pairs: Sequence[Pair]) -> Selection:
    """One revision exists, and each `rev` is looked up until one is found, as the site does."""
    problems: dict[str, str] = {}
    for wanted in values_of("rev", pairs):
        if len(wanted) >= 7 and HASH.startswith(wanted.lower()):
            return parse(pairs, standard(), rev=HASH, rev_problems=problems)
        problems[wanted] = "unknown"
    return parse(pairs, standard(), rev_problems=problems)


def _same_value(need: Need, sent: str) -> bool:
    try:
        return need.quantity == read_quantity(sent)
    except NotationError:
        return need.item == slugify(sent)


def _is_applied(name: str, value: str, selection: Selection, pairs: Sequence[Pair]) -> bool:
    """Whether what the pair says alone is said by the selection."""
    if name in ("need-feature", "need-value", "need-strict"):
        wanted = {v.strip() for n, v in pairs if n == "need-feature"}
        needs = [need for need in selection.needs if need.feature in wanted]
        return any(
            {"need-feature": need.feature == value, "need-strict": need.strict}.get(name, _same_value(need, value))
            for need in needs
        )
    if name == "option" and value in standard().columns:
        every = {column.slug for column in standard().columns[value][0].columns}
        return value in selection.options or every <= {v.strip() for n, v in pairs if n == "option"}
    alone = read([(name, value)])
    return bool(alone.pairs) and set(alone.pairs) <= set(selection.pairs)


def check_laws(pairs: Sequence[Pair]) -> None:
    selection = read(pairs)
    named = {(problem.param, problem.value.strip()) for problem in selection.problems}
    known = {*RESERVED, *standard().by_question}
    for name, value in pairs:
        blank = name in known and not value.strip()
        applied = name in known and _is_applied(name, value.strip(), selection, pairs)
        assert blank or applied or (name, value.strip()) in named, f"{name}={value} is lost"
    assert all(problem.message for problem in selection.problems)
    assert named <= {(name, value.strip()) for name, value in pairs}, "only what was sent is named"
    # The canonical form is a fixpoint, and says the same.
    again = read(parse_qsl(selection.query, keep_blank_values=True))
    assert (again, again.query, again.problems) == (selection, selection.query, ())
    assert tuple(parse_qsl(selection.query)) == selection.pairs
    # So is the address that keeps what could not be read (the form sends each of its own fields once).
    names = [name for name, value in pairs if name.startswith("need-") and value.strip()]
    if len(names) > len(set(names)):
        return
    kept = read(parse_qsl(selection.url_with_problems.partition("?")[2], keep_blank_values=True))
    assert kept == selection
    assert {(p.param, p.value) for p in kept.problems} == {(p.param, p.value) for p in selection.problems}


@law()
@given(PAIRS)
@example([("need-feature", "tea"), ("need-value", "5MB")])
@example([("need-strict", "on"), ("need-strict", "1"), ("need-feature", "gpu-support")])
def test_each_pair_is_applied_or_blank_or_named_and_the_canonical_form_is_a_fixpoint(pairs: list[Pair]) -> None:
    check_laws(pairs)


@pytest.mark.law
def test_odd_query_strings_keep_the_laws() -> None:
    for chance in many(7, examples(400, 20_000)):
        query = odd(chance).decode("utf-8", "replace")
        try:
            pairs = split(query)
        except TooMuch:
            continue
        check_laws(pairs)


@law()
@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_in_which_words_are_sent_says_nothing(pairs: list[Pair], chance: random.Random) -> None:
    """But for second values where one is allowed, and what else can't be applied: those are sorted out first."""
    problems = {(problem.param, problem.value.strip()) for problem in read(pairs).problems}
    good = [(name, value) for name, value in pairs if (name, value.strip()) not in problems]
    shuffled = chance.sample(good, len(good))
    first, second = read(good), read(shuffled)
    if not first.problems:
        assert (second, second.url) == (first, first.url)


@law(300, 5000)
@given(st.one_of(st.text(max_size=80), st.text(alphabet="&=%;+ #?qneedpayload0123456789MBé\x00", max_size=80)))
@example("%")
@example("%ff=%ff")
@example("payload=5MB;time=5s")
@example("&" * 300)
def test_no_query_string_raises_anything_but_too_much(query: str) -> None:
    try:
        pairs = split(query)
    except TooMuch:
        assert len(query.encode()) > MAX_QUERY_BYTES or query.count("&") >= 200
        return
    check_laws(pairs)
