"""What the tables' limits say of sizes and times: the bands they part, where an option holds, what would do instead.

Pure.
"""

from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from matrix.decision.fit import Relaxation
from matrix.domain.document import Column, Document, Question, Table
from matrix.domain.notation import Cell
from matrix.domain.quantities import Limit, Quantity, read_quantity


class Band(Struct, frozen=True):
    """A stretch of sizes or times that no limit of the tables parts; ``quantity`` stands for all of it. ``low`` is
    where it begins, and whether only above that; ``high`` where it ends, and whether that is within; None for no
    end."""

    low: tuple[Quantity, bool] | None
    high: tuple[Quantity, bool] | None
    quantity: Quantity

    @property
    def label(self) -> str:
        """``over 4 MB, under 6 MB``, ``6 MB to 100 MB``, ``1 GB and more``."""
        start = f"{'over ' * self.low[1]}{self.low[0].words}" if self.low else ""
        end = f"{'to' if self.high[1] else 'under'} {self.high[0].words}" if self.high else ""
        if not self.low:
            return "any" if not self.high else f"up {end}" if self.high[1] else end
        if not self.high:
            return start if self.low[1] else f"{start} and more"
        return f"{start} {end}" if self.high[1] and not self.low[1] else f"{start}, {end}"

    def until(self, later: "Band") -> "Band":
        """From the start of this to the end of a later one."""
        return Band(self.low, later.high, self.quantity)


class Bound(Struct, frozen=True):
    """Up to where a fitting option holds, by the cell of a row that a question or need asks quantities of. ``limit`` is
    None where the cell gives no number; ``text`` is the cell's text."""

    question: str
    feature: str
    label: str
    limit: Limit | None
    text: str

    @property
    def words(self) -> str:
        """``under 6 MB``, ``up to 4 MB``; "" where there is no number."""
        return self.limit.spelled if self.limit else ""


def bands(document: Document, question: Question) -> tuple[Band, ...]:
    """The bands into which the limits of a size or duration question's row part all quantities."""
    cuts: dict[tuple[Fraction, bool], Quantity] = {}
    for criterion in question.criteria:
        for cell in document.cells_of(criterion.feature):
            for quantity, inclusive in _cut(cell):
                cuts.setdefault((quantity.amount(), inclusive), quantity)
    edges = sorted(cuts)  # at one amount "<" comes before "≤", as False sorts before True
    lower = [None, *edges]
    upper = [*edges, None]
    return tuple(_band(cuts, low, high) for low, high in zip(lower, upper, strict=True)) if edges else ()


def _cut(cell: Cell) -> list[tuple[Quantity, bool]]:
    if cell.limit:
        return [(cell.limit.quantity, cell.limit.op == "≤")]
    return [(read_quantity(f"1 {cell.unit_only}"), False)] if cell.unit_only else []


def _band(
    cuts: dict[tuple[Fraction, bool], Quantity],
    low: tuple[Fraction, bool] | None,
    high: tuple[Fraction, bool] | None,
) -> Band:
    start, end = ((cuts[edge], edge[1]) if edge else None for edge in (low, high))
    return Band(start, end, _within(start, end))


def _within(low: tuple[Quantity, bool] | None, high: tuple[Quantity, bool] | None) -> Quantity:
    if high and (high[1] or (low and not low[1])):
        return high[0] if high[1] or not low else low[0]
    if high and low:
        return _between(low[0], high[0])
    if high:
        return _scaled(high[0], Fraction(1, 2))
    assert low is not None, "there is at least one cut"
    return _scaled(low[0], Fraction(2)) if low[1] else low[0]


def _scaled(quantity: Quantity, by: Fraction) -> Quantity:
    return Quantity(_decimal(Fraction(quantity.number) * by), quantity.unit)


def _between(low: Quantity, high: Quantity) -> Quantity:
    unit = Quantity("1", high.unit).amount()
    return Quantity(_decimal((low.amount() + high.amount()) / 2 / unit), high.unit)


def _decimal(number: Fraction) -> str:
    """A fraction as a decimal of at most 12 places: halves of decimals are exact, other units near enough."""
    scaled = round(number * 10**12)
    decimals = f"{scaled % 10**12:012d}".rstrip("0")
    return f"{scaled // 10**12}" + (f".{decimals}" if decimals else "")


def bounds(document: Document, table: Table, option: Column) -> tuple[Bound, ...]:
    """Up to which size and time an option holds, from the limits of the rows that quantities are asked for."""
    found: list[Bound] = []
    for question in document.questions:
        for criterion in question.criteria:
            if criterion.table not in ("", table.slug):
                continue
            for feature in document.rows(table, criterion.feature):
                cell = table.cell(feature.key, option.slug)
                if cell.text:
                    found.append(Bound(question.slug, criterion.feature, feature.name, cell.limit, cell.text))
    return tuple(found)


@lru_cache(maxsize=1_000)  # editions and revisions have most of their limits in common
def within_limit(limit: Limit) -> Quantity:
    """A quantity that stays within a limit: itself, or where that is too much already, one of its units less, or half
    of it: ``under 6 MB`` → 5 MB."""
    most = limit.quantity
    if limit.op == "≤":
        return most
    number = Fraction(most.number)
    return Quantity(_decimal(number - 1), most.unit) if number > 1 else _scaled(most, Fraction(1, 2))


def instead(
    document: Document, table: Table, relaxation: Relaxation
) -> tuple[tuple[tuple[Bound, ...], tuple[Column, ...]], ...]:
    """What would do for the sizes and times of a relaxation, the highest limits first: the bounds to stay within, and
    the options that this would do for; no bounds for options that have none, and where it is of no size or time."""
    answers = {word.name for word in relaxation.drop}
    needs = {word.value.partition(":")[0] for word in relaxation.drop if word.name == "need"}
    found: dict[tuple[str, ...], tuple[tuple[Bound, ...], list[Column]]] = {}
    for option in relaxation.options:
        asked = [b for b in bounds(document, table, option) if b.question in answers or b.feature in needs]
        within = tuple(bound for bound in asked if bound.limit)
        found.setdefault(tuple(b.label + b.words for b in within), (within, []))[1].append(option)
    ranked = sorted(found.values(), key=lambda way: [-b.limit.quantity.amount() for b in way[0] if b.limit])
    return tuple((within, tuple(options)) for within, options in ranked)
