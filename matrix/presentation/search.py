"""Which rows a search finds, and which errors that people come with.

Pure. The rule for rows is the contract's "URL", `q`. Where no row holds all words as they are typed, those are
found that hold them with a quantity in another spelling, else those that an error is about whose text holds all.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, structs

from matrix.decision import facts
from matrix.domain.document import Column, Criterion, Document, Feature, Question, Table
from matrix.domain.once import once
from matrix.domain.quantities import Quantity, holds, quantities_in, read_quantity
from matrix.domain.subject import ErrorText, Subject
from matrix.domain.text import NotationError
from matrix.presentation import wording

_SHORTEST = 3
"""Characters from which on a text is looked for in errors: one letter stands in all of them."""
_TOLD = 8
"""So many words are told one by one, where no row holds all."""

_CALLED = frozenset({"error", "errors"})
"""What the page calls the errors that it starts from: no word that their texts would have to hold."""

Basis = Literal["all", "error", "most"]


class Found(Struct, frozen=True):
    """``rows``: a table's slug and a feature's key each, None where nothing is searched. ``basis``: whether they hold
    all words (a quantity in any spelling), are what an error is about that does, or hold the most, which is ``held`` of
    the ``words``. These have the most: ``nowhere`` are the words that no row holds, ``elsewhere`` those that only other
    rows do. ``beyond``: what else of the page holds all of them."""

    rows: frozenset[tuple[str, str]] | None = None
    errors: tuple[ErrorText, ...] = ()
    basis: Basis = "all"
    held: int = 0
    words: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    beyond: "Beyond | None" = None

    def has(self, table: Table, feature: Feature) -> bool:
        return self.rows is None or (table.slug, feature.key) in self.rows


class Beyond(Struct, frozen=True):
    """What holds all words of a search that no row holds: ``columns`` by their names; ``questions`` by what they ask
    and offer; ``said`` are cells of which another source says it, each text of a row once, and none where a column is
    called so. Of a quantity ``questions`` are those that it may be an answer to."""

    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    said: tuple[facts.Where, ...]


def search(document: Document, subject: Subject, q: str) -> Found:
    """What a text finds. Its cost is bounded by the length of an address."""
    typed: dict[str, str] = {}
    for word in q.split():
        typed.setdefault(_folded(word), word)
    words = tuple(typed)
    if not words:
        return Found()
    texts = once(document, ("search", subject), lambda: _texts(document, subject))
    held = {row: _held(words, text) for row, text in texts.items()}
    most = max(held.values(), default=0)
    found = [row for row, count in held.items() if count == most > 0]
    whole = found if most == len(words) else _with_quantities(document, subject, words, texts)
    if whole:
        return Found(frozenset(whole), held=len(words), words=tuple(typed.values()))
    errors = _errors(document, subject, words) if len(q.strip()) >= _SHORTEST else ()
    about = {error.feature for error in errors}
    basis: Basis = "most"
    if meant := [row for row in held if row[1] in about]:
        basis, found = "error", meant
    result = Found(frozenset(found), errors, basis, most, tuple(typed.values()))
    return _most(result, document, typed, texts) if basis == "most" and len(words) <= _TOLD else result


def _with_quantities(
    document: Document, subject: Subject, words: tuple[str, ...], texts: dict[tuple[str, str], str]
) -> list[tuple[str, str]]:
    """The rows that hold all words, where one that is a quantity (``1gb``, ``60s``) may be written otherwise (``≤ 1
    GB``, ``60 seconds``)."""
    asked = {word: quantity for word in words if (quantity := _quantity(word))}
    if not asked:
        return []
    named = once(
        document, ("quantities", subject), lambda: {row: frozenset(quantities_in(text)) for row, text in texts.items()}
    )
    return [row for row, text in texts.items() if all(word in text or asked.get(word) in named[row] for word in words)]


def _quantity(word: str) -> Quantity | None:
    try:
        return read_quantity(word.lstrip("<≤"))
    except NotationError:
        return None


def _errors(document: Document, subject: Subject, words: tuple[str, ...]) -> tuple[ErrorText, ...]:
    """The errors whose text holds all words; where one of them is what the page calls them, the name of their row may
    hold the others."""
    asked = tuple(word for word in words if word not in _CALLED)
    names = document.names if len(asked) < len(words) else {}
    texts = ((error, _folded(f"{error.text} · {names.get(error.feature, '')}")) for error in subject.errors)
    return tuple(error for error, text in texts if _held(asked, text) == len(asked))


def _most(found: Found, document: Document, typed: dict[str, str], texts: dict[tuple[str, str], str]) -> Found:
    """The same, word by word. ``typed``: what is searched, by the folded words; ``texts``: all rows'."""
    shown = [text for row, text in texts.items() if row in (found.rows or ())]
    apart = [word for word in typed if _nowhere(word, shown)]
    return structs.replace(
        found,
        nowhere=tuple(typed[word] for word in apart if _nowhere(word, texts.values())),
        elsewhere=tuple(typed[word] for word in apart if not _nowhere(word, texts.values())),
        beyond=_beyond(document, tuple(typed)),
    )


def _beyond(document: Document, words: tuple[str, ...]) -> Beyond:
    def found(*texts: str) -> bool:
        return _held(words, _folded(" · ".join(texts))) == len(words)

    columns = tuple(column for _, column in document.columns.values() if found(column.name))
    asked = _quantity(" ".join(words))
    texts = {} if columns else {one: (one.text, one.cell or "") for one in document.annotations}
    hits = [one for one, said in texts.items() if found(*said) or (asked and _names(" · ".join(said), asked))]
    said: dict[tuple[str, str], facts.Where] = {}
    for where, notes in facts.cells_annotated(document) if hits else ():
        for one in notes:
            if one in hits:
                said.setdefault((where[1], one.text), where)
    named = [q for q in document.questions if found(q.short, q.text, *(choice.label for choice in q.choices))]
    return Beyond(columns, tuple(named) or _asking(document, " ".join(words)), tuple(said.values()))


def _names(text: str, asked: Quantity) -> bool:
    """Whether a text names as much, in any unit."""
    alike = (it for it in quantities_in(text) if it.dimension == asked.dimension)
    return any(it.amount() == asked.amount() for it in alike)


def _asking(document: Document, text: str) -> tuple[Question, ...]:
    """The questions that a quantity is an answer to, where a limit takes it; else those about a row of which a footnote
    names as much or more: a size may be that of a model."""
    try:
        asked = read_quantity(text)
    except NotationError:
        return ()

    def takes(criteria: Iterable[Criterion]) -> bool:
        cells = [cell for it in criteria for cell in document.cells_of(it.feature)]
        limits = [it.limit for it in cells if it.limit and it.limit.quantity.dimension == asked.dimension]
        return any(holds(asked, it) is not False for it in limits) or bool(limits and any(it.unit_only for it in cells))

    def speaks_of(question: Question) -> bool:
        rows = {criterion.feature for choice in question.choices for criterion in choice.criteria}
        notes = {number for row in rows for cell in document.cells_of(row) for number in cell.footnotes}
        named = (it for n in notes for it in quantities_in(document.by_footnote[n].text))
        return any(it.dimension == asked.dimension and it.amount() >= asked.amount() for it in named)

    fits = tuple(question for question in document.questions if takes(question.criteria))
    return fits or tuple(question for question in document.questions if speaks_of(question))


def _nowhere(word: str, texts: Iterable[str]) -> bool:
    return not any(word in text for text in texts)


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
