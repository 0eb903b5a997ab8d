"""The document as a value: what a row takes, which bullet speaks of an option, what counts in its hash."""

from dataclasses import replace

import pytest

from matrix.domain.document import Footnote, row_kind
from tests.oracle.oracle import BT, RT, T1, T2
from tests.support.documents import standard
from tests.support.edits import renamed, with_cell


def test_every_part_counts_in_the_hash() -> None:
    document = standard()
    table = document.tables[0]
    parts: dict[str, object] = {
        "source": replace(document.source, date="2023-02-14"),
        "title": "Features",
        "intro": (),
        "bullets": document.bullets[1:],
        "footnotes": document.footnotes[1:],
        "closing": ("more",),
        "tables": (replace(table, lead=()), document.tables[1]),
        "questions": document.questions[1:],
        "rulings": document.rulings[1:],
    }
    hashes = {replace(document, **{name: value}).hash for name, value in parts.items()}  # type: ignore[arg-type]
    assert len(hashes | {document.hash}) == len(parts) + 1


@pytest.mark.parametrize(
    ("feature", "takes"),
    [
        ("payload-size", "size"),
        ("request-timeout", "time"),
        ("gpu-support", None),  # only Docker containers, which is no option, has a list there
        ("deployment-guardrails", None),
        ("nowhere", None),
    ],
)
def test_what_a_need_on_a_row_takes(feature: str, takes: str | None) -> None:
    assert row_kind(standard(), feature) == takes


def test_a_need_on_a_list_takes_one_of_its_items_in_the_order_of_the_cells() -> None:
    items = row_kind(standard(), "dlcs-supported")
    assert isinstance(items, dict)
    assert list(items.items())[:4] == [
        *(("1p", "1P"), ("pre-built", "pre-built"), ("extend-pre-built", "Extend pre-built"), ("byoc", "BYOC")),
    ]
    assert "scikit-learn" in items


def test_a_row_that_both_tables_have_is_one_feature_under_the_firsts_name() -> None:
    assert standard().features["multi-model-endpoint"].name == "Multi-model endpoint"
    assert standard().by_table[T2].by_key["multi-model-endpoint"].name == "Multi-model endpoints"
    assert len(list(standard().cells_of("multi-model-endpoint"))) == 8
    assert len(list(standard().cells_of("scale-to-zero"))) == 4
    assert list(standard().cells_of("nowhere")) == []


def test_a_bullet_speaks_of_the_option_that_it_begins_with() -> None:
    table = standard().by_table[T1]
    batch, docker = table.columns[1], table.columns[4]
    assert standard().bullet_of(batch) == "Batch transform for offline inference with large datasets."
    assert standard().bullet_of(docker) == ""
    assert standard().bullet_of(renamed(standard(), T1, BT, "Transform").by_table[T1].columns[1]) == ""


def test_a_cell_is_read_and_written_by_its_place() -> None:
    table = with_cell(standard(), T1, "gpu-support", RT, "✓ 3").by_table[T1]
    assert (table.cell("gpu-support", RT).text, table.notation_of("gpu-support", RT)) == ("✓ 3", "✓ 3")
    with pytest.raises(KeyError):
        table.cell("gpu-support", "nowhere")


def test_texts_are_as_a_reader_sees_them() -> None:
    assert Footnote(1, r"a [b](c.md)\.").text == "a b."
    assert replace(standard(), title=r"[A](a.md) \& b").heading == "A & b"
