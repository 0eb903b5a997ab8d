"""The page stands whatever an editor does to the option that the second table is about."""

from dataclasses import replace

import pytest

from matrix.decision.conflicts import pair_conflicts
from matrix.decision.fit import Verdicts
from matrix.decision.query import parse, split
from matrix.domain.validation import violations
from tests.support.documents import standard
from tests.support.edits import with_table

T1 = "inference-options"


@pytest.mark.parametrize("query", ["", "behind=multi-model&testing=shadow"])
def test_where_real_time_is_no_option_there_are_no_conflicts(query: str) -> None:
    columns = tuple(replace(column, candidate=False) for column in standard().by_table[T1].columns[:1])
    document = with_table(standard(), T1, columns=(*columns, *standard().by_table[T1].columns[1:]))
    assert pair_conflicts(Verdicts(document), parse(split(query), document)) == ()


def test_a_matrix_has_two_tables() -> None:
    one = replace(standard(), tables=standard().tables[:1])
    assert [violation.message for violation in violations(one)] == ["the matrix has 1 tables, not two"]
