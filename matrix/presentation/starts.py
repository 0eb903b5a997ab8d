"""Where somebody starts who comes with an error: links to states, each with the row that the error is about.

Pure.
"""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl

from matrix.decision.query import parse
from matrix.decision.selection import Answer, Selection
from matrix.domain.document import Document
from matrix.domain.subject import ErrorText
from matrix.presentation.controls import Link


def starts(document: Document, selection: Selection, errors: Iterable[ErrorText]) -> tuple[Link, ...]:
    """The errors' links. Each adds what it says of the workload to what has been answered, which stays; the row is
    shown whatever was filtered. An error that the questionnaire can't say is left out."""
    found: list[Link] = []
    for error in errors:
        said = parse(parse_qsl(error.query), document)
        if not said.problems:
            both = replace(
                selection.with_every_row,
                answers=_together(document, selection, said),
                needs=tuple(dict.fromkeys((*selection.needs, *said.needs))),
            )
            found.append(Link(both.url + _anchor(document, error.feature), error.text))
    return tuple(found)


def _together(document: Document, selection: Selection, said: Selection) -> tuple[Answer, ...]:
    """The answers of both, in canonical order; where a question takes one, the reader's own."""
    answers: list[Answer] = []
    for question in document.questions:
        own, other = selection.answered(question.slug), said.answered(question.slug)
        if question.many:
            order = list(question.by_slug)
            answers += sorted({*own, *other}, key=lambda answer: order.index(answer.choice))
        else:
            answers += own or other
    return tuple(answers)


def _anchor(document: Document, feature: str) -> str:
    """The row's place in the first table that has it."""
    return next((f"#{table.slug}-{feature}" for table in document.tables if feature in table.by_key), "")
