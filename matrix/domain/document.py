"""The whole matrix and questionnaire as one immutable value: its shape, what it means, and the hash of that.

Pure. A revision is a `Document`; everything that a reader sees is a function of a document and a selection.
Names in the ``Words`` section of the contract: table, option, feature, cell, footnote, question, choice.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from msgspec import to_builtins

from matrix.domain.annotation import Annotation
from matrix.domain.links import resolve
from matrix.domain.meaning import canonical_json, cell_meaning, inline_meaning
from matrix.domain.notation import Cell, plain
from matrix.domain.pickled import FieldsAlone
from matrix.domain.quantities import Dimension
from matrix.domain.table import Column, Feature, Table, name_of_whole
from matrix.domain.text import slugify

__all__ = ["Column", "Feature", "Table"]  # the parts of a document that `matrix.domain.table` has

QuestionKind = Literal["size", "duration", "one", "many"]
Basis = Literal["row", "heading", "bullet"]
Verdict = Literal["met", "conditional", "not-stated", "not-applicable", "unmet"]
"""From best to worst, as the contract's outcome takes them."""


class DocumentError(ValueError):
    """The parts do not make a matrix: a cell that can't be read, a footnote that isn't there, a key twice."""


@dataclass(frozen=True)
class Source:
    """Where the text comes from: the page's address, and the date (ISO) on which this edition of it was published."""

    address: str
    date: str


@dataclass(frozen=True)
class Footnote:
    number: int
    notation: str

    @cached_property
    def text(self) -> str:
        return plain(self.notation)


@dataclass(frozen=True)
class Criterion:
    """What a choice (or a size or duration question) asks of the options.

    ``row``: the feature ``feature``, with ``item`` on a list row and the answer's quantity on a limit row; where
    ``decides`` names an option, only that option's cell is judged. Criteria of one choice and table that share
    an ``alternative`` other than 0 are met when one of them is. ``heading`` and ``bullet``: a ruling on the
    option ``option`` with its ``verdict`` and ``note``. ``table`` is "" where the criterion holds in every table.
    """

    basis: Basis
    table: str = ""
    feature: str = ""
    item: str = ""
    strict: bool = False
    alternative: int = 0
    decides: str = ""
    option: str = ""
    verdict: Verdict = "met"
    note: str = ""


