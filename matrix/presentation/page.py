"""Everything the page says under a selection, ready to be laid out: no template decides anything.

Pure. Addresses are relative to the site; the words are `matrix.presentation.wording`'s.
"""

from dataclasses import dataclass, replace

from matrix.decision import conflicts, limits
from matrix.decision.fit import Fit, OptionFit, Reason, TableFit
from matrix.decision.guide import Guide, Plan
from matrix.decision.selection import Problem, Selection
from matrix.domain.document import Document
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Subject
from matrix.presentation import controls, questionnaire, toolbar, wording
from matrix.presentation.chart import Chart, chart_of
from matrix.presentation.comparison import Comparison, deciding
from matrix.presentation.controls import Link, Places
from matrix.presentation.decision_record import conflict_words
from matrix.presentation.questionnaire import QuestionView
from matrix.presentation.toolbar import Toolbar
from matrix.presentation.wording import OUTCOME


@dataclass(frozen=True)
class ReasonView:
    label: str
    href: str
    cell: str
    blank: bool
    note: str
    footnotes: tuple[int, ...]
    word: str


@dataclass(frozen=True)
class CardView:
    slug: str
    name: str
    outcome: str
    state: str
    purpose: str
    deciding: tuple[ReasonView, ...]
    firm: str
    others: tuple[ReasonView, ...]
    others_title: str


@dataclass(frozen=True)
class RelaxationView:
    url: str
    drop: str
    options: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class ResultView:
    """One table's outcomes."""

    slug: str
    title: str
    headline: str
    cards: tuple[CardView, ...]
    relaxations: tuple[RelaxationView, ...]
    cautions: tuple[ReasonView, ...]


@dataclass(frozen=True)
class PageView:
    """The whole page. ``first`` and ``second`` are the tables' results, None for a second that there is not; ``aside``
    says why the second is folded, ``conflicts`` what the second refuses although the first ticks it."""

    document: Document
    revision: RevisionRef
    selection: Selection
    comparison: Comparison
    title: str
    headline: str
    said: str
    asked: bool
    problems: tuple[Problem, ...]
    questions: tuple[QuestionView, ...]
    moot: tuple[QuestionView, ...]
    answered_count: int
    chips: tuple[Link, ...]
    first: ResultView
    second: ResultView | None
    aside: str
    conflicts: tuple[str, ...]
    chart: Chart | None
    tools: Toolbar
    hidden: tuple[tuple[str, str], ...]
    pinned_url: str
    latest_url: str
    query: str


def page_view(
    plan: Plan,
    revision: RevisionRef,
    subject: Subject,
    selection: Selection,
    fit: Fit,
    guide: Guide,
    comparison: Comparison,
) -> PageView:
    """The page of a selection."""
    document = plan.verdicts.document
    asked = bool(selection.words)
    places = controls.places(selection, comparison)
    errors = {problem.param: problem for problem in reversed(selection.problems)}
    questions = [
        questionnaire.question_view(it, guide, subject, selection, errors.get(it.question.slug))
        for it in guide.questions
    ]
    pairs = list(zip(guide.questions, questions, strict=True))
    first, *others = (_result(document, subject, selection, table, places) for table in fit.tables)
    pairwise = conflicts.pair_conflicts(plan.verdicts, selection, subject.detailed(document))
    return PageView(
        document=document,
        revision=revision,
        selection=selection,
        comparison=comparison,
        title=wording.summary(fit, selection),
        headline=first.headline,
        said=_said(fit, guide, asked),
        asked=asked,
        problems=selection.problems,
        questions=tuple(view for guided, view in pairs if not guided.moot),
        moot=tuple(view for guided, view in pairs if guided.moot),
        answered_count=sum(1 for guided in guide.questions if guided.answers),
        chips=_chips(document, selection),
        first=first,
        second=others[0] if others else None,
        aside=wording.set_aside(fit, subject),
        conflicts=tuple(map(conflict_words, pairwise)),
        chart=chart_of(document, fit.tables[0], selection),
        tools=toolbar.toolbar(document, subject, selection, comparison),
        hidden=toolbar.hidden(selection),
        pinned_url=replace(selection, rev=revision.short).url,
        latest_url=replace(selection, rev="").url,
        query=f"?{selection.query}" if selection.query else "",
    )


def _said(fit: Fit, guide: Guide, asked: bool) -> str:
    """What stands under the headline, and whether the decision stands."""
    said = wording.subline(fit.tables[0].outcomes, asked)
    decided = asked and fit.tables[0].fitting and guide.decided
    return f"{said}. The decision stands: no open question can change it." if decided else said


# --- Results -----------------------------------------------------------------------------------------------


def _result(document: Document, subject: Subject, selection: Selection, fit: TableFit, places: Places) -> ResultView:
    options = wording.ranked(fit.options)
    compared = [option for option in options if option.option.slug in selection.options]
    if len(compared) == 2:  # side by side, as their columns are
        options = compared + [option for option in options if option not in compared]
    return ResultView(
        slug=fit.table.slug,
        title=fit.table.title,
        headline=wording.headline(fit.outcomes, bool(selection.words), subject.table(fit.table.slug).noun),
        cards=tuple(_card(document, fit, option, places) for option in options),
        relaxations=tuple(
            RelaxationView(
                url=selection.without(relaxation.drop).url,
                drop=wording.listed(wording.word_label(document, selection, word) for word in relaxation.drop),
                options=wording.column_names(relaxation.options),
                instead=tuple(
                    f"{value}: {wording.column_names(options)}"
                    for value, options in limits.instead(document, fit.table, relaxation)
                ),
            )
            for relaxation in fit.relaxations
        ),
        cautions=tuple(
            ReasonView(c.label, places.href(fit.table, c.feature), c.cell, False, c.note, (), str(c.word))
            for c in fit.cautions
        ),
    )


def _card(document: Document, fit: TableFit, option: OptionFit, places: Places) -> CardView:
    decisive = deciding(option)
    decided = set(map(id, decisive))  # by identity: there may be 200, each with all that its cell says
    others = tuple(reason for reason in option.reasons if id(reason) not in decided)
    met = all(reason.judgement.verdict == "met" for reason in others)
    bounds = limits.bounds(document, fit.table, option.option) if option.fits else ()
    return CardView(
        slug=option.option.slug,
        name=option.option.name,
        outcome=option.outcome,
        state=OUTCOME[option.outcome],
        purpose="" if option.reasons else document.bullet_of(option.option),
        deciding=tuple(_reason(fit, reason, places) for reason in decisive),
        firm="Holds for " + "; ".join(f"{b.label} {b.words}" for b in bounds) if bounds else "",
        others=tuple(_reason(fit, reason, places) for reason in others),
        others_title=f"{len(others)} {'met' if met else 'more'}",
    )


def _reason(fit: TableFit, reason: Reason, places: Places) -> ReasonView:
    judgement = reason.judgement
    return ReasonView(
        label=judgement.label,
        href=places.href(fit.table, judgement.feature or ""),
        cell=judgement.cell or "",
        blank=judgement.cell == "",
        note=judgement.note,
        footnotes=judgement.footnotes,
        word=str(reason.word),
    )


def _chips(document: Document, selection: Selection) -> tuple[Link, ...]:
    chips: list[Link] = []
    for part in selection.parts:
        label, value = wording.part_label(document, part)
        chips.append(Link(selection.without([part.word]).url, value, label))
    return tuple(chips)
