"""A pinned link and today's data: what has changed that matters to it.

Pure.
"""

from typing import Final

from msgspec import Struct

from matrix.decision import overall
from matrix.decision.fit import FITTING, OUTCOMES, Outcome, Verdicts
from matrix.decision.reading import related
from matrix.decision.selection import Problem, Selection
from matrix.domain.change import Change, count_changes
from matrix.domain.diff import changes
from matrix.domain.notation import plain
from matrix.domain.subject import Subject
from matrix.presentation import wording
from matrix.presentation.changes import ChangeLine, line
from matrix.presentation.search import search

SHOWN: Final = 20
"""So many changes are listed."""


class SincePinned(Struct, frozen=True):
    """``sentence`` says it in one; ``changes`` are the first of those that matter to the link, ``more`` how many more
    there are, ``others`` how many do not matter; ``lost`` names what today's data no longer knows of the link."""

    sentence: str
    changes: tuple[ChangeLine, ...]
    more: int
    others: int
    lost: tuple[Problem, ...]


def since_pinned(
    pinned: Verdicts, today: Verdicts, selection: Selection, now: Selection, subject: Subject, details: str = ""
) -> SincePinned:
    """What has changed from the pinned revision to today's for a selection, which today's data reads as ``now``.
    ``subject`` is what a search goes by, ``details`` the slug of the option that the second table details, "" for
    none."""
    found = changes(pinned.document, today.document)
    matters = _Matters(pinned, today, selection, now, subject)
    mattering = [change for change in found if matters(change)]
    flipped = _flips(pinned, today, selection, now, details)
    if flipped and not mattering:  # whatever it was: no result changes by nothing
        mattering = found
    said = [f"{count_changes(mattering)} since" if mattering else "Nothing that matters to this link has changed since"]
    if flipped:
        said.append("with today’s data " + wording.listed(flipped))
    elif mattering:
        said.append("the result is the same with today’s data")
    documents = (pinned.document, today.document)
    lines = tuple(line(change, documents) for change in mattering[:SHOWN])
    others, more = len(found) - len(mattering), len(mattering) - len(lines)
    return SincePinned("; ".join(said), lines, more, others, now.problems)


class _Matters:
    """Whether a change is of what a link asks for or shows: the rows that it asks for, and of a split one the parts
    (where it asks for nothing, the rows that its search shows), the columns that it names, the footnotes of those rows,
    its questions, and the rulings and bullets that those go by."""

    def __init__(
        self, pinned: Verdicts, today: Verdicts, selection: Selection, now: Selection, subject: Subject
    ) -> None:
        self.documents = (pinned.document, today.document)
        self.selection = selection
        criteria = [c for part in selection.parts for c in pinned.requirement(part).criteria]
        self.rows: set[str] | None = None
        if selection.parts:
            # A need may be on a part, which one of the two pages reads as the whole row.
            keys = {c.feature for answer in selection.answers for c in pinned.requirement(answer).criteria if c.feature}
            self.rows = related(pinned.document, keys | {need.row for need in selection.needs})
            self.rows |= related(today.document, keys | {need.row for need in now.needs})
        elif selection.q:
            found = [search(document, subject, selection.q).rows or () for document in self.documents]
            self.rows = {key for rows in found for _, key in rows}
        by_bullet = any(c.basis == "bullet" for c in criteria)
        self.bullets = {plain(text) for d in self.documents for text in d.bullets} if by_bullet else set()
        self.named = {pinned.document.columns[slug][0].slug for slug in selection.options}

    def __call__(self, change: Change) -> bool:
        match change.kind:
            case "prose":
                return change.before in self.bullets or change.after in self.bullets
            case "source" | "link":
                return False
            case "footnote":
                return self._marked(change)
            case "questionnaire" if not change.column and not change.feature:
                return self._asked(change)
        if change.feature and self.rows is not None and change.feature not in self.rows:
            return False
        return not (change.column and change.table in self.named and change.column not in self.selection.options)

    def _marked(self, change: Change) -> bool:
        if self.rows is None:
            return True
        cells = (c for d in self.documents for key in self.rows if key in d.features for c in d.cells_of(key))
        return any(change.footnote in cell.footnotes for cell in cells)

    def _asked(self, change: Change) -> bool:
        if change.ruled is not None:
            return change.ruled in (self.rows or ())
        return any(change.question == answer.question for answer in self.selection.answers)


def _flips(pinned: Verdicts, today: Verdicts, selection: Selection, now: Selection, details: str) -> list[str]:
    """Each option whose outcome differs, in words."""
    before, after = _outcomes(pinned, selection, details), _outcomes(today, now, details)
    said: list[str] = []
    for slug, (name, outcome) in after.items():
        if slug not in before:
            said.append(f"{name}, which is new, reads “{wording.OUTCOME[outcome]}”")
        elif before[slug][1] != outcome:
            fitted, fits = before[slug][1] in FITTING, outcome in FITTING
            if fits and not fitted:
                said.append(f"{name} fits too" if outcome == "fits" else f"{name} fits too, under a condition")
            elif fitted and not fits:
                said.append(f"{name} no longer fits ({wording.OUTCOME[outcome]})")
            else:
                now_is, was = wording.OUTCOME[outcome], wording.OUTCOME[before[slug][1]]
                said.append(f"{name} reads “{now_is}” instead of “{was}”")
    for slug, (name, outcome) in before.items():
        if slug not in after and outcome in FITTING:
            said.append(f"{name} is no longer an option")
    return said


def _outcomes(verdicts: Verdicts, selection: Selection, details: str) -> dict[str, tuple[str, Outcome]]:
    """By slug, each option's name and outcome, of the first table's by both tables."""
    worst = verdicts.worst(selection.parts)
    first = overall.outcomes(verdicts.document, worst, details)
    others = zip(verdicts.options[len(first) :], worst[len(first) :], strict=True)
    found = [*first, *((option, OUTCOMES[severity]) for (_, option), severity in others)]
    return {option.slug: (option.name, outcome) for option, outcome in found}
