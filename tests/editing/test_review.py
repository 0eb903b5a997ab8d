"""The grid without HTTP: what is typed → errors at their fields, or the document."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix.domain.diff import changes
from matrix.editing.review import review
from matrix.editing.sheet import act, sheet_of
from tests.support.documents import standard
from tests.support.edits import with_head
from tests.support.laws import law
from tests.support.sheets import T1, T2, edit, kinds, saved, sheet

GONE = {"row:autoscaling-support:gone": "on"}
CELL = "cell:payload-size:serverless-inference"


def test_it_works() -> None:
    found = edit(sheet(cell__payload_size__serverless_inference="≤ 5 MB"))

    assert not found.refused
    assert [(c.kind, c.feature, c.column, c.before, c.after) for c in changes(standard(), found.document)] == [  # type: ignore[arg-type]
        ("cell", "payload-size", "serverless-inference", "≤ 4 MB", "≤ 5 MB")
    ]


@pytest.mark.parametrize("slug", [T1, T2])
def test_an_untouched_sheet_is_the_document(slug: str) -> None:
    document = review(standard(), slug, standard(), sheet_of(standard(), slug)).document

    assert document == standard()


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        (CELL, "4 MB", "begins like a limit"),
        (CELL, "✓9", "marks footnote 9"),
        (CELL, "[words](javascript:alert)", "no web address"),
        (CELL, "x" * 1001, "1000 are allowed"),
        ("row:gpu-support:name", " ", "has a name"),
        ("row:gpu-support:name", "x" * 201, "at most 200"),
        ("row:gpu-support:name", "Payload size", "two features"),
        ("row:gpu-support:url", "javascript:alert(1)", "no web address"),
        ("col:batch-transform:name", "?", "has a name"),
        ("col:batch-transform:name", "Serverless inference", "two options"),
        ("note:1:text", "", "has a text"),
        ("note:1:text", "[x](no page)", ""),
        ("note:1:gone", "on", "still marked"),
    ],
)
def test_errors_stand_at_their_fields(field: str, text: str, message: str) -> None:
    base = sheet_of(standard(), T1)
    found = edit(replace(base, values={**base.values, field: text}))

    if not message:
        assert not found.errors
        return
    assert found.document is None
    told = found.errors if field != "note:1:gone" else {field: found.errors[field]}
    assert message in told[field]


def test_a_footnote_that_only_this_table_marked_can_go_with_its_marks() -> None:
    mine = sheet(note__3__gone="on")
    rows = [row for row in mine.rows if mine.get(f"cell:{row}:real-time-inference") == "✓3"]
    unmarked = {
        f: t.replace("3", "") for f, t in mine.values.items() if f.startswith("cell:") and "✓" in t and "3" in t
    }

    found = edit(replace(mine, values={**mine.values, **unmarked}))

    assert rows or unmarked
    assert found.errors == {"note:3:gone": found.errors["note:3:gone"]}  # the other table marks it too
    assert "Hosting options" in found.errors["note:3:gone"]


def test_rows_columns_and_footnotes_are_added() -> None:
    mine, focus = act(sheet_of(standard(), T1), "add:row:gpu-support")
    mine, _ = act(mine, "add:col")
    mine, _ = act(mine, "add:note")
    assert focus == "row:+1:name"
    typed = {
        "row:+1:name": "Spot capacity",
        "col:+2:name": "Edge inference",
        "note:+3:text": "In some Regions.",
        "cell:+1:+2": "✓4",
        "cell:+1:real-time-inference": "✓",
    }

    document = edit(replace(mine, values={**mine.values, **typed})).document

    assert document is not None
    table = document.by_table[T1]
    assert [f.key for f in table.features][1:3] == ["gpu-support", "spot-capacity"]
    assert table.columns[-1].slug == "edge-inference"
    assert table.columns[-1].candidate
    assert table.notation_of("spot-capacity", "edge-inference") == "✓4"
    assert sorted(kinds(document)) == ["feature-added", "footnote", "option-added"]


def test_a_new_row_takes_the_key_that_its_link_has_in_the_other_table() -> None:
    present = saved(replace(sheet_of(standard(), T2), values={**sheet_of(standard(), T2).values, **GONE}), T2)
    mine, _ = act(sheet_of(present, T2), "add:row")
    typed = {"row:+1:name": "Otherwise named", "row:+1:url": "endpoint-auto-scaling.md"}

    document = review(present, T2, present, replace(mine, values={**mine.values, **typed})).document

    assert document is not None
    assert document.by_table[T2].features[-1].key == "autoscaling-support"


def test_a_new_name_that_is_there_already_is_refused() -> None:
    mine, _ = act(sheet_of(standard(), T2), "add:col")

    found = edit(replace(mine, values={**mine.values, "col:+1:name": "Batch transform"}), slug=T2)

    assert found.errors == {"col:+1:name": "there is an option “batch-transform” already"}


def test_a_footnote_that_moves_takes_its_marks_along_in_both_tables() -> None:
    mine, _ = act(sheet_of(standard(), T1), "up:note:2")

    document = edit(mine).document

    assert document is not None
    assert document.by_footnote[1].text == standard().by_footnote[2].text
    for table in standard().tables:
        for feature in table.features:
            for column in table.columns:
                swap = {1: 2, 2: 1}
                marks = tuple(swap.get(n, n) for n in table.cell(feature.key, column.slug).footnotes)
                assert document.by_table[table.slug].cell(feature.key, column.slug).footnotes == marks


def test_one_option_at_least_can_be_chosen() -> None:
    base = sheet_of(standard(), T1)
    none = {f"col:{id}:candidate": "" for id in base.columns}

    errors = edit(replace(base, values={**base.values, **none})).errors

    assert errors == {"col:real-time-inference:candidate": "one option at least can be chosen"}


def test_removal_is_a_tick() -> None:
    found = edit(sheet(row__gpu_support__gone="on", col__batch_transform__gone="on"))

    assert sorted(kinds(found.document)) == ["feature-removed", "option-removed"]


@law(20)
@given(st.dictionaries(st.sampled_from(sorted(sheet_of(standard(), T1).values)), st.text(max_size=30), max_size=6))
def test_no_text_breaks_it(typed: dict[str, str]) -> None:
    base = sheet_of(standard(), T1)

    found = edit(replace(base, values={**base.values, **typed}))

    assert found.errors or found.problems or found.document


@pytest.mark.parametrize("number", ["²", "①", "٣", "9" * 5000, ""])
def test_what_calls_itself_a_digit_is_no_footnotes_number(number: str) -> None:
    mine, _ = act(sheet_of(standard(), T1), "add:note")
    typed = replace(mine, values={**mine.values, "note:+1:number": number, "note:+1:text": "Words."})
    assert "one of 1 to 99" in edit(typed).errors["note:+1:number"]
    assert act(typed, "add:note")[0].get("note:+2:number") == "4"
    assert act(typed, "up:note:+1")[0].order("note") == ("1", "2", "+1", "3")


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("row:gpu-support:url", "http://", "is no web address"),
        ("row:gpu-support:url", "nowhere", "is a broken link"),
        ("col:batch-transform:url", "nowhere", "is a broken link"),
        (CELL, "[x](nowhere)", "is a broken link"),
        ("note:2:text", "[x](nowhere)", "is a broken link"),
    ],
)
def test_what_the_lint_finds_stands_at_the_field_of_its_place_and_no_other(field: str, text: str, message: str) -> None:
    base = sheet_of(standard(), T1)
    found = edit(replace(base, values={**base.values, field: text}))
    assert (list(found.errors), found.problems, found.document) == ([field], (), None)
    assert message in found.errors[field]


def test_what_is_wrong_where_this_sheet_has_no_field_is_told_in_words() -> None:
    theirs = with_head(replace(standard(), closing=("[x](nowhere)",)), T2, "gpu-support", url="nowhere")
    found = edit(sheet(cell__payload_size__serverless_inference="≤ 5 MB"), theirs)
    assert (dict(found.errors), found.document) == ({}, None)
    assert [problem.partition(":")[0] for problem in found.problems] == ["hosting-options, GPU support", "prose"]


@pytest.mark.parametrize(("field", "what"), [("row:gpu-support:name", "a name"), ("note:1:text", "a footnote")])
def test_a_control_character_is_called_that(field: str, what: str) -> None:
    assert edit(sheet(**{field: "a\x01b"})).errors == {field: f"{what} holds no control characters"}
