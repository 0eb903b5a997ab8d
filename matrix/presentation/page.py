"""Everything the page says under a selection, ready to be laid out: no template decides anything.

Pure. Addresses are relative to the site; the words are `matrix.presentation.wording`'s.
"""

from dataclasses import dataclass, replace

from matrix.decision import limits
from matrix.decision.fit import Fit, OptionFit, Reason, TableFit
from matrix.decision.guide import Guide, Guided, Plan
from matrix.decision.overall import Overall
from matrix.decision.selection import Need, Problem, Selection
from matrix.domain.document import Document
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Subject
from matrix.presentation import controls, questionnaire, toolbar, wording
from matrix.presentation.chart import Chart, chart_of
from matrix.presentation.comparison import Comparison, deciding
from matrix.presentation.controls import Link, Places
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
class SecondView:
    """What the second table makes of an option that it makes worse: the outcome by both, and the cells that decide."""

    outcome: str
    state: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True)
class CardView:
    """An option by its own table. ``second``: what the second table makes of it, None where nothing else."""

    slug: str
    name: str
    outcome: str
    state: str
    purpose: str
    deciding: tuple[ReasonView, ...]
    firm: str
    others: tuple[ReasonView, ...]
    others_title: str
    second: SecondView | None


@dataclass(frozen=True)
class RelaxationView:
    url: str
    drop: str
    options: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class ResultView:
    """One table's outcomes. The first's ``headline``, order and ``relaxations`` go by both tables; ``between`` is why
    an option that fits by its own table can't be chosen by the second."""

    slug: str
    title: str
    headline: str
    between: tuple[str, ...]
    cards: tuple[CardView, ...]
    relaxations: tuple[RelaxationView, ...]
    cautions: tuple[ReasonView, ...]


@dataclass(frozen=True)
class PageView:
    """The whole page. ``first`` and ``second`` are the tables' results, None for a second that there is not; ``aside``
    says why the second is folded."""

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
    overall: Overall,
    guide: Guide,
    comparison: Comparison,
) -> PageView:
    """The page of a selection."""
    document = plan.verdicts.document
    places = controls.places(selection, comparison)
    questions = _questions(guide, subject, selection)
    first = _first(plan, subject, selection, fit, overall, places)
    others = [_result(document, subject, selection, table, places) for table in fit.tables[1:]]
    return PageView(
        document=document,
        revision=revision,
        selection=selection,
        comparison=comparison,
        title=wording.summary(overall, selection),
        headline=first.headline,
        said=_said(overall, guide, bool(selection.words)),
        asked=bool(selection.words),
        problems=selection.problems,
        questions=tuple(view for guided, view in questions if not guided.moot),
        moot=tuple(view for guided, view in questions if guided.moot),
        answered_count=sum(1 for guided in guide.questions if guided.answers),
        chips=_chips(document, selection),
        first=first,
        second=others[0] if others else None,
        aside=wording.set_aside(fit, subject),
        chart=chart_of(document, fit.tables[0], selection),
        tools=toolbar.toolbar(document, subject, selection, comparison),
        hidden=toolbar.hidden(selection),
        pinned_url=selection.pinned(revision.short).url,
        latest_url=replace(selection, rev="").url,
        query=f"?{selection.query}" if selection.query else "",
    )


def _questions(guide: Guide, subject: Subject, selection: Selection) -> list[tuple[Guided, QuestionView]]:
    errors = {problem.param: problem for problem in reversed(selection.problems)}
    return [
        (it, questionnaire.question_view(it, guide, subject, selection, errors.get(it.question.slug)))
        for it in guide.questions
    ]


def _said(overall: Overall, guide: Guide, asked: bool) -> str:
    """What stands under the headline, and whether the decision stands."""
    said = wording.subline(overall.options, asked)
    decided = asked and overall.fitting and guide.decided
    return f"{said}. The decision stands: no open question can change it." if decided else said


# --- Results -----------------------------------------------------------------------------------------------


def _first(
    plan: Plan, subject: Subject, selection: Selection, fit: Fit, overall: Overall, places: Places
) -> ResultView:
    """The first table's outcomes, with what the second makes of the option that it details."""
    first, last = fit.tables[0], fit.tables[-1]
    result = _result(plan.verdicts.document, subject, selection, first, places, overall)
    below = subject.table(last.table.slug).noun
    seconds = {it.option.slug: _second(last, it, overall, below, places) for it in first.options}
    return replace(
        result,
        between=wording.between_tables(plan.verdicts, subject, selection, fit, overall),
        cards=tuple(replace(card, second=seconds[card.slug]) for card in result.cards),
    )


def _second(fit: TableFit, option: OptionFit, overall: Overall, below: str, places: Places) -> SecondView | None:
    """``fit``: the second table's, whose options are called ``below``."""
    state = wording.with_second(overall, option, below)
    if not state:
        return None
    reasons = [
        (deciding.option.name, _reason(fit, reason, places))
        for deciding in overall.deciding
        for reason in deciding.reasons
    ]
    return SecondView(
        outcome=overall.by_slug[option.option.slug],
        state=state,
        reasons=tuple(replace(view, label=f"{name}: {view.label}") for name, view in reasons),
    )


def _result(
    document: Document,
    subject: Subject,
    selection: Selection,
    fit: TableFit,
    places: Places,
    overall: Overall | None = None,
) -> ResultView:
    """One table's outcomes; with ``overall``, what speaks of all of them goes by both tables."""
    options = wording.ranked(fit.options, overall)
    compared = [option for option in options if option.option.slug in selection.options]
    if len(compared) == 2:  # side by side, as their columns are
        options = compared + [option for option in options if option not in compared]
    return ResultView(
        slug=fit.table.slug,
        title=fit.table.title,
        headline=wording.headline(
            overall.options if overall else fit.outcomes, bool(selection.words), subject.table(fit.table.slug).noun
        ),
        between=(),
        cards=tuple(
            _card(document, fit, it, places, holds=(overall.judged(it) if overall else it).fits) for it in options
        ),
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
            for relaxation in (overall or fit).relaxations
        ),
        cautions=tuple(
            ReasonView(c.label, places.href(fit.table, c.feature), c.cell, False, c.note, (), str(c.word))
            for c in fit.cautions
        ),
    )


def _card(document: Document, fit: TableFit, option: OptionFit, places: Places, *, holds: bool) -> CardView:
    """``holds``: whether to say how far the option does."""
    decisive = deciding(option)
    decided = set(map(id, decisive))  # by identity: there may be 200, each with all that its cell says
    others = tuple(reason for reason in option.reasons if id(reason) not in decided)
    met = all(reason.judgement.verdict == "met" for reason in others)
    bounds = limits.bounds(document, fit.table, option.option) if holds else ()
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
        second=None,
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
    boxes = toolbar.as_boxes(selection)
    chips: list[Link] = []
    for part in selection.parts:
        label, value = wording.part_label(document, part)
        if boxes and isinstance(part, Need):
            chips.append(Link("", value, label, part.word.value))
        else:
            chips.append(Link(selection.without([part.word]).url, value, label))
    return tuple(chips)
