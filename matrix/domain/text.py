"""Text as every room needs it: slugs, whole numbers, white space, and the error for what can't be read.

Pure, and knows no other module.
"""

import re


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
