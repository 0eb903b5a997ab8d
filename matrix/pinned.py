"""A pinned link and today's data: what has changed that matters to it.

Pure.
"""

from dataclasses import dataclass
from typing import Final

from matrix import words
from matrix.diff import Change, changes
from matrix.fit import OUTCOMES, Verdicts
from matrix.judge import SEVERITY
from matrix.selection import Problem, Selection

_BLOCKS: Final = SEVERITY["not-applicable"]


@dataclass(frozen=True)
class Since:
    """``sentence`` says it in one; ``changes`` are those that matter to the link, ``others`` how many do not;
    ``lost`` names what today's data no longer knows of the link."""

    sentence: str
    changes: tuple[Change, ...]
    others: int
    lost: tuple[Problem, ...]


def since(pinned: Verdicts, today: Verdicts, selection: Selection, now: Selection) -> Since:
    """What has changed from the pinned revision to today's for a selection, which today's data reads as ``now``."""
    found = changes(pinned.document, today.document)
    rows = _rows(pinned, selection)
    mattering = tuple(change for change in found if _matters(change, pinned, selection, rows))
    said = [f"{counted(mattering)} since" if mattering else "Nothing that matters to this link has changed since"]
    flipped = _flips(pinned, today, selection, now)
    if flipped:
        said.append("with today’s data " + words.listed(flipped))
    elif mattering:
        said.append("the result is the same with today’s data")
    return Since("; ".join(said), mattering, len(found) - len(mattering), now.problems)


def _rows(verdicts: Verdicts, selection: Selection) -> set[str]:
    """The rows that the link asks for."""
    return {c.feature for part in selection.parts for c in verdicts.requirement(part).criteria if c.feature}


def _matters(change: Change, verdicts: Verdicts, selection: Selection, rows: set[str]) -> bool:
    """Whether a change is of what the link asks for or shows: its rows where it asks for some, its columns where it
    names some, the footnotes of those rows."""
    document = verdicts.document
    if change.kind in ("prose", "source", "link"):
        return False
    if change.kind == "questionnaire":
        return any(_is_of(answer.question, change) for answer in selection.answers)
    if change.kind == "footnote" and rows:
        marked = {
            number for key in rows if key in document.features for c in document.cells_of(key) for number in c.footnotes
        }
        number = (change.before or change.after or "").split(" ", 1)[0]
        return number in map(str, marked)
    if change.feature and rows and change.feature not in rows:
        return False
    shown = set(selection.options)
    tables = {document.columns[slug][0].slug for slug in shown}
    return not (change.option and change.table in tables and change.option not in shown)


def _is_of(question: str, change: Change) -> bool:
    return any(text is not None and text.startswith(f"question {question}:") for text in (change.before, change.after))


def _flips(pinned: Verdicts, today: Verdicts, selection: Selection, now: Selection) -> list[str]:
    """Each option whose outcome differs, in words."""
    before = _outcomes(pinned, selection)
    said: list[str] = []
    for slug, (name, worst) in _outcomes(today, now).items():
        if slug not in before:
            said.append(f"{name}, which is new, reads “{words.OUTCOME[OUTCOMES[worst]]}”")
        elif before[slug][1] != worst:
            fitted, fits = before[slug][1] < _BLOCKS, worst < _BLOCKS
            if fits and not fitted:
                said.append(f"{name} fits too" if worst == 0 else f"{name} fits too, under a condition")
            elif fitted and not fits:
                said.append(f"{name} no longer fits ({words.OUTCOME[OUTCOMES[worst]]})")
            else:
                now_is, was = (words.OUTCOME[OUTCOMES[severity]] for severity in (worst, before[slug][1]))
                said.append(f"{name} reads “{now_is}” instead of “{was}”")
    return said


def _outcomes(verdicts: Verdicts, selection: Selection) -> dict[str, tuple[str, int]]:
    worst = verdicts.worst(selection.parts)
    return {option.slug: (option.name, sev) for (_, option), sev in zip(verdicts.options, worst, strict=True)}


def counted(changes_: list[Change] | tuple[Change, ...]) -> str:
    """``3 cells changed, 1 row added``: a list of changes in few words."""
    kinds = {
        "cell": "cell",
        "link": "link",
        "prose": "passage",
        "footnote": "footnote",
        "questionnaire": "part of the questionnaire",
        "source": "part of the source",
    }
    counts: dict[str, int] = {}
    for change in changes_:
        what, _, verb = change.kind.partition("-")
        noun = kinds.get(change.kind) or {"feature": "row", "option": "column"}[what]
        key = f"{noun} {verb or 'changed'}"
        counts[key] = counts.get(key, 0) + 1
    return ", ".join(f"{n} {key if n == 1 else _plural(key)}" for key, n in counts.items()) or "first revision"


def _plural(key: str) -> str:
    noun, _, verb = key.rpartition(" ")
    return f"{noun.replace('part', 'parts', 1) if noun.startswith('part') else noun + 's'} {verb}"
