"""Cell text ⇄ typed value.

Pure. The rules are those of the contract's "Words": a cell is written in the source's notation (``✓1``, ``✓ 3``,
``N/A``, blank, ``< 6 MB``, ``Days``, a list, worded text) and means one of six kinds. What begins like a tick, an N/A
or a limit and is none is a `NotationError`, never a guess.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from matrix.domain.quantities import Limit, read_limit, unit_named
from matrix.domain.text import NotationError, keep_short, squeeze

CellKind = Literal["supported", "unsupported", "not-applicable", "limit", "list", "text"]

MAX_CELL: Final = 1000
"""Longest cell in characters; the source's longest has 90."""


# Controls, invisible ones, halves of characters, line and paragraph ends.
_UNPRINTED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_INLINE: Final = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~])"""
    r"""|\[(?P<label>(?:\\[!-/:-@\[-`{-~]|[^\[\]\\])+)\]\((?P<url>[^\s()<>]+)(?:\s+"[^"]*")?\)"""
)
_TICK: Final = re.compile(r"✓\s*([1-9][0-9]?)?")
_LIST_MARK: Final = re.compile(r"(?P<body>.*\S)\s+(?P<number>[0-9]+)")
_LIKE_TICK: Final = re.compile(r"[✓✔✅☑√✗✘❌☒]")
_LIKE_NA: Final = re.compile(r"n\s*[/.]\s*a(?![a-z])", re.IGNORECASE)
_LIKE_LIMIT: Final = re.compile(r"[<>≤≥≦≧⩽⩾=≈~]")
_LIMIT: Final = re.compile(r"(?P<op>[<≤])\s*(?P<quantity>[0-9.].*)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of inline text: ``raw`` as written, ``text`` as read, ``url`` as written where it is a link."""

    raw: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell means. ``write(cell)`` gives back what was read, character for character.

    ``text`` is the plain text as a reader sees it, ``""`` for a blank; ``items`` the items of a list without
    their footnote mark; ``unit_only`` the unit of worded text that names a unit and no number ("Days").
    """

    kind: CellKind
    runs: tuple[Run, ...]
    text: str
    footnotes: tuple[int, ...] = ()
    limit: Limit | None = None
    items: tuple[str, ...] = ()
    unit_only: str = ""

    @property
    def links(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.url)


# --- Inline text -------------------------------------------------------------------------------------------


def read_inline(notation: str) -> tuple[Run, ...]:
    """The runs of an inline text: links, escaped characters, and what is between them. Never fails."""
    runs: list[Run] = []
    said: list[str] = []  # since `begun`
    begun = at = 0

    def close(end: int) -> None:
        if end > begun:
            runs.append(Run(notation[begun:end], "".join(said)))
            said.clear()

    for found in _INLINE.finditer(notation):
        said.append(notation[at : found.start()])
        at = found.end()
        if found["escaped"]:
            said.append(found["escaped"])
            continue
        close(found.start())
        begun = at
        runs.append(Run(found[0], re.sub(r"\\(.)", r"\1", found["label"]), found["url"]))
    said.append(notation[at:])
    close(len(notation))
    return tuple(runs)


def plain(notation: str) -> str:
    """The plain text of an inline text, as a reader sees it."""
    return squeeze("".join(run.text for run in read_inline(notation)))


# --- Cells -------------------------------------------------------------------------------------------------


@keep_short  # a matrix repeats few texts; the value depends on nothing but the text
def read_cell(notation: str) -> Cell:
    """Read one cell. Raises NotationError on what begins like a tick, an N/A or a limit and is none."""
    if len(notation) > MAX_CELL:
        raise NotationError(f"the cell has {len(notation)} characters; {MAX_CELL} are allowed")
    if not notation.isprintable() and any(unicodedata.category(character) in _UNPRINTED for character in notation):
        raise NotationError("a cell is one line without control characters, or others that nobody sees")
    runs = read_inline(notation)
    text = squeeze("".join(run.text for run in runs))
    if not text:
        return Cell("unsupported", runs, "")
    if text == "N/A":
        return Cell("not-applicable", runs, text)
    if _LIKE_TICK.match(text):
        return _read_tick(runs, text)
    if _LIKE_NA.match(text):
        raise NotationError(f"“{text}” begins like N/A and is none; write N/A")
    if _LIKE_LIMIT.match(text) or _begins_with_quantity(text):
        return _read_limit(runs, text)
    return _read_words(runs, text)


def write_cell(cell: Cell) -> str:
    """The notation that ``cell`` was read from."""
    return "".join(run.raw for run in cell.runs)


def renumbered(text: str, numbers: Mapping[int, int]) -> str:
    """A cell's text with its footnote mark renumbered; as it is where it marks none."""
    try:
        cell = read_cell(text)
    except NotationError:
        return text
    if not cell.footnotes or cell.footnotes[0] not in numbers:
        return text
    raw = [run.raw for run in cell.runs]
    at = max(at for at, run in enumerate(cell.runs) if run.text.strip())
    end = raw[at].rindex("](") if cell.runs[at].url else len(raw[at])  # the mark may be the end of a link's words
    words = re.sub(r"[0-9]+(?=\s*$)", str(numbers[cell.footnotes[0]]), raw[at][:end])
    return "".join((*raw[:at], words, raw[at][end:], *raw[at + 1 :]))


def _read_tick(runs: tuple[Run, ...], text: str) -> Cell:
    found = _TICK.fullmatch(text)
    if not found:
        raise NotationError(f"“{text}” begins like a tick and is none; write ✓, or ✓ and one footnote number")
    return Cell("supported", runs, text, footnotes=(int(found[1]),) if found[1] else ())


def _begins_with_quantity(text: str) -> bool:
    found = re.match(r"[0-9.]+\s*([A-Za-z]+)", text)
    return found is not None and bool(unit_named(found[1]))


def _read_limit(runs: tuple[Run, ...], text: str) -> Cell:
    found = _LIMIT.fullmatch(text)
    if not found:
        raise NotationError(f"“{text}” begins like a limit and is none; write < or ≤, a number and a unit")
    try:
        limit = read_limit("<" if found["op"] == "<" else "≤", found["quantity"])
    except NotationError as error:
        raise NotationError(f"“{text}” begins like a limit and is none: {error}") from None
    return Cell("limit", runs, text, limit=limit)


def _read_words(runs: tuple[Run, ...], text: str) -> Cell:
    marked = _LIST_MARK.fullmatch(text)
    if marked and (items := _items(marked["body"])):
        return Cell("list", runs, text, footnotes=(int(marked["number"]),), items=items)
    if items := _items(text):
        return Cell("list", runs, text, items=items)
    unit = unit_named(text) if text.lower().endswith("s") and len(text) > 2 else ""
    return Cell("text", runs, text, unit_only=unit)


def _items(text: str) -> tuple[str, ...]:
    """The items where ``text`` is a list: two or more, parted by commas, each of one or two words; else ()."""
    items = tuple(item.strip() for item in text.split(","))
    return items if len(items) > 1 and all(1 <= len(item.split()) <= 2 for item in items) else ()
