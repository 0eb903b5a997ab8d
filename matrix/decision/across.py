"""One selection by several pages: which outcomes differ.

Pure.
"""

from msgspec import Struct

from matrix.decision.fit import OUTCOMES, Outcome, Verdicts
from matrix.decision.selection import Selection

Outcomes = dict[tuple[str, str], Outcome]
"""Each option's outcome, by its table and slug."""


class OutcomeChange(Struct, frozen=True):
    """An option's outcome by one page, and by another; None where it is no option there."""

    table: str
    option: str
    before: Outcome | None
    after: Outcome | None

    def as_json(self) -> dict[str, str | None]:
        return {"table": self.table, "option": self.option, "from": self.before, "to": self.after}


def outcomes(verdicts: Verdicts, selection: Selection) -> Outcomes:
    worst = verdicts.worst(selection.parts)
    return {(t.slug, o.slug): OUTCOMES[at] for (t, o), at in zip(verdicts.options, worst, strict=True)}


def outcome_changes(before: Outcomes, after: Outcomes) -> tuple[OutcomeChange, ...]:
    """What differs between two pages' outcomes, in the order of the tables."""
    both = dict.fromkeys((*before, *after))
    return tuple(
        OutcomeChange(*option, before.get(option), after.get(option))
        for option in both
        if before.get(option) != after.get(option)
    )
