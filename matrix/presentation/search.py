"""Which rows a search finds, and which errors that people come with.

Pure. The rule for rows is the contract's "URL", `q`. Where no row holds all words, but the text of an error does, the
rows that it is about are found.
"""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, structs

from matrix.domain.document import Document, Feature, Table
from matrix.domain.once import once
from matrix.domain.subject import ErrorText, Subject
from matrix.presentation import wording

_SHORTEST = 3
"""Characters from which on a text is looked for in errors: one letter stands in all of them."""
_TOLD = 8
"""So many words are told one by one, where no row holds all."""

Basis = Literal["all", "error", "most"]


class Found(Struct, frozen=True):
    """``rows``: a table's slug and a feature's key each, None where nothing is searched. ``basis``: whether they hold
    all words, are what an error is about that does, or hold the most, which is ``held`` of the ``words``. These have
    the most: ``nowhere`` are the words that no row holds, ``elsewhere`` those that only other rows do, ``within`` those
    that some hold as a part of a longer word alone, with these rows' names."""

    rows: frozenset[tuple[str, str]] | None = None
    errors: tuple[ErrorText, ...] = ()
    basis: Basis = "all"
    held: int = 0
    words: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    within: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def has(self, table: Table, feature: Feature) -> bool:
        return self.rows is None or (table.slug, feature.key) in self.rows


def search(document: Document, subject: Subject, q: str) -> Found:
    """What a text finds. Its cost is bounded by the length of an address."""
    typed: dict[str, str] = {}
    for word in q.split():
        typed.setdefault(_folded(word), word)
    words = tuple(typed)
    if not words:
        return Found()
    errors = tuple(error for error in subject.errors if _held(words, _folded(error.text)) == len(words))
    errors = errors if len(q.strip()) >= _SHORTEST else ()
    texts = once(document, ("search", subject), lambda: _texts(document, subject))
    held = {row: _held(words, text) for row, text in texts.items()}
    most = max(held.values(), default=0)
    about = {error.feature for error in errors}
    basis: Basis = "most"
    found = [row for row, count in held.items() if count == most > 0]
    if most == len(words):
        basis = "all"
    elif meant := [row for row in held if row[1] in about]:
        basis, found = "error", meant
    result = Found(frozenset(found), errors, basis, most, tuple(typed.values()))
    return _most(result, document, typed, texts) if basis == "most" and len(words) <= _TOLD else result


def _most(found: Found, document: Document, typed: dict[str, str], texts: dict[tuple[str, str], str]) -> Found:
    """The same, word by word. ``typed``: what is searched, by the folded words; ``texts``: all rows'."""
    names = {(table.slug, feature.key): feature.name for table in document.tables for feature in table.features}
    shown = [(name, texts[row]) for row, name in names.items() if row in (found.rows or ())]
    apart = [word for word in typed if _nowhere(word, (text for _, text in shown))]
    within = ((typed[word], _within(word, shown)) for word in typed)
    return structs.replace(
        found,
        nowhere=tuple(typed[word] for word in apart if _nowhere(word, texts.values())),
        elsewhere=tuple(typed[word] for word in apart if not _nowhere(word, texts.values())),
        within=tuple((word, rows) for word, rows in within if rows),
    )


def _nowhere(word: str, texts: Iterable[str]) -> bool:
    return not any(word in text for text in texts)


def _within(word: str, rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of rows that hold a word as a part of a longer one alone, where others begin a word with it."""
    begins = re.compile(rf"(?<!\w){re.escape(word)}")
    inside = {name: begins.search(text) is None for name, text in rows if word in text}
    return tuple(name for name, only in inside.items() if only) if not all(inside.values()) else ()


def _held(words: tuple[str, ...], folded: str) -> int:
    return sum(1 for word in words if word in folded)


def _folded(text: str) -> str:
    """Case ignored, and which apostrophe was typed."""
    return text.casefold().replace("’", "'")


def _texts(document: Document, subject: Subject) -> dict[tuple[str, str], str]:
    """Each row's text, folded, by its table's slug and its key."""
    rows = [(table, feature) for table in document.tables for feature in table.features]
    return {(table.slug, f.key): _folded(_text(document, subject, table, f)) for table, f in rows}


def _text(document: Document, subject: Subject, table: Table, feature: Feature) -> str:
    """All that a row can be found by: its name, its cells, their footnotes, and short forms the other way as well."""
    cells = [table.cell(feature.key, column.slug) for column in table.columns]
    text = " · ".join((feature.name, *(cell.text for cell in cells)))
    notes = [document.by_footnote[number].text for cell in cells for number in cell.footnotes]
    return " · ".join((text, *dict.fromkeys(notes), *wording.other_forms(text, subject)))
