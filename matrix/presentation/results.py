"""The outcomes of one table in words: each option in short, its reasons, what to give up.

Pure. Addresses are relative to the site; the words are `matrix.presentation.verdict`'s and `wording`'s.
"""

from functools import partial
from typing import Final

from msgspec import Struct, structs

from matrix.decision.fit import FITTING, Fit, OptionFit, Part, Reason, TableFit, Verdicts
from matrix.decision.overall import Overall
from matrix.decision.selection import Like, Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document
from matrix.domain.once import once
from matrix.domain.subject import Subject
from matrix.presentation import second_table, verdict, ways_out, wording
from matrix.presentation.comparison import deciding
from matrix.presentation.controls import Places
from matrix.presentation.later import Later, doubts, since, works
from matrix.presentation.starts import ends_in
from matrix.presentation.verdict import Condition
from matrix.presentation.ways_out import GiveUp

AT_FIRST_SIGHT: Final = 3
"""So many ways out are shown where nothing fits; the others are folded."""


class ReasonView(Struct, frozen=True):
    """``own``: the cell was changed here; ``said``: what other sources say of it, ``by`` what those are called."""

    label: str
    href: str
    cell: str
    blank: bool
    note: str
    footnotes: tuple[int, ...]
    own: bool
    said: tuple[Annotation, ...]
    by: str


class VerdictView(Struct, frozen=True):
    """An option in one line, which opens to its proof. ``outcome`` is its own table's, ``look`` the one that counts by
    both; "" where nothing is asked, and it claims nothing. ``why``: under what it fits, or what stands against it.
    ``line``: up to where it works, or, where nothing is asked, what it is for. ``deciding``, ``hosted`` and ``others``:
    its reasons, ``hosted`` those of the second table."""

    slug: str
    name: str
    outcome: str
    look: str
    state: str
    why: str
    line: str
    deciding: tuple[ReasonView, ...]
    hosted: tuple[ReasonView, ...]
    others: tuple[ReasonView, ...]
    others_title: str

    @property
    def opens(self) -> bool:
        """Whether there is a proof to be opened."""
        return bool(self.deciding or self.hosted or self.others)


class ResultView(Struct, frozen=True):
    """One table's outcomes. The first's ``headline``, order and ``give_up`` go by both tables; ``more`` is the rest
    of what to give up."""

    slug: str
    title: str
    headline: str
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


