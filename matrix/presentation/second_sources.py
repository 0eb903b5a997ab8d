"""What other sources say: of a cell, and to a result; and whose text a cell is.

Pure.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from msgspec import Struct

from matrix.decision import facts
from matrix.decision.fit import OptionFit, Outcome
from matrix.decision.selection import Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document
from matrix.domain.meaning import cell_meaning
from matrix.domain.notation import read_cell
from matrix.domain.once import once
from matrix.domain.subject import Publisher
from matrix.presentation.wording import listed, lowered

_FEW: Final = 8
"""So many rows are named."""
_SHORT: Final = 120
"""So many characters of what is said stand in a line."""


class OwnCells(Protocol):
    """What is own of a matrix (matrix.upstream.own)."""

    @property
    def count(self) -> int: ...

    def has_cell(self, table: str, feature: str, column: str) -> bool: ...


def note_id(where: facts.Where) -> str:
    """The id of the note, below the tables, that holds what is said of a cell."""
    table, feature, column = where
    return f"said-{table}-{feature}-{column}"


class Who(Struct, frozen=True):
    """What other sources are called: ``another AWS page`` and ``other AWS pages`` where each is the publisher's own."""

    one: str
    many: str


def who_says(document: Document, publisher: str) -> Who:
    """By the addresses of all that is said of a document's cells, and its own. ``publisher``: its short name."""
    return once(document, ("who says", publisher), lambda: _who_says(document, publisher))


def _who_says(document: Document, publisher: str) -> Who:
    hosts = {urlsplit(said.url).hostname for said in document.annotations}
    own = hosts == {urlsplit(document.source.address).hostname} and publisher != Publisher().short
    return (
        Who(f"another {publisher} page", f"other {publisher} pages") if own else Who("another source", "other sources")
    )


def otherwise(document: Document, said: facts.Said, who: Who) -> str:
    """``other sources say otherwise of Payload size, and add to Shadow testing``: of many rows how many cells; "" of
    none."""
    rows = {row for _, row, _ in said.contested}
    added = [at for at in said.of_cells if at[1] not in rows]
    told = {"say otherwise of": [*said.contested], "add to": added}
    found = [f"{does} {_rows(document, cells)}" for does, cells in told.items() if cells]
    return f"{who.many} {', and '.join(found)}" if found else ""


def _rows(document: Document, cells: Sequence[facts.Where]) -> str:
    rows = dict.fromkeys(document.names[row] for _, row, _ in cells)
    return listed(rows) if len(rows) <= _FEW else f"{len(cells)} cells"


