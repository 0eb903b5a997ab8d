"""How old the facts of a result are, what later editions do to it, and who says otherwise.

Pure.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby

from msgspec import Struct, structs

from matrix.decision.across import OutcomeChange
from matrix.decision.fit import Fit
from matrix.decision.selection import Selection, address
from matrix.domain.document import Document, Table
from matrix.presentation.second_sources import SecondSources
from matrix.presentation.wording import OUTCOME, listed

_FITS = ("fits", "conditional")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class LaterView(Struct, frozen=True):
    """An edition by which the result is another: its date, its address, and what is other, until when."""

    day: str
    url: str
    said: str


class OtherwiseView(Struct, frozen=True):
    """Options whose outcome another source would change: what it would be, what is said, by whom and when. Of a result
    by other sources, what it would be by the page alone, and its text there; ``source`` is who says otherwise."""

    options: str
    would: str
    text: str
    source: str
    url: str
    seen: str


class Dating(Struct, frozen=True):
    """``same`` says that no later edition changes the result, or that none is known; "" where one does. ``changed``:
    cells that the result goes by were changed here; ``own`` is what the page alone would change then.
    ``editions_url`` compares editions by this result; ``newest_url`` leads from an edition to today's matrix."""

    day: str
    changed: bool
    own: str
    editions_url: str
    newest_url: str
    later: tuple[LaterView, ...]
    same: str
    otherwise: tuple[OtherwiseView, ...]
    annotated: bool
    page_url: str
    annotated_url: str
    contested: int


@lru_cache(maxsize=256)
def day_words(day: str) -> str:
    """``2023-02-13`` → ``13 February 2023``."""
    at = date.fromisoformat(day)
    return f"{at.day} {at:%B %Y}"


def dating(
    document: Document,
    selection: Selection,
    fit: Fit,
    second: SecondSources,
    editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]],
    own: Sequence[OutcomeChange] = (),
) -> Dating:
    """``editions`` are the others than the one shown: date, address, and which outcomes differ there; ``own`` are the
    outcomes that differ by the page without what is own."""
    shown = document.source.date
    return Dating(
        day=day_words(shown),
        changed=bool(own) or _goes_by_own(fit, second),
        own=listed(_said(document, change) for change in own),
        editions_url=address(structs.replace(selection, edition="", rev="", problems=()).query, "/editions/"),
        newest_url=selection.latest.url if selection.edition else "",
        later=tuple(_later(document, editions)),
        same=_same(shown, editions) if selection.words else _known(shown, editions),
        otherwise=tuple(_otherwise(selection, fit, second)),
        annotated=selection.annotated,
        page_url=structs.replace(selection, annotated=False, problems=()).url,
        annotated_url=structs.replace(selection, annotated=True, problems=()).url,
        contested=len(second.said.contested),
    )


def _later(document: Document, editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]]) -> Iterable[LaterView]:
    """Each edition by which the result is another, with what it changes that the one told before it did not; of several
    in a row that change the same, the first."""
    told: tuple[OutcomeChange, ...] = ()
    for changes, alike in groupby(editions, lambda edition: edition[2]):
        (day, url, _), *others = alike
        since = ""
        if others:
            since = ", and since" if others[-1] == editions[-1] else f", until {day_words(others[-1][0])}"
        new = [change for change in changes if change not in told] or changes
        if changes:
            yield LaterView(day_words(day), url, listed(_said(document, change) for change in new) + since)
        told = changes


def _said(document: Document, change: OutcomeChange) -> str:
    name = document.columns[change.option][1].name if change.option in document.columns else change.option
    if change.after is None:
        return f"{name} is no option"
    if change.after in _FITS and change.before not in _FITS:
        return f"{name} fits too" if change.after == "fits" else f"{name} fits too, under a condition"
    if change.before in _FITS and change.after not in _FITS:
        return f"{name} does not fit"
    return f"{name} reads “{OUTCOME[change.after]}”"


def _same(shown: str, editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]]) -> str:
    later = [edition for edition in editions if edition[0] > shown]
    if not editions or any(changes for _, _, changes in later):
        return ""
    if any(changes for _, _, changes in editions) and not later:
        return "no later edition is known"
    alike = later if any(changes for _, _, changes in editions) else editions
    which = "later" if len(alike) == len(later) else "other"
    return (
        f"the same in the one {which} edition"
        if len(alike) == 1
        else f"the same in all {_in_words(len(alike))} {which} editions"
    )


def _in_words(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _known(shown: str, editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]]) -> str:
    """How many later editions are known, where no result is asked for."""
    later = [edition for edition in editions if edition[0] > shown]
    if not later:
        return "no later edition is known" if editions else ""
    return f"{_in_words(len(later))} later edition{' is' if len(later) == 1 else 's are'} known"


def _goes_by_own(fit: Fit, second: SecondSources) -> bool:
    """Whether a cell that decides was changed here."""
    return any(
        second.is_own(table.table.slug, reason.judgement.feature, option.option.slug)
        for table in fit.tables
        for option in table.options
        for reason in option.reasons
    )


def _otherwise(selection: Selection, fit: Fit, second: SecondSources) -> Iterable[OtherwiseView]:
    """By what is said: one page often says one thing of several options."""
    would = second.page if selection.annotated else second.annotated
    told: dict[tuple[str, str, str, str, str], list[str]] = {}
    for table in fit.tables if selection.words else ():
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
    return [OtherwiseView(listed(options), *said) for said, options in told.items()]


def _proofs(
    second: SecondSources, selection: Selection, table: Table, option: str, features: Iterable[str]
) -> Iterable[tuple[str, str, str, str]]:
    """What is said of the contested cells that a result goes by, by whom, where and when: the other source's words, or,
    of a result by other sources, the page's."""
    for feature in features:
        said = second.said.contested.get((table.slug, feature, option))
        if said and selection.annotated:
            text = table.cell(feature, option).text or "blank"
            yield f"{table.by_key[feature].name}: {text}", said.source, said.url, said.seen
        elif said:
            yield said.text, said.source, said.url, said.seen
