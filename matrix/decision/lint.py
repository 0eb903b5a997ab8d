"""What is wrong, or looks wrong, with a matrix and its questionnaire.

Pure. Errors keep a matrix from being published by the admin; warnings do not: a rule that an upstream update orphans
is a warning until an editor rules on it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from matrix.decision.fit import Verdicts
from matrix.decision.guide import Plan
from matrix.decision.judge import BLOCKS, ruling_for, unsaid
from matrix.decision.work import MAX_JUDGEMENTS, OutOfWork, Work
from matrix.domain import validation
from matrix.domain.document import Criterion, Document, Question, Table, row_kind
from matrix.domain.findings import Finding, Place
from matrix.domain.meaning import cell_meaning
from matrix.domain.validation import RESERVED

_INTERNAL: Final = re.compile(r"(\./)?[A-Za-z0-9][A-Za-z0-9._-]*\.(md|html)(#[A-Za-z0-9._-]+)?")


def findings(document: Document) -> list[Finding]:
    """Every finding, errors first."""
    return [*errors(document), *warnings(document)]


def errors(document: Document) -> list[Finding]:
    return list(validation.violations(document)) or list(_errors(document))


def warnings(document: Document) -> list[Finding]:
    """Of a document whose cells can't be read, none."""
    return [] if any(validation.violations(document)) else list(_warnings(document))


# --- Errors ------------------------------------------------------------------------------------------------


def _errors(document: Document) -> Iterator[Finding]:
    for footnote in document.footnotes:
        if not footnote.text:
            message = f"footnote {footnote.number} has no text"
            yield Finding(Place(footnote=footnote.number), message, whole=True)
    for question in document.questions:
        if question.slug in RESERVED:
            yield Finding(Place(question=question.slug), "the slug is a parameter of the table")
    for place, url in validation.links(document):
        if url and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", url) and not _INTERNAL.fullmatch(url):
            message = f"“{url}” is a broken link: beside the page there are NAME.md and NAME.html"
            yield Finding(place, message)


# --- Warnings ----------------------------------------------------------------------------------------------


def _warning(place: Place, message: str, *, whole: bool = False) -> Finding:
    return Finding(place, message, "warning", whole)


def lost_annotations(document: Document) -> Iterator[Finding]:
    """An annotation on a cell that an update took away stays, and waits for an editor."""
    for annotation in document.annotations:
        table = document.by_table.get(annotation.table)
        there = table and document.rows(table, annotation.feature)
        if not there or document.columns.get(annotation.column, (None, None))[0] is not table:
            place = Place(annotation.table, annotation.feature, annotation.column, annotation=True)
            yield _warning(place, "there is no such cell")


def _warnings(document: Document) -> Iterator[Finding]:
    cells = [
        table.cell(feature.key, column.slug)
        for table in document.tables
        for feature in table.features
        for column in table.columns
    ]
    marked = {number for cell in cells for number in cell.footnotes}
    for footnote in document.footnotes:
        if footnote.number not in marked:
            yield _warning(
                Place(footnote=footnote.number), f"footnote {footnote.number} is marked by no cell", whole=True
            )
    for question in document.questions:
        yield from _question(document, question)
    yield from _searched(document)
    yield from _unused_rows(document)
    yield from lost_annotations(document)
    notes = {footnote.number: footnote.text for footnote in document.footnotes}
    for ruling in document.rulings:
        of_row = tuple(document.cells_of(ruling.feature))
        texts = {cell.text for cell in of_row}
        texts |= {notes[number] for cell in of_row for number in cell.footnotes if number in notes}
        texts |= {a.cell for a in document.annotations if a.feature == ruling.feature and a.cell is not None}
        if ruling.text not in texts:
            yield _warning(Place(feature=ruling.feature, ruling=True), f"no cell says “{ruling.text}” any more")


def _question(document: Document, question: Question) -> Iterator[Finding]:
    place = Place(question=question.slug)
    if not question.choices and not question.criteria:
        yield _warning(place, "no row to hold its answer against, and no choices")
    if question.choices and question.kind in ("size", "duration"):
        yield _warning(place, f"a {question.kind} has no choices")
    for criterion in question.criteria:
        yield from _criterion(document, place, criterion)
        if criterion.feature in document.names and not isinstance(row_kind(document, criterion.feature), str):
            yield _warning(place, f"the row {criterion.feature} holds no limits")
    for choice in question.choices:
        chosen = replace(place, choice=choice.slug)
        if not choice.criteria:
            yield _warning(chosen, "requires nothing")
        for criterion in choice.criteria:
            yield from _criterion(document, chosen, criterion)
            yield from _quotes(document, chosen, criterion)
        yield from _missing_rulings(document, chosen, choice.criteria)


def _criterion(document: Document, place: Place, criterion: Criterion) -> Iterator[Finding]:
    if criterion.table and criterion.table not in document.by_table:
        yield _warning(place, f"there is no table {criterion.table}")
    for slug in filter(None, (criterion.option, criterion.decides)):
        if slug not in document.columns:
            yield _warning(place, f"there is no option {slug}")
    if criterion.basis != "row":
        return
    tables = [table for table in document.tables if criterion.table in ("", table.slug)]
    rows = [(table, feature) for table in tables for feature in document.rows(table, criterion.feature)]
    if not rows:
        yield _warning(place, f"no table has the row {criterion.feature}; it reads not-stated until a ruling is made")
    for table, feature in rows:
        for option in table.options:
            cell = table.cell(feature.key, option.slug)
            if cell.kind == "text" and not cell.unit_only and ruling_for(document, feature.key, cell) is None:
                yield _warning(place, f"{table.slug}, {feature.key}, {option.slug}: “{cell.text}” has no ruling")


