"""What flips between two documents: the quantities and answers whose outcomes differ, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from matrix.decision.differences import Differences
from matrix.decision.flips import Flip, flips, once
from matrix.decision.query import parse
from matrix.decision.ranges import Range
from matrix.decision.selection import Answer
from matrix.domain.document import Choice, Criterion, Document, Question
from matrix.domain.quantities import MAX_DIGITS, read_quantity
from matrix.presentation.wording import range_words
from tests.oracle.oracle import AI, BT, DOCKER, RT, SI, T1, T2
from tests.support.comparing import outcome_pairs
from tests.support.documents import standard
from tests.support.edits import renamed, with_cell, with_footnote, with_table, without_feature

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


@pytest.mark.parametrize(
    "after",
    [
        with_cell(standard(), T1, OWN, RT, ""),  # no question asks about that row
        with_cell(standard(), T1, "inf1-support", DOCKER, "N/A"),  # no option
        with_footnote(standard(), 1, "Other words."),
    ],
)
def test_what_decides_nothing_flips_nothing(after: Document) -> None:
    assert list(flips(standard(), after)) == []


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
            for (table, option), (was, now) in outcome_pairs(before, after, answer).items():
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
