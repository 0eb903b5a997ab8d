"""What the tables show: columns, differences, order and marks; none of it changes an outcome."""

import pytest

from matrix.domain.notation import read_cell
from matrix.presentation.comparison import ShownTable, fitting_first, looked_at, not_chosen, rank
from tests.oracle import oracle
from tests.oracle.oracle import AI, BT, DOCKER, MC, MM, OPTIONS, RT, SI, SM, SP, T1, T2
from tests.support.comparing import outcomes
from tests.support.documents import fit, select, standard
from tests.support.edits import with_cell
from tests.support.views import comparison


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


@pytest.mark.parametrize(
    ("query", "table", "order"),
    [
        ("", T1, [*OPTIONS[T1], DOCKER]),
        ("payload=50MB", T1, [BT, AI, RT, SI, DOCKER]),
        ("latency=interactive", T1, [RT, SI, BT, AI, DOCKER]),
        ("payload=50MB&option=docker-containers&option=serverless-inference&option=asynchronous-inference", T1,
         [AI, SI, DOCKER]),
        ("latency=interactive&scaling=scale-to-zero&hardware=gpu", T1, [*OPTIONS[T1], DOCKER]),
        ("behind=multi-model", T2, [MM, SM, SP, MC]),
    ],
)  # fmt: skip
def test_what_fits_comes_first_in_the_page(query: str, table: str, order: list[str]) -> None:
    found = shown(query, table)
    arranged = fitting_first(found, {option.slug for option in found.fit.fitting})

    assert [column.slug for column in arranged] == order
    assert [column.slug for column in found.columns] == [
        column.slug for column in found.table.columns if column.slug in order
    ], "programs have the source's order"


@pytest.mark.parametrize(
    ("query", "looked"),
    [
        ("payload=50MB", False),
        ("payload=50MB&show=differences", False),
        ("payload=50MB&sort=feature", False),
        ("payload=50MB&sort=real-time-inference", False),
        ("payload=50MB&option=real-time-inference", False),
        ("payload=50MB&q=shadow", True),
        ("payload=50MB&sort=-multi-model-endpoints", True),
        ("payload=50MB&option=multi-model-endpoints", True),
    ],
)
def test_whether_a_reader_asks_for_the_second_table(query: str, looked: bool) -> None:
    assert looked_at(shown(query, T2), select(query)) is looked


@pytest.mark.parametrize(
    ("query", "table", "aside"),
    [
        ("", T2, False),
        (f"option={RT}&option={BT}&show=differences", T2, True),
        (f"option={RT}&option={BT}&show=differences", T1, False),
        (f"option={DOCKER}", T2, True),
        (f"option={RT}&option={SP}", T2, False),
        (f"option={SP}", T1, True),
    ],
)
def test_a_table_of_which_no_column_is_chosen_is_set_aside(query: str, table: str, aside: bool) -> None:
    assert bool(not_chosen(shown(query, table), select(query))) is aside


# --- Columns -----------------------------------------------------------------------------------------------------


def test_only_named_columns_are_shown_and_a_table_of_which_none_is_named_shows_all() -> None:
    query = f"option={SI}&option={DOCKER}&option={RT}"
    assert [column.slug for column in shown(query).columns] == [RT, SI, DOCKER]
    assert [column.slug for column in shown(query, T2).columns] == list(OPTIONS[T2])
    assert [column.slug for column in shown(f"option={SP}", T2).columns] == [SP]
    assert len(shown(f"option={SP}").columns) == 5


@pytest.mark.parametrize(
    ("query", "first", "second", "none_fits"),
    [
        ("", (*OPTIONS[T1], DOCKER), OPTIONS[T2], (False, False)),
        ("payload=50MB", (BT, AI, DOCKER), OPTIONS[T2], (False, True)),
        ("hardware=gpu", (RT, BT, AI, DOCKER), (SM, MM, SP), (False, False)),  # under a condition they fit
        ("scaling=scale-to-zero", (AI, SI, DOCKER), OPTIONS[T2], (False, False)),  # an N/A doesn't
        (f"payload=50MB&option={RT}&option={AI}", (AI,), OPTIONS[T2], (False, True)),
        (f"payload=50MB&option={RT}&option={DOCKER}", (RT, DOCKER), OPTIONS[T2], (True, True)),
        (f"payload=50MB&option={DOCKER}", (DOCKER,), OPTIONS[T2], (False, True)),  # no option to hide
        ("payload=2GB", (*OPTIONS[T1], DOCKER), OPTIONS[T2], (True, True)),
    ],
)
def test_columns_of_options_that_do_not_fit_may_be_hidden(
    query: str, first: tuple[str, ...], second: tuple[str, ...], none_fits: tuple[bool, bool]
) -> None:
    for table, columns, none in ((T1, first, none_fits[0]), (T2, second, none_fits[1])):
        found = shown(f"{query}&show=fitting".lstrip("&"), table)
        assert [column.slug for column in found.columns] == list(columns)
        assert found.none_fits == none


@pytest.mark.parametrize("show", [["fitting"], ["differences"], ["differences", "fitting"]])
@pytest.mark.parametrize(
    "query", ["", "payload=50MB", "aids=monitor", "hardware=gpu", "latency=interactive&testing=shadow"]
)
@pytest.mark.parametrize("named", [[], [RT, AI, DOCKER], [SI, SM, SP]])
def test_what_is_shown_is_what_the_oracle_shows(query: str, show: list[str], named: list[str]) -> None:
    words = [(name, value) for pair in query.split("&") if pair for name, _, value in [pair.partition("=")]]
    asked = "&".join(filter(None, [query, *(f"option={slug}" for slug in named), *(f"show={value}" for value in show)]))
    for table in (T1, T2):
        columns = oracle.default().columns(words, table, named, hide="fitting" in show)
        assert [column.slug for column in shown(asked, table).columns] == columns
        if "differences" in show:
            assert rows(asked, table) == oracle.default().differing(words, table, columns)


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
    for more in ("q=gpu", "q=zzz", f"option={RT}", "show=differences", "show=fitting", f"sort=-{BT}"):
        for table in comparison(f"{query}&{more}").tables:
            found = {option.option.slug: option.outcome for option in table.fit.options}
            assert found == outcomes(fit(query))[table.table.slug]
        assert select(f"{query}&{more}").words == select(query).words
