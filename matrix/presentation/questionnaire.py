"""The questionnaire as the page has it: each question with its answers, and what each leaves.

Pure.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct, structs

from matrix.decision import overall
from matrix.decision.guide import Guide, Guided, Promise
from matrix.decision.limits import Band
from matrix.decision.selection import Problem, Selection
from matrix.domain.document import Column, Document, Table
from matrix.domain.once import once
from matrix.domain.subject import Subject
from matrix.presentation import wording
from matrix.presentation.controls import ChoiceView, Link, readings
from matrix.presentation.starts import limit_of_error

QUANTITIES: Final = {"size": ("KB, MB or GB", "50 MB"), "duration": ("ms, s, min, h or d", "10 min")}
"""What a quantity may be given in, and an example."""
_NAMED: Final = 2
"""So many needs are named in the guide; of more it tells the number."""
_NAMED_ROWS: Final = 3
"""So many rows that no question asks about are named there."""


class QuestionView(Struct, frozen=True, cache_hash=True):
    """A question of the guide. ``tells``: of which table it tells the fitting options apart, 0 for none; ``idle``: why
    it can't change the result, "" where it can, or is answered; ``because`` the same in a sentence, answered or not.
    ``limit``: that its quantity is an error's limit, not the reader's own; ``readings``: what an answer that could not
    be read may have meant."""

    slug: str
    short: str
    text: str
    help: str
    quantity: bool
    control: str
    answered: str
    next: bool
    tells: int
    idle: str
    because: str
    opened: bool
    value: str
    limit: str
    error: str
    readings: tuple[Link, ...]
    choices: tuple[ChoiceView, ...]
    unsure: ChoiceView | None
    units: str
    example: str


def question_views(
    guide: Guide, document: Document, subject: Subject, selection: Selection
) -> tuple[QuestionView, ...]:
    """The questions, of which one is open: the next, or what has to be mended first, a problem or an error's limit."""
    errors = {problem.param: problem for problem in reversed(selection.problems)}

    def view(guided: Guided) -> QuestionView:
        problem, is_next = errors.get(guided.question.slug), guided.question.slug == guide.next_question

        def made() -> tuple[Subject, QuestionView]:
            return subject, _question_view(guided, document, subject, selection, problem, is_next=is_next)

        # An open question is the same in many pages; the subject is kept beside its view, so that none has its id.
        return (made() if problem or guided.answers else once(guided, (id(subject), is_next), made))[1]

    views = tuple(map(view, guide.questions))
    if any(view.error or view.limit for view in views):
        return tuple(structs.replace(view, opened=bool(view.error or view.limit)) for view in views)
    return views


def _question_view(
    guided: Guided,
    document: Document,
    subject: Subject,
    selection: Selection,
    problem: Problem | None,
    *,
    is_next: bool,
) -> QuestionView:
    """A question of the guide; ``problem``: what could not be read of the answer that was given."""
    question = guided.question
    quantity = guided.answers[0].quantity if guided.answers else None
    labels = [p.label for p in guided.promises if p.chosen] if question.choices else []
    value = problem.value if problem and not quantity else quantity.words if quantity else ""
    units, example = QUANTITIES["size" if question.kind == "size" else "duration"]
    idle, because = _idle(guided, document, subject)
    return QuestionView(
        slug=question.slug,
        short=question.short,
        text=question.text,
        help=question.help,
        quantity=not question.choices,
        control="checkbox" if question.many else "radio",
        answered=quantity.words if quantity else ", ".join(labels),
        next=is_next,
        tells=guided.tells,
        idle=idle if guided.open else "",
        because=because,
        opened=is_next,
        value=value,
        limit=limit_of_error(document, subject, selection, guided.answers[0]) if guided.answers else "",
        error=problem.message if problem else "",
        readings=readings(document, selection, problem) if problem else (),
        choices=_choices(subject, guided),
        unsure=ChoiceView("", "Not sure / doesn’t matter", not guided.answers) if question.kind == "one" else None,
        units=units,
        example=example,
    )


def _idle(guided: Guided, document: Document, subject: Subject) -> tuple[str, str]:
    """Why a question can't change the result, in a few words and in a sentence: ``Batch fits with any answer``."""
    if not guided.idle:
        return "", ""
    left = overall.fitting(guided.without)
    if not left:
        return "no option left", "Doesn’t change the result: no option is left"
    if guided.aside:
        second = subject.table(document.tables[1].slug)
        name = document.columns[second.details][1].name
        because = f"Doesn’t change the result: it is asked of the {second.noun}, which come with {name}"
        return f"only with {subject.shortened(name)}", because
    fits = "fits with any answer" if len(left) == 1 else "fit with any answer"
    named = subject.shortened(left[0].name) if len(left) == 1 else "both" if len(left) == 2 else f"all {len(left)}"
    return f"{named} {fits}", f"Doesn’t change the result: {wording.column_names(left)} {fits}"


def stands(guide: Guide, by: str = "") -> str:
    """That nothing is left to tell apart, "" where something is; short, as a phone keeps it in sight in one line.
    ``by``: by whose word, where another would have it otherwise."""
    if not guide.stands:
        return ""
    ends = "unless you need more" if guide.to_confirm else "whatever else you answer"
    return f"{f'By {by} the' if by else 'The'} answer stands, {ends}."


