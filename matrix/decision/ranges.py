"""Ranges of sizes and times, and the stretches into which limits cut the line of all quantities.

Pure. A size is held against a limit with 1000 and with 1024 to the unit (`quantities.holds`), so the limit ``≤ 1 GB``
has its edge at 1 GB for what is written in GB, and two edges, 1000 MB and 1024 MB, for what is written in MB: sizes
have a line of their own in each unit. Times have one line, as their units say the same.
"""

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from typing import Final

from msgspec import Struct

from matrix.domain.notation import Cell
from matrix.domain.quantities import MAX_DIGITS, Dimension, Quantity, read_quantity

Edge = tuple[Quantity, bool]
"""Where outcomes may change: the quantity, and whether it belongs to what is below (``≤``) or not (``<``)."""

_SIZES: Final = ("KB", "MB", "GB")
_FACTORS: Final = (1000, 1024)


class Range(Struct, frozen=True):
    """All quantities from ``start`` to ``end``, None for no bound. Of sizes those written in the unit of the bounds,
    which is one for both; a range of sizes without bounds holds those in every unit."""

    start: Quantity | None = None
    start_inclusive: bool = False
    end: Quantity | None = None
    end_inclusive: bool = False

    def covers(self, quantity: Quantity) -> bool:
        """Whether a quantity of the same dimension is in the range, as it is written."""
        if quantity.dimension == "size" and any(b and b.unit != quantity.unit for b in (self.start, self.end)):
            return False
        return self.holds(Range(quantity, True, quantity, True))

    def holds(self, other: "Range") -> bool:
        """Whether all of ``other`` is in this range, with 1000 to the unit and with 1024."""
        return all(self._low(f) <= other._low(f) and other._high(f) <= self._high(f) for f in _FACTORS)

    def _low(self, factor: int) -> tuple[Fraction, bool]:
        return (self.start.amount(factor), not self.start_inclusive) if self.start else (Fraction(0), False)

    def _high(self, factor: int) -> tuple[bool, Fraction, bool]:
        return (False, self.end.amount(factor), self.end_inclusive) if self.end else (True, Fraction(0), False)

    def until(self, later: "Range") -> "Range":
        """From the start of this range to the end of a later one."""
        return Range(self.start, self.start_inclusive, later.end, later.end_inclusive)

    def example(self, unit: str) -> Quantity | None:
        """A quantity within that is short to write: an edge that belongs to the range, else about the middle; in
        ``unit`` where no bound has one. None where each has more than MAX_DIGITS characters, so that nobody can ask
        for it."""
        for edge, inclusive in ((self.end, self.end_inclusive), (self.start, self.start_inclusive)):
            if edge and inclusive and len(edge.number) <= MAX_DIGITS:
                return edge
        bound = self.start or self.end
        one = Quantity("1", bound.unit if bound else unit)
        low = self.start.amount() / one.amount() if self.start else Fraction(0)
        high = self.end.amount() / one.amount() if self.end else 3 * low or Fraction(2)
        number = _between(low, high) or ("" if self.start else "0")
        return Quantity(number, one.unit) if number else None

    def as_json(self) -> dict[str, str | bool | None]:
        return {
            "from": self.start.canonical if self.start else None,
            "from_inclusive": self.start_inclusive,
            "to": self.end.canonical if self.end else None,
            "to_inclusive": self.end_inclusive,
        }


def edges(cells: Iterable[Cell], dimension: Dimension) -> tuple[Edge, ...]:
    """The edges of the limits in cells. "Days" has one at 1 day: below it a need is met, from it on it depends."""
    found: list[Edge] = []
    for cell in cells:
        if cell.limit:
            found.append((cell.limit.quantity, cell.limit.op == "≤"))
        elif cell.unit_only:
            found.append((read_quantity(f"1 {cell.unit_only}"), False))
    return tuple(dict.fromkeys(edge for edge in found if edge[0].dimension == dimension))


def lines(found: Collection[Edge], dimension: Dimension) -> Iterator[tuple[str, tuple[Range, ...]]]:
    """Each line of quantities with its unit, cut at the edges into stretches, the lowest first: one line of times; of
    sizes one in each unit, those first in which the edges are written."""
    written = {quantity.unit for quantity, _ in found} or {"MB" if dimension == "size" else "min"}
    if dimension == "time":
        yield min(written), _cut({(quantity.amount(), below): quantity for quantity, below in reversed([*found])})
        return
    for unit in sorted(_SIZES, key=lambda unit: unit not in written):
        cuts = {}
        for quantity, below in found:
            for factor in _FACTORS:
                position = quantity.amount(factor) / Quantity("1", unit).amount(factor)
                cuts[position, below] = Quantity(_exact(position), unit)
        yield unit, _cut(cuts)


def _cut(cuts: dict[tuple[Fraction, bool], Quantity]) -> tuple[Range, ...]:
    places = sorted(place for place in cuts if place > (Fraction(0), False))  # nothing is below 0
    lower, upper = [None, *places], [*places, None]
    return tuple(
        Range(
            cuts[low] if low else None,
            bool(low and not low[1]),
            cuts[high] if high else None,
            bool(high and high[1]),
        )
        for low, high in zip(lower, upper, strict=True)
    )


def _between(low: Fraction, high: Fraction) -> str:
    """The number of the fewest places between two, the nearest to their middle; "" where it has more than MAX_DIGITS
    characters."""
    for places in range(-len(str(int(high))), MAX_DIGITS):
        number = round((low + high) / 2 * Fraction(10) ** places) / Fraction(10) ** places
        if low < number < high:
            text = _exact(number)
            return text if len(text) <= MAX_DIGITS else ""
    return ""


def _exact(number: Fraction) -> str:
    """A fraction that has an end as a decimal: quotients of decimals by powers of 1000 and 1024 do."""
    places = 0
    while (number * 10**places).denominator > 1:
        places += 1
    digits = f"{number * 10**places}".rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
