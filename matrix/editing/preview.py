"""What an edit does, in words: how a cell reads, what changes, which outcomes of which answers flip.

Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matrix.decision import flips, lint
from matrix.domain import notation, quantities
from matrix.domain.diff import Change, changes
from matrix.domain.document import Document
from matrix.domain.links import resolve
from matrix.domain.notation import Cell
from matrix.domain.text import NotationError
from matrix.presentation import wording

SHOWN: Final = 60
_KINDS: Final[dict[str, str]] = {
    "feature-added": "new feature",
    "feature-removed": "feature removed",
    "feature-renamed": "feature renamed",
    "feature-moved": "feature moved",
    "option-added": "new option",
    "option-removed": "option removed",
    "option-renamed": "option renamed",
    "option-moved": "option moved",
    "link": "link",
    "footnote": "footnote",
}


@dataclass(frozen=True)
class Reading:
    """How a cell reads: its kind in words, what it holds, its footnotes' texts; or the notation's message."""

    kind: str
    detail: str = ""
    notes: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Changed:
    """One change: where, what was and what will be (None: there is none), and how a new cell reads."""

    where: str
    before: str | None
    after: str | None
    reads: str = ""


@dataclass(frozen=True)
class Flipped:
    """An answer whose outcome for an option changes: both outcomes as the site's words, and as its class names."""

    answer: str
    option: str
    before: str
    after: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Effects:
    changes: tuple[Changed, ...]
    flips: tuple[Flipped, ...]
    more_flips: int
    warnings: tuple[str, ...]


def effects(present: Document, after: Document, warnings: Sequence[str] = ()) -> Effects:
    """What ``after`` would change for readers; of its ``warnings``, those that ``present`` doesn't have."""
    found = list(flips.flips(present, after))
    known = _warnings(present) if warnings else ()
    return Effects(
        tuple(_changed(change, present, after) for change in changes(present, after)),
        tuple(_flipped(flip, after) for flip in found[:SHOWN]),
        len(found[SHOWN:]),
        tuple(warning for warning in warnings if warning not in known),
    )


@lru_cache(maxsize=2)  # the newest revision's, asked for at every key that is pressed
def _warnings(document: Document) -> frozenset[str]:
    return frozenset(finding.message for finding in lint.check(document) if finding.level == "warning")


def _changed(change: Change, present: Document, after: Document) -> Changed:
    document = after
    where = [_KINDS.get(change.kind, "")]
    if change.feature:
        for document in (after, present):
            if change.table and change.feature in document.by_table[change.table].by_key:
                where.append(document.by_table[change.table].by_key[change.feature].name)
                break
    if change.option:
        column = (after.columns.get(change.option) or present.columns[change.option])[1]
        where.append(column.name)
    reads = ""
    if change.kind == "cell" and change.table and change.feature and change.option:
        texts = {note.number: note.text for note in after.footnotes}
        found = read(after.by_table[change.table].notation_of(change.feature, change.option), texts)
        reads = ": ".join(filter(None, (found.kind, found.detail)))
    names = [part for part in where if part]
    left, right = (
        _place(text, after) if change.kind.endswith("-moved") else text for text in (change.before, change.after)
    )
    return Changed(" × ".join(names[-2:]) if change.kind == "cell" else ", ".join(names), left, right, reads)


def _place(text: str | None, document: Document) -> str | None:
    """“after gpu-support” → “after GPU support”."""
    if text is None or not text.startswith("after "):
        return text
    slug = text.removeprefix("after ")
    if slug in document.columns:
        return f"after {document.columns[slug][1].name}"
    return f"after {document.features[slug].name}" if slug in document.features else text


def _flipped(flip: flips.Flip, document: Document) -> Flipped:
    slug, _, value = flip.because.partition("=")
    question = document.by_question[slug]
    choice = question.by_slug.get(value)
    answer = f"{question.short}: {choice.label if choice else quantities.read_quantity(value).words}"
    outcomes: Mapping[str, str] = {str(key): word for key, word in wording.OUTCOME.items()}
    name = document.columns[flip.option][1].name
    return Flipped(answer, name, outcomes[flip.before], outcomes[flip.after], flip.before, flip.after)


# --- How a cell reads --------------------------------------------------------------------------------------


def read(text: str, footnotes: Mapping[int, str], address: str = "") -> Reading:
    """How a cell's text reads, with the texts of the footnotes that it marks."""
    try:
        cell = notation.read(text.strip())
    except NotationError as error:
        return Reading("not a cell", error=str(error))
    missing = [number for number in cell.footnotes if number not in footnotes]
    kind, detail = _kind(cell)
    links = [f"links to {resolve(address, run.url)}" for run in cell.links]
    return Reading(
        kind,
        "; ".join(filter(None, (detail, *links))),
        tuple(f"{number} {footnotes[number]}" for number in cell.footnotes if number in footnotes),
        f"“{cell.text}” marks footnote {missing[0]}, which isn't there" if missing else "",
    )


def _kind(cell: Cell) -> tuple[str, str]:
    if cell.kind == "supported":
        return ("supported, with a condition", "as its footnote says") if cell.footnotes else ("supported", "")
    if cell.kind == "unsupported":
        return "not supported", "a blank"
    if cell.kind == "not-applicable":
        return "not applicable", "neither a yes nor a no"
    if cell.limit:
        return "a limit", f"{'less than' if cell.limit.op == '<' else 'at most'} {cell.limit.quantity.words}"
    if cell.kind == "list":
        return f"a list of {len(cell.items)}", ", ".join(cell.items)
    unit = f"names the unit {cell.unit_only} and no number: " if cell.unit_only else ""
    return "in words", f"{unit}a need on it fits with a condition, a strict one does not"
