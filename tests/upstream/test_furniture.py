"""What a publisher's site puts around the page is told, kept in the file, and no part of the matrix."""

from collections.abc import Callable

import pytest

from matrix.domain.document import Document
from matrix.upstream import writer
from matrix.upstream.commonmark import MarkdownError
from tests.support.documents import read_page, source_text, standard, unescaped, with_front_matter
from tests.support.edits import with_cell, with_footnote

SEE_ALSO = """
## See also

+  [Deploy models](deploy-model.md)
+  [Hosting FAQs](hosting-faqs.md)

## Skills for AI coding assistants

Install the skill:

```
aws skills install
```
"""


def meaning(text: str) -> Document:
    return read_page(text).document


AROUND: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "nothing": (str, ()),
    "front matter": (with_front_matter, ("front matter",)),
    "a closing block": (lambda text: text + SEE_ALSO, ("See also", "Skills for AI coding assistants")),
    "both, without backslashes": (
        lambda text: with_front_matter(unescaped(text) + SEE_ALSO),
        ("front matter", "See also", "Skills for AI coding assistants"),
    ),
    "a rule before it": (lambda text: f"{text}\n\n---\n{SEE_ALSO}", ("See also", "Skills for AI coding assistants")),
    "a rule alone": (lambda text: f"{text}\n\n---\n", ()),
    "a bold line": (lambda text: f"{text}\n\n**See also**\n\n- [A page](a.md)\n", ("See also",)),
    "a passage in it that begins with a number": (
        lambda text: f"{text}\n\n## See also\n\n2 minutes to read more.\n",
        ("See also",),
    ),
    "a heading of the first level": (lambda text: f"{text}\n\n# See also\n\n[A page](a.md)\n", ("See also",)),
}


@pytest.mark.parametrize(("around", "names"), AROUND.values(), ids=AROUND)
def test_what_is_around_the_page_is_told_and_no_part_of_it(
    around: Callable[[str], str], names: tuple[str, ...]
) -> None:
    text = around(source_text())
    page = read_page(text)
    assert page.furniture.names == names
    assert page.document.hash == meaning(source_text()).hash
    assert writer.write(standard(), text) == text, "an export is the file that came in"


def test_an_edit_of_a_page_with_a_closing_block_leaves_that_where_it_is() -> None:
    text = source_text() + SEE_ALSO
    edited = with_footnote(
        with_cell(standard(), "inference-options", "gpu-support", "batch-transform", "✓4"), 4, "New."
    )
    written = writer.write(edited, text)
    assert written.endswith(SEE_ALSO)
    assert [note.number for note in meaning(written).footnotes] == [1, 2, 3, 4]


def test_a_closing_paragraph_or_list_is_the_page_s_own() -> None:
    """What follows the footnotes without a heading of its own was always published, and is."""
    assert meaning(source_text() + "\n\nThe end.\n").closing == ("The end.",)
    page = read_page(source_text() + "\n\n+  One\n+  Two\n")
    assert (page.document.closing, page.furniture.names) == (("One", "Two"), ())
    assert page.document.tables == standard().tables, "no list after the tables is about a table"


def test_a_heading_before_the_last_footnote_is_no_closing_block() -> None:
    text = source_text().replace("\n 3 With SageMaker", "\n## Notes\n\n 3 With SageMaker")
    page = read_page(text)
    assert (page.furniture.names, len(page.document.footnotes)) == ((), 3)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (source_text() + "\n" + source_text(), None, "a second page begins here"),
        (source_text() + SEE_ALSO + "\n" + source_text(), None, "a second page begins here"),
        ("# Another page\n\nIts text.\n\n" + source_text(), 5, "a second page begins here"),
        ("<!DOCTYPE html>\n<html><body>" + source_text(), 1, r"this is HTML; .*with \.md in place of \.html"),
        ("\ufeff\n<html lang='en'>", 1, "this is HTML"),
    ],
    ids=["glued", "glued behind its closing block", "glued before it", "HTML", "HTML with a byte order mark"],
)
def test_two_pages_in_one_or_html_are_refused(text: str, line: int | None, message: str) -> None:
    with pytest.raises(MarkdownError, match=message) as told:
        read_page(text)
    assert told.value.line == line or line is None
