"""Where nothing fits, what to give up, and what fits then: each a sentence of links.

Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct, structs

from matrix.decision import limits
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
from matrix.presentation.wording import listed

_Part = TypeVar("_Part", Answer, Need)


class GiveUp(Struct, frozen=True):
    """Ways to let these options fit, each alone: links that give answers up. ``accepts``: under which opinion of a cell
    that says that a row has no meaning they would do, ``If “N/A” is good enough for scale to zero``; the one way then
    leads to the cell, and gives nothing up."""

    ways: tuple[Link, ...]
    options: str
    accepts: str = ""

    @property
    def told(self) -> str:
        """The same without links."""
        ways = self.accepts or listed((way.text for way in self.ways), "or")
        return f"{ways} → {self.options}"


def ways(
    verdicts: Verdicts, fit: TableFit, selection: Selection, overall: Overall | None, like: Like | None = None
) -> tuple[GiveUp, ...]:
    """What to give up where nothing fits in a table, or, with ``overall``, by both; each a link to a state in which it
    is, with what fits there. Ways that leave the same are alternatives of one sentence. ``like`` keeps what is no
    selection's own."""
    document, table, like = verdicts.document, fit.table.slug, like or Like()
    left_by = partial(_left_overall, verdicts, _details(overall)) if overall else partial(_left_in, verdicts, table)
    found: dict[str, list[Link]] = {}
    for at, relaxation in enumerate((overall or fit).relaxations):
        key = "instead", table, overall is None, at
        instead = partial(limits.instead, document, document.by_table[table], relaxation)
        for which, (bounds, _) in enumerate(once(like, key, instead)):
            without = _without(selection, relaxation.drop, bounds)
            link = Link(without.url, _way(document, selection, relaxation.drop, bounds), "")
            found.setdefault(once(like, (*key, which), partial(left_by, without)), []).append(link)
    return tuple(
        GiveUp((Link(first.url, wording.capital(first.text), ""), *others), options)
        for options, (first, *others) in found.items()
    )


def _details(overall: Overall) -> str:
    return overall.detailed.option.slug if overall.detailed else ""


def _left_overall(verdicts: Verdicts, details: str, selection: Selection) -> str:
    """What fits by both tables: ``Batch transform; Real-time inference (with Single model endpoints) on 1 condition``.
    ``details``: the slug of the option that the second table details, "" for none."""
    worst = verdicts.worst(selection.parts)
    found = standing(verdicts, selection.parts, worst, details)
    below = list(zip(verdicts.options, worst, strict=True))[len(found.options) :]
    names = [option.name for (_, option), severity in below if severity < BLOCKS]
    second = f" (with {listed(names, 'or')})" if len(names) < len(below) else ""
    asked = _asked(verdicts, selection, details)
    fitting = [(it.name + (second if it.slug == details else ""), out) for it, out in found.options if it.slug in asked]
    return _told(fitting or [(it.name, outcome) for it, outcome in found.options], found.conditions)


def _asked(verdicts: Verdicts, selection: Selection, details: str) -> set[str]:
    """The first table's options of which something is asked, that which the second details by that one too."""
    active = verdicts.active(selection.parts)
    rows = [verdicts.judged(part, active).judgements for part in selection.parts]
    asked = [option.slug for at, (_, option) in enumerate(verdicts.options) if any(row[at] for row in rows)]
    first = {option.slug for option in verdicts.document.tables[0].options}
    return {slug if slug in first else details for slug in asked}


def _left_in(verdicts: Verdicts, table: str, selection: Selection) -> str:
    """What fits by one table."""
    worst, active = verdicts.worst(selection.parts), verdicts.active(selection.parts)
    at = [at for at, (of, _) in enumerate(verdicts.options) if of.slug == table]
    rows = [(part, verdicts.severities(part, active)) for part in selection.parts]
    under = {verdicts.requirement(part) for part, row in rows if any(row[it] == worst[it] == 1 for it in at)}
    return _told([(verdicts.options[it][1].name, OUTCOMES[worst[it]]) for it in at], len(under))


def _told(options: Sequence[tuple[str, Outcome]], conditions: int) -> str:
    plain, under = ([name for name, outcome in options if outcome == wanted] for wanted in FITTING)
    on = f" on {conditions} condition{'' if conditions == 1 else 's'}"
    return "; ".join(filter(None, (listed(plain), listed(under) + on if under else "")))


def accepting(options: Iterable[OptionFit], href: Callable[[Reason], str]) -> tuple[GiveUp, ...]:
    """Which options would do where a row that has no meaning for them is as good as met: who decides that looks at its
    cell, to which ``href`` leads, and gives nothing up."""
    found: dict[tuple[str, str], list[Column]] = {}
    for option in options:
        if option.outcome == "not-applicable":
            rows = {wording.lowered(it.judgement.label): f"“{it.judgement.cell}”" for it in option.blocking}
            said = f"If {listed(dict.fromkeys(rows.values()))} is good enough for {listed(rows)}"
            found.setdefault((href(option.blocking[0]), said), []).append(option.option)
    return tuple(
        GiveUp((Link(cell, "see the cell", ""),), wording.column_names(them), said)
        for (cell, said), them in found.items()
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
