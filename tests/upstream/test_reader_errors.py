"""What keeps a page from being read, each told at its line; and that nothing else is ever raised."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix.domain.document import DocumentError
from matrix.upstream import reader
from matrix.upstream.commonmark import MarkdownError
from matrix.upstream.reader import MAX_PAGE_BYTES
from tests.support.documents import edited, read_page, source_text, with_front_matter
from tests.support.laws import examples, law
from tests.support.texts import each

GPU = r"| GPU support | ✓1 | ✓1 | ✓1 |  | [1P](common-info-all-im-models.md), pre\-built, BYOC | "
SINGLE = "| Single model | ✓ | ✓ | ✓ | ✓ | N/A | "
PAYLOAD = "| Payload size | < 6 MB | ≤ 100 MB | ≤ 1 GB | ≤ 4 MB |  | "
HOSTING_GPU = "| GPU support | ✓1 | ✓ | ✓ |  | "
THIRD = "\n\n| a | b |\n| - | - |\n| c | ✓ |\n"


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def error_of(text: str | bytes) -> MarkdownError:
    with pytest.raises(MarkdownError) as raised:
        read_page(reader.decode(text if isinstance(text, bytes) else text.encode()))
    return raised.value


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (SINGLE, "| Single model | ✓ | ✓ | ✓ | ✓ | ", "the row has 5 cells, its table's head has 6"),
        (SINGLE, "| Single model | ✓ | ✓ | ✓ | ✓ | N/A | ✓ | ", "the row has 7 cells"),
        (SINGLE, "| Single model | ", "the row has 1 cells"),
        (HOSTING_GPU, "| GPU support | ✓1 | ✓ | ✓ |  |  | ", "the row has 6 cells, its table's head has 5"),
        (SINGLE, r"| Single model | ✓ \| ✓ | ✓ | ✓ | N/A | ", "the row has 5 cells"),
        (GPU, GPU.replace("✓1 | ✓1 | ✓1", "✓1 | ✓9 | ✓1"), "GPU support, Batch transform: “✓9” marks footnote 9"),
        (HOSTING_GPU, "| GPU support | ✓1 | ✓ 4 | ✓ |  | ", "Multi-model endpoints: “✓ 4” marks footnote 4"),
        (GPU, GPU.replace("BYOC", "BYOC 7"), "GPU support, Docker containers: .* marks footnote 7"),
        (SINGLE, SINGLE.replace("Single model", "GPU support"), "the row “GPU support” is there twice"),
        (SINGLE, SINGLE.replace("Single model", "GPU-Support"), "the row “GPU-Support” is there twice"),
        (SINGLE, SINGLE.replace("Single model", "…"), "has no name"),
        (SINGLE, SINGLE.replace("Single model", "[a](b.md) [c](d.md)"), "more than one link"),
        (PAYLOAD, PAYLOAD.replace("< 6", "<= 6"), "Payload size, Real-time inference: .*begins like a limit"),
        (PAYLOAD, PAYLOAD.replace("< 6", "> 6"), "begins like a limit"),
        (PAYLOAD, PAYLOAD.replace("≤ 1 GB", "≤ 1 TB"), "Asynchronous inference: .*“TB” is not a unit"),
        (SINGLE, SINGLE.replace("N/A", "n/a"), "begins like N/A"),
        (SINGLE, SINGLE.replace("N/A", "✔"), "begins like a tick"),
        (GPU, GPU.replace("✓1 | ✓1", "✓1, ✓2 | ✓1"), "begins like a tick"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_at_its_line(old: str, new: str, message: str) -> None:
    text = edited(old, new)
    for spelled in (text, with_front_matter(text), text.replace("\n", "\r\n")):
        error = error_of(spelled)
        assert error.line == line_of(spelled, new)
        with pytest.raises(MarkdownError, match=message):
            raise error


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SINGLE, SINGLE.replace("Single model", "[Single model](javascript:alert)")),
        (SINGLE, SINGLE.replace("Single model", "[Single model](ftp://a/b)")),
        (SINGLE, SINGLE.replace("N/A", "[N/A](javascript:alert)")),
        (SINGLE, SINGLE.replace("N/A", "[N/A](data:text/html,x)")),
        (" 2 To use any other framework", " 2 To use [any](javascript:alert) other framework"),
        ("offline inference", "[offline](vbscript:x) inference"),
    ],
)
def test_a_link_that_is_no_web_address_is_told_at_its_line(old: str, new: str) -> None:
    text = edited(old, new)
    assert error_of(text).line == line_of(text, new)


def test_a_column_twice_is_told_at_its_line() -> None:
    text = edited(r"[Batch transform](batch-transform.md)", r"[Real\-time inference](batch-transform.md)")
    error = error_of(text)
    assert error.line == line_of(text, "| Feature")
    assert "“Real-time inference” is there twice" in str(error)


def test_a_column_named_like_one_of_the_other_table_is_refused_at_its_line() -> None:
    head = r"[Serial inference pipeline](inference-pipelines.md) | [Multi\-container endpoints]"
    text = edited(head, "[Serverless inference](inference-pipelines.md) | [Multi\\-container endpoints]")
    error = error_of(text)
    assert error.line == line_of(text, "[Single model endpoints]")
    assert "“Serverless inference” is there twice" in str(error)


def test_a_footnote_twice_is_told_at_its_line() -> None:
    text = edited("\n 2 To use", "\n 1 To use")
    error = error_of(text)
    assert (error.line, str(error)) == (line_of(text, " 1 To use"), "footnote 1 is there twice")


def test_a_mark_whose_footnote_is_gone_is_told_at_its_first_row() -> None:
    text = edited("\n 3 With SageMaker", "\n With SageMaker")
    error = error_of(text)
    assert error.line == line_of(text, "| [Model parallel")
    assert "marks footnote 3, which isn't there" in str(error)


def test_a_row_that_the_table_has_lost_is_told_at_its_line() -> None:
    text = edited(SINGLE, "\n" + SINGLE)
    error = error_of(text)
    assert error.line == line_of(text, SINGLE)
    assert "belongs to no table" in str(error)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "0 tables"),
        (b"\n \n", 2, "0 tables"),
        (b"\xef\xbb\xbf", 1, "0 tables"),
        (b"hello", 1, "0 tables"),
        (b"# a\n\nb\n", 3, "0 tables"),
        (b"a\nb\n\x00\n", 3, "control character"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "not UTF-8"),
        ("a\nü\n".encode("latin-1"), 2, "not UTF-8"),
        ("# a".encode("utf-16"), 1, "not UTF-8"),
        (b"%PDF-1.4\n\x07", 2, "control character"),
        (b"---\ntitle: x\n", 1, "front matter that begins here has no end"),
        (b"x" * (MAX_PAGE_BYTES + 1), 1, f"{MAX_PAGE_BYTES} are allowed"),
    ],
)
def test_what_is_no_page_is_told(data: bytes, line: int, message: str) -> None:
    error = error_of(data)
    assert error.line == line
    assert message in str(error)


def test_one_table_is_too_few_and_three_are_too_many() -> None:
    text = source_text()
    one = text[: text.index(" With SageMaker, you can deploy a single model")]
    assert str(error_of(one)) == "the page has 1 tables, not two"
    error = error_of(text.replace(" 1 Availability", f"{THIRD}\n 1 Availability"))
    assert (error.line, str(error)) == (line_of(text, " 1 Availability") + 2, "a third table; the page has two")


def test_a_page_without_a_heading_is_none() -> None:
    assert "no heading" in str(error_of(source_text().replace("# Supported features", "")))


@pytest.mark.law
def test_a_file_that_is_cut_anywhere_before_its_last_footnote_is_refused() -> None:
    text = source_text()
    end = text.index(" 3 With SageMaker")
    for cut in sorted(random.Random(1).sample(range(end), examples(40, end))):
        with pytest.raises(DocumentError):
            read_page(text[:cut])


@law()
@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_the_own_error(data: bytes) -> None:
    with pytest.raises(MarkdownError) as raised:
        read_page(reader.decode(data))
    assert raised.value.line >= 1


SNIPPETS = ("|", "\n", *each("✓|✓9|[|](|)|`|<a>|<!--|\\|---|> |* |1 |http://[|&#0;"), "| --- |")


@law(30)
@given(st.data())
def test_no_damage_to_the_page_raises_anything_but_the_own_error(data: st.DataObject) -> None:
    text = source_text()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.sampled_from((0, 0, 1, 3, 40)))
        put = data.draw(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=3)))
        text = text[:at] + put + text[at + gone :]
    try:
        page = read_page(text)
    except DocumentError:
        return
    assert len(page.document.tables) == 2
    assert page.document.hash
