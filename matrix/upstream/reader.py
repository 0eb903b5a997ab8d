"""Upstream Markdown page → document, with the place of every part; see `matrix.upstream.writer` for the way back.

Pure. The page is published in several spellings (backslashes; none, with front matter; padded columns and link
titles): markdown-it-py finds the blocks and reads inline text, so that all mean the same. The places are needed to
write an edited page back with only the edited cells changed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from markdown_it.token import Token

from matrix.domain import notation, validation
from matrix.domain.document import Column, Document, Feature, Footnote, Source, Table
from matrix.domain.findings import Place, in_words
from matrix.domain.links import resolve
from matrix.domain.notation import MAX_CELL, plain
from matrix.domain.sizes import too_large
from matrix.domain.subject import Subject, SubjectTable
from matrix.domain.text import slugify, squeeze
from matrix.upstream.commonmark import (
    MAX_BLOCK,
    MarkdownError,
    blocks,
    escape,
    inline_notation,
    lines_of,
    notation_of,
    split_row,
)
from matrix.upstream.furniture import FOOTNOTE, Furniture, set_apart
from matrix.upstream.keys import Keys

_COUNTS: Final = ("none", "one", "two")
_ORDER: Final = ("first", "second", "third")
MAX_PAGE_BYTES: Final = 1_000_000
"""Longest page read, in bytes; the source has 6,701."""
MAX_CELL_TEXT: Final = 4 * MAX_CELL
"""Longest cell as it is written, in characters: with escapes and addresses it is longer than read."""

_Part = TypeVar("_Part")
# Possessive: what begins and does not end is looked through once.
_UNSEEN: Final = re.compile(r"(?:</?a\b[^>]*+>|<!--.*?-->|\s++)*+", re.DOTALL)
_HTML: Final = re.compile(r"\ufeff?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)


@dataclass(frozen=True)
class PassageLines:
    """A part of the page: its lines (from 0, the end excluded) and its inline text in this project's notation."""

    start: int
    end: int
    notation: str


@dataclass(frozen=True)
class TableLines:
    """The lines of a table: of its head, and of each body row."""

    head: int
    rows: tuple[int, ...]
    end: int


@dataclass(frozen=True)
class UpstreamPage:
    """A page read: its matrix (without a questionnaire), its lines, and where each part of it stands."""

    document: Document
    lines: tuple[str, ...]
    title: PassageLines
    intro: tuple[PassageLines, ...]
    bullets: tuple[PassageLines, ...]
    leads: tuple[tuple[PassageLines, ...], ...]
    tables: tuple[TableLines, ...]
    footnotes: tuple[PassageLines, ...]
    closing: tuple[PassageLines, ...]
    furniture: Furniture

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def line_of(self, place: Place) -> int:
        """The line (from 0) of what a finding is about; the first where it is about the whole page."""
        if place.footnote is not None:
            numbers = [footnote.number for footnote in self.document.footnotes]
            return _nth(self.footnotes, numbers, place.footnote, place.nth).start
        if place.table:
            at = list(self.document.by_table).index(place.table)
            if place.passage:
                return self.leads[at][place.nth].start
            if place.feature is None:
                return self.tables[at].head
            keys = [feature.key for feature in self.document.tables[at].features]
            return _nth(self.tables[at].rows, keys, place.feature, place.nth)
        passages = {"title": (self.title,), "intro": self.intro, "bullet": self.bullets, "closing": self.closing}
        return passages[place.passage][place.nth].start if place.passage in passages else 0


def _nth(parts: Sequence[_Part], names: Sequence[object], name: object, nth: int) -> _Part:
    """Of the parts with a name, the ``nth`` (from 0)."""
    return [part for part, other in zip(parts, names, strict=True) if other == name][nth]


