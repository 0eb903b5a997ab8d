"""What another source says of a cell: when it said so, what is wrong with it, and what the hash makes of it."""

from dataclasses import replace
from datetime import date

import pytest

from matrix.decision import lint
from matrix.domain.annotation import Annotation, first_day
from matrix.domain.diff import changes
from matrix.domain.findings import in_words
from matrix.domain.validation import annotation_errors, violations
from matrix.store.codec import dump, load
from tests.oracle.oracle import RT, T1
from tests.support.documents import standard, with_annotations

SAID = Annotation(T1, "payload-size", RT, "up to 25 MB", "Options", "https://example.org/options", "2026", "≤ 25 MB")


@pytest.mark.parametrize(
    ("seen", "day"),
    [("2026", date(2026, 1, 1)), ("2026-08", date(2026, 8, 1)), ("2026-08-07", date(2026, 8, 7))],
)
def test_a_year_or_month_is_taken_as_its_first_day(seen: str, day: date) -> None:
    assert first_day(seen) == day


@pytest.mark.parametrize("seen", ["", "26", "2026-13", "2026-02-30", "August 2026", "2026-8", "2026-08-07T00:00"])
def test_what_is_no_year_month_or_day(seen: str) -> None:
    with pytest.raises(ValueError, match=r"no year, month or day|no day of the calendar"):
        first_day(seen)


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("url", "http://example.org/", "“http://example.org/” is no https address"),
        ("url", "javascript:alert(1)", "is no https address"),
        ("url", "options.html", "is no https address"),
        ("seen", "soon", "“soon” is no year, month or day"),
        ("cell", "≤ 25", "has no unit"),
        ("cell", "✓9", "marks footnote 9, which isn't there"),
        ("text", " ", "an annotation says something"),
        ("source", "", "an annotation names its source"),
        ("text", "x" * 1001, "1001 characters; 1000 are allowed"),
        ("source", "x" * 201, "201 characters; 200 are allowed"),
        ("url", "https://example.org/" + "x" * 481, "501 characters; 500 are allowed"),
        ("cell", "[words](javascript:alert)", "“javascript:alert” is no web address"),
    ],
)
def test_what_is_wrong_is_told_at_its_part(part: str, value: str, message: str) -> None:
    wrong = replace(SAID, **{part: value})
    errors = annotation_errors(wrong, {1, 2, 3}, standard().source.address)
    assert list(errors) == [part]
    assert message in errors[part]
    (violation,) = violations(replace(standard(), annotations=(wrong,)))
    assert in_words(violation, standard()).startswith(f"annotation on {T1}, payload-size, {RT}: ")


def test_the_shipped_ones_are_sound() -> None:
    assert list(violations(with_annotations())) == []
    assert lint.findings(with_annotations()) == []


def test_an_annotation_on_a_cell_that_is_gone_is_a_warning() -> None:
    document = replace(standard(), annotations=(replace(SAID, feature="nothing"),))
    (warning,) = lint.warnings(document)
    assert in_words(warning, document) == f"annotation on {T1}, nothing, {RT}: there is no such cell"


def test_the_hash_is_as_it_was_without_any_and_another_with_each() -> None:
    one = replace(standard(), annotations=(SAID,))
    blank, none = (replace(standard(), annotations=(replace(SAID, cell=cell),)) for cell in ("", None))
    assert len({standard().hash, one.hash, blank.hash, none.hash}) == 4
    assert load(dump(one)) == one
    assert replace(one, annotations=()).hash == standard().hash


def test_a_change_is_told_one_by_one() -> None:
    one, other = (replace(standard(), annotations=(replace(SAID, cell=cell),)) for cell in ("≤ 25 MB", ""))
    (change,) = changes(one, other)
    assert (change.kind, change.table, change.feature, change.column) == ("annotation", T1, "payload-size", RT)
    assert change.before == "“≤ 25 MB”, up to 25 MB (Options, 2026)"
    assert change.after == "blank, up to 25 MB (Options, 2026)"
