"""Limits that the publisher has moved since the edition shown."""

import pytest

from matrix.decision.facts import annotated
from matrix.presentation.later import Later, doubts, since
from tests.oracle.oracle import AI, BT, RT, SI, SM, T1, T2
from tests.support.documents import fit, select, standard, with_annotations
from tests.support.edits import with_cell
from tests.support.views import second

MARCH, SEPTEMBER = "2023-03-10", "2025-09-27"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((), ""),
        (("< 15 minutes",), ""),
        (("< 1 hour",), " (request timeout under 1 hour since the page of 10 March 2023)"),
        (("< 1 hour", "< 1 hour"), " (request timeout under 1 hour since the page of 10 March 2023)"),
        (("< 15 minutes", "< 1 hour"), " (request timeout under 1 hour since the page of 27 September 2025)"),
        (("< 30 minutes", "< 1 hour"), " (request timeout under 1 hour since the page of 27 September 2025)"),
        (("< 1 hour", "< 15 minutes"), ""),
        (("Days",), " (request timeout “Days” since the page of 10 March 2023)"),
        (("",), ""),
    ],
)
def test_a_limit_that_moved_is_told_with_its_day(cells: tuple[str, ...], said: str) -> None:
    later = [
        Later(day, with_cell(standard(), T1, "request-timeout", AI, cell))
        for day, cell in zip((MARCH, SEPTEMBER), cells, strict=False)
    ]
    columns = standard().columns
    assert since(standard(), later, second("payload=1MB"), T1, columns[AI][1]) == said
    assert since(standard(), later, second("payload=1MB"), T1, columns[BT][1]) == ""


@pytest.mark.parametrize(
    ("table", "option", "said"),
    [
        (T1, RT, " (payload size up to 25 MB by another AWS page)"),
        (T1, BT, ""),  # “Days”, of a job; another page's hour is of what is in it
        (T1, AI, " (request timeout under 1 hour since the page of 10 March 2023)"),  # which is the later word
        (T1, SI, ""),
        (T2, SM, ""),  # told of the option that it comes with
    ],
)
def test_a_limit_that_another_source_has_otherwise_is_told(table: str, option: str, said: str) -> None:
    document = with_annotations()
    others = second("payload=1MB", document)
    assert since(document, LATER, others, table, document.columns[option][1]) == said
    assert since(annotated(document), (), others, table, document.columns[option][1]) == "", "by which it is judged"


LATER = tuple(Later(day, with_cell(standard(), T1, "request-timeout", AI, "< 1 hour")) for day in (MARCH, SEPTEMBER))
SINCE = " (under 1 hour since the page of 10 March 2023)"


@pytest.mark.parametrize(
    ("query", "none", "said"),
    [
        ("time=20min", False, {"request-timeout": SINCE}),  # which another source says too: the page comes first
        ("time=60min", False, {"request-timeout": " (another AWS page: up to 3600 seconds)"}),
        ("time=5h", False, {}),
        ("time=5h", True, {"request-timeout": SINCE}),  # a way out is to lower it
        ("time=60min", True, {"request-timeout": " (another AWS page: up to 3600 seconds)"}),
        ("payload=2GB", False, {}),
        ("time=20min&need=request-timeout:2h", False, {"request-timeout": " (another AWS page: up to 3600 seconds)"}),
    ],
)
def test_what_would_not_rule_an_option_out_any_more_is_told(query: str, none: bool, said: dict[str, str]) -> None:
    document = with_annotations()
    fitted = fit(query, document).by_table[T1].by_slug[AI]
    assert doubts(document, LATER, second(query, document), select(query, document), T1, fitted, none=none) == said
