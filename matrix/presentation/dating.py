"""How old the facts of a result are, what later editions do to it, and who says otherwise.

Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matrix.decision.across import OutcomeChange
from matrix.decision.fit import Fit, Outcome
from matrix.decision.selection import Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document
from matrix.presentation.second_sources import SecondSources
from matrix.presentation.wording import OUTCOME, listed

_FITS = ("fits", "conditional")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class LaterView:
    """An edition by which the result is another: its date, its address, and what is other."""

    day: str
    url: str
    said: str


@dataclass(frozen=True)
class OtherwiseView:
    """Options whose outcome another source would change: what it would be, what is said, by whom and when."""

    options: str
    would: str
    text: str
    source: str
    url: str
    seen: str


@dataclass(frozen=True)
class Dating:
    """``same`` says that no other edition changes the result, "" where one does or none is known."""

    day: str
    later: tuple[LaterView, ...]
    same: str
    otherwise: tuple[OtherwiseView, ...]
    annotated: bool
    page_url: str
    annotated_url: str
    contested: int


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
) -> Dating:
    """``editions`` are the others than the one shown: date, address, and which outcomes differ there."""
    shown = document.source.date
    return Dating(
        day=day_words(shown),
        later=tuple(_later(document, editions)),
        same=_same(shown, editions),
        otherwise=tuple(_otherwise(selection, fit, second)),
        annotated=selection.annotated,
        page_url=replace(selection, annotated=False, problems=()).url,
        annotated_url=replace(selection, annotated=True, problems=()).url,
        contested=len(second.said.contested),
    )


def _later(document: Document, editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]]) -> Iterable[LaterView]:
    """Each edition with what it changes that the one told before it did not."""
    told: set[tuple[str, str, Outcome | None]] = set()
    for day, url, changes in editions:
        now = {(change.table, change.option, change.after) for change in changes}
        new = [change for change in changes if (change.table, change.option, change.after) not in told]
        if new:
            yield LaterView(day_words(day), url, listed(_said(document, change) for change in new))
        told = now


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
    if not editions or any(changes for _, _, changes in editions):
        return ""
    later = all(day > shown for day, _, _ in editions)
    count = _NUMBERS[len(editions)] if len(editions) < len(_NUMBERS) else str(len(editions))
    which = "later" if later else "other"
    return f"the same in the one {which} edition" if len(editions) == 1 else f"the same in all {count} {which} editions"


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
            for said in _deciding(second, table.table.slug, slug, (r.judgement.feature for r in option.reasons)):
                told.setdefault((outcome, said.text, said.source, said.url, said.seen), []).append(option.option.name)
    return [OtherwiseView(listed(options), *said) for said, options in told.items()]


def _deciding(second: SecondSources, table: str, option: str, features: Iterable[str | None]) -> Iterable[Annotation]:
    """What is said of the contested cells that a result goes by."""
    where = dict.fromkeys((table, feature, option) for feature in features if feature)
    return [second.said.contested[cell] for cell in where if cell in second.said.contested]
