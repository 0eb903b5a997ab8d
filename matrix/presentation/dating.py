"""How old the facts of a result are, what later editions do to it, and who says otherwise.

Pure.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter

from msgspec import Struct, structs

from matrix.decision.across import OutcomeChange
from matrix.decision.fit import FITTING, Fit
from matrix.decision.overall import Overall
from matrix.decision.selection import Like, Selection, address, encode
from matrix.domain.document import Document
from matrix.domain.once import once
from matrix.presentation.doubts import Doubt, changed_by_sources, doubts, judged_by
from matrix.presentation.otherwise import Others, OtherwiseView, goes_by_others, others_of, otherwise_of
from matrix.presentation.second_sources import SecondSources, Who
from matrix.presentation.wording import OUTCOME, day_words, listed

ByDay = tuple[str, str, tuple[OutcomeChange, ...]]
"""An edition's date, the selection's address by it where any differ, and which outcomes do."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class LaterView(Struct, frozen=True):
    """An edition by which the result is another: its date, its address, and what is other, until when."""

    day: str
    url: str
    said: str


class Dating(Struct, frozen=True):
    """``doubts``: by what the first table's options that fit are others (`matrix.presentation.doubts`). ``same`` says
    that no later edition changes the result, or that none is known; "" where one does. ``changed``: cells that the
    result goes by were changed here; ``own`` is what the page alone would change then. ``editions_url`` compares
    editions by this result; ``newest_url`` leads from an edition to today's matrix, of the day ``newest``. ``others``
    is what other sources say of the result's cells; ``annotated_url`` is "" where their word would change nothing."""

    day: str
    doubts: tuple[Doubt, ...]
    changed: bool
    own: str
    editions_url: str
    newest_url: str
    newest: str
    later: tuple[LaterView, ...]
    same: str
    otherwise: tuple[OtherwiseView, ...]
    judged_by: str
    annotated: bool
    page_url: str
    annotated_url: str
    others: tuple[Others, ...]
    who: Who


def dating(
    document: Document,
    publisher: str,
    selection: Selection,
    fit: Fit,
    second: SecondSources,
    editions: Sequence[ByDay],
    own: Sequence[OutcomeChange] = (),
    *,
    overall: Overall,
    newest: str,
    aside: bool = False,
    like: Like | None = None,
) -> Dating:
    """``editions`` are the others than the one shown: date, address, and which outcomes differ there; ``own`` are the
    outcomes that differ by the page without what is own; ``newest``: the date of today's matrix; ``aside``: the second
    table doesn't count; ``like`` keeps what other sources say."""
    shown = document.source.date
    by_others = partial(_by_others, document, selection, fit, overall, second, aside=aside)
    otherwise, others, counts = once(like or Like(), "by others", by_others)
    editions = [(day, url, _counted(document, overall, changes)) for day, url, changes in editions]
    return Dating(
        day=day_words(shown),
        doubts=doubts(document, publisher, selection, fit, overall, editions, second) if selection.words else (),
        changed=bool(own) or _goes_by_own(fit, second),
        own=listed(_said(document, change, " too") for change in own),
        editions_url=_compared(shown, selection, editions),
        newest_url=selection.latest.url if selection.edition else "",
        newest=day_words(newest),
        later=tuple(_later(document, editions, " too" if overall.fitting else "")),
        same=_same(shown, editions, annotated=selection.annotated) if selection.words else _known(shown, editions),
        otherwise=otherwise,
        judged_by=judged_by(document, publisher, selection, second),
        annotated=selection.annotated,
        page_url=selection.url_with(annotated=False),
        annotated_url=selection.url_with(annotated=True) if counts else "",
        others=others,
        who=second.who,
    )


