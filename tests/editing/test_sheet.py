"""A table as an editor's sheet: what was sent of it, its buttons, and its footnote marks."""

from dataclasses import replace

import pytest
from django.conf import settings

from matrix.editing.sheet import MAX_BYTES, MAX_FIELDS, act, posted, same, sheet_of, too_large, weave
from tests.support.documents import large, standard
from tests.support.sheets import T1, T2, edit, kinds

PAGE = standard().source.address


class Form(dict[str, list[str]]):
    def getlist(self, key: str) -> list[str]:
        return self.get(key, [])


def test_a_sheet_has_a_field_for_each_text_of_its_table() -> None:
    sheet = sheet_of(standard(), T2)
    assert (len(sheet.rows), len(sheet.columns), sheet.notes) == (24, 4, ("1", "2", "3"))
    assert sheet.get("cell:gpu-support:single-model-endpoints") == "✓1"
    assert sheet.get("row:shadow-testing:url") == "shadow-tests.md"
    assert sheet.get("note:2:text") == standard().by_footnote[2].notation
    assert sheet_of(standard(), T1).get("col:docker-containers:candidate") == ""
    with pytest.raises(KeyError):
        sheet_of(standard(), "third")


@pytest.mark.parametrize(
    ("rows", "columns", "text", "why"),
    [
        (26, 5, "✓", ""),
        (1_000, 10, "✓", ""),
        (1_000, 15, "✓", "its form would have 20,102 fields; 20,000 are allowed"),
        (1_000, 50, "✓", "its form would have 55,312 fields; 20,000 are allowed"),
        (200, 50, "in words " * 20, "its form would have 3,"),
        (200, 50, "≤ ✓ " * 20, "its form would have 4,289,134 bytes; 3,000,000 are allowed"),
    ],
)
def test_a_table_that_no_form_can_hold(rows: int, columns: int, text: str, why: str) -> None:
    told = too_large(sheet_of(large(rows, columns, text), T1))
    assert told.startswith(why)
    assert bool(told) == bool(why)


def test_a_grid_that_opens_can_be_sent() -> None:
    """Each field may be in conflict, and that decided; some more stand beside the sheet."""
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS >= 3 * MAX_FIELDS
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE >= MAX_BYTES + 1_000_000


# --- What was sent -----------------------------------------------------------------------------------------------


def test_half_a_form_removes_and_blanks_nothing() -> None:
    half = posted(Form({"row": ["gpu-support"], "row:gpu-support:name": ["GPUs"]}), sheet_of(standard(), T1))

    assert [k for k in kinds(edit(half).document) if k != "feature-moved"] == ["feature-renamed"]


def test_what_was_sent_stands_in_its_order_with_the_last_names_once() -> None:
    base = sheet_of(standard(), T1)
    sent = posted(Form({"row": ["gpu-support", "gpu-support", *base.rows], "note": ["3", "1", "2"]}), base)
    assert sent.rows[:2] == ("gpu-support", "autoscaling-support")
    assert (len(sent.rows), sent.notes) == (26, ("3", "1", "2"))


@pytest.mark.parametrize("id", ["A B", "+0", "+", "-", "a--b", "<b>", "+12345", "", "²"])
def test_an_id_that_is_none_is_not_taken(id: str) -> None:
    base = sheet_of(standard(), T1)
    assert posted(Form({"row": [id], "col": [id], "note": [id]}), base) == posted(Form(), base)


def test_lines_end_as_the_matrix_has_them_and_what_is_not_ticked_is_off() -> None:
    base = sheet_of(standard(), T1)
    sent = posted(Form({"note": ["1"], "note:1:text": ["a\r\nb"], "col": ["batch-transform"]}), base)
    assert sent.get("note:1:text") == "a\nb"
    assert sent.get("col:batch-transform:candidate") == ""
    assert sent.get("col:real-time-inference:candidate") == "on", "it was not sent"


def test_weave() -> None:
    assert weave("abc", "axbc") == ("a", "x", "b", "c")
    assert weave("ba", "xab") == ("x", "b", "a")


# --- Buttons -----------------------------------------------------------------------------------------------------


def test_moving_up_and_down() -> None:
    mine, focus = act(sheet_of(standard(), T1), "up:row:gpu-support")

    assert mine.rows[:2] == ("gpu-support", "autoscaling-support")
    assert focus == "menu:row:gpu-support"
    assert kinds(edit(mine).document) == ["feature-moved"]
    assert act(mine, "up:row:gpu-support")[0] == mine
    columns, _ = act(mine, "down:col:real-time-inference")
    assert columns.columns[:2] == ("batch-transform", "real-time-inference")


def test_what_is_added_stands_behind_what_it_was_added_to_or_last() -> None:
    base = sheet_of(standard(), T1)
    mine, focus = act(base, "add:row:gpu-support")
    assert (mine.rows[1:3], focus) == (("gpu-support", "+1"), "row:+1:name")
    mine, focus = act(mine, "add:col")
    assert (mine.columns[-1], mine.get("col:+2:candidate"), focus) == ("+2", "on", "col:+2:name")
    mine, focus = act(mine, "add:note")
    assert (mine.notes[-1], mine.get("note:+3:number"), focus) == ("+3", "4", "note:+3:text")


@pytest.mark.parametrize(
    "what", ["up:row:no-such", "explode:row:gpu-support", "up:cell:gpu-support", "up:row", "", ":"]
)
def test_a_button_that_there_is_not_does_nothing(what: str) -> None:
    base = sheet_of(standard(), T1)
    assert act(base, what) == (base, "")


def test_a_footnote_that_moves_takes_its_marks_along() -> None:
    mine, _ = act(sheet_of(standard(), T1), "up:note:2")
    assert mine.notes == ("2", "1", "3")
    assert mine.renumbered == {1: 2, 2: 1}
    assert mine.get("cell:gpu-support:real-time-inference") == "✓2"


# --- Texts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "left", "right", "equal"),
    [
        ("cell:a:b", "✓1", "✓ 1", True),
        ("cell:a:b", "✓1", "✓2", False),
        ("cell:a:b", "✓✓", "✓ ✓", False),  # what can't be read is the same only to the letter
        ("cell:a:b", "✓✓", "✓✓", True),
        ("note:1:text", "See [a](a.md).", "See  [a](./a.md).", True),
        ("note:1:text", "See [a](a.md).", "See a.", False),
        ("row:a:url", " a.md", f"{PAGE.rpartition('/')[0]}/a.html", True),
        ("row:a:url", "a.md", "b.md", False),
        ("row:a:name", "GPU  support ", "GPU support", True),
        ("row:a:name", "GPU support", "GPUs", False),
    ],
)
def test_two_texts_of_a_field_are_the_same_by_what_they_mean(field: str, left: str, right: str, equal: bool) -> None:
    assert same(PAGE, field, left, right) == equal


def test_other_values_do_not_change_the_order() -> None:
    base = sheet_of(standard(), T1)
    turned = base.ordered("row", reversed(base.rows))
    assert (turned.rows, turned.columns, turned.values) == (base.rows[::-1], base.columns, base.values)
    assert replace(turned, rows=base.rows) == base
