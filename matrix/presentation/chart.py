"""Payload against processing time on logarithmic axes: each option's room as a box, the workload as a point.

Pure geometry; the template draws it. The axes are the first size question's row and the first time question's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import log10
from typing import ClassVar, Final

from matrix.decision.fit import Outcome, TableFit
from matrix.decision.selection import Selection
from matrix.domain.document import Column, Document, Question
from matrix.domain.notation import Cell
from matrix.domain.quantities import Quantity, read_quantity
from matrix.presentation import wording

WIDTH, HEIGHT = 480, 270
LEFT, RIGHT, TOP, BOTTOM = 46, 394, 14, 236
LINE: Final = 14
"""A line of text."""
MARKS: Final[dict[Outcome, str]] = {"fits": "●", "conditional": "◐", "not-applicable": "○", "ruled-out": "✕"}
Room = tuple[float, float, float, float]
"""A text's left, top, right and bottom."""
_X_TICKS: Final = ("10KB", "100KB", "1MB", "10MB", "100MB", "1GB", "10GB")
_Y_TICKS: Final = ("1s", "1min", "15min", "1h", "1d")


@dataclass(frozen=True)
class Frame:
    """Where the axes stand in the picture, and how high their names do."""

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM
    x_label_y: int = HEIGHT - 4
    y_label_y: int = TOP - 4


@dataclass(frozen=True)
class Tick:
    at: float
    label: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Box:
    """``right`` and ``top`` are the edges; ``right_edge`` and ``top_edge`` how they are drawn: "le" where the limit
    itself still fits, "lt" where only less does, "open" where the cell names no number. ``look`` is the outcome, ""
    where nothing is asked, and no box claims to fit."""

    slug: str
    look: str
    mark: str
    name: str
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


@dataclass(frozen=True)
class You:
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


@dataclass(frozen=True)
class Chart:
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_label: str
    y_label: str
    boxes: tuple[Box, ...]
    you: You | None
    rows: tuple[tuple[str, str, str, str], ...]
    """The same as text: option, how its outcome looks, and its limits."""
    frame: ClassVar[Frame] = Frame()


def chart_of(document: Document, fit: TableFit, selection: Selection) -> Chart | None:
    """The picture of a table's outcomes, by the cells of ``document``; None where no size or no time is asked for."""
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
    point = [] if x is None or y is None else [(x - 8, y - 8, x + 8, y + 8)]
    boxes: list[Box] = []
    rows: list[tuple[str, str, str, str]] = []
    for option in fit.options:
        cells = [[table.cell(key, option.option.slug) for key in parts] for parts in both]
        if all(cell.limit or cell.unit_only for parts in cells for cell in parts):
            edges = [min(parts, key=_reach) for parts in cells]
            look = option.outcome if selection.words else None
            boxes.append(_box(option.option, look, edges[0], edges[1], [*point, *map(_room_of, boxes)]))
        state = f"state {option.outcome}" if selection.words else ""
        rows.append((option.option.name, state, _text(cells[0]), _text(cells[1])))
    return Chart(
        x_ticks=tuple(_x_tick(read_quantity(text)) for text in _X_TICKS),
        y_ticks=tuple(_y_tick(read_quantity(text)) for text in _Y_TICKS),
        x_label=document.names[keys[0]],
        y_label=document.names[keys[1]],
        boxes=tuple(sorted(boxes, key=lambda box: -(box.width * box.height))),
        you=None if x is None and y is None else _you(x, y, _said(selection, size, time), boxes),
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


def _x(quantity: Quantity) -> float:
    """10 KB to 10 GB over the width; what lies beyond stands at the edge."""
    share = (_log(quantity.amount()) - 4) / 6
    return round(LEFT + min(max(share, 0), 1) * (RIGHT - LEFT), 1)


def _y(quantity: Quantity) -> float:
    """1 s to 5 days over the height."""
    share = (_log(quantity.amount()) - 3) / 5.65
    return round(BOTTOM - min(max(share, 0), 1) * (BOTTOM - TOP), 1)


def _x_tick(quantity: Quantity) -> Tick:
    at = _x(quantity)
    return Tick(at, quantity.words, label_x=at, label_y=BOTTOM + LINE)


def _y_tick(quantity: Quantity) -> Tick:
    at = _y(quantity)
    return Tick(at, quantity.words, label_x=LEFT - 6, label_y=at + 4)


def _box(option: Column, outcome: Outcome | None, size: Cell, time: Cell, taken: list[Room]) -> Box:
    right = _x(size.limit.quantity) if size.limit else RIGHT
    # A unit without a number ("Days") is open upwards: the box goes on to the top.
    top = _y(time.limit.quantity) if time.limit else TOP + 10
    return Box(
        slug=option.slug,
        look=outcome or "",
        mark=f"{MARKS[outcome]} " if outcome else "",
        name=option.name,
        left=LEFT,
        top=top,
        right=right,
        bottom=BOTTOM,
        width=round(right - LEFT, 1),
        height=round(BOTTOM - top, 1),
        right_edge="open" if not size.limit else "lt" if size.limit.op == "<" else "le",
        top_edge="open" if not time.limit else "lt" if time.limit.op == "<" else "le",
        label_x=round(right - 5, 1),
        label_y=_label_y(right, top, option.name, taken),
    )


def _label_y(right: float, top: float, name: str, taken: list[Room]) -> float:
    """Inside a box at its upper right, where no two boxes end alike; below another box's label that stands there."""
    y = top + LINE
    while any(_meet(room, (right - 5 - _width(name), y - LINE, right - 5, y)) for room in taken):
        y += LINE
    return y


def _share_of(selection: Selection, question: Question, place: Callable[[Quantity], float]) -> float | None:
    """Where the answer to a question lies on its axis; None where it is open."""
    return next((place(answer.quantity) for answer in selection.answered(question.slug) if answer.quantity), None)


def _said(selection: Selection, *questions: Question) -> str:
    quantities = (answer.quantity for question in questions for answer in selection.answered(question.slug))
    return "you: " + ", ".join(quantity.words for quantity in quantities if quantity)


def _you(x: float | None, y: float | None, label: str, boxes: list[Box]) -> You:
    place = _you_place(RIGHT if x is None else x, TOP + LINE if y is None else y, _width(label), boxes)
    return You(x, y, label, *place)


def _you_place(x: float, y: float, width: float, boxes: list[Box]) -> tuple[float, float, str]:
    """Beside the point: the first place that lies in the picture and on no box's label, else the first in it."""
    ends = [x - 9, x + 9 + width]
    places = [(end, y + step) for step in (LINE + 2, -5, 2 * LINE + 2, -5 - LINE, 3 * LINE + 2) for end in ends]
    rooms = [(end - width, line - LINE, end, line) for end, line in places]
    inside = [room for room in rooms if room[0] > LEFT and room[2] < WIDTH and room[1] >= TOP and room[3] < BOTTOM]
    free = [room for room in inside if not any(_meet(room, _room_of(box)) for box in boxes)]
    left, _, right, line = (free or inside or rooms)[0]
    return (round(right, 1), line, "end") if right < x else (round(left, 1), line, "start")


# --- Where texts stand -------------------------------------------------------------------------------------


def _width(text: str) -> float:
    """Rather too wide than too narrow: no font is known here. With room for a mark before it."""
    return 6.4 * (len(text) + 2)


def _room_of(box: Box) -> Room:
    return box.label_x - _width(box.name), box.label_y - LINE, box.label_x, box.label_y


def _meet(one: Room, other: Room) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
