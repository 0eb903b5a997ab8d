"""Everything the page says under a selection, ready to be laid out: no template decides anything.

Pure. Addresses are relative to the site; the words are `matrix.presentation.wording`'s.
"""

from typing import Final

from msgspec import Struct, structs

from matrix.decision.fit import FITTING, Fit, OptionFit, Reason, TableFit
from matrix.decision.guide import Guide, Plan
from matrix.decision.overall import Overall
from matrix.decision.selection import Problem, Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Subject
from matrix.presentation import controls, questionnaire, toolbar, verdict, wording
from matrix.presentation.chart import Chart, chart_of
from matrix.presentation.comparison import Comparison, deciding
from matrix.presentation.controls import Link, Places
from matrix.presentation.questionnaire import QuestionView
from matrix.presentation.second_sources import SecondSources
from matrix.presentation.starts import starts
from matrix.presentation.toolbar import Toolbar
from matrix.presentation.verdict import Condition, GiveUp

AT_FIRST_SIGHT: Final = 3
"""So many ways out are shown where nothing fits; the others are folded."""


class ReasonView(Struct, frozen=True):
    """``own``: the cell was changed here; ``said``: what other sources say of it."""

    label: str
    href: str
    cell: str
    blank: bool
    note: str
    footnotes: tuple[int, ...]
    own: bool
    said: tuple[Annotation, ...]


class VerdictView(Struct, frozen=True):
    """An option in one line, which opens to its proof. ``outcome`` is its own table's, ``look`` the one that counts by
    both; "" where nothing is asked, and it claims nothing. ``line``: up to where it works, what stands against it, or
    what it is for. ``deciding``, ``hosted`` and ``others``: its reasons, ``hosted`` those of the second table."""

    slug: str
    name: str
    outcome: str
    look: str
    state: str
    line: str
    deciding: tuple[ReasonView, ...]
    hosted: tuple[ReasonView, ...]
    others: tuple[ReasonView, ...]
    others_title: str


class ResultView(Struct, frozen=True):
    """One table's outcomes. The first's ``headline``, order and ``give_up`` go by both tables; ``conditions`` is under
    what the options fit, ``more`` the rest of what to give up, ``between`` why an option that fits by its own table
    can't be chosen by the second."""

    slug: str
    title: str
    headline: str
    conditions: tuple[Condition, ...]
    between: tuple[str, ...]
    options: tuple[VerdictView, ...]
    give_up: tuple[GiveUp, ...]
    more: tuple[GiveUp, ...]
    cautions: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether nothing is to be told apart: every option fits, without a condition."""
        return all(option.outcome == "fits" for option in self.options)

    @property
    def give_up_title(self) -> str:
        one = sum(len(sentence.ways) for sentence in self.give_up) == 1
        return "This would do" if one else "One of these would do"


class PageView(Struct, frozen=True):
    """The whole page. ``first`` and ``second`` are the tables' results, None for a second that there is not; ``aside``
    says why the second is folded; ``starts`` are the errors to start from."""

    document: Document
    revision: RevisionRef
    selection: Selection
    comparison: Comparison
    said: str
    readings: dict[Problem, tuple[Link, ...]]
    questions: tuple[QuestionView, ...]
    asked_for: str
    needed: str
    stands: str
    to_confirm: tuple[Link, ...]
    chips: tuple[Link, ...]
    first: ResultView
    second: ResultView | None
    aside: str
    starts: tuple[Link, ...]
    chart: Chart | None
    tools: Toolbar

    @property
    def headline(self) -> str:
        """What the title says, too."""
        return self.first.headline

    @property
    def asked(self) -> bool:
        return bool(self.selection.words)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.selection.problems

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        return toolbar.hidden(self.selection)

    @property
    def pinned_url(self) -> str:
        return self.selection.pinned(self.revision.short).url

    @property
    def latest_url(self) -> str:
        return self.selection.latest.url

    @property
    def query(self) -> str:
        return f"?{self.selection.query}" if self.selection.query else ""


def page_view(
    plan: Plan,
    revision: RevisionRef,
    subject: Subject,
    selection: Selection,
    fit: Fit,
    overall: Overall,
    guide: Guide,
    comparison: Comparison,
    second: SecondSources,
) -> PageView:
    """The page of a selection."""
    document = plan.verdicts.document
    judged = verdict.by_facts(document, selection)
    speaker = _Speaker(document, judged, subject, selection, controls.places(selection, comparison, second))
    first = speaker.first(plan, fit, overall)
    others = [speaker.result(table) for table in fit.tables[1:]]
    return PageView(
        document=document,
        revision=revision,
        selection=selection,
        comparison=comparison,
        said=_said(overall, guide, bool(selection.words)),
        readings={problem: controls.readings(document, selection, problem) for problem in selection.problems},
        questions=questionnaire.question_views(guide, document, subject, selection),
        asked_for=questionnaire.asked_for(selection),
        needed=questionnaire.needed(document, selection),
        stands=questionnaire.stands(guide) if selection.words else "",
        to_confirm=questionnaire.to_confirm(guide),
        chips=toolbar.chips(document, selection),
        first=first,
        second=_second(first, others[0]) if others else None,
        aside=wording.set_aside(fit, subject),
        starts=starts(document, subject, selection, subject.errors),
        chart=chart_of(judged, fit.tables[0], selection, overall.by_slug),
        tools=toolbar.toolbar(document, subject, selection, comparison),
    )


def _said(overall: Overall, guide: Guide, asked: bool) -> str:
    """What stands under the headline, and whether the answer stands."""
    stands = questionnaire.stands(guide) if asked else ""
    return stands or wording.subline(overall.standing, asked)


def _second(first: ResultView, second: ResultView) -> ResultView:
    """The second table's result: what to give up is told once, and by both tables where the first tells it."""
    return structs.replace(second, give_up=(), more=()) if first.give_up else second


