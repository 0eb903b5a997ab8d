"""(document, selection) → outcomes, reasons, relaxations and cautions of every option.

Pure. What stands against an option is known per option, so the smallest sets of answers to give up are exact and
need no search over all subsets. Verdicts of a (requirement, option) are kept per document, since a document never
changes.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from functools import cached_property
from itertools import combinations
from typing import Final, Literal

from msgspec import Struct

from matrix.decision.cautions import Caution, cautions_of
from matrix.decision.judge import BLOCKS, SEVERITY, Judgement, Pair, Requirement, judge
from matrix.decision.selection import Answer, Like, Need, Selection, Word
from matrix.decision.work import Work
from matrix.domain.document import Column, Criterion, Document, Table
from matrix.domain.once import once

Outcome = Literal["fits", "conditional", "not-applicable", "ruled-out"]
Part = Answer | Need

OUTCOMES: Final[tuple[Outcome, ...]] = ("fits", "conditional", "not-applicable", "ruled-out")
"""By severity: the worst verdict of an option decides."""
FITTING: Final[tuple[Outcome, ...]] = ("fits", "conditional")
_KEPT: Final = 256
"""Verdicts that a document keeps: several times its choices."""
_VERDICT, _JUDGEMENT = 4_000, 250
"""Bytes of a verdict, and of each option's share in it: estimates."""


class Reason(Struct, frozen=True):
    """A judgement with the word (``payload=50MB``) that asks for it."""

    word: Word
    judgement: Judgement

    @property
    def blocks(self) -> bool:
        return SEVERITY[self.judgement.verdict] >= BLOCKS


class OptionFit(Struct, frozen=True):
    option: Column
    outcome: Outcome
    reasons: tuple[Reason, ...]

    @property
    def fits(self) -> bool:
        return self.outcome in FITTING

    @property
    def blocking(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.blocks)

    @property
    def conditions(self) -> tuple[Reason, ...]:
        """What it fits under: the conditional and the not stated."""
        return tuple(reason for reason in self.reasons if SEVERITY[reason.judgement.verdict] == 1)


def condition_count(options: Iterable[OptionFit]) -> int:
    """Under how many conditions options fit: answers and needs that ask the same of all of them count once."""
    asked: dict[Word, list[tuple[Column, Judgement]]] = {}
    for option in options:
        for reason in option.conditions:
            asked.setdefault(reason.word, []).append((option.option, reason.judgement))
    return len(set(map(tuple, asked.values())))


class Relaxation(Struct, frozen=True):
    """Words which, given up together, let ``options`` fit; no part of them would do."""

    drop: tuple[Word, ...]
    options: tuple[Column, ...]


class TableFit(Struct, frozen=True, dict=True):
    table: Table
    options: tuple[OptionFit, ...]
    relaxations: tuple[Relaxation, ...]
    cautions: tuple[Caution, ...]

    @cached_property
    def by_slug(self) -> dict[str, OptionFit]:
        return {fit.option.slug: fit for fit in self.options}

    @property
    def fitting(self) -> tuple[Column, ...]:
        return tuple(fit.option for fit in self.options if fit.fits)


class Fit(Struct, frozen=True, dict=True):
    """The answer to a selection."""

    tables: tuple[TableFit, ...]

    @cached_property
    def by_table(self) -> dict[str, TableFit]:
        return {fit.table.slug: fit for fit in self.tables}


class _Judged(Struct, frozen=True):
    judgements: tuple[tuple[Judgement, ...], ...]
    severities: tuple[int, ...]


