"""How firm a result is, what would do instead, and what the second table refuses although the first ticks it."""

import re
from random import Random

import pytest

from matrix.decision.conflicts import pair_conflicts
from matrix.decision.fit import Relaxation, evaluate
from matrix.decision.limits import bounds, instead
from matrix.decision.selection import Selection, Word
from matrix.domain.quantities import read_quantity
from tests.oracle import oracle
from tests.oracle.oracle import AI, BT, RT, SI, SM, T1, T2
from tests.support.comparing import random_words
from tests.support.comparing import select as select_words
from tests.support.documents import DETAILED, fit, plan, select, standard

# --- Bounds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "slug", "expected"),
    [
        (T1, RT, [("Payload size", "below 6 MB", True), ("Request timeout", "below 60 seconds", True)]),
        (T1, BT, [("Payload size", "at most 100 MB", False), ("Request timeout", "“Days”, without a number", False)]),
        (T1, AI, [("Payload size", "at most 1 GB", False), ("Request timeout", "below 15 minutes", True)]),
        (T1, SI, [("Payload size", "at most 4 MB", False), ("Request timeout", "below 60 seconds", True)]),
        (T2, SM, [("Payload size", "below 6 MB", True), ("Request timeout", "below 60 seconds", True)]),
    ],
)
def test_up_to_where_an_option_holds(table: str, slug: str, expected: list[tuple[str, str, bool]]) -> None:
    _, option = standard().columns[slug]
    found = bounds(standard(), standard().by_table[table], option)
    assert [(bound.label, bound.words, bound.strict) for bound in found] == expected
    assert [bound.word for bound in found] == ["payload", "time"]


# --- Instead -----------------------------------------------------------------------------------------------------


def told(query: str, drop: str) -> dict[str, list[str]]:
    """What would do instead of the words of one relaxation: the value, and the options that it would do for."""
    (relaxation,) = [r for r in fit(query).by_table[T1].relaxations if "&".join(map(str, r.drop)) == drop]
    found = instead(standard(), standard().by_table[T1], relaxation)
    return {value: [option.slug for option in options] for value, options in found}


def test_the_value_that_would_do_is_told() -> None:
    query = "latency=interactive&scaling=scale-to-zero&payload=8MB"
    assert told(query, "payload=8MB") == {"Payload size at most 4 MB": [SI]}
    query = "payload=20MB&time=5min&behind=multi-model"
    assert told(query, "payload=20MB&time=5min") == {
        "Payload size below 6 MB and Request timeout below 60 seconds": [RT],
    }
    assert told(query, "behind=multi-model") == {}
    assert told("latency=near-real-time&payload=2GB", "payload=2GB") == {
        "Payload size below 6 MB": [RT],
        "Payload size at most 1 GB": [AI],
        "Payload size at most 4 MB": [SI],
    }


def _within(value: str) -> list[Word]:
    """Answers at the very edge of what a value such as “Payload size below 6 MB and …” allows."""
    words: list[Word] = []
    for label, most, number, unit in re.findall(r"(Payload size|Request timeout) (below|at most) (\S+) (\w+)", value):
        quantity = read_quantity(f"{int(number) - 0.001 if most == 'below' else number} {unit}")
        words.append(Word({"Payload size": "payload", "Request timeout": "time"}[label], quantity.canonical))
    return words


def _with_instead(selection: Selection, relaxation: Relaxation, value: str) -> Selection:
    left = selection.without(relaxation.drop).words
    return select_words([(word.name, word.value) for word in (*left, *_within(value))])


def test_what_would_do_instead_does() -> None:
    chance = Random(3)
    checked = 0
    for _ in range(400):
        selection = select_words(random_words(chance, 0.25))
        for table in evaluate(plan().verdicts, selection).tables:
            for relaxation in table.relaxations:
                for value, options in instead(standard(), table.table, relaxation):
                    then = evaluate(plan().verdicts, _with_instead(selection, relaxation, value))
                    assert _within(value), value
                    assert {*options} <= {*then.by_table[table.table.slug].fitting}, (selection.url, value)
                    checked += 1
    assert checked > 100


# --- Conflicts ---------------------------------------------------------------------------------------------------

ARRANGEMENTS = {"multi-model": "multi-model-endpoint", "multi-container": "multi-container-endpoint"} | {
    "serial": "serial-inference-pipeline"
}
VALUES = {"payload-size": "1MB", "request-timeout": "1s", "dlcs-supported": "byoc"}


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