class SecondSources(Struct, frozen=True):
    """``page`` and ``annotated`` are the outcomes by either facts, by table and option; ``turned`` are the cells whose
    verdicts differ by them."""

    document: Document
    said: facts.Said
    page: Mapping[tuple[str, str], Outcome]
    annotated: Mapping[tuple[str, str], Outcome]
    turned: frozenset[facts.Where]
    own: OwnCells
    who: Who

    def is_contested(self, table: str, option: str) -> bool:
        """Whether the values of other sources change an option's outcome."""
        return self.page[table, option] != self.annotated[table, option]

    @property
    def key(self) -> str:
        """What the marks at the cells mean, in a line; "" where there is none."""
        more = len(self.said.of_cells) > len(self.said.contested)
        signs = {
            "≠ other": ("says otherwise", self.said.contested),
            "*\N{NO-BREAK SPACE}note": ("adds something", more),
        }
        return "; ".join(f"{sign}: {self.who.one} {does}" for sign, (does, there) in signs.items() if there)

    def of_cell(self, table: str, feature: str | None, option: str) -> tuple[Annotation, ...]:
        """What is said of a cell, the newest first."""
        return self.said.of_cells.get((table, feature or "", option), ())

    def words(self, selection: Selection) -> dict[facts.Where, str]:
        """What other sources say in the place of cells, where a selection is judged by that."""
        return {at: it.text for at, it in self.said.contested.items()} if selection.annotated else {}

    def doubts(self, table: str, option: str, *, none: bool = False) -> dict[str | None, str]:
        """By row, that another source says otherwise of an option, where that turns the verdict: `` (another source: up
        to 25 MB)``; where ``none`` fits, another limit anyway."""
        of_option = {at: it for at, it in self.said.contested.items() if at[::2] == (table, option)}
        said = {
            at: it for at, it in of_option.items() if at in self.turned or (none and read_cell(it.cell or "").limit)
        }
        return {at[1]: f" ({_briefly(self.who.one, it.cell or '')})" for at, it in said.items()}

    def adds(self, table: str, option: str) -> dict[str | None, str]:
        """By row, what another source adds to an option's cell."""
        of_option = {at: it for at, it in self.said.of_cells.items() if at[::2] == (table, option)}
        added = {at[1]: it[0].text for at, it in of_option.items() if at not in self.said.contested}
        return {row: f" ({self.who.one} adds: {text})" for row, text in added.items()}

    def beside(
        self, table: str, option: str, features: Collection[str | None], *, annotated: bool, above: str = ""
    ) -> tuple[str, ...]:
        """What is said of the rows by which an option fits: of which it would not, or not so (nothing where it is
        judged by that: ``annotated``), and to which something is added, in its words where it is one short thing that
        isn't told ``above`` of its row."""
        cells = {
            at: self.said.of_cells[at] for it in features if (at := (table, it or "", option)) in self.said.of_cells
        }
        added = [at for at in cells if at not in self.said.contested]
        told = [] if annotated else [*filter(None, [self._disputed(table, option, features)])]
        told += [f"{self.who.one} adds to {self._rows([at])} (see above)" for at in added if at[1] == above]
        added = [at for at in added if at[1] != above]
        saying = [said for at in added for said in cells[at]]
        if len(saying) == 1:
            who = f"{self.who.one} ({saying[0].source}, {saying[0].seen})"
            told.append(f"{who} says of {self._rows(added)}: {shortly(saying[0].text)}")
        elif added:
            told.append(f"{self.who.one} adds to {self._rows(added)}")
        return tuple(told)

    def noted(self, cells: Iterable[facts.Where], *, annotated: bool) -> dict[str, facts.Where]:
        """By row, the first of the cells by which options would fit of which there is something to be read: another
        source says otherwise, so that the verdict would differ, or adds something."""
        told = self.said.of_cells.keys() - self.said.contested.keys()
        told |= set() if annotated else self.turned & self.said.contested.keys()
        return {self._rows([at]): at for at in reversed([*cells]) if at in told}

    def but(self, table: str, option: OptionFit, *, annotated: bool) -> str:
        """That another source says otherwise of what doesn't rule an option out: whoever gives up what does had better
        know it. "" where none does, and where an option is judged by that (``annotated``)."""
        blocking = {reason.judgement.feature for reason in option.blocking}
        met = (it.judgement.feature for it in option.reasons if it.judgement.feature not in blocking)
        disputed = "" if annotated else self._disputed(table, option.option.slug, met)
        return f"; {disputed}" if disputed else ""

    def _disputed(self, table: str, option: str, features: Iterable[str | None]) -> str:
        """That another source says otherwise of rows, so that their verdicts would differ; "" where none does."""
        disputed = self.turned & self.said.contested.keys()
        cells = [at for it in features if (at := (table, it or "", option)) in disputed]
        return f"{self.who.one} says otherwise of {self._rows(cells)}" if cells else ""

    def _rows(self, cells: Iterable[facts.Where]) -> str:
        return listed(dict.fromkeys(lowered(self.document.names[row]) for _, row, _ in cells))

    def is_own(self, table: str, feature: str | None, option: str) -> bool:
        return feature is not None and self.own.has_cell(table, feature, option)

    def reason_json(self, table: str, feature: str | None, option: str) -> list[dict[str, Any]]:
        return [annotation_json(said) for said in self.of_cell(table, feature, option)]

    def source_of(self, table: str, feature: str | None, option: str) -> str | None:
        """The address that says what a cell says: the page's; of an own cell that of the newest annotation of equal
        value, None where there is none."""
        address = self.document.source.address
        if feature is None or not self.is_own(table, feature, option):
            return address
        cell = cell_meaning(address, self.document.by_table[table].cell(feature, option))
        for said in self.of_cell(table, feature, option):
            if said.cell is not None and cell_meaning(address, read_cell(said.cell)) == cell:
                return said.url
        return None

    def source_json(self, table: str, feature: str | None, option: str) -> dict[str, Any]:
        return {"source": self.source_of(table, feature, option), "own": self.is_own(table, feature, option)}

    def option_json(self, table: str, option: str) -> dict[str, Any]:
        contested, annotated = self.is_contested(table, option), self.annotated[table, option]
        return {"contested": contested, "outcome_annotated": annotated}


def annotation_json(said: Annotation) -> dict[str, Any]:
    return {"text": said.text, "cell": said.cell, "source": said.source, "url": said.url, "seen": said.seen}


def shortly(text: str) -> str:
    """What is said, in its words; of more than there is room for, what stands before its first colon or semicolon."""
    return text if len(text) <= _SHORT else f"{re.split('[:;]', text, maxsplit=1)[0][:_SHORT]} …"


def _briefly(who: str, cell: str) -> str:
    """Another source's limit in words; what else it says takes more of them than there is room for, and may be a
    conclusion."""
    limit = read_cell(cell).limit
    return f"{who}: {limit.spelled}" if limit else f"but see {who}"
