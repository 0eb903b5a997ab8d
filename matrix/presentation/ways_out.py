"""Where nothing fits, what to give up, and what fits then: each a sentence of links.

Pure.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct, structs

from matrix.decision import limits
from matrix.decision.facts import Where
from matrix.decision.fit import FITTING, OUTCOMES, OptionFit, Outcome, Part, Reason, TableFit, Verdicts
from matrix.decision.judge import BLOCKS
from matrix.decision.limits import Bound
from matrix.decision.overall import Overall, standing
from matrix.decision.selection import Answer, Like, Need, Selection, Word
from matrix.domain.document import Column, Document
from matrix.domain.once import once
from matrix.domain.quantities import Quantity
from matrix.presentation import wording
from matrix.presentation.controls import Link
from matrix.presentation.second_sources import SecondSources, note_id
from matrix.presentation.second_table import some_of
from matrix.presentation.wording import listed

_Part = TypeVar("_Part", Answer, Need)


class GiveUp(Struct, frozen=True):
    """Ways to let these options fit, each alone: links that give answers up. ``accepts``: under which opinion of a cell
    that says that a row has no meaning they would do, ``If “N/A” is good enough for scale to zero``; the one way then
    leads to the cell, and gives nothing up. ``noted``: what there is to be read of the cells by which they fit then."""

    ways: tuple[Link, ...]
    options: str
    accepts: str = ""
    noted: tuple[Link, ...] = ()

    @property
    def told(self) -> str:
        """The same without links."""
        ways = self.accepts or listed((way.text for way in self.ways), "or")
        noted = "".join(piece.text for piece in self.noted)
        return f"{ways} → {', and '.join(filter(None, (self.options, noted)))}"


def ways(
    verdicts: Verdicts,
    fit: TableFit,
    selection: Selection,
    overall: Overall | None,
    second: SecondSources,
    like: Like | None = None,
) -> tuple[GiveUp, ...]:
    """What to give up where nothing fits in a table, or, with ``overall``, by both; each a link to a state in which it
    is, with what fits there. Ways that leave the same are alternatives of one sentence. ``like`` keeps what is no
    selection's own."""
    document, table, like = verdicts.document, fit.table.slug, like or Like()
    found: dict[tuple[str, tuple[Link, ...]], list[Link]] = {}

    def left_by(without: Selection) -> tuple[str, tuple[Link, ...]]:
        told, fitting = (
            _left_overall(verdicts, _details(overall), without) if overall else _left_in(verdicts, table, without)
        )
        noted = second.noted(_cells(verdicts, without, fitting), annotated=selection.annotated)
        return told, tuple(_read(second.who.one, noted))

    for at, relaxation in enumerate((overall or fit).relaxations):
        key = "instead", table, overall is None, at
        instead = partial(limits.instead, document, document.by_table[table], relaxation)
        for which, (bounds, _) in enumerate(once(like, key, instead)):
            without = _without(selection, relaxation.drop, bounds)
            link = Link(without.url, _way(document, selection, relaxation.drop, bounds), "")
            found.setdefault(once(like, (*key, which), partial(left_by, without)), []).append(link)
    return tuple(
        GiveUp((Link(first.url, wording.capital(first.text), ""), *others), options, noted=noted)
        for (options, noted), (first, *others) in found.items()
    )


def _details(overall: Overall) -> str:
    return overall.detailed.option.slug if overall.detailed else ""


def _left_overall(verdicts: Verdicts, details: str, selection: Selection) -> tuple[str, set[str]]:
    """What fits by both tables: ``Batch transform; Real-time inference (with Single model endpoints) on 1 condition``,
    and the slugs of that. ``details``: that of the option that the second table details, "" for none."""
    worst = verdicts.worst(selection.parts)
    found = standing(verdicts, selection.parts, worst, details)
    below = list(zip(verdicts.options, worst, strict=True))[len(found.options) :]
    hosted = [option for (_, option), severity in below if severity < BLOCKS]
    asked = _asked(verdicts, selection, details)
    only = {it.slug: some_of(verdicts.document, selection, it.slug) for it, _ in found.options}
    only[details] = wording.some([option.name for option in hosted], len(below))
    told = {slug: f" (with {said})" if said else "" for slug, said in only.items()}
    fitting = [(it.name + told[it.slug], out) for it, out in found.options if it.slug in asked]
    slugs = {it.slug for it, outcome in found.options if outcome in FITTING}
    slugs |= {option.slug for option in hosted} if details in slugs else set()
    return _told(fitting or [(it.name, outcome) for it, outcome in found.options], found.conditions), slugs


def _asked(verdicts: Verdicts, selection: Selection, details: str) -> set[str]:
    """The first table's options of which something is asked, that which the second details by that one too."""
    active = verdicts.active(selection.parts)
    rows = [verdicts.judged(part, active).judgements for part in selection.parts]
    asked = [option.slug for at, (_, option) in enumerate(verdicts.options) if any(row[at] for row in rows)]
    first = {option.slug for option in verdicts.document.tables[0].options}
    return {slug if slug in first else details for slug in asked}


def _left_in(verdicts: Verdicts, table: str, selection: Selection) -> tuple[str, set[str]]:
    """What fits by one table, and its slugs."""
    worst, active = verdicts.worst(selection.parts), verdicts.active(selection.parts)
    at = [at for at, (of, _) in enumerate(verdicts.options) if of.slug == table]
    rows = [(part, verdicts.severities(part, active)) for part in selection.parts]
    under = {verdicts.requirement(part) for part, row in rows if any(row[it] == worst[it] == 1 for it in at)}
    slugs = {verdicts.options[it][1].slug for it in at if worst[it] < BLOCKS}
    return _told([(verdicts.options[it][1].name, OUTCOMES[worst[it]]) for it in at], len(under)), slugs


