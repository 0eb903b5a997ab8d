"""Slugs, whole numbers, white space."""

import pytest

from matrix.domain.text import cut, cut_quotes, keep_short, natural, slugify, squeeze


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Data capture/Model monitor support", "data-capture-model-monitor-support"),
        ("Real-time inference", "real-time-inference"),
        ("d instance support", "d-instance-support"),
        ("  (HTTP)  ", "http"),
        ("✓", ""),
        ("É", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", 0), ("7", 7), ("012", 12), ("9" * 9, 999_999_999)),
        *((text, None) for text in ("", "-1", "+1", "1.0", " 1", "1_0", "²", "①", "٣", "9" * 10, "9" * 5000)),
    ],
)
def test_a_whole_number_is_up_to_nine_digits_and_nothing_else(text: str, number: int | None) -> None:
    assert natural(text) == number


@pytest.mark.parametrize(("text", "squeezed"), [("", ""), (" \t ", ""), (" a \n\tb\u00a0c ", "a b c")])
def test_white_space_is_one_blank(text: str, squeezed: str) -> None:
    assert squeeze(text) == squeezed


@pytest.mark.parametrize(("text", "asked"), [("a" * 200, 1), ("a" * 201, 2)])
def test_answers_to_short_texts_are_kept(text: str, asked: int) -> None:
    seen: list[str] = []

    @keep_short
    def upper(text: str) -> str:
        seen.append(text)
        return text.upper()

    assert upper(text) == upper(text) == text.upper()
    assert len(seen) == asked


def test_what_is_long_is_told_by_its_beginning() -> None:
    long = "x" * 5000
    assert cut("x" * 60) == "x" * 60
    assert cut(long) == "x" * 60 + "…"
    assert cut_quotes(f"“{long}” is no answer to “payload”") == f"“{cut(long)}” is no answer to “payload”"
