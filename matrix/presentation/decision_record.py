"""The decision record, as data; `matrix.presentation.record_markdown` and a template lay it out. Pure."""

from datetime import date
from typing import Final, Literal

from msgspec import Struct, structs

from matrix.decision.fit import Fit, OptionFit, Outcome, Reason, TableFit, Verdicts
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document, Footnote, Verdict
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Subject
from matrix.presentation import record_lines, second_table, verdict, ways_out, wording
from matrix.presentation.dating import Dating
from matrix.presentation.later import Later, doubts, since, works
from matrix.presentation.record_lines import Line, Result
from matrix.presentation.second_sources import SecondSources
from matrix.presentation.ways_out import GiveUp

VERDICT: Final[dict[Verdict, str]] = {
    "met": "met",
    "conditional": "met with a condition",
    "not-stated": "not stated",
    "not-applicable": "not applicable",
    "unmet": "not met",
}


class Asked(Struct, frozen=True):
    """An answer or a need, in words and as it stands in the address."""

    label: str
    value: str
    word: str


class RecordReason(Struct, frozen=True):
    """``cell`` is what decides: "" for a blank, None where there is no such row. ``whose`` says that it is not the
    publisher's, "" where it is, and what the page has where another source decides; ``said`` is what others say of
    it."""

    verdict: str
    label: str
    cell: str | None
    note: str
    word: str
    footnotes: tuple[int, ...]
    whose: str
    said: tuple[Annotation, ...]


