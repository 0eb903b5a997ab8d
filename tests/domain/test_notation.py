"""Cells: every kind, every refusal, and two laws for any text at all."""

from inspect import unwrap

import pytest
from hypothesis import example, given

from matrix.domain.notation import MAX_CELL, Cell, plain, read_cell, read_inline, renumbered, write_cell
from matrix.domain.quantities import MAX_DIGITS
from matrix.domain.text import NotationError, squeeze
from tests.support.laws import law
from tests.support.texts import TEXTS, each

# --- Cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "footnotes"),
    [("✓", ()), (" ✓ ", ()), ("✓1", (1,)), ("✓ 3", (3,)), ("✓  3", (3,)), ("✓99", (99,)), (r"✓\1", None)],
)
def test_a_tick_may_carry_one_footnote(text: str, footnotes: tuple[int, ...] | None) -> None:
    if footnotes is None:  # a backslash before a digit escapes nothing
        with pytest.raises(NotationError):
            read_cell(text)
        return
    cell = read_cell(text)
    assert (cell.kind, cell.footnotes, cell.limit, cell.items) == ("supported", footnotes, None, ())


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "   "])
def test_a_blank_is_unsupported(text: str) -> None:
    cell = read_cell(text)
    assert (cell.kind, cell.text, cell.footnotes) == ("unsupported", "", ())


@pytest.mark.parametrize("text", ["N/A", " N/A ", r"N\/A"])
def test_not_applicable(text: str) -> None:
    assert (read_cell(text).kind, read_cell(text).text) == ("not-applicable", "N/A")


@pytest.mark.parametrize(
    ("text", "op", "value", "unit", "canonical"),
    [
        ("< 6 MB", "<", "6", "MB", "6MB"),
        ("≤ 100 MB", "≤", "100", "MB", "100MB"),
        ("≤ 1 GB", "≤", "1", "GB", "1GB"),
        ("< 60 seconds", "<", "60", "seconds", "60s"),
        ("< 15 minutes", "<", "15", "minutes", "15min"),
        ("<6MB", "<", "6", "MB", "6MB"),
        ("≤  0.50  gib", "≤", "0.50", "gib", "0.5GB"),
        ("< .5 h", "<", ".5", "h", "0.5h"),
        (r"\< 6 MB", "<", "6", "MB", "6MB"),
    ],
)
def test_a_limit_keeps_its_spelling_and_knows_its_value(
    text: str, op: str, value: str, unit: str, canonical: str
) -> None:
    cell = read_cell(text)
    assert cell.kind == "limit"
    assert cell.limit is not None
    assert (cell.limit.op, cell.limit.value, cell.limit.unit) == (op, value, unit)
    assert cell.limit.quantity.canonical == canonical


@pytest.mark.parametrize(
    ("text", "items", "footnotes"),
    [
        ("1P, pre-built", ("1P", "pre-built"), ()),
        ("1P, pre-built, Extend pre-built, BYOC", ("1P", "pre-built", "Extend pre-built", "BYOC"), ()),
        (r"1P, pre\-built", ("1P", "pre-built"), ()),
        ("[1P](common-info-all-im-models.md), BYOC", ("1P", "BYOC"), ()),
        ("k-NN, scikit-learn 2", ("k-NN", "scikit-learn"), (2,)),
        ("k-NN, Linear Learner 12", ("k-NN", "Linear Learner"), (12,)),
        ("a, b1", ("a", "b1"), ()),  # no blank before the digit
        ("inf1, d instance", ("inf1", "d instance"), ()),
        ("1P,BYOC", ("1P", "BYOC"), ()),
    ],
)
def test_a_list_is_two_or_more_items_of_one_or_two_words(
    text: str, items: tuple[str, ...], footnotes: tuple[int, ...]
) -> None:
    cell = read_cell(text)
    assert (cell.kind, cell.items, cell.footnotes) == ("list", items, footnotes)


@pytest.mark.parametrize(
    "text",
    [
        "Framework dependent, 1P not supported",  # an item of three words
        "All-at-once traffic fall back",
        "HTTP(S)",
        r"HTTP\(S\)",
        "1P",
        "inf1",
        "d instance",
        "BYOC 2",  # one item is no list, so its digit is no mark
        "a, , b",
        "a,",
        "one two three, b 2",
        "Not applicable",
        "NAT gateway",
        "up to 6 MB",
        "yes ✓",
        "2x faster",
    ],
)
def test_anything_else_in_words_is_text_and_marks_no_footnote(text: str) -> None:
    cell = read_cell(text)
    assert (cell.kind, cell.items, cell.footnotes, cell.limit, cell.unit_only) == ("text", (), (), None, "")


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Days", "d"), ("days", "d"), ("Minutes", "min"), ("Seconds", "s"), ("Day", ""), ("ms", ""), ("GB", "")],
)
def test_a_text_that_is_the_plural_of_a_unit_names_the_unit(text: str, unit: str) -> None:
    assert (read_cell(text).kind, read_cell(text).unit_only) == ("text", unit)


@pytest.mark.parametrize(("text", "number"), [("1P, BYOC 0", 0), ("1P, BYOC 100", 100), ("Python 2, Python 310", 310)])
def test_any_digit_after_a_blank_at_a_lists_end_is_a_mark(text: str, number: int) -> None:
    """No footnote has such a number, which is for `matrix.domain.validation` to say: here nothing is guessed."""
    assert (read_cell(text).kind, read_cell(text).footnotes) == ("list", (number,))


