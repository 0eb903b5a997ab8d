"""One requirement against one option: the verdict, the cell (or heading, or bullet) that gives it, and a note.

Pure. The rules are the contract's "Verdicts"; what a choice requires is data (`Criterion`), never a branch here.
"""

import re
from typing import Final

from msgspec import Struct

from matrix.domain.document import Column, Criterion, Document, Feature, Ruling, Table, Verdict, row_kind
from matrix.domain.links import resolve
from matrix.domain.notation import Cell
from matrix.domain.quantities import Quantity, holds, in_doubt, read_quantity
from matrix.domain.text import slugify

Pair = tuple[str, str]
"""A feature and one of its items: what must be required too for a ruling's text to be not met."""

SEVERITY: Final[dict[Verdict, int]] = {
    "met": 0,
    "conditional": 1,
    "not-stated": 1,
    "not-applicable": 2,
    "unmet": 3,
}
"""How much a verdict weighs in an outcome."""
BLOCKS: Final = SEVERITY["not-applicable"]
"""From here on an option does not fit."""


class Judgement(Struct, frozen=True):
    """A verdict with its proof. ``feature`` is None for a heading or bullet, which ``cell`` then quotes;
    ``cell`` is None where the table has no such row. ``judged`` is the value that a row's verdict was made on: the
    cell's, or what another source says in its place; None where no cell was read. ``said`` are that source's words, ""
    where the cell decides. ``bullet``: of a bullet. ``reading``: why a row has no meaning for an option, by the
    ruling on that, which is no word of the page's."""

    verdict: Verdict
    note: str
    feature: str | None
    label: str
    cell: str | None
    footnotes: tuple[int, ...] = ()
    judged: Cell | None = None
    bullet: bool = False
    said: str = ""
    reading: str = ""

    @property
    def by_limit(self) -> bool:
        """Whether the value that it was made on is a limit."""
        return self.judged is not None and self.judged.limit is not None


class Requirement(Struct, frozen=True):
    """What one answer or need asks: criteria, and the quantity that limits are held against."""

    criteria: tuple[Criterion, ...]
    quantity: Quantity | None = None

    def asks(self) -> frozenset[Pair]:
        """The items required, wherever: what may turn a ruling's text into a no."""
        return frozenset((c.feature, c.item) for c in self.criteria if c.basis == "row" and c.item)

    def in_table(self, table: Table) -> tuple[Criterion, ...]:
        return tuple(c for c in self.criteria if c.table in ("", table.slug))


def judge(
    document: Document, requirement: Requirement, table: Table, option: Column, active: frozenset[Pair]
) -> tuple[Judgement, ...]:
    """Every judgement of a requirement on an option; () where it has no meaning in the table.

    ``active`` holds the items that the whole selection requires, for rulings that act together with one.
    """
    alone: list[Judgement] = []
    groups: dict[int, list[tuple[Judgement, ...]]] = {}
    rulings: list[Criterion] = []
    for criterion in requirement.in_table(table):
        if criterion.basis != "row":
            rulings.append(criterion)
            continue
        judgements = _judge_rows(document, criterion, requirement.quantity, table, option, active)
        if criterion.alternative:
            groups.setdefault(criterion.alternative, []).append(judgements)
        else:
            alone += judgements
    for group in groups.values():
        alone += _best(group)
    if rulings:
        alone.append(_judge_ruling(document, rulings, option))
    return tuple(alone)


def _best(group: list[tuple[Judgement, ...]]) -> list[Judgement]:
    """Of alternatives, the first that does it; where none does, all that come nearest: each is needed as proof. An
    alternative is as good as the worst of the parts that its row was split into."""
    worst = [max(SEVERITY[judgement.verdict] for judgement in parts) for parts in group]
    nearest = [parts for parts, severity in zip(group, worst, strict=True) if severity == min(worst)]
    chosen = nearest[:1] if min(worst) < BLOCKS else nearest
    return [judgement for parts in chosen for judgement in parts]


def _judge_ruling(document: Document, rulings: list[Criterion], option: Column) -> Judgement:
    bullet = rulings[0].basis == "bullet"
    quote = document.bullet_of(option) if bullet else option.name
    label = "The page describes it as" if bullet else "Heading"
    for ruling in rulings:
        if ruling.option == option.slug:
            if said := unsaid(document, ruling, option):
                note = f"{said}; it reads not-stated until a ruling is made"
                return Judgement("not-stated", note, None, label, None, bullet=bullet)
            return Judgement(ruling.verdict, ruling.note, None, label, quote, bullet=bullet)
    return Judgement("not-stated", "no ruling has been made for this option yet", None, label, None, bullet=bullet)


def unsaid(document: Document, ruling: Criterion, option: Column) -> str:
    """What an update has taken from under a ruling on a bullet: it stands on the words that it quotes, and other
    words want another ruling. "" where they are there."""
    if ruling.basis != "bullet":
        return ""
    bullet = document.bullet_of(option)
    if not bullet:
        return f"{option.slug} has no bullet to rule on: none begins with its name"
    for quoted in re.findall(r"“([^”]+)”", ruling.note):
        if quoted.lower() not in bullet.lower():
            return f"the bullet of {option.slug} does not say “{quoted}” any more"
    return ""


