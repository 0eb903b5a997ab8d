"""Sizes and times, exact: reading them, and holding them against a limit.

Pure. The rules are those of the contract's "Verdicts": decimals are exact, and where 1000 and 1024 to the unit disagree
a comparison says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from matrix.domain.text import NotationError, squeeze

Dimension = Literal["size", "time"]


Comparator = Literal["<", "≤"]


MAX_DIGITS: Final = 30
"""Longest number in characters: more than any limit needs, and bounds the work of exact arithmetic."""


# What each unit may be called, in lower case. KiB, MiB and GiB are read as KB, MB and GB: the source says
# neither 1000 nor 1024, so a comparison is made with both (see `holds`).
_UNIT_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "KB": ("kb", "kib", "kilobyte", "kilobytes", "kibibyte", "kibibytes"),
    "MB": ("mb", "mib", "megabyte", "megabytes", "mebibyte", "mebibytes"),
    "GB": ("gb", "gib", "gigabyte", "gigabytes", "gibibyte", "gibibytes"),
    "ms": ("ms", "millisecond", "milliseconds"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "min": ("min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
}


_UNITS: Final = {name: unit for unit, names in _UNIT_NAMES.items() for name in names}


_SIZE_POWER: Final = {"KB": 1, "MB": 2, "GB": 3}


_MILLISECONDS: Final = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}


_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")


_QUANTITY: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*([A-Za-z]*)\s*")


_APART: Final = re.compile(rf"(?<=[<≤]) (?=[0-9])|(?<=[0-9]) (?=(?:{'|'.join(_UNITS)})\b)", re.IGNORECASE)


_COMMAS: Final = re.compile(r"\s*([0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?)\s*([A-Za-z]*)\s*")


_GROUPED: Final = re.compile(r"\s*([0-9]+(?:[\s'’_][0-9]{3})+(?:\.[0-9]+)?)\s*([A-Za-z]*)\s*")
"""Thousands apart, by blanks or other marks than a comma."""

_POWER: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)[eE]\+?([0-9]{1,2})\s*([A-Za-z]*)\s*")

_PART: Final = re.compile(r"(?<![0-9.,:])([0-9]{1,20}(?:\.[0-9]{1,9})?)\s*([A-Za-z]+)")
"""A quantity within a text."""

_CLOCK: Final = re.compile(r"\s*([0-9]{1,3}):([0-5][0-9])\s*")

_HOURS: Final = re.compile(r"\s*([0-9]{1,3})\s*h\s*([0-5]?[0-9])\s*m?\s*", re.IGNORECASE)
"""``1h30``, ``1h30m``: beside hours, m is minutes."""

_SPOKEN: Final = 60
"""Longest text in characters in which quantities are looked for."""


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
        return _amount(self.number, self.unit, factor)


@lru_cache(maxsize=512)
def _amount(number: str, unit: str, factor: int) -> Fraction:
    """Kept: a quantity is held against each limit of each edition."""
    steps: int = factor ** _SIZE_POWER[unit] if unit in _SIZE_POWER else _MILLISECONDS[unit]
    return Fraction(number) * steps


class AmbiguousQuantity(NotationError):
    """A number without its unit, or not written plainly; ``readings`` are the quantities that it may have meant."""

    def __init__(self, message: str, readings: tuple[Quantity, ...]) -> None:
        super().__init__(message)
        self.readings = readings


def readings_of(error: NotationError) -> tuple[Quantity, ...]:
    """The quantities that a text which was not read may have meant."""
    return error.readings if isinstance(error, AmbiguousQuantity) else ()


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

    @property
    def spelled(self) -> str:
        """``under 6 MB``, ``up to 4 MB``."""
        return f"{'under' if self.op == '<' else 'up to'} {self.value} {self.unit}"


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
    """``"50.0 mb"`` → 50 MB. Raises NotationError on any other text, or another dimension than the one asked, and of
    these AmbiguousQuantity where it may be one of a few quantities."""
    allowed = units(dimension) if dimension else f"{units('size')}, {units('time')}"
    if commas := _COMMAS.fullmatch(text):
        raise _with_comma(text, commas[1], commas[2], dimension)
    if plain := _written_plainly(text):
        raise _not_plain(text, *plain, dimension)
    found = _QUANTITY.fullmatch(text)
    if not found:
        message = f"“{squeeze(text)}” is not a number with a unit; write a number and {allowed}"
        raise AmbiguousQuantity(message, _spoken(text, dimension))
    number, name = read_number(found[1]), found[2]
    if not name:
        if number == "0":
            raise NotationError(f"“{squeeze(text)}” is nothing; write a number over 0 and {allowed}")
        readings = tuple(Quantity(number, unit) for unit in _units_of(dimension))
        raise AmbiguousQuantity(f"“{squeeze(text)}” has no unit; write {number} and {allowed}", readings)
    unit = unit_named(name)
    if not unit:
        meant = tuple(Quantity(number, unit) for unit in _begun(name, dimension))
        raise AmbiguousQuantity(f"“{name}” is not a unit read here; use {allowed}", meant)
    quantity = Quantity(number, unit)
    if dimension and quantity.dimension != dimension:
        raise NotationError(f"“{squeeze(text)}” is a {quantity.dimension}, not a {dimension}; use {allowed}")
    return quantity


def _units_of(dimension: Dimension | None) -> tuple[str, ...]:
    return tuple(unit for unit in _UNIT_NAMES if dimension in (None, Quantity("1", unit).dimension))


def _begun(name: str, dimension: Dimension | None) -> tuple[str, ...]:
    """The units that begin so: ``M`` is MB, or ms and min."""
    return tuple(unit for unit in _units_of(dimension) if any(it.startswith(name.lower()) for it in _UNIT_NAMES[unit]))


def quantities_in(text: str) -> Iterator[Quantity]:
    """The quantities that a text names: ``up to 500 GB`` has one."""
    for number, name in _PART.findall(text):
        if unit := unit_named(name):
            yield Quantity(read_number(number), unit)


def _spoken(text: str, dimension: Dimension | None) -> tuple[Quantity, ...]:
    """What a text means in which quantities are: ``about 20 MB``, ``3 min 20 s``, ``1:30``, ``1h30``; () where it has
    none, or another number that would be dropped (``1h90``)."""
    if len(text) > _SPOKEN:
        return ()
    if (clock := _CLOCK.fullmatch(text)) and dimension != "size":
        number = str(int(clock[1]) * 60 + int(clock[2]))
        return (Quantity(number, "s"), Quantity(number, "min"))
    if (hours := _HOURS.fullmatch(text)) and dimension != "size":
        return (Quantity(str(int(hours[1]) * 60 + int(hours[2])), "min"),)
    left = _PART.sub(lambda part: "" if unit_named(part[2]) else part[0], text).strip()
    if any(letter.isdigit() for letter in left):
        return ()
    found = [quantity for quantity in quantities_in(text) if dimension in (None, quantity.dimension)]
    if len(found) > 1 and {quantity.dimension for quantity in found} == {"time"} and not left:
        least = min(found, key=lambda quantity: _MILLISECONDS[quantity.unit]).unit
        whole = sum((quantity.amount() for quantity in found), Fraction()) / _MILLISECONDS[least]
        return (Quantity(str(whole), least),) if whole.denominator == 1 else ()
    return tuple(dict.fromkeys(found))


def _with_comma(text: str, number: str, name: str, dimension: Dimension | None) -> AmbiguousQuantity:
    """``1,024 KB`` is 1024 KB to some and 1.024 KB to others: neither is guessed, both are offered."""
    whole, _, rest = number.partition(",")
    thousands, decimals = number.replace(",", ""), f"{whole}.{rest}"
    as_written = (thousands, decimals) if len(rest) == 3 else (decimals, thousands)
    numbers = [read_number(written) for written in as_written if written.count(".") < 2 and "," not in written]
    named = [unit for unit in _units_of(dimension) if not name or unit == unit_named(name)]
    either = " or ".join(f"{number} {name}".rstrip() for number in numbers)
    unit = "" if name else ", with its unit"
    return AmbiguousQuantity(
        f"“{squeeze(text)}” has a comma; write {either}{unit}",
        tuple(Quantity(number, unit) for unit in named for number in numbers),
    )


def _written_plainly(text: str) -> tuple[str, str] | None:
    """``20 000 KB`` and ``2e4 KB`` as number and unit, ``20000`` and ``KB``; None for any other text."""
    if grouped := _GROUPED.fullmatch(text):
        return re.sub(r"[^0-9.]", "", grouped[1]), grouped[2]
    if power := _POWER.fullmatch(text):
        whole, _, decimals = power[1].partition(".")
        shifted = decimals.ljust(int(power[2]), "0")
        return f"{whole}{shifted[: int(power[2])]}.{shifted[int(power[2]) :]}".removesuffix("."), power[3]
    return None


def _not_plain(text: str, number: str, name: str, dimension: Dimension | None) -> AmbiguousQuantity:
    number = read_number(number)
    named = [unit for unit in _units_of(dimension) if not name or unit == unit_named(name)]
    unit = "" if name else ", with its unit"
    return AmbiguousQuantity(
        f"“{squeeze(text)}” is not written plainly; write {f'{number} {name}'.rstrip()}{unit}",
        tuple(Quantity(number, unit) for unit in named),
    )


def unit_named(name: str) -> str:
    """The unit that a name stands for: ``days`` → ``d``; "" where it names none."""
    return _UNITS.get(name.lower(), "")


def read_limit(op: Comparator, text: str) -> Limit:
    """A limit, from its comparator and the quantity as written. Raises NotationError where that is none."""
    quantity = read_quantity(text)
    parts = _QUANTITY.fullmatch(text)
    assert parts is not None  # read_quantity has read the same text
    return Limit(op, parts[1], parts[2], quantity)


@lru_cache(maxsize=1_000)  # editions and revisions have most of their limits in common
def holds(quantity: Quantity, limit: Limit) -> bool | None:
    """Whether ``quantity op limit``; None where 1000 and 1024 to the unit disagree (contract, "Verdicts").

    Both must be of one dimension; the caller has checked.
    """
    answers = set()
    for factor in (1000, 1024):
        need, most = quantity.amount(factor), limit.quantity.amount(factor)
        answers.add(need < most if limit.op == "<" else need <= most)
    return answers.pop() if len(answers) == 1 else None


def in_doubt(quantity: Quantity, limit: Limit) -> str:
    """What `holds` depends on where it is None: ``1 GB is 1000 or 1024 MB``."""
    units = list(_SIZE_POWER)
    larger = max(units.index(quantity.unit), units.index(limit.quantity.unit))
    return f"1 {units[larger]} is 1000 or 1024 {units[larger - 1]}"


def unbroken(text: str) -> str:
    """A text for readers in which no line ends within a quantity: ``10 min is over < 60 seconds`` with no-break
    spaces."""
    return _APART.sub("\N{NO-BREAK SPACE}", text)
