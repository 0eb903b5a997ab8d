"""Text of the source, taken apart for templates."""

import pytest

from matrix.domain.notation import read_cell
from matrix.web.pieces import Piece, pieces
from tests.support.documents import standard

X = "https://docs.aws.amazon.com/sagemaker/latest/dg/x.html"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("✓1", [Piece("✓"), Piece("1", footnote=1)]),
        ("✓ 3 ", [Piece("✓ "), Piece("3", footnote=3)]),
        ("[✓1](x.md)", [Piece("✓", X), Piece("1", footnote=1)]),
        ("[✓1](x.md) ", [Piece("✓", X), Piece("1", footnote=1)]),
        (" [1P](x.md), BYOC 2", [Piece("1P", X), Piece(", BYOC "), Piece("2", footnote=2)]),
        ("< 6 MB", [Piece("< 6 MB")]),
        ("  ", []),
    ],
)
def test_pieces(text: str, expected: list[Piece]) -> None:
    assert pieces(standard(), read_cell(text)) == expected
