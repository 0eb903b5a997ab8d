"""One change between two documents, in the contract's kinds.

Pure.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

ChangeKind = Literal[
    "cell",
    "feature-added",
    "feature-removed",
    "feature-renamed",
    "feature-split",
    "feature-moved",
    "option-added",
    "option-removed",
    "option-renamed",
    "option-moved",
    "link",
    "footnote",
    "prose",
    "questionnaire",
    "annotation",
    "source",
]
"""The contract's kinds for an upstream page; the last two are what only an editor changes."""


@dataclass(frozen=True)
class Change:
    """One change: slugs and keys of where, plain text of what; None where there is none.

    ``footnote``, ``question`` with ``choice``, and ``ruled`` (the row that a ruling is on) tell what a change without
    table, feature and column is of; ``moved`` the slugs or keys behind which a row or column stood, and stands now (""
    for the first).
    """

    kind: ChangeKind
    table: str | None = None
    feature: str | None = None
    column: str | None = None
    before: str | None = None
    after: str | None = None
    footnote: int | None = field(default=None, kw_only=True)
    question: str | None = field(default=None, kw_only=True)
    choice: str | None = field(default=None, kw_only=True)
    ruled: str | None = field(default=None, kw_only=True)
    moved: tuple[str, str] | None = field(default=None, kw_only=True)

    def as_json(self) -> dict[str, str | None]:
        """The contract's names (`import_matrix --json`)."""
        where = {"kind": self.kind, "table": self.table, "feature": self.feature, "option": self.column}
        return {**where, "from": self.before, "to": self.after}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Change":
        """What `as_json` wrote."""
        where = values["table"], values["feature"], values["option"]
        return cls(values["kind"], *where, values["from"], values["to"])


_NOUNS: Final = {
    "cell": ("cell", "cells"),
    "link": ("link", "links"),
    "prose": ("passage", "passages"),
    "footnote": ("footnote", "footnotes"),
    "annotation": ("annotation", "annotations"),
    "questionnaire": ("part of the questionnaire", "parts of the questionnaire"),
    "source": ("part of the source", "parts of the source"),
    "feature": ("row", "rows"),
    "option": ("column", "columns"),
}
"""What the first word of a kind of change is called: of one, of several."""


def count_changes(changes_: Sequence[Change]) -> str:
    """``3 cells changed, 1 row added``: a list of changes in few words."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for change in changes_:
        what, _, verb = change.kind.partition("-")
        counts[(*_NOUNS[what], verb or "changed")] += 1
    said = (f"{n} {one if n == 1 else more} {verb}" for (one, more, verb), n in counts.items())
    return ", ".join(said) or "first revision"
