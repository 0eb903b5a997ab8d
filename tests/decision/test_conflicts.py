"""What the second table refuses although the first ticks it for Real-time inference."""

from dataclasses import replace

import pytest

from matrix.decision.conflicts import pair_conflicts
from matrix.decision.fit import Verdicts
from tests.oracle import oracle
from tests.oracle.oracle import RT, T1, T2
from tests.support.comparing import VALUES
from tests.support.documents import DETAILED, fit, plan, select, standard
from tests.support.edits import with_head

ARRANGEMENTS = {
    "multi-model": "multi-model-endpoint",
    "multi-container": "multi-container-endpoint",
    "serial": "serial-inference-pipeline",
}


def test_the_second_table_refuses_exactly_20_pairs_that_the_first_ticks_for_real_time() -> None:
    names = {column.name: column.slug for column in standard().by_table[T2].options}
    keys = {feature.name: key for key, feature in standard().features.items()}
    found: set[tuple[str, str]] = set()
    for behind in ARRANGEMENTS:
        for key in standard().features:
            if key in ARRANGEMENTS.values():
                continue
            need = f"{key}:{VALUES[key]}" if key in VALUES else key
            told = pair_conflicts(plan().verdicts, select(f"behind={behind}&need={need}"), DETAILED)
            found |= {(names[conflict.arrangement], keys[conflict.feature]) for conflict in told}
    assert found == oracle.default().level_conflicts()
    assert len(found) == 20


@pytest.mark.parametrize("arrangement", ["behind=multi-model", "need=multi-model-endpoint"])
@pytest.mark.parametrize("feature", ["testing=shadow", "need=shadow-testing"])
def test_a_conflict_names_both_words_however_they_are_asked(arrangement: str, feature: str) -> None:
    (conflict,) = pair_conflicts(plan().verdicts, select(f"{arrangement}&{feature}"), DETAILED)
    assert tuple(map(str, conflict.words)) == (arrangement, feature)
    assert (conflict.arrangement, conflict.arrangement_row) == ("Multi-model endpoints", "Multi-model endpoint")
    assert (conflict.feature, conflict.option, conflict.cell) == ("Shadow testing", "Real-time inference", "")


def test_a_conflict_quotes_the_cell_that_refuses() -> None:
    (conflict,) = pair_conflicts(plan().verdicts, select("behind=multi-model&aids=monitor"), DETAILED)
    assert conflict.cell == "N/A"


@pytest.mark.parametrize("query", ["behind=serial&marketplace=yes", "behind=serial&aids=monitor"])
def test_hosting_options_come_with_real_time_so_no_other_option_has_conflicts(query: str) -> None:
    found = pair_conflicts(plan().verdicts, select(query), DETAILED)
    assert {conflict.option for conflict in found} == {"Real-time inference"}


@pytest.mark.parametrize(
    "query",
    [
        "behind=multi-model&testing=variants&payload=50MB",
        "behind=serial&marketplace=yes&time=3h",
        "behind=multi-model&testing=shadow&scaling=scale-to-zero",
    ],
)
def test_where_real_time_is_ruled_out_no_conflict_is_told(query: str) -> None:
    assert not fit(query).by_table[T1].by_slug[RT].fits
    assert pair_conflicts(plan().verdicts, select(query), DETAILED) == ()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "behind=multi-model",
        "testing=shadow",
        "behind=multi-model&hardware=gpu",
        "behind=serial&testing=variants",
        "behind=several&testing=shadow",  # some arrangement, none in particular
        "behind=one-model&testing=shadow",
        "behind=multi-model&need=serial-inference-pipeline",  # two arrangements are `combine`'s matter
    ],
)
def test_no_conflict_is_told_where_the_second_table_has_the_pair(query: str) -> None:
    assert pair_conflicts(plan().verdicts, select(query), DETAILED) == ()


@pytest.mark.parametrize("query", ["", "behind=multi-model&testing=shadow"])
def test_where_real_time_is_no_option_there_are_no_conflicts(query: str) -> None:
    """The page stands whatever an editor does to the option that the second table is about."""
    document = with_head(standard(), T1, RT, candidate=False)
    assert pair_conflicts(Verdicts(document), select(query, document), DETAILED) == ()


def test_one_table_has_no_conflicts() -> None:
    one = replace(standard(), tables=standard().tables[:1])
    assert pair_conflicts(Verdicts(one), select("behind=multi-model&testing=shadow", one), DETAILED) == ()
