"""The workload in the picture of size against time: where it lies on the axes, and where its label has room.

Pure geometry. The axes are logarithmic: 10 KB to 10 GB, and 1 s to 5 days.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import log10
from typing import ClassVar, Final

from msgspec import Struct

from matrix.decision.selection import Selection
from matrix.domain.document import Question
from matrix.domain.quantities import Quantity

WIDTH, HEIGHT = 400, 260
LEFT, RIGHT, TOP, BOTTOM = 50, 278, 22, 222
LINE: Final = 14
"""A line of text."""
_BESIDE: Final = 9
"""Between the workload's point or line and its label."""
_LONGEST: Final = 12
"""So many characters fit on either side of it, wherever it is."""


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


@lru_cache(maxsize=256)
def x_of(quantity: Quantity) -> float:
    """10 KB to 10 GB over the width, in whole pixels; what lies beyond stands at the edge."""
    return round(LEFT + min(max(_x_share(quantity), 0), 1) * (RIGHT - LEFT))


def _x_share(quantity: Quantity) -> float:
    return (_log(quantity.amount()) - 4) / 6


@lru_cache(maxsize=256)
def y_of(quantity: Quantity) -> float:
    """1 s to 5 days over the height."""
    return round(BOTTOM - min(max(_y_share(quantity), 0), 1) * (BOTTOM - TOP))


def _y_share(quantity: Quantity) -> float:
    return (_log(quantity.amount()) - 3) / 5.65


def _log(amount: Fraction) -> float:
    return log10(amount) if amount > 0 else float("-inf")


def label_of(selection: Selection, *questions: Question) -> tuple[str, ...]:
    """The quantities, a line each; one that has no room in the picture stands among what was asked, as all do. An arrow
    leads off the scale."""
    quantities = (answer.quantity for question in questions for answer in selection.answered(question.slug))
    return tuple((words if len(words := it.words) <= _LONGEST else "yours") + _off(it) for it in quantities if it)


def _off(quantity: Quantity) -> str:
    size = quantity.dimension == "size"
    share = _x_share(quantity) if size else _y_share(quantity)
    return (" →" if size else " ↑") if share > 1 else (" ←" if size else " ↓") if share < 0 else ""


def placed(x: float | None, y: float | None, lines: tuple[str, ...], corners: Sequence[tuple[float, float]]) -> You:
    """The label on none of its own lines, and where it crosses the fewest edges of boxes: above the point or below it,
    to its right or left; anywhere along a line. In one line where two cross more."""
    ways = (lines, (", ".join(lines),))
    way, left, top, anchor = _spot(x, y, tuple(tuple(map(len, said)) for said in ways), tuple(corners))
    return You(x, y, ways[way], round(left), round(top + LINE - 3), anchor)


@lru_cache(maxsize=512)  # the picture has some two hundred places, and labels few lengths
def _spot(
    x: float | None, y: float | None, ways: tuple[tuple[int, ...], ...], corners: tuple[tuple[float, float], ...]
) -> tuple[int, float, float, str]:
    """Which way a label has room, by how many characters are in its lines, its left and upper edge, and what it is
    anchored by."""
    spots = [(way, *spot) for way, said in enumerate(ways) for spot in _spots(x, y, said)]
    way, left, top, width = min(
        spots, key=lambda spot: _crossed(spot[1], spot[2], spot[3], LINE * len(ways[spot[0]]), corners)
    )
    at_the_left = x is not None and left < x
    return way, left + width if at_the_left else left, top, "end" if at_the_left else "start"


def _spots(x: float | None, y: float | None, lengths: tuple[int, ...]) -> Iterator[tuple[float, float, float]]:
    """Where a label has room: its left edge, upper edge and width."""
    width, height = text_width(max(lengths)), LINE * len(lengths)
    lefts = [x + _BESIDE, x - _BESIDE - width] if x is not None else list(range(LEFT + 5, RIGHT, LINE))
    tops = [y - 5 - height, y + 5] if y is not None else list(range(TOP, BOTTOM, LINE // 2))
    for top in tops:
        for left in lefts:
            if left > LEFT and left + width <= RIGHT and top >= TOP and top + height <= BOTTOM:
                yield left, top, width


def _crossed(left: float, top: float, width: float, height: float, corners: Sequence[tuple[float, float]]) -> int:
    """How many edges a text crosses or touches."""
    right, bottom = left + width, top + height
    upright = sum(left - 3 < at < right + 3 and above < bottom for at, above in corners)
    return upright + sum(top - 1 < above < bottom + 1 and left < at for at, above in corners)


def text_width(length: int) -> float:
    """Of so many characters; rather too wide than too narrow: no font is known here, and what fits is bold."""
    return 7.8 * length
