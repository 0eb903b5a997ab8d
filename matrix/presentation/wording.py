"""The words of the page, its exports and its records: one place, so that all say the same.

Pure.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from matrix.decision.fit import FITTING, Fit, OptionFit, Outcome, Part, Reason, TableFit, Verdicts, condition_count
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


def listed(names: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    found = list(names)
    return f" {last} ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""


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
    """The verdict in one line, for the page, titles, link previews and programs: ``Batch transform and Asynchronous
    inference fit, with 1 condition``."""
    names = [option.name for option, outcome in standing.options if outcome in FITTING]
    count, total = len(names), len(standing.options)
    if not asked:
        return "Which option fits?"
    if not count:
        return f"None of {total} options fits"
    if count == total > 1:
        said = f"All {total} options fit"
    elif count > _NAMED:
        said = f"{count} of {total} options fit"
    else:
        said = f"{listed(names)} {'fits' if count == 1 else 'fit'}"
    return said + with_conditions(standing.conditions)


def with_conditions(count: int) -> str:
    """``, with 1 condition``."""
    return f", with {count} condition{'' if count == 1 else 's'}" if count else ""


def state(option: OptionFit) -> str:
    """An option's outcome in words: ``fits, with 1 condition``."""
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
    """A table's own result: ``2 of 4 hosting options fit``."""
    count, total = len(fit.fitting), len(fit.options)
    if not asked:
        return f"{total} {noun}"
    if not count:
        return f"None of {total} {noun} fits"
    conditions = condition_count(option for option in fit.options if option.fits)
    many = f"All {total}" if count == total > 1 else f"{count} of {total}"
    return f"{many} {noun} {'fits' if count == 1 else 'fit'}{with_conditions(conditions)}"


def conflict(document: Document, alone: Sequence[Part]) -> str:
    """What stands under the headline where nothing fits; ``alone``: the answers and needs that each rule out every
    option."""
    named = capital(listed((in_a_sentence(document, part) for part in alone), "or"))
    why = f"{named} alone rules out every option" if alone else "Your requirements conflict"
    return f"{why}. Below is the least to give up."


def hosted(fit: Fit, overall: Overall) -> str:
    """Which of the second table's options the one that it details can be chosen with: ``Multi-model endpoints``; ""
    where it can't, or with any."""
    second = fit.tables[-1]
    if overall.detailed is None or overall.detailed.option not in overall.fitting or second is fit.tables[0]:
        return ""
    return listed((it.name for it in second.fitting), "or") if len(second.fitting) < len(second.options) else ""


def only_with(fit: Fit, overall: Overall) -> str:
    """The same as a sentence, ``Real-time inference only with Multi-model endpoints``; "" where it can be with any."""
    below = hosted(fit, overall)
    alone = len(overall.fitting) == 1
    return (
        f"{'Only' if alone else f'{overall.detailed.option.name} only'} with {below}."
        if overall.detailed and below
        else ""
    )


def unconditional(overall: Overall) -> str:
    """Which options fit without a condition, where others have one: the headline counts conditions of all."""
    names = [option.name for option, outcome in overall.options if outcome == "fits"]
    return f"{listed(names)} without a condition." if names and overall.conditions else ""


def of_second_alone(verdicts: Verdicts, selection: Selection, fit: Fit, overall: Overall, subject: Subject) -> str:
    """Which answered questions have a meaning in the second table alone: the others fit whatever is answered."""
    first, active = len(fit.tables[0].options), verdicts.active(selection.parts)
    names = [
        part_label(verdicts.document, part)[0]
        for part in selection.parts
        if not any((found := verdicts.judged(part, active).judgements)[:first]) and any(found[first:])
    ]
    if not names or overall.detailed is None:
        return ""
    asked, noun = [*dict.fromkeys(names)], subject.table(fit.tables[-1].table.slug).noun
    one = len(asked) == 1
    return (
        f"{listed(asked)} {'concerns' if one else 'concern'} {overall.detailed.option.name}’s {noun} alone, "
        f"and {'says' if one else 'say'} nothing of the others."
    )


def in_a_sentence(document: Document, part: Part) -> str:
    """``payload 20 MB``, ``latency “Soon: the caller can wait and collect it”``."""
    label, value = part_label(document, part)
    plain = part.quantity or value == NEEDED
    return f"{lowered(label)} {value if plain else f'“{value}”'}"


def with_second(overall: Overall, option: OptionFit, below: str) -> str:
    """The outcome of an option that the second table makes worse, "" of any other; ``below``: what the second table's
    options are called."""
    judged = overall.judged(option)
    if judged.outcome == option.outcome:
        return ""
    by = "of" if judged.fits else "by" if judged.outcome == "ruled-out" else "with"
    return f"{state(judged)} {by} its {below}"


def set_aside(fit: Fit, subject: Subject) -> str:
    """Why the second table's outcomes are folded, "" where the option that it details remains, or it details none."""
    for second in fit.tables[1:]:
        known = subject.table(second.table.slug)
        detailed = fit.tables[0].by_slug.get(known.details)
        if detailed and not detailed.fits:
            noun, what = known.noun[:1].upper() + known.noun[1:], OUTCOME[detailed.outcome]
            return f"{noun} are set aside: they come with {detailed.option.name}, which is {what}"
    return ""


def fitting_first(options: Sequence[OptionFit], overall: Overall | None = None) -> list[OptionFit]:
    """What fits, by both tables where ``overall`` is of theirs, before what doesn't; each in the source's order, as the
    tables' columns are (`comparison.fitting_first`): an answer moves an option only when it rules it out."""
    return sorted(options, key=lambda option: not (overall.judged(option) if overall else option).fits)
