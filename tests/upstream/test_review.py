"""An update with some changes refused: what is refused stays as it is, what is accepted comes in."""

from dataclasses import replace
from functools import cache

import pytest

from matrix.domain.diff import Change, matrix_changes
from matrix.domain.document import Column, Document, Feature
from matrix.upstream import reader, review, update, writer
from tests.support.documents import source_text, standard
from tests.support.edits import (
    renamed,
    with_cell,
    with_column,
    with_feature,
    with_footnote,
    with_head,
    with_order,
    without_column,
    without_feature,
)

T1, T2 = "inference-options", "hosting-options"


def present() -> Document:
    """The standard matrix, with passages that hold links."""
    return replace(standard(), closing=("See [a](a.md).", "See [b](b.md)."))


def relinked(notation: str) -> str:
    return notation.replace("http://aws.amazon.com/sagemaker/pricing/", "http://elsewhere.example/")


def everything() -> Document:
    """One change of nearly every kind."""
    document = with_cell(present(), T1, "request-timeout", "asynchronous-inference", "< 1 hour")
    document = with_cell(document, T1, "gpu-support", "docker-containers", "[1P](other.md), pre-built, BYOC")
    document = renamed(document, T1, "private-link-support", "Private link supported")
    document = without_feature(document, T2, "inf1-support")
    document = with_feature(document, T2, Feature("wholly-new", "Wholly new"), ("✓", "", "", "N/A"), 3)
    document = with_column(document, T1, Column("fifth-option", "Fifth option", "fifth.md"), ("✓",) * 26, 4)
    document = with_footnote(document, 4, "A fourth.")
    document = with_footnote(document, 2, "Another second.")
    document = with_footnote(document, 1, relinked(document.by_footnote[1].notation))
    closing = ("The end.", "See [a](a2.md).", "See [b](b2.md).")
    document = replace(document, title="Another title", bullets=document.bullets[1:], closing=closing)
    table = document.by_table[T1]
    moved = (*table.features[1:], table.features[0]), (*table.notations[1:], table.notations[0])
    tables = (replace(table, features=moved[0], notations=moved[1]), document.tables[1])
    return replace(document, tables=tables)


@cache
def planned() -> update.Update:
    text = writer.write(everything(), source_text())
    return update.plan(present(), reader.read_page(text))


def left(document: Document) -> list[Change]:
    return list(matrix_changes(present(), document))


def test_the_made_up_update_has_many_kinds() -> None:
    kinds = {change.kind for change in planned().changes}
    assert kinds == {
        *("cell", "link", "feature-renamed", "feature-removed", "feature-added", "feature-moved"),
        *("option-added", "footnote", "prose"),
    }


def test_nothing_refused_is_the_whole_update() -> None:
    found = planned()
    assert review.without(present(), found, set()).hash == found.document.hash


def test_everything_refused_is_the_present_matrix() -> None:
    found = planned()
    assert left(review.without(present(), found, set(range(len(found.changes))))) == []


@pytest.mark.parametrize("at", range(len(planned().changes)))
def test_each_change_can_be_refused_alone(at: int) -> None:
    found = planned()
    expected = [change for index, change in enumerate(found.changes) if index != at]
    assert left(review.without(present(), found, {at})) == expected


@pytest.mark.parametrize("at", range(len(planned().changes)))
def test_each_change_can_be_accepted_alone(at: int) -> None:
    found = planned()
    refused = set(range(len(found.changes))) - {at}
    assert left(review.without(present(), found, refused)) == [found.changes[at]]


COLUMNS = [
    with_head(standard(), T1, "serverless-inference", name="Serverless inferences"),
    with_head(standard(), T1, "batch-transform", url="batch.md"),
    without_column(standard(), T1, "serverless-inference"),
    without_column(standard(), T2, "multi-container-endpoints"),
    with_order(standard(), T1, columns=["batch-transform"]),
]


@pytest.mark.parametrize("document", COLUMNS)
def test_a_column_that_is_renamed_relinked_moved_or_gone_can_stay_as_it_is(document: Document) -> None:
    found = update.plan(standard(), reader.read_page(writer.write(document, source_text())))
    (change,) = found.changes
    assert change.column
    kept = review.without(standard(), found, {0})
    assert (list(matrix_changes(standard(), kept)), kept.hash) == ([], standard().hash)


def test_a_column_that_stays_has_a_blank_in_a_row_that_comes() -> None:
    more = with_feature(standard(), T1, Feature("wholly-new", "Wholly new"), ("✓",) * 5, 3)
    incoming = writer.write(without_column(more, T1, "serverless-inference"), source_text())
    found = update.plan(standard(), reader.read_page(incoming))
    refused = {at for at, change in enumerate(found.changes) if change.kind == "option-removed"}
    table = review.without(standard(), found, refused).by_table[T1]
    assert table.notation_of("wholly-new", "serverless-inference") == ""
    assert table.notation_of("payload-size", "serverless-inference") == "≤ 4 MB"


def test_of_footnotes_whose_links_change_alike_each_is_refused_by_itself() -> None:
    linked = [with_footnote(present(), 2, f"See [x]({url}).") for url in ("x.md", "y.md")]
    before, after = (with_footnote(document, 3, document.by_footnote[2].notation) for document in linked)
    found = update.plan(before, reader.read_page(writer.write(after, source_text())))
    assert [change.kind for change in found.changes] == ["link", "link"]
    kept = review.without(before, found, {1})
    assert [kept.by_footnote[number].notation for number in (2, 3)] == ["See [x](y.md).", "See [x](x.md)."]


def test_a_refused_split_keeps_the_row() -> None:
    text = source_text().replace(
        "| Private link support | ✓ | ✓ | ✓ |  | N/A | \n",
        "| Private link support for endpoints | ✓ | ✓ | ✓ |  | N/A | \n"
        "| Private link support for jobs | ✓ |  | ✓ |  | N/A | \n",
    )
    found = update.plan(standard(), reader.read_page(text))
    split = next(at for at, change in enumerate(found.changes) if change.kind == "feature-split")
    assert list(matrix_changes(standard(), review.without(standard(), found, {split}))) == []
