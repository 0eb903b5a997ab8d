"""What an edit does, in words: what changes, how a cell reads, which results flip."""

from dataclasses import replace

import pytest

from matrix.decision import lint
from matrix.editing.preview import SHOWN, preview, reading_of
from matrix.editing.sheet import act, sheet_of
from tests.support.documents import standard
from tests.support.sheets import T1, edit, saved, sheet


def test_effects_in_words() -> None:
    document = saved(sheet(cell__autoscaling_support__real_time_inference="", row__gpu_support__name="GPUs"))

    found = preview(standard(), document)

    assert [(c.where, c.before, c.after, c.reads) for c in found.changes] == [
        ("Autoscaling support × Real-time inference", "✓", "", "not supported: a blank"),
        ("feature renamed, GPUs", "GPU support", "GPUs", ""),
    ]
    assert [(f.option, f.before, f.after) for f in found.flips] == [("Real-time inference", "fits", "ruled out")]
    assert found.flips[0].answer.startswith("Scaling: ")


def test_a_removed_row_that_a_question_uses_is_a_warning() -> None:
    removed = edit(sheet(row__scale_to_zero__gone="on"))
    assert removed.document is not None
    warnings = lint.warnings(removed.document)
    found = preview(standard(), removed.document, warnings)

    assert any("scale-to-zero" in warning for warning in found.warnings)
    assert preview(removed.document, removed.document, warnings, frozenset(warnings)).warnings == (), (
        "it was there before"
    )


def test_what_moved_is_told_by_what_it_stands_behind() -> None:
    mine, _ = act(sheet_of(standard(), T1), "up:row:gpu-support")
    (moved,) = preview(standard(), saved(mine)).changes
    assert (moved.where, moved.before, moved.after) == (
        *("feature moved, Autoscaling support", "first", "after GPU support"),
    )


def test_of_many_flips_the_first_are_shown_and_the_rest_counted() -> None:
    base = sheet_of(standard(), T1)
    found = preview(
        standard(),
        saved(
            replace(base, values={**base.values, **{field: "" for field in base.values if field.startswith("cell:")}})
        ),
    )
    assert len(found.flips) == SHOWN
    assert found.more_flips > 0
    assert {flip.becomes for flip in found.flips} == {"ruled-out"}


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("✓", "supported", ""),
        ("✓1", "supported, with a condition", "as its footnote says"),
        ("", "not supported", "a blank"),
        ("N/A", "not applicable", "neither a yes nor a no"),
        ("< 6 MB", "a limit", "less than 6 MB"),
        ("≤ 1 GB", "a limit", "at most 1 GB"),
        ("a, b c 1", "a list of 2", "a, b c"),
        (
            "Days",
            "in words",
            "names the unit d and no number: a need on it fits with a condition, a strict one does not",
        ),
        ("4 MB", "not a cell", ""),
    ],
)
def test_how_a_cell_reads(text: str, kind: str, detail: str) -> None:
    found = reading_of(text, {1: "Depends."})

    assert (found.kind, found.detail) == (kind, detail)
    assert found.notes == (("1 Depends.",) if text.endswith("1") else ())
    assert bool(found.error) == (kind == "not a cell")
