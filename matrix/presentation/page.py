"""Everything the page says under a selection, ready to be laid out: no template decides anything.

Pure. Addresses are relative to the site; the words are `matrix.presentation.wording`'s.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, structs

from matrix.decision import overall as levels
from matrix.decision.fit import Fit, Verdicts
from matrix.decision.guide import Guide
from matrix.decision.overall import Overall
from matrix.decision.selection import Like, Problem, Selection
from matrix.domain.document import Document
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Subject
from matrix.presentation import controls, questionnaire, second_table, toolbar, verdict, wording
from matrix.presentation.chart import Chart, chart_of
from matrix.presentation.comparison import Comparison
from matrix.presentation.controls import Link, Places, places
from matrix.presentation.doubts import Doubt, judged_by
from matrix.presentation.later import Later
from matrix.presentation.otherwise import Added, added_to
from matrix.presentation.questionnaire import QuestionView
from matrix.presentation.results import ResultView, Speaker
from matrix.presentation.second_sources import SecondSources, note_id, shortly
from matrix.presentation.starts import starts
from matrix.presentation.toolbar import Toolbar
from matrix.presentation.verdict import Condition


class PageView(Struct, frozen=True, dict=True):
    """The whole page. ``conditions``: under what the options fit, by both tables. ``first`` and ``second`` are the
    tables' results, None for a second that there is not; ``told`` stands under the headline, in pieces of which some
    lead on, ``beside`` below it, where nothing sticks; ``doubts``: by what the result would be another, which is then
    what is told; ``quoted``: the one thing that another source adds; ``aside`` says why the second is folded;
    ``starts`` are the errors to start from."""

    document: Document
    revision: RevisionRef
    selection: Selection
    comparison: Comparison
    told: tuple[Link, ...]
    quoted: tuple[Link, ...]
    doubts: tuple[Doubt, ...]
    beside: str
    questions: tuple[QuestionView, ...]
    stands: str
    to_confirm: tuple[Link, ...]
    conditions: tuple[Condition, ...]
    first: ResultView
    second: ResultView | None
    aside: str
    starts: tuple[Link, ...]
    chart: Chart | None
    tools: Toolbar
    others: SecondSources

    @property
    def said(self) -> str:
        return "".join(piece.text for piece in self.told).strip()

    @cached_property
    def headline(self) -> str:
        """What the title says, too."""
        return toolbar.side_by_side(self.selection, self.comparison) or self.first.headline

    @cached_property
    def brief(self) -> str:
        """What a bar that is all of the result in sight says beside the headline: the conditions, the ways out, by what
        the result would be another; else what stands under it."""
        given_up = (*self.first.give_up, *self.first.more)
        ways = ["accept an N/A" if given.accepts else way.text for given in given_up for way in given.ways]
        named = ", or ".join(dict.fromkeys(way[:1].lower() + way[1:] for way in ways))
        out = f"{len(ways)} ways out" + (f": {named}" if not self.doubts else "") if ways else ""
        if len(ways) == 1:
            out = f"{ways[0]} → {given_up[0].options}"
        found = (*(condition.brief for condition in self.conditions), out, *(doubt.brief for doubt in self.doubts))
        return " ".join(map(wording.sentence, filter(None, found))) or self.said

    @property
    def stands_in_guide(self) -> str:
        """That the answer stands: not once more where the bar says it, above what can be confirmed."""
        return "" if self.to_confirm and self.brief == self.stands else self.stands

    @property
    def asked_for(self) -> str:
        return questionnaire.asked_for(self.selection)

    @property
    def needed(self) -> str:
        return questionnaire.needed(self.document, self.selection)

    @property
    def unasked(self) -> str:
        return questionnaire.unasked(self.document)

    @property
    def asked(self) -> bool:
        return bool(self.selection.words)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.selection.problems

    @property
    def readings(self) -> dict[Problem, tuple[Link, ...]]:
        """What each that can't be read may have meant."""
        return {problem: controls.readings(self.document, self.selection, problem) for problem in self.problems}

    @cached_property
    def chips(self) -> tuple[Link, ...]:
        return toolbar.chips(self.document, self.selection, self.others.who)

    @property
    def clear_url(self) -> str:
        return structs.replace(self.selection.without(self.selection.words), annotated=False).url

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        return toolbar.hidden(self.selection)

    @cached_property
    def pinned_url(self) -> str:
        return self.selection.pinned(self.revision.short).url

    @property
    def latest_url(self) -> str:
        return self.selection.latest.url

    @cached_property
    def query(self) -> str:
        return f"?{self.selection.query}" if self.selection.query else ""


