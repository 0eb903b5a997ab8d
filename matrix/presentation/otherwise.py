"""What other sources say of the cells that a result goes by, and what they would change.

Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from matrix.decision.facts import Where
from matrix.decision.fit import Fit, TableFit
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.document import Document, Table
from matrix.domain.subject import Subject
from matrix.presentation.controls import Link
from matrix.presentation.second_sources import SecondSources, note_id
from matrix.presentation.wording import OUTCOME, capital, listed, lowered, seen_at

Changes = Literal["nothing", "reasons", "result"]
"""What other sources would change: which options fit, or under conditions; or only why the others don't."""
_WOULD: Final[Mapping[Changes, str]] = {
    "nothing": "which would not change the result",
    "reasons": "which would change what rules options out, not which fit",
    "result": "which would change the result",
}
_ALONE: Final[Mapping[Changes, str]] = {
    "nothing": "the same",
    "reasons": "the same, but for what rules options out",
    "result": "another",
}


class OtherwiseView(Struct, frozen=True):
    """Options whose outcome another source would change: what it would be, what is said, by whom and when. Of a result
    by other sources, what it would be by the page alone, and its text there; ``source`` is who says otherwise."""

    options: str
    would: str
    text: str
    source: str
    url: str
    seen: str


class Added(Struct, frozen=True):
    """What other sources add to a row's cells: the first of them, what is said there, by which source and when, the
    first's address, and of which of the options that fit, "" where of all of the first table."""

    where: Where
    text: str
    by: str
    url: str
    options: str

    def of(self, row: str) -> str:
        """``network isolation (Asynchronous)``."""
        return f"{lowered(row)} ({self.options})" if self.options else lowered(row)


class Others(Struct, frozen=True):
    """A sentence about what other sources say, around links to where it stands."""

    before: str
    cells: tuple[Link, ...] = ()
    after: str = ""


def others_of(
    document: Document,
    selection: Selection,
    counted: Sequence[TableFit],
    second: SecondSources,
    changes: Changes,
) -> tuple[Others, ...]:
    """What other sources say otherwise of the cells behind a result; where nothing is asked, of how many cells.
    ``counted``: the tables that count; ``changes``: what they would change of it. A row leads to what is said of an
    option that fits, where any of those does."""
    if not selection.words:
        count = len(second.said.contested)
        who = f"Judged by what {second.who.many} say of "
        who = who if selection.annotated else capital(f"{second.who.many} say otherwise of ")
        return (Others(who, (Link("#sayings", f"{count} cell{'' if count == 1 else 's'}"),)),) if count else ()
    rows: dict[str, list[Where]] = {}
    for where in goes_by_others(counted, second):
        if where in second.turned or changes == "nothing":
            rows.setdefault(document.names[where[1]], []).append(where)
    fits = {(it.table.slug, option.slug) for it in counted for option in it.fitting}
    cells = ((name, [it for it in found if (it[0], it[2]) in fits] or found) for name, found in rows.items())
    links = tuple(Link(f"#{note_id(found[0])}", name) for name, found in cells)
    return tuple(_contested(links, second, changes, annotated=selection.annotated))


def _contested(
    links: tuple[Link, ...], second: SecondSources, changes: Changes, *, annotated: bool
) -> Iterator[Others]:
    if annotated and links:
        alone = f"; by the page alone the result would be {_ALONE[changes]}"
        yield Others(f"Judged by what {second.who.many} say of ", links, alone)
    elif annotated and second.said.contested:
        yield Others(f"Judged by what {second.who.many} say, which changes no cell behind this result")
    elif links:
        yield Others(capital(f"{second.who.many} say otherwise of "), links, f", {_WOULD[changes]}")


def goes_by_others(tables: Iterable[TableFit], second: SecondSources) -> tuple[Where, ...]:
    """The contested cells that a result goes by, each once."""
    cells = (
        (table.table.slug, reason.judgement.feature or "", option.option.slug)
        for table in tables
        for option in table.options
        for reason in option.reasons
    )
    return tuple(dict.fromkeys(where for where in cells if where in second.said.contested))


def added_to(fit: Fit, overall: Overall, second: SecondSources, subject: Subject) -> dict[str, Added]:
    """What other sources add to the cells by which options fit, by the row's name, of the first table that has it; not
    to limits, which hold whatever is added, and contested cells are told elsewhere."""
    first, *others = fit.tables
    below = others if overall.detailed and overall.detailed.option in overall.fitting else []
    counted = [(first, [it for it in first.options if it.option in overall.fitting])]
    counted += [(table, [it for it in table.options if it.fits]) for table in below]
    found: dict[str, Added] = {}
    for table, options in counted:
        cells: dict[str, list[Where]] = {}
        for option in options:
            rows = dict.fromkeys(it.judgement.feature or "" for it in option.reasons if not it.judgement.by_limit)
            for row in rows:
                where = table.table.slug, row, option.option.slug
                if second.said.of_cells.get(where) and where not in second.said.contested:
                    cells.setdefault(second.document.names[row], []).append(where)
        for row, wheres in cells.items():
            saying = [it for where in wheres for it in second.said.of_cells[where]]
            text = "; ".join(dict.fromkeys(it.text for it in saying))
            by = listed(dict.fromkeys(f"{it.source}, {seen_at(it.seen)}" for it in saying))
            names = listed(subject.shortened(table.by_slug[where[2]].option.name) for where in wheres)
            of_all = table is first and len(wheres) == len(options)
            found.setdefault(row, Added(wheres[0], text, by, saying[0].url, "" if of_all else names))
    return found


def otherwise_of(selection: Selection, fit: Fit, second: SecondSources) -> tuple[OtherwiseView, ...]:
    """By what is said: one page often says one thing of several options. A second table all of whose options would
    read the same tells no more than the first."""
    would = second.page if selection.annotated else second.annotated
    told: dict[tuple[str, str, str, str, str], list[str]] = {}
    for table in fit.tables if selection.words else ():
        if told and len({would[table.table.slug, option.option.slug] for option in table.options}) == 1:
            continue
        for option in table.options:
            slug = option.option.slug
            if not second.is_contested(table.table.slug, slug):
                continue
            outcome = OUTCOME[would[table.table.slug, slug]]
            features = dict.fromkeys(reason.judgement.feature for reason in option.reasons)
            for proof in _proofs(
                second, selection, second.document.by_table[table.table.slug], slug, filter(None, features)
            ):
                told.setdefault((outcome, *proof), []).append(option.option.name)
    return tuple(OtherwiseView(listed(options), *said) for said, options in told.items())


def _proofs(
    second: SecondSources, selection: Selection, table: Table, option: str, features: Iterable[str]
) -> Iterable[tuple[str, str, str, str]]:
    """What is said of the contested cells that turn a verdict of a result, by whom, where and when: the other source's
    words, or, of a result by other sources, the page's."""
    for feature in features:
        where = table.slug, feature, option
        said = second.said.contested.get(where) if where in second.turned else None
        if said and selection.annotated:
            text = table.cell(feature, option).text or "blank"
            yield f"{table.by_key[feature].name}: {text}", said.source, said.url, said.seen
        elif said:
            yield said.text, said.source, said.url, said.seen
