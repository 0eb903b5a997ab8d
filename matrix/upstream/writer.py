"""Document → upstream Markdown, in the spelling of the text that it came from.

Pure. What means the same as in that text stays byte for byte; what differs is written in its manner (backslashes or
none, padding, bullet marks). So the untouched matrix is the imported page, and an edit changes its cell alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from matrix.domain import notation
from matrix.domain.document import Column, Document, Feature, Table
from matrix.domain.links import resolve
from matrix.domain.meaning import cell_meaning, inline_meaning
from matrix.domain.subject import Subject
from matrix.domain.text import squeeze
from matrix.upstream.align import align
from matrix.upstream.reader import PassageLines, TableLines, UpstreamPage, read_page

_TITLE: Final = "# Matrix\n"
_TABLE: Final = "\n| Feature | \n| --- | \n"
# What would be read as markup, wherever it stands; and what the source's publisher escapes beside.
_MARKUP: Final = re.compile(r"[\\`*_\[\]|]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)")
_PUBLISHER: Final = re.compile(r"[\\`*_\[\]|().#!{}+-]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)")
_AT_START: Final = re.compile(r"([0-9]*)([#>+=~:.)-])")


@dataclass(frozen=True)
class _Row:
    """A table row's raw parts: ``lead + "|".join(cells) + tail`` is the line."""

    lead: str
    cells: tuple[str, ...]
    tail: str

    def line(self, cells: Sequence[str]) -> str:
        """Without a bar at its end, a blank last cell would be none."""
        bar = "|" if not cells[-1].strip() and "|" not in self.tail else ""
        return self.lead + "|".join(cells) + bar + self.tail


def write(document: Document, upstream: str | None) -> str:
    """The document as an upstream page, in the spelling of ``upstream`` (None: a plain one)."""
    return _Writer(document, upstream if upstream is not None else _TITLE + _TABLE * len(document.tables)).write()


def spell(text: str, *, publisher: bool) -> str:
    """Inline notation of this project as Markdown; ``publisher`` escapes what the source's publisher escapes."""
    marks = _PUBLISHER if publisher else _MARKUP

    def plain(part: str) -> str:
        return marks.sub(lambda found: "\\" + found[0], part)

    return "".join(
        f"[{plain(run.text)}]({run.url})" if run.url else plain(run.text) for run in notation.read_inline(text)
    )