def _by_others(
    document: Document, selection: Selection, fit: Fit, overall: Overall, second: SecondSources, *, aside: bool
) -> tuple[tuple[OtherwiseView, ...], tuple[Others, ...], bool]:
    """What other sources say of a result, and whether one by their word is offered."""
    otherwise = otherwise_of(selection, fit, second)
    counted = fit.tables[:1] if aside and not otherwise else fit.tables
    told = others_of(document, selection, counted, second, changed_by_sources(document, overall, second, otherwise))
    return otherwise, told, bool(goes_by_others(counted, second)) or not selection.words


def _counted(document: Document, overall: Overall, changes: tuple[OutcomeChange, ...]) -> tuple[OutcomeChange, ...]:
    """An edition's changes, those of the second table only where the option that it details fits by that edition."""
    first, detailed = document.tables[0].slug, overall.detailed
    there = {it.option: it.after for it in changes if it.table == first}
    if detailed is None or there.get(detailed.option.slug, detailed.outcome) in FITTING:
        return changes
    return tuple(it for it in changes if it.table == first)


def _later(document: Document, editions: Iterable[ByDay], too: str) -> Iterator[LaterView]:
    """What is other by which editions in a row, told at the first of them. The edition that is shown parts them."""
    days = sorted([*editions, (document.source.date, "", ())], key=itemgetter(0))
    found: dict[tuple[int, int], list[OutcomeChange]] = {}
    for start, (_, _, changes) in enumerate(days):
        for change in changes:
            if not start or change not in days[start - 1][2]:
                end = next((at for at in range(start, len(days)) if change not in days[at][2]), len(days))
                found.setdefault((start, end), []).append(change)
    for (start, end), alike in found.items():
        since = ", and since" if end == len(days) else f", up to that of {day_words(days[end - 1][0])}"
        said = listed(_said(document, change, too) for change in alike) + (since if end - start > 1 else "")
        yield LaterView(day_words(days[start][0]), days[start][1], said)


def _said(document: Document, change: OutcomeChange, too: str) -> str:
    """What becomes of an option; ``too``: " too" where others fit already."""
    name = document.columns[change.option][1].name if change.option in document.columns else change.option
    if change.after is None:
        return f"{name} is no option"
    if change.after in FITTING and change.before not in FITTING:
        return f"{name} fits{too}{'' if change.after == 'fits' else ', under a condition'}"
    if change.before in FITTING and change.after not in FITTING:
        return f"{name} does not fit"
    return f"{name} reads “{OUTCOME[change.after]}”"


def _same(shown: str, editions: Sequence[ByDay], *, annotated: bool) -> str:
    later = [edition for edition in editions if edition[0] > shown]
    if not editions or any(changes for _, _, changes in later):
        return ""
    if any(changes for _, _, changes in editions) and not later:
        return "no later edition is known"
    alike = later if any(changes for _, _, changes in editions) else editions
    which = "later" if len(alike) == len(later) else "other"
    which = f"the one {which} edition" if len(alike) == 1 else f"all {_in_words(len(alike))} {which} editions"
    return f"{'judged so, ' if annotated else ''}the result is the same in {which}"


def _in_words(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _compared(shown: str, selection: Selection, editions: Sequence[ByDay]) -> str:
    """The address that compares the edition shown with the newest, by this result; of the newest the last two."""
    newest = max((day for day, _, _ in editions), default="")
    between = (("from", shown), ("to", newest)) if newest > shown else ()
    return address(encode((*between, *structs.replace(selection, edition="", rev="", problems=()).pairs)), "/editions/")


def _known(shown: str, editions: Sequence[ByDay]) -> str:
    """How many later editions are known, where no result is asked for."""
    later = [edition for edition in editions if edition[0] > shown]
    if not later:
        return "no later edition is known" if editions else ""
    return f"see what has changed since, in {_in_words(len(later))} later edition{'' if len(later) == 1 else 's'}"


def _goes_by_own(fit: Fit, second: SecondSources) -> bool:
    """Whether a cell that decides was changed here."""
    return any(
        second.is_own(table.table.slug, reason.judgement.feature, option.option.slug)
        for table in fit.tables
        for option in table.options
        for reason in option.reasons
    )
