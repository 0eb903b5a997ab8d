"""The two tables together: the option of the first that the second details can't be chosen without one of the second's.

Pure. Each option of the first table has its own outcome, but the detailed one the worse of its own and the best outcome
of the second table.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct, structs

from matrix.decision.fit import FITTING, OUTCOMES, Fit, OptionFit, Outcome, Part, Reason, Relaxation, Verdicts, ways
from matrix.decision.fit import relaxations as minimal_relaxations
from matrix.decision.judge import SEVERITY
from matrix.decision.selection import Like, Selection
from matrix.domain.document import Column, Document


class Deciding(Struct, frozen=True):
    """One of the second table's options that come nearest, and what makes its outcome what it is."""

    option: Column
    reasons: tuple[Reason, ...]


class Standing(Struct, frozen=True):
    """The outcomes of both levels together, and how many answers and needs are met under a condition alone by an option
    that fits; those that ask the same count once. ``unasked``: the options of which nothing is asked, so that they fit
    whatever they can do."""

    options: tuple[tuple[Column, Outcome], ...]
    conditions: int
    unasked: frozenset[str] = frozenset()


class Overall(Struct, frozen=True, dict=True):
    """The outcomes of both levels together, for the options of the first table.

    ``conditions`` and ``unasked``: as `Standing` has them. ``relaxations``: every minimal set of answers and needs
    whose removal makes at least one option fit overall; () where one does. ``detailed``: the option that the second
    table details, by its own table; None where there is none. ``deciding``: where the second table makes it worse, what
    decides there, or under which further conditions it fits there; else (). ``further``: where its own table rules it
    out, what stands against it in the second beside that; () where an option of the second has nothing more against it.
    """

    options: tuple[tuple[Column, Outcome], ...]
    conditions: int
    unasked: frozenset[str]
    relaxations: tuple[Relaxation, ...]
    detailed: OptionFit | None
    deciding: tuple[Deciding, ...]
    further: tuple[Deciding, ...]

    @cached_property
    def by_slug(self) -> dict[str, Outcome]:
        return {option.slug: outcome for option, outcome in self.options}

    @property
    def standing(self) -> Standing:
        return Standing(self.options, self.conditions, self.unasked)

    @property
    def fitting(self) -> tuple[Column, ...]:
        return fitting(self.options)

    @property
    def refused(self) -> bool:
        """Whether the detailed option fits by its own table, and by the second does not."""
        return bool(self.detailed and self.detailed.fits and self.by_slug[self.detailed.option.slug] not in FITTING)

    def judged(self, option: OptionFit) -> OptionFit:
        """An option of the first table with its outcome overall, and the reasons of both levels."""
        if self.detailed is None or option.option.slug != self.detailed.option.slug:
            return option
        further = tuple(reason for deciding in self.deciding for reason in deciding.reasons)
        return structs.replace(option, outcome=self.by_slug[option.option.slug], reasons=(*option.reasons, *further))


def outcomes(document: Document, worst: Sequence[int], details: str) -> tuple[tuple[Column, Outcome], ...]:
    """Each option of the first table with its outcome overall. ``worst``: the severity of every option of the document
    by its own table (`Verdicts.worst`); ``details``: the slug of the option that the second table details, "" for
    none."""
    options = document.tables[0].options
    below = worst[len(options) :]
    return tuple(
        (option, OUTCOMES[max(own, min(below)) if option.slug == details and below else own])
        for option, own in zip(options, worst, strict=False)
    )


def fitting(found: Sequence[tuple[Column, Outcome]]) -> tuple[Column, ...]:
    """The options that fit, those under conditions among them."""
    return tuple(option for option, outcome in found if outcome in FITTING)


def standing(verdicts: Verdicts, parts: Sequence[Part], worst: Sequence[int], details: str) -> Standing:
    """What parts leave. ``worst``: `Verdicts.worst` of them."""
    found = outcomes(verdicts.document, worst, details)
    conditional = [at for at, (_, outcome) in enumerate(found) if outcome == "conditional"]
    if not conditional:
        return Standing(found, 0)
    active = verdicts.active(parts)
    rows = [verdicts.severities(part, active) for part in parts]
    below = range(len(found), len(worst))
    under: set[int] = set()
    for at in conditional:
        own = {part for part, row in enumerate(rows) if row[at] == 1}
        # The option that the second table details has those of its options that come nearest, too.
        second = below if found[at][0].slug == details and min((worst[it] for it in below), default=0) == 1 else ()
        each = [own.union(part for part, row in enumerate(rows) if row[it] == 1) for it in second if worst[it] == 1]
        least = min(map(len, each or [own]))
        under = under.union(*(parts for parts in each or [own] if len(parts) == least))
    return Standing(found, len({verdicts.requirement(parts[part]) for part in under}))


