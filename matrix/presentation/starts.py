"""Where somebody starts who comes with an error: links to states, each with the row that the error is about.

Pure.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from urllib.parse import parse_qsl

from msgspec import structs

from matrix.decision import facts
from matrix.decision.fit import Reason
from matrix.decision.query import parse
from matrix.decision.selection import Answer, Selection
from matrix.domain.document import Document
from matrix.domain.notation import read_cell
from matrix.domain.once import once
from matrix.domain.quantities import Limit, Quantity, holds
from matrix.domain.subject import ErrorText, Subject
from matrix.presentation import wording
from matrix.presentation.controls import Link
from matrix.presentation.second_sources import who_says


def starts(document: Document, subject: Subject, selection: Selection, errors: Iterable[ErrorText]) -> tuple[Link, ...]:
    """The errors' links, each with what it answers, and why (``note``). What an error says of the workload is added to
    what has been answered, which stays; the row is shown whatever was filtered. A quantity is the limit, not the
    reader's: such a link leads to its field, any other to the row. An error that the questionnaire can't say is left
    out."""
    found: list[Link] = []
    judged, unfiltered = facts.by_facts(document, selection), selection.with_every_row
    for error in errors:
        said = _said(document, error)
        if not said.problems:
            both = structs.replace(
                unfiltered,
                answers=_together(document, selection, said),
                needs=tuple(dict.fromkeys((*selection.needs, *said.needs))),
            )
            new = [answer for answer in said.answers if answer in both.answers and answer not in selection.answers]
            note = " ".join(_why(judged, subject, answer, error.feature) for answer in new)
            field = next((f"#f-{answer.question}" for answer in new if answer.quantity), "")
            found.append(Link(both.url + (field or _anchor(document, error.feature)), error.text, note))
    return tuple(found)


def limit_of_error(document: Document, subject: Subject, selection: Selection, answer: Answer) -> str:
    """That a quantity is the limit which an error's link has answered with, not the reader's own; "" where it isn't."""
    if not answer.quantity:
        return ""
    for error in subject.errors:
        if answer in _said(document, error).answers:
            refusing = _refusing(facts.by_facts(document, selection), subject, answer, error.feature)
            others = {} if selection.annotated else _otherwise(document, subject, answer.quantity, error.feature)
            limits = [(name, limit.spelled + others.get(name, "")) for name, limit in refusing if limit]
            takes = wording.listed(
                f"{name} {'' if at else 'takes '}only {most}" for at, (name, most) in enumerate(limits)
            )
            own = f"Put in your own {wording.lowered(document.by_question[answer.question].short)}"
            said = f"{answer.quantity.words} is the limit behind the error “{error.text}”. {own}"
            return f"{said}: {takes}." if takes else f"{said}."
    return ""


def ends_in(document: Document, subject: Subject, blocking: Sequence[Reason]) -> str:
    """The error that one gets who sends what the one limit that rules an option out refuses: ``, which ends in “HTTP
    413: …”``; "" where more than it rules the option out, or the limit is of no error."""
    if len(blocking) != 1 or not (judged := blocking[0].judgement.judged) or not (limit := judged.limit):
        return ""
    for error in subject.errors:
        quantities = [it.quantity for it in _said(document, error).answers if it.quantity]
        if error.feature == blocking[0].judgement.feature and any(holds(it, limit) is False for it in quantities):
            return f", which ends in “{error.text}”"
    return ""


def _said(document: Document, error: ErrorText) -> Selection:
    return once(document, ("start", error.query), partial(_read, document, error.query))


def _read(document: Document, query: str) -> Selection:
    return parse(parse_qsl(query), document)


def _why(document: Document, subject: Subject, answer: Answer, feature: str) -> str:
    """What a link answers for the reader: ``Sets Payload to 6 MB, which Real-time (< 6 MB) refuses; enter
    your own.``."""
    key = "why", subject.left_out, answer, feature
    return once(document, key, lambda: _told(document, subject, answer, feature))


def _told(document: Document, subject: Subject, answer: Answer, feature: str) -> str:
    short, value = wording.part_label(document, answer)
    said = f"Sets {short} to {value if answer.quantity else f'“{value}”'}"
    found = _refusing(document, subject, answer, feature)
    refusing = [f"{name} ({limit.words})" if limit else name for name, limit in found]
    if refusing:
        verb = "refuse" if answer.quantity else "lack"
        said += f", which {wording.listed(refusing)} {verb}{'s' if len(refusing) == 1 else ''}"
    return said + ("; enter your own." if answer.quantity else ".")


def _refusing(document: Document, subject: Subject, answer: Answer, feature: str) -> Iterator[tuple[str, Limit | None]]:
    """The options of the first table whose cell is what the error is about, with its limit where it is one."""
    table = document.tables[0]
    for option in table.options if feature in table.by_key else ():
        cell = table.cell(feature, option.slug)
        name = subject.shortened(option.name)
        if cell.kind == "unsupported" and not answer.quantity:
            yield name, None
        elif answer.quantity and cell.limit and holds(answer.quantity, cell.limit) is False:
            yield name, cell.limit


def _otherwise(document: Document, subject: Subject, quantity: Quantity, feature: str) -> dict[str, str]:
    """By option of the first table, that another source gives it a limit that a quantity is within: `` (another source:
    up to 25 MB; if you were refused less, the lower limit holds)``."""
    table, contested = document.tables[0], facts.contested(document)
    who = who_says(document, subject.publisher.short).one
    found: dict[str, str] = {}
    for option in table.options:
        other = contested.get((table.slug, feature, option.slug))
        limit = read_cell(other.cell or "").limit if other else None
        if limit and quantity.dimension == limit.quantity.dimension and holds(quantity, limit) is not False:
            said = f"{who}: {limit.spelled}; if you were refused less, the lower limit holds"
            found[subject.shortened(option.name)] = f" ({said})"
    return found


def _together(document: Document, selection: Selection, said: Selection) -> tuple[Answer, ...]:
    """The answers of both, in canonical order; where a question takes one, the reader's own."""
    asked = document.by_question
    new = [it for it in said.answers if asked[it.question].many or not selection.answered(it.question)]
    if not new:
        return selection.answers
    both = dict.fromkeys((*selection.answers, *new))
    return tuple(sorted(both, key=lambda it: once(document, "order", lambda: _order(document))[it.question, it.choice]))


def _order(document: Document) -> dict[tuple[str, str], int]:
    """The place of each answer in the questionnaire, by its question and choice; of a quantity by "" as choice."""
    answers = ((it.slug, choice) for it in document.questions for choice in ("", *it.by_slug))
    return {answer: at for at, answer in enumerate(answers)}


def _anchor(document: Document, feature: str) -> str:
    """The row's place in the first table that has it."""
    return next((f"#{table.slug}-{feature}" for table in document.tables if feature in table.by_key), "")