class RecordOption(Struct, frozen=True):
    """``look`` and ``state``: the outcome by both tables; ``look`` is "" where nothing is asked of it. ``alone``: what
    it is by its own where the second makes it worse, else "". ``why``: under what it fits, or what stands against it.
    ``line``: up to where it works, or, where nothing is asked, what it is for."""

    name: str
    look: Outcome | Literal[""]
    state: str
    alone: str
    why: str
    line: str
    reasons: tuple[RecordReason, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        alone = f"by its own table alone it {self.alone}" if self.alone else ""
        under = f"on condition: {self.why}" if self.look == "conditional" else self.why
        return tuple(wording.sentence(wording.capital(said)) for said in (under, self.line, alone) if said)


class RecordTable(Struct, frozen=True):
    """A table's outcomes; the first's ``headline`` and what to give up go by both tables. ``aside`` says why a second
    table does not count; it then has no options here."""

    title: str
    headline: str
    aside: str
    options: tuple[RecordOption, ...]
    give_up: tuple[GiveUp, ...]
    cautions: tuple[tuple[str, str], ...]
    """Each caution: the answer's word, and what to mind."""


class Record(Struct, frozen=True):
    """``footnotes``: those that a reason is marked with, in full; ``origin``: this site's address, without a slash."""

    document: Document
    subject: Subject
    title: str
    lines: tuple[Line, ...]
    day: date
    revision: RevisionRef
    documented: str
    modified: str
    dating: Dating
    source: str
    origin: str
    pinned: str
    asked: tuple[Asked, ...]
    tables: tuple[RecordTable, ...]
    conflicts: tuple[str, ...]
    footnotes: tuple[Footnote, ...]


def record(
    document: Document,
    verdicts: Verdicts,
    revision: RevisionRef,
    subject: Subject,
    selection: Selection,
    fit: Fit,
    overall: Overall,
    documented: str,
    dating: Dating,
    second: SecondSources,
    base: str,
    today: date,
    later: tuple[Later, ...] = (),
) -> Record:
    """The record of a selection, by the facts of ``verdicts``; ``base``: this site; ``documented``: whose text."""
    result = Result(document, verdicts, subject, selection, fit, overall, second, later)
    first = _table(result, fit.tables[0], overall)
    tables = (first, *(_second(result, table, first) for table in fit.tables[1:]))
    counted = [own for table, own in zip(tables, fit.tables, strict=True) if table.options]
    marked = {n for t in counted for o in t.options for r in o.reasons for n in r.judgement.footnotes}
    conflicts = verdict.between_tables(verdicts, subject, selection, fit, overall)
    return Record(
        document=document,
        subject=subject,
        title=wording.headline(overall.standing, bool(selection.words)),
        lines=_lines(result, first, conflicts, dating) if selection.words else (),
        day=today,
        revision=revision,
        documented=documented,
        modified=wording.modified(subject.publisher, second.own.count),
        dating=dating,
        source=document.source.address,
        origin=base.rstrip("/"),
        pinned=base.rstrip("/") + selection.pinned(revision.short).url,
        asked=tuple(Asked(*wording.part_label(document, part), str(part.word)) for part in selection.parts),
        tables=tables,
        conflicts=conflicts,
        footnotes=tuple(note for note in document.footnotes if note.number in marked),
    )


def _lines(result: Result, table: RecordTable, conflicts: tuple[str, ...], dating: Dating) -> tuple[Line, ...]:
    options = [(it.name, it.why or it.state) for it in table.options]
    by = dating.judged_by if dating.doubts else ""
    return (*record_lines.lines(result, options, table.give_up, conflicts, by), *record_lines.doubts(dating))


def _second(result: Result, table: TableFit, first: RecordTable) -> RecordTable:
    """A second table counts where the option that it details remains; what to give up is told once, by both tables."""
    made = _table(result, table)
    aside = second_table.set_aside(result.fit, result.subject)
    if aside:
        return structs.replace(made, aside=aside, options=(), give_up=(), cautions=())
    return structs.replace(made, give_up=()) if first.give_up else made


def _table(result: Result, table: TableFit, overall: Overall | None = None) -> RecordTable:
    asked = bool(result.selection.words)
    judged = [overall.judged(option) if overall else option for option in table.options]
    ways = ways_out.ways(result.verdicts, table, result.selection, overall, result.second)
    noun = result.subject.table(table.table.slug).noun
    return RecordTable(
        title=table.table.title,
        headline=(wording.headline(overall.standing, asked) if overall else wording.table_headline(table, asked, noun)),
        aside="",
        options=tuple(_option(result, table, it, overall) for it in wording.fitting_first(table.options, overall)),
        give_up=(*ways, *(ways_out.accepting(judged, lambda _: "") if ways else ())),
        cautions=tuple((str(caution.word), caution.note) for caution in table.cautions),
    )


def _option(result: Result, table: TableFit, option: OptionFit, overall: Overall | None) -> RecordOption:
    judged, asked = overall.judged(option) if overall else option, bool(result.selection.words)
    unasked = option.option.slug in overall.unasked if overall else not option.reasons
    below = result.subject.table(result.fit.tables[-1].table.slug).noun
    worse = second_table.with_second(overall, option, below) if overall else ""
    if judged.fits:
        why = verdict.under(result.document, result.publisher, judged)
        line = works(result.judged, result.publisher, result.second, result.selection, table.table.slug, option.option)
        line += since(result.judged, result.later, result.second, table.table.slug, option.option)
        shared = "" if overall or unasked else wording.capital(second_table.further(result.overall, option))
        bare = verdict.bare(result.publisher, judged, result.conditions) if overall else ""
        line = ". ".join(filter(None, (bare, shared, line)))
    else:
        told = second_table.though(result.judged, result.selection, table.table, option)
        none, second, slug = not (overall or table).fitting, result.second, table.table.slug
        told |= doubts(result.judged, result.later, second, result.selection, slug, option, none=none)
        why, line = verdict.against(result.selection, option.blocking, told) or "; ".join(result.between), ""
        if overall and overall.detailed and option.option == overall.detailed.option:
            why = verdict.nor(result.subject, result.selection, result.fit, overall, why)
        why += second.but(slug, option, annotated=result.selection.annotated) if none else ""
    return RecordOption(
        name=option.option.name,
        look="" if unasked else judged.outcome,
        state=(worse or wording.state(option, unasked=unasked)) if asked else "",
        alone=wording.state(option) if worse else "",
        why=why if asked else "",
        line=line if asked else result.document.bullet_of(option.option),
        reasons=tuple(_reason(result, (table.table.slug, option.option.slug), reason) for reason in option.reasons),
    )


def _reason(result: Result, option: tuple[str, str], reason: Reason) -> RecordReason:
    judgement, (table, slug) = reason.judgement, option
    where = table, judgement.feature, slug
    whose = ""
    if judgement.said and judgement.judged:
        whose = f"taken as “{judgement.judged.text}” from {result.second.who.one}"
    elif result.second.is_own(*where):
        source = result.second.source_of(*where)
        whose = f"not {result.publisher}’s" + (f", but of {source}" if source else "")
    return RecordReason(
        verdict=VERDICT[judgement.verdict],
        label=verdict.label(result.publisher, judgement),
        cell=judgement.cell,
        note=verdict.note(result.document, result.publisher, judgement, result.second.who.one),
        word=str(reason.word),
        footnotes=judgement.footnotes,
        whose=whose,
        said=result.second.of_cell(*where),
    )
