"""Text of the source, taken apart for templates: words, links, footnote marks."""

from msgspec import Struct, structs

from matrix.domain.document import Document
from matrix.domain.links import resolve
from matrix.domain.notation import Cell, read_inline


class Piece(Struct, frozen=True):
    """A stretch of a cell: text, a link, or a footnote mark."""

    text: str
    url: str = ""
    footnote: int = 0


def pieces(document: Document, cell: Cell) -> list[Piece]:
    """A cell's text, unbroken, with its links and its footnote mark apart."""
    if not cell.text:
        return []
    seen = [at for at, run in enumerate(cell.runs) if run.text.strip()]
    runs = cell.runs[seen[0] : seen[-1] + 1]  # without blanks before and behind
    found = [Piece(run.text, resolve(document.source.address, run.url)) for run in runs]
    found[0] = structs.replace(found[0], text=found[0].text.lstrip())
    found[-1] = structs.replace(found[-1], text=found[-1].text.rstrip())
    if cell.footnotes:
        number = str(cell.footnotes[-1])
        found[-1] = structs.replace(found[-1], text=found[-1].text.removesuffix(number))
        found.append(Piece(number, footnote=cell.footnotes[-1]))
    return [piece for piece in found if piece.text]


def inline_pieces(document: Document, notation: str) -> list[Piece]:
    """Prose with its links."""
    return [Piece(run.text, resolve(document.source.address, run.url)) for run in read_inline(notation)]
