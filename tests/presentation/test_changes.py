"""Changes in words: counted, by their names, and a line each."""

import pytest

from matrix.decision.flips import Flip
from matrix.domain.change import Change, ChangeKind, count_changes
from matrix.domain.diff import changes
from matrix.domain.document import Feature
from matrix.presentation.changes import ChangeLine, describe, differing, line, update_lines
from tests.oracle.oracle import AI, T1, T2
from tests.support.documents import answer, standard
from tests.support.edits import renamed, with_cell, with_feature

CELL = Change("cell", T1, "request-timeout", AI, "< 15 minutes", "< 1 hour")

SAME = "all else on that page is the same"
"""Of other pages nothing is said."""


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ((), "first revision"),
        (("cell",), "1 cell changed"),
        (("cell", "feature-renamed", "cell"), "2 cells changed, 1 row renamed"),
        (("feature-added", "feature-added", "option-moved"), "2 rows added, 1 column moved"),
        (("footnote", "prose", "prose", "link"), "1 footnote changed, 2 passages changed, 1 link changed"),
        (("questionnaire",), "1 part of the questionnaire changed"),
        (
            ("questionnaire", "questionnaire", "source"),
            "2 parts of the questionnaire changed, 1 part of the source changed",
        ),
    ],
)
def test_changes_are_counted_in_words(kinds: tuple[ChangeKind, ...], said: str) -> None:
    assert count_changes([Change(kind) for kind in kinds]) == said


def test_a_change_is_told_by_the_names_that_the_newer_document_has_else_the_older() -> None:
    new = with_cell(renamed(standard(), T1, "request-timeout", "Timeout"), T1, "request-timeout", AI, "< 1 hour")
    new = with_feature(new, T2, Feature("new-row", "New row"), ("✓", "", "", ""), 0)
    lines = [line(change, (new, standard())) for change in changes(standard(), new)]
    assert lines == [
        ChangeLine("feature renamed", "Inference options, Timeout", "Request timeout", "Timeout"),
        ChangeLine("cell", "Inference options, Timeout, Asynchronous inference", "< 15 minutes", "< 1 hour"),
        ChangeLine("feature added", "Hosting options, New row", None, "New row"),
    ]
    assert line(changes(new, standard())[-1], (standard(), new)).where == "Hosting options, New row"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (CELL, f"cell: {T1}, request-timeout, {AI}: “< 15 minutes” → “< 1 hour”"),
        (Change("footnote", after="4 x"), "footnote: nothing → “4 x”"),
        (Change("option-removed", T1, None, AI, "Async", None), f"option-removed: {T1}, {AI}: “Async” → nothing"),
    ],
)
def test_a_change_is_one_line(change: Change, said: str) -> None:
    assert describe(change) == said


def test_an_update_has_a_line_for_each_change_flip_and_note() -> None:
    flip = Flip(answer("time=15min"), T1, AI, "ruled-out", "fits")
    assert list(update_lines([CELL], [flip], ["warning: x"])) == [
        describe(CELL),
        f"flips: time=15min: {T1}, {AI}: ruled-out → fits",
        "warning: x",
    ]
    assert list(update_lines([], [], [])) == ["No change in meaning."]


@pytest.mark.parametrize(
    ("cells", "others", "what"),
    [(1, 0, "one cell differs"), (0, 1, "one thing differs"), (8, 2, "8 cells and 2 other things differ")],
)
def test_how_much_two_pages_differ_is_a_sentence(cells: int, others: int, what: str) -> None:
    days = "2025-09-27", "2026-08-07"
    said = f"By AWS’s page of 7 August 2026, {what} from that of 27 September 2025; {SAME}."
    assert differing("AWS", days, cells, others) == said
    assert differing("AWS", days, 0, 0) == "AWS’s pages of 27 September 2025 and of 7 August 2026 say the same."
