"""What the tables show: search, columns, differences, order and marks; none of it changes an outcome."""

import pytest

from matrix.domain.notation import read_cell
from matrix.presentation.comparison import ShownTable, rank
from tests.oracle import oracle
from tests.oracle.oracle import AI, BT, DOCKER, MC, MM, OPTIONS, RT, SI, SM, SP, T1, T2
from tests.support.comparing import outcomes
from tests.support.documents import fit, select, standard
from tests.support.edits import with_cell
from tests.support.views import comparison

MODELS, CONTAINERS = "multi-model-endpoint", "multi-container-endpoint"


def shown(query: str, table: str = T1) -> ShownTable:
    assert not select(query).problems
    return comparison(query).by_slug[table]


def rows(query: str, table: str = T1) -> list[str]:
    return [row.feature.key for row in shown(query, table).rows]


def every_row(table: str = T1) -> list[str]:
    return list(standard().by_table[table].by_key)


def test_nothing_asked_shows_everything_in_the_sources_order() -> None:
    found = comparison("")
    assert found.row_count == 50
    for table in found.tables:
        assert [column.slug for column in table.columns] == [c.slug for c in table.table.columns]
        assert [row.feature.key for row in table.rows] == every_row(table.table.slug)
        assert (table.compared, table.widened, table.sort) == ((), False, "")
        for row in table.rows:
            assert [cell.column for cell in row.cells] == list(table.columns)
            assert [cell.cell for cell in row.cells] == [
                table.table.cell(row.feature.key, column.slug) for column in table.columns
            ]
            assert not row.asked
            assert {cell.mark for cell in row.cells} == {""}


# --- Search ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "first", "second"),
    [
        ("gpu", ["gpu-support"], ["gpu-support"]),
        ("GPU SUPPORT", ["gpu-support"], ["gpu-support"]),
        (" endpoint ", [MODELS, CONTAINERS], [MODELS, CONTAINERS]),
        ("< 6 mb", ["payload-size"], ["payload-size"]),
        ("days", ["request-timeout"], []),
        ("✓3", ["model-parallel-serving-support"], []),
        ("✓ 3", [], ["model-parallel-serving-support"]),
        ("xgboost", ["multi-model-endpoint"], ["dlcs-supported"]),
        ("pre-built", None, ["dlcs-supported"]),
        ("zzz", [], []),
        ("endpoint-auto-scaling", [], []),  # an address is no text of a cell
        ("\\", [], []),
    ],
)
def test_a_search_finds_rows_by_name_and_by_any_cell(q: str, first: list[str] | None, second: list[str]) -> None:
    if first is None:
        first = [
            key
            for key, row in oracle.default().tables[T1].rows.items()
            if any("pre-built" in cell.text.lower() for cell in row.cells.values())
        ]
        assert len(first) > 4
    assert rows(f"q={q}") == first
    assert rows(f"q={q}", T2) == second


def test_a_search_looks_into_hidden_columns_too() -> None:
    assert rows(f"q=days&option={RT}") == ["request-timeout"]
    assert [cell.column.slug for cell in shown(f"q=days&option={RT}").rows[0].cells] == [RT]
    assert rows(f"q=xgboost&option={AI}") == ["multi-model-endpoint"]


# --- Columns -----------------------------------------------------------------------------------------------------


def test_only_named_columns_are_shown_and_a_table_of_which_none_is_named_shows_all() -> None:
    query = f"option={SI}&option={DOCKER}&option={RT}"
    assert [column.slug for column in shown(query).columns] == [RT, SI, DOCKER]
    assert [column.slug for column in shown(query, T2).columns] == list(OPTIONS[T2])
    assert [column.slug for column in shown(f"option={SP}", T2).columns] == [SP]
    assert len(shown(f"option={SP}").columns) == 5


# --- Differences -------------------------------------------------------------------------------------------------


def differing(table: str, *slugs: str) -> list[str]:
    """The rows in which these columns differ, by the oracle's reading."""
    found = oracle.default().tables[table].rows
    return [key for key in found if len({found[key].cells[slug].text.replace(" ", "") for slug in slugs}) > 1]


@pytest.mark.parametrize(
    ("query", "first", "second", "widened"),
    [
        ("", OPTIONS[T1], OPTIONS[T2], (False, False)),
        (f"option={RT}&option={AI}", (RT, AI), OPTIONS[T2], (False, False)),
        (f"option={RT}&option={AI}&option={DOCKER}", (RT, AI), OPTIONS[T2], (False, False)),
        ("payload=50MB", (BT, AI), OPTIONS[T2], (False, True)),
        ("hardware=gpu", (RT, BT, AI), (SM, MM, SP), (False, False)),  # under a condition they fit
        ("aids=monitor", (RT, BT), OPTIONS[T2], (False, True)),  # one hosting option fits: all are compared
        ("testing=shadow", OPTIONS[T1], OPTIONS[T2], (True, True)),
        (f"testing=shadow&option={BT}&option={SI}", (BT, SI), OPTIONS[T2], (True, True)),
        (f"payload=50MB&option={RT}&option={SI}&option={BT}", (RT, BT, SI), OPTIONS[T2], (True, True)),
        (f"option={RT}", (RT,), OPTIONS[T2], (True, False)),
        (f"option={DOCKER}", (), OPTIONS[T2], (True, False)),
        (f"option={SM}&option={MM}", OPTIONS[T1], (SM, MM), (False, False)),
    ],
)
def test_differences_are_those_of_the_shown_options_that_still_fit(
    query: str, first: tuple[str, ...], second: tuple[str, ...], widened: tuple[bool, bool]
) -> None:
    for table, compared, wide in ((T1, first, widened[0]), (T2, second, widened[1])):
        found = shown(f"{query}&show=differences".lstrip("&"), table)
        assert [column.slug for column in found.compared] == list(compared)
        assert found.widened == wide
        assert [row.feature.key for row in found.rows] == differing(table, *compared)