def decode(data: bytes) -> str:
    """The text of an upstream file. Raises MarkdownError on what is no UTF-8 text, or too long."""
    if len(data) > MAX_PAGE_BYTES:
        raise MarkdownError(1, f"the file has {len(data)} bytes; {MAX_PAGE_BYTES} are allowed")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise MarkdownError(data.count(b"\n", 0, error.start) + 1, "this is not UTF-8 text") from None
    for number, line in enumerate(text.split("\n"), 1):
        if found := re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", line):
            raise MarkdownError(number, f"a control character ({found[0]!r}): this is not a text file")
    return text


def read_page(text: str, subject: Subject) -> UpstreamPage:
    """Read an upstream page, which names neither its own address and date nor its tables: the subject does, one table
    or two. Raises MarkdownError, naming the line, on what is no such page."""
    if _HTML.match(text):
        raise MarkdownError(1, "this is HTML; the page is read as Markdown: at its address, with .md in place of .html")
    lines = lines_of(text)
    tokens, furniture = set_apart(text, blocks(text), len(lines))
    return _Reader(lines, subject, furniture).read(tokens)


@dataclass
class _Reader:
    """One pass over markdown-it's blocks, in the order in which the page has them."""

    lines: tuple[str, ...]
    subject: Subject
    furniture: Furniture
    title: PassageLines | None = None
    intro: list[PassageLines] = field(default_factory=list)
    bullets: list[PassageLines] = field(default_factory=list)
    leads: list[list[PassageLines]] = field(default_factory=lambda: [[]])
    tables: list[TableLines] = field(default_factory=list)
    footnotes: list[PassageLines] = field(default_factory=list)
    closing: list[PassageLines] = field(default_factory=list)

    def read(self, tokens: list[Token]) -> UpstreamPage:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            close = token.type.replace("_open", "_close")
            end = at
            if token.type.endswith("_open"):
                end = next(
                    i for i in range(at, len(tokens)) if tokens[i].type == close and tokens[i].level == token.level
                )
            self._block(token, tokens[at : end + 1])
            at = end + 1
        return self._page()

    def _block(self, token: Token, inside: list[Token]) -> None:
        start, end = token.map or (0, 0)
        if token.type == "table_open":
            self._table(start, end)
        elif token.type == "bullet_list_open":
            for item in inside:
                if item.type == "list_item_open" and item.map and item.level == token.level + 1:
                    self._bullet(*item.map)
        elif token.type == "html_block" and _UNSEEN.fullmatch(token.content):
            pass  # an anchor on a line of its own
        elif token.type == "paragraph_open" and not self._text(inside):
            pass  # the same, closed on its line: CommonMark calls that a paragraph
        else:
            self._prose(token, PassageLines(start, end, self._text(inside) or self._raw(start, end)))

    def _text(self, inside: list[Token]) -> str:
        return squeeze(" ".join(notation_of(t.children or []) for t in inside if t.type == "inline"))

    def _raw(self, start: int, end: int) -> str:
        return escape(squeeze("".join(self.lines[start:end])))

    def _bullet(self, start: int, end: int) -> None:
        while end > start + 1 and not self.lines[end - 1].strip():
            end -= 1
        text = re.sub(r"^\s*[-+*]\s+", "", "".join(self.lines[start:end]))
        _refuse_long(start, "bullet", text, MAX_BLOCK)
        place = PassageLines(start, end, squeeze(inline_notation(text)))
        if len(self.tables) == len(self.subject.tables):
            self.closing.append(place)
        else:
            (self.leads[-1] if self.tables or self.leads[0] else self.bullets).append(place)

    def _prose(self, token: Token, place: PassageLines) -> None:
        if place.notation.startswith("|"):
            raise MarkdownError(place.start + 1, "this line looks like a table row, but belongs to no table")
        if token.tag == "h1" and self.title is not None:
            raise MarkdownError(place.start + 1, "a second page begins here: this page has its heading already")
        if self.title is None and token.type == "heading_open":
            self.title = place
        elif len(self.tables) >= len(self.subject.tables):
            marked = FOOTNOTE.match(place.notation)
            (self.footnotes if marked else self.closing).append(place)
        elif not self.bullets and not self.tables:
            self.intro.append(place)
        else:
            self.leads[-1].append(place)

    def _table(self, start: int, end: int) -> None:
        width = len(split_row(self.lines[start]))
        if len(self.tables) == len(self.subject.tables):
            raise MarkdownError(start + 1, f"a {_ORDER[len(self.tables)]} table; the page has {self._count()}")
        rows = tuple(range(start + 2, end))
        for number in rows:
            if len(cells := split_row(self.lines[number])) != width:
                raise MarkdownError(number + 1, f"the row has {len(cells)} cells, its table's head has {width}")
        self.tables.append(TableLines(start, rows, end))
        if wrong := too_large([(len(split_row(self.lines[t.head])) - 1, len(t.rows)) for t in self.tables]):
            raise MarkdownError(start + 1, wrong)
        if len(self.tables) < len(self.subject.tables):
            self.leads.append([])

    def _count(self) -> str:
        return _COUNTS[len(self.subject.tables)]

    def _page(self) -> UpstreamPage:
        if len(self.tables) != len(self.subject.tables):
            raise MarkdownError(max(len(self.lines), 1), f"the page has {len(self.tables)} tables, not {self._count()}")
        if self.title is None:
            raise MarkdownError(1, "the page has no heading")
        keys = Keys()
        places = zip(self.tables, self.subject.tables, self.leads, strict=True)
        document = Document(
            source=Source(self.subject.address, self.subject.date),
            title=self.title.notation,
            intro=tuple(place.notation for place in self.intro),
            bullets=tuple(place.notation for place in self.bullets),
            tables=tuple(self._read_table(at, known, lead, keys) for at, known, lead in places),
            footnotes=tuple(self._footnote(place) for place in self.footnotes),
            closing=tuple(place.notation for place in self.closing),
        )
        page = UpstreamPage(
            document=document,
            lines=self.lines,
            title=self.title,
            intro=tuple(self.intro),
            bullets=tuple(self.bullets),
            leads=tuple(map(tuple, self.leads)),
            tables=tuple(self.tables),
            footnotes=tuple(self.footnotes),
            closing=tuple(self.closing),
            furniture=self.furniture,
        )
        for violation in validation.violations(document):
            raise MarkdownError(page.line_of(violation.place) + 1, in_words(violation, document, within_table=True))
        return page

    def _footnote(self, place: PassageLines) -> Footnote:
        marked = FOOTNOTE.match(place.notation)
        assert marked is not None  # what _prose has put among the footnotes
        return Footnote(int(marked[1]), place.notation[marked.end() :])

    def _read_table(self, place: TableLines, known: SubjectTable, lead: list[PassageLines], keys: Keys) -> Table:
        columns: list[Column] = []
        for raw in split_row(self.lines[place.head])[1:]:
            name, url = self._head(place.head, raw)
            column = slugify(name)
            columns.append(Column(column, name, url, column not in known.no_options))
        features: list[Feature] = []
        notations: list[tuple[str, ...]] = []
        for number in place.rows:
            head, *cells = split_row(self.lines[number])
            name, url = self._head(number, head)
            for cell in cells:
                _refuse_long(number, "cell", cell.strip(), MAX_CELL_TEXT)
            features.append(Feature(keys.key(resolve(self.subject.address, url), name), name, url))
            notations.append(tuple(map(inline_notation, cells)))
        keys.close()
        leads = tuple(place.notation for place in lead)
        return Table(known.slug, known.title, leads, tuple(columns), tuple(features), tuple(notations))

    def _head(self, line: int, raw: str) -> tuple[str, str]:
        _refuse_long(line, "head", raw.strip(), MAX_CELL_TEXT)
        text = inline_notation(raw)
        urls = [run.url for run in notation.read_inline(text) if run.url]
        if len(urls) > 1:
            raise MarkdownError(line + 1, f"“{plain(text)}” has more than one link")
        return plain(text), urls[0] if urls else ""


def _refuse_long(line: int, what: str, text: str, most: int) -> None:
    """Before it is read."""
    if len(text) > most:
        raise MarkdownError(line + 1, f"a {what} has {len(text):,} characters; {most:,} are allowed")