def adds_condition(
    verdicts: Verdicts,
    parts: Sequence[Part],
    worst: Sequence[int],
    details: str,
    weighed: Iterable[tuple[Part, Sequence[int]]],
) -> bool:
    """Whether one of these parts, with its severities, would add a condition to what ``parts`` leave. ``worst``:
    `Verdicts.worst` of them."""
    likely = [(part, row) for part, row in weighed if 1 in row]
    now = standing(verdicts, parts, worst, details).conditions if likely else 0
    return any(
        standing(verdicts, (*parts, part), [*map(max, worst, row)], details).conditions > now for part, row in likely
    )


def evaluate(verdicts: Verdicts, selection: Selection, fit: Fit, details: str, like: Like | None = None) -> Overall:
    """The overall outcomes of a selection that ``fit`` judges table by table. ``like``: what it has in common with all
    that are judged alike."""
    left = standing(verdicts, selection.parts, verdicts.worst(selection.parts), details)
    found = left.options
    detailed = fit.tables[0].by_slug.get(details)
    below = fit.tables[1].options if fit.tables[1:] else ()
    worse = detailed is not None and (detailed.option, detailed.outcome) not in found
    beside = tuple(_beside(detailed, below)) if detailed and not worse else ()
    return Overall(
        found,
        left.conditions,
        _unasked(fit, details),
        () if fitting(found) else _relaxations(verdicts, selection.parts, details, like),
        detailed,
        tuple(_deciding(below)) if worse else beside if detailed and detailed.fits else (),
        beside if detailed and not detailed.fits else (),
    )


def _unasked(fit: Fit, details: str) -> frozenset[str]:
    """Of the one that the second table details something is asked by that table too."""
    below = any(option.reasons for table in fit.tables[1:] for option in table.options)
    return frozenset(
        it.option.slug for it in fit.tables[0].options if not it.reasons and not (below and it.option.slug == details)
    )


def alone(verdicts: Verdicts, parts: Sequence[Part], details: str) -> tuple[Part, ...]:
    """The answers and needs each of which by itself lets no option fit: they conflict with nothing."""
    return tuple(p for p in parts if not fitting(outcomes(verdicts.document, verdicts.worst([p]), details)))


def _relaxations(
    verdicts: Verdicts, parts: tuple[Part, ...], details: str, like: Like | None
) -> tuple[Relaxation, ...]:
    """A set frees the detailed option if it holds a way of it and a way of one of the second table's options: nothing
    that is given up stands against an option which it doesn't stand against now."""
    document = verdicts.document
    options = document.tables[0].options
    below = range(len(options), len(verdicts.options))

    def found() -> set[frozenset[Part]]:
        found: set[frozenset[Part]] = set()
        for at, option in enumerate(options):
            own = ways(verdicts, parts, at)
            if option.slug == details and below:
                own = {way | other for way in own for lower in below for other in ways(verdicts, parts, lower)}
            found |= own
        return found

    def fits(worst: Sequence[int]) -> tuple[Column, ...]:
        return fitting(outcomes(document, worst, details))

    return minimal_relaxations(verdicts, parts, found, fits, like, "overall")


def _beside(detailed: OptionFit, below: Sequence[OptionFit]) -> Iterator[Deciding]:
    """What the second table has against the option that it details, or under which conditions it fits there, beside
    what its own table has; none where one of the second's options has nothing more."""
    own = {reason.word for reason in detailed.blocking or detailed.conditions}
    left: list[OptionFit] = []
    for option in below if own else ():
        if option.fits or not detailed.fits:
            reasons = option.conditions if detailed.fits else option.blocking
            more = tuple(reason for reason in reasons if reason.word not in own)
            if not more:
                return
            outcome = OUTCOMES[max(SEVERITY[reason.judgement.verdict] for reason in more)]
            left.append(structs.replace(option, outcome=outcome, reasons=more))
    if left:
        yield from _deciding(left)


def _deciding(options: Sequence[OptionFit]) -> Iterator[Deciding]:
    """The options that come nearest: of the best outcome, and with the fewest words against them. One whose heading or
    bullet is another than what is asked for explains nothing beside those that are what is asked for."""
    least = min(OUTCOMES.index(option.outcome) for option in options)
    best = [option for option in options if OUTCOMES.index(option.outcome) == least]
    decisive = {option.option.slug: option.blocking or option.conditions for option in best}
    by_rows = [o for o in best if all(reason.judgement.feature for reason in decisive[o.option.slug])]
    counts = {o.option.slug: len({reason.word for reason in decisive[o.option.slug]}) for o in by_rows or best}
    for option in by_rows or best:
        if counts[option.option.slug] == min(counts.values()):
            yield Deciding(option.option, decisive[option.option.slug])
