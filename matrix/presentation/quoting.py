"""A cell as it is quoted outside of its table.

Pure. In the table a footnote's number is a mark of its own; run together with the text before it, “✓1” says nothing.
"""

from functools import lru_cache

from matrix.domain.notation import read_cell
from matrix.domain.text import NotationError


@lru_cache(maxsize=512)
def apart(text: str) -> tuple[str, str]:
    """A cell's plain text, and the number of its footnote: ``✓ 3`` → ``("✓ ", "3")``; together they are the text. One
    that is no cell, as what has brackets that were escaped may be, marks none."""
    try:
        footnotes = read_cell(text).footnotes
    except NotationError:
        return text, ""
    number = str(footnotes[-1]) if footnotes else ""
    return text.removesuffix(number), number


def in_words(text: str) -> str:
    """The same as words: ``✓, note 3``; a blank by its name."""
    said, number = apart(text)
    return f"{said.rstrip()}, note {number}" if number else text or "blank"
