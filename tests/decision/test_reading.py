"""What a result goes by, and which cells decide where two documents give another."""

import pytest

from matrix.decision.fit import Outcome
from matrix.decision.reading import Reading, changed
from matrix.domain.document import Document
from tests.oracle.oracle import AI, RT, T1, T2
from tests.support.documents import DETAILED, select, standard, with_annotations
from tests.support.edits import with_cell


def reading(document: Document, query: str) -> Reading:
    return Reading(document, select(query, with_annotations()), DETAILED)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", {""}),
        ("time=30min", {"", "question:time", "row:request-timeout"}),
        ("need=gpu-support", {"", "row:gpu-support"}),
        ("latency=interactive", {"", "question:latency", "bullets"}),
        (
            "need=gpu-support&facts=annotated",
            {"", "row:gpu-support", "said:gpu-support"},
        ),
    ],
)
def test_what_a_result_goes_by(query: str, keys: set[str]) -> None:
    assert reading(standard(), query).goes_by == keys


HOUR = with_cell(standard(), T1, "request-timeout", AI, "< 1 hour")
NO_SHADOW = with_cell(standard(), T2, "shadow-testing", "single-model-endpoints", "")


@pytest.mark.parametrize(
    ("query", "after", "option", "outcomes", "before_cells", "after_cells"),
    [
        ("time=30min", HOUR, AI, ("ruled-out", "fits"), [(AI, "< 15 minutes")], [(AI, "< 1 hour")]),
        ("testing=shadow", NO_SHADOW, RT, ("fits", "ruled-out"), [(RT, "✓"), ("single", "✓")], [(RT, "✓")]),
    ],
)
def test_what_changed_and_by_which_cells(
    query: str,
    after: Document,
    option: str,
    outcomes: tuple[Outcome, Outcome],
    before_cells: list[tuple[str, str]],
    after_cells: list[tuple[str, str]],
) -> None:
    (found,) = changed(reading(standard(), query), reading(after, query))
    assert (found.option.slug, found.before, found.after) == (option, *outcomes)
    for proofs, cells in ((found.proof_before, before_cells), (found.proof_after, after_cells)):
        quoted = [(proof.option.lower().replace(" ", "-"), proof.reason.judgement.cell) for proof in proofs]
        assert all(any(name.startswith(o) and cell == c for name, cell in quoted) for o, c in cells), quoted
    if query == "testing=shadow":
        assert "single-model-endpoints" in {p.option.lower().replace(" ", "-") for p in found.proof_after}


def test_what_changes_no_outcome_is_none() -> None:
    assert changed(reading(standard(), "time=30s"), reading(HOUR, "time=30s")) == ()
