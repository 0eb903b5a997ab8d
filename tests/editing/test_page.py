"""The grid as it is laid out: each field with its label, its error, its conflict, and who made that."""

import pytest

from matrix.editing.page import SheetPage, sheet_page
from matrix.editing.review import Review
from matrix.editing.sheet import act, sheet_of
from tests.support.documents import standard
from tests.support.sheets import T1, edit, saved, sheet

CELL = "cell:payload-size:serverless-inference"
ROW, COLUMN = 11, 3  # where that is


def nobody(_row: str, _column: str) -> str:
    return ""


def laid_out(review: Review, focus: str = "") -> SheetPage:
    return sheet_page(review, standard(), T1, nobody, focus)


def test_a_field_has_its_name_its_label_and_its_text() -> None:
    page = laid_out(edit(sheet()))
    cell = page.rows[ROW].cells[COLUMN]
    assert (cell.name, cell.label, cell.value) == (CELL, "Payload size, Serverless inference", "≤ 4 MB")
    assert (cell.error, cell.changed, cell.conflict, cell.focus) == ("", False, None, False)
    head = page.rows[ROW].head
    assert (head.main.name, head.main.label) == ("row:payload-size:name", "Name of Payload size")
    assert (head.removal.label, head.menu, head.key, head.open) == (
        "Remove Payload size",
        "menu:row:payload-size",
        None,
        False,
    )
    assert page.columns[4].detail is not None
    assert (page.columns[4].detail.label, page.columns[4].detail.value) == ("Docker containers can be chosen", "")
    assert (page.notes[1].label, page.notes[1].url) == ("Footnote 2", None)


def test_what_was_typed_is_marked_as_changed_and_what_is_wrong_says_so() -> None:
    page = laid_out(edit(sheet(cell__payload_size__serverless_inference="4 MB")), focus=CELL)
    cell = page.rows[ROW].cells[COLUMN]
    assert (cell.value, cell.changed, cell.focus, cell.error_id) == ("4 MB", True, True, f"error-{CELL}")
    assert "begins like a limit" in cell.error


def test_a_menu_is_open_where_something_in_it_is_wrong_or_it_was_just_used() -> None:
    wrong = laid_out(edit(sheet(row__gpu_support__url="http://")))
    assert [row.head.id for row in wrong.rows if row.head.open] == ["gpu-support"]
    used = laid_out(edit(sheet()), focus="menu:col:batch-transform")
    assert [column.id for column in used.columns if column.open] == ["batch-transform"]


def test_a_new_row_and_column_may_choose_their_keys() -> None:
    mine, _ = act(sheet_of(standard(), T1), "add:row:gpu-support")
    mine, _ = act(mine, "add:col")
    page = laid_out(edit(mine))
    row, column = page.rows[2].head, page.columns[-1]
    assert (row.label, row.new, row.key and row.key.name) == ("new feature", True, "row:+1:key")
    assert (column.label, column.new, column.key and column.key.name) == ("new option", True, "col:+2:slug")


# --- Conflicts ---------------------------------------------------------------------------------------------------


def test_a_conflict_shows_both_texts_and_who_made_the_other() -> None:
    theirs = saved(sheet(cell__payload_size__serverless_inference="≤ 6 MB"))
    review = edit(sheet(cell__payload_size__serverless_inference="≤ 5 MB"), theirs)
    page = sheet_page(review, theirs, T1, lambda row, column: f"anna of {row} {column}")
    conflict = page.rows[ROW].cells[COLUMN].conflict
    assert conflict is not None
    assert (conflict.theirs, conflict.mine) == ("≤ 6 MB", "≤ 5 MB")
    assert conflict.who == "anna of payload-size serverless-inference"
    assert page.open_fields == (CELL,)


@pytest.mark.parametrize("removed", ["mine", "theirs"])
def test_where_one_side_removes_what_the_other_changed_both_are_told(removed: str) -> None:
    changed, gone = sheet(cell__gpu_support__serverless_inference="✓"), sheet(row__gpu_support__gone="on")
    mine, theirs = (gone, saved(changed)) if removed == "mine" else (changed, saved(gone))
    page = sheet_page(edit(mine, theirs), theirs, T1, nobody)
    (told,) = [row.head.removal.conflict for row in page.rows if row.head.removal.conflict]
    sides = {"mine": told.mine, "theirs": told.theirs}
    assert sides.pop(removed) == "removed"
    assert [*sides.values()] == ["changed (Serverless inference: ✓)"]


def test_many_changes_of_a_removed_row_are_told_in_part() -> None:
    slugs = [column.slug for column in standard().by_table[T1].columns]
    fields = {f"cell__gpu_support__{slug}".replace("-", "_"): "N/A" for slug in slugs}
    theirs = saved(sheet(**fields, row__gpu_support__name="GPUs", row__gpu_support__url="x.md"))
    page = sheet_page(edit(sheet(row__gpu_support__gone="on"), theirs), theirs, T1, nobody)
    (told,) = [row.head.removal.conflict for row in page.rows if row.head.removal.conflict]
    assert told.theirs.startswith("changed (name: GPUs; url: x.md; ")
    assert told.theirs.endswith("; …)")


def test_two_orders_are_told_by_their_names() -> None:
    theirs = saved(act(sheet_of(standard(), T1), "up:row:gpu-support")[0])
    mine, _ = act(sheet_of(standard(), T1), "down:row:payload-size")
    (conflict,) = sheet_page(edit(mine, theirs), theirs, T1, nobody).orders
    assert (conflict.field, conflict.label) == ("row:order", "The order of the features")
    assert conflict.theirs.startswith("GPU support, Autoscaling support, ")
    assert conflict.mine.startswith("Autoscaling support, GPU support, ")
