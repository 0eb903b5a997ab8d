"""What the tables' limits say of sizes and times: the bands they part, where an option holds, what would do instead.

Pure.
"""

from fractions import Fraction

from msgspec import Struct

from matrix.decision.fit import Relaxation
from matrix.domain.document import Column, Document, Question, Table
from matrix.domain.notation import Cell
from matrix.domain.quantities import Limit, Quantity, read_quantity


class Band(Struct, frozen=True):
    """A stretch of sizes or times that no limit of the tables parts; ``quantity`` stands for all of it."""

    label: str
    quantity: Quantity


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
    below = cuts[high] if high else None
    above = cuts[low] if low else None
    if below and high and high[1]:
        start = f"over {above.words}, " if above and low and low[1] else f"{above.words} " if above else ""
        return Band(f"{start}{'to' if above else 'up to'} {below.words}", below)
    if below and not above:
        return Band(f"under {below.words}", _scaled(below, Fraction(1, 2)))
    if below and above and low:
        start = "over " if low[1] else ""
        middle = _between(above, below) if low[1] else above
        return Band(f"{start}{above.words}, under {below.words}", middle)
    assert above is not None, "there is at least one cut"
    assert low is not None
    if low[1]:
        return Band(f"over {above.words}", _scaled(above, Fraction(2)))
    return Band(f"{above.words} and more", above)


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
