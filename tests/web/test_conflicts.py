"""The page stands whatever an editor does to the option that the second table is about."""

from dataclasses import replace

import pytest

from matrix.decision.conflicts import pair_conflicts
from matrix.decision.fit import Verdicts
from matrix.decision.query import parse, split
from matrix.domain.validation import violations
from tests.support.documents import DETAILED, standard
from tests.support.edits import with_table

T1 = "inference-options"


@pytest.mark.parametrize("query", ["", "behind=multi-model&testing=shadow"])
def test_where_real_time_is_no_option_there_are_no_conflicts(query: str) -> None:
    columns = tuple(replace(column, candidate=False) for column in standard().by_table[T1].columns[:1])
    document = with_table(standard(), T1, columns=(*columns, *standard().by_table[T1].columns[1:]))
    assert pair_conflicts(Verdicts(document), parse(split(query), document), DETAILED) == ()


@pytest.mark.parametrize(("most", "said"), [(0, ["the matrix has 0 tables, not one or two"]), (1, []), (2, [])])
def test_a_matrix_has_one_table_or_two(most: int, said: list[str]) -> None:
    some = replace(standard(), tables=standard().tables[:most])
    assert [violation.message for violation in violations(some)] == said


def test_a_matrix_has_no_third_table() -> None:
    third = replace(standard().tables[0], slug="third", columns=(), features=(), notations=())
    three = replace(standard(), tables=(*standard().tables, third))
    assert [violation.message for violation in violations(three)] == ["the matrix has 3 tables, not one or two"]


def test_one_table_has_no_conflicts() -> None:
    one = replace(standard(), tables=standard().tables[:1])
    selection = parse(split("behind=multi-model&testing=shadow"), one)
    assert pair_conflicts(Verdicts(one), selection, DETAILED) == ()