class Verdicts:
    """The verdicts of one document, each computed once. Options are numbered through all tables in order. ``work`` is
    the budget of who asks for more than readers do; without one there is no end to it."""

    def __init__(self, document: Document, work: Work | None = None) -> None:
        self.document = document
        self.work = work
        self.options = [(table, option) for table in document.tables for option in table.options]
        self.pairs: frozenset[Pair] = frozenset(
            (ruling.excludes_feature, ruling.excludes_item) for ruling in document.rulings if ruling.excludes_item
        )
        self._none = (0,) * len(self.options)
        # As many as choices, rows and items.
        self._asks: dict[tuple[str, str, str], frozenset[Pair]] = {}
        self._heeds: dict[tuple[str, str, str], frozenset[Pair]] = {}
        # Answers with a quantity come in any number, so the oldest are let go.
        self._kept: OrderedDict[tuple[Part, frozenset[Pair]], _Judged] = OrderedDict()

    @property
    def bytes(self) -> int:
        """What it keeps, beside the document: an estimate."""
        return len(self._kept) * (_VERDICT + _JUDGEMENT * len(self.options))

    def over(self, document: Document, apart: Set[str]) -> "Verdicts":
        """The verdicts of a document that differs from this one in the cells of these rows alone: what goes by none of
        them is what it was."""
        found = Verdicts(document)
        found._asks, found._heeds = self._asks.copy(), self._heeds.copy()
        for key, kept in dict.copy(self._kept).items():  # other threads add to it; this takes it at once
            if not any(criterion.feature in apart for criterion in self.requirement(key[0]).criteria):
                found._kept[key] = kept
        return found

    def requirement(self, part: Part) -> Requirement:
        """What an answer or need asks."""
        if isinstance(part, Need):
            criterion = Criterion("row", feature=part.row, item=part.item, strict=part.strict)
            return Requirement((criterion,), part.quantity)
        question = self.document.by_question[part.question]
        if part.quantity:
            return Requirement(question.criteria, part.quantity)
        return Requirement(question.by_slug[part.choice].criteria)

    def asks(self, part: Part) -> frozenset[Pair]:
        """The items that a part requires and that some ruling cares about."""
        key = part.kind
        found = self._asks.get(key)
        if found is None:
            found = self._asks[key] = self._through_splits(self.requirement(part).asks()) & self.pairs
        return found

    def heeds(self, part: Part) -> frozenset[Pair]:
        """The items that a ruling on one of a part's rows cares about: no other changes what it is judged to be."""
        key = part.kind
        found = self._heeds.get(key)
        if found is None:
            lineage = self.document.lineage
            keys = {c.feature for c in self.requirement(part).criteria if c.basis == "row"}
            keys |= {part for part, wholes in lineage.items() if keys & {*wholes}}
            keys |= {whole for key in keys for whole in lineage.get(key, ())}
            found = self._heeds[key] = frozenset(
                (ruling.excludes_feature, ruling.excludes_item)
                for ruling in self.document.rulings
                if ruling.excludes_item and ruling.feature in keys
            )
        return found

    def _through_splits(self, asks: frozenset[Pair]) -> frozenset[Pair]:
        """The same, asked of each part of a row that was split, and of the row which a part was split from."""
        lineage = self.document.lineage
        parts = {(part, item) for key, item in asks for part, wholes in lineage.items() if key in wholes}
        wholes = {(whole, item) for key, item in asks for whole in lineage.get(key, ())}
        return asks | parts | wholes

    def active(self, parts: Iterable[Part]) -> frozenset[Pair]:
        return frozenset().union(*(self.asks(part) for part in parts))

    def judged(self, part: Part, active: frozenset[Pair]) -> "_Judged":
        """Every judgement of a part on each option, and how much it weighs there."""
        key = (part, active & self.heeds(part)) if active else (part, active)
        kept = self._kept.get(key)
        if kept is None:
            if self.work:
                self.work.spend(len(self.options))
            requirement = self.requirement(part)
            judgements = tuple(judge(self.document, requirement, t, o, active) for t, o in self.options)
            kept = _Judged(
                judgements,
                tuple(max((SEVERITY[j.verdict] for j in found), default=0) for found in judgements),
            )
            self._kept[key] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept

    def severities(self, part: Part, active: frozenset[Pair]) -> tuple[int, ...]:
        """The worst severity of a part on each option, 0 where it has no meaning."""
        return self.judged(part, active).severities

    def worst(self, parts: Sequence[Part]) -> list[int]:
        """The severity of each option's outcome under all parts together."""
        active = self.active(parts)
        return list(map(max, self._none, self._none, *(self.severities(part, active) for part in parts)))


