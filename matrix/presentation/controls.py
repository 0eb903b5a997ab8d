"""Small views that several parts of the page are made of: a link, a control that is ticked, the place of a row.

Pure.
"""

from dataclasses import dataclass, replace

from matrix.decision.selection import Selection
from matrix.domain.document import Table
from matrix.presentation.comparison import Comparison


@dataclass(frozen=True)
class Link:
    """A link; ``note`` stands before or after its text, as the template has it. Without an address it is a need that
    the form holds as ``word``, ticked."""

    url: str
    text: str
    note: str = ""
    word: str = ""


@dataclass(frozen=True)
class ChoiceView:
    """A control that is ticked or chosen. ``then``: the page's headline, and what stands under it, once that has
    changed; of an answer, also what it leaves (``promise``), and whether that is ``nothing``."""

    value: str
    label: str
    checked: bool
    promise: str = ""
    nothing: bool = False
    then: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Places:
    """Where a row is: on the page, or, where the search or "only differences" hides it, on the page without them."""

    shown: frozenset[tuple[str, str]]
    unfiltered: str

    def href(self, table: Table, key: str) -> str:
        """The address of a table's row; "" where the table has no such row."""
        if key not in table.by_key:
            return ""
        return f"{'' if (table.slug, key) in self.shown else self.unfiltered}#{table.slug}-{key}"


def places(selection: Selection, comparison: Comparison) -> Places:
    shown = frozenset((table.table.slug, row.feature.key) for table in comparison.tables for row in table.rows)
    return Places(shown, replace(selection, q="", differences=False, problems=()).url)
