"""Which rows stand for a key: the row, its parts, or what it was split from; and what the key is called."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from matrix.domain import validation
from matrix.domain.document import Document, Feature, Table
from matrix.domain.findings import in_words
from matrix.domain.provenance import Provenance
from matrix.domain.revision import RevisionRef
from matrix.domain.table import name_of_whole
from matrix.store import codec
from tests.support.documents import standard

FIRST = (
    Feature("plain", "Plain"),
    Feature("safe-fast", "Safe: fast", part_of="safe"),
    Feature("safe-slow-am", "Safe: slow, in the morning", part_of="safe/safe-slow"),
    Feature("safe-slow-pm", "Safe: slow, in the evening", part_of="safe/safe-slow"),
    Feature("other-one", "One", part_of="two-in-one"),
    Feature("other-two", "Two", part_of="two-in-one"),
)
SECOND = (Feature("safe-fast", "Safe: fast", part_of="safe"), Feature("safe-slow", "Safe: slow", part_of="safe"))


def of(*tables: tuple[Feature, ...]) -> Document:
    def table(old: Table, features: tuple[Feature, ...]) -> Table:
        return replace(old, features=features, notations=tuple(("✓",) * len(old.columns) for _ in features))

    both = zip(standard().tables, tables, strict=True)
    return replace(standard(), tables=tuple(table(old, features) for old, features in both), questions=(), rulings=())


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        ("plain", ["plain"], []),
        ("safe", ["safe-fast", "safe-slow-am", "safe-slow-pm"], ["safe-fast", "safe-slow"]),
        ("safe-fast", ["safe-fast"], ["safe-fast"]),
        ("safe-slow", ["safe-slow-am", "safe-slow-pm"], ["safe-slow"]),
        ("safe-slow-pm", ["safe-slow-pm"], ["safe-slow"]),  # the second table hasn't split it again
        ("two-in-one", ["other-one", "other-two"], []),
        ("nowhere", [], []),
    ],
)
def test_the_rows_that_stand_for_a_key(key: str, first: list[str], second: list[str]) -> None:
    document = of(FIRST, SECOND)
    assert [[row.key for row in document.rows(table, key)] for table in document.tables] == [first, second]
    assert len(list(document.cells_of(key))) == 4 * len(first) + 4 * len(second)


def test_a_row_that_is_there_again_stands_for_itself() -> None:
    document = of((*FIRST, Feature("safe", "Safe")), SECOND)
    assert [row.key for row in document.rows(document.tables[0], "safe")] == ["safe"]


def test_every_key_has_a_name_at_its_place() -> None:
    assert of(FIRST, SECOND).names == {
        "plain": "Plain",
        "safe": "Safe",
        "safe-fast": "Safe: fast",
        "safe-slow": "Safe: slow",
        "safe-slow-am": "Safe: slow, in the morning",
        "safe-slow-pm": "Safe: slow, in the evening",
        "two-in-one": "Two in one",
        "other-one": "One",
        "other-two": "Two",
    }
    assert list(of(FIRST, SECOND).names)[:4] == ["plain", "safe", "safe-fast", "safe-slow"]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["Guardrails: blue/green", "Guardrails: rolling"], "Guardrails"),
        (["Guardrails : blue/green", "Guardrails: a: b"], "Guardrails"),
        (["Guardrails: blue/green", "Rollouts: rolling"], "Data capture model monitor"),
        (["Data capture", "Model monitor"], "Data capture model monitor"),
        ([": blue", ": green"], "Data capture model monitor"),
    ],
)
def test_the_name_of_a_row_that_no_table_has(parts: list[str], name: str) -> None:
    assert name_of_whole("data-capture-model-monitor", parts) == name


def test_what_it_is_a_part_of_is_kept_and_counts() -> None:
    document = of(FIRST, SECOND)
    assert codec.load(codec.dump(document)) == document
    others = tuple(replace(feature, part_of="") for feature in FIRST)
    assert of(others, SECOND).hash != document.hash


def test_a_row_that_was_split_is_not_gone() -> None:
    whole = of((Feature("plain", "Plain"), Feature("safe", "Safe"), Feature("lost", "Lost")), SECOND[:1])
    found = Provenance().after(whole, of(FIRST, SECOND), (), RevisionRef(2, "0" * 64, datetime(2026, 1, 2, tzinfo=UTC)))
    assert set(found.gone) == {("feature", "lost")}


@pytest.mark.parametrize(
    ("part_of", "message"),
    [
        ("Safe", "“Safe”, which it was split from, is no row's key"),
        ("safe/", "“safe/”, which it was split from, is no row's key"),
        ("plain", "it is a part of itself"),
        ("/".join(["safe"] * 101), "what it was split from has 504 characters; 500 are allowed"),
    ],
)
def test_what_can_be_no_whole_is_named(part_of: str, message: str) -> None:
    document = of((replace(FIRST[0], part_of=part_of), *FIRST[1:]), SECOND)
    assert [in_words(finding, document).rpartition("Plain: ")[2] for finding in validation.violations(document)] == [
        message
    ]