def _missing_rulings(document: Document, place: Place, criteria: tuple[Criterion, ...]) -> Iterator[Finding]:
    """A heading or bullet must be ruled on for every option of its table."""
    for table in document.tables:
        ruled = {c.option for c in criteria if c.basis != "row" and c.table == table.slug}
        for option in table.options if ruled else ():
            if option.slug not in ruled:
                yield _warning(place, f"no ruling on {option.slug}")


def _quotes(document: Document, place: Place, criterion: Criterion) -> Iterator[Finding]:
    """What a ruling on a bullet quotes, and the bullet does not say."""
    known = document.columns.get(criterion.option)
    if known and (said := unsaid(document, criterion, known[1])):
        yield _warning(place, f"{said}; it reads not-stated until a ruling is made")


def _searched(document: Document) -> Iterator[Finding]:
    """What judging the answers finds; where there is more to judge than is looked at, that is told."""
    work = Work(at=Place())
    try:
        plan = Plan(Verdicts(document, work))
        yield from _idle_questions(plan, work)
        yield from _unreachable(plan, work)
    except OutOfWork:
        assert isinstance(work.at, Place)
        message = f"the check of answers and options stopped here, after {MAX_JUDGEMENTS:,} judgements"
        yield _warning(work.at, f"{message}; what comes after it was not looked at")


def _idle_questions(plan: Plan, work: Work) -> Iterator[Finding]:
    """Questions no answer of which can tell options apart."""
    verdicts = plan.verdicts
    spans = _spans(verdicts)
    for slug, answers in plan.answers.items():
        work.at = Place(question=slug)
        # With all items required at once, a ruling that acts with another answer shows too.
        rows = [
            verdicts.severities(answer, active)
            for answer, _ in answers
            for active in (verdicts.asks(answer), verdicts.pairs)
        ]
        pairs = any(verdicts.asks(answer) for answer, _ in answers)
        if not pairs and not any(len(set(row[a:b])) > 1 for row in rows for a, b in spans):
            yield _warning(Place(question=slug), "no answer tells the options apart")


def _spans(verdicts: Verdicts) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for table in verdicts.document.tables:
        start = spans[-1][1] if spans else 0
        spans.append((start, start + len(table.options)))
    return spans


def _unreachable(plan: Plan, work: Work) -> Iterator[Finding]:
    """Options that no answers lead to: some other option fits whenever it does."""
    verdicts = plan.verdicts
    for start, end in _spans(verdicts):
        for at in range(start, end):
            work.at = Place(column=verdicts.options[at][1].slug)
            others = [other for other in range(start, end) if other != at]
            if others and not (_each_goes(plan, at, others) and _alone(plan, at, others, work)):
                yield _warning(Place(column=verdicts.options[at][1].slug), "no answers leave it as the only one")


def _each_goes(plan: Plan, at: int, others: list[int]) -> bool:
    """Whether each of ``others``, taken by itself, is ruled out by some answer that leaves ``at``: without that, no
    answers together do it, and there is nothing to search for."""
    verdicts = plan.verdicts
    rows = [verdicts.severities(answer, verdicts.asks(answer)) for them in plan.answers.values() for answer, _ in them]
    return all(any(row[at] < BLOCKS <= row[other] for row in rows) for other in others)


def _alone(
    plan: Plan,
    at: int,
    others: list[int],
    work: Work,
    used: frozenset[str] = frozenset(),
    failed: set[tuple[object, ...]] | None = None,
) -> bool:
    """Whether answers, one at most for a question that takes one, rule all ``others`` out and not ``at``. ``used``:
    the questions that took theirs; ``failed``: what was tried in vain."""
    failed = set() if failed is None else failed
    state = (tuple(others), used)
    if not others or state in failed:
        return not others
    for slug, answers in plan.answers.items():
        if slug in used:
            continue
        work.spend(len(answers))
        for answer, _ in answers:
            severities = plan.verdicts.severities(answer, plan.verdicts.asks(answer))
            left = [other for other in others if severities[other] < BLOCKS]
            if severities[at] < BLOCKS and others[0] not in left:
                many = plan.verdicts.document.by_question[slug].many
                if _alone(plan, at, left, work, used if many else used | {slug}, failed):
                    return True
    failed.add(state)
    return False


def _unused_rows(document: Document) -> Iterator[Finding]:
    meant = meant_unused(document)
    yield from (_warning(Place(feature=key), "no question uses it") for key in _unused(document) if key not in meant)


def _unused(document: Document) -> list[str]:
    """The keys of rows that no question uses."""
    used: set[str] = set()
    for question in document.questions:
        for criterion in (*question.criteria, *(c for choice in question.choices for c in choice.criteria)):
            used |= {f.key for table in document.tables for f in document.rows(table, criterion.feature)}
    return [key for key in document.features if key not in used]


def meant_unused(document: Document) -> list[str]:
    """The keys of rows that no question uses, and none need: in each table all options are alike, so that they tell
    nothing apart."""
    apart = {key for key in document.features for table in document.tables if _tells_apart(document, table, key)}
    return [key for key in _unused(document) if key not in apart]


def _tells_apart(document: Document, table: Table, key: str) -> bool:
    if key not in table.by_key:
        return False
    meanings = [cell_meaning(document.source.address, table.cell(key, option.slug)) for option in table.options]
    return any(meaning != meanings[0] for meaning in meanings)
