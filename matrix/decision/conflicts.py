"""The two tables together: the second's options come with one option of the first, and may refuse what it ticks.

Pure. Which option that is, the subject says: ``detailed`` is its slug, "" where there is none.
"""

from msgspec import Struct

from matrix.decision.fit import Verdicts
from matrix.decision.judge import SEVERITY
from matrix.decision.selection import Selection, Word
from matrix.domain.document import Column, Document
from matrix.domain.links import resolve


class PairConflict(Struct, frozen=True):
    """The first table ticks an arrangement and a feature for the detailed option; the second, whose columns are the
    arrangements, refuses the two together."""

    arrangement: str
    arrangement_row: str
    feature: str
    option: str
    cell: str
    words: tuple[Word, Word]


def pair_conflicts(verdicts: Verdicts, selection: Selection, detailed: str) -> tuple[PairConflict, ...]:
    """The conflicts among what a selection asks, where the detailed option remains."""
    document = verdicts.document
    if detailed not in document.columns or len(document.tables) != 2 or not _remains(verdicts, selection, detailed):
        return ()
    option = document.columns[detailed][1]
    first, second = document.tables
    arrangements = _arrangements(document)
    asked = [
        (part.word, feature.key)
        for part in selection.parts
        for criterion in verdicts.requirement(part).in_table(first)
        if criterion.basis == "row" and not criterion.alternative
        for feature in document.rows(first, criterion.feature)
    ]
    asked = [(word, key) for word, key in asked if first.cell(key, option.slug).kind == "supported"]
    found: list[PairConflict] = []
    for word, key in asked:
        column = arrangements.get(key)
        for other, feature in asked if column else ():
            if column is None or feature in arrangements:
                continue
            for cell in (second.cell(row.key, column.slug) for row in document.rows(second, feature)):
                if cell.kind in ("unsupported", "not-applicable"):
                    names = first.by_key[key].name, first.by_key[feature].name
                    found.append(PairConflict(column.name, *names, option.name, cell.text, (word, other)))
    return tuple(found)


def _remains(verdicts: Verdicts, selection: Selection, detailed: str) -> bool:
    """Whether the detailed option still fits."""
    worst = verdicts.worst(selection.parts)
    places = [at for at, (_, option) in enumerate(verdicts.options) if option.slug == detailed]
    return any(worst[at] < SEVERITY["not-applicable"] for at in places)


def _arrangements(document: Document) -> dict[str, Column]:
    """Rows of the first table that are columns of the second: both carry the same link."""
    first, second = document.tables
    address = document.source.address
    columns = {resolve(address, column.url): column for column in second.options if column.url}
    links = {feature.key: resolve(address, feature.url) for feature in first.features if feature.url}
    return {key: columns[link] for key, link in links.items() if link in columns}
