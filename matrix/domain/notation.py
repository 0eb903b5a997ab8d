"""Cell text ⇄ typed value; quantities and units.

Pure, and knows no other module. The rules are those of the contract's "Words": a cell is written in the
source's notation (``✓1``, ``✓ 3``, ``N/A``, blank, ``< 6 MB``, ``Days``, a list, worded text) and means one
of six kinds. What begins like a tick, an N/A or a limit and is none is a :class:`NotationError`, never a guess.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["supported", "unsupported", "not-applicable", "limit", "list", "text"]
Dimension = Literal["size", "time"]
Comparator = Literal["<", "≤"]

MAX_CELL: Final = 1000
"""Longest cell in characters; the source's longest has 90."""
MAX_DIGITS: Final = 30
"""Longest number in characters: more than any limit needs, and bounds the work of exact arithmetic."""

# What each unit may be called, in lower case. KiB, MiB and GiB are read as KB, MB and GB: the source says
# neither 1000 nor 1024, so a comparison is made with both (see `holds`).
_UNIT_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "KB": ("kb", "kib"),
    "MB": ("mb", "mib"),
    "GB": ("gb", "gib"),
    "ms": ("ms", "millisecond", "milliseconds"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "min": ("min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
}
_UNITS: Final = {name: unit for unit, names in _UNIT_NAMES.items() for name in names}
_SIZE_POWER: Final = {"KB": 1, "MB": 2, "GB": 3}
_MILLISECONDS: Final = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}

# Controls, invisible ones, halves of characters, line and paragraph ends.
_UNPRINTED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_QUANTITY: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*([A-Za-z]*)\s*")
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


class NotationError(ValueError):
    """A text that is no cell, quantity or footnote mark; the message says what was read and what would do."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of inline text: ``raw`` as written, ``text`` as read, ``url`` as written where it is a link."""

    raw: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a unit, exact: ``number`` a decimal without needless zeros, ``unit`` one of KB … d."""

    number: str
    unit: str

    @property
    def dimension(self) -> Dimension:
        return "size" if self.unit in _SIZE_POWER else "time"

    @property
    def canonical(self) -> str:
        """The form used in addresses: ``50MB``."""
        return f"{self.number}{self.unit}"

    @property
    def words(self) -> str:
        """The form used in sentences: ``50 MB``."""
        return f"{self.number} {self.unit}"

    def amount(self, factor: int = 1000) -> Fraction:
        """Bytes (``factor`` 1000 or 1024 per step) or milliseconds."""
        if self.unit in _SIZE_POWER:
            steps: int = factor ** _SIZE_POWER[self.unit]
            return Fraction(self.number) * steps
        return Fraction(self.number) * _MILLISECONDS[self.unit]


@dataclass(frozen=True, slots=True)
class Limit:
    """``< 6 MB``: a comparator, the number and unit as written, and what they amount to."""

    op: Comparator
    value: str
    unit: str
    quantity: Quantity

    @property
    def words(self) -> str:
        return f"{self.op} {self.value} {self.unit}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell means. ``write(cell)`` gives back what was read, character for character.

    ``text`` is the plain text as a reader sees it, ``""`` for a blank; ``items`` the items of a list without
    their footnote mark; ``unit_only`` the unit of worded text that names a unit and no number ("Days").
    """

    kind: Kind
    runs: tuple[Run, ...]
    text: str
    footnotes: tuple[int, ...] = ()
    limit: Limit | None = None
    items: tuple[str, ...] = ()
    unit_only: str = ""

    @property
    def links(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.url)


def slugify(text: str) -> str:
    """Contract, "slug/key": lower case, every run of characters other than a–z and 0–9 is one ``-``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def natural(text: str) -> int | None:
    """A whole number of up to nine ASCII digits; None for anything else that calls itself a digit."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def squeeze(text: str) -> str:
    """``text`` with every run of white space as one blank, and none at the ends."""
    return " ".join(text.split())


# --- Inline text -------------------------------------------------------------------------------------------


def read_inline(notation: str) -> tuple[Run, ...]:
    """The runs of an inline text: links, escaped characters, and what is between them. Never fails."""
    runs: list[Run] = []
    plain_raw = plain_text = ""
    at = 0
    for found in _INLINE.finditer(notation):
        between = notation[at : found.start()]
        plain_raw, plain_text = plain_raw + between, plain_text + between
        at = found.end()
        if found["escaped"]:
            plain_raw, plain_text = plain_raw + found[0], plain_text + found["escaped"]
            continue
        if plain_raw:
            runs.append(Run(plain_raw, plain_text))
            plain_raw = plain_text = ""
        runs.append(Run(found[0], re.sub(r"\\(.)", r"\1", found["label"]), found["url"]))
    plain_raw, plain_text = plain_raw + notation[at:], plain_text + notation[at:]
    if plain_raw:
        runs.append(Run(plain_raw, plain_text))
    return tuple(runs)


