"""Rows and columns of our own, and split rows, when a page is taken in three ways."""

from dataclasses import replace

import pytest

from matrix.domain.document import Document, DocumentError, Source
from matrix.domain.validation import checked
from matrix.upstream.commonmark import MarkdownError
from matrix.upstream.threeway import plan_three_way
from tests.oracle.oracle import AI, BT, DOCKER, RT, SI, T1, T2
from tests.support.documents import edited, read_page, source_text, standard
from tests.support.edits import with_table
from tests.support.threeway import (
    BASE,
    BLUE,
    GPU,
    GUARD,
    ROLLING,
    SCALE,
    SINGLE,
    TIMEOUT,
    Edit,
    both,
    cell,
    column,
    every,
    gone,
    move,
    new,
    new_column,
    page_of,
    split,
    three,
)


def keys(document: Document, table: str = T1) -> list[str]:
    return list(document.by_table[table].by_key)


def behind(document: Document, key: str) -> str:
    return keys(document)[keys(document).index(key) - 1]


OWN = new("Cold starts", GUARD)


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (None, GUARD),
        (split(), ROLLING),
        (gone(GUARD), TIMEOUT),
        (both(gone(GUARD), gone(TIMEOUT)), "http-chunked-encoding"),
        (move(GUARD, GPU), GUARD),
        (new("Warm pools", GUARD), GUARD),
    ],
    ids=["nothing", "split", "removed", "two removed", "moved", "a row comes there too"],
)
def test_an_own_row_stays_behind_its_nearest_predecessor(theirs: Edit | None, expected: str) -> None:
    merged = checked(every(three(OWN, theirs)))
    assert behind(merged, "cold-starts") == expected
    table = merged.by_table[T1]
    assert [table.cell("cold-starts", column.slug).text for column in table.columns] == ["✓"] * 5


def test_a_row_that_comes_stands_behind_one_that_did_not_move_along() -> None:
    found = three(None, both(move(SINGLE, TIMEOUT), new("Warm pools", SINGLE)))
    assert [change.kind for change in found.changes] == ["feature-added", "feature-moved"]
    assert behind(every(found), "warm-pools") == SINGLE
    assert behind(found.merged({0}), "warm-pools") == TIMEOUT, "not behind the row whose move is refused"


def test_own_columns_stay_and_a_split_gives_each_part_their_cells() -> None:
    ours = both(new_column("Edge", "N/A"), cell("✓", GUARD, "edge"), cell("Days", GUARD, BT))
    found = three(ours, both(split("", "N/A"), new("Warm pools", GPU), cell("< 1 hour")))
    merged = checked(every(found))
    table = merged.by_table[T1]
    assert [c.slug for c in table.columns] == [RT, BT, AI, SI, "edge", DOCKER]
    assert [table.cell(key, "edge").text for key in (BLUE, ROLLING, GPU, "warm-pools")] == ["✓", "✓", "N/A", ""]
    assert [table.cell(key, BT).text for key in (BLUE, ROLLING)] == ["Days", "N/A"]
    assert [table.cell(key, SI).text for key in (BLUE, ROLLING)] == ["All-at-once traffic fall back"] * 2
    table = every(found, "ours").by_table[T1]
    assert [table.cell(key, BT).text for key in (BLUE, ROLLING)] == ["Days"] * 2


def test_a_row_that_both_have_moved_and_they_have_split_is_a_conflict() -> None:
    def moved_split(document: Document) -> Document:
        document = split()(document)
        for key in (ROLLING, BLUE):
            document = move(key, GPU)(document)
        return document

    found = three(move(GUARD, SCALE), moved_split)
    assert [(c.kind, c.feature) for c in found.conflicts] == [("feature-split", GUARD)]
    assert (behind(every(found, "ours"), GUARD), behind(every(found), BLUE)) == (SCALE, GPU)
    assert behind(every(three(move(GUARD, SCALE), split())), BLUE) == SCALE, "where we have moved it, its parts stand"
    assert behind(every(three(None, moved_split)), BLUE) == GPU


def test_a_split_that_is_refused_keeps_the_row_and_is_not_proposed_again() -> None:
    found = three(OWN, both(split(), cell("< 1 hour")))
    at = [change.kind for change in found.changes].index("feature-split")
    merged = found.merged(set(range(len(found.changes))) - {at})
    assert keys(merged) == keys(found.ours)
    again = plan_three_way(found.theirs_aligned, merged, page_of(both(split(), cell("< 1 hour"))(BASE)))
    assert (again.changes, again.conflicts) == ((), ())
    assert {change.kind for change in again.kept} == {"feature-added", "feature-removed"}


def test_a_cell_of_a_part_can_be_refused_alone() -> None:
    found = three(None, split("", "N/A"))
    merged = found.merged({0})
    assert [merged.by_table[T1].cell(key, BT).text for key in (BLUE, ROLLING)] == ["", ""]


def test_rows_and_columns_of_our_own_never_make_it_another_page() -> None:
    def mostly_own(document: Document) -> Document:
        for at in range(40):
            document = new(f"Own row {at}", GPU)(document)
        for at in range(8):
            document = new_column(f"Own column {at}", "✓")(document)
        return document

    found = three(mostly_own, cell("< 1 hour"))
    assert [change.kind for change in found.changes] == ["cell"]
    assert len(found.kept) == 48

    def mostly_gone(document: Document) -> Document:
        for key in keys(BASE)[:20]:
            document = document if key == TIMEOUT else gone(key)(document)
        return document

    assert [change.kind for change in three(mostly_gone, cell("< 1 hour")).changes] == ["cell"]
    with pytest.raises(DocumentError, match="this is another page"):
        three(None, mostly_gone)


