"""What another source says of a cell: a text, where and when it said so, and perhaps the value that it gives.

Pure. Facts, "Annotations". An annotation is judged only where it is asked for; the page's cells stay the page's.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_SEEN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class Annotation:
    """``seen`` is a year, a month or a day in ISO 8601; ``cell`` the value in the cell's own notation, "" for a blank,
    None where the annotation only explains."""

    table: str
    feature: str
    column: str
    text: str
    source: str
    url: str
    seen: str
    cell: str | None = None


def first_day(seen: str) -> date:
    """A year or month is taken as its first day. Raises ValueError on what is no year, month or day."""
    found = _SEEN.fullmatch(seen)
    if not found:
        raise ValueError(f"“{seen}” is no year, month or day; write 2026, 2026-08 or 2026-08-07")
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{seen}” is no day of the calendar") from None