def plain(notation: str) -> str:
    """The plain text of an inline text, as a reader sees it."""
    return squeeze("".join(run.text for run in read_inline(notation)))


# --- Quantities --------------------------------------------------------------------------------------------


def units(dimension: Dimension) -> str:
    """The units of a dimension, for a message: ``KB, MB or GB``."""
    names = list(_SIZE_POWER) if dimension == "size" else list(_MILLISECONDS)
    return ", ".join(names[:-1]) + " or " + names[-1]


def read_number(text: str) -> str:
    """``0050.0`` → ``50``. Raises NotationError on what is no number, or has more than MAX_DIGITS digits."""
    if not _NUMBER.fullmatch(text):
        raise NotationError(f"“{text}” is not a number")
    if len(text) > MAX_DIGITS:
        raise NotationError(f"the number has more than {MAX_DIGITS} characters")
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def read_quantity(text: str, dimension: Dimension | None = None) -> Quantity:
    """``"50.0 mb"`` → 50 MB. Raises NotationError on any other text, or another dimension than the one asked."""
    allowed = units(dimension) if dimension else f"{units('size')}, {units('time')}"
    found = _QUANTITY.fullmatch(text)
    if not found:
        raise NotationError(f"“{squeeze(text)}” is not a number with a unit; write a number and {allowed}")
    number, name = read_number(found[1]), found[2]
    if not name:
        raise NotationError(f"“{squeeze(text)}” has no unit; write {number} and {allowed}")
    unit = _UNITS.get(name.lower())
    if unit is None:
        raise NotationError(f"“{name}” is not a unit read here; use {allowed}")
    quantity = Quantity(number, unit)
    if dimension and quantity.dimension != dimension:
        raise NotationError(f"“{squeeze(text)}” is a {quantity.dimension}, not a {dimension}; use {allowed}")
    return quantity


def holds(quantity: Quantity, limit: Limit) -> bool | None:
    """Whether ``quantity op limit``; None where 1000 and 1024 to the unit disagree (contract, "Verdicts").

    Both must be of one dimension; the caller has checked.
    """
    answers = set()
    for factor in (1000, 1024):
        need, most = quantity.amount(factor), limit.quantity.amount(factor)
        answers.add(need < most if limit.op == "<" else need <= most)
    return answers.pop() if len(answers) == 1 else None


# --- Cells -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)  # a matrix repeats few texts; the value depends on nothing but the text
def read(notation: str) -> Cell:
    """Read one cell. Raises NotationError on what begins like a tick, an N/A or a limit and is none."""
    if len(notation) > MAX_CELL:
        raise NotationError(f"the cell has {len(notation)} characters; {MAX_CELL} are allowed")
    if any(unicodedata.category(character) in _UNPRINTED for character in notation):
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


def write(cell: Cell) -> str:
    """The notation that ``cell`` was read from."""
    return "".join(run.raw for run in cell.runs)


def _read_tick(runs: tuple[Run, ...], text: str) -> Cell:
    found = _TICK.fullmatch(text)
    if not found:
        raise NotationError(f"“{text}” begins like a tick and is none; write ✓, or ✓ and one footnote number")
    return Cell("supported", runs, text, footnotes=(int(found[1]),) if found[1] else ())


def _begins_with_quantity(text: str) -> bool:
    found = re.match(r"[0-9.]+\s*([A-Za-z]+)", text)
    return found is not None and found[1].lower() in _UNITS


def _read_limit(runs: tuple[Run, ...], text: str) -> Cell:
    found = _LIMIT.fullmatch(text)
    if not found:
        raise NotationError(f"“{text}” begins like a limit and is none; write < or ≤, a number and a unit")
    try:
        quantity = read_quantity(found["quantity"])
    except NotationError as error:
        raise NotationError(f"“{text}” begins like a limit and is none: {error}") from None
    parts = _QUANTITY.fullmatch(found["quantity"])
    assert parts is not None  # read_quantity has read the same text
    op: Comparator = "<" if found["op"] == "<" else "≤"
    return Cell("limit", runs, text, limit=Limit(op, parts[1], parts[2], quantity))


def _read_words(runs: tuple[Run, ...], text: str) -> Cell:
    marked = _LIST_MARK.fullmatch(text)
    if marked and (items := _items(marked["body"])):
        return Cell("list", runs, text, footnotes=(int(marked["number"]),), items=items)
    if items := _items(text):
        return Cell("list", runs, text, items=items)
    unit = _UNITS.get(text.lower(), "") if text.lower().endswith("s") and len(text) > 2 else ""
    return Cell("text", runs, text, unit_only=unit)


def _items(text: str) -> tuple[str, ...]:
    """The items where ``text`` is a list: two or more, parted by commas, each of one or two words; else ()."""
    items = tuple(item.strip() for item in text.split(","))
    return items if len(items) > 1 and all(1 <= len(item.split()) <= 2 for item in items) else ()