def _judge_rows(
    document: Document,
    criterion: Criterion,
    quantity: Quantity | None,
    table: Table,
    option: Column,
    active: frozenset[Pair],
) -> tuple[Judgement, ...]:
    """The judgement of the criterion's row; of one that was split, one of each part."""
    rows = document.rows(table, criterion.feature)
    if not rows:
        label = document.names.get(criterion.feature, criterion.feature)
        note = "the page doesn’t say: the table has no such row"
        return (Judgement("not-stated", note, criterion.feature, label, None),)
    return tuple(_judge_row(document, criterion, quantity, table, option, active, feature) for feature in rows)


def _judge_row(
    document: Document,
    criterion: Criterion,
    quantity: Quantity | None,
    table: Table,
    option: Column,
    active: frozenset[Pair],
    feature: Feature,
) -> Judgement:
    cell = table.cell(feature.key, option.slug)
    judged: Cell | None = cell
    reading = ""
    if criterion.decides and criterion.decides != option.slug:
        verdict: Verdict = "met"
        judged = None
        note = "this cell does not limit it: only the list of the option that names such items decides"
    else:
        address = document.source.address
        same = bool(feature.url) and resolve(address, feature.url) == resolve(address, option.url)
        ruling = ruling_for(document, feature.key, cell)
        verdict, note = _judge_cell(document, cell, criterion, quantity, ruling, active, same)
        reading = ruling.note if ruling and verdict == "not-applicable" else ""
    return Judgement(verdict, note, feature.key, feature.name, cell.text, cell.footnotes, judged, reading=reading)


def ruling_for(document: Document, feature: str, cell: Cell) -> Ruling | None:
    """The ruling on a worded cell, matched by the very words: other words want another ruling; or why a row has no
    meaning for an option. A part has its own, else that of the row which it was split from."""
    return ruling_on(document, feature, cell.text) if cell.kind in ("text", "not-applicable") else None


def ruling_on(document: Document, feature: str, text: str) -> Ruling | None:
    """The ruling on a row's words, be they a cell's or those of a footnote that its cells mark."""
    keys = (feature, *reversed(document.lineage.get(feature, ())))
    return next((ruling for key in keys if (ruling := document.by_ruling.get((key, text)))), None)


def _judge_cell(
    document: Document,
    cell: Cell,
    criterion: Criterion,
    quantity: Quantity | None,
    ruling: Ruling | None,
    active: frozenset[Pair],
    same_link: bool,
) -> tuple[Verdict, str]:
    match cell.kind:
        case "unsupported":
            return "unmet", "not supported (the cell is blank)"
        case "not-applicable":
            if same_link:
                return "met", "N/A because this row is the option itself"
            said = f"only N/A; this site’s reading: {ruling.note}" if ruling else "N/A: it doesn’t apply here"
            return "not-applicable", f"the page says {said}; not counted as a fit"
        case "supported":
            if cell.footnotes:
                return "conditional", f"✓ under the condition of footnote {cell.footnotes[0]}"
            return "met", "no conditions"
        case "limit" if cell.limit and quantity:
            return _judge_limit(cell, quantity)
        case "list" if criterion.item:
            return _judge_item(document, cell, criterion)
    return _judge_words(document, cell, criterion, quantity, ruling, active)


def _judge_limit(cell: Cell, quantity: Quantity) -> tuple[Verdict, str]:
    assert cell.limit is not None  # a cell of kind limit has one
    if cell.limit.quantity.dimension != quantity.dimension:
        return "not-stated", f"{quantity.words} can't be held against {cell.limit.words}"
    holding = holds(quantity, cell.limit)
    if holding is None:
        return "conditional", f"it depends on whether {in_doubt(quantity, cell.limit)}, which the page doesn’t say"
    if holding:
        return "met", f"{quantity.words} is {cell.limit.words}"
    return "unmet", f"{quantity.words} is not {cell.limit.words}"


def _judge_item(document: Document, cell: Cell, criterion: Criterion) -> tuple[Verdict, str]:
    for listed in cell.items:
        if slugify(listed) == criterion.item:
            return "met", f"{listed} is listed"
    item = _written(document, criterion.feature, criterion.item)
    if cell.footnotes:
        return "conditional", f"“{item}” is not listed; footnote {cell.footnotes[0]} says what to do then"
    return "unmet", f"“{item}” is not listed"


def _written(document: Document, feature: str, item: str) -> str:
    """An item as the cells of its row write it; where none has it, its slug."""
    kind = row_kind(document, feature)
    return kind.get(item, item) if isinstance(kind, dict) else item


def _judge_words(
    document: Document,
    cell: Cell,
    criterion: Criterion,
    quantity: Quantity | None,
    ruling: Ruling | None,
    active: frozenset[Pair],
) -> tuple[Verdict, str]:
    """Worded text, and lists and limits that the need has no item or quantity for."""
    said = ruling.note if ruling else ""
    if cell.unit_only and quantity:
        one = read_quantity(f"1 {cell.unit_only}")
        if one.dimension == quantity.dimension and quantity.amount() < one.amount():
            return "met", f"“{cell.text}” names no number, but {quantity.words} is less than {one.words}"
        said = f"“{cell.text}” names no number, so {quantity.words} may be too long"
    if criterion.strict:
        return "unmet", f"“{cell.text}” is not enough: {said or 'it is worded, not a tick'}"
    if ruling and (ruling.excludes_feature, ruling.excludes_item) in active:
        item = _written(document, ruling.excludes_feature, ruling.excludes_item)
        return "unmet", f"“{cell.text}”, and {item} is asked for"
    return "conditional", said or f"“{cell.text}”"
