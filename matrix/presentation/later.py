"""Limits that the publisher has moved since the edition shown: what an option works up to is told by its day.

Pure.
"""

from collections.abc import Sequence

from msgspec import Struct

from matrix.decision import limits
from matrix.decision.facts import Where
from matrix.decision.limits import Bound
from matrix.domain.document import Column, Document
from matrix.presentation.dating import day_words
from matrix.presentation.second_sources import SecondSources
from matrix.presentation.wording import listed, lowered


class Later(Struct, frozen=True):
    """A later edition: its date, and the document whose cells would decide by it."""

    day: str
    document: Document


def since(document: Document, later: Sequence[Later], second: SecondSources, table: str, option: Column) -> str:
    """`` (request timeout: under 1 hour since 10 March 2023)``: what the newest of ``later`` says of the limits up to
    which an option works by ``document``, where it is other; not of a cell that was changed here. "" where none
    moved."""
    moved: list[str] = []
    for bound in limits.bounds(document, document.by_table[table], option):
        where: Where = table, bound.feature, option.slug
        history = [] if second.is_own(*where) else [(it.day, _of(it.document, where)) for it in later]
        newest = history[-1][1] if history else None
        if newest and newest.text != bound.text:
            until = next((at for at, (_, was) in enumerate(reversed(history)) if was != newest), len(history))
            words = newest.words or f"“{newest.text}”"
            moved.append(f"{lowered(bound.label)} {words} since {day_words(history[-until][0])}")
    return f" ({listed(moved)})" if moved else ""


def _of(document: Document, where: Where) -> Bound | None:
    """The same bound by another document."""
    table, feature, option = where
    columns = {column.slug: column for column in document.by_table[table].options} if table in document.by_table else {}
    found = limits.bounds(document, document.by_table[table], columns[option]) if option in columns else ()
    return next((bound for bound in found if bound.feature == feature), None)
