"""What flips between two documents: exactly the quantities whose outcomes differ, in each unit, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matrix.decision.differences import Differences
from matrix.decision.fit import OUTCOMES, Outcome, Part, Verdicts
from matrix.decision.flips import Flip, flips, once
from matrix.decision.query import parse
from matrix.decision.ranges import Range
from matrix.decision.selection import Answer, Need
from matrix.domain.document import Choice, Criterion, Document, Question, row_kind
from matrix.domain.quantities import MAX_DIGITS, Dimension, Quantity, read_quantity
from matrix.presentation.wording import range_words
from tests.oracle.oracle import AI, BT, RT, SI, T1, T2
from tests.support.documents import standard
from tests.support.edits import renamed, with_cell, with_table, without_feature

PAYLOAD, TIME, OWN = "payload-size", "request-timeout", "volume-encryption"


def flips_of(key: str, option: str, text: str, before: Document | None = None) -> list[Flip]:
    """The flips of one changed cell of the first table."""
    before = before or standard()
    return list(flips(before, with_cell(before, T1, key, option, text)))


def told(found: list[Flip], unit: str = "") -> list[tuple[str, str, str, str]]:
    """Because, range, before and after of the flips of quantities; where a unit is given, of those told in it."""
    return [
        (flip.because, range_words(flip.range), flip.before, flip.after)
        for flip in found
        if flip.range and flip.answer.quantity and unit in ("", flip.answer.quantity.unit)
    ]


# --- Examples ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "option", "text", "unit", "expected"),
    [
        (PAYLOAD, RT, "< 25 MB", "MB", [("payload=6MB", "from 6 MB to under 25 MB", "ruled-out", "fits")]),
        (
            *(PAYLOAD, RT, "< 25 MB", "KB"),
            [
                ("payload=6000KB", "from 6000 KB to under 6144 KB", "conditional", "fits"),
                ("payload=6144KB", "from 6144 KB to under 25000 KB", "ruled-out", "fits"),
                ("payload=25000KB", "from 25000 KB to under 25600 KB", "ruled-out", "conditional"),
            ],
        ),
        (
            *(PAYLOAD, BT, "< 1 GB", "MB"),
            [
                ("payload=600MB", "from over 100 MB to under 1000 MB", "ruled-out", "fits"),
                ("payload=1000MB", "from 1000 MB to under 1024 MB", "ruled-out", "conditional"),
            ],
        ),
        (
            *(PAYLOAD, BT, "< 1 GB", "GB"),
            [
                ("payload=0.1GB", "from over 0.09765625 GB to 0.1 GB", "conditional", "fits"),
                ("payload=0.6GB", "from over 0.1 GB to under 1 GB", "ruled-out", "fits"),
            ],
        ),
        (TIME, AI, "< 1 hour", "", [("time=15min", "from 15 min to under 1 h", "ruled-out", "fits")]),
        (
            *(TIME, BT, "≤ 3600 seconds", ""),
            [
                ("time=40000s", "from over 3600 s to under 1 d", "fits", "ruled-out"),
                ("time=1d", "from 1 d", "conditional", "ruled-out"),
            ],
        ),
        (TIME, BT, "Hours", "", [("time=1h", "from 1 h to under 1 d", "fits", "conditional")]),
        (PAYLOAD, RT, "≤ 6 MB", "MB", [("payload=6MB", "exactly 6 MB", "ruled-out", "fits")]),
        (
            *(PAYLOAD, RT, "≤ 6 MB", "KB"),
            [
                ("payload=6000KB", "exactly 6000 KB", "conditional", "fits"),
                ("payload=6144KB", "exactly 6144 KB", "ruled-out", "conditional"),
            ],
        ),
        (PAYLOAD, BT, "", "MB", [("payload=100MB", "up to 100 MB", "fits", "ruled-out")]),
        (
            *(PAYLOAD, RT, "N/A", "MB"),
            [
                ("payload=3MB", "under 6 MB", "fits", "not-applicable"),
                ("payload=6MB", "from 6 MB", "ruled-out", "not-applicable"),
            ],
        ),
        (PAYLOAD, BT, "✓", "MB", [("payload=200MB", "over 100 MB", "ruled-out", "fits")]),
        # The same limit in other words flips nothing; what 1000 or 1024 makes of another unit does.
        (PAYLOAD, AI, "≤ 1.0 GiB", "", []),
        (TIME, AI, "< 900 seconds", "", []),
        (
            *(PAYLOAD, AI, "≤ 1024 MB", ""),
            [
                ("payload=1024MB", "from over 1000 MB to 1024 MB", "conditional", "fits"),
                ("payload=1.024GB", "from over 1 GB to 1.024 GB", "ruled-out", "conditional"),
                ("payload=1024000KB", "from over 1000000 KB to 1024000 KB", "conditional", "fits"),
            ],
        ),
    ],
)
def test_a_changed_limit(
    key: str, option: str, text: str, unit: str, expected: list[tuple[str, str, str, str]]
) -> None:
    found = flips_of(key, option, text)
    assert {(flip.table, flip.option) for flip in found} <= {(T1, option)}
    assert told(found, unit) == expected


def test_where_all_quantities_flip_the_range_has_no_bounds_and_is_told_once() -> None:
    (flip,) = flips_of(PAYLOAD, RT, "N/A", with_cell(standard(), T1, PAYLOAD, RT, ""))
    assert flip.as_json() == {
        "because": "payload=1MB",
        "table": T1,
        "option": RT,
        "from": "ruled-out",
        "to": "not-applicable",
        "range": {"from": None, "from_inclusive": False, "to": None, "to_inclusive": False},
    }
    assert range_words(flip.range or Range(read_quantity("1 MB"))) == "any quantity"


def test_a_question_without_any_limit_is_tried_too() -> None:
    before = standard()
    for table in before.tables:
        for option in table.options:
            before = with_cell(before, table.slug, TIME, option.slug, "✓")
    assert told(flips_of(TIME, RT, "", before)) == [("time=1min", "any quantity", "fits", "ruled-out")]


def test_a_choice_has_no_range() -> None:
    (flip,) = flips_of("scale-to-zero", RT, "✓")
    assert flip == Flip(Answer("scaling", "scale-to-zero"), T1, RT, "ruled-out", "fits")
    assert flip.as_json()["range"] is None


def test_a_limit_that_no_question_reads_is_tried_as_a_need() -> None:
    before = with_cell(standard(), T1, OWN, BT, "≤ 2 hours")
    assert told(flips_of(OWN, BT, "< 1 day", before)) == [
        (f"need={OWN}:10h", "from over 2 h to under 1 d", "ruled-out", "fits"),
    ]
    # A row that only one of the documents has limits in can't be asked of both.
    assert flips_of(OWN, BT, "≤ 2 hours") == []
    assert flips_of(OWN, BT, "≤ 2 MB", before) == []


def test_what_only_one_document_has_is_passed_over() -> None:
    before = standard()
    after = with_cell(with_cell(before, T1, PAYLOAD, RT, "< 1 GB"), T1, "scale-to-zero", RT, "✓")
    assert {flip.because.split("=")[0] for flip in flips(before, after)} == {"payload", "scaling"}
    fewer = replace(after, questions=tuple(q for q in after.questions if q.slug not in ("payload", "scaling")))
    # Without its question, the row can be asked as a need alone.
    assert {flip.because.split(":")[0] for flip in flips(before, fewer)} == {f"need={PAYLOAD}"}
    columns = [replace(c, slug="other") if c.slug == RT else c for c in after.by_table[T1].columns]
    assert [f for f in flips(before, with_table(after, T1, columns=tuple(columns))) if f.option in (RT, "other")] == []


def test_a_question_that_came_to_ask_otherwise_is_tried_anew() -> None:
    before = standard()
    asked = [
        replace(q, criteria=(Criterion("row", feature=OWN),)) if q.slug == "payload" else q for q in before.questions
    ]
    found = list(flips(before, replace(before, questions=tuple(asked))))
    assert ("payload=6MB", "from 6 MB", "ruled-out", "fits") in told([f for f in found if f.option == RT], "MB")


@pytest.mark.parametrize("place", ["bullet", "link", "column's link", "removed row"])
def test_what_else_verdicts_go_by_is_noticed(place: str) -> None:
    before = standard()
    after = {
        "bullet": replace(before, bullets=before.bullets[:1]),
        "link": with_table(
            before, T2, features=tuple(replace(feature, url="") for feature in before.by_table[T2].features)
        ),
        "column's link": with_table(
            before, T2, columns=tuple(replace(column, url="") for column in before.by_table[T2].columns)
        ),
        "removed row": without_feature(before, T1, "scale-to-zero"),
    }[place]
    assert list(flips(before, after)) != []
    assert {str(flip) for flip in flips(before, after)} == {str(flip) for flip in _choices_by_force(before, after)}
    assert list(flips(before, renamed(before, T1, PAYLOAD, "Size"))) == []


def test_a_ruling_that_goes_flips_the_choice_that_asks_for_its_pair() -> None:
    (ruling,) = [r for r in standard().rulings if r.excludes_item]
    both = (Criterion("row", feature=ruling.feature), Criterion("row", feature=ruling.excludes_feature, item="1p"))
    question = Question("both", "one", "Both?", choices=(Choice("yes", "Yes", both),))
    before = replace(standard(), questions=(question,))
    found = list(flips(before, replace(before, rulings=())))
    assert {(flip.because, flip.before, flip.after) for flip in found} == {("both=yes", "ruled-out", "conditional")}


def test_a_row_that_was_split_is_read_with_its_parts() -> None:
    before = standard()
    features = [
        replace(f, key="part", part_of=PAYLOAD) if f.key == PAYLOAD else f for f in before.by_table[T1].features
    ]
    split = with_table(before, T1, features=tuple(features))
    again = with_cell(split, T1, "part", RT, "< 25 MB")
    whole, other = [Criterion("row", feature=PAYLOAD)], [Criterion("row", feature=TIME)]
    assert Differences(split, again).related([PAYLOAD]) == ["part", PAYLOAD]
    assert Differences(split, again).reach(whole, whole)
    assert not Differences(split, again).reach(other, other)
    assert Differences(before, split).related(["part", TIME]) == ["part", PAYLOAD, TIME]


def _choices_by_force(before: Document, after: Document) -> Iterator[Flip]:
    for question in before.questions:
        for choice in question.choices:
            answer = Answer(question.slug, choice.slug)
            for (table, option), (was, now) in _pairs(before, after, answer).items():
                if was != now:
                    yield Flip(answer, table, option, was, now)


def test_what_people_are_told_names_no_flip_twice() -> None:
    found = flips_of(PAYLOAD, RT, "< 25 MB")
    assert told(list(once(found))) == [
        ("payload=6MB", "from 6 MB to under 25 MB", "ruled-out", "fits"),
        ("payload=0.005859375GB", "from 0.005859375 GB to under 0.006 GB", "conditional", "fits"),
        ("payload=0.0244140625GB", "from 0.0244140625 GB to under 0.025 GB", "ruled-out", "conditional"),
        ("payload=6000KB", "from 6000 KB to under 6144 KB", "conditional", "fits"),
        ("payload=25000KB", "from 25000 KB to under 25600 KB", "ruled-out", "conditional"),
    ]
    # Of two options that flip alike, each is told.
    both = with_cell(with_cell(standard(), T1, PAYLOAD, RT, "< 25 MB"), T1, PAYLOAD, SI, "< 25 MB")
    assert {flip.option for flip in once(flips(standard(), both))} == {RT, SI}


def test_what_nobody_can_write_flips_nothing() -> None:
    """Two limits so near to each other that no quantity that can be asked lies between them."""
    nines = "5." + "9" * (MAX_DIGITS - 2)
    found = flips_of(PAYLOAD, RT, f"≤ {nines} MB")
    assert told(found, "MB") == []
    assert all(parse([("payload", flip.because.split("=")[1])], standard()).answers for flip in found)


# --- Exact -------------------------------------------------------------------------------------------------------

UNITS: dict[Dimension, tuple[str, ...]] = {"size": ("KB", "MB", "GB"), "time": ("ms", "s", "min", "h", "d")}
Cells = list[tuple[int, str]]


def _pairs(before: Document, after: Document, part: Part) -> dict[tuple[str, str], tuple[Outcome, Outcome]]:
    """Every option's outcomes in both documents, by judging it anew."""
    sides = [
        {(t.slug, o.slug): OUTCOMES[w] for (t, o), w in zip(v.options, v.worst([part]), strict=True)}
        for v in (Verdicts(before), Verdicts(after))
    ]
    return {place: (sides[0][place], sides[1][place]) for place in sides[0] if place in sides[1]}


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
    found = [flip for flip in flips(before, after) if replace(flip.answer, quantity=None) == ask]
    for flip in found:
        assert flip.range is not None
        assert flip.answer.quantity is not None
        assert flip.range.covers(flip.answer.quantity), flip
        (read,) = parse([(flip.answer.word.name, flip.answer.word.value)], after).parts
        assert read == flip.answer
        assert _pairs(before, after, flip.answer)[flip.table, flip.option] == (flip.before, flip.after)
    for quantity in _grid((before, after), key, dimension):
        for (table, option), pair in _pairs(before, after, replace(ask, quantity=quantity)).items():
            covering = [f for f in found if f.option == option and f.range and f.range.covers(quantity)]
            told_ = [(f.table, f.before, f.after) for f in covering]
            assert told_ == ([(table, *pair)] if pair[0] != pair[1] else []), (quantity.words, option)


