"""Payload against processing time: what the picture shows is what the limits say."""

import random
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Final

import pytest

from matrix.domain.document import Document
from matrix.presentation import chart, workload
from matrix.presentation.chart import MARKS, Chart
from tests.oracle.oracle import AI, BT, RT, SI, T1
from tests.support.documents import fit, overall, select, standard, with_annotations
from tests.support.edits import with_cell
from tests.support.views import page


def drawn(query: str) -> Chart:
    found = chart.chart_of(standard(), fit(query).by_table[T1], select(query))
    assert found is not None
    return found


def test_each_option_is_a_box_with_its_outcome_and_its_own_strictness() -> None:
    boxes = {box.slug: box for box in drawn("payload=50MB").boxes}
    assert set(boxes) == {RT, BT, AI, SI}
    edges = {slug: (box.right_edge, box.top_edge) for slug, box in boxes.items()}
    assert edges == {RT: ("lt", "lt"), BT: ("le", "open"), AI: ("le", "lt"), SI: ("le", "lt")}
    found = {option.option.slug: option.outcome for option in fit("payload=50MB").by_table[T1].options}
    assert {slug: box.look for slug, box in boxes.items()} == found
    assert {slug: box.mark for slug, box in boxes.items()} == {slug: f"{MARKS[it]} " for slug, it in found.items()}
    assert {(box.look, box.mark) for box in drawn("").boxes} == {("", "")}, "before any answer nothing claims to fit"
    assert len(set(MARKS.values())) == 4, "readable without colour"


def test_what_the_second_table_rules_out_is_no_room() -> None:
    query = "hardware=gpu&behind=multi-model&testing=shadow"
    found = chart.chart_of(standard(), fit(query).by_table[T1], select(query), overall(query))
    assert found is not None
    assert {box.look for box in found.boxes} == {"ruled-out"}
    assert {state for _, state, *_ in found.rows} == {"state ruled-out"}


def test_a_box_ends_where_its_limits_are() -> None:
    boxes = {box.slug: box for box in drawn("").boxes}
    assert boxes[SI].right < boxes[RT].right < boxes[BT].right < boxes[AI].right
    assert boxes[RT].top == boxes[SI].top > boxes[AI].top > boxes[BT].top, "upwards is longer"
    assert len({box.left for box in boxes.values()}) == len({box.bottom for box in boxes.values()}) == 1


def test_the_marks_of_the_axes_stand_where_the_limits_are() -> None:
    found = drawn("")
    across = {tick.label: tick.at for tick in found.x_ticks}
    upwards = {tick.label: tick.at for tick in found.y_ticks}
    boxes = {box.slug: box for box in found.boxes}
    assert (across["100 MB"], upwards["15 min"], upwards["1 min"]) == (boxes[BT].right, boxes[AI].top, boxes[RT].top)
    assert (across["10 KB"], across["10 GB"]) == (workload.LEFT, workload.RIGHT)
    steps = [after - before for before, after in pairwise(across.values())]
    assert max(steps) - min(steps) < 1, "each hundredfold is as wide as the next"


@pytest.mark.parametrize("payload", ["100KB", "4MB", "5MB", "50MB", "200MB", "2GB"])
@pytest.mark.parametrize("time", ["1s", "5min", "2h"])
def test_the_workload_lies_in_the_boxes_of_the_options_that_fit(payload: str, time: str) -> None:
    query = f"payload={payload}&time={time}"
    found = drawn(query)
    you = found.you
    assert you is not None
    assert you.point
    assert you.x is not None
    assert you.y is not None
    inside = {box.slug for box in found.boxes if you.x <= box.right and you.y >= box.top}
    assert inside == {option.slug for option in fit(query).by_table[T1].fitting}


def test_where_one_of_the_two_is_known_the_workload_is_a_line() -> None:
    for query, known in (("payload=50MB", (True, False)), ("time=5min", (False, True))):
        you = drawn(query).you
        assert you is not None
        assert (you.x is not None, you.y is not None) == known
        assert not you.point
        assert you.path
    assert drawn("hardware=gpu").you is None


@pytest.mark.parametrize("query", ["payload=0KB&time=0ms", "payload=999999GB&time=99999d", "payload=.0001KB"])
def test_what_lies_beyond_the_axes_stands_at_the_edge(query: str) -> None:
    you = drawn(query).you
    assert you is not None
    for at, low, high in ((you.x, workload.LEFT, workload.RIGHT), (you.y, workload.TOP, workload.BOTTOM)):
        assert at is None or low <= at <= high


def test_the_same_stands_as_text_in_the_verdicts_order() -> None:
    assert drawn("payload=50MB").rows == (
        ("Batch transform", "state fits", "≤ 100 MB", "Days"),
        ("Asynchronous inference", "state fits", "≤ 1 GB", "< 15 minutes"),
        ("Real-time inference", "state ruled-out", "< 6 MB", "< 60 seconds"),
        ("Serverless inference", "state ruled-out", "≤ 4 MB", "< 60 seconds"),
    )


def _draw(document: Document) -> Chart | None:
    return chart.chart_of(document, fit("", document).tables[0], select("", document))


