"""The verdict in words: under which condition an option fits, and what stands against it.

Pure. No word of the subject is here: a condition says what its footnote, its ruling or its cell says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from matrix.decision.conflicts import PairConflict, pair_conflicts
from matrix.decision.fit import Fit, OptionFit, Reason, Verdicts
from matrix.decision.judge import Judgement, ruling_on
from matrix.decision.overall import Deciding, Overall
from matrix.decision.selection import Selection, Word
from matrix.domain.document import Column, Document
from matrix.domain.subject import Subject
from matrix.presentation import wording
from matrix.presentation.wording import listed

_LONG: Final = 100
"""A condition of more characters is told once."""


class Condition(Struct, frozen=True):
    """Under what an option fits: what it is about, what is said there, and the footnote that says it in full; the
    options that it is of, "" where it is of all that fit."""

    about: str
    text: str
    footnote: int | None
    options: str

    @property
    def told(self) -> str:
        """In a line of its own, the condition first: who has it may be many."""
        return f"{self.about}: {self.text}" + (f" ({self.options})" if self.options else "")

    @property
    def brief(self) -> str:
        """The same where there is room for two lines: a long one is named, as half of it would say something else."""
        return self.told if len(self.told) <= _LONG else f"{self.about}: see the condition"

    @property
    def noted(self) -> str:
        """The same with its footnote's number."""
        return self.told + (f" (footnote {self.footnote})" if self.footnote else "")


# --- Reasons -----------------------------------------------------------------------------------------------


def label(publisher: str, judgement: Judgement) -> str:
    """What a judgement is of: its row, or that the publisher's page describes the option so."""
    return f"{wording.capital(publisher)} describes it as" if judgement.bullet else judgement.label


def note(document: Document, publisher: str, judgement: Judgement, quoted: str = "") -> str:
    """Why, by content: a condition in the words of its footnote or of the other source that gives it, not by its
    number or value. ``quoted``: who says it, where the very words stand beside it."""
    judged = judgement.judged
    if judged and judgement.said and judgement.verdict == "conditional":
        return f"under the condition of {quoted}" if quoted else judgement.said
    if judged and judgement.said and judged.kind == "supported" and quoted:
        return f"{judgement.verdict} by {quoted}"
    if judged and judged.kind == "unsupported" and judgement.cell == "":
        return f"not supported (blank in {publisher}’s table)"
    if judged and judged.kind == "supported" and judgement.verdict == "met" and not judgement.said:
        return f"no conditions on {publisher}’s page"
    return _of_footnote(document, judgement) or judgement.note


def _of_footnote(document: Document, judgement: Judgement) -> str:
    """What the footnote that makes a verdict conditional means, by its ruling, or else its first sentence; "" where
    none does."""
    judged = judgement.judged
    if judgement.verdict != "conditional" or judged is None or judged.kind not in ("supported", "list"):
        return ""
    said = {footnote.number: footnote.text for footnote in document.footnotes}
    text = next((said[number] for number in judged.footnotes if number in said), "")
    ruling = ruling_on(document, judgement.feature or "", text)
    return ruling.note if ruling else first_sentence(text)


def first_sentence(text: str) -> str:
    """``One thing. Another.`` → ``One thing``; a full stop within a word or before a small letter ends none."""
    return re.split(r"[.!?]\s+(?=[^\sa-z])", text, maxsplit=1)[0].strip().removesuffix(".")


def about(document: Document, reason: Reason) -> str:
    """What a reason is about: its row, else the question."""
    if reason.judgement.feature is None and reason.word.name in document.by_question:
        return document.by_question[reason.word.name].short
    return reason.judgement.label


