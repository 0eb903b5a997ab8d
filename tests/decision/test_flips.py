"""Which single answers' results differ between two documents."""

from dataclasses import replace

import pytest

from matrix.decision.flips import Flip, flips
from matrix.domain.document import Document
from tests.oracle.oracle import AI, BT, DOCKER, RT, T1
from tests.support.documents import answer, standard
from tests.support.edits import with_cell, with_footnote, with_question, without_column

CHOICES = standard().by_question["testing"].choices


def with_shadow(*cells: str) -> Document:
    document = standard()
    for option, text in zip((RT, BT), cells, strict=True):
        document = with_cell(document, T1, "shadow-testing", option, text)
    return document


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (
            with_cell(standard(), T1, "request-timeout", AI, "< 1 hour"),
            [Flip(answer("time=15min"), T1, AI, "ruled-out", "fits")],
        ),
        (
            with_shadow("", "✓1"),
            [
                Flip(answer("testing=shadow"), T1, RT, "fits", "ruled-out"),
                Flip(answer("testing=shadow"), T1, BT, "ruled-out", "conditional"),
            ],
        ),
        (
            with_cell(standard(), T1, "payload-size", RT, "≤ 4 MB"),
            [Flip(answer("payload=5MB"), T1, RT, "fits", "ruled-out")],
        ),
        (
            replace(standard(), bullets=standard().bullets[:1] + standard().bullets[2:]),
            [
                *(
                    Flip(answer(f"latency={it}"), T1, BT, "ruled-out", "conditional")
                    for it in ("interactive", "near-real-time")
                ),
                Flip(answer("latency=offline"), T1, BT, "fits", "conditional"),
            ],
        ),
        (with_cell(standard(), T1, "volume-encryption", RT, ""), []),  # no question asks about that row
        (with_cell(standard(), T1, "inf1-support", DOCKER, "N/A"), []),  # no option
        (with_footnote(standard(), 1, "Other words."), []),
        (without_column(standard(), T1, BT), []),  # an option that went has no result to compare
        (with_question(with_shadow("", ""), "testing", choices=CHOICES[1:]), []),  # the answer went too
        (replace(with_shadow("", ""), questions=()), []),
    ],
)
def test_each_answer_whose_result_differs_is_told(after: Document, expected: list[Flip]) -> None:
    assert list(flips(standard(), after)) == expected


def test_a_flip_as_programs_read_it() -> None:
    flip = Flip(answer("time=15min"), T1, AI, "ruled-out", "fits")
    assert flip.as_json() == {"because": "time=15min", "table": T1, "option": AI, "from": "ruled-out", "to": "fits"}
