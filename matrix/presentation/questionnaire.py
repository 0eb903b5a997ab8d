"""The questionnaire as the page has it: each question with its answers, and what each leaves.

Pure.
"""

from dataclasses import dataclass
from typing import Final

from matrix.decision.guide import Guide, Guided, Promise
from matrix.decision.selection import Problem
from matrix.domain.document import Column, Table
from matrix.domain.subject import Subject
from matrix.presentation.controls import ChoiceView

QUANTITIES: Final = {"size": ("KB, MB or GB", "50 MB"), "duration": ("ms, s, min, h or d", "10 min")}
"""What a quantity may be given in, and an example."""


@dataclass(frozen=True)
class QuestionView:
    slug: str
    short: str
    text: str
    help: str
    quantity: bool
    control: str
    answered: str
    next: bool
    opened: bool
    value: str
    error: str
    choices: tuple[ChoiceView, ...]
    unsure: ChoiceView | None
    units: str
    example: str


def question_view(guided: Guided, guide: Guide, subject: Subject, problem: Problem | None) -> QuestionView:
    """A question of the guide; ``problem``: what could not be read of the answer that was given."""
    question = guided.question
    is_next = question.slug == guide.next_question
    quantity = guided.answers[0].quantity if guided.answers else None
    labels = [p.label for p in guided.promises if p.chosen] if question.choices else []
    value = problem.value if problem and not quantity else quantity.words if quantity else ""
    return QuestionView(
        slug=question.slug,
        short=question.short,
        text=question.text,
        help=question.help,
        quantity=not question.choices,
        control="checkbox" if question.many else "radio",
        answered=quantity.words if quantity else ", ".join(labels),
        next=is_next,
        opened=is_next or problem is not None,
        value=value,
        error=problem.message if problem else "",
        choices=tuple(_choice(subject, promise) for promise in guided.promises),
        unsure=ChoiceView("", "Not sure / doesn’t matter", not guided.answers) if question.kind == "one" else None,
        units=QUANTITIES["size" if question.kind == "size" else "duration"][0],
        example=QUANTITIES["size" if question.kind == "size" else "duration"][1],
    )


def _choice(subject: Subject, promise: Promise) -> ChoiceView:
    return ChoiceView(
        value=promise.answer.word.value,
        label=promise.label,
        checked=promise.chosen,
        promise=_promised(subject, promise),
        nothing=promise.leaves_nothing,
    )


def _promised(subject: Subject, promise: Promise) -> str:
    """``2 fit: Batch, Asynchronous; hosting: 4 of 4``; an answer that leaves nothing says so."""
    (table, _), *others = promise.fitting
    first = promise.overall
    if not first:
        said = "leaves nothing"
    elif len(first) == len(table.options):
        said = "all fit"
    else:
        said = f"{len(first)} fit: {', '.join(subject.shortened(option.name) for option in first)}"
    return "; ".join((said, *(_left(subject, below, fitting) for below, fitting in others)))


def _left(subject: Subject, table: Table, fitting: tuple[Column, ...]) -> str:
    """``hosting: 4 of 4``."""
    known = subject.table(table.slug)
    return f"{known.short or known.noun}: {len(fitting)} of {len(table.options)}"
