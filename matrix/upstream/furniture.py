"""What a publisher's site puts around a page, and is no part of it: front matter, a closing block such as “See also”.

Pure. It is told, and never published (facts: "Furniture"). A file keeps it, so that an export is the file that came in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from markdown_it.token import Token

from matrix.domain.text import squeeze
from matrix.upstream.commonmark import notation_of

FOOTNOTE: Final = re.compile(r"([1-9][0-9]?)\s+(?=\S)")
"""How a footnote's passage begins: with its number."""


@dataclass(frozen=True)
class Furniture:
    """``names`` are what it is called, ``start`` the line (from 0) at which the closing block begins: the number of all
    lines where there is none."""

    names: tuple[str, ...]
    start: int


def set_apart(text: str, tokens: Sequence[Token], end: int) -> tuple[list[Token], Furniture]:
    """The page's own blocks, and its furniture; ``end`` is the number of its lines.

    The closing block begins at the first heading, rule or bold line after the tables and the last footnote. Where a
    table follows, it is no such block: two pages were glued together, and the reader says so.
    """
    names = ["front matter"] if re.match("\ufeff?---[ \t\r]*\n", text) else []
    tops = [at for at, token in enumerate(tokens) if token.level == 0]
    last = _last_own(tokens, tops)
    begins = next((at for at in tops if at > last >= 0 and _begins_a_block(tokens, at)), None)
    if begins is None or any(token.type == "table_open" for token in tokens[begins:]):
        return list(tokens), Furniture(tuple(names), end)
    names += [said for at in range(begins, len(tokens)) if _is_title(tokens, at) and (said := _said(tokens, at))]
    return list(tokens[:begins]), Furniture(tuple(names), (tokens[begins].map or (end, end))[0])


def _last_own(tokens: Sequence[Token], tops: Sequence[int]) -> int:
    """Where the last table ends, or the last footnote begins; -1 where there is neither. Behind a title, a passage that
    begins with a number which a footnote has already is none (“2 minutes to read”)."""
    last, numbers, titled = -1, set(), False
    for at in tops:
        titled = titled or (last >= 0 and _begins_a_block(tokens, at))
        number = FOOTNOTE.match(_said(tokens, at)) if tokens[at].type == "paragraph_open" else None
        if tokens[at].type == "table_close" or (number and not (titled and number[1] in numbers)):
            last, titled = at, False
        if number:
            numbers.add(number[1])
    return last


def _begins_a_block(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].type == "hr" or _is_title(tokens, at)


def _is_title(tokens: Sequence[Token], at: int) -> bool:
    """A heading, or a paragraph that is bold from its first to its last word."""
    if tokens[at].type != "paragraph_open":
        return tokens[at].type == "heading_open"
    inside = [token for token in tokens[at + 1].children or [] if token.type != "text" or token.content.strip()]
    return len(inside) > 1 and inside[0].type == "strong_open" and inside[-1].type == "strong_close"


def _said(tokens: Sequence[Token], at: int) -> str:
    """The words of the block that opens at a token."""
    inside = takewhile(lambda token: token.level > tokens[at].level, islice(tokens, at + 1, None))
    return squeeze(" ".join(notation_of(token.children or []) for token in inside if token.type == "inline"))
