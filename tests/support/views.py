"""What the page shows of a query string, without HTTP: the comparison of the two tables, and all that is said of it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from matrix.decision import facts
from matrix.decision.across import OutcomeChange, outcomes
from matrix.decision.fit import Verdicts, evaluate
from matrix.decision.guide import Plan, guide
from matrix.decision.overall import evaluate as evaluate_overall
from matrix.domain.document import Document
from matrix.domain.revision import RevisionRef
from matrix.presentation.comparison import Comparison, compare
from matrix.presentation.dating import Dating, dating
from matrix.presentation.page import PageView, page_view
from matrix.presentation.questionnaire import QuestionView
from matrix.presentation.second_sources import SecondSources, who_says
from matrix.presentation.second_table import set_aside
from matrix.upstream.own import NOTHING_OWN
from tests.support.documents import DETAILED, fit, plan, select, standard, subject

Editions = Sequence[tuple[str, str, tuple[OutcomeChange, ...]]]

REVISION = RevisionRef(7, standard().hash, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


def second(query: str, document: Document | None = None) -> SecondSources:
    """What other sources say to a query's result, of a matrix in which nothing is own."""
    document = document or standard()
    selection = select(query, document)
    sides = Verdicts(document), Verdicts(facts.annotated(document))
    page, annotated = (outcomes(side, selection) for side in sides)
    turned = facts.turned(*sides, selection)
    return SecondSources(
        document, facts.said_of(document), page, annotated, turned, NOTHING_OWN, who_says(document, "AWS")
    )


def dated(query: str, document: Document | None = None, editions: Editions = ()) -> Dating:
    """How old the facts of a query's result are; ``editions`` are the others, with what is other there."""
    document = document or standard()
    selection = select(query, document)
    verdicts = Verdicts(facts.annotated(document) if selection.annotated else document)
    judged = evaluate(verdicts, selection)
    aside = bool(set_aside(judged, subject()))
    both = evaluate_overall(verdicts, selection, judged, DETAILED)
    newest = document.source.date
    found = second(query, document)
    short = subject().publisher.short
    return dating(document, short, selection, judged, found, editions, overall=both, newest=newest, aside=aside)


def comparison(query: str, document: Document | None = None) -> Comparison:
    return compare(document or standard(), subject(), select(query, document), fit(query, document))


def page(query: str, document: Document | None = None, editions: Editions = ()) -> PageView:
    """``editions``: as `dated` has them."""
    made = Plan(Verdicts(document)) if document else plan()
    selection = select(query, document)
    judged = Verdicts(facts.annotated(made.verdicts.document)) if selection.annotated else made.verdicts
    found = evaluate(judged, selection)
    if selection.annotated:
        found = facts.with_page_cells(found, made.verdicts.document)
    shown = compare(made.verdicts.document, subject(), selection, found)
    both = evaluate_overall(judged, selection, found, DETAILED)
    steps = guide(Plan(judged), selection, DETAILED)
    said, doubts = second(query, document), dated(query, document, editions).doubts
    shipped = made.verdicts.document
    return page_view(shipped, judged, REVISION, subject(), selection, found, both, steps, shown, said, doubts=doubts)


def question(query: str, slug: str) -> QuestionView:
    """A question of the page."""
    return next(view for view in page(query).questions if view.slug == slug)
