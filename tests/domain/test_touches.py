"""What a change touches: the keys by which results find it."""

import pytest

from matrix.domain.change import Change
from matrix.domain.diff import changes
from matrix.domain.document import Document, Feature
from matrix.domain.touches import touched
from tests.support.documents import standard
from tests.support.edits import with_cell, with_feature, without_feature

T1 = "inference-options"


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        (Change("cell", T1, "payload-size", "real-time-inference", "< 6 MB", "< 25 MB"), {"row:payload-size"}),
        (Change("link", T1, "payload-size", "real-time-inference"), {"row:payload-size"}),
        (Change("annotation", T1, "payload-size", "real-time-inference"), {"said:payload-size"}),
        (Change("questionnaire", question="time", choice="x"), {"question:time"}),
        (Change("questionnaire", ruled="gpu-support"), {"row:gpu-support"}),
        (Change("questionnaire", T1, None, "edge", "no option", "an option"), {""}),
        (Change("questionnaire", before="tables a, b", after="tables b, a"), {""}),
        (Change("option-added", T1, None, "edge", None, "Edge"), {""}),
        (Change("link", T1, None, "edge"), {""}),
        (Change("prose", None, None, None, "Batch: x", "Batch: y"), {"bullets"}),
        (Change("option-renamed", T1, None, "edge", "Edge", "Edges"), {"bullets"}),
        (Change("prose", T1, None, None, "a lead", "another"), set()),
        (Change("link", before="https://a", after="https://b"), set()),
        (Change("footnote", before="1 a", after="1 b", footnote=1), set()),
        (Change("feature-renamed", T1, "payload-size", None, "a", "b"), set()),
        (Change("source", before="date 2023-02-13", after="date 2023-03-10"), set()),
    ],
)
def test_what_a_change_touches(change: Change, keys: set[str]) -> None:
    assert touched([change], standard(), standard()) == keys
    assert touched([Change.from_json(change.as_json())]) <= keys | {""}, "kept as JSON, no less"


PART = Feature("part", "A part", "", part_of="payload-size")
CELLS = tuple("✓" for _ in standard().by_table[T1].columns)
WITH_PART = with_feature(standard(), T1, PART, CELLS, 1)


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        (standard(), WITH_PART, {"row:part", "row:payload-size"}),
        (WITH_PART, standard(), {"row:part", "row:payload-size"}),
        (WITH_PART, with_cell(WITH_PART, T1, "part", "batch-transform", ""), {"row:part", "row:payload-size"}),
        (standard(), without_feature(standard(), T1, "payload-size"), {"row:payload-size"}),
    ],
)
def test_a_part_touches_what_it_was_split_from(before: Document, after: Document, keys: set[str]) -> None:
    assert touched(changes(before, after), before, after) == keys


def test_of_a_row_that_came_without_its_document_nobody_knows_of_what_it_is_a_part() -> None:
    assert touched([Change("feature-added", T1, "part", None, None, "A part")]) == {"row:part", ""}
