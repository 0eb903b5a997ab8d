"""Payload against processing time on logarithmic axes: each option's room as a box, the workload as a point.

Pure geometry; the template draws it. The axes are the first size question's row and the first time question's.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import log10
from typing import Final

from matrix.document import Document, Question
from matrix.fit import Outcome, TableFit
from matrix.notation import Cell, Quantity, read_quantity
from matrix.selection import Selection

WIDTH, HEIGHT = 480, 270
LEFT, RIGHT, TOP, BOTTOM = 46, 394, 14, 236
MARKS: Final[dict[Outcome, str]] = {"fits": "●", "conditional": "◐", "not-applicable": "○", "ruled-out": "✕"}
_X_TICKS: Final = ("10KB", "100KB", "1MB", "10MB", "100MB", "1GB", "10GB")
_Y_TICKS: Final = ("1s", "1min", "15min", "1h", "1d")


@dataclass(frozen=True)
class Tick:
    at: float
    text_at: float
    label: str


@dataclass(frozen=True)
class Box:
    """``right`` and ``top`` are the edges; ``right_edge`` and ``top_edge`` how they are drawn: "le" where the limit
    itself still fits, "lt" where only less does, "open" where the cell names no number."""

    slug: str
    outcome: Outcome
    mark: str
    name: str
    limits: str
    left: float
    top: float
    right: float
    bottom: float
    width: float
    height: float
    right_edge: str
    top_edge: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class You:
    """The workload: a point where both are known, a line across the picture where one is."""

    x: float | None
    y: float | None
    label: str
    label_x: float
    label_y: float
    anchor: str

    @property
    def point(self) -> bool:
        return self.x is not None and self.y is not None

    @property
    def path(self) -> str:
        """Lines from the axes to the point, or across the picture."""
        along = f"M{LEFT} {self.y}H{RIGHT if self.x is None else self.x}" if self.y is not None else ""
        up = f"M{self.x} {TOP if self.y is None else self.y}V{BOTTOM}" if self.x is not None else ""
        return along + up


@dataclass(frozen=True)
class Picture:
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_label: str
    y_label: str
    boxes: tuple[Box, ...]
    you: You | None
    rows: tuple[tuple[str, str, str, str], ...]
    """The same as text: option, outcome, and its limits."""


def draw(document: Document, fit: TableFit, selection: Selection) -> Picture | None:
    """The picture of a table's outcomes; None where the questionnaire asks for no size or no time."""
    size = next((q for q in document.questions if q.kind == "size" and q.criteria), None)
    time = next((q for q in document.questions if q.kind == "duration" and q.criteria), None)
    if size is None or time is None:
        return None
    keys = size.criteria[0].feature, time.criteria[0].feature
    if not all(key in fit.table.by_key for key in keys):
        return None
    boxes: list[Box] = []
    rows: list[tuple[str, str, str, str]] = []
    for option in fit.options:
        cells = [fit.table.cell(key, option.option.slug) for key in keys]
        if all(cell.limit or cell.unit_only for cell in cells):
            boxes.append(_box(option.option.slug, option.option.name, option.outcome, cells[0], cells[1], boxes))
        rows.append((option.option.name, option.outcome, cells[0].text or "blank", cells[1].text or "blank"))
    return Picture(
        x_ticks=tuple(Tick(_x(quantity), BOTTOM + 14, quantity.words) for quantity in map(read_quantity, _X_TICKS)),
        y_ticks=tuple(
            Tick(_y(quantity), _y(quantity) + 4, quantity.words) for quantity in map(read_quantity, _Y_TICKS)
        ),
        x_label=fit.table.by_key[keys[0]].name,
        y_label=fit.table.by_key[keys[1]].name,
        boxes=tuple(sorted(boxes, key=lambda box: -(box.width * box.height))),
        you=_you(selection, size, time),
        rows=tuple(rows),
    )


def _log(amount: Fraction) -> float:
    return log10(amount) if amount > 0 else float("-inf")


def _x(quantity: Quantity) -> float:
    """10 KB to 10 GB over the width; what lies beyond stands at the edge."""
    share = (_log(quantity.amount()) - 4) / 6
    return round(LEFT + min(max(share, 0), 1) * (RIGHT - LEFT), 1)


def _y(quantity: Quantity) -> float:
    """1 s to 5 days over the height."""
    share = (_log(quantity.amount()) - 3) / 5.65
    return round(BOTTOM - min(max(share, 0), 1) * (BOTTOM - TOP), 1)


def _box(slug: str, name: str, outcome: Outcome, size: Cell, time: Cell, before: list[Box]) -> Box:
    right = _x(size.limit.quantity) if size.limit else RIGHT
    # A unit without a number ("Days") is open upwards: the box goes on to the top.
    top = _y(time.limit.quantity) if time.limit else TOP + 10
    label_x, label_y, anchor = _label_place(right, top, before)
    return Box(
        slug=slug,
        outcome=outcome,
        mark=MARKS[outcome],
        name=name,
        limits=f"{size.text}, {time.text}",
        left=LEFT,
        top=top,
        right=right,
        bottom=BOTTOM,
        width=round(right - LEFT, 1),
        height=round(BOTTOM - top, 1),
        right_edge="open" if not size.limit else "lt" if size.limit.op == "<" else "le",
        top_edge="open" if not time.limit else "lt" if time.limit.op == "<" else "le",
        label_x=label_x,
        label_y=label_y,
        anchor=anchor,
    )


def _label_place(right: float, top: float, before: list[Box]) -> tuple[float, float, str]:
    """Inside a box at its upper left; beside it where another box's label stands there or the box is narrow."""
    taken = [box.label_y for box in before if box.anchor == "start" and box.label_x < LEFT + 20]
    y = top + 22
    if all(abs(y - other) > 26 for other in taken):
        return LEFT + 6, y, "start"
    beside = [box.label_y for box in before if box.label_x > LEFT + 20]
    while any(abs(y - other) <= 26 for other in beside):
        y += 27
    return (right + 6, y, "start") if right < RIGHT - 90 else (right - 6, y, "end")


def _you(selection: Selection, size: Question, time: Question) -> You | None:
    quantities = [next((a.quantity for a in selection.answered(q.slug)), None) for q in (size, time)]
    x = _x(quantities[0]) if quantities[0] else None
    y = _y(quantities[1]) if quantities[1] else None
    if x is None and y is None:
        return None
    label = "you: " + ", ".join(quantity.words for quantity in quantities if quantity)
    right = x is None or x > (LEFT + RIGHT) / 2
    label_x = (x or RIGHT) + (-9 if right else 9)
    label_y = min((y or TOP + 30) + 15, BOTTOM - 6)
    return You(x, y, label, label_x, label_y, "end" if right else "start")
