"""What two sides have changed of one thing, differently.

Pure.
"""

from dataclasses import dataclass, field

from matrix.domain.change import ChangeKind
from matrix.domain.findings import Place


@dataclass(frozen=True)
class Conflict:
    """Changed by both, differently: the contract's kind and names, and what each side says as plain text, None where
    it has nothing.

    ``place`` tells conflicts without a table apart; the ``nth`` of a passage is its position in the base.
    """

    kind: ChangeKind
    table: str | None
    feature: str | None
    column: str | None
    base: str | None
    ours: str | None
    theirs: str | None
    place: Place = field(kw_only=True)

    def as_json(self) -> dict[str, str | None]:
        """The contract's names (`import_matrix --json`)."""
        where = {"kind": self.kind, "table": self.table, "feature": self.feature, "option": self.column}
        return {**where, "base": self.base, "ours": self.ours, "theirs": self.theirs}