def evaluate(verdicts: Verdicts, selection: Selection, like: Like | None = None) -> Fit:
    """Outcomes, reasons, relaxations and cautions of every table under a selection. ``like``: what it has in common
    with all that are judged alike."""
    document = verdicts.document
    parts = selection.parts
    active = verdicts.active(parts)
    requirements = [(part.word, verdicts.requirement(part)) for part in parts]
    worst = verdicts.worst(parts)
    judged = [(part.word, verdicts.judged(part, active).judgements) for part in parts]
    tables: list[TableFit] = []
    start = 0
    for table in document.tables:
        span = range(start, start + len(table.options))
        start = span.stop
        options = tuple(
            OptionFit(option, OUTCOMES[worst[at]], tuple(Reason(w, j) for w, found in judged for j in found[at]))
            for at, option in zip(span, table.options, strict=True)
        )
        given_up = () if any(fit.fits for fit in options) else _relaxations(verdicts, parts, span, like)
        cautions = tuple(dict.fromkeys(cautions_of(document, table, requirements)))
        tables.append(TableFit(table, options, given_up, cautions))
    return Fit(tuple(tables))


# --- What to give up ---------------------------------------------------------------------------------------


def _relaxations(verdicts: Verdicts, parts: tuple[Part, ...], span: range, like: Like | None) -> tuple[Relaxation, ...]:
    """Every minimal set of parts whose removal lets an option in ``span`` fit."""

    def fitting(worst: Sequence[int]) -> tuple[Column, ...]:
        return tuple(verdicts.options[at][1] for at in span if worst[at] < BLOCKS)

    sets = (ways(verdicts, parts, option) for option in span)
    return relaxations(verdicts, parts, lambda: frozenset().union(*sets), fitting, like, span)


def relaxations(
    verdicts: Verdicts,
    parts: tuple[Part, ...],
    found: Callable[[], Set[frozenset[Part]]],
    fitting: Callable[[Sequence[int]], tuple[Column, ...]],
    like: Like | None,
    span: Hashable,
) -> tuple[Relaxation, ...]:
    """The minimal ones of these sets of parts, the smallest first. ``fitting`` tells which options fit from the
    severity of every option without a set. They are kept, by ``span``, for all that are ``like`` this, by the places of
    the parts."""

    def minimal() -> list[tuple[list[int], tuple[Column, ...]]]:
        order = {part: at for at, part in enumerate(parts)}
        places = sorted(
            (sorted(map(order.__getitem__, way)) for way in _minimal(found())), key=lambda it: (len(it), it)
        )
        left = ([part for at, part in enumerate(parts) if at not in way] for way in places)
        return [(way, fitting(verdicts.worst(without))) for way, without in zip(places, left, strict=True)]

    kept = once(like or Like(), ("relaxations", span), minimal)
    return tuple(Relaxation(tuple(parts[at].word for at in places), options) for places, options in kept)


def ways(verdicts: Verdicts, parts: tuple[Part, ...], option: int) -> set[frozenset[Part]]:
    """The minimal sets of parts that stand against one option. A part that only stands against it together with
    an item (the pair of `Ruling`) goes, or all that require the item do.

    Exact: whatever is given up, some of those items are required no more; then all that required them are given up,
    and what stands against the option still. There are as many sets to try as there are sets of items, and as many may
    be minimal: how many items a matrix may have is therefore limited (`domain.sizes.MAX_ACTING`)."""
    active = verdicts.active(parts)
    heeded = active & frozenset().union(*map(verdicts.heeds, parts))
    asking: dict[frozenset[Part], set[Pair]] = {}  # items that the same parts require go together
    for pair in heeded:
        asking.setdefault(frozenset(part for part in parts if pair in verdicts.asks(part)), set()).add(pair)
    found: set[frozenset[Part]] = set()
    for size in range(len(asking) + 1):
        for given_up in combinations(asking.items(), size):
            left = active.difference(*(pairs for _, pairs in given_up))
            against = frozenset(part for part in parts if verdicts.severities(part, left)[option] >= BLOCKS)
            found.add(against.union(*(askers for askers, _ in given_up)))
    return _minimal(found)


def _minimal(ways: Set[frozenset[Part]]) -> set[frozenset[Part]]:
    return {way for way in ways if not any(other < way for other in ways)}
