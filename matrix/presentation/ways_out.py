"""Where nothing fits, what to give up, and what fits then: each a sentence of links.

Pure.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct

from matrix.decision import limits
from matrix.decision.fit import OptionFit, Part, Relaxation, Verdicts
from matrix.decision.judge import BLOCKS
from matrix.decision.limits import Bound
from matrix.decision.overall import Overall
from matrix.decision.selection import Need, Selection, Word
from matrix.domain.document import Column, Document
from matrix.presentation import wording
from matrix.presentation.controls import Link
from matrix.presentation.wording import listed

Below = tuple[str, str]
"""The slug of the option that a second table details, and which of that table's options alone go with it."""
ALL_BELOW: Final[Below] = ("", "")


class GiveUp(Struct, frozen=True):
    """Ways to let these options fit, each alone: links that give answers up. ``accepts``: by taking a cell that says
    that a row has no meaning for enough."""

    ways: tuple[Link, ...]
    options: str
    accepts: bool = False


def give_up(
    document: Document,
    table: str,
    selection: Selection,
    relaxations: Iterable[Relaxation],
    below: Callable[[Relaxation], Below] = lambda _: ALL_BELOW,
) -> tuple[GiveUp, ...]:
    """What to give up where nothing fits, by the cells of ``document``; ways that let the same options fit are
    alternatives of one sentence, unless they leave others of a second table (``below``)."""
    found: dict[tuple[Column, ...], dict[Below, list[Link]]] = {}
    for relaxation in relaxations:
        url = selection.without(relaxation.drop).url
        for bounds, options in limits.instead(document, document.by_table[table], relaxation):
            link = Link(url, _way(document, selection, relaxation.drop, bounds), "")
            found.setdefault(options, {}).setdefault(below(relaxation), []).append(link)
    sentences: list[GiveUp] = []
    for options, by_second in found.items():
        for (detailed, second), (first, *others) in by_second.items():
            ways = Link(first.url, wording.capital(first.text), ""), *others
            names = (it.name + (f" (with {second})" if it.slug == detailed else "") for it in options)
            sentences.append(GiveUp(ways, listed(names)))
    return tuple(sentences)


def below(verdicts: Verdicts, selection: Selection, overall: Overall, relaxation: Relaxation) -> Below:
    """Which of the second table's options go with the one that it details once something is given up; none where all
    do, or it still doesn't fit."""
    if overall.detailed is None or overall.detailed.option not in relaxation.options:
        return ALL_BELOW
    worst = verdicts.worst([part for part in selection.parts if part.word not in relaxation.drop])
    second = list(zip(verdicts.options, worst, strict=True))[len(verdicts.document.tables[0].options) :]
    names = [option.name for (_, option), severity in second if severity < BLOCKS]
    return (overall.detailed.option.slug, listed(names, "or")) if len(names) < len(second) else ALL_BELOW


def accepting(selection: Selection, options: Iterable[OptionFit]) -> tuple[GiveUp, ...]:
    """Which options would do where a row that has no meaning for them is as good as met; its link asks none of it."""
    found: dict[tuple[str, str], list[Column]] = {}
    for option in options:
        if option.outcome == "not-applicable":
            rows = {wording.lowered(it.judgement.label): f"“{it.judgement.cell}”" for it in option.blocking}
            said = f"Take {listed(dict.fromkeys(rows.values()))} as good enough for {listed(rows)}"
            url = selection.without([it.word for it in option.blocking]).url
            found.setdefault((url, said), []).append(option.option)
    return tuple(GiveUp((Link(*way),), wording.column_names(them), accepts=True) for way, them in found.items())


def _way(document: Document, selection: Selection, words: Sequence[Word], bounds: Sequence[Bound]) -> str:
    """``keep payload under 6 MB and time under 60 seconds``, ``drop GPU support``."""
    kept = {bound.question for bound in bounds} | {bound.feature for bound in bounds}
    dropped = [part for part in selection.parts if part.word in words and not ({*_asks(part)} & kept)]
    given_up = [*dict.fromkeys(_named(document, part) for part in dropped)]
    drop, comma = listed(given_up), "," if len(given_up) > 1 else ""
    once = len({bound.question for bound in bounds}) == len(bounds)
    names = (document.by_question[bound.question].short if once else bound.label for bound in bounds)
    keep = listed(f"{wording.lowered(name)} {bound.words}" for name, bound in zip(names, bounds, strict=True))
    return f"{comma} and ".join(filter(None, (drop and f"drop {drop}", keep and f"keep {keep}")))


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
