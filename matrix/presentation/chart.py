"""Payload against processing time on logarithmic axes: each option's room as a box, the workload as a point. The
options' names stand in the free margin beside the boxes.

Pure geometry; the template draws it. The axes are the first size question's row and the first time question's.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import ClassVar, Final

from msgspec import Struct, structs

from matrix.decision.facts import Where
from matrix.decision.fit import FITTING, Outcome, TableFit
from matrix.decision.overall import Overall
from matrix.decision.selection import Like, Selection
from matrix.domain.document import Column, Document, Question, Table
from matrix.domain.notation import Cell
from matrix.domain.once import once
from matrix.domain.quantities import Quantity, read_quantity
from matrix.presentation import wording
from matrix.presentation.workload import (
    BOTTOM,
    HEIGHT,
    LEFT,
    LINE,
    RIGHT,
    TOP,
    WIDTH,
    You,
    label_of,
    placed,
    text_width,
    x_of,
    y_of,
)

_MARK: Final = 14
"""The room of the mark before a name."""
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


class Box(Struct, frozen=True, cache_hash=True):
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
    document: Document,
    fit: TableFit,
    selection: Selection,
    overall: Overall | None = None,
    words: Mapping[Where, str] = MappingProxyType({}),
    like: Like | None = None,
) -> Chart | None:
    """The picture of a table's outcomes, by the cells of ``document``; None where no size or no time is asked for.
    ``overall``: the outcomes by both tables; ``words``: those of other sources whose values are in the cells. But for
    the workload it is one for all selections that are ``like`` this."""
    size = next((q for q in document.questions if q.kind == "size" and q.criteria), None)
    time = next((q for q in document.questions if q.kind == "duration" and q.criteria), None)
    if size is None or time is None:
        return None
    drawn = once(like or Like(), "chart", lambda: _drawn(document, fit, selection, overall, words, size, time))
    return drawn and structs.replace(drawn, you=_you(selection, size, time, drawn.boxes))


def _drawn(
    document: Document,
    fit: TableFit,
    selection: Selection,
    overall: Overall | None,
    words: Mapping[Where, str],
    size: Question,
    time: Question,
) -> Chart | None:
    """The picture without the workload."""
    keys = size.criteria[0].feature, time.criteria[0].feature
    table = document.by_table[fit.table.slug]
    both = [[feature.key for feature in document.rows(table, key)] for key in keys]
    if not all(both):
        return None
    boxes: list[Box] = []
    rows: list[tuple[str, str, str, str]] = []
    outcomes, unasked = (overall.by_slug, overall.unasked) if overall else ({}, frozenset())
    judged = [(outcomes.get(option.option.slug, option.outcome), option) for option in fit.options]
    for outcome, option in sorted(judged, key=lambda it: it[0] not in FITTING):  # as the verdicts stand
        slug = option.option.slug
        look = outcome if selection.words and slug not in unasked else None
        cells = [[table.cell(key, slug) for key in parts] for parts in both]
        if all(cell.limit or cell.unit_only for parts in cells for cell in parts):
            edges = [min(parts, key=_reach) for parts in cells]
            boxes.append(_box(option.option, look, edges[0], edges[1]))
        size_text, time_text = (_text(table, parts, slug, words) for parts in both)
        rows.append((option.option.name, f"state {look}" if look else "", size_text, time_text))
    return Chart(
        x_ticks=_x_ticks(),
        y_ticks=_y_ticks(),
        x_label=document.names[keys[0]],
        y_label=document.names[keys[1]],
        boxes=tuple(sorted(_labelled(boxes), key=lambda box: -(box.width * box.height))),
        you=None,
        rows=tuple(rows),
    )


def _reach(cell: Cell) -> tuple[bool, Fraction, bool]:
    """How far a cell lets an option go: of the parts of a row that was split, the one that lets it go least decides.
    One without a number goes furthest; at one amount "<" comes before "≤"."""
    if cell.limit is None:
        return True, Fraction(0), False
    return False, cell.limit.quantity.amount(), cell.limit.op == "≤"


def _text(table: Table, keys: list[str], option: str, words: Mapping[Where, str]) -> str:
    texts = (words.get((table.slug, key, option)) or table.cell(key, option).text or "blank" for key in keys)
    return wording.listed(dict.fromkeys(texts))


def _you(selection: Selection, size: Question, time: Question, boxes: Sequence[Box]) -> You | None:
    x, y = _share_of(selection, size, x_of), _share_of(selection, time, y_of)
    if x is None and y is None:
        return None
    return placed(x, y, label_of(selection, size, time), [(box.right, box.top) for box in boxes])


@cache
def _x_ticks() -> tuple[Tick, ...]:
    return tuple(_x_tick(read_quantity(text)) for text in _X_TICKS)


@cache
def _y_ticks() -> tuple[Tick, ...]:
    return tuple(_y_tick(read_quantity(text)) for text in _Y_TICKS)


def _x_tick(quantity: Quantity) -> Tick:
    at = x_of(quantity)
    return Tick(at, quantity.words, label_x=at, label_y=BOTTOM + LINE + 2)


def _y_tick(quantity: Quantity) -> Tick:
    at = y_of(quantity)
    return Tick(at, quantity.words, label_x=LEFT - 6, label_y=min(at + 4, BOTTOM))


def _box(option: Column, outcome: Outcome | None, size: Cell, time: Cell) -> Box:
    right = x_of(size.limit.quantity) if size.limit else RIGHT
    # A unit without a number ("Days") is open upwards: the box goes on to the top.
    top = y_of(time.limit.quantity) if time.limit else TOP + 10
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
        width=round(right - LEFT),
        height=round(BOTTOM - top),
        right_edge="open" if not size.limit else "lt" if size.limit.op == "<" else "le",
        top_edge="open" if not time.limit else "lt" if time.limit.op == "<" else "le",
        name_x=RIGHT + 10 + (_MARK if mark else 0),
        label_x=RIGHT + 10,
        label_y=top + 4,
    )


def _lines(name: str) -> tuple[str, ...]:
    """A name in two lines where the margin is too narrow for one."""
    return (name,) if _MARK + text_width(len(name)) <= WIDTH - RIGHT else tuple(name.split(" ", 1))


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
    return [structs.replace(box, label_y=round(label_y)) for box, label_y in zip(ordered, placed, strict=True)]


def _share_of(selection: Selection, question: Question, place: Callable[[Quantity], float]) -> float | None:
    """Where the answer to a question lies on its axis; None where it is open."""
    return next((place(answer.quantity) for answer in selection.answered(question.slug) if answer.quantity), None)
