"""The words of the page, its exports and its records: one place, so that all say the same.

Pure.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from matrix.decision.conflicts import REAL_TIME, PairConflict, pair_conflicts
from matrix.decision.fit import OUTCOMES, Fit, OptionFit, Outcome, Part, TableFit, Verdicts
from matrix.decision.overall import Overall
from matrix.decision.selection import Need, Selection, Word
from matrix.domain.document import Column, Document, Source
from matrix.domain.text import slugify

OUTCOME: Final[dict[Outcome, str]] = {
    "fits": "fits",
    "conditional": "fits if…",
    "not-applicable": "not applicable",
    "ruled-out": "ruled out",
}
_FITTING: Final[dict[Outcome, str]] = {"fits": "", "conditional": " if…"}  # and how the name is marked
COPYRIGHT: Final = "Amazon Web Services, CC BY-SA 4.0"
LICENSE_URL: Final = "https://creativecommons.org/licenses/by-sa/4.0/"

GLOSSARY: Final = (
    ("1P", "1P", "first party: AWS’s own"),
    ("BYOC", "BYOC", "bring your own container"),
    ("DLC", "DLCs?", "deep learning container"),
    ("Extend pre-built", "Extend pre-built", "a pre-built container that you build upon"),
    ("GPU", "GPU", "graphics processor"),
    ("inf1", "inf1", "a family of Amazon EC2 instances"),
    ("d instance", "d instance", "a kind of Amazon EC2 instance"),
    ("k-NN", "k-NN", "k-nearest neighbours, an algorithm"),
    ("RCF", "RCF", "random cut forest, an algorithm"),
    ("KMS", "KMS", "Key Management Service"),
    ("HTTP(S)", r"HTTP\(S\)", "HTTP or HTTPS"),
    ("N/A", "N/A", "not applicable"),
)
"""The source's short forms: as a reader looks them up, as they are found, and at length. The source spells
none of them out; this is what the letters stand for, and claims nothing about AWS."""


def terms(text: str) -> tuple[tuple[str, str], ...]:
    """The short forms in a text, each at length."""
    return tuple((term, said) for term, found, said in GLOSSARY if re.search(rf"(?<!\w){found}(?!\w)", text))


def glossary(document: Document) -> tuple[tuple[str, str], ...]:
    """The short forms that a revision's tables use."""
    texts = [feature.name for table in document.tables for feature in table.features]
    texts += [cell.text for key in document.features for cell in document.cells_of(key)]
    return terms(" · ".join(texts))


def explained(text: str) -> str:
    """What a pointer says over a cell: its short forms at length; "" where it has none but N/A."""
    return "; ".join(f"{term}: {said}" for term, said in terms(text) if term != text)


def listed(names: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    found = list(names)
    return f" {last} ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""


def column_names(columns: Iterable[Column]) -> str:
    return listed(column.name for column in columns)


def as_documented(source: Source) -> str:
    return f"as AWS documented it on {source.date}; AWS has changed the page since"


def part_label(document: Document, part: Part) -> tuple[str, str]:
    """An answer or need in words: what it is about, and what is asked of it."""
    if isinstance(part, Need):
        name = document.features[part.feature].name
        value = part.quantity.words if part.quantity else ""
        for cell in document.cells_of(part.feature) if part.item else ():
            value = next((item for item in cell.items if _same(item, part.item)), value)
        wanted = value or ("" if part.item == "" else part.item)
        strict = "strictly" if part.strict else ""
        return name, ", ".join(filter(None, (wanted, strict))) or "needed"
    question = document.by_question[part.question]
    if part.quantity:
        return question.short, part.quantity.words
    return question.short, question.by_slug[part.choice].label


def _same(item: str, slug: str) -> bool:
    return slugify(item) == slug


def word_label(document: Document, selection: Selection, word: Word) -> str:
    for part in selection.parts:
        if part.word == word:
            label, value = part_label(document, part)
            return f"{label}: {value}"
    return str(word)


def noun(document: Document, fit: TableFit) -> str:
    """What a table's options are called."""
    return "options" if fit.table.slug == document.tables[0].slug else "hosting options"


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


def summary(overall: Overall, selection: Selection) -> str:
    """The result in one line, for titles and link previews: ``2 of 4 options fit: …``."""
    count = headline(overall.options, bool(selection.words))
    return f"{count}: {fitting(overall.options)}" if selection.words and overall.fitting else count


def between_tables(verdicts: Verdicts, selection: Selection, fit: Fit, overall: Overall) -> tuple[str, ...]:
    """Why an option that fits by the first table can't be chosen by the second; () where it can."""
    if overall.detailed is None or not overall.refused:
        return ()
    conflicts = tuple(_conflict(found) for found in pair_conflicts(verdicts, selection))
    if conflicts:
        return conflicts
    name, below = overall.detailed.option.name, noun(verdicts.document, fit.tables[1])
    return (f"{name} fits by itself, but none of the {below} that come with it does: {'; '.join(_decided(overall))}",)


def _conflict(conflict: PairConflict) -> str:
    cell = f"“{conflict.cell}”" if conflict.cell else "blank"
    return (
        f"{conflict.option} supports both {conflict.arrangement_row} and {conflict.feature}, but not together: "
        f"{conflict.feature} is {cell} under {conflict.arrangement}"
    )


def _decided(overall: Overall) -> list[str]:
    """What stands against the second table's options that come nearest, alike cells in one."""
    found: dict[str, list[str]] = {}
    for deciding in overall.deciding:
        for judgement in (reason.judgement for reason in deciding.reasons):
            cell = f"“{judgement.cell}”" if judgement.cell else "blank"
            said = f"{judgement.label} is {cell}" if judgement.feature else judgement.note
            found.setdefault(said, []).append(deciding.option.name)
    return [f"{said} under {listed(dict.fromkeys(names))}" for said, names in found.items()]


def with_second(overall: Overall, option: OptionFit, below: str) -> str:
    """The outcome of an option that the second table makes worse, "" of any other; ``below``: what the second table's
    options are called."""
    outcome = overall.by_slug[option.option.slug]
    return "" if outcome == option.outcome else f"{OUTCOME[outcome]} with its {below}"


def set_aside(fit: Fit) -> str:
    """Why the second table's outcomes are folded, "" where Real-time inference remains."""
    real_time = fit.tables[0].by_slug.get(REAL_TIME)
    if real_time is None or real_time.fits:
        return ""
    what = OUTCOME[real_time.outcome]
    return f"Hosting options are set aside: they come with {real_time.option.name}, which is {what}"


def ranked(options: Sequence[OptionFit], overall: Overall | None = None) -> list[OptionFit]:
    """By how little stands against them, by both tables where ``overall`` is of theirs; ties in the source's order."""

    def against(option: OptionFit) -> tuple[bool, int, int, int]:
        judged = overall.judged(option) if overall else option
        return (
            not judged.fits,
            len({reason.word for reason in judged.blocking}),
            OUTCOMES.index(judged.outcome),
            len({reason.word for reason in judged.conditions}),
        )

    return sorted(options, key=against)
