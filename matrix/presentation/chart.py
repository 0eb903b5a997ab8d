"""Payload against processing time on logarithmic axes: each option's room as a box, the workload as a point. The
options' names stand in the free margin beside the boxes.

Pure geometry; the template draws it. The axes are the first size question's row and the first time question's.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from math import log10
from typing import ClassVar, Final

from msgspec import Struct, structs

from matrix.decision.fit import Outcome, TableFit
from matrix.decision.selection import Selection
from matrix.domain.document import Column, Document, Question
from matrix.domain.notation import Cell
from matrix.domain.quantities import Quantity, read_quantity
from matrix.presentation import wording

WIDTH, HEIGHT = 480, 270
LEFT, RIGHT, TOP, BOTTOM = 46, 364, 14, 236
LINE: Final = 14
"""A line of text."""
_MARK: Final = 13
"""The room of the mark before a name."""
MARKS: Final[dict[Outcome, str]] = {"fits": "●", "conditional": "◐", "not-applicable": "○", "ruled-out": "✕"}
_X_TICKS: Final = ("10KB", "100KB", "1MB", "10MB", "100MB", "1GB", "10GB")
_Y_TICKS: Final = ("1s", "1min", "15min", "1h", "1d")


class Frame(Struct, frozen=True):
    """Where the axes stand in the picture, and how high their names do."""

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM
    x_label_y: int = HEIGHT - 4
    y_label_y: int = TOP - 4


class Tick(Struct, frozen=True):
    at: float
    label: str
    label_x: float
    label_y: float


class Box(Struct, frozen=True):
    """``right`` and ``top`` are the edges; ``right_edge`` and ``top_edge`` how they are drawn: "le" where the limit
    itself still fits, "lt" where only less does, "open" where the cell names no number. ``look`` is the outcome, ""
    where nothing is asked, and no box claims to fit. ``lines`` is its name, ``lead`` the line from its corner to
    there."""

    slug: str
    look: str
    mark: str
    lines: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float
    width: float
    height: float
    right_edge: str
    top_edge: str
    name_x: float
    label_x: float
    label_y: float

    @property
    def lead(self) -> str:
        return f"M{self.right} {self.top}H{RIGHT}L{self.label_x - 3} {self.label_y - 4}"


class You(Struct, frozen=True):
    """The workload: a point where both are known, a line across the picture where one is."""

    x: float | None
    y: float | None
    label: str
    label_x: float
    label_y: float
    anchor: str
    radius: ClassVar[int] = 5

    @property
    def point(self) -> bool:
        return self.x is not None and self.y is not None

    @property
    def path(self) -> str:
        """Lines from the axes to the point, or across the picture."""
        along = f"M{LEFT} {self.y}H{RIGHT if self.x is None else self.x}" if self.y is not None else ""
        up = f"M{self.x} {TOP if self.y is None else self.y}V{BOTTOM}" if self.x is not None else ""
        return along + up


class Chart(Struct, frozen=True):
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_label: str
    y_label: str
    boxes: tuple[Box, ...]
    you: You | None
    rows: tuple[tuple[str, str, str, str], ...]
    """The same as text: option, how its outcome looks, and its limits."""
    frame: ClassVar[Frame] = Frame()


def chart_of(
    document: Document, fit: TableFit, selection: Selection, outcomes: Mapping[str, Outcome] | None = None
) -> Chart | None:
    """The picture of a table's outcomes, by the cells of ``document``; None where no size or no time is asked for.
    ``outcomes``: each option's by both tables, where it may be another."""
    size = next((q for q in document.questions if q.kind == "size" and q.criteria), None)
    time = next((q for q in document.questions if q.kind == "duration" and q.criteria), None)
    if size is None or time is None:
        return None
    keys = size.criteria[0].feature, time.criteria[0].feature
    table = document.by_table[fit.table.slug]
    both = [[feature.key for feature in document.rows(table, key)] for key in keys]
    if not all(both):
        return None
    x, y = (_share_of(selection, question, place) for question, place in ((size, _x), (time, _y)))
    boxes: list[Box] = []
    rows: list[tuple[str, str, str, str]] = []
    for option in fit.options:
        outcome = (outcomes or {}).get(option.option.slug, option.outcome)
        cells = [[table.cell(key, option.option.slug) for key in parts] for parts in both]
        if all(cell.limit or cell.unit_only for parts in cells for cell in parts):
            edges = [min(parts, key=_reach) for parts in cells]
            look = outcome if selection.words else None
            boxes.append(_box(option.option, look, edges[0], edges[1]))
        state = f"state {outcome}" if selection.words else ""
        rows.append((option.option.name, state, _text(cells[0]), _text(cells[1])))
    return Chart(
        x_ticks=_x_ticks(),
        y_ticks=_y_ticks(),
        x_label=document.names[keys[0]],
        y_label=document.names[keys[1]],
        boxes=tuple(sorted(_labelled(boxes), key=lambda box: -(box.width * box.height))),
        you=None if x is None and y is None else _you(x, y, _said(selection, size, time)),
        rows=tuple(rows),
    )


