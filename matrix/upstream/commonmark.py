"""CommonMark as the upstream page uses it: front matter, lines, the cells of a row, and inline text as notation.

Pure. Cells are split here, since a ragged row must be an error (CommonMark's table rule pads and cuts in silence).
"""

import re
from collections.abc import Iterable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from matrix.domain.document import DocumentError
from matrix.domain.sizes import MAX_COLUMNS, MAX_PASSAGE

MAX_LINES: Final = 20_000
"""Most lines of a page; the source has 84. A matrix of the most rows and passages has a quarter of them."""
MAX_BLOCK: Final = 2 * MAX_PASSAGE
"""Longest paragraph or bullet as it is written, in characters: with escapes and addresses it is longer than read."""
_MAX_BARS: Final = MAX_COLUMNS + 2
BOM: Final = "\ufeff"
"""What some editors write before a file's first character: spelling."""


class MarkdownError(DocumentError):
    """What keeps a page from being read, at its line (from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Parser(MarkdownIt):
    """Reads any address as a link: what leads to no web page is refused with its line, not shown as text."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (the library's method)
        return True


def _bounded(state: StateCore) -> None:
    """Between blocks and inline text: what is not to be read is left out, what is too long refused."""
    in_table, read = False, []
    for token in state.tokens:
        in_table = token.type == "table_open" or (in_table and token.type != "table_close")
        if token.type != "inline" or not in_table:
            read.append(token)
            if token.type == "inline" and token.map and not state.inlineMode and len(token.content) > MAX_BLOCK:
                message = f"the passage has {len(token.content):,} characters; {MAX_BLOCK:,} are allowed"
                raise MarkdownError(token.map[0] + 1, message)
    state.tokens = read


_PARSER: Final = _Parser("commonmark").enable("table")
_PARSER.core.ruler.after("block", "bounded", _bounded)
# Without any of these an inline text is words alone.
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>!&\r\n\0]")
# What CommonMark calls a line; str.splitlines parts at more than that.
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines_of(text: str) -> tuple[str, ...]:
    """The lines with their ends, as CommonMark counts them."""
    return tuple(_LINE.findall(text))


def blocks(text: str) -> list[Token]:
    """The page's blocks; a byte order mark and front matter are spelling. What stands in cells is left out: who reads
    a row reads it. Raises MarkdownError where there are more lines, cells in one or text in a block than is read."""
    lines = lines_of(text)
    if len(lines) > MAX_LINES:
        raise MarkdownError(MAX_LINES + 1, f"the file has {len(lines):,} lines; {MAX_LINES:,} are allowed")
    for number, line in enumerate(lines, 1):
        if line.count("|") > _MAX_BARS and (cells := len(split_row(line))) > MAX_COLUMNS + 1:
            raise MarkdownError(number, f"the line has {cells - 1:,} cells beside its head; {MAX_COLUMNS} are allowed")
    return _PARSER.parse(_without_front_matter(text.removeprefix(BOM)))


def _without_front_matter(text: str) -> str:
    """Front matter is spelling; its lines stay as blank ones, so that messages name the true line."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return text
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return "\n" * (number + 1) + "\n".join(lines[number + 1 :])
    raise MarkdownError(1, "the front matter that begins here has no end")


def split_row(line: str) -> list[str]:
    r"""The raw cells of a table row, blanks included; ``|`` parts them, ``\|`` is text."""
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    cells = re.split(r"(?<!\\)\|", inner)
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells


def inline_notation(text: str) -> str:
    """Markdown inline text → this project's notation: no escapes but the needed, no anchors, link titles, marks."""
    text = text.strip()
    if not _MARKUP.search(text):
        return text
    tokens = _PARSER.parseInline(text)
    return notation_of(tokens[0].children or []) if tokens else ""


def notation_of(tokens: Iterable[Token]) -> str:
    """The tokens of an inline text as this project's notation."""
    written: list[str] = []
    url, label = "", ""
    in_link = False
    for token in tokens:
        if token.type == "link_open":
            href = str(token.attrGet("href") or "")
            in_link, url, label = True, href.replace("(", "%28").replace(")", "%29"), ""
        elif token.type == "link_close":
            in_link = False
            written.append(f"[{label}]({url})" if label.strip() and url else label)
        else:
            piece = _piece(token)
            if in_link:
                label += piece
            else:
                written.append(piece)
    return "".join(written)


def _piece(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "html_inline":  # anchors are spelling; a line break within a cell is a blank
        return " " if re.fullmatch(r"<br\s*/?>", token.content, re.IGNORECASE) else ""
    return escape(token.content) if token.content else ""


def escape(text: str) -> str:
    """Plain text as notation: only what would be read as an escape or a link is escaped."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)
