"""Payload against processing time on logarithmic axes: each option's room as a box, the workload as a point. The
options' names stand in the free margin beside the boxes.

Pure geometry; the template draws it. The axes are the first size question's row and the first time question's.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from math import log10
from typing import ClassVar, Final

from msgspec import Struct, structs

from matrix.decision.fit import FITTING, Outcome, TableFit
from matrix.decision.selection import Selection
from matrix.domain.document import Column, Document, Question
from matrix.domain.notation import Cell
from matrix.domain.quantities import Quantity, read_quantity
from matrix.presentation import wording

WIDTH, HEIGHT = 400, 260
LEFT, RIGHT, TOP, BOTTOM = 50, 278, 22, 222
LINE: Final = 14
"""A line of text."""
_MARK: Final = 14
"""The room of the mark before a name."""
_BESIDE: Final = 9
"""Between the workload's point or line and its label."""
_LONGEST: Final = 12
"""So many characters fit on either side of it, wherever it is."""
MARKS: Final[dict[Outcome, str]] = {"fits": "●", "conditional": "◐", "not-applicable": "○", "ruled-out": "✕"}
_X_TICKS: Final = ("10KB", "1MB", "100MB", "10GB")
_Y_TICKS: Final = ("1s", "1min", "15min", "1h", "1d")


class Frame(Struct, frozen=True):
    """Where the axes stand in the picture, and how high their names do."""

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM
    x_label_y: int = HEIGHT - 5
    y_label_y: int = TOP - 9
    line: int = LINE


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
    """The workload: a point where both are known, a line across the picture where one is. ``lines`` is its label."""

    x: float | None
    y: float | None
    lines: tuple[str, ...]
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
    judged = [((outcomes or {}).get(option.option.slug, option.outcome), option) for option in fit.options]
    for outcome, option in sorted(judged, key=lambda it: it[0] not in FITTING):  # as the verdicts stand
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
    return Tick(at, quantity.words, label_x=at, label_y=BOTTOM + LINE + 2)


def _y_tick(quantity: Quantity) -> Tick:
    at = _y(quantity)
    return Tick(at, quantity.words, label_x=LEFT - 6, label_y=min(at + 4, BOTTOM))


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
    """The boxes with their names one below the other, each as near its box's upper edge as those above it allow, and
    those below it, where the picture ends."""
    ordered, free = sorted(boxes, key=lambda box: (box.top, -box.right)), float(TOP - LINE)
    heights = [LINE * len(box.lines) + 4 for box in ordered]
    placed: list[float] = []
    for box, height in zip(ordered, heights, strict=True):
        placed.append(max(box.label_y, free))
        free = placed[-1] + height
    end = float(HEIGHT + LINE)
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = end = min(placed[at], end - heights[at])
    return [structs.replace(box, label_y=round(label_y, 1)) for box, label_y in zip(ordered, placed, strict=True)]


def _share_of(selection: Selection, question: Question, place: Callable[[Quantity], float]) -> float | None:
    """Where the answer to a question lies on its axis; None where it is open."""
    return next((place(answer.quantity) for answer in selection.answered(question.slug) if answer.quantity), None)


def _said(selection: Selection, *questions: Question) -> tuple[str, ...]:
    """The quantities, a line each; one that has no room in the picture stands among what was asked, as all do."""
    quantities = (answer.quantity for question in questions for answer in selection.answered(question.slug))
    return tuple(words if len(words := it.words) <= _LONGEST else "yours" for it in quantities if it)


def _you(x: float | None, y: float | None, lines: tuple[str, ...], boxes: Sequence[Box]) -> You:
    """The label on none of its own lines, and where it crosses the fewest edges of boxes: above the point or below it,
    to its right or left; anywhere along a line."""
    width, height = max(map(_width, lines)), LINE * len(lines)
    lefts = [x + _BESIDE, x - _BESIDE - width] if x is not None else list(range(LEFT + 5, RIGHT, LINE))
    tops = [y - 5 - height, y + 5] if y is not None else list(range(TOP, BOTTOM, LINE // 2))
    spots = [
        (left, top)
        for top in tops
        for left in lefts
        if left > LEFT and left + width <= RIGHT and top >= TOP and top + height <= BOTTOM
    ]
    left, top = min(spots, key=lambda spot: _crossed(spot[0], spot[1], width, height, boxes))
    anchor, label_x = ("end", left + width) if x is not None and left < x else ("start", left)
    return You(x, y, lines, round(label_x, 1), round(top + LINE - 3, 1), anchor)


def _crossed(left: float, top: float, width: float, height: float, boxes: Sequence[Box]) -> int:
    """How many edges a text crosses or touches."""
    right, bottom = left + width, top + height
    upright = sum(left - 3 < box.right < right + 3 and box.top < bottom for box in boxes)
    return upright + sum(top - 1 < box.top < bottom + 1 and left < box.right for box in boxes)


def _width(text: str) -> float:
    """Rather too wide than too narrow: no font is known here, and what fits is bold."""
    return 7.8 * len(text)
