"""Limits that the publisher has moved since the edition shown."""

import pytest

from matrix.presentation.later import Later, since
from tests.oracle.oracle import AI, BT, T1
from tests.support.documents import standard
from tests.support.edits import with_cell
from tests.support.views import second

MARCH, SEPTEMBER = "2023-03-10", "2025-09-27"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((), ""),
        (("< 15 minutes",), ""),
        (("< 1 hour",), " (request timeout under 1 hour since 10 March 2023)"),
        (("< 1 hour", "< 1 hour"), " (request timeout under 1 hour since 10 March 2023)"),
        (("< 15 minutes", "< 1 hour"), " (request timeout under 1 hour since 27 September 2025)"),
        (("< 30 minutes", "< 1 hour"), " (request timeout under 1 hour since 27 September 2025)"),
        (("< 1 hour", "< 15 minutes"), ""),
        (("Days",), " (request timeout “Days” since 10 March 2023)"),
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
