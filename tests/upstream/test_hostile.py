"""No page takes long: what is too large is refused before it is read, and time grows as a page does."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given

from matrix.domain.diff import moves
from matrix.domain.document import Document, DocumentError
from matrix.domain.notation import read_inline
from matrix.upstream import names
from matrix.upstream.align import align
from matrix.upstream.commonmark import MAX_LINES, MarkdownError
from matrix.upstream.incoming import Present, read
from tests.support.clock import seconds, within
from tests.support.documents import questionnaire, read_page, subject
from tests.support.hostile import TABLES, page, pages, row
from tests.support.laws import law


def document(text: str) -> Document:
    questions, rulings = questionnaire()
    return replace(read_page(text).document, questions=questions, rulings=rulings)


BASE: Final = document(page())


def take(text: str, base: Document = BASE) -> None:
    """All that is done with a page that is sent: or it is refused."""
    with suppress(DocumentError):
        incoming = read(text.encode(), Present(subject(), base, base, frozenset(), None))
        merged = incoming.everything
        assert incoming.flips(merged) is not None
        list(incoming.notes())


# --- Too large ---------------------------------------------------------------------------------------------------

LONG: Final = "the passage has 20,000 characters; 10,000 are allowed"
REFUSED: Final = [
    ("[" * 20_000, LONG),
    ("- x " + "[" * 19_998, LONG),
    ("[a](" * 5_000, LONG),
    ("![" * 10_000, LONG),
    ("\\" * 20_000, LONG),
    ("word " * 1_999 + "wo", "it has 9,997 characters; 5,000 are allowed"),
    ("a\n\n" * 400, "the page has 404 passages and footnotes; 300 are allowed"),
    ("- a\n" * 400, "the page has 404 passages and footnotes; 300 are allowed"),
    ("\n" * (MAX_LINES + 1), "lines; 20,000 are allowed"),
    ("|" * 20_000, "the line has 19,998 cells beside its head; 60 are allowed"),
]


@pytest.mark.parametrize(("prose", "message"), REFUSED, ids=[text[:8] for text, _ in REFUSED])
def test_prose_that_is_too_large_is_refused(prose: str, message: str) -> None:
    with pytest.raises(MarkdownError, match=message):
        read_page(page(prose))


def wide(columns: int, rows: int) -> str:
    head = "".join(f"| Option {at} " for at in range(columns))
    rule = "| --- " * (columns + 1)
    body = "".join(f"| Row {at} " + "| ✓ " * columns + "|\n" for at in range(rows))
    return page(tables=(f"| Feature {head}|\n{rule}|\n{body}", TABLES[1]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (page(rows=row("a" * 4_001)), "a cell has 4,001 characters; 4,000 are allowed"),
        (page(rows=row("a" * 1_001)), "the cell has 1001 characters; 1000 are allowed"),
        (page(rows=row(name="a" * 4_001)), "a head has 4,001 characters"),
        (wide(59, 1), "the tables have 61 columns; 60 are allowed"),
        (wide(200, 1), "the line has 200 cells beside its head; 60 are allowed"),
        (wide(1, 2_000), "the tables have 2,001 rows; 2,000 are allowed"),
        (wide(58, 1_035), "the tables have 60,030 cells; 60,000 are allowed"),
    ],
)
def test_tables_that_are_too_large_are_refused(text: str, message: str) -> None:
    with within(1), pytest.raises(MarkdownError, match=message):
        read_page(text)


def test_a_page_at_the_limits_is_read() -> None:
    read_page(wide(58, 1))
    read_page(wide(1, 1_999))


# --- Linear ------------------------------------------------------------------------------------------------------

ROWS: Final = [f"row-{at}" for at in range(4_000)]


def renamed(count: int) -> Callable[[], object]:
    """Rows that are known by their link alone."""
    old, new = (
        read_page(page(rows="".join(row(name=f"[{name} {at}](link-{at}.md)") for at in range(count)))).document
        for name in ("Old", "New")
    )
    return lambda: align(old, new)


GROWS: Final[dict[str, Callable[[int], Callable[[], object]]]] = {
    "comments that do not end": lambda n: lambda: take(page("<div><!--" + "<!--" * n * 16)),
    "comments that do not end, on a line": lambda n: lambda: take(page("<!--" * n * 16)),
    "anchors that do not end": lambda n: lambda: take(page("<div>\n" + "<a " * n * 16)),
    "escapes": lambda n: lambda: read_inline("\\*" * n * 80),
    "paragraphs": lambda n: lambda: take(page(end="a\n\n" * n * 2)),
    "moved": lambda n: lambda: list(moves(ROWS[: n * 2], ROWS[: n * 2][::-1])),
    "rows known by their links": lambda n: renamed(n // 2),
}


@pytest.mark.parametrize("name", GROWS)
def test_four_times_as_much_takes_four_times_as_long(name: str) -> None:
    little, much = (seconds(GROWS[name](n)) for n in (200, 800))
    assert much < max(little, 0.02) * 4 * 2, f"{little:.3f} s, {much:.3f} s"


def test_more_rows_than_can_be_held_against_each_other_are_refused() -> None:
    old, new = (
        read_page(page(rows="".join(row(name=f"{name} {at}") for at in range(900)))).document
        for name in ("Here once", "There now")
    )
    with within(1):
        with pytest.raises(DocumentError, match="900 rows or columns are gone and 900 are new, too many to tell"):
            align(old, new)
        assert align(old, new, strict=False).recognised == {}


def test_long_names_are_counted_by_their_characters() -> None:
    few = dict.fromkeys(range(15), "a" * 200)
    assert not names.too_many(dict(list(few.items())[:10]), dict(list(few.items())[:10]))
    assert "too long to tell" in names.too_many(few, few)


@law(30, 2_000)
@given(pages())
def test_no_page_takes_long(text: str) -> None:
    """Nothing but DocumentError is raised, and a second is enough for any page of 30 KB. Ten thousand pages:
    tests/soak/test_generated.py."""
    with within(0.3 + len(text) * 2e-5):
        take(text)
