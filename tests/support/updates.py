"""A small publisher's page, and random edits of it, as an editor makes them in the matrix, or its publisher."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from matrix.domain.document import Column, Document, DocumentError, Feature, Footnote, Table
from matrix.domain.notation import read_cell, renumbered
from matrix.domain.text import slugify
from matrix.domain.validation import checked
from matrix.upstream import writer
from matrix.upstream.reader import UpstreamPage
from tests.support.documents import read_page, standard
from tests.support.table_updates import CELLS, TABLE_EDITS, Edit

_TIMBER: Final = ("Alder beams", "Birch canoes", "Cedar chests", "Dogwood daggers", "Elm wheels", "Fir masts")
_METAL: Final = ("Bronze bells", "Copper kettles", "Iron anvils", "Nickel spoons", "Silver coins", "Tin whistles")


def _table(slug: str, title: str, names: Sequence[str], columns: Sequence[str]) -> Table:
    """Every other row has a link, by which the page's reader may know it under another name."""
    features = [Feature(slugify(n), n, f"{slugify(n)}.md" if at % 2 else "") for at, n in enumerate(names)]
    cells = [tuple(CELLS[(at + 2 * across) % 8] for across in range(len(columns))) for at in range(len(names))]
    marked = {0: ("✓1", *cells[0][1:]), 2: ("red, blue 2", *cells[2][1:]), 4: (*cells[4][:-1], "✓ 3")}
    return Table(
        slug,
        title,
        (f"What {title} are.", f"More of {title}.")[: 1 + (slug == "hosting-options")],
        tuple(Column(slugify(name), name, f"{slugify(name)}.md") for name in columns),
        tuple(features),
        tuple(marked.get(at, row) for at, row in enumerate(cells)),
    )


def published(document: Document) -> UpstreamPage:
    """The document as its publisher's page: names and links, without keys, questions and source."""
    return read_page(writer.write(document, None))


BASE: Final = published(
    Document(
        source=standard().source,
        title="Goods",
        intro=("What follows is goods.",),
        bullets=("Oak for doors.", "Pine for floors.", "Yew for bows."),
        tables=(
            _table("inference-options", "Inference options", _TIMBER, ("Oak", "Pine", "Yew", "Larch")),
            _table("hosting-options", "Hosting options", _METAL, ("Forged", "Moulded", "Stamped")),
        ),
        footnotes=tuple(
            Footnote(number, f"{word} applies here.") for number, word in enumerate(("Ache", "Brim", "Crux"), 1)
        ),
        closing=("See [the list](list.md).", "The end."),
    )
).document
"""The page that last came in."""


def edits(kinds: Sequence[str], most: int, least: int = 0) -> st.SearchStrategy[list[Edit]]:
    number = st.integers(0, 11)
    return st.lists(st.builds(Edit, st.sampled_from(kinds), number, number, number), min_size=least, max_size=most)


def edited(document: Document, made: Sequence[Edit], hand: str) -> Document:
    """The document after these edits, but for those that would leave no matrix. ``hand`` (a word) is in each text that
    is made, so that two hands make no equal edits by chance unless they are given the same word."""
    for edit in made:
        after = _EDITS[edit.kind](document, edit, hand)
        try:
            document = checked(after)
        except DocumentError:
            continue
    return document


def _on_table(change: Callable[[Table, Edit, str], Table]) -> Callable[[Document, Edit, str], Document]:
    def on_document(document: Document, edit: Edit, hand: str) -> Document:
        at = edit.where % 2
        tables = list(document.tables)
        tables[at] = change(tables[at], edit, hand)
        return replace(document, tables=tuple(tables))

    return on_document


# --- Footnotes ---------------------------------------------------------------------------------------------------


def _edit_footnote(document: Document, edit: Edit, hand: str) -> Document:
    """Its first word, which is no other footnote's, stays."""
    at = edit.which % len(document.footnotes)
    notes = list(document.footnotes)
    notes[at] = replace(notes[at], notation=f"{notes[at].notation} So says {hand if edit.what % 2 else 'anyone'}.")
    return replace(document, footnotes=tuple(notes))