def page_view(
    document: Document,
    verdicts: Verdicts,
    revision: RevisionRef,
    subject: Subject,
    selection: Selection,
    fit: Fit,
    overall: Overall,
    guide: Guide,
    comparison: Comparison,
    second: SecondSources,
    later: tuple[Later, ...] = (),
    doubts: tuple[Doubt, ...] = (),
    like: Like | None = None,
) -> PageView:
    """``verdicts``: by the deciding facts; ``later``: the publisher's pages since; ``doubts``: by what others fit."""
    at, like, added = places(selection, comparison, second), like or Like(), added_to(fit, overall, second, subject)
    speaker = _speaker(document, verdicts, subject, selection, fit, overall, at, later, like, added)
    first = speaker.first(fit, overall)
    return PageView(
        document=document,
        revision=revision,
        selection=selection,
        comparison=comparison,
        told=tuple(_told(verdicts, selection, overall, guide, second, doubts, added)),
        quoted=tuple(_quoted(added, second, subject.publisher.short)),
        doubts=doubts,
        beside=_beside(speaker, fit, overall),
        questions=questionnaire.question_views(guide, document, subject, selection),
        stands=_stands(speaker, guide, doubts),
        to_confirm=questionnaire.to_confirm(guide),
        conditions=speaker.conditions,
        first=first,
        second=speaker.second(fit, overall, first) if fit.tables[1:] else None,
        aside=second_table.set_aside(fit, subject),
        starts=starts(document, subject, selection, subject.errors),
        chart=chart_of(speaker.judged, fit.tables[0], selection, overall, second.words(selection), like),
        tools=toolbar.toolbar(document, subject, selection, comparison),
        others=second,
    )


def _speaker(
    document: Document,
    verdicts: Verdicts,
    subject: Subject,
    selection: Selection,
    fit: Fit,
    overall: Overall,
    places: Places,
    later: tuple[Later, ...],
    like: Like,
    added: Mapping[str, Added],
) -> Speaker:
    fitting = [option for option in map(overall.judged, fit.tables[0].options) if option.fits]
    conditions = verdict.conditions(document, subject.publisher.short, fitting)
    quoted = next(iter(added.values())).where[1] if len(added) == 1 else ""
    return Speaker(document, verdicts, subject, selection, places, conditions, later, like, quoted)


def _told(
    verdicts: Verdicts,
    selection: Selection,
    overall: Overall,
    guide: Guide,
    second: SecondSources,
    doubts: tuple[Doubt, ...],
    added: Mapping[str, Added],
) -> Iterator[Link]:
    """What stands under the headline: by what it would be another, else whether the answer stands, or what rules all
    out; and to what that fits by another source adds something (``added``, by row)."""
    if not selection.words:
        yield Link("", wording.SUBLINE)
    elif doubts:
        for doubt in doubts:
            yield from (Link(doubt.url, doubt.said), Link("", f"{doubt.rest} "))
    elif overall.fitting:
        yield Link("", questionnaire.stands(guide))
    else:
        document, details = verdicts.document, overall.detailed.option.slug if overall.detailed else ""
        alone = levels.alone(verdicts, selection.parts, details)
        without = selection.without(part.word for part in alone)
        yield from questionnaire.referring(document, without, wording.conflict(document, alone))
    for at, (row, found) in enumerate(added.items() if len(added) > 1 else ()):
        before = ", " if at else f"{'' if doubts else ' '}Read also what {second.who.one} says of "
        yield Link("", before)
        yield Link(f"#{note_id(found.where)}", found.of(row))
    if len(added) > 1:
        yield Link("", ".")


def _quoted(added: Mapping[str, Added], second: SecondSources, publisher: str) -> Iterator[Link]:
    """What another source adds, where it is one thing, and that no verdict goes by it: below what is told at once,
    which is short."""
    if len(added) == 1:
        ((row, found),) = added.items()
        table, feature, option = found.where
        cell = shortly(second.document.by_table[table].cell(feature, option).text)
        yield Link("", f"{wording.capital(found.of(row))}: the “{cell}” of {publisher}’s page counts. ")
        yield Link(found.url, f"{wording.capital(second.who.one)} ({found.by})")
        yield Link("", f" said: {shortly(found.text)}.")


def _beside(speaker: Speaker, fit: Fit, overall: Overall) -> str:
    """What has to be known beside a headline by which options fit: with which hosting options alone, which of
    those says otherwise of itself, what was asked of those alone, and whose plain tick says no more."""
    verdicts, subject, selection = speaker.verdicts, speaker.subject, speaker.selection
    if not (selection.words and overall.fitting):
        return ""
    alone = second_table.asked_alone(verdicts, selection)
    noun = subject.table(fit.tables[-1].table.slug).noun
    elsewhere = second_table.of_second_alone(verdicts, alone, overall, noun)
    own = verdict.own_column(verdicts, selection, overall)
    silent = verdict.silent(speaker.publisher, map(overall.judged, fit.tables[0].options), speaker.conditions)
    told = (second_table.only_with(verdicts, selection, fit, overall), own, elsewhere, silent)
    return " ".join(filter(None, told))


def _stands(speaker: Speaker, guide: Guide, doubts: tuple[Doubt, ...]) -> str:
    if not speaker.selection.words:
        return ""
    by = judged_by(speaker.document, speaker.publisher, speaker.selection, speaker.places.second)
    return questionnaire.stands(guide, by if doubts else "")
