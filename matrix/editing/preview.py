"""What an edit does, in words: how a cell reads, what changes, which outcomes of which answers flip.

Pure.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from matrix.decision import facts, flips
from matrix.decision.fit import Verdicts
from matrix.decision.work import Work
from matrix.domain import diff, notation
from matrix.domain.change import Change
from matrix.domain.document import Document
from matrix.domain.findings import Finding, in_words
from matrix.domain.links import resolve
from matrix.domain.notation import Cell
from matrix.domain.text import NotationError
from matrix.domain.validation import mark_error
from matrix.presentation import changes, wording

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
    """An answer, or a range of quantities, whose outcome for an option changes: both outcomes as the site's words, and
    as its class names; and whether by other sources it would not be so."""

    answer: str
    option: str
    before: str
    after: str
    was: str
    becomes: str
    contested: bool


@dataclass(frozen=True)
class Preview:
    changes: tuple[Changed, ...]
    flips: tuple[Flipped, ...]
    more_flips: int
    warnings: tuple[str, ...]


def preview(
    present: Document, after: Document, warnings: Sequence[Finding] = (), known: Set[Finding] = frozenset()
) -> Preview:
    """What ``after`` would change for readers; of its ``warnings``, those that aren't ``known`` of ``present``."""
    work = Work()
    verdicts, others = Verdicts(after), Verdicts(facts.annotated(after))
    found = list(flips.once(flips.flips(present, after, work)))
    return Preview(
        tuple(_changed(change, present, after) for change in diff.changes(present, after)),
        tuple(_flipped(flip, verdicts, others) for flip in found[:SHOWN]),
        len(found[SHOWN:]),
        (
            *(in_words(warning, after) for warning in warnings if warning not in known),
            *filter(None, [flips.unfinished(work)]),
        ),
    )


def _changed(change: Change, present: Document, after: Document) -> Changed:
    documents = (after, present)
    _, feature, column = changes.names_of(change, documents)
    names = [part for part in (_KINDS.get(change.kind, ""), feature, column) if part]
    where = " × ".join(names[-2:]) if change.kind == "cell" else ", ".join(names)
    if change.moved:
        return Changed(where, *(_behind(slug, after) for slug in change.moved))
    reads = ""
    if change.kind == "cell" and change.table and change.feature and change.column:
        texts = {note.number: note.text for note in after.footnotes}
        found = reading_of(after.by_table[change.table].notation_of(change.feature, change.column), texts)
        reads = ": ".join(filter(None, (found.kind, found.detail)))
    return Changed(where, change.before, change.after, reads)


def _behind(slug: str, document: Document) -> str:
    """“after GPU support”, for what stands behind a row or column."""
    if not slug:
        return "first"
    heads = {
        **{key: feature.name for key, feature in document.features.items()},
        **{c: col.name for c, (_, col) in document.columns.items()},
    }
    return f"after {heads.get(slug, slug)}"


def _flipped(flip: flips.Flip, verdicts: Verdicts, others: Verdicts) -> Flipped:
    document = verdicts.document
    label, value = wording.part_label(document, flip.answer)
    value = wording.range_words(flip.range) if flip.range else value
    name = document.columns[flip.option][1].name
    was, becomes = wording.OUTCOME[flip.before], wording.OUTCOME[flip.after]
    at = [(t.slug, it.slug) for t in document.tables for it in t.options].index((flip.table, flip.option))
    contested = verdicts.worst([flip.answer])[at] != others.worst([flip.answer])[at]
    return Flipped(f"{label}: {value}", name, was, becomes, flip.before, flip.after, contested)


# --- How a cell reads --------------------------------------------------------------------------------------


def reading_of(text: str, footnotes: Mapping[int, str], address: str = "") -> Reading:
    """How a cell's text reads, with the texts of the footnotes that it marks."""
    try:
        cell = notation.read_cell(text.strip())
    except NotationError as error:
        return Reading("not a cell", error=str(error))
    kind, detail = _kind(cell)
    links = [f"links to {resolve(address, run.url)}" for run in cell.links]
    return Reading(
        kind,
        "; ".join(filter(None, (detail, *links))),
        tuple(f"{number} {footnotes[number]}" for number in cell.footnotes if number in footnotes),
        mark_error(cell, footnotes),
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