def to_confirm(guide: Guide) -> tuple[Link, ...]:
    """Where the answer stands, the questions that could still take it away, each with its place in the guide."""
    return tuple(Link(f"#a-{guided.question.slug}", guided.question.short) for guided in guide.to_confirm)


def referring(document: Document, selection: Selection, text: str) -> Iterator[Link]:
    """A text in pieces: a question that it names as ``(see Payload)`` is a link to it, under ``selection``."""
    slugs = {question.short: question.slug for question in document.questions}
    names = "|".join(map(re.escape, slugs))
    for at, piece in enumerate(re.split(rf"(?<=\(see )({names})(?=\))", text) if names else [text]):
        yield Link(f"{selection.url}#a-{slugs[piece]}" if at % 2 else "", piece)


def needed(document: Document, selection: Selection) -> str:
    """The needs by their rows, so many as fit into a line of the guide: ``Volume encryption, Payload size: 50 MB``."""
    if len(selection.needs) > _NAMED:
        return f"{len(selection.needs)} needs"
    labels = (wording.part_label(document, need) for need in selection.needs)
    return ", ".join(name if value == wording.NEEDED else f"{name}: {value}" for name, value in labels)


def unasked(document: Document) -> str:
    """The first rows that no question asks about, which is where somebody looks for them: ``Volume encryption, …``."""
    return once(document, "unasked", lambda: _unasked(document))


def _unasked(document: Document) -> str:
    criteria = [q.criteria for q in document.questions] + [c.criteria for q in document.questions for c in q.choices]
    asked = {criterion.feature for found in criteria for criterion in found}
    parts = {key for key, feature in document.features.items() if asked & {*feature.wholes}}
    names = [name for row, name in document.names.items() if row not in asked | parts]
    return ", ".join((*names[:_NAMED_ROWS], "…") if len(names) > _NAMED_ROWS else names)


def asked_for(selection: Selection) -> str:
    """``2 answers, 1 need``: how much is asked."""
    counts = [(len({answer.question for answer in selection.answers}), "answer"), (len(selection.needs), "need")]
    said = ", ".join(f"{count} {noun}{'s' if count > 1 else ''}" for count, noun in counts if count)
    return said or "no answers yet"


def _choices(subject: Subject, guided: Guided) -> tuple[ChoiceView, ...]:
    """A question's answers; neighbouring bands of a quantity that leave the same are one."""
    keys = [(id(it.fitting), it.disputed, it.until) for it in guided.promises]
    left = dict(zip(keys, guided.promises, strict=True))  # shared by those that leave the same
    said = {key: _promised(subject, promise, guided) for key, promise in left.items()}
    views = [_choice(it, said[key]) for it, key in zip(guided.promises, keys, strict=True)]
    if not guided.bands:
        return tuple(views)
    told: list[tuple[Band, ChoiceView]] = []
    for band, view in zip(guided.bands, views, strict=True):
        if told and told[-1][1].promise == view.promise:
            told[-1] = told[-1][0].until(band), told[-1][1]
        else:
            told.append((band, view))
    return tuple(structs.replace(view, label=band.label) for band, view in told)


def _choice(promise: Promise, said: str) -> ChoiceView:
    return ChoiceView(
        value=promise.answer.word.value,
        label=promise.label,
        checked=promise.chosen,
        promise=said,
        nothing=promise.leaves_nothing,
    )


def _promised(subject: Subject, promise: Promise, guided: Guided) -> str:
    """``Real-time (3 of its 4 hosting options) and Batch fit``; what a second table leaves, only where something is
    ruled out there. Of a question of the second's options alone, what it says of the one that they come with."""
    (table, _), *others = promise.fitting
    if not promise.overall:
        until = f"{'up to' if promise.until[1] else 'under'} {promise.until[0].words} " if promise.until else ""
        left = wording.listed(subject.shortened(option.name) for option in promise.disputed)
        return "no option left" + (f" by these facts ({until}{left} by later or other pages)" if left else "")
    less = [(subject.table(it.slug), f"{len(left)} of its {len(it.options)}") for it, left in others if _less(it, left)]
    below = {known.details: f" ({count} {known.noun})" for known, count in less}
    if guided.of_second and promise.overall:
        return _of_second(subject, promise, guided, below)
    names = [subject.shortened(option.name) + below.get(option.slug, "") for option in promise.overall]
    if len(names) < len(table.options):
        return wording.who_fits(names)
    return "; ".join(("all fit", *(name for name, it in zip(names, promise.overall, strict=True) if it.slug in below)))


def _of_second(subject: Subject, promise: Promise, guided: Guided, below: Mapping[str, str]) -> str:
    """``Real-time (3 of its 4 hosting options) fits; not asked of the others``; "" where none comes with them."""
    second = promise.fitting[-1][0]
    details = subject.table(second.slug).details
    one = [subject.shortened(option.name) for option, _ in guided.without if option.slug == details]
    if guided.aside or not one:
        return ""
    here = f"{one[0]}{below.get(details, '')} fits" if details in {it.slug for it in promise.overall} else ""
    others = any(option.slug != details for option in promise.overall)
    return (here or f"{one[0]} doesn’t fit") + ("; not asked of the others" if others else "")


def _less(table: Table, left: tuple[Column, ...]) -> bool:
    return len(left) < len(table.options)
