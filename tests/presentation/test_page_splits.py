"""A row that was split, as the page says it: the picture, the list of features, labels, and what has changed since."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matrix.decision.fit import Verdicts, evaluate
from matrix.decision.query import parse
from matrix.domain.document import Document, Ruling
from matrix.presentation import chart, toolbar, wording
from matrix.presentation.pinned import SincePinned, since_pinned
from tests.oracle.oracle import AI, BT, RT, SI, T1
from tests.support.documents import standard, subject
from tests.support.edits import with_cell, with_table
from tests.support.splits import BLUE_GREEN, GUARDRAILS, ROLLING, page_of_2025, split_document

LIMITS = {
    (T1, "Payload size"): {
        "Payload size: one record": "< 6 MB | ≤ 100 MB | ≤ 1 GB | ≤ 4 MB | ",
        "Payload size: stream": "≤ 6 MB | ≤ 10 MB | Bytes | ≤ 4 MB | ",
    },
    (T1, "Request timeout"): {
        "Request timeout: one record": "< 60 seconds | Days | < 15 minutes | < 60 seconds | N/A",
        "Request timeout: stream": "< 60 seconds | < 1 hour | < 15 minutes | ≤ 60 seconds | N/A",
    },
}


def after() -> Document:
    return page_of_2025().verdicts.document


# --- The picture -------------------------------------------------------------------------------------------------


def drawn(document: Document) -> chart.Chart:
    selection = parse([], document)
    found = chart.chart_of(document, evaluate(Verdicts(document), selection).by_table[T1], selection)
    assert found is not None
    return found


def test_a_box_ends_at_the_part_that_lets_it_go_least() -> None:
    whole, parts = drawn(standard()), drawn(split_document(LIMITS))
    assert (parts.x_label, parts.y_label) == ("Payload size", "Request timeout")
    before, boxes = ({box.slug: box for box in picture.boxes} for picture in (whole, parts))
    assert set(boxes) == {RT, BT, SI}, "one part of Asynchronous inference is no limit"
    assert {slug: (box.right_edge, box.top_edge) for slug, box in boxes.items()} == {
        RT: ("lt", "lt"),
        BT: ("le", "lt"),
        SI: ("le", "lt"),
    }
    assert (boxes[RT].right, boxes[RT].top) == (before[RT].right, before[RT].top)
    assert before[SI].right < boxes[BT].right < before[BT].right
    assert before[BT].top < boxes[BT].top < before[AI].top


def test_in_words_the_picture_says_each_part() -> None:
    rows = {name: said for name, _, *said in drawn(split_document(LIMITS)).rows}
    assert rows["Batch transform"] == ["≤ 100 MB and ≤ 10 MB", "Days and < 1 hour"]
    assert rows["Real-time inference"] == ["< 6 MB and ≤ 6 MB", "< 60 seconds"]


# --- Offered, and in words ---------------------------------------------------------------------------------------


def test_the_old_row_is_offered_beside_its_parts() -> None:
    offered = [(view.value, view.label) for view in toolbar.features(after(), None)]
    at = offered.index((GUARDRAILS, "Deployment guardrails"))
    assert [key for key, _ in offered[at + 1 : at + 3]] == [BLUE_GREEN, ROLLING]
    sizes = {view.value: view.label for view in toolbar.features(split_document(LIMITS), None)}
    assert sizes["payload-size"] == "Payload size (size)"


@pytest.mark.parametrize("page", [standard, after])
@pytest.mark.parametrize("key", [GUARDRAILS, ROLLING])
def test_a_need_is_called_as_the_page_calls_its_row(page: Callable[[], Document], key: str) -> None:
    document = page()
    (need,) = parse([("need", key)], document, lineage=after().lineage).needs
    named = key in document.features and key != GUARDRAILS
    name = "Deployment guardrails: rolling deployments" if named else "Deployment guardrails"
    assert wording.part_label(document, need) == (name, "needed")


# --- Since it was pinned -----------------------------------------------------------------------------------------


def since(query: str, pinned: Document, today: Document) -> SincePinned:
    pairs = [(name, value) for name, _, value in (word.partition("=") for word in query.split("&"))]
    asked = parse(pairs, pinned, lineage=today.lineage)
    now = parse(pairs, today, lineage=pinned.lineage)
    return since_pinned(Verdicts(pinned), Verdicts(today), asked, now, subject())


EDITED = with_cell(after(), T1, ROLLING, SI, "✓")


@pytest.mark.parametrize(
    ("query", "pinned", "today", "places"),
    [
        # What asks for the whole minds each part; what asks for a part minds that alone.
        (f"need={GUARDRAILS}", after(), EDITED, {"rolling"}),
        ("guardrails=full", after(), EDITED, {"rolling"}),
        (f"need={ROLLING}", after(), EDITED, {"rolling"}),
        (f"need={BLUE_GREEN}", after(), EDITED, set()),
        # Across the split, in both directions.
        (f"need={GUARDRAILS}", standard(), after(), {"whole", "blue", "rolling"}),
        ("guardrails=full", standard(), after(), {"whole", "blue", "rolling"}),
        (f"need={BLUE_GREEN}", standard(), after(), {"whole", "blue"}),
        (f"need={BLUE_GREEN}", after(), standard(), {"whole", "blue"}),
        ("testing=shadow", standard(), after(), set()),
    ],
)
def test_changes_of_what_is_asked_for_matter(query: str, pinned: Document, today: Document, places: set[str]) -> None:
    found = since(query, pinned, today)
    names = {"Deployment guardrails: blue/green deployments": "blue", "Deployment guardrails": "whole"} | {
        "Deployment guardrails: rolling deployments": "rolling"
    }
    assert {names[change.where.split(", ")[1]] for change in found.changes} == places
    assert found.lost == ()


def test_that_a_row_is_a_part_no_more_matters() -> None:
    table = after().by_table[T1]
    features = tuple(replace(f, part_of="") if f.key == ROLLING else f for f in table.features)
    (change,) = since(f"need={GUARDRAILS}", after(), with_table(after(), T1, features=features)).changes
    assert (change.before, change.after) == (f"part of {GUARDRAILS}", "a whole row")


@pytest.mark.parametrize(("need", "counts"), [(GUARDRAILS, 1), (ROLLING, 1), ("shadow-testing", 0)])
def test_a_ruling_on_the_whole_matters_to_a_part(need: str, counts: int) -> None:
    ruled = replace(after(), rulings=(*after().rulings, Ruling(GUARDRAILS, "By hand", "Somebody does it.")))
    assert len(since(f"need={need}", after(), ruled).changes) == counts
