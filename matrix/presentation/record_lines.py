"""The lines that a decision record begins with, and what they are made from.

Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from matrix.decision.fit import Fit, OptionFit, Verdicts
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.document import Document
from matrix.domain.subject import Subject
from matrix.presentation import second_table, verdict, wording
from matrix.presentation.dating import Dating
from matrix.presentation.later import Later
from matrix.presentation.otherwise import added_to
from matrix.presentation.second_sources import SecondSources
from matrix.presentation.ways_out import GiveUp


class Line(Struct, frozen=True):
    """One of the five lines that a record begins with."""

    name: str
    text: str


class Result(Struct, frozen=True, dict=True):
    """What a record is made from."""

    document: Document
    verdicts: Verdicts
    subject: Subject
    selection: Selection
    fit: Fit
    overall: Overall
    second: SecondSources
    later: tuple[Later, ...]

    @property
    def judged(self) -> Document:
        """The document whose cells decide."""
        return self.verdicts.document

    @cached_property
    def between(self) -> tuple[str, ...]:
        """Why an option can't be chosen though it fits by itself."""
        return verdict.between(self.verdicts, self.subject, self.selection, self.fit, self.overall)

    @property
    def publisher(self) -> str:
        return self.subject.publisher.short

    @cached_property
    def conditions(self) -> tuple[verdict.Condition, ...]:
        """Under what the options of the first table fit."""
        options = map(self.overall.judged, self.fit.tables[0].options)
        return verdict.conditions(self.document, self.publisher, [it for it in options if it.fits])


def lines(
    result: Result, options: Sequence[tuple[str, str]], ways: Iterable[GiveUp], conflicts: tuple[str, ...], by: str
) -> Iterator[Line]:
    """What is chosen, because of what, under which condition, and what is not; link and date are the record's own.
    ``options``: each with what stands against it; ``ways``: what to give up where none fits; ``by``: by whose word
    it is, where another would have it otherwise."""
    judged, unasked = map(result.overall.judged, result.fit.tables[0].options), result.overall.unasked
    fitting = [option for option in judged if option.fits and option.option.slug not in unasked]
    detailed, noun = result.overall.detailed, result.subject.table(result.fit.tables[-1].table.slug).noun
    second = second_table.asked_alone(result.verdicts, result.selection)
    apart = second if any(not detailed or it.option != detailed.option for it in fitting) else ()
    asked = ", ".join(wording.in_a_sentence(result.document, it) for it in result.selection.parts if it not in apart)
    asked += (
        f"; judged by what {result.second.who.many} say, not by the page alone" if result.selection.annotated else ""
    )
    alone = second_table.of_second_alone(result.verdicts, second, result.overall, noun)
    if fitting:
        lack = second_table.lacking(result.verdicts, second, result.overall)
        yield Line("Choose", wording.listed((_chosen(result, option, lack) for option in fitting), "or"))
        meets = "it meets" if len(fitting) == 1 else "each meets"
        own = verdict.own_column(result.verdicts, result.selection, result.overall)
        because = (f"{meets} what was asked: {asked}", " ".join(filter(None, (own, alone))))
        yield Line("Because", ". ".join(filter(None, because)))
        yield from _under(result, fitting, by)
    elif unasked:
        yield Line("Choose", "none yet")
        yield Line("Because", ". ".join(filter(None, (*conflicts, alone))))
    else:
        yield Line("Choose", "none of these options")
        yield Line("Because", ". ".join((f"no option meets all that was asked: {asked}", *conflicts)))
        yield Line("What would do", "; ".join(it.told for it in ways))
    names = {option.option.name for option in fitting}
    others = [f"{name}: {why}" for name, why in options if name not in names]
    yield Line("Not chosen", ". ".join(others) or "none")


def _under(result: Result, fitting: Sequence[OptionFit], by: str) -> Iterator[Line]:
    """The conditions, and what another source adds to what was asked."""
    said = verdict.conditions(result.document, result.publisher, fitting)
    added = added_to(result.fit, result.overall, result.second, result.subject)
    page = f"{result.publisher}’s page of {wording.day_words(result.document.source.date)}"
    by = by or (page if added else "")
    told = verdict.numbered(it.noted for it in said) or (f"none by {by}" if by else "none")
    yield Line("On condition", ". ".join(filter(None, (told, verdict.silent(result.publisher, fitting, said)))))
    if added:
        texts = (f"to {found.of(row)}: {found.text} ({found.by})" for row, found in added.items())
        yield Line(f"{wording.capital(result.second.who.one)} adds", verdict.numbered(texts))


def _chosen(result: Result, option: OptionFit, lack: Mapping[str, str]) -> str:
    """An option's name; with what alone it fits; what it ``lack``s of what was asked of the second table's alone."""
    only = second_table.only(result.verdicts, result.selection, result.fit, result.overall).get(option.option.slug)
    said = ", with {}" if len(result.overall.fitting) == 1 else " (with {})"
    lacks = lack.get(option.option.slug)
    return option.option.name + (said.format(only) if only else "") + (f" (which has {lacks})" if lacks else "")


def doubts(dating: Dating) -> Iterator[Line]:
    """By which later editions and other sources the result would be another."""
    yield from (Line("But later", doubt.sentence) for doubt in dating.doubts if not doubt.by_source)
    for it in dating.otherwise:
        if dating.annotated:
            said = f"{it.source}, {it.seen}; by the page alone {it.would}, {it.text}"
            yield Line(f"By {dating.who.one}", f"{it.options}: {said}")
        else:
            said = f"{it.options}: {it.would} — {it.text} ({it.source}, {it.seen})"
            yield Line(f"But, as this site reads {dating.who.one}", said)
