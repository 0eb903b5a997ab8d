"""Export: byte for byte where nothing was edited, and only the edit where something was."""

import difflib
import re
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix.decision import lint
from matrix.domain.change import Change
from matrix.domain.document import Column, Document, Feature
from matrix.upstream import reader, writer
from tests.support.documents import SOURCE, SPELLINGS, read_page, source_text, standard
from tests.support.edits import (
    renamed,
    with_cell,
    with_column,
    with_feature,
    with_footnote,
    without_feature,
)
from tests.support.laws import law
from tests.support.update import plan

T1, T2, BT = "inference-options", "hosting-options", "batch-transform"


def again(document: Document, text: str) -> tuple[Change, ...]:
    """What importing an export of the document into itself would change: nothing, if it is right."""
    return plan(document, read_page(text)).changes


def changed_lines(before: str, after: str) -> list[str]:
    diff = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in diff if line[:2] in ("- ", "+ ")]


def test_the_untouched_matrix_is_the_source_byte_for_byte() -> None:
    text = writer.write(standard(), source_text())
    assert sha256(text.encode()).hexdigest() == "e7c06b8c26f0479a1b8bee691c5af1dcc241077261c570c93efdb764222aa397"
    assert text.encode() == SOURCE.read_bytes()


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (("gpu-support", "serverless-inference", "✓1"), "| ✓1 | ✓1 | ✓1 |  |", "| ✓1 | ✓1 | ✓1 | ✓1 |"),
        (("request-timeout", "asynchronous-inference", "< 60 minutes"), "| < 15 minutes |", "| < 60 minutes |"),
        (
            ("deployment-guardrails", "batch-transform", "All-at-once (x)."),
            "| ✓ |  | ✓ | All\\-at\\-once traffic fall back |",
            "| ✓ | All\\-at\\-once \\(x\\)\\. | ✓ | All\\-at\\-once traffic fall back |",
        ),
    ],
)
def test_after_an_edit_only_the_edited_cell_differs(edit: tuple[str, str, str], before: str, after: str) -> None:
    document = with_cell(standard(), T1, *edit)
    text = writer.write(document, source_text())
    assert text != source_text()
    line = next(line for line in source_text().splitlines() if before in line and edit[0].split("-")[0] in line.lower())
    assert text == source_text().replace(line, line.replace(before, after, 1))
    assert again(document, text) == ()


def test_a_cell_of_a_page_without_backslashes_is_written_without() -> None:
    plain = source_text().replace("\\", "")
    document = with_cell(standard(), T1, "deployment-guardrails", "batch-transform", "All-at-once (x).")
    text = writer.write(document, plain)
    assert "| All-at-once (x). |" in text
    assert "\\" not in text
    assert len(changed_lines(plain, text)) == 2


def test_padded_columns_stay_padded() -> None:
    padded = source_text().replace(
        "| ✓ | N/A | ✓ | ✓ | N/A |", "| ✓        | N/A      | ✓        | ✓        | N/A      |"
    )
    document = with_cell(standard(), T1, "autoscaling-support", "batch-transform", "✓1")
    assert "| ✓        | ✓1       | ✓        |" in writer.write(document, padded)


STRUCTURAL = [
    renamed(standard(), T1, "gpu-support", "GPU - support (all)"),
    without_feature(standard(), T2, "inf1-support"),
    with_feature(standard(), T1, Feature("new-row", "New row", "new-row.md"), ("✓", "", "N/A", "✓1", "a, b"), 3),
    with_column(standard(), T2, Column("new-option", "New option", "new-option.md"), ("✓",) * 24, 2),
    with_footnote(standard(), 4, "A new - note, with a [link](there.md)."),
    with_footnote(standard(), 1, "Other words."),
    replace(standard(), footnotes=standard().footnotes),
    replace(standard(), title="Another - title"),
    replace(standard(), title=f"[{standard().title}](a.md)"),
    replace(standard(), intro=(*standard().intro, "1. not a list", "# not a heading", "- not a bullet")),
    replace(standard(), bullets=standard().bullets[1:]),
    replace(standard(), bullets=(*standard().bullets, "A fifth - one.")),
    replace(standard(), closing=("And so on.",)),
]


@pytest.mark.parametrize("document", STRUCTURAL)
@pytest.mark.parametrize("upstream", [source_text(), source_text().replace("\\", ""), None])
def test_every_sort_of_edit_comes_back_as_it_was(document: Document, upstream: str | None) -> None:
    assert again(document, writer.write(document, upstream)) == ()


@pytest.mark.parametrize("bullets", [(0,), (0, 1, 2), (3,), (1, 2, 3), (1,)])
@pytest.mark.parametrize("name", ["as in the source", "no backslashes", "CRLF", "padded columns"])
def test_whichever_bullets_go_the_list_ends_where_it_did(bullets: tuple[int, ...], name: str) -> None:
    upstream = reader.decode(SPELLINGS[name](source_text()).encode())
    document = replace(standard(), bullets=tuple(standard().bullets[at] for at in bullets))
    assert again(document, writer.write(document, upstream)) == ()


def test_what_is_new_in_a_page_has_its_ends_of_lines() -> None:
    crlf = reader.decode(SPELLINGS["CRLF"](source_text()).encode())
    for document in (with_footnote(standard(), 4, "A new one."), with_cell(standard(), T1, "gpu-support", BT, "✓")):
        text = writer.write(document, crlf)
        assert text.count("\n") == text.count("\r\n")
        assert again(document, text) == ()


def test_without_bars_at_the_ends_a_blank_last_cell_keeps_one() -> None:
    bare = re.sub(r"^\| (.*?\S) ?\|? *$", r"\1", source_text(), flags=re.MULTILINE)
    assert not any(line.startswith("|") for line in bare.splitlines())
    assert again(standard(), writer.write(standard(), bare)) == ()
    document = with_cell(standard(), T1, "autoscaling-support", "docker-containers", "")
    assert again(document, writer.write(document, bare)) == ()


def test_a_byte_order_mark_stays() -> None:
    with_mark = b"\xef\xbb\xbf" + source_text().encode()
    assert writer.write(standard(), reader.decode(with_mark)).encode() == with_mark


def test_a_page_written_from_nothing_is_read_back() -> None:
    assert (
        read_page(writer.write(standard(), None)).document == replace(read_page(source_text()).document)
        or again(standard(), writer.write(standard(), None)) == ()
    )


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")), min_size=1, max_size=30
).map(lambda text: " ".join(text.split()))
cells = st.sampled_from(["", "✓", "✓1", "✓ 3", "N/A", "< 6 MB", "≤ 0.5 GB", "Days", "a, b 2", "[x](y.md), z"]) | words
edits = st.lists(
    st.tuples(st.sampled_from([T1, T2]), st.integers(0, 23), st.integers(0, 3), cells), min_size=1, max_size=5
)


@law(20, 1000)
@given(edits=edits, name=words, note=words)
def test_import_of_an_export_is_the_matrix(edits: list[tuple[str, int, int, str]], name: str, note: str) -> None:
    document = standard()
    for slug, row, column, text in edits:
        table = document.by_table[slug]
        document = with_cell(document, slug, table.features[row].key, table.columns[column].slug, text)
    document = with_footnote(renamed(document, T1, "gpu-support", name), 3, note)
    if lint.errors(document):
        return  # refused before it could be published
    assert again(document, writer.write(document, source_text())) == ()
