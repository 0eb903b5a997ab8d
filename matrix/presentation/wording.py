"""The words of the page, its exports and its records: one place, so that all say the same.

Pure.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from matrix.decision.fit import FITTING, OptionFit, Outcome, Part, Reason, TableFit, condition_count
from matrix.decision.overall import Overall, Standing
from matrix.decision.ranges import Range
from matrix.decision.selection import Need, Selection, Word
from matrix.domain.document import Column, Document, Source
from matrix.domain.subject import Abbreviation, Publisher, Subject
from matrix.domain.text import slugify

FITS: Final = "fits"
OUTCOME: Final[dict[Outcome, str]] = {
    "fits": FITS,
    "conditional": "fits, with conditions",
    "not-applicable": "not applicable",
    "ruled-out": "ruled out",
}
NEEDED: Final = "needed"
"""What is asked of a row by a need without a value."""
UNASKED: Final = "not asked"
"""What stands in the place of an outcome where nothing is asked of an option."""
SUBLINE: Final = "Answer what you know. You see what each answer rules out before you choose it."
_NAMED: Final = 3
"""So many options that fit are named in a headline; of more it tells the number."""

_NOTATION: Final = (Abbreviation("N/A", "not applicable"),)
"""The short forms of every matrix, beside its subject's own."""


