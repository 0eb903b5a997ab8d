"""The words of the page, its exports and its records: one place, so that all say the same.

Pure.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from matrix.decision.fit import Fit, OptionFit, Outcome, Part
from matrix.decision.ranges import Range
from matrix.decision.selection import Need, Selection, Word
from matrix.domain.document import Column, Document, Source
from matrix.domain.subject import Abbreviation, Publisher, Subject
from matrix.domain.text import slugify

OUTCOME: Final[dict[Outcome, str]] = {
    "fits": "fits",
    "conditional": "fits if…",
    "not-applicable": "not applicable",
    "ruled-out": "ruled out",
}
_FITTING: Final[dict[Outcome, str]] = {"fits": "", "conditional": " if…"}  # and how the name is marked

_NOTATION: Final = (Abbreviation("N/A", "not applicable"),)
"""The short forms of every matrix, beside its subject's own."""


def terms(text: str, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The short forms in a text, each at length."""
    known = (*subject.abbreviations, *_NOTATION)
    return tuple((short.term, short.meaning) for short in known if _holds(text, short.term) or _holds(text, short.also))


def _holds(text: str, term: str) -> bool:
    """Whether a text holds a term by itself."""
    return bool(term) and re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None


def glossary(document: Document, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The short forms that a revision's tables use."""
    texts = [feature.name for table in document.tables for feature in table.features]
    texts += [cell.text for key in document.features for cell in document.cells_of(key)]
    return terms(" · ".join(texts), subject)


def explained(text: str, subject: Subject) -> str:
    """What a pointer says over a cell: its short forms at length; "" where it has none but N/A."""
    return "; ".join(f"{term}: {said}" for term, said in terms(text, subject) if term != text)


def listed(names: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    found = list(names)
    return f" {last} ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""


def column_names(columns: Iterable[Column]) -> str:
    return listed(column.name for column in columns)


def as_documented(source: Source, publisher: Publisher) -> str:
    """Whose page it is, of which day, and what has become of it since."""
    said = f"as {publisher.short} documented it on {source.date}"
    return f"{said}; {publisher.since}" if publisher.since else said


def copyright_of(publisher: Publisher) -> str:
    """Whose text it is, and under which licence."""
    return ", ".join(filter(None, (publisher.name, publisher.licence)))


def part_label(document: Document, part: Part) -> tuple[str, str]:
    """An answer or need in words: what it is about, and what is asked of it."""
    if isinstance(part, Need):
        name = document.names[part.row]
        value = part.quantity.words if part.quantity else ""
        for cell in document.cells_of(part.row) if part.item else ():
            value = next((item for item in cell.items if _same(item, part.item)), value)
        wanted = value or ("" if part.item == "" else part.item)
        strict = "strictly" if part.strict else ""
        return name, ", ".join(filter(None, (wanted, strict))) or "needed"
    question = document.by_question[part.question]
    if part.quantity:
        return question.short, part.quantity.words
    return question.short, question.by_slug[part.choice].label


def range_words(range_: Range) -> str:
    """``from 6 MB to under 25 MB``, ``over 100 MB``, ``exactly 6 MB``: which quantities a range holds."""
    start, end = range_.start, range_.end
    if start and start == end:
        return f"exactly {start.words}"
    above = "" if range_.start_inclusive else "over "
    below = "" if range_.end_inclusive else "under "
    if start and end:
        return f"from {above}{start.words} to {below}{end.words}"
    if end:
        return f"{below or 'up to '}{end.words}"
    return f"{above or 'from '}{start.words}" if start else "any quantity"


def _same(item: str, slug: str) -> bool:
    return slugify(item) == slug


def word_label(document: Document, selection: Selection, word: Word) -> str:
    for part in selection.parts:
        if part.word == word:
            label, value = part_label(document, part)
            return f"{label}: {value}"
    return str(word)


def headline(outcomes: Sequence[tuple[Column, Outcome]], asked: bool, noun: str = "options") -> str:
    """``2 of 4 options fit``; what a link's title says too."""
    count, total = sum(outcome in _FITTING for _, outcome in outcomes), len(outcomes)
    if not asked:
        return f"{total} {noun}, nothing asked yet"
    if not count:
        return f"None of {total} {noun} fits"
    return f"{count} of {total} {noun} {'fits' if count == 1 else 'fit'}"


def fitting(outcomes: Iterable[tuple[Column, Outcome]]) -> str:
    """The options that fit, those under conditions marked."""
    return ", ".join(option.name + _FITTING[outcome] for option, outcome in outcomes if outcome in _FITTING)


def subline(outcomes: Iterable[tuple[Column, Outcome]], asked: bool) -> str:
    """What stands under the headline."""
    if not asked:
        return "Answer what you know; each answer says beforehand what it leaves."
    return fitting(outcomes) or "Together the answers leave no option; below is what to give up."


def summary(fit: Fit, selection: Selection) -> str:
    """The result in one line, for titles and link previews: ``2 of 4 options fit: …``."""
    first = fit.tables[0]
    count = headline(first.outcomes, bool(selection.words))
    return f"{count}: {fitting(first.outcomes)}" if selection.words and first.fitting else count


def set_aside(fit: Fit, subject: Subject) -> str:
    """Why the second table's outcomes are folded, "" where the option that it details remains, or it details none."""
    for second in fit.tables[1:]:
        known = subject.table(second.table.slug)
        detailed = fit.tables[0].by_slug.get(known.details)
        if detailed and not detailed.fits:
            noun, what = known.noun[:1].upper() + known.noun[1:], OUTCOME[detailed.outcome]
            return f"{noun} are set aside: they come with {detailed.option.name}, which is {what}"
    return ""


def ranked(options: Sequence[OptionFit]) -> list[OptionFit]:
    """By how little stands against them; ties in the source's order."""
    order = ("fits", "conditional", "not-applicable", "ruled-out")
    return sorted(
        options,
        key=lambda option: (
            not option.fits,
            len({reason.word for reason in option.blocking}),
            order.index(option.outcome),
            len({reason.word for reason in option.conditions}),
        ),
    )
