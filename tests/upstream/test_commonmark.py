"""Markdown as the upstream page uses it: lines, front matter, a row's cells, inline text as notation."""

import pytest
from hypothesis import given

from matrix.domain.notation import plain
from matrix.upstream.commonmark import MarkdownError, blocks, escape, inline_notation, lines_of, split_row
from tests.support.laws import law
from tests.support.texts import TEXTS


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("a", ("a",)),
        ("a\nb\n", ("a\n", "b\n")),
        ("a\r\nb\rc", ("a\r\n", "b\r", "c")),
        ("a\u2028b\x0bc\n", ("a\u2028b\x0bc\n",)),  # which str.splitlines would part
    ],
)
def test_lines_are_commonmarks_with_their_ends(text: str, lines: tuple[str, ...]) -> None:
    assert lines_of(text) == lines


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", [" a ", " b "]),
        ("a | b", ["a ", " b"]),
        ("| a |  | ", [" a ", "  "]),
        (r"| a \| b | c |", [r" a \| b ", " c "]),
        ("|a||", ["a", ""]),
        ("|", [""]),
    ],
)
def test_a_row_is_parted_at_its_bars_and_blank_cells_count(line: str, cells: list[str]) -> None:
    assert split_row(line) == cells


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        (r"near\-real\-time\.", "near-real-time."),
        ("**GPU** _support_ `x`", "GPU support x"),
        ("[a](b.md 'title')", "[a](b.md)"),
        ("[a](b(c).md)", "[a](b%28c%29.md)"),
        ('Title<a name="x"></a>', "Title"),
        ("a<br>b<BR/>c", "a b c"),
        ("[ ](b.md)", " "),
        (r"\[a\](b)", r"\[a\](b)"),
        (r"a \\ b", r"a \\ b"),
        ("&copy; &lt;", "© <"),
        ("", ""),
    ],
)
def test_inline_text_keeps_its_words_and_links_alone(text: str, notation: str) -> None:
    assert inline_notation(text) == notation


@law()
@given(TEXTS)
def test_escaped_text_reads_as_itself(text: str) -> None:
    assert plain(escape(text)) == plain(escape(plain(escape(text)))) == " ".join(text.split())


@pytest.mark.parametrize("end", ["---", "..."])
def test_front_matter_is_left_out_and_its_lines_still_count(end: str) -> None:
    (heading, *_) = blocks(f"\ufeff---\ntitle: x\n{end}\n# Head\n")
    assert (heading.type, heading.map) == ("heading_open", [3, 4])


def test_front_matter_without_an_end_is_told_at_its_beginning() -> None:
    with pytest.raises(MarkdownError, match="has no end") as raised:
        blocks("---\ntitle: x\n")
    assert raised.value.line == 1


def test_a_rule_is_no_front_matter() -> None:
    assert [token.type for token in blocks("a\n\n---\n")][-1] == "hr"