def test_a_page_cut_short_or_of_other_tables_is_refused() -> None:
    cut = read_page(source_text().rstrip()[:-30])
    with pytest.raises(MarkdownError, match="cut short"):
        plan_three_way(BASE, standard(), cut)
    with pytest.raises(DocumentError, match=f"the page has the tables {T1}, not {T1}, {T2}"):
        plan_three_way(BASE, standard(), replace(BASE, tables=BASE.tables[:1]))


def test_questionnaire_candidates_and_source_are_ours() -> None:
    ours = replace(standard(), source=Source("https://example.org/here.html", "2024-01-01"))
    ours = with_table(ours, T1, columns=tuple(replace(c, candidate=True) for c in ours.by_table[T1].columns))
    found = plan_three_way(BASE, ours, page_of(both(cell("< 1 hour"), column(DOCKER, name="Containers"))(BASE)))
    assert [change.kind for change in found.changes] == ["option-renamed", "cell"]
    merged = every(found)
    assert (merged.source, merged.questions, merged.rulings) == (ours.source, ours.questions, ours.rulings)
    assert [c.candidate for c in merged.by_table[T1].columns] == [True] * 5
    assert found.kept == ()


def test_a_part_knows_its_row_where_the_page_says_so() -> None:
    """And one of ours goes on knowing it."""
    found = three(None, split())
    merged = every(found)
    parts = [f for f in found.theirs_aligned.by_table[T1].features if f.key in (BLUE, ROLLING)]
    assert [f for f in merged.by_table[T1].features if f.key in (BLUE, ROLLING)] == parts
    marked = tuple(replace(f, part_of=GUARD if f in parts else "") for f in merged.by_table[T1].features)
    ours = with_table(merged, T1, features=marked)
    again = plan_three_way(found.theirs_aligned, ours, page_of(both(split(), cell("< 1 hour"))(BASE)))
    assert every(again).by_table[T1].features == marked
    # Rows of ours that come as such parts are that from then on.
    alike = plan_three_way(BASE, every(three(None, split())), with_table(split()(BASE), T1, features=marked))
    assert every(alike).by_table[T1].features == marked


# --- The later editions ------------------------------------------------------------------------------------------

GUARD_ROW = "| [Deployment guardrails](deployment-guardrails.md) "
MARKET_ROW = "| Market place model packages support | ✓ | ✓ | "


def later_editions() -> list[str]:
    """The source as it stood in March 2023, in 2025 and in 2026: a cell; a row split in both tables; a cell."""
    texts = [edited("< 15 minutes", "< 1 hour")]
    lines = texts[0].split("\n")
    for cells in ("| ✓ | N/A | ✓ |  | N/A | ", "| ✓ | ✓ | ✓ | ✓ | "):
        at = next(at for at, line in enumerate(lines) if line.startswith(GUARD_ROW))
        lines[at : at + 1] = [
            f"{GUARD_ROW.replace('](', f': {kind} deployments](')}{cells}" for kind in ("blue/green", "rolling")
        ]
    texts.append("\n".join(lines))
    texts.append(edited(f"{MARKET_ROW} |  | N/A", f"{MARKET_ROW}✓ |  | N/A", texts[-1]))
    return texts


def test_the_later_editions_one_after_the_other() -> None:
    """With a correction of ours in each that they change, a row and a column of our own."""
    base, merged = BASE, both(OWN, new_column("Edge", "N/A"), cell("✓", GUARD, BT), cell("≤ 1 hour"))(standard())
    conflicts = []
    for text in later_editions():
        found = plan_three_way(base, merged, read_page(text))
        conflicts.append([(c.kind, c.feature, c.column, c.base, c.ours, c.theirs) for c in found.conflicts])
        base, merged = found.theirs_aligned, checked(every(found, "ours"))
    assert conflicts == [
        [("cell", TIMEOUT, AI, "< 15 minutes", "≤ 1 hour", "< 1 hour")],
        [("cell", part, BT, "", "✓", "N/A") for part in (BLUE, ROLLING)],
        [],
    ]
    first, second = merged.tables
    assert behind(merged, "cold-starts") == ROLLING
    assert [first.cell(BLUE, column.slug).text for column in first.columns] == ["✓", "✓", "✓", "", "N/A", "N/A"]
    assert [second.cell(ROLLING, column.slug).text for column in second.columns] == ["✓"] * 4
    assert first.cell("market-place-model-packages-support", AI).text == "✓"
    assert set(keys(merged, T2)) & {GUARD, BLUE, ROLLING} == {BLUE, ROLLING}


def test_the_newest_edition_at_once_is_the_same() -> None:
    one, base = standard(), BASE
    for text in later_editions():
        found = plan_three_way(base, one, read_page(text))
        one, base = every(found), found.theirs_aligned
    assert every(plan_three_way(BASE, standard(), read_page(text))).hash == one.hash


def test_a_row_that_both_have_renamed_alike_stays_one() -> None:
    """Its new name is like nothing, and no link tells: the name that we gave it does."""
    name = "Scale down to nil"
    features = tuple(replace(f, name=name) if f.key == SCALE else f for f in standard().by_table[T1].features)
    ours = with_table(standard(), T1, features=features)
    page = edited("| Scale to zero |", f"| {name} |")
    plan = plan_three_way(BASE, ours, read_page(page))
    assert (plan.conflicts, plan.changes, plan.kept) == ((), (), ())
    assert plan.merged().by_table[T1].by_key[SCALE].name == name
    assert plan.theirs_aligned.by_table[T1].by_key[SCALE].name == name
