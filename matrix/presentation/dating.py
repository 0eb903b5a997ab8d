"""How old the facts of a result are, what later editions do to it, and who says otherwise.

Pure.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby, takewhile

from msgspec import Struct, structs

from matrix.decision.across import OutcomeChange
from matrix.decision.facts import Where
from matrix.decision.fit import Fit, TableFit
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection, address, encode
from matrix.domain.document import Document, Table
from matrix.presentation.controls import Link
from matrix.presentation.second_sources import SecondSources, note_id
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


class Others(Struct, frozen=True):
    """That other sources say otherwise, and how much of it matters to a result: a sentence around links to what they
    say."""

    who: str
    before: str
    cells: tuple[Link, ...]
    after: str

    @property
    def places(self) -> str:
        """The links' words, as they stand in the sentence."""
        return ", ".join(f"[{link.text}]" for link in self.cells)


class Dating(Struct, frozen=True):
    """``same`` says that no later edition changes the result, or that none is known; "" where one does. ``changed``:
    cells that the result goes by were changed here; ``own`` is what the page alone would change then.
    ``editions_url`` compares editions by this result; ``newest_url`` leads from an edition to today's matrix,
    of the day ``newest``. ``rescue``: where nothing fits, what does by the newest page, and since when.
    ``others`` is None where no other source says otherwise; ``annotated_url`` is "" where their word would change
    nothing."""

    day: str
    changed: bool
    own: str
    editions_url: str
    newest_url: str
    newest: str
    rescue: str
    later: tuple[LaterView, ...]
    same: str
    otherwise: tuple[OtherwiseView, ...]
    annotated: bool
    page_url: str
    annotated_url: str
    others: Others | None


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
    *,
    overall: Overall,
    newest: str,
    aside: bool = False,
) -> Dating:
    """``editions`` are the others than the one shown: date, address, and which outcomes differ there; ``own`` are the
    outcomes that differ by the page without what is own; ``newest``: the date of today's matrix; ``aside``: the second
    table doesn't count."""
    shown = document.source.date
    otherwise = tuple(_otherwise(selection, fit, second))
    counted = fit.tables[:1] if aside and not otherwise else fit.tables
    touched = [*_touched(counted, second)]
    behind = [where for where in touched if where in second.turned] if otherwise else touched
    judged_by = structs.replace(selection, annotated=True, problems=()).url
    return Dating(
        day=day_words(shown),
        changed=bool(own) or _goes_by_own(fit, second),
        own=listed(_said(document, change, " too") for change in own),
        editions_url=_compared(shown, selection, editions),
        newest_url=selection.latest.url if selection.edition else "",
        newest=day_words(newest),
        rescue="" if overall.fitting else _rescue(document, shown, fit, overall, editions),
        later=tuple(_later(document, editions, too=" too" if overall.fitting else "")),
        same=_same(shown, editions) if selection.words else _known(shown, editions),
        otherwise=otherwise,
        annotated=selection.annotated,
        page_url=structs.replace(selection, annotated=False, problems=()).url,
        annotated_url=judged_by if touched or not selection.words else "",
        others=_others(document, selection, second, behind, changes=bool(otherwise)),
    )


def _touched(tables: Iterable[TableFit], second: SecondSources) -> Iterable[Where]:
    """The contested cells that a result goes by, each once."""
    asked = (
        (table.table.slug, reason.judgement.feature, option.option.slug)
        for table in tables
        for option in table.options
        for reason in option.reasons
        if reason.judgement.feature
    )
    return dict.fromkeys(where for where in asked if where in second.said.contested)


def _others(
    document: Document, selection: Selection, second: SecondSources, touched: Sequence[Where], *, changes: bool
) -> Others | None:
    count = len(second.said.contested)
    if not count:
        return None
    who = "Judged by what other sources say" if selection.annotated else "Other sources say otherwise"
    if not touched:
        after = ", none of them behind this result" if selection.words else ""
        return Others(who, " of ", (Link("#sayings", _cells(count)),), after)
    rows: dict[str, str] = {}
    for where in touched:
        rows.setdefault(document.names[where[1]], f"#{note_id(where)}")
    links = tuple(Link(note, name) for name, note in rows.items())
    if selection.annotated:
        after = f"); by the page alone it would be {'another' if changes else 'the same'}"
    else:
        after = "), and would change it" if changes else "), but would not change it"
    return Others(who, f" of {_cells(len(touched))} behind this result (", links, after)


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _rescue(
    document: Document,
    shown: str,
    fit: Fit,
    overall: Overall,
    editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]],
) -> str:
    """``By the page of 13 February 2023; since that of 10 March 2023, Asynchronous inference fits``: the options of
    the first table that came to fit; one that the second details, only where an option of that fits."""
    later = [edition for edition in editions if edition[0] > shown]
    refused = overall.detailed and not any(option.fits for option in fit.tables[-1].options)
    gained = [
        change
        for change in (later[-1][2] if later else ())
        if change.table == fit.tables[0].table.slug
        and change.after in _FITS
        and not (refused and overall.detailed and change.option == overall.detailed.option.slug)
    ]
    if not gained:
        return ""
    since = [*takewhile(lambda edition: {*gained} <= {*edition[2]}, reversed(later))][-1][0]
    return (
        f"By the page of {day_words(shown)}; since that of {day_words(since)}, "
        f"{listed(_said(document, change, '') for change in gained)}."
    )


def _later(
    document: Document, editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]], too: str
) -> Iterable[LaterView]:
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
            yield LaterView(day_words(day), url, listed(_said(document, change, too) for change in new) + since)
        told = changes


def _said(document: Document, change: OutcomeChange, too: str) -> str:
    """What becomes of an option; ``too``: " too" where others fit already."""
    name = document.columns[change.option][1].name if change.option in document.columns else change.option
    if change.after is None:
        return f"{name} is no option"
    if change.after in _FITS and change.before not in _FITS:
        return f"{name} fits{too}{'' if change.after == 'fits' else ', under a condition'}"
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
        f"the result is the same in the one {which} edition"
        if len(alike) == 1
        else f"the result is the same in all {_in_words(len(alike))} {which} editions"
    )


def _in_words(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _compared(shown: str, selection: Selection, editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]]) -> str:
    """The address that compares the edition shown with the newest, by this result; of the newest the last two."""
    newest = max((day for day, _, _ in editions), default="")
    between = (("from", shown), ("to", newest)) if newest > shown else ()
    return address(encode((*between, *structs.replace(selection, edition="", rev="", problems=()).pairs)), "/editions/")


def _known(shown: str, editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]]) -> str:
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
