"""What a revision knows of the ones before it: since when a cell has its value, and which names are gone.

Pure. Each revision's past follows from the last one's and the changes between, so that no page reads all history.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from sys import intern
from typing import Any

from matrix.domain.change import Change
from matrix.domain.document import Document
from matrix.domain.meaning import canonical_json
from matrix.domain.revision import RevisionRef


@dataclass(frozen=True)
class LastChange:
    """The revision since which a cell has its value, and what it was before: None where there was no such cell."""

    revision: RevisionRef
    before: str | None


@dataclass(frozen=True)
class Gone:
    """A name that addresses may still hold: what it meant, and the last revision that knew it."""

    meaning: str
    number: int


@dataclass(frozen=True)
class Provenance:
    """``cells``: by table, feature and column, for those that are not as in the first revision. ``gone``: by kind
    ("feature", "option", "question", "choice") and name."""

    cells: dict[tuple[str, str, str], LastChange] = field(default_factory=dict)
    gone: dict[tuple[str, str], Gone] = field(default_factory=dict)

    def after(self, old: Document, new: Document, changes: Iterable[Change], revision: RevisionRef) -> "Provenance":
        """The past of the revision that ``changes`` led to."""
        cells = dict(self.cells)
        for change in changes:
            if change.kind == "cell" and change.table and change.feature and change.column:
                cells[change.table, change.feature, change.column] = LastChange(revision, change.before)
        for table in new.tables:
            before = old.by_table.get(table.slug)
            slugs = {column.slug for column in before.columns} if before else set()
            for feature in table.features:
                for column in table.columns:
                    if before is None or feature.key not in before.by_key or column.slug not in slugs:
                        cells[table.slug, feature.key, column.slug] = LastChange(revision, None)
        there = {(t.slug, f.key, c.slug) for t in new.tables for f in t.features for c in t.columns}
        names = _names(new)
        gone = {key: value for key, value in self.gone.items() if key not in names}
        for key, meaning in _names(old).items():
            if key not in names:
                gone[key] = Gone(meaning, revision.number - 1)
        return replace(self, cells={key: cells[key] for key in cells if key in there}, gone=gone)

    def dump(self) -> str:
        """One line of JSON; `load` gives it back."""
        return canonical_json(
            {
                "cells": [[*key, _dump(last)] for key, last in self.cells.items()],
                "gone": [[*key, asdict(gone)] for key, gone in self.gone.items()],
            }
        )

    @classmethod
    def load(cls, text: str) -> "Provenance":
        data = json.loads(text)
        known: dict[int, RevisionRef] = {}
        return cls(
            {
                (intern(table), feature, intern(column)): _load(last, known)
                for table, feature, column, last in data["cells"]
            },
            {(kind, name): Gone(**gone) for kind, name, gone in data["gone"]},
        )


def _dump(last: LastChange) -> dict[str, Any]:
    """Under the names that revisions which exist were written with."""
    published = last.revision.published.isoformat()
    moment = {"number": last.revision.number, "hash": last.revision.hash, "published": published}
    return {"moment": moment, "before": last.before}


def _load(data: dict[str, Any], known: dict[int, RevisionRef]) -> LastChange:
    """One change of many cells is one value."""
    moment = data["moment"]
    number = moment["number"]
    if number not in known:
        known[number] = RevisionRef(number, moment["hash"], datetime.fromisoformat(moment["published"]))
    return LastChange(known[number], data["before"])


def _names(document: Document) -> dict[tuple[str, str], str]:
    """Every name that an address may hold, by kind, and what it means."""
    names: dict[tuple[str, str], str] = {}
    for key, name in document.names.items():  # a row that was split is not gone
        names["feature", key] = f"the row “{name}”"
    for slug, (_, column) in document.columns.items():
        names["option", slug] = f"the column “{column.name}”"
    for question in document.questions:
        names["question", question.slug] = f"the question “{question.text}”"
        for choice in question.choices:
            names["choice", f"{question.slug}={choice.slug}"] = f"the answer “{choice.label}”"
    return names
