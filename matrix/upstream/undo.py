"""Taking back what one revision changed, and nothing that came after it.

Pure. In three ways: the base is the revision, ours what is current, theirs the revision before. Where something newer
stands on a part of what it changed, it is not taken back at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from matrix.domain.conflict import Conflict
from matrix.domain.document import Document, Table
from matrix.upstream.align import Aligned
from matrix.upstream.threeway import three_way

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Undone:
    """``document`` is the current one without the revision's changes, None where newer ones stand on them:
    ``conflicts`` in the tables and the prose, ``questionnaire`` names the questions, rulings and annotations."""

    document: Document | None
    conflicts: tuple[Conflict, ...] = ()
    questionnaire: tuple[str, ...] = ()


class _Newer(Exception):
    """Something newer stands on a value."""


def undone(before: Document, revision: Document, current: Document) -> Undone:
    """What is left of ``current`` without what led from ``before`` to ``revision``."""
    plan = three_way(revision, current, Aligned(before, {}, ()))
    newer: list[str] = []

    def parts(what: str, name: Callable[[_Value], str], *sides: Sequence[_Value]) -> tuple[_Value, ...]:
        found = [{name(part): part for part in side} for side in sides]
        kept: dict[str, _Value] = {}
        for key in dict.fromkeys(key for side in (found[1], found[2]) for key in side):
            try:
                if (value := _back(*(side.get(key) for side in found))) is not None:
                    kept[key] = value
            except _Newer:
                newer.append(f"{what} {key}")
        orders = [[key for key in side if key in kept] for side in found]
        order = orders[2] if orders[0] == orders[1] else [*orders[1], *orders[2]]
        return tuple(kept[key] for key in dict.fromkeys(order))

    documents = revision, current, before
    questions = parts("question", lambda question: question.slug, *(document.questions for document in documents))
    rulings = parts("ruling on", lambda r: f"{r.feature} “{r.text}”", *(document.rulings for document in documents))
    annotations = parts(
        "annotation of", lambda a: f"{a.table}, {a.feature}, {a.column} “{a.text}”", *(d.annotations for d in documents)
    )
    if plan.conflicts or newer:
        return Undone(None, plan.conflicts, tuple(newer))
    merged = plan.merged(range(len(plan.changes)))
    try:
        source = replace(
            merged.source,
            address=_back(*(document.source.address for document in documents)),
            date=_back(*(document.source.date for document in documents)),
        )
        tables = tuple(
            _flags(table, *(document.by_table.get(table.slug) for document in documents)) for table in merged.tables
        )
    except _Newer:
        return Undone(None, (), ("the source, or which columns are options",))
    merged = replace(merged, source=source, tables=tables)
    return Undone(replace(merged, questions=questions, rulings=rulings, annotations=annotations))


def _back(revision: _Value, current: _Value, before: _Value) -> _Value:
    """The value before, where the current one is still the revision's."""
    if current == revision:
        return before
    if before in (revision, current):
        return current
    raise _Newer


def _flags(merged: Table, *sides: Table | None) -> Table:
    """Which columns are options, and which rows are parts of others: the three-way merge of a page leaves them ours."""
    columns = [{column.slug: column.candidate for column in side.columns} if side else {} for side in sides]
    rows = [{feature.key: feature.part_of for feature in side.features} if side else {} for side in sides]

    def back(found: list[dict[str, _Value]], name: str, own: _Value) -> _Value:
        return _back(*(side[name] for side in found)) if all(name in side for side in found) else own

    return replace(
        merged,
        columns=tuple(replace(c, candidate=back(columns, c.slug, c.candidate)) for c in merged.columns),
        features=tuple(replace(f, part_of=back(rows, f.key, f.part_of)) for f in merged.features),
    )
