"""Flips are exact: of whatever two documents, a quantity's outcomes differ just where one flip says so."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from matrix.decision.fit import Part
from matrix.decision.flips import flips
from matrix.decision.query import parse
from matrix.decision.selection import Answer, Need
from matrix.domain.document import Criterion, Document, row_kind
from matrix.domain.quantities import Dimension, Quantity, read_quantity
from tests.support.comparing import outcome_pairs
from tests.support.documents import standard
from tests.support.edits import with_cell
from tests.support.laws import law

PAYLOAD, TIME, OWN = "payload-size", "request-timeout", "volume-encryption"
UNITS: dict[Dimension, tuple[str, ...]] = {"size": ("KB", "MB", "GB"), "time": ("ms", "s", "min", "h", "d")}
Cells = list[tuple[int, str]]


def _cells_of(dimension: Dimension) -> st.SearchStrategy[str]:
    numbers = ("0", "1", "2", "2.5", "4", "6", "60", "100", "999.9", "1000", "1001", "1010", "1024", "3600", "0.001")
    limits = st.builds(
        "{} {} {}".format, st.sampled_from("<≤"), st.sampled_from(numbers), st.sampled_from(UNITS[dimension])
    )
    others = ("", "N/A", "✓", "✓1", "Days", "Hours", "Some words of its own", "≤ 5 MB", "< 5 min")
    return st.one_of(limits, limits, limits, st.sampled_from(others))


def _with_cells(document: Document, key: str, cells: Cells) -> Document:
    places = [(t.slug, o.slug) for t in document.tables if key in t.by_key for o in t.options]
    for at, text in cells:
        document = with_cell(document, *(places[at % len(places)][0], key, places[at % len(places)][1]), text)
    return document


def _grid(documents: tuple[Document, Document], key: str, dimension: Dimension) -> Iterator[Quantity]:
    """At, just below, just above and between the edges of all limits on a row, by 1000 and by 1024, in each unit."""
    limits = [cell.limit.quantity for d in documents for cell in d.cells_of(key) if cell.limit]
    limits = [q for q in (*limits, Quantity("1", "h"), Quantity("1", "d")) if q.dimension == dimension]
    for unit in UNITS[dimension]:
        one = Quantity("1", unit)
        edges = sorted({q.amount(f) / one.amount(f) for q in limits for f in (1000, 1024)})
        near = [edge * by for edge in edges for by in (1, Fraction(999999, 1000000), Fraction(1000001, 1000000))]
        between = [(low + high) / 2 for low, high in pairwise(edges)]
        for number in [*near, *between, Fraction(0), Fraction(1, 1000), Fraction(10**7)]:
            text = f"{float(number):.15f}" if number.denominator > 1 else f"{number}"
            yield read_quantity(f"{text} {unit}")


def check_exact(before: Document, after: Document, key: str, dimension: Dimension, ask: Part) -> None:
    """Outcomes of a quantity differ exactly where one flip of the option covers it, with that pair."""
    found = [flip for flip in flips(before, after) if structs.replace(flip.answer, quantity=None) == ask]
    for flip in found:
        assert flip.range is not None
        assert flip.answer.quantity is not None
        assert flip.range.covers(flip.answer.quantity), flip
        (read,) = parse([(flip.answer.word.name, flip.answer.word.value)], after).parts
        assert read == flip.answer
        assert outcome_pairs(before, after, flip.answer)[flip.table, flip.option] == (flip.before, flip.after)
    for quantity in _grid((before, after), key, dimension):
        for (table, option), pair in outcome_pairs(before, after, structs.replace(ask, quantity=quantity)).items():
            covering = [f for f in found if f.option == option and f.range and f.range.covers(quantity)]
            told_ = [(f.table, f.before, f.after) for f in covering]
            assert told_ == ([(table, *pair)] if pair[0] != pair[1] else []), (quantity.words, option)


def _cells(dimension: Dimension) -> st.SearchStrategy[Cells]:
    return st.lists(st.tuples(st.integers(0, 7), _cells_of(dimension)), max_size=5)


@pytest.mark.parametrize(("key", "slug", "dimension"), [(PAYLOAD, "payload", "size"), (TIME, "time", "time")])
@law(20, 400)
@given(data=st.data())
def test_flips_of_a_question_are_exact(key: str, slug: str, dimension: Dimension, data: st.DataObject) -> None:
    before = _with_cells(standard(), key, data.draw(_cells(dimension)))
    after = _with_cells(before, key, data.draw(_cells(dimension)))
    check_exact(before, after, key, dimension, Answer(slug))


@law(12, 250)
@given(dimension=st.sampled_from(list(UNITS)), data=st.data())
def test_flips_of_a_need_are_exact(dimension: Dimension, data: st.DataObject) -> None:
    unit = UNITS[dimension][1]
    before = _with_cells(standard(), OWN, [(0, f"≤ 2 {unit}"), *data.draw(_cells(dimension))])
    after = _with_cells(before, OWN, data.draw(_cells(dimension)))
    if row_kind(before, OWN) == row_kind(after, OWN) == dimension:
        check_exact(before, after, OWN, dimension, Need(OWN))


@law(12, 250)
@given(data=st.data())
def test_flips_of_a_question_about_several_rows_are_exact(data: st.DataObject) -> None:
    """Two rows that are both asked, or either of which does."""
    either = data.draw(st.sampled_from((0, 1)))
    criteria = tuple(Criterion("row", feature=key, alternative=either) for key in (PAYLOAD, OWN))
    questions = tuple(replace(q, criteria=criteria) if q.slug == "payload" else q for q in standard().questions)
    before = after = replace(standard(), questions=questions)
    for key in (PAYLOAD, OWN):
        before = _with_cells(before, key, data.draw(_cells("size")))
        after = _with_cells(after, key, data.draw(_cells("size")))
    for key in (PAYLOAD, OWN):
        check_exact(before, after, key, "size", Answer("payload"))
