"""Text as every room needs it: slugs, whole numbers, white space, and the error for what can't be read.

Pure, and knows no other module.
"""

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_SHORT: Final = 200
"""Characters of all arguments together: the longest cell and address of the source have 90 and 120."""

_TOLD: Final = 60
"""Characters of what somebody has typed that are told again."""


class NotationError(ValueError):
    """A text that is no cell, quantity or footnote mark; the message says what was read and what would do."""


def slugify(text: str) -> str:
    """Contract, "slug/key": lower case, every run of characters other than a–z and 0–9 is one ``-``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def natural(text: str) -> int | None:
    """A whole number of up to nine ASCII digits; None for anything else that calls itself a digit."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def squeeze(text: str) -> str:
    """``text`` with every run of white space as one blank, and none at the ends."""
    return " ".join(text.split())


def cut(text: str) -> str:
    """The beginning of what somebody has typed, where it is long: it would fill the page that tells of it."""
    return f"{text[:_TOLD].rstrip()}…" if len(text) > _TOLD else text


def cut_quotes(message: str) -> str:
    """A message with what it quotes cut."""
    return re.sub("“([^”]+)”", lambda found: f"“{cut(found[1])}”", message)


KEPT = 4096
"""By modules that are imported from then on: `matrix.editing.apart` has another number."""


def keep_short(function: Callable[P, T]) -> Callable[P, T]:
    """A function of texts whose answers to short ones are kept, `KEPT` of them. Longer ones anybody may send, and they
    would fill the memory."""
    kept = lru_cache(maxsize=KEPT)(function)

    @wraps(function)
    def answer(*texts: P.args, **named: P.kwargs) -> T:
        short = sum(map(len, texts)) <= _SHORT  # type: ignore[arg-type]
        return (kept if short else function)(*texts, **named)  # type: ignore[arg-type]

    return answer
