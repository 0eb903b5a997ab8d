"""Where nothing fits, what to give up, and what fits then: each a sentence of links.

Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from msgspec import Struct, structs

from matrix.decision import limits
from matrix.decision.fit import OptionFit, Part, Relaxation, Verdicts
from matrix.decision.judge import BLOCKS
from matrix.decision.limits import Bound
from matrix.decision.overall import Overall
from matrix.decision.selection import Answer, Need, Selection, Word
from matrix.domain.document import Column, Document
from matrix.domain.quantities import Quantity
from matrix.presentation import wording
from matrix.presentation.controls import Link
from matrix.presentation.wording import listed

Below = tuple[str, str]
"""The slug of the option that a second table details, and which of that table's options alone go with it."""
ALL_BELOW: Final[Below] = ("", "")
_Part = TypeVar("_Part", Answer, Need)


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
    """What to give up where nothing fits, by the cells of ``document``, each a link to a state in which it is; ways
    that let the same options fit are alternatives of one sentence, unless they leave others of a second table
    (``below``)."""
    found: dict[tuple[Column, ...], dict[Below, list[Link]]] = {}
    for relaxation in relaxations:
        for bounds, options in limits.instead(document, document.by_table[table], relaxation):
            url = _without(selection, relaxation.drop, bounds).url
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