class _Writer:
    def __init__(self, document: Document, upstream: str) -> None:
        self.document = document
        self.page: UpstreamPage = read_page(upstream, Subject().of(document))
        self.old = align(document, self.page.document, strict=False).document
        self.publisher = bool(re.search(r"\\[-.()]", upstream))
        # Lines to replace: from, to (excluded), by what. Insertions have from == to.
        self.edits: list[tuple[int, int, str]] = []

    def write(self) -> str:
        page, old, new = self.page, self.old, self.document
        self._title()
        self._prose(page.intro, old.intro, new.intro, page.title.end, " ")
        self._prose(page.bullets, old.bullets, new.bullets, self._end((*page.intro, page.title)), "+  ")
        for at, place in enumerate(page.tables):
            table = new.by_table[page.document.tables[at].slug]
            self._prose(page.leads[at], old.tables[at].lead, table.lead, place.head, " ")
            self._table(place, old.tables[at], table)
        self._prose(
            page.footnotes,
            tuple(f"{note.number} {note.notation}" for note in old.footnotes),
            tuple(f"{note.number} {note.notation}" for note in new.footnotes),
            page.tables[-1].end,
            " ",
        )
        self._prose(page.closing, old.closing, new.closing, page.furniture.start, " ")
        return self._joined()

    def _joined(self) -> str:
        out: list[str] = []
        at, newline = 0, self._end_of_line()
        for start, end, text in sorted(self.edits, key=lambda edit: edit[:2]):
            out += self.page.lines[at:start]
            if out and text and not out[-1].endswith(("\n", "\r")):
                out.append(newline)
            out.append(re.sub(r"\r\n|\r|\n", newline, text))
            at = max(at, end)
        return "".join([*out, *self.page.lines[at:]])

    def _end_of_line(self) -> str:
        found = re.search(r"\r\n|\r|\n", self.page.text)
        return found[0] if found else "\n"

    @staticmethod
    def _end(places: Sequence[PassageLines]) -> int:
        return max(place.end for place in places)

    # Prose

    def _title(self) -> None:
        place = self.page.title
        before, after = (inline_meaning(d.source.address, d.title) for d in (self.old, self.document))
        if before == after:
            return
        line = self.page.lines[place.start]
        anchor = re.search(r"(\s*<a name=.*</a>)?\s*$", line)
        tail = anchor[0] if anchor else "\n"
        self.edits.append((place.start, place.end, "# " + spell(self.document.title, publisher=self.publisher) + tail))

    def _prose(
        self, places: Sequence[PassageLines], before: Sequence[str], after: Sequence[str], anchor: int, mark: str
    ) -> None:
        """Paragraphs or bullets: what is equal stays, what is changed is written in the old one's place."""
        address = self.document.source.address
        a = [repr(inline_meaning(address, text)) for text in before]
        b = [repr(inline_meaning(address, text)) for text in after]
        if places:
            mark = self._mark(places[0]) or mark
        bullets = mark.strip() in ("+", "-", "*")
        for tag, i, i_end, j, j_end in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            shared = min(i_end - i, j_end - j)
            for k in range(shared):
                tail = self._tail(places[i + k])
                self.edits.append((places[i + k].start, places[i + k].end, self._line(after[j + k], mark) + tail))
            for k in range(i + shared, i_end):
                # The blank line behind a list ends it, whichever of its items goes.
                end = places[k].end if bullets else self._after_blanks(places[k].end)
                self.edits.append((places[k].start, end, ""))
            rest = after[j + shared : j_end]
            if rest:
                where = places[i + shared - 1].end if i + shared else places[0].start if places else anchor
                lines = "".join(self._line(text, mark) + ("\n" if bullets else "\n\n") for text in rest)
                before_it = "\n" if (i + shared or not places) and not bullets else ""
                after_it = "\n" if bullets and not places else ""
                self.edits.append((where, where, before_it + lines + after_it))

    def _mark(self, place: PassageLines) -> str:
        """How a paragraph's or bullet's first line begins."""
        found = re.match(r"\s*(?:[-+*]\s+)?", self.page.lines[place.start])
        return found[0] if found else ""

    def _tail(self, place: PassageLines) -> str:
        found = re.search(r"\s*\Z", self.page.lines[place.end - 1])
        return found[0] if found else ""

    def _after_blanks(self, line: int) -> int:
        while line < len(self.page.lines) and not self.page.lines[line].strip():
            line += 1
        return line

    def _line(self, text: str, mark: str) -> str:
        """A paragraph; what would begin a block of another sort at its start is escaped."""
        spelled = spell(squeeze(text), publisher=self.publisher)
        return mark + _AT_START.sub(r"\1\\\2", spelled, count=1) if _AT_START.match(spelled) else mark + spelled

    # Tables

    def _table(self, place: TableLines, old: Table, new: Table) -> None:
        head = _split(self.page.lines[place.head])
        rows = {
            feature.key: _split(self.page.lines[line]) for feature, line in zip(old.features, place.rows, strict=True)
        }
        at = {column.slug: index for index, column in enumerate(old.columns, 1)}
        names = {column.slug: column for column in old.columns}
        cells = [head.cells[0]]
        for column in new.columns:
            raw = head.cells[at[column.slug]] if column.slug in at else " "
            cells.append(self._head(names.get(column.slug), column, raw))
        rule = _split(self.page.lines[place.head + 1])
        rules = [rule.cells[0], *(rule.cells[at[c.slug]] if c.slug in at else " --- " for c in new.columns)]
        lines = [head.line(cells), rule.line(rules)]
        lines += [self._row(feature, old, new, rows, at, head) for feature in new.features]
        text = "".join(line if line.endswith(("\n", "\r")) else line + "\n" for line in lines)
        last = self.page.lines[place.end - 1]
        text = text if last.endswith(("\n", "\r")) else text.rstrip("\r\n")
        self.edits.append((place.head, place.end, text))

    def _row(
        self,
        feature: Feature,
        old: Table,
        new: Table,
        rows: dict[str, _Row],
        at: dict[str, int],
        head: _Row,
    ) -> str:
        row = rows.get(feature.key)
        before = old.by_key.get(feature.key)
        cells = [self._head(before, feature, row.cells[0] if row else " ")]
        address = self.document.source.address
        for column in new.columns:
            cell = new.cell(feature.key, column.slug)
            raw = row.cells[at[column.slug]] if row and column.slug in at else " "
            same = (
                row is not None
                and column.slug in at
                and cell_meaning(address, old.cell(feature.key, column.slug)) == cell_meaning(address, cell)
            )
            cells.append(raw if same else self._padded(notation.write_cell(cell), raw))
        return (row or next(iter(rows.values()), head)).line(cells)

    def _head(self, before: Column | Feature | None, after: Column | Feature, raw: str) -> str:
        """The head of a row or column, as it was where name and link are."""
        address = self.document.source.address
        same = before and before.name == after.name and resolve(address, before.url) == resolve(address, after.url)
        if same:
            return raw
        name = re.sub(r"([\\\[\]])", r"\\\1", after.name)
        return self._padded(f"[{name}]({after.url})" if after.url else name, raw)

    def _padded(self, text: str, raw: str) -> str:
        """A cell's text in its old width where columns are padded."""
        cell = f" {spell(text.strip(), publisher=self.publisher)} "
        return cell.ljust(len(raw)) if raw.endswith("   ") else cell


def _split(line: str) -> _Row:
    lead = re.match(r"\s*\|?", line)
    tail = re.search(r"(?:(?<!\\)\|)?\s*\Z", line)
    start = lead.end() if lead else 0
    end = max(tail.start() if tail else len(line), start)
    return _Row(line[:start], tuple(re.split(r"(?<!\\)\|", line[start:end])), line[end:])
