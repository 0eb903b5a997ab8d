"""The two tables together: hosting options come with Real-time inference, and may refuse what it ticks.

Pure.
"""

from dataclasses import dataclass
from typing import Final

from matrix.decision.fit import Verdicts
from matrix.decision.judge import SEVERITY
from matrix.decision.selection import Selection, Word
from matrix.domain.document import Column, Document
from matrix.domain.links import resolve

REAL_TIME: Final = "real-time-inference"
"""The option of the first table that the second is about: "hosting options that come with real-time inference"."""


@dataclass(frozen=True)
class PairConflict:
    """The first table ticks an arrangement and a feature for Real-time inference; the second, whose columns are the
    arrangements, refuses the two together."""

    arrangement: str
    arrangement_row: str
    feature: str
    option: str
    cell: str
    words: tuple[Word, Word]


def pair_conflicts(verdicts: Verdicts, selection: Selection) -> tuple[PairConflict, ...]:
    """The conflicts among what a selection asks, where Real-time inference remains."""
    document = verdicts.document
    real_time = document.columns.get(REAL_TIME)
    if real_time is None or len(document.tables) != 2 or not _remains(verdicts, selection):
        return ()
    option = real_time[1]
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


def _remains(verdicts: Verdicts, selection: Selection) -> bool:
    """Whether Real-time inference still fits."""
    worst = verdicts.worst(selection.parts)
    places = [at for at, (_, option) in enumerate(verdicts.options) if option.slug == REAL_TIME]
    return any(worst[at] < SEVERITY["not-applicable"] for at in places)


def _arrangements(document: Document) -> dict[str, Column]:
    """Rows of the first table that are columns of the second: both carry the same link."""
    first, second = document.tables
    address = document.source.address
    columns = {resolve(address, column.url): column for column in second.options if column.url}
    links = {feature.key: resolve(address, feature.url) for feature in first.features if feature.url}
    return {key: columns[link] for key, link in links.items() if link in columns}
