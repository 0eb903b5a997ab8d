"""Two editors of one table: what each typed is merged, or told as a conflict; nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix.editing.review import review
from matrix.editing.sheet import Sheet, act, sheet_of
from tests.support.documents import standard
from tests.support.laws import law
from tests.support.sheets import T1, T2, edit, kinds, saved, sheet

GONE = {"row:autoscaling-support:gone": "on"}
CELL = "cell:payload-size:serverless-inference"


def test_different_cells_both_survive() -> None:
    theirs = saved(sheet(cell__payload_size__real_time_inference="< 7 MB"))

    found = edit(sheet(cell__payload_size__serverless_inference="≤ 5 MB"), theirs)

    assert not found.refused
    assert found.document is not None
    table = found.document.by_table[T1]
    assert table.notation_of("payload-size", "real-time-inference") == "< 7 MB"
    assert table.notation_of("payload-size", "serverless-inference") == "≤ 5 MB"


def test_the_same_cell_is_a_conflict_that_keeps_both() -> None:
    theirs = saved(sheet(cell__payload_size__serverless_inference="≤ 6 MB"))

    found = edit(sheet(cell__payload_size__serverless_inference="≤ 5 MB"), theirs)

    assert found.conflicts == {CELL}
    assert found.refused
    assert found.sheet.get(CELL) == "≤ 5 MB"


def test_a_conflict_stays_until_it_is_decided() -> None:
    theirs = saved(sheet(cell__payload_size__serverless_inference="≤ 6 MB"))
    mine = edit(sheet(cell__payload_size__serverless_inference="≤ 5 MB"), theirs).sheet

    again = review(theirs, T1, theirs, mine, [CELL])
    kept = review(theirs, T1, theirs, mine, [CELL], {CELL: "mine"})
    taken = review(theirs, T1, theirs, mine, [CELL], {CELL: "theirs"})

    assert again.conflicts == {CELL}
    assert not kept.refused
    assert kept.sheet.get(CELL) == "≤ 5 MB"
    assert not taken.refused
    assert taken.document == theirs


def test_a_decision_on_one_value_is_none_on_the_next() -> None:
    second = saved(sheet(cell__payload_size__serverless_inference="≤ 6 MB"))
    third = saved(sheet(cell__payload_size__serverless_inference="≤ 8 MB"))
    mine = sheet(cell__payload_size__serverless_inference="≤ 5 MB")

    assert review(third, T1, second, mine, [CELL], {CELL: "mine"}).conflicts == {CELL}


def test_the_same_edit_twice_is_no_conflict_nor_is_another_spelling() -> None:
    theirs = saved(sheet(cell__payload_size__serverless_inference="≤ 6 MB"))

    assert not edit(sheet(cell__payload_size__serverless_inference="≤  6 MB"), theirs).refused
    assert not edit(sheet(cell__gpu_support__real_time_inference="✓ 1"), theirs).refused


def test_a_name_a_link_and_a_footnote_conflict_as_cells_do() -> None:
    theirs = saved(sheet(row__gpu_support__name="GPUs", note__1__text="Another.", col__batch_transform__url="x.md"))

    found = edit(sheet(row__gpu_support__name="GPU", note__1__text="One.", col__batch_transform__url="y.md"), theirs)

    assert found.conflicts == {"row:gpu-support:name", "note:1:text", "col:batch-transform:url"}


def test_a_row_removed_while_i_change_it_is_told() -> None:
    theirs = saved(sheet(row__gpu_support__gone="on"))
    mine = sheet(cell__gpu_support__serverless_inference="✓")

    found = edit(mine, theirs)
    kept = review(theirs, T1, theirs, found.sheet, found.conflicts, {"row:gpu-support:gone": "mine"})
    dropped = review(theirs, T1, theirs, found.sheet, found.conflicts, {"row:gpu-support:gone": "theirs"})

    assert found.conflicts == {"row:gpu-support:gone"}
    assert kept.document is not None
    table = kept.document.by_table[T1]
    assert [f.key for f in table.features][1] == "gpu-support"
    assert table.notation_of("gpu-support", "serverless-inference") == "✓"
    assert table.notation_of("gpu-support", "real-time-inference") == "✓1"
    assert dropped.document == theirs


def test_a_row_that_i_remove_while_another_changes_it_is_told() -> None:
    theirs = saved(sheet(cell__gpu_support__serverless_inference="✓"))

    found = edit(sheet(row__gpu_support__gone="on"), theirs)
    kept = review(theirs, T1, theirs, found.sheet, found.conflicts, {"row:gpu-support:gone": "theirs"})
    gone = review(theirs, T1, theirs, found.sheet, found.conflicts, {"row:gpu-support:gone": "mine"})

    assert found.conflicts == {"row:gpu-support:gone"}
    assert kept.document == theirs
    assert gone.document is not None
    assert "gpu-support" not in gone.document.by_table[T1].by_key


def test_a_column_removed_while_i_type_in_it_is_told() -> None:
    theirs = saved(sheet(col__docker_containers__gone="on"))

    found = edit(sheet(cell__gpu_support__docker_containers="✓"), theirs)

    assert found.conflicts == {"col:docker-containers:gone"}


def test_what_i_did_not_touch_goes_and_comes_with_theirs() -> None:
    added, _ = act(sheet(row__single_model__gone="on"), "add:row:gpu-support")
    theirs = saved(replace(added, values={**added.values, "row:+1:name": "New row"}))

    found = edit(sheet(cell__payload_size__serverless_inference="≤ 5 MB"), theirs)

    assert not found.refused
    assert found.sheet.rows[1:3] == ("gpu-support", "new-row")
    assert "single-model" not in found.sheet.rows


def test_two_orders_conflict_and_one_does_not() -> None:
    theirs = saved(act(sheet_of(standard(), T1), "up:row:gpu-support")[0])
    mine, _ = act(sheet_of(standard(), T1), "down:row:payload-size")

    found = edit(mine, theirs)
    taken = review(theirs, T1, theirs, found.sheet, found.conflicts, {"row:order": "theirs"})
    kept = review(theirs, T1, theirs, found.sheet, found.conflicts, {"row:order": "mine"})

    assert found.conflicts == {"row:order"}
    assert taken.document == theirs
    assert kept.sheet.rows == mine.rows
    assert not kept.refused
    assert not edit(sheet(), theirs).refused
    assert not edit(mine).refused


def test_a_change_in_the_other_table_is_kept() -> None:
    other = sheet_of(standard(), T2)
    field = "cell:shadow-testing:multi-model-endpoints"
    theirs = saved(replace(other, values={**other.values, field: "✓"}), T2)

    document = edit(sheet(cell__payload_size__serverless_inference="≤ 5 MB"), theirs).document

    assert document is not None
    assert document.by_table[T2] == theirs.by_table[T2]


edits = st.dictionaries(
    st.sampled_from([f for f in sheet_of(standard(), T1).values if f.startswith("cell:")]),
    st.sampled_from(["", "✓", "✓1", "N/A", "< 3 MB", "Words"]),
    max_size=8,
)


@law(15, 500)
@given(edits, edits)
def test_nothing_is_lost_and_nothing_silently_overwritten(mine: dict[str, str], theirs: dict[str, str]) -> None:
    base = sheet_of(standard(), T1)
    other = saved(replace(base, values={**base.values, **theirs}))

    found = edit(replace(base, values={**base.values, **mine}), other)

    now = sheet_of(other, T1)
    for field, text in base.values.items():
        typed, stored = mine.get(field, text), now.get(field)
        if typed == text:
            assert found.sheet.get(field) == stored
        elif stored in (text, typed):
            assert found.sheet.get(field) == typed
        else:
            assert field in found.conflicts
            assert found.sheet.get(field) == typed


# --- Rows, columns and footnotes that only one of two knows ------------------------------------------------------


def with_new_row(**cells: str) -> Sheet:
    mine, _ = act(sheet_of(standard(), T1), "add:row")
    typed = {f"cell:+1:{slug}": text for slug, text in cells.items()}
    return replace(mine, values={**mine.values, "row:+1:name": "New row", **typed})


def with_new_column(**cells: str) -> Sheet:
    mine, _ = act(sheet_of(standard(), T1), "add:col")
    typed = {f"cell:{key}:+1": text for key, text in cells.items()}
    return replace(mine, values={**mine.values, "col:+1:name": "New option", **typed})


BATCH, SCALE = "col:batch-transform:gone", "row:scale-to-zero:gone"


@pytest.mark.parametrize(
    ("mine", "theirs", "conflict"),
    [
        (with_new_row(**{"batch-transform": "Only here"}), sheet(**{BATCH: "on"}), BATCH),
        (sheet(**{BATCH: "on"}), with_new_row(**{"batch-transform": "Only here"}), BATCH),
        (with_new_column(**{"scale-to-zero": "Only here"}), sheet(**{SCALE: "on"}), SCALE),
        (sheet(**{SCALE: "on"}), with_new_column(**{"scale-to-zero": "Only here"}), SCALE),
    ],
)
def test_a_cell_in_a_new_row_or_column_is_not_lost_with_what_the_other_removes(
    mine: Sheet, theirs: Sheet, conflict: str
) -> None:
    assert edit(mine, saved(theirs)).conflicts == {conflict}


def test_new_rows_and_removed_columns_without_a_cell_between_them_go_together() -> None:
    both = edit(with_new_row(**{"serverless-inference": "✓"}), saved(sheet(**{BATCH: "on"})))
    assert not both.refused
    assert set(kinds(both.document)) == {"feature-added", "option-removed"}


def test_a_mark_means_the_footnote_that_its_editor_saw() -> None:
    swapped, _ = act(sheet_of(standard(), T1), "up:note:2")
    theirs = saved(swapped)
    assert theirs.by_footnote[2].text == standard().by_footnote[1].text
    found = edit(sheet(cell__single_model__real_time_inference="✓1"), theirs)
    assert not found.refused
    assert found.document is not None
    assert found.document.by_table[T1].cell("single-model", "real-time-inference").footnotes == (2,)