def test_a_blank_within_a_cell_makes_no_difference() -> None:
    document = with_cell(standard(), T1, "model-parallel-serving-support", RT, "✓ 3")
    query = f"option={RT}&option={AI}&show=differences"
    assert "model-parallel-serving-support" not in rows(query)
    first = comparison(query, document).tables[0]
    assert "model-parallel-serving-support" not in [row.feature.key for row in first.rows]
    changed = with_cell(standard(), T1, "model-parallel-serving-support", RT, "✓1")
    assert "model-parallel-serving-support" in [row.feature.key for row in comparison(query, changed).tables[0].rows]


def test_differences_and_search_go_together() -> None:
    assert rows("show=differences&q=support") == [key for key in rows("show=differences") if key in rows("q=support")]


# --- Order -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("✓", 0), ("✓1", 1), ("✓ 3", 1), ("< 6 MB", 2), ("1P, BYOC", 2), ("Days", 2), ("N/A", 3), ("", 4)],
)
def test_a_cells_rank(cell: str, expected: int) -> None:
    assert rank(read_cell(cell)) == expected


def _oracle_rank(table: str, key: str, slug: str) -> int:
    cell = oracle.default().tables[table].rows[key].cells[slug]
    ranks = {"supported": 0, "limit": 2, "list": 2, "text": 2, "not-applicable": 3, "unsupported": 4}
    return 1 if cell.kind == "supported" and cell.footnotes else ranks[cell.kind]


@pytest.mark.parametrize("slug", [*OPTIONS[T1], DOCKER, *OPTIONS[T2]])
def test_a_column_sorts_its_own_table_and_ties_stay_in_the_sources_order_both_ways(slug: str) -> None:
    own, other = (T2, T1) if slug in OPTIONS[T2] else (T1, T2)
    places = {key: at for at, key in enumerate(every_row(own))}
    up = sorted(places, key=lambda key: (_oracle_rank(own, key, slug), places[key]))
    down = sorted(places, key=lambda key: (-_oracle_rank(own, key, slug), places[key]))
    assert rows(f"sort={slug}", own) == up
    assert rows(f"sort=-{slug}", own) == down
    assert rows(f"sort={slug}", other) == every_row(other)
    assert (shown(f"sort=-{slug}", own).sort, shown(f"sort=-{slug}", other).sort) == (f"-{slug}", "")


def test_features_sort_by_name_in_both_tables() -> None:
    for table in (T1, T2):
        names = [standard().by_table[table].by_key[key].name.lower() for key in rows("sort=feature", table)]
        assert names == sorted(names)
        assert names != [feature.name.lower() for feature in standard().by_table[table].features]
        assert rows("sort=-feature", table) == rows("sort=feature", table)[::-1]


def test_a_hidden_column_sorts_too() -> None:
    assert rows(f"sort={AI}&option={RT}") == rows(f"sort={AI}")


# --- Marks -------------------------------------------------------------------------------------------------------


def marks(query: str, table: str = T1) -> dict[tuple[str, str], str]:
    cells = [(row.feature.key, cell) for row in shown(query, table).rows for cell in row.cells]
    return {(key, cell.column.slug): cell.mark for key, cell in cells if cell.mark}


def test_the_cells_that_made_an_outcome_are_marked() -> None:
    assert marks("hardware=gpu&payload=50MB") == {
        ("gpu-support", BT): "if",
        ("gpu-support", AI): "if",
        ("gpu-support", SI): "no",
        ("payload-size", RT): "no",  # its ✓1 decides nothing any more
        ("payload-size", SI): "no",
    }
    assert marks("scaling=scale-to-zero") == {("scale-to-zero", RT): "no", ("scale-to-zero", BT): "no"}
    assert marks("scaling=scale-to-zero", T2) == {}, "there is no such row to mark"
    assert marks("latency=interactive") == {}, "a bullet is no cell"
    assert marks("combine=multi-model", T2) == {
        ("multi-model-endpoint", SM): "no",
        ("multi-model-endpoint", MC): "no",
    }


def test_rows_that_are_asked_for_are_told() -> None:
    asked = {row.feature.key for row in shown("payload=1MB&behind=several&need=gpu-support").rows if row.asked}
    # Of alternatives the first that does it, or all that come nearest.
    assert asked >= {"payload-size", "gpu-support", "multi-model-endpoint"}
    assert "request-timeout" not in asked


@pytest.mark.parametrize("query", ["hardware=gpu&payload=50MB", "scaling=scale-to-zero&aids=monitor"])
def test_what_is_shown_never_changes_an_outcome(query: str) -> None:
    for more in ("q=gpu", "q=zzz", f"option={RT}", "show=differences", f"sort=-{BT}"):
        for table in comparison(f"{query}&{more}").tables:
            found = {option.option.slug: option.outcome for option in table.fit.options}
            assert found == outcomes(fit(query))[table.table.slug]
        assert select(f"{query}&{more}").words == select(query).words
