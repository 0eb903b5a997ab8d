"""Up to where an option works, and which of these limits the publisher has moved since the edition shown.

Pure.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from matrix.decision import limits
from matrix.decision.facts import Where
from matrix.decision.fit import OptionFit
from matrix.decision.limits import Bound
from matrix.decision.selection import Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Column, Document
from matrix.domain.notation import read_cell
from matrix.domain.once import once
from matrix.domain.quantities import Limit, Quantity, holds
from matrix.presentation.second_sources import SecondSources
from matrix.presentation.wording import capital, day_words, listed, lowered


class Later(Struct, frozen=True):
    """A later edition: its date, and the document whose cells would decide by it."""

    day: str
    document: Document


def works(
    document: Document, publisher: str, second: SecondSources, selection: Selection, table: str, option: Column
) -> str:
    """``Works up to 1 GB and under 15 minutes``, by the cells of ``document``; of what a size is, where none is asked.
    A row whose cell gives no number is told so; one that goes by another source, in its words, where they say more than
    the limit."""
    others = {} if document is second.document else second.said.contested
    sized = any(part.quantity and part.quantity.dimension == "size" for part in selection.parts)
    who, key = second.who.one, ("works", publisher, table, option.slug, sized)
    return once(document, key, lambda: _works(document, publisher, who, others, table, option, sized=sized))


def _works(
    document: Document,
    publisher: str,
    who: str,
    others: Mapping[Where, Annotation],
    table: str,
    option: Column,
    *,
    sized: bool,
) -> str:
    bounds = limits.bounds(document, document.by_table[table], option)
    texts = {b.feature: others[at].text for b in bounds if (at := (table, b.feature, option.slug)) in others}
    told = [(b, texts[b.feature]) for b in bounds if texts.get(b.feature, b.words) != b.words]
    plain = [b for b in bounds if texts.get(b.feature, b.words) == b.words]
    dimensions = [bound.limit.quantity.dimension for bound in bounds if bound.limit]
    named = {it for it in dimensions if dimensions.count(it) > 1 or (it == "size" and not sized)}
    numbers = [_within(bound.limit, bound, named) for bound in plain if bound.limit]
    said = [f"works {listed(dict.fromkeys(numbers))}"] if numbers else []
    said += [f"{publisher} gives the {lowered(b.label)} only as “{b.text}”" for b in plain if not b.limit]
    said += [f"{lowered(b.label)} by {who}: {text}" for b, text in told]
    return capital("; ".join(said))


def _within(limit: Limit, bound: Bound, named: Collection[str]) -> str:
    """A bound, with its row where its dimension has to be ``named``."""
    return f"{bound.words} ({lowered(bound.label)})" if limit.quantity.dimension in named else bound.words


def since(document: Document, later: Sequence[Later], second: SecondSources, table: str, option: Column) -> str:
    """`` (request timeout under 1 hour since the page of 10 March 2023)``: what the newest of ``later`` says of the
    limits up to which an option works by ``document``, where it is other; not of a cell that was changed here. Of
    others of the first table by the page alone, another source's limit in the place of theirs. "" where neither is."""
    moved = {
        bound.feature: f"{lowered(bound.label)} {newest.words or f'“{newest.text}”'} since the page of {day}"
        for bound, newest, day in _moved(document, later, second, table, option)
    }
    first = document is second.document and table == document.tables[0].slug
    for bound in _bounds(document, table, option) if first else ():
        said = second.said.contested.get((table, bound.feature, option.slug))
        if said and bound.limit and (limit := read_cell(said.cell or "").limit):
            moved.setdefault(bound.feature, f"{lowered(bound.label)} {limit.spelled} by {second.who.one}")
    return f" ({listed(moved.values())})" if moved else ""


def doubts(
    document: Document,
    later: Sequence[Later],
    second: SecondSources,
    selection: Selection,
    table: str,
    fit: OptionFit,
    *,
    none: bool,
) -> dict[str | None, str]:
    """By row, who says otherwise of what rules an option out, so that it would not: the newest page by a limit that it
    has moved, `` (under 1 hour since the page of 10 March 2023)``; else another source. ``none``: no option fits, so
    that what is asked may yet be lowered to any limit."""
    option = fit.option
    found = {} if selection.annotated else second.doubts(table, option.slug)
    asked = {part.word: part.quantity for part in selection.parts if part.quantity}
    for bound, newest, day in _moved(document, later, second, table, option):
        given = [asked.get(reason.word) for reason in fit.blocking if reason.judgement.feature == bound.feature]
        if newest.limit and given:
            told = f" ({newest.words} since the page of {day})"
            if all(quantity and _within_limit(quantity, newest.limit) for quantity in given):
                found[bound.feature] = told
            elif none:
                found.setdefault(bound.feature, told)
    limits = second.doubts(table, option.slug, none=True) if none and not selection.annotated else {}
    return limits | found


def _within_limit(quantity: Quantity, limit: Limit) -> bool:
    return quantity.dimension == limit.quantity.dimension and holds(quantity, limit) is not False


def _moved(
    document: Document, later: Sequence[Later], second: SecondSources, table: str, option: Column
) -> Iterator[tuple[Bound, Bound, str]]:
    """Each limit that the newest page has otherwise, what it is there, and since when."""
    for bound in _bounds(document, table, option):
        where: Where = table, bound.feature, option.slug
        newest = _of(later[-1].document, where) if later and not second.is_own(*where) else None
        if newest and newest.text != bound.text:
            before = (_of(it.document, where) for it in reversed(later))
            until = next((at for at, was in enumerate(before) if was != newest), len(later))
            yield bound, newest, day_words(later[-until].day)


def _of(document: Document, where: Where) -> Bound | None:
    """The same bound by another document."""
    table, feature, option = where
    there = document.columns.get(option)
    found = _bounds(document, table, there[1]) if there and there[0].slug == table and there[1].candidate else ()
    return next((bound for bound in found if bound.feature == feature), None)


def _bounds(document: Document, table: str, option: Column) -> tuple[Bound, ...]:
    key = "bounds", table, option.slug
    return once(document, key, lambda: limits.bounds(document, document.by_table[table], option))