def test_an_option_without_limits_has_no_box_but_is_told() -> None:
    found = _draw(with_cell(standard(), T1, "payload-size", AI, ""))
    assert found is not None
    assert AI not in {box.slug for box in found.boxes}
    assert ("Asynchronous inference", "", "blank", "< 15 minutes") in found.rows


def test_where_no_size_or_no_time_is_asked_there_is_no_picture() -> None:
    for slug in ("payload", "time"):
        questions = tuple(question for question in standard().questions if question.slug != slug)
        assert _draw(replace(standard(), questions=questions)) is None


Text = tuple[str, float, float, float, float]
"""What it says, and its left, top, right and bottom."""
CHANCE: Final = random.Random(7)
SIZES: Final = tuple(f"{10 ** CHANCE.uniform(-3, 8):.5f}KB" for _ in range(30))
TIMES: Final = tuple(f"{10 ** CHANCE.uniform(-2, 7):.3f}s" for _ in range(30))


def text(words: str, x: float, baseline: float, anchor: str = "start", size: int = 12) -> Text:
    """Rather too large than too small: bold, in a font with wide letters (DejaVu Sans)."""
    width = 0.65 * size * len(words)
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return words, left, baseline - 0.8 * size, left + width, baseline + 0.2 * size


def texts(found: Chart) -> list[Text]:
    """All that is written in a picture."""
    frame = found.frame
    said = [text(tick.label, tick.label_x, tick.label_y, "middle", 11) for tick in found.x_ticks]
    said += [text(tick.label, tick.label_x, tick.label_y, "end", 11) for tick in found.y_ticks]
    said.append(text(f"{found.x_label} →", frame.right, frame.x_label_y, "end", 11))
    said.append(text(f"↑ {found.y_label}", frame.left, frame.y_label_y, size=11))
    for box in found.boxes:
        said.append(text(box.mark.strip(), box.label_x, box.label_y))
        said += [text(it, box.name_x, box.label_y + at * frame.line) for at, it in enumerate(box.lines)]
    if you := found.you:
        lines = enumerate(you.lines)
        said += [text(it, you.label_x, you.label_y + at * frame.line, you.anchor) for at, it in lines]
    return said


@pytest.mark.parametrize(
    "query",
    [
        *("", "payload=50MB", "time=30s", "payload=0KB&time=0ms", "payload=999999GB&time=99999d"),
        *(f"payload={size}&time={time}" for size, time in zip(SIZES, TIMES, strict=True)),
        *(f"payload={size}" for size in SIZES[:5]),
        *(f"time={time}" for time in TIMES[:5]),
    ],
)
def test_no_text_overlaps_another_or_the_workloads_own_lines(query: str) -> None:
    found = drawn(query)
    for one, other in combinations(texts(found), 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, (one, other)
    assert all(left >= 0 and right <= workload.WIDTH and top >= 0 for _, left, top, right, _ in texts(found))
    assert all(bottom <= workload.HEIGHT for *_, bottom in texts(found))
    if you := found.you:
        for _, left, top, right, bottom in texts(found)[-len(you.lines) :]:
            upright = you.x is not None and left < you.x < right and bottom > (you.y or workload.TOP)
            across = you.y is not None and top < you.y < bottom and left < (you.x or workload.RIGHT)
            assert not upright
            assert not across


def test_names_are_in_the_order_of_their_boxes_and_no_leader_crosses_another() -> None:
    boxes = sorted(drawn("payload=50MB").boxes, key=lambda box: box.label_y)
    assert {" ".join(box.lines) for box in boxes} == {option.name for option in standard().tables[0].options}
    assert all(box.label_x > workload.RIGHT for box in boxes), "in the free margin"
    assert all(above.top <= below.top for above, below in pairwise(boxes))


def test_what_nothing_is_asked_of_claims_nothing_there() -> None:
    found = chart.chart_of(
        standard(), fit("combine=serial").by_table[T1], select("combine=serial"), overall("combine=serial")
    )
    assert found is not None
    assert {box.slug: box.look for box in found.boxes} == {RT: "fits", BT: "", AI: "", SI: ""}


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("payload=20MB&time=3min", ("20 MB, 3 min",)),  # in two, an edge would strike it through
        ("payload=50MB&time=10min", ("50 MB", "10 min")),
        ("payload=300GB", ("300 GB →",)),
        ("payload=1KB&time=10d", ("1 KB ←", "10 d ↑")),
        ("time=10ms", ("10 ms ↓",)),
        ("payload=10GB", ("10 GB",)),
    ],
)
def test_the_workload_is_named_and_an_arrow_leads_off_the_scale(query: str, lines: tuple[str, ...]) -> None:
    you = drawn(query).you
    assert you is not None
    assert you.lines == lines


def test_limits_of_other_sources_are_told_in_their_words() -> None:
    document, query = with_annotations(), "time=5h&facts=annotated"
    shown = page(query, document).chart
    assert shown is not None
    told = {name: (size, time) for name, _, size, time in shown.rows}
    assert told["Batch transform"][1].startswith("a job may take days; one invocation of the model within it at most")
    assert told["Real-time inference"] == ("up to 25 MB", "< 60 seconds")


def test_a_quantity_that_has_no_room_is_no_label() -> None:
    you = drawn(f"payload={'9' * 12}.{'1' * 6}KB&time=1s").you
    assert you is not None
    assert you.lines == ("yours →", "1 s")