def conditions(document: Document, publisher: str, fitting: Sequence[OptionFit]) -> tuple[Condition, ...]:
    """Under what the fitting options fit, each said once."""
    found: dict[tuple[str, str, int | None], list[Column]] = {}
    for option in fitting:
        for reason in option.conditions:
            judgement = reason.judgement
            footnote = judgement.footnotes[0] if judgement.footnotes else None
            said = about(document, reason), note(document, publisher, judgement), footnote
            if option.option not in (options := found.setdefault(said, [])):
                options.append(option.option)
    return tuple(
        Condition(*said, "" if len(options) == len(fitting) else wording.column_names(options))
        for said, options in found.items()
    )


def under(document: Document, publisher: str, option: OptionFit, above: Iterable[Condition] = ()) -> str:
    """Under what an option fits: ``GPU support — where your AWS Region has the instance type``; as many as its state
    counts, and several are numbered. A long one of those that stand ``above`` is only named."""
    told = {(condition.about, condition.text) for condition in above if len(condition.text) > _LONG}
    asked: dict[Word, dict[str, None]] = {}
    for reason in option.conditions:
        name, said = about(document, reason), note(document, publisher, reason.judgement)
        asked.setdefault(reason.word, {})[f"{name} (see above)" if (name, said) in told else f"{name} — {said}"] = None
    return numbered("; ".join(said) for said in asked.values())


def unnamed(option: OptionFit, above: Iterable[Condition]) -> str:
    """The plain tick by which an option fits, in a row in which the ticks of others that fit have a footnote, which is
    one of the conditions ``above``; "" where there is none."""
    told = {condition.about for condition in above if condition.footnote}
    judged = [it.judgement.judged for it in option.reasons if it.judgement.label in told and not it.judgement.said]
    plain = (cell.text for cell in judged if cell and cell.kind == "supported")
    return next(plain, "") if option.outcome == "fits" else ""


def bare(publisher: str, option: OptionFit, above: Iterable[Condition]) -> str:
    """That an option fits by such a tick: ``AWS gives only “✓”, no details``."""
    tick = unnamed(option, above)
    return f"{publisher} gives only “{tick}”, no details" if tick else ""


def silent(publisher: str, options: Iterable[OptionFit], above: Sequence[Condition]) -> str:
    """Of which options the publisher gives a plain tick beside the others' conditions: ``AWS gives no details for Batch
    transform, only “✓”.``; "" of none."""
    found: dict[str, list[str]] = {}
    for option in options:
        if tick := unnamed(option, above):
            found.setdefault(tick, []).append(option.option.name)
    return " ".join(
        f"{publisher} gives no details for {listed(names)}, only “{tick}”." for tick, names in found.items()
    )


def numbered(texts: Iterable[str]) -> str:
    """``(1) one thing; (2) another``, each once: there may be semicolons in them. One has no number."""
    found = [*dict.fromkeys(texts)]
    return "; ".join(f"({at}) {text}" for at, text in enumerate(found, 1)) if len(found) > 1 else "".join(found)


def against(
    selection: Selection, reasons: Iterable[Reason], doubts: Mapping[str | None, str] = MappingProxyType({})
) -> str:
    """What rules an option out, in short: ``only up to 4 MB, not 50 MB; no GPU support``. ``doubts``: by row, that
    another source says otherwise (`SecondSources.doubts`)."""
    found: dict[str, None] = {}
    for _, asked in groupby(reasons, lambda reason: reason.word):
        told = [*asked]
        lacking = [wording.lowered(it.judgement.label) for it in told if _is_blank(it)]
        if len(lacking) > 1:  # none of an answer's alternatives, which is one reason
            found[f"no {listed(dict.fromkeys(lacking), 'or')}"] = None
            told = [reason for reason in told if not _is_blank(reason)]
        found |= dict.fromkeys(_against(selection, it) + doubts.get(it.judgement.feature, "") for it in told)
    return "; ".join(found)


def _is_blank(reason: Reason) -> bool:
    judged = reason.judgement.judged
    return judged is not None and judged.kind == "unsupported"