@dataclass(frozen=True)
class Choice:
    slug: str
    label: str
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class Question:
    """``criteria`` is of sizes and durations alone: the row that the quantity is held against. ``optional``: a workload
    may need nothing of what it asks for; to any other question each workload has an answer."""

    slug: str
    kind: QuestionKind
    text: str
    help: str = ""
    short: str = ""
    choices: tuple[Choice, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    optional: bool = False

    @property
    def many(self) -> bool:
        return self.kind == "many"

    @cached_property
    def by_slug(self) -> dict[str, Choice]:
        return {choice.slug: choice for choice in self.choices}


@dataclass(frozen=True)
class Ruling:
    """How a worded cell is judged: what ``text`` in a cell of ``feature`` means for a need; or, in words alone, what
    ``text`` means as a footnote that such a cell marks.

    Where ``excludes_item`` is set, the text is not met as soon as that item of the row ``excludes_feature`` is
    required too (the pair of ``container=1p`` and ``chunked=yes``).
    """

    feature: str
    text: str
    note: str
    excludes_feature: str = ""
    excludes_item: str = ""


@dataclass(frozen=True)
class Document(FieldsAlone):
    """One revision's whole content. `matrix.domain.validation` tells whether it is sound."""

    source: Source
    title: str
    intro: tuple[str, ...]
    bullets: tuple[str, ...]
    tables: tuple[Table, ...]
    footnotes: tuple[Footnote, ...]
    closing: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    annotations: tuple[Annotation, ...] = ()

    @property
    def heading(self) -> str:
        """The title as a reader sees it."""
        return plain(self.title)

    @cached_property
    def by_table(self) -> dict[str, Table]:
        return {table.slug: table for table in self.tables}

    @cached_property
    def by_question(self) -> dict[str, Question]:
        return {question.slug: question for question in self.questions}

    @cached_property
    def by_footnote(self) -> dict[int, Footnote]:
        return {footnote.number: footnote for footnote in self.footnotes}

    @cached_property
    def features(self) -> dict[str, Feature]:
        """Every key once, in the order of the tables and their rows, under its first table's name."""
        found: dict[str, Feature] = {}
        for table in self.tables:
            for feature in table.features:
                found.setdefault(feature.key, feature)
        return found

    @cached_property
    def lineage(self) -> dict[str, tuple[str, ...]]:
        """The key of each row that is a part → the keys of the rows that it was split from, the nearest last."""
        found: dict[str, tuple[str, ...]] = {}
        for feature in (feature for table in self.tables for feature in table.features if feature.wholes):
            found.setdefault(feature.key, feature.wholes)
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """Every key that a need may ask for → its name, in the order of addresses: the rows', and at the first of its
        parts that of a row which was split."""
        names: dict[str, str] = {}
        for feature in (feature for table in self.tables for feature in table.features):
            for whole in feature.wholes:
                if whole not in names:
                    parts = (part.name for table in self.tables for part in table.features if whole in part.wholes)
                    names[whole] = self.features[whole].name if whole in self.features else name_of_whole(whole, parts)
            names.setdefault(feature.key, feature.name)
        return names

    def rows(self, table: Table, key: str) -> tuple[Feature, ...]:
        """The rows of a table that a criterion or need on ``key`` reads: the row, or its parts; for a part, in a table
        where the row isn't split, the nearest whole; () where there is none of them."""
        if found := table.parts(key):
            return found
        wholes = [table.by_key[whole] for whole in self.lineage.get(key, ()) if whole in table.by_key]
        return tuple(wholes[-1:])

    @cached_property
    def row_kinds(self) -> "dict[str, Dimension | dict[str, str] | None]":
        """What a need takes, by the key of each row (`row_kind`)."""
        return {key: _row_kind(self, key) for key in self.names}

    @cached_property
    def columns(self) -> dict[str, tuple[Table, Column]]:
        return {column.slug: (table, column) for table in self.tables for column in table.columns}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the meaning, in hex: equal content has an equal hash, however it is spelled."""
        return hashlib.sha256(canonical_json(meaning(self)).encode()).hexdigest()

    def cells_of(self, key: str) -> Iterator[Cell]:
        """The cells of a row, or of its parts, in every table, without the columns that are no options."""
        for table in self.tables:
            for feature in self.rows(table, key):
                yield from (table.cell(feature.key, option.slug) for option in table.options)

    def bullet_of(self, option: Column) -> str:
        """The plain text of the bullet that describes an option, ``""`` where there is none."""
        name = option.name.lower()
        return next((said for said, lower in self._bullets_said if lower.startswith(name)), "")

    @cached_property
    def _bullets_said(self) -> list[tuple[str, str]]:
        """Each bullet's plain text, and that in lower case."""
        return [(said, said.lower()) for said in map(plain, self.bullets)]

    @cached_property
    def by_ruling(self) -> dict[tuple[str, str], Ruling]:
        """By row and words."""
        return {(ruling.feature, ruling.text): ruling for ruling in self.rulings}


def row_kind(document: Document, feature: str) -> Dimension | dict[str, str] | None:
    """What a need on this row takes: a size or time where a cell of an option is a limit; one of the items
    (slug → item, in the order of the cells) where a cell is a list; else None."""
    return document.row_kinds[feature] if feature in document.row_kinds else _row_kind(document, feature)


def _row_kind(document: Document, feature: str) -> Dimension | dict[str, str] | None:
    dimension: Dimension | None = None
    items: dict[str, str] = {}
    for cell in document.cells_of(feature):
        if cell.limit:
            dimension = dimension or cell.limit.quantity.dimension
        for item in cell.items:
            items.setdefault(slugify(item), item)
    return dimension or items or None


# --- Meaning -----------------------------------------------------------------------------------------------


def meaning(document: Document) -> dict[str, Any]:
    """The document by meaning: what the hash is taken of, and what two documents are compared by."""
    address = document.source.address

    def prose(texts: tuple[str, ...]) -> list[list[list[str]]]:
        return [inline_meaning(address, text) for text in texts]

    return {
        "source": to_builtins(document.source),
        "title": inline_meaning(address, document.title),
        "intro": prose(document.intro),
        "bullets": prose(document.bullets),
        "closing": prose(document.closing),
        "footnotes": [[n, inline_meaning(address, note.notation)] for n, note in sorted(document.by_footnote.items())],
        "tables": [
            {
                "slug": table.slug,
                "title": inline_meaning(address, table.title),
                "lead": prose(table.lead),
                "columns": [[c.slug, c.name, resolve(address, c.url), c.candidate] for c in table.columns],
                "features": [_feature_meaning(address, feature) for feature in table.features],
                "cells": [
                    [cell_meaning(address, table.cell(feature.key, column.slug)) for column in table.columns]
                    for feature in table.features
                ],
            }
            for table in document.tables
        ],
        "questions": [_question_meaning(question) for question in document.questions],
        # A ruling is found by its row and words, wherever it stands.
        "rulings": [to_builtins(ruling) for ruling in sorted(document.rulings, key=lambda r: (r.feature, r.text))],
        # Only where there are any: revisions made before there were annotations keep their hash.
        **({"annotations": sorted(map(_annotation_meaning, document.annotations))} if document.annotations else {}),
    }


def _question_meaning(question: Question) -> dict[str, Any]:
    """Whether it is optional only where it is: revisions made before questions said so keep their hash."""
    fields: dict[str, Any] = to_builtins(question)
    return fields if question.optional else {name: value for name, value in fields.items() if name != "optional"}


def _feature_meaning(address: str, feature: Feature) -> list[str]:
    """With what it is a part of only where it is one: revisions made before there were parts keep their hash."""
    whole = [feature.part_of] if feature.part_of else []
    return [feature.key, feature.name, resolve(address, feature.url), *whole]


def _annotation_meaning(annotation: Annotation) -> list[str]:
    """None as a value sorts before each that is one."""
    where = [annotation.table, annotation.feature, annotation.column, annotation.seen, annotation.url]
    value = [] if annotation.cell is None else [annotation.cell.strip()]
    return [*where, annotation.source, annotation.text, *value]
