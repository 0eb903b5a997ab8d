"""One change between two documents, in the contract's kinds.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

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