def _reach(cell: Cell) -> tuple[bool, Fraction, bool]:
    """How far a cell lets an option go: of the parts of a row that was split, the one that lets it go least decides.
    One without a number goes furthest; at one amount "<" comes before "≤"."""
    if cell.limit is None:
        return True, Fraction(0), False
    return False, cell.limit.quantity.amount(), cell.limit.op == "≤"


def _text(parts: list[Cell]) -> str:
    return wording.listed(dict.fromkeys(cell.text or "blank" for cell in parts))


def _log(amount: Fraction) -> float:
    return log10(amount) if amount > 0 else float("-inf")


@lru_cache(maxsize=256)
def _x(quantity: Quantity) -> float:
    """10 KB to 10 GB over the width; what lies beyond stands at the edge."""
    share = (_log(quantity.amount()) - 4) / 6
    return round(LEFT + min(max(share, 0), 1) * (RIGHT - LEFT), 1)


@lru_cache(maxsize=256)
def _y(quantity: Quantity) -> float:
    """1 s to 5 days over the height."""
    share = (_log(quantity.amount()) - 3) / 5.65
    return round(BOTTOM - min(max(share, 0), 1) * (BOTTOM - TOP), 1)


@cache
def _x_ticks() -> tuple[Tick, ...]:
    return tuple(_x_tick(read_quantity(text)) for text in _X_TICKS)


@cache
def _y_ticks() -> tuple[Tick, ...]:
    return tuple(_y_tick(read_quantity(text)) for text in _Y_TICKS)


def _x_tick(quantity: Quantity) -> Tick:
    at = _x(quantity)
    return Tick(at, quantity.words, label_x=at, label_y=BOTTOM + LINE)


def _y_tick(quantity: Quantity) -> Tick:
    at = _y(quantity)
    return Tick(at, quantity.words, label_x=LEFT - 6, label_y=at + 4)


def _box(option: Column, outcome: Outcome | None, size: Cell, time: Cell) -> Box:
    right = _x(size.limit.quantity) if size.limit else RIGHT
    # A unit without a number ("Days") is open upwards: the box goes on to the top.
    top = _y(time.limit.quantity) if time.limit else TOP + 10
    mark = f"{MARKS[outcome]} " if outcome else ""
    return Box(
        slug=option.slug,
        look=outcome or "",
        mark=mark,
        lines=_lines(option.name),
        left=LEFT,
        top=top,
        right=right,
        bottom=BOTTOM,
        width=round(right - LEFT, 1),
        height=round(BOTTOM - top, 1),
        right_edge="open" if not size.limit else "lt" if size.limit.op == "<" else "le",
        top_edge="open" if not time.limit else "lt" if time.limit.op == "<" else "le",
        name_x=RIGHT + 10 + (_MARK if mark else 0),
        label_x=RIGHT + 10,
        label_y=top + 4,
    )


def _lines(name: str) -> tuple[str, ...]:
    """A name in two lines where the margin is too narrow for one."""
    return (name,) if _MARK + _width(name) <= WIDTH - RIGHT else tuple(name.split(" ", 1))


def _labelled(boxes: list[Box]) -> list[Box]:
    """The boxes with their names one below the other, each as near its box's upper edge as those above it allow."""
    placed, free = [], float(TOP - LINE)
    for box in sorted(boxes, key=lambda box: (box.top, -box.right)):
        label_y = max(box.label_y, free)
        placed.append(structs.replace(box, label_y=round(label_y, 1)))
        free = label_y + LINE * len(box.lines) + 4
    return placed


def _share_of(selection: Selection, question: Question, place: Callable[[Quantity], float]) -> float | None:
    """Where the answer to a question lies on its axis; None where it is open."""
    return next((place(answer.quantity) for answer in selection.answered(question.slug) if answer.quantity), None)


def _said(selection: Selection, *questions: Question) -> str:
    quantities = (answer.quantity for question in questions for answer in selection.answered(question.slug))
    return "you: " + ", ".join(quantity.words for quantity in quantities if quantity)


def _you(x: float | None, y: float | None, label: str) -> You:
    """Beside the point: below it, or above where the picture ends; to its left, or right where that begins."""
    at_x, at_y = RIGHT if x is None else x, TOP if y is None else y
    left, below = at_x - 9 - _width(label) > LEFT, at_y + LINE + 2 < BOTTOM
    anchor, label_x = ("end", at_x - 9) if left else ("start", at_x + 9)
    return You(x, y, label, round(label_x, 1), round(at_y + (LINE + 2 if below else -6), 1), anchor)


def _width(text: str) -> float:
    """Rather too wide than too narrow: no font is known here, and what fits is bold."""
    return 7.2 * len(text)