def test_a_cell_keeps_its_links() -> None:
    cell = read_cell(r"[1P](common-info.md), [pre\-built](a.md#b)")
    assert [(run.text, run.url) for run in cell.links] == [("1P", "common-info.md"), ("pre-built", "a.md#b")]
    assert cell.text == "1P, pre-built"
    assert [(run.text, run.url) for run in read_cell("[✓](x.md)").links] == [("✓", "x.md")]
    assert read_cell("[✓](x.md)").kind == "supported"


@pytest.mark.parametrize("text", each("✓✓|✓1 2|✓1,3|✓0|✓100|✓x|✓ with care|✔|✔1|☑|√|✗|✅|❌|✓\ufe0f|✓, ✓"))
def test_what_begins_like_a_tick_and_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotationError, match="begins like a tick and is none"):
        read_cell(text)


@pytest.mark.parametrize("text", each("n/a|N/a|N / A|N/A 1|N/A1|N/A*|N.A.|n.a|N/A, BYOC|N/A✓"))
def test_what_begins_like_not_applicable_and_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotationError, match="begins like N/A and is none"):
        read_cell(text)


@pytest.mark.parametrize(
    "text",
    [
        *each("<|<6|< 6|< MB|< six MB|< 6 TB|< 6 MB 1|< 6 MB, 5 GB|<= 6 MB|< -6 MB|< 6,5 MB|< 1e3 MB"),
        *each("> 6 MB|≥ 6 MB|≦ 6 MB|= 6 MB|~ 6 MB|≈ 6 MB|6 MB|60 seconds|15 minutes or so|5d"),
        f"< {'9' * (MAX_DIGITS + 1)} MB",
    ],
)
def test_what_begins_like_a_limit_and_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotationError, match="begins like a limit and is none"):
        read_cell(text)


@pytest.mark.parametrize("text", ["a\nb", "\x00", "✓\r", "✓\x1b", "\x07✓", "✓\t"])
def test_a_cell_is_one_line_without_control_characters(text: str) -> None:
    with pytest.raises(NotationError, match="control characters"):
        read_cell(text)


def test_a_cell_has_a_greatest_length() -> None:
    assert read_cell("a" * MAX_CELL).kind == "text"
    with pytest.raises(NotationError, match=f"{MAX_CELL + 1} characters"):
        read_cell("a" * (MAX_CELL + 1))


@law()
@given(TEXTS)
@example("✓ 3")
@example(r"\[a](b) [c\]d](e.md) \\ 2")
@example("[1P](common-info-all-im-models.md), pre\\-built 2")
def test_writing_what_was_read_is_the_identity_and_only_the_own_error_is_raised(text: str) -> None:
    try:
        cell = read_cell(text)
    except NotationError:
        return
    assert write_cell(cell) == text
    assert cell == unwrap(read_cell)(text), "the cache gives what reading gives"
    _check_that_a_cell_is_of_one_kind(cell)


def _check_that_a_cell_is_of_one_kind(cell: Cell) -> None:
    assert (cell.text == "") == (cell.kind == "unsupported")
    assert (cell.text == "N/A") == (cell.kind == "not-applicable")
    assert (cell.limit is not None) == (cell.kind == "limit")
    assert (len(cell.items) > 1) == (cell.kind == "list")
    assert not cell.footnotes or cell.kind in ("supported", "list")
    assert not cell.unit_only or cell.kind == "text"
    assert cell.text == squeeze(cell.text)


# --- Inline text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        (r"near\-real\-time\.", "near-real-time."),
        ("see [Pricing](http://x/) now", "see Pricing now"),
        ('[Pricing](x.md "a title")', "Pricing"),
        (r"[a\]b](x.md)", "a]b"),
        (r"\[a](b)", "[a](b)"),
        ("[a]", "[a]"),
        ("[a]( b c )", "[a]( b c )"),
        (r"a\\b", r"a\b"),
        (r"a\b", r"a\b"),
        ("  a \t b ", "a b"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(text: str, expected: str) -> None:
    assert plain(text) == expected


@law()
@given(TEXTS)
def test_inline_text_never_fails_and_is_kept(text: str) -> None:
    runs = read_inline(text)
    assert "".join(run.raw for run in runs) == text
    assert all(run.raw for run in runs)
    assert plain(text) == squeeze("".join(run.text for run in runs))


# --- Footnote marks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers", "marked"),
    [
        ("✓1", {1: 2}, "✓2"),
        ("✓ 3 ", {3: 11}, "✓ 11 "),
        ("a, b 2", {2: 1}, "a, b 1"),
        ("1P, b", {1: 2}, "1P, b"),
        ("✓1", {2: 1}, "✓1"),
        ("✓✓1", {1: 2}, "✓✓1"),
    ],
)
def test_a_mark_is_renumbered_and_nothing_else(text: str, numbers: dict[int, int], marked: str) -> None:
    assert renumbered(text, numbers) == marked


@pytest.mark.parametrize(
    "text", ["[✓1](x.md)", "[✓1](x.md) ", "✓ [1](x1.md)", "BYOC, Pre-built [1](x.md)", "a, [b 1](x.md 'y')"]
)
def test_a_mark_within_a_link_is_renumbered_too(text: str) -> None:
    moved = renumbered(text, {1: 12})
    if read_cell(text).footnotes:
        assert read_cell(moved).footnotes == (12,)
        assert moved.replace("12", "1") == text
    else:
        assert moved == text
