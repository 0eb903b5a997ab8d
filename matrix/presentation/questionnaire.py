"""The questionnaire as the page has it: each question with its answers, and what each leaves.

Pure.
"""

from dataclasses import dataclass
from typing import Final

from matrix.decision.fit import Outcome
from matrix.decision.guide import Guide, Guided, Promise
from matrix.decision.selection import Problem, Selection
from matrix.domain.document import Column
from matrix.presentation import wording
from matrix.presentation.controls import ChoiceView, short_name

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


def question_view(guided: Guided, guide: Guide, selection: Selection, problem: Problem | None) -> QuestionView:
    """A question of the guide; ``problem``: what could not be read of the answer that was given."""
    question = guided.question
    others = len(selection.words) > bool(guided.answers)  # asked still, when the one answer is taken back
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
        choices=tuple(_choice(promise, others or not promise.chosen) for promise in guided.promises),
        unsure=_unsure(guided, others) if question.kind == "one" else None,
        units=QUANTITIES["size" if question.kind == "size" else "duration"][0],
        example=QUANTITIES["size" if question.kind == "size" else "duration"][1],
    )


def _choice(promise: Promise, asked: bool) -> ChoiceView:
    return ChoiceView(
        value=promise.answer.word.value,
        label=promise.label,
        checked=promise.chosen,
        promise=_promised(promise),
        nothing=promise.leaves_nothing,
        then=_then(promise.then, asked),
    )


def _unsure(guided: Guided, asked: bool) -> ChoiceView:
    then = _then(guided.without, asked) if guided.answers else ("", "")
    return ChoiceView("", "Not sure / doesn’t matter", not guided.answers, then=then)


def _then(outcomes: tuple[tuple[Column, Outcome], ...], asked: bool) -> tuple[str, str]:
    """The headline of these outcomes, and what stands under it."""
    return wording.headline(outcomes, asked), wording.subline(outcomes, asked)


def _promised(promise: Promise) -> str:
    """``2 fit: Batch transform, Asynchronous inference · hosting 4``; an answer that leaves nothing says so."""
    (table, _), (below, second) = promise.fitting[0], promise.fitting[1]
    first = promise.overall
    hosting = f"hosting: {len(second)} of {len(below.options)}"
    if not first:
        return f"leaves nothing; {hosting}"
    said = "all fit" if len(first) == len(table.options) else f"{len(first)} fit: {_short(first)}"
    return f"{said}; {hosting}"


def _short(columns: tuple[Column, ...]) -> str:
    """Names in few words: the last word goes where all names of options have two."""
    return ", ".join(short_name(column.name) for column in columns)
