"""What changed in the questionnaire, line by line: questions, choices, what each requires, rulings, annotations.

Pure. Each line says what it is of, so that it can be read by itself, years later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from matrix.domain.annotation import Annotation
from matrix.domain.change import Change
from matrix.domain.document import Choice, Criterion, Document, Question, Ruling

_FIELDS = (("kind", "kind"), ("short", "short name"), ("text", "asks"), ("help", "help"))


def questionnaire_changes(old: Document, new: Document) -> Iterator[Change]:
    """Everything in which the questionnaires and rulings differ."""
    for question in old.questions:
        if question.slug not in new.by_question:
            yield Change("questionnaire", before=f"question {question.slug}: {question.text}", question=question.slug)
    for question in new.questions:
        before = old.by_question.get(question.slug)
        if before is None:
            yield Change("questionnaire", after=f"question {question.slug}: {question.text}", question=question.slug)
            before = replace(question, choices=(), criteria=())
        yield from _question(before, question)
    orders = [[q.slug for q in one.questions if q.slug in other.by_question] for one, other in ((old, new), (new, old))]
    if orders[0] != orders[1]:
        left, right = (f"order {', '.join(q.slug for q in document.questions)}" for document in (old, new))
        yield Change("questionnaire", before=left, after=right)
    yield from _rulings(old, new)
    yield from _annotations(old, new)


def _question(before: Question, after: Question) -> Iterator[Change]:
    where = f"question {after.slug}"
    for name, said in _FIELDS:
        left, right = getattr(before, name), getattr(after, name)
        if left != right:
            yield Change("questionnaire", None, None, None, *_sides(where, said, left, right), question=after.slug)
    if before.optional != after.optional:
        left, right = (f"{where}: {'optional' if side.optional else 'not optional'}" for side in (before, after))
        yield Change("questionnaire", None, None, None, left, right, question=after.slug)
    yield from _criteria(after.slug, None, where, before.criteria, after.criteria)
    for choice in before.choices:
        if choice.slug not in after.by_slug:
            yield _choice(after.slug, choice.slug, choice, None)
    for choice in after.choices:
        present = before.by_slug.get(choice.slug)
        if present is None or present.label != choice.label:
            yield _choice(after.slug, choice.slug, present, choice)
        own = f"{where}, {choice.slug}"
        yield from _criteria(after.slug, choice.slug, own, present.criteria if present else (), choice.criteria)
    both = [
        [c.slug for c in one.choices if c.slug in other.by_slug] for one, other in ((before, after), (after, before))
    ]
    if both[0] != both[1]:
        left, right = (", ".join(choice.slug for choice in question.choices) for question in (before, after))
        yield Change("questionnaire", None, None, None, *_sides(where, "choices", left, right), question=after.slug)


def _sides(where: str, said: str, left: str, right: str) -> tuple[str | None, str | None]:
    """Before and after, of which an empty one is none."""
    before, after = (f"{where}: {said} “{text}”" if text else None for text in (left, right))
    return before, after


def _choice(question: str, slug: str, before: Choice | None, after: Choice | None) -> Change:
    said = [f"question {question}, {slug}: “{side.label}”" if side else None for side in (before, after)]
    return Change("questionnaire", None, None, None, said[0], said[1], question=question, choice=slug)


def _criteria(
    question: str, choice: str | None, where: str, before: Sequence[Criterion], after: Sequence[Criterion]
) -> Iterator[Change]:
    for tag, i, i_end, j, j_end in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        for k in range(max(i_end - i, j_end - j) if tag != "equal" else 0):
            left = f"{where}: requires {criterion_words(before[i + k])}" if i + k < i_end else None
            right = f"{where}: requires {criterion_words(after[j + k])}" if j + k < j_end else None
            yield Change("questionnaire", None, None, None, left, right, question=question, choice=choice)


def criterion_words(criterion: Criterion) -> str:
    """A criterion as one line, in the slugs and keys that it is written with."""
    table = f" in {criterion.table}" if criterion.table else ""
    if criterion.basis != "row":
        note = f" (“{criterion.note}”)" if criterion.note else ""
        return f"the {criterion.basis} of {criterion.option}{table}: {criterion.verdict}{note}"
    parts = (
        f"the row {criterion.feature}{table}",
        f"item {criterion.item}" if criterion.item else "",
        "strictly" if criterion.strict else "",
        f"or another of alternative {criterion.alternative}" if criterion.alternative else "",
        f"decided by {criterion.decides} alone" if criterion.decides else "",
    )
    return ", ".join(filter(None, parts))


def _rulings(old: Document, new: Document) -> Iterator[Change]:
    """A ruling is found by its row and words, wherever it stands."""
    left, right = ({(ruling.feature, ruling.text): ruling for ruling in side.rulings} for side in (old, new))
    for key in sorted(left | right):
        if left.get(key) != right.get(key):
            before, after = (_ruling(side.get(key)) for side in (left, right))
            yield Change("questionnaire", None, None, None, before, after, ruled=key[0])


def _ruling(ruling: Ruling | None) -> str | None:
    if ruling is None:
        return None
    pair = f"; not met beside {ruling.excludes_item} of {ruling.excludes_feature}" if ruling.excludes_item else ""
    return f"ruling on {ruling.feature} “{ruling.text}”: {ruling.note}{pair}"


def _annotations(old: Document, new: Document) -> Iterator[Change]:
    """One by one: of what a source says of a cell, another text or value takes the place of the one before."""
    left, right = ({_source_of(annotation): annotation for annotation in side.annotations} for side in (old, new))
    for key in dict.fromkeys((*left, *right)):
        before, after = left.get(key), right.get(key)
        if before != after:
            yield Change("annotation", *key[:3], _annotation(before), _annotation(after))


def _source_of(annotation: Annotation) -> tuple[str, str, str, str, str, str]:
    where = annotation.table, annotation.feature, annotation.column
    return *where, annotation.source, annotation.url, annotation.seen


def _annotation(annotation: Annotation | None) -> str | None:
    if annotation is None:
        return None
    value = "" if annotation.cell is None else f"“{annotation.cell}”, " if annotation.cell else "blank, "
    return f"{value}{annotation.text} ({annotation.source}, {annotation.seen})"
