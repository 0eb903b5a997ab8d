"""What an upstream page would change, and which results that flips.

Pure. `plan` compares an incoming document with the present one, under the present identity of rows and columns.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from matrix.align import Aligned, Split, align, names
from matrix.checks import check
from matrix.diff import Change, matrix_changes
from matrix.document import Document, DocumentError
from matrix.fit import OUTCOMES, Verdicts
from matrix.guide import Plan


@dataclass(frozen=True)
class Flip:
    """One answer's outcome for one option that an update changes."""

    because: str
    table: str
    option: str
    before: str
    after: str

    def as_json(self) -> dict[str, str]:
        return {
            "because": self.because,
            "table": self.table,
            "option": self.option,
            "from": self.before,
            "to": self.after,
        }


@dataclass(frozen=True)
class Update:
    """An update ready to apply: the whole new document, its changes and flips, and what to say of them."""

    document: Document
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    notes: tuple[str, ...] = ()
    splits: tuple[Split, ...] = ()
    recognised: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "changes": [change.as_json() for change in self.changes],
            "flips": [flip.as_json() for flip in self.flips],
        }

    def lines(self) -> Iterator[str]:
        """The update in words, a line each."""
        if not self.changes:
            yield "No change in meaning."
        for change in self.changes:
            yield describe(change)
        for flip in self.flips:
            yield f"flips: {flip.because}: {flip.table}, {flip.option}: {flip.before} → {flip.after}"
        yield from self.notes


def describe(change: Change) -> str:
    """A change as one line."""
    where = ", ".join(part for part in (change.table, change.feature, change.option) if part)

    def side(text: str | None) -> str:
        return "nothing" if text is None else f"“{text}”"

    return f"{change.kind}: {where + ': ' if where else ''}{side(change.before)} → {side(change.after)}"


def plan(present: Document | None, incoming: Document) -> Update:
    """The update from ``present`` (None in an empty database) to ``incoming``. Raises DocumentError on a wholly
    unlike page."""
    if present is None:
        return Update(incoming, tuple(_first(incoming)), ())
    aligned = align(present, incoming)
    problems = list(check(aligned.document))
    if problems:
        raise DocumentError(problems[0])
    found = tuple(_with_splits(present, aligned, list(matrix_changes(present, aligned.document))))
    return Update(
        document=aligned.document,
        changes=found,
        flips=tuple(flips(present, aligned.document)),
        notes=tuple(_notes(present, aligned)),
        splits=aligned.splits,
        recognised=aligned.recognised,
    )


def _first(incoming: Document) -> Iterator[Change]:
    empty = replace(
        incoming,
        title="",
        intro=(),
        bullets=(),
        footnotes=(),
        closing=(),
        tables=tuple(replace(t, lead=(), columns=(), features=(), notations=()) for t in incoming.tables),
    )
    yield from matrix_changes(empty, incoming)


def _with_splits(present: Document, aligned: Aligned, found: list[Change]) -> Iterator[Change]:
    """A split row is told as such: not as one row gone and others come, but with the cells that came out
    differently."""
    removed = {(split.table, split.key): split for split in aligned.splits}
    added = {(split.table, part.key): split for split in aligned.splits for part in split.into}
    for change in found:
        where = (change.table or "", change.feature or "")
        if change.kind == "feature-removed" and where in removed:
            split = removed[where]
            yield Change("feature-split", split.table, split.key, None, split.name, names(split.into))
        elif change.kind == "feature-added" and where in added:
            split = added[where]
            before, after = present.by_table[split.table], aligned.document.by_table[split.table]
            for column in before.columns:
                if column.slug not in {other.slug for other in after.columns}:
                    continue
                left = before.cell(split.key, column.slug).text
                right = after.cell(where[1], column.slug).text
                if "".join(left.split()) != "".join(right.split()):
                    yield Change("cell", split.table, where[1], column.slug, left, right)
        else:
            yield change


def _notes(present: Document, aligned: Aligned) -> Iterator[str]:
    for (table, slug), how in aligned.recognised.items():
        yield f"recognised: {table}, {slug}: by {'its link' if how == 'link' else how}"
    for before in present.tables:
        after = aligned.document.by_table.get(before.slug)
        gone = [key for key in before.by_key if after is None or key not in after.by_key]
        for key in gone:
            questions = ", ".join(_users(present, before.slug, key))
            if questions:
                goes = f"warning: {key}: this row goes, and {questions} uses it"
                yield f"{goes}; in {before.slug} it reads not-stated until a ruling is made"


def _users(document: Document, table: str, key: str) -> Iterator[str]:
    """The questions that use a row of a table."""
    for question in document.questions:
        criteria = (*question.criteria, *(c for choice in question.choices for c in choice.criteria))
        if any(c.feature == key and c.table in ("", table) for c in criteria):
            yield question.slug


def flips(before: Document, after: Document) -> Iterator[Flip]:
    """Every single answer of the questionnaire whose outcome for an option differs: each choice, and each band of
    sizes and times of either document."""
    sides = [Verdicts(before), Verdicts(after)]
    plans = [Plan(side) for side in sides]
    for question in before.questions:
        if question.slug not in after.by_question:
            continue
        answers = dict.fromkeys(
            answer
            for p in plans
            for answer, _ in p.answers[question.slug]
            if not answer.choice or all(answer.choice in d.by_question[question.slug].by_slug for d in (before, after))
        )
        for answer in answers:
            results = [
                {
                    option.slug: (table.slug, OUTCOMES[worst])
                    for (table, option), worst in zip(side.options, side.worst([answer]), strict=True)
                }
                for side in sides
            ]
            for slug, (table_slug, was) in results[0].items():
                if slug in results[1] and results[1][slug][1] != was:
                    yield Flip(str(answer.word), table_slug, slug, was, results[1][slug][1])
