"""What counts as the same, whatever its spelling."""

import pytest

from matrix.domain.meaning import canonical_json, cell_meaning, inline_meaning
from matrix.domain.notation import read_cell

PAGE = "https://example.org/dg/page.html"


def test_json_has_one_form() -> None:
    assert canonical_json({"b": 1, "a": "✓"}) == '{"a":"✓","b":1}'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("✓1", "✓ 1", True),
        ("< 6 MB", "<6.0  MB", True),
        ("a, b", "a ,  b", True),
        ("[a](x.md)", "[a](https://example.org/dg/x.html)", True),
        (" N/A", r"N\/A", True),
        ("✓", "✓1", False),
        ("✓1", "✓2", False),
        ("< 6 MB", "≤ 6 MB", False),
        ("< 6 MB", "< 6 GB", False),
        ("a, b", "b, a", False),
        ("[a](x.md)", "[a](y.md)", False),
        ("[a](x.md)", "a", False),
        ("", "N/A", False),
    ],
)
def test_cells_mean_the_same_where_only_their_spelling_differs(one: str, other: str, same: bool) -> None:
    assert (cell_meaning(PAGE, read_cell(one)) == cell_meaning(PAGE, read_cell(other))) == same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (r"near\-real\-time", " near-real-time ", True),
        ("see [a](x.md) now", "see  [a](./x.md)  now", True),
        ("see [a](x.md) now", "see a now", False),
        ("see [a](x.md) now", "see [a now](x.md)", False),
        ("GPU", "gpu", False),
    ],
)
def test_texts_mean_the_same_by_their_words_and_links(one: str, other: str, same: bool) -> None:
    assert (inline_meaning(PAGE, one) == inline_meaning(PAGE, other)) == same