def _against(selection: Selection, reason: Reason) -> str:
    judgement = reason.judgement
    judged = judgement.judged
    if judged is None:
        return judgement.note
    asked = next((part.quantity for part in selection.parts if part.word == reason.word), None)
    match judged.kind:
        case "unsupported" | "not-applicable":
            return _lacks(judgement.label, judged.text, judgement.reading)
        case "limit" if judged.limit and asked:
            itself = " exactly" if asked.amount() == judged.limit.quantity.amount() else ""
            more = f" ({judgement.said})" if judgement.said not in ("", judged.limit.spelled) else ""
            return f"only {judged.limit.spelled}, not {asked.words}{itself}{more}"
    return f"{judgement.label}: {judgement.note}"


def _lacks(row: str, cell: str, reading: str = "") -> str:
    """``no GPU support`` of a blank; of another cell, which says that the row has no meaning there, its very text, and
    how this site reads it."""
    said = "; ".join(filter(None, (cell, reading and f"this site’s reading: {reading}")))
    return f"{wording.lowered(row)} doesn’t apply ({said})" if cell else f"no {wording.lowered(row)}"


# --- The two tables together -------------------------------------------------------------------------------


def between(verdicts: Verdicts, subject: Subject, selection: Selection, fit: Fit, overall: Overall) -> tuple[str, ...]:
    """Why the option that the second table details can't be chosen by it though it fits by the first, each a sentence's
    end: ``supports both Multi-model endpoint and …, but not together: …``; () where it can."""
    if overall.detailed is None or not overall.refused:
        return ()
    conflicts = pair_conflicts(verdicts, selection, overall.detailed.option.slug)
    if conflicts:
        return tuple(map(_conflict, conflicts))
    below = subject.table(fit.tables[1].table.slug).noun
    return (f"fits by itself, but none of the {below} that come with it does: {_nearest(selection, overall.deciding)}",)


def between_tables(
    verdicts: Verdicts, subject: Subject, selection: Selection, fit: Fit, overall: Overall
) -> tuple[str, ...]:
    """The same as sentences."""
    name = overall.detailed.option.name if overall.detailed else ""
    return tuple(f"{name} {said}" for said in between(verdicts, subject, selection, fit, overall))


def _conflict(conflict: PairConflict) -> str:
    both = f"{conflict.arrangement_row} and {conflict.feature}"
    return (
        f"supports both {both}, but not together: {_lacks(conflict.feature, conflict.cell)} with {conflict.arrangement}"
    )


def own_column(verdicts: Verdicts, selection: Selection, overall: Overall) -> str:
    """That an arrangement whose row is asked for hasn't by its own column what else is asked, though the option that
    the second table details fits with another: ``But the column Multi-container endpoints says: no GPU support``."""
    if overall.detailed is None or overall.detailed.option not in overall.fitting:
        return ""
    found: dict[str, dict[str, None]] = {}
    for it in pair_conflicts(verdicts, selection, overall.detailed.option.slug):
        found.setdefault(it.arrangement, {})[_lacks(it.feature, it.cell)] = None
    columns = (f"the column {name} says: {listed(lacks)}" for name, lacks in found.items())
    return f"But {listed(columns)}." if found else ""


def nor(subject: Subject, selection: Selection, fit: Fit, overall: Overall, why: str) -> str:
    """``why`` the option that the second table details is ruled out by its own, with what stands against it there."""
    below = subject.table(fit.tables[-1].table.slug).noun
    return f"{why}; nor do its {below} fit: {_nearest(selection, overall.further)}" if overall.further else why


def _nearest(selection: Selection, found_in: Iterable[Deciding]) -> str:
    """What stands against the second table's options that come nearest, what is said of several in one."""
    found: dict[str, list[str]] = {}
    for deciding in found_in:
        for reason in deciding.reasons:
            found.setdefault(_against(selection, reason), []).append(deciding.option.name)
    return "; ".join(f"{said} with {listed(dict.fromkeys(names))}" for said, names in found.items())
