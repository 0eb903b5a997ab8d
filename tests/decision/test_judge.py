"""A ruling on a bullet stands on the words that it quotes."""

import pytest

from matrix.decision.fit import Verdicts, evaluate
from matrix.decision.flips import Flip
from matrix.decision.query import parse
from tests.oracle.oracle import BT, T1
from tests.support.documents import answer, edited, read_page, source_text, standard
from tests.support.update import plan


@pytest.mark.parametrize(
    ("bullet", "says"),
    [
        ("for real\\-time inference", "the bullet of batch-transform does not say “offline” any more"),
        (None, "has no bullet"),
    ],
    ids=["changed", "gone"],
)
def test_a_bullet_that_does_not_say_it_any_more_rules_nothing_out(bullet: str | None, says: str) -> None:
    line = "+  Batch transform for offline inference with large datasets\\. \n"
    new = line.replace("for offline inference", bullet) if bullet else ""
    update = plan(standard(), read_page(edited(line, new, source_text())))
    assert Flip(answer("latency=interactive"), T1, BT, "ruled-out", "conditional") in update.flips

    verdicts = Verdicts(update.document)
    selection = parse([("latency", "interactive")], update.document)
    (reason,) = evaluate(verdicts, selection).by_table[T1].by_slug[BT].reasons
    assert (reason.judgement.verdict, reason.judgement.feature, reason.judgement.cell) == ("not-stated", None, None)
    assert says in reason.judgement.note
