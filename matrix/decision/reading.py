"""How a selection stands by one document: its outcomes, the cells that decide them, and what they go by.

Pure. `changed` sets two documents side by side, as for those who watch a result.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from matrix.decision import facts, overall, query
from matrix.decision.fit import OptionFit, Outcome, Reason, Verdicts, evaluate
from matrix.decision.selection import Selection
from matrix.domain import touches
from matrix.domain.document import Column, Document


class Proof(Struct, frozen=True):
    """A reason for an outcome, with the name of the option whose cell it quotes: the second table's, too."""

    option: str
    reason: Reason


class Changed(Struct, frozen=True):
    """An option whose overall outcome is another by the later of two documents (None: it is no option there), and what
    decides on either side."""

    option: Column
    before: Outcome | None
    after: Outcome | None
    proof_before: tuple[Proof, ...] = ()
    proof_after: tuple[Proof, ...] = ()

    @property
    def as_told(self) -> tuple[str, Outcome | None, Outcome | None]:
        """Which option, from what, to what."""
        return self.option.slug, self.before, self.after


class Reading:
    """A selection, read by a document: all of it that the document can read. ``details``: the slug of the option that
    the second table details, "" for none."""

    def __init__(
        self,
        document: Document,
        asked: Selection,
        details: str = "",
        lineage: Mapping[str, tuple[str, ...]] | None = None,
        verdicts: Verdicts | None = None,
    ) -> None:
        self.document = document
        self.details = details
        pairs = [(word.name, word.value) for word in asked.words]
        self.selection = query.parse(pairs, document, lineage=lineage)
        self.annotated = asked.annotated
        self._verdicts = verdicts

    @cached_property
    def verdicts(self) -> Verdicts:
        return self._verdicts or Verdicts(facts.annotated(self.document) if self.annotated else self.document)

    @cached_property
    def outcomes(self) -> dict[str, tuple[Column, Outcome]]:
        """The first table's options with their outcomes by both tables, by slug."""
        worst = self.verdicts.worst(self.selection.parts)
        found = overall.outcomes(self.document, worst, self.details)
        return {option.slug: (option, outcome) for option, outcome in found}

    @cached_property
    def goes_by(self) -> frozenset[str]:
        """What a change has to touch to change an outcome (matrix.domain.touches)."""
        parts = self.selection.parts
        criteria = [criterion for part in parts for criterion in self.verdicts.requirement(part).criteria]
        keys = {criterion.feature for criterion in criteria if criterion.feature}
        keys |= {need.feature for need in self.selection.needs}
        rows = related(self.document, keys)
        found = {touches.EVERYTHING, *map(touches.row, rows)}
        found |= {touches.question(answer.question) for answer in self.selection.answers}
        found |= set(map(touches.said, rows)) if self.annotated else set()
        return frozenset(found | ({touches.BULLETS} if any(c.basis == "bullet" for c in criteria) else set()))

    @cached_property
    def _judged(self) -> tuple[overall.Overall, tuple[OptionFit, ...], tuple[OptionFit, ...]]:
        """The result by both tables, the first table's options, the second's."""
        fit = evaluate(self.verdicts, self.selection)
        fit = facts.with_page_cells(fit, self.document) if self.annotated else fit
        both = overall.evaluate(self.verdicts, self.selection, fit, self.details)
        return both, fit.tables[0].options, fit.tables[1].options if len(fit.tables) > 1 else ()

    def proofs(self, slug: str) -> Iterator[Proof]:
        """Every reason for an option's overall outcome. Of the one that the second table details, also those of the
        options there that come nearest, or, where it is not made worse, that fit."""
        both, first, second = self._judged
        for fit in first:
            if fit.option.slug == slug:
                yield from (Proof(fit.option.name, reason) for reason in fit.reasons)
        if slug == self.details:
            nearest = [(deciding.option, deciding.reasons) for deciding in both.deciding]
            for option, reasons in nearest or [(fit.option, fit.reasons) for fit in second if fit.fits]:
                yield from (Proof(option.name, reason) for reason in reasons)

    def decisive(self, slug: str) -> frozenset[str]:
        """The words that make an option's outcome worse than fitting."""
        judged = next((self._judged[0].judged(fit) for fit in self._judged[1] if fit.option.slug == slug), None)
        reasons = (judged.blocking or judged.conditions) if judged else ()
        return frozenset(str(reason.word) for reason in reasons)


def related(document: Document, keys: set[str]) -> set[str]:
    """The rows with these keys, the parts that stand for them, and the rows that they are parts of: rulings on those
    hold for them too."""
    found = {row.key for table in document.tables for key in keys for row in document.rows(table, key)}
    return keys | found | {whole for key in keys | found for whole in document.lineage.get(key, ())}


def changed(before: Reading, after: Reading) -> tuple[Changed, ...]:
    """The options whose overall outcome differs, each with what decides on both sides."""
    return tuple(
        _changed(slug, before, after)
        for slug in dict.fromkeys((*before.outcomes, *after.outcomes))
        if before.outcomes.get(slug, (None, None))[1] != after.outcomes.get(slug, (None, None))[1]
    )


def _changed(slug: str, before: Reading, after: Reading) -> Changed:
    words = before.decisive(slug) | after.decisive(slug)
    sides = [tuple(p for p in side.proofs(slug) if str(p.reason.word) in words) for side in (before, after)]
    was, now = before.outcomes.get(slug), after.outcomes.get(slug)
    column = (now or before.outcomes[slug])[0]
    return Changed(column, was and was[1], now and now[1], *sides)
