"""A cell outside of its table: its footnote's number is no part of its text."""

import pytest

from matrix.presentation.quoting import apart, in_words


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        *(("✓1", "1", "✓, note 1"), ("✓ 3", "3", "✓, note 3"), ("1P, BYOC 2", "2", "1P, BYOC, note 2")),
        *((same, "", same) for same in ("✓", "N/A", "< 6 MB", "Days", "1P", "inf1, d 1 instance", "✓✓", "[<](x) foo")),
        ("", "", "blank"),
    ],
)
def test_it_works(text: str, number: str, said: str) -> None:
    assert apart(text) == (text.removesuffix(number), number)
    assert in_words(text) == said