def _add_footnote(document: Document, edit: Edit, hand: str) -> Document:
    """In front, so that the others get other numbers, or behind; a cell marks it."""
    word = f"{('Dusk', 'Echo', 'Flux')[edit.what % 3]}{hand if edit.what % 2 else ''}"
    if any(note.text.startswith(f"{word} ") for note in document.footnotes):
        return document
    number = 1 if edit.which % 2 else max(note.number for note in document.footnotes) + 1
    if number == 1:
        document = _with_numbers(document, {note.number: note.number + 1 for note in document.footnotes})
    notes = (*document.footnotes, Footnote(number, f"{word} is added."))
    document = replace(document, footnotes=tuple(sorted(notes, key=lambda note: note.number)))
    table = document.tables[edit.where % 2]
    cells = [list(row) for row in table.notations]
    cells[edit.which % len(cells)][edit.what % len(table.columns)] = f"✓{number}"
    tables = [replace(t, notations=tuple(map(tuple, cells))) if t is table else t for t in document.tables]
    return replace(document, tables=tuple(tables))


def _remove_footnote(document: Document, edit: Edit, hand: str) -> Document:
    number = document.footnotes[edit.which % len(document.footnotes)].number
    if len(document.footnotes) < 2:
        return document

    def unmarked(text: str) -> str:
        return "✓" if read_cell(text).footnotes == (number,) else text

    tables = tuple(
        replace(table, notations=tuple(tuple(map(unmarked, row)) for row in table.notations))
        for table in document.tables
    )
    notes = tuple(note for note in document.footnotes if note.number != number)
    return replace(document, tables=tables, footnotes=notes)


def _renumber(document: Document, edit: Edit, hand: str) -> Document:
    numbers = [note.number for note in document.footnotes]
    by = edit.which % len(numbers)
    return _with_numbers(document, dict(zip(numbers, [*numbers[by:], *numbers[:by]], strict=True)))


def _with_numbers(document: Document, numbers: dict[int, int]) -> Document:
    tables = tuple(
        replace(table, notations=tuple(tuple(renumbered(text, numbers) for text in row) for row in table.notations))
        for table in document.tables
    )
    notes = [replace(note, number=numbers[note.number]) for note in document.footnotes]
    return replace(document, tables=tables, footnotes=tuple(sorted(notes, key=lambda note: note.number)))


# --- Prose -------------------------------------------------------------------------------------------------------


def _prose(document: Document, edit: Edit, hand: str) -> Document:
    who = hand if edit.what % 2 else "anyone"
    match edit.where % 5:
        case 0:
            return replace(document, title=f"Goods of {who}")
        case 1:
            return replace(document, intro=_passages(document.intro, edit, who))
        case 2:
            return replace(document, bullets=_passages(document.bullets, edit, who))
        case 3:
            return replace(document, closing=_passages(document.closing, edit, who))
    first, second = document.tables
    return replace(document, tables=(first, replace(second, lead=_passages(second.lead, edit, who))))


def _passages(texts: tuple[str, ...], edit: Edit, who: str) -> tuple[str, ...]:
    at = edit.which % len(texts)
    match edit.what % 4:
        case 0 if len(texts) > 1:
            return (*texts[:at], *texts[at + 1 :])
        case 1:
            return (*texts[: at + 1], f"Added by {who}.", *texts[at + 1 :])
        case 2:
            return (*texts[:at], f"{texts[at]} [More](of-{who}.md).", *texts[at + 1 :])
    return (*texts[:at], f"{texts[at]} As {who} says.", *texts[at + 1 :])


_EDITS: Final[dict[str, Callable[[Document, Edit, str], Document]]] = {
    **{kind: _on_table(change) for kind, change in TABLE_EDITS.items()},
    "footnote edited": _edit_footnote,
    "footnote added": _add_footnote,
    "footnote removed": _remove_footnote,
    "footnotes renumbered": _renumber,
    "prose": _prose,
}
KINDS: Final = tuple(_EDITS)