def _cells(verdicts: Verdicts, selection: Selection, fitting: Collection[str]) -> dict[Where, None]:
    """By which options fit, but for limits, which hold whatever is said of them."""
    active, found = verdicts.active(selection.parts), dict[Where, None]()
    for part in selection.parts:
        for (table, option), judgements in zip(verdicts.options, verdicts.judged(part, active).judgements, strict=True):
            if option.slug in fitting:
                rows = (it.feature for it in judgements if it.feature and not it.by_limit)
                found |= dict.fromkeys((table.slug, row, option.slug) for row in rows)
    return found


def _read(who: str, noted: Mapping[str, Where]) -> Iterator[Link]:
    for at, (row, where) in enumerate(noted.items()):
        yield Link("", ", " if at else f"read what {who} says of ")
        yield Link(f"#{note_id(where)}", row)


def _told(options: Sequence[tuple[str, Outcome]], conditions: int) -> str:
    plain, under = ([name for name, outcome in options if outcome == wanted] for wanted in FITTING)
    on = f" on {conditions} condition{'' if conditions == 1 else 's'}"
    return "; ".join(filter(None, (listed(plain), listed(under) + on if under else "")))


def accepting(options: Iterable[OptionFit], href: Callable[[Reason], str]) -> tuple[GiveUp, ...]:
    """Which options would do where a row that has no meaning for them is as good as met: who decides that looks at its
    cell, to which ``href`` leads, and gives nothing up."""
    found: dict[tuple[str, str, str], list[Column]] = {}
    for option in options:
        if option.outcome == "not-applicable":
            judged = [reason.judgement for reason in option.blocking]
            rows = {wording.lowered(it.label): f"“{it.cell}”" for it in judged}
            said = f"If {listed(dict.fromkeys(rows.values()))} is good enough for {listed(rows)}"
            reading = listed(dict.fromkeys(it.reading for it in judged if it.reading))
            found.setdefault((href(option.blocking[0]), said, reading), []).append(option.option)
    return tuple(
        GiveUp(
            (Link(cell, "see the cell" if reading else "the cell says no more", ""),),
            wording.column_names(them),
            f"{said}, by this site’s reading that {reading}" if reading else said,
        )
        for (cell, said, reading), them in found.items()
    )


def _without(selection: Selection, words: Sequence[Word], bounds: Sequence[Bound]) -> Selection:
    """The same without these words, or with quantities that stay within the bounds."""
    most: dict[str, Quantity] = {}
    for bound, limit in ((bound, bound.limit) for bound in bounds if bound.limit):
        for asked in (bound.question, bound.feature):
            most[asked] = min(
                most.get(asked, limits.within_limit(limit)), limits.within_limit(limit), key=Quantity.amount
            )

    def kept(parts: Iterable[_Part]) -> Iterator[_Part]:
        for part in parts:
            within = next((most[asked] for asked in _asks(part) if asked in most), None)
            if part.word not in words:
                yield part
            elif within:
                yield structs.replace(part, quantity=within)

    answers, needs = dict.fromkeys(kept(selection.answers)), dict.fromkeys(kept(selection.needs))
    return structs.replace(selection, answers=tuple(answers), needs=tuple(needs), problems=())


def _way(document: Document, selection: Selection, words: Sequence[Word], bounds: Sequence[Bound]) -> str:
    """``keep payload under 6 MB (e.g. 5 MB)``, ``drop GPU support``."""
    kept = {bound.question for bound in bounds} | {bound.feature for bound in bounds}
    dropped = [part for part in selection.parts if part.word in words and not ({*_asks(part)} & kept)]
    given_up = [*dict.fromkeys(_named(document, part) for part in dropped)]
    drop, comma = listed(given_up), "," if len(given_up) > 1 else ""
    once = len({bound.question for bound in bounds}) == len(bounds)
    names = (document.by_question[bound.question].short if once else bound.label for bound in bounds)
    kept_to = (f"{bound.words}{_example(bound)}" for bound in bounds)
    keep = listed(f"{wording.lowered(name)} {words}" for name, words in zip(names, kept_to, strict=True))
    return f"{comma} and ".join(filter(None, (drop and f"drop {drop}", keep and f"keep {keep}")))


def _example(bound: Bound) -> str:
    """What a link asks where the bound itself is too much: `` (e.g. 5 MB)``."""
    asked = limits.within_limit(bound.limit) if bound.limit else None
    return f" (e.g. {asked.words})" if asked and bound.limit and asked != bound.limit.quantity else ""


def _asks(part: Part) -> tuple[str, ...]:
    """The question or row that a quantity is asked of."""
    if part.quantity is None:
        return ()
    return (part.row, part.feature) if isinstance(part, Need) else (part.question,)


def _named(document: Document, part: Part) -> str:
    """An answer or need by the one row that it asks for, where it asks for nothing else; else in its own words."""
    name, value = wording.part_label(document, part)
    if isinstance(part, Need) or part.quantity:
        valued = part.quantity or (isinstance(part, Need) and part.item)
        return wording.lowered(name) + (f" “{value}”" if valued else "")
    criteria = document.by_question[part.question].by_slug[part.choice].criteria
    rows = {criterion.feature for criterion in criteria}
    if len(rows) == 1 and not any(criterion.item or criterion.basis != "row" for criterion in criteria):
        return wording.lowered(document.names.get(rows.pop(), value))
    return f"{wording.lowered(name)} “{value}”"