# --- Results -----------------------------------------------------------------------------------------------


class _Speaker(Struct, frozen=True):
    """What all results of a page are told by; ``judged`` is the document whose cells decide."""

    document: Document
    judged: Document
    subject: Subject
    selection: Selection
    places: Places

    @property
    def publisher(self) -> str:
        return self.subject.publisher.short

    def first(self, plan: Plan, fit: Fit, overall: Overall) -> ResultView:
        """The first table's outcomes, with what the second makes of the option that it details."""
        below = self.subject.table(fit.tables[-1].table.slug).noun
        result = self.result(fit.tables[0], overall)
        options = (self._with_second(view, fit, overall, below) for view in result.options)
        return structs.replace(
            result,
            headline=wording.headline(overall.standing, bool(self.selection.words)),
            between=wording.between_tables(plan.verdicts, self.subject, self.selection, fit, overall),
            options=tuple(options),
        )

    def _with_second(self, view: VerdictView, fit: Fit, overall: Overall, below: str) -> VerdictView:
        """The option that the second table details, where that makes it worse; ``below`` are its options."""
        state = wording.with_second(overall, fit.tables[0].by_slug[view.slug], below)
        if not state:
            return view
        last = fit.tables[-1]
        reasons = [(d.option, self._reason(last, d.option.slug, r)) for d in overall.deciding for r in d.reasons]
        return structs.replace(
            view,
            state=state,
            line=view.line if view.look in FITTING else wording.decided(overall),
            hosted=tuple(structs.replace(reason, label=f"{option.name}: {reason.label}") for option, reason in reasons),
        )

    def result(self, fit: TableFit, overall: Overall | None = None) -> ResultView:
        """One table's outcomes; with ``overall``, what speaks of all of them goes by both tables."""
        options = wording.ranked(fit.options, overall)
        compared = [option for option in options if option.option.slug in self.selection.options]
        if len(compared) == 2:  # side by side, as their columns are
            options = compared + [option for option in options if option not in compared]
        judged = [overall.judged(option) if overall else option for option in options]
        found = verdict.give_up(self.judged, fit.table.slug, self.selection, (overall or fit).relaxations)
        return ResultView(
            slug=fit.table.slug,
            title=fit.table.title,
            headline=wording.table_headline(fit, bool(self.selection.words), self.subject.table(fit.table.slug).noun),
            conditions=verdict.conditions(self.document, self.publisher, [it for it in judged if it.fits]),
            between=(),
            options=tuple(self._option(fit, own, both) for own, both in zip(options, judged, strict=True)),
            give_up=found[:AT_FIRST_SIGHT],
            more=found[AT_FIRST_SIGHT:],
            cautions=tuple(caution.note for caution in fit.cautions),
        )

    def _option(self, fit: TableFit, option: OptionFit, judged: OptionFit) -> VerdictView:
        """``judged``: the option by both tables."""
        decisive = deciding(option)
        decided = set(map(id, decisive))  # by identity: there may be 200, each with all that its cell says
        others = tuple(reason for reason in option.reasons if id(reason) not in decided)
        asked = bool(self.selection.words)
        views = self._reasons(fit, option.option.slug, (*decisive, *others))
        return VerdictView(
            slug=option.option.slug,
            name=option.option.name,
            outcome=option.outcome,
            look=judged.outcome if asked else "",
            state=wording.state(judged) if asked else "",
            line=self._line(fit, option, judged) if asked else self.document.bullet_of(option.option),
            deciding=views[: len(decisive)],
            hosted=(),
            others=views[len(decisive) :],
            others_title=wording.others(others, alone=not decisive),
        )

    def _line(self, fit: TableFit, option: OptionFit, judged: OptionFit) -> str:
        if judged.fits:
            return verdict.works(self.judged, self.publisher, fit.table.slug, option.option)
        return verdict.against(self.selection, option.blocking)

    def _reasons(self, fit: TableFit, option: str, reasons: tuple[Reason, ...]) -> tuple[ReasonView, ...]:
        """What other sources say of a cell stands at the first reason that is by it: needs may ask for it 200 times."""
        views = [self._reason(fit, option, reason) for reason in reasons]
        first = {view.label: view for view in reversed(views)}
        return tuple(view if view is first[view.label] else structs.replace(view, said=()) for view in views)

    def _reason(self, fit: TableFit, option: str, reason: Reason) -> ReasonView:
        judgement = reason.judgement
        where = fit.table.slug, judgement.feature, option
        return ReasonView(
            label=verdict.label(self.publisher, judgement),
            href=self.places.href(fit.table, judgement.feature or ""),
            cell=judgement.cell or "",
            blank=judgement.cell == "",
            note=verdict.note(self.document, self.publisher, judgement),
            footnotes=judgement.footnotes,
            own=self.places.second.is_own(*where),
            said=self.places.second.of_cell(*where),
        )