class Speaker(Struct, frozen=True):
    """What all results of a page are told by; ``verdicts`` are by the facts that decide, ``conditions`` what the
    page tells first, ``later`` the publisher's pages since; ``like`` keeps what no size alone makes another;
    ``quoted`` is the row of which the page tells first what another source adds."""

    document: Document
    verdicts: Verdicts
    subject: Subject
    selection: Selection
    places: Places
    conditions: tuple[Condition, ...]
    later: tuple[Later, ...]
    like: Like
    quoted: str

    @property
    def judged(self) -> Document:
        """The document whose cells decide."""
        return self.verdicts.document

    @property
    def publisher(self) -> str:
        return self.subject.publisher.short

    def first(self, fit: Fit, overall: Overall) -> ResultView:
        """The first table's outcomes, with what the second makes of the option that it details."""
        result = self.result(fit.tables[0], overall)
        alone = second_table.asked_alone(self.verdicts, self.selection)
        between = "; ".join(verdict.between(self.verdicts, self.subject, self.selection, fit, overall))
        return structs.replace(
            result,
            headline=wording.headline(overall.standing, bool(self.selection.words)),
            options=tuple(self._with_second(view, fit, overall, between, alone) for view in result.options),
        )

    def second(self, fit: Fit, overall: Overall, first: ResultView) -> ResultView:
        """The second table's outcomes, each on the conditions of the option that it comes with. What to give up is told
        once, and by both tables where the ``first`` tells it."""
        result, table = self.result(fit.tables[1], ways=not first.give_up), fit.tables[1].by_slug
        options = (
            structs.replace(it, state=second_table.state(overall, table[it.slug])) if it.look else it
            for it in result.options
        )
        return structs.replace(result, options=tuple(options))

    def _with_second(
        self, view: VerdictView, fit: Fit, overall: Overall, between: str, alone: tuple[Part, ...]
    ) -> VerdictView:
        """The option that the second table details, where that makes it worse; ``between``: why it can't be chosen.
        Another that fits, with what is asked of that one ``alone``."""
        last = fit.tables[-1]
        if overall.detailed is None or view.slug != overall.detailed.option.slug:
            unasked = second_table.unasked(self.verdicts, alone, view.slug) if view.look in FITTING else ""
            line = ". ".join(filter(None, (wording.capital(unasked), view.line)))
            return structs.replace(view, line=line) if unasked else view
        noun = self.subject.table(last.table.slug).noun
        found = overall.deciding or overall.further
        reasons = [(d.option, self._reason(last, d.option.slug, r)) for d in found for r in d.reasons]
        return structs.replace(
            view,
            state=second_table.with_second(overall, overall.detailed, noun) or view.state,
            why=verdict.nor(self.subject, self.selection, fit, overall, view.why or between),
            hosted=tuple(structs.replace(reason, label=f"{option.name}: {reason.label}") for option, reason in reasons),
        )

    def result(self, fit: TableFit, overall: Overall | None = None, *, ways: bool = True) -> ResultView:
        """One table's outcomes; with ``overall``, what speaks of all of them goes by both tables. ``ways``: with what
        to give up where nothing fits."""
        options, none = wording.fitting_first(fit.options, overall), not (overall or fit).fitting
        unasked = overall.unasked if overall else {it.option.slug for it in options if not it.reasons}
        judged = [overall.judged(option) if overall else option for option in options]

        def row(reason: Reason) -> str:
            below = (it for deciding in (overall.deciding if overall else ()) for it in deciding.reasons)
            table = self.document.tables[-1] if any(it is reason for it in below) else fit.table
            return self.places.href(table, reason.judgement.feature or "")

        second = self.places.second
        found = ways_out.ways(self.verdicts, fit, self.selection, overall, second, self.like) if ways else ()
        return ResultView(
            slug=fit.table.slug,
            title=fit.table.title,
            headline=wording.table_headline(fit, bool(self.selection.words), self.subject.table(fit.table.slug).noun),
            options=tuple(
                self._option(fit, own, both, unasked=own.option.slug in unasked, none=none)
                for own, both in zip(options, judged, strict=True)
            ),
            give_up=(*found[:AT_FIRST_SIGHT], *(ways_out.accepting(judged, row) if found else ())),
            more=found[AT_FIRST_SIGHT:],
            cautions=tuple(caution.note for caution in fit.cautions),
        )

    def _option(self, fit: TableFit, option: OptionFit, judged: OptionFit, *, unasked: bool, none: bool) -> VerdictView:
        """``judged``: the option by both tables; ``unasked``: nothing is asked of it; ``none``: no option fits."""
        decisive = deciding(option)
        decided = set(map(id, decisive))  # by identity: there may be 200, each with all that its cell says
        others = tuple(reason for reason in option.reasons if id(reason) not in decided)
        asked = bool(self.selection.words)
        views = self._reasons(fit, option.option.slug, (*decisive, *others))
        why, line = self._told(fit, option, judged, none=none)
        return VerdictView(
            slug=option.option.slug,
            name=option.option.name,
            outcome=option.outcome,
            look=judged.outcome if asked and not unasked else "",
            state=wording.state(judged, unasked=unasked) if asked else "",
            why=why,
            line=line,
            deciding=views[: len(decisive)],
            hosted=(),
            others=views[len(decisive) :],
            others_title=wording.others(others, alone=not decisive),
        )

    def _told(self, fit: TableFit, option: OptionFit, judged: OptionFit, *, none: bool) -> tuple[str, str]:
        if not self.selection.words:
            return "", self.document.bullet_of(option.option)
        second, table = self.places.second, fit.table.slug
        if not judged.fits:
            told = once(self.like, ("told", table, option.option.slug), partial(self._beside, fit, option, none=none))
            against = verdict.against(self.selection, option.blocking, told)
            return against + (second.but(table, option, annotated=self.selection.annotated) if none else ""), ""
        key = "line", table, option.option.slug, self.quoted
        line = once(self.like, key, partial(self._line, table, option))
        first = fit.table == self.document.tables[0]
        why = verdict.bare(self.publisher, judged, self.conditions) if first else ""
        return why or verdict.under(self.document, self.publisher, judged, self.conditions), line

    def _beside(self, fit: TableFit, option: OptionFit, *, none: bool) -> dict[str | None, str]:
        """By row, what stands beside that which rules an option out; ``none``: no option fits, so this may be a way
        out. The error in which it ends comes first."""
        second, table = self.places.second, fit.table.slug
        told = second.adds(table, option.option.slug) if none else {}
        told |= second_table.though(self.judged, self.selection, fit.table, option)
        told |= doubts(self.judged, self.later, second, self.selection, table, option, none=none)
        if ending := ends_in(self.document, self.subject, option.blocking):
            row = option.blocking[0].judgement.feature
            told[row] = ending + told.get(row, "")
        return told

    def _line(self, table: str, option: OptionFit) -> str:
        """Up to where an option works, by whom else, and what other sources say of that by which it fits."""
        second, column = self.places.second, option.option
        reach = works(self.judged, self.publisher, second, self.selection, table, column)
        moved = since(self.judged, self.later, second, table, column)
        rows = [reason.judgement.feature for reason in option.reasons]
        quoted = self.quoted if table == self.document.tables[0].slug else ""
        beside = second.beside(table, column.slug, rows, annotated=self.selection.annotated, above=quoted)
        return wording.capital("; ".join(filter(None, (reach + moved, *beside))))

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
            note=verdict.note(self.document, self.publisher, judgement, self.places.second.who.one),
            footnotes=judgement.footnotes,
            own=self.places.second.is_own(*where),
            said=self.places.second.of_cell(*where),
            by=wording.capital(self.places.second.who.one),
        )