def terms(text: str, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The short forms in a text, each at length."""
    known = (*subject.abbreviations, *_NOTATION)
    return tuple((short.term, short.meaning) for short in known if _holds(text, short.term) or _holds(text, short.also))


def other_forms(text: str, subject: Subject) -> tuple[str, ...]:
    """What else the words of a text are called: its short forms at length, and short forms of what it spells out."""
    spelt = [short for short in subject.abbreviations if short.meaning.casefold() in text.casefold()]
    return (*(said for _, said in terms(text, subject)), *(f"{short.term} {short.also}" for short in spelt))


def _holds(text: str, term: str) -> bool:
    """Whether a text holds a term by itself."""
    return bool(term) and term in text and re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None


def glossary(document: Document, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The short forms that a revision's tables use."""
    texts = [feature.name for table in document.tables for feature in table.features]
    texts += [cell.text for key in document.features for cell in document.cells_of(key)]
    return terms(" · ".join(texts), subject)


def explained(text: str, subject: Subject) -> str:
    """What a pointer says over a cell: its short forms at length; "" where it has none but N/A."""
    if text.lower() == text.upper():  # no letters, as in most cells
        return ""
    return "; ".join(f"{term}: {said}" for term, said in terms(text, subject) if term != text)


@lru_cache(maxsize=256)
def day_words(day: str) -> str:
    """``2023-02-13`` → ``13 February 2023``."""
    at = date.fromisoformat(day)
    return f"{at.day} {at:%B %Y}"


def seen_at(seen: str) -> str:
    """When a source said so: ``2025`` → ``in 2025``, ``2023-02`` → ``in February 2023``, ``2023-02-13`` → ``on …``."""
    year, _, month = seen.partition("-")
    if "-" in month:
        return f"on {day_words(seen)}"
    return f"in {day_words(f'{seen}-01').partition(' ')[2]}" if month else f"in {year}"


def listed(names: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    found = list(names)
    return f" {last} ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""


def some(names: Sequence[str], of: int) -> str:
    """``a or b``: some of so many; "" where it is all or none of them."""
    return listed(names, "or") if 0 < len(names) < of else ""


def lowered(name: str) -> str:
    """A row's name within a sentence: its first letter small, unless it is an abbreviation's or a proper name's."""
    first, rest = name[:1], name[1:]
    return first.lower() + rest if rest == rest.lower() else name


def capital(text: str) -> str:
    """A sentence's first letter; of a text that begins with a sign or a number, nothing changes."""
    return text[:1].upper() + text[1:]


def column_names(columns: Iterable[Column]) -> str:
    return listed(column.name for column in columns)


def as_documented(
    source: Source, publisher: Publisher, text_of: str = "", own: int = 0, *, changed_since: bool = True
) -> str:
    """Whose page it is, of which day, and what has become of it: since, and here.

    Where only the facts are of that day, ``text_of`` is the day of the prose; ``own`` counts what is no publisher's;
    ``changed_since``: whether the publisher's page has changed, as far as is known.
    """
    said = [f"as {publisher.short} documented it on {source.date}"]
    if text_of:
        licence = f" ({publisher.licence})" if publisher.licence else ""
        said.append(f"text of {text_of}{licence}, facts of its date")
    return "; ".join(filter(None, (*said, modified(publisher, own), publisher.since if changed_since else "")))


def modified(publisher: Publisher, own: int) -> str:
    """How much of a matrix is not the publisher's; "" where all of it is."""
    return f"modified: {own} {'thing is' if own == 1 else 'things are'} not {publisher.short}’s" if own else ""


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
        strict = "no conditions" if part.strict else ""
        return name, ", ".join(filter(None, (wanted, strict))) or NEEDED
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


def sentence(text: str) -> str:
    """A text with its full stop, where nothing ends it yet."""
    return text if text.endswith(("?", "!", ".")) else f"{text}."


def headline(standing: Standing, asked: bool) -> str:
    """The verdict in one line, for the page, titles, link previews and programs: ``Batch transform fits; Asynchronous
    inference with 1 condition``. An option of which nothing is asked isn't named: it was not judged."""
    total = len(standing.options)
    if not asked:
        return "Which option fits?"
    fitting = [(option, outcome) for option, outcome in standing.options if outcome in FITTING]
    if not fitting:
        return f"None of {total} options fits"
    judged = [(option.name, outcome) for option, outcome in fitting if option.slug not in standing.unasked]
    if not judged:  # nothing is asked of what fits
        refused = [option.name for option, outcome in standing.options if outcome not in FITTING]
        return f"{listed(refused)} {'does' if len(refused) == 1 else 'do'} not fit"
    if len(judged) == total > 1:
        said = f"All {total} options fit"
    elif len(judged) > _NAMED:
        said = f"{len(judged)} of {total} options fit"
    else:
        said = who_fits([name for name, outcome in judged if outcome == FITS] or [name for name, _ in judged])
    return _under_conditions(said, judged, standing.conditions)


def _under_conditions(said: str, fitting: Sequence[tuple[str, Outcome]], conditions: int) -> str:
    """Who fits, ``said``, and under how many conditions: of all of them, or of those which have one."""
    under = [name for name, outcome in fitting if outcome != FITS]
    by = with_conditions(conditions)
    if len(under) in (0, len(fitting)):
        return said + by
    return f"{said}; {listed(under) if len(under) <= _NAMED else f'{len(under)} of them'}{by.removeprefix(',')}"


def who_fits(names: Sequence[str]) -> str:
    """``Batch transform fits``; ``Batch transform and Real-time inference fit``."""
    return f"{listed(names)} {'fits' if len(names) == 1 else 'fit'}"


def with_conditions(count: int) -> str:
    """``, with 1 condition``."""
    return f", with {count} condition{'' if count == 1 else 's'}" if count else ""


def state(option: OptionFit, *, unasked: bool = False) -> str:
    """An option's outcome in words: ``fits, with 1 condition``; one of which nothing is asked claims nothing."""
    if unasked:
        return UNASKED
    if option.outcome == "conditional":
        return FITS + with_conditions(condition_count([option]))
    return OUTCOME[option.outcome]


def others(reasons: Sequence[Reason], *, alone: bool) -> str:
    """What the reasons that don't decide are called: ``2 requirements met``; ``alone``: where none decides."""
    count = len(reasons)
    if all(reason.judgement.verdict == "met" for reason in reasons):
        return f"{count} requirement{'' if count == 1 else 's'} met"
    if alone:
        return f"{count} reason{'' if count == 1 else 's'}"
    return f"{count} requirement{' doesn’t' if count == 1 else 's don’t'} rule it out"


def table_headline(fit: TableFit, asked: bool, noun: str) -> str:
    """A table's own result: ``3 of 4 hosting options fit; Single model endpoints with 1 condition``."""
    fitting = [option for option in fit.options if option.fits]
    count, total = len(fitting), len(fit.options)
    if not asked or not any(option.reasons for option in fit.options):
        return f"{total} {noun}"
    if not count:
        return f"None of {total} {noun} fits"
    many = f"All {total}" if count == total > 1 else f"{count} of {total}"
    said = f"{many} {noun} {'fits' if count == 1 else 'fit'}"
    own, total = {condition_count([it]) for it in fitting} - {0}, condition_count(fitting)
    each = len(own) == 1 and min(own) < total
    told = _under_conditions(said, [(it.option.name, it.outcome) for it in fitting], min(own) if each else total)
    return f"{told} each" if each else told


def conflict(document: Document, alone: Sequence[Part]) -> str:
    """What stands under the headline where nothing fits; ``alone``: the answers and needs that each rule out every
    option. What a quantity is asked of is said again: another one may have been given."""
    if not alone:
        return "Your requirements conflict."
    named = capital(listed((in_a_sentence(document, part) for part in alone), "or"))
    asked = {part.question: part for part in alone if not isinstance(part, Need) and part.quantity}
    return " ".join(
        (f"{named} alone rules out every option.", *filter(None, (document.by_question[it].help for it in asked)))
    )


def in_a_sentence(document: Document, part: Part) -> str:
    """``payload 20 MB``, ``latency “Soon: the caller can wait and collect it”``."""
    label, value = part_label(document, part)
    plain = part.quantity or value == NEEDED
    return f"{lowered(label)} {value if plain else f'“{value}”'}"


def fitting_first(options: Sequence[OptionFit], overall: Overall | None = None) -> list[OptionFit]:
    """What fits, by both tables where ``overall`` is of theirs, before what doesn't; each in the source's order, as the
    tables' columns are (`comparison.fitting_first`): an answer moves an option only when it rules it out."""
    return sorted(options, key=lambda option: not (overall.judged(option) if overall else option).fits)