def _cells(dimension: Dimension) -> st.SearchStrategy[Cells]:
    return st.lists(st.tuples(st.integers(0, 7), _cells_of(dimension)), max_size=5)


@pytest.mark.once
@pytest.mark.parametrize(("key", "slug", "dimension"), [(PAYLOAD, "payload", "size"), (TIME, "time", "time")])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_flips_of_a_question_are_exact(key: str, slug: str, dimension: Dimension, data: st.DataObject) -> None:
    before = _with_cells(standard(), key, data.draw(_cells(dimension)))
    after = _with_cells(before, key, data.draw(_cells(dimension)))
    check_exact(before, after, key, dimension, Answer(slug))


@pytest.mark.once
@settings(max_examples=25, deadline=None)
@given(dimension=st.sampled_from(list(UNITS)), data=st.data())
def test_flips_of_a_need_are_exact(dimension: Dimension, data: st.DataObject) -> None:
    unit = UNITS[dimension][1]
    before = _with_cells(standard(), OWN, [(0, f"≤ 2 {unit}"), *data.draw(_cells(dimension))])
    after = _with_cells(before, OWN, data.draw(_cells(dimension)))
    if row_kind(before, OWN) == row_kind(after, OWN) == dimension:
        check_exact(before, after, OWN, dimension, Need(OWN))


@pytest.mark.once
@settings(max_examples=25, deadline=None)
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
