"""The decision record: a decision that can be defended, as data. `/decision.md` and `/decision/` lay out the same.

Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matrix.decision import limits
from matrix.decision.fit import Fit, OptionFit, Outcome, Reason, TableFit
from matrix.decision.guide import Plan
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document, Footnote
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Publisher, Subject
from matrix.presentation import wording
from matrix.presentation.dating import Dating, OtherwiseView
from matrix.presentation.export import escaped, inline_md, licensed
from matrix.presentation.second_sources import SecondSources


@dataclass(frozen=True)
class Asked:
    """An answer or a need, in words and as it stands in the address."""

    label: str
    value: str
    word: str


@dataclass(frozen=True)
class RecordReason:
    """``cell`` is what stands there: "" for a blank, None where there is no such row. ``whose`` says that it is not the
    publisher's, "" where it is; ``said`` is what other sources say of it."""

    verdict: str
    label: str
    cell: str | None
    note: str
    word: str
    footnotes: tuple[int, ...]
    whose: str
    said: tuple[Annotation, ...]


@dataclass(frozen=True)
class RecordOption:
    """``overall``: what the second table makes of an option that it makes worse, else ""."""

    name: str
    outcome: Outcome
    state: str
    reasons: tuple[RecordReason, ...]
    holds: str
    overall: str


@dataclass(frozen=True)
class GivenUp:
    """What to give up where nothing fits, what that brings back, and what would do instead."""

    words: tuple[str, ...]
    brings: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class RecordTable:
    """A table's outcomes; the first's ``headline`` and what to give up go by both tables."""

    title: str
    headline: str
    aside: str
    options: tuple[RecordOption, ...]
    given_up: tuple[GivenUp, ...]
    cautions: tuple[tuple[str, str], ...]
    """Each caution: the answer's word, and what to mind."""


@dataclass(frozen=True)
class Record:
    document: Document
    subject: Subject
    title: str
    day: date
    revision: RevisionRef
    documented: str
    modified: str
    dating: Dating
    source: str
    origin: str
    """This site's address, without a slash."""
    pinned: str
    asked: tuple[Asked, ...]
    tables: tuple[RecordTable, ...]
    conflicts: tuple[str, ...]
    footnotes: tuple[Footnote, ...]
    """Those that a reason is marked with, in full."""


def record(
    plan: Plan,
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
) -> Record:
    """The record of a selection; ``base`` is this site's address, ``documented`` says whose text the matrix is."""
    document = plan.verdicts.document
    marked = {n for t in fit.tables for o in t.options for r in o.reasons for n in r.judgement.footnotes}
    return Record(
        document=document,
        subject=subject,
        title=wording.summary(overall, selection),
        day=today,
        revision=revision,
        documented=documented,
        modified=wording.modified(subject.publisher, second.own.count),
        dating=dating,
        source=document.source.address,
        origin=base.rstrip("/"),
        pinned=base.rstrip("/") + selection.pinned(revision.short).url,
        asked=tuple(Asked(*wording.part_label(document, part), str(part.word)) for part in selection.parts),
        tables=(
            _table(second, subject, fit, fit.tables[0], selection, overall),
            *(_table(second, subject, fit, table, selection) for table in fit.tables[1:]),
        ),
        conflicts=wording.between_tables(plan.verdicts, subject, selection, fit, overall),
        footnotes=tuple(note for note in document.footnotes if note.number in marked),
    )


def _table(
    second: SecondSources,
    subject: Subject,
    fit: Fit,
    table: TableFit,
    selection: Selection,
    overall: Overall | None = None,
) -> RecordTable:
    document = second.document
    outcomes = overall.options if overall else table.outcomes
    below = subject.table(fit.tables[-1].table.slug).noun
    return RecordTable(
        title=table.table.title,
        headline=wording.headline(outcomes, bool(selection.words)),
        aside="" if table is fit.tables[0] else wording.set_aside(fit, subject),
        options=tuple(
            _option(second, subject, table, it, overall, below) for it in wording.ranked(table.options, overall)
        ),
        given_up=tuple(
            GivenUp(
                words=tuple(map(str, relaxation.drop)),
                brings=wording.column_names(relaxation.options),
                instead=tuple(
                    f"{value}: {wording.column_names(options)}"
                    for value, options in limits.instead(document, table.table, relaxation)
                ),
            )
            for relaxation in (overall or table).relaxations
        ),
        cautions=tuple((str(caution.word), caution.note) for caution in table.cautions),
    )


def _option(
    second: SecondSources, subject: Subject, table: TableFit, option: OptionFit, overall: Overall | None, below: str
) -> RecordOption:
    """``below``: what the second table's options are called."""
    fits = overall.judged(option).fits if overall else option.fits
    bounds = limits.bounds(second.document, table.table, option.option) if fits else ()
    where = table.table.slug, option.option.slug
    return RecordOption(
        name=option.option.name,
        outcome=option.outcome,
        state=wording.OUTCOME[option.outcome],
        reasons=tuple(_reason(second, subject.publisher, where, reason) for reason in option.reasons),
        holds="; ".join(f"{bound.label} {bound.words}" for bound in bounds),
        overall=wording.with_second(overall, option, below) if overall else "",
    )


def _reason(second: SecondSources, publisher: Publisher, option: tuple[str, str], reason: Reason) -> RecordReason:
    judgement, (table, slug) = reason.judgement, option
    where = table, judgement.feature, slug
    whose = ""
    if second.is_own(*where):
        source = second.source_of(*where)
        whose = f"not {publisher.short}’s" + (f", but of {source}" if source else "")
    return RecordReason(
        judgement.verdict,
        judgement.label,
        judgement.cell,
        judgement.note,
        str(reason.word),
        judgement.footnotes,
        whose,
        second.of_cell(*where),
    )


# --- As Markdown -------------------------------------------------------------------------------------------


def markdown(record: Record) -> str:
    """`/decision.md`: to paste into a pull request."""
    lines = [
        f"# {escaped(record.subject.decision)}: {escaped(record.title)}",
        "",
        f"- Date: {record.day.isoformat()}",
        f"- Data: {record.revision.called} (`{record.revision.short}`), {escaped(record.documented)}",
        f"- Source: <{record.source}>",
        f"- This record's data, pinned: <{record.pinned}>",
        "",
        "## What was asked",
        "",
        *(f"- {escaped(asked.label)}: {escaped(asked.value)} (`{asked.word}`)" for asked in record.asked),
        *(() if record.asked else ("Nothing was asked; every option fits.",)),
        "",
    ]
    for table in record.tables:
        lines += _table_md(table)
    lines += _dating_md(record.dating, record.subject.publisher.short, record.origin)
    if record.conflicts:
        lines += ["## Between the two tables", "", *(f"- {escaped(conflict)}" for conflict in record.conflicts), ""]
    if record.footnotes:
        notes = (f"- Footnote {n.number}: {inline_md(record.document, n.notation)}" for n in record.footnotes)
        lines += ["## Conditions in full", "", *notes, ""]
    modified = f"; {escaped(record.modified)}" if record.modified else ""
    lines += [f"Text of the matrix: {licensed(record.subject.publisher)}{modified}.", ""]
    return "\n".join(lines)


def _dating_md(dating: Dating, publisher: str, origin: str) -> Iterator[str]:
    yield from ("## How old the facts are, and who says otherwise", "")
    later = [f"; with that of [{it.day}](<{origin}{it.url}>) {escaped(it.said)}" for it in dating.later]
    same = f"; {dating.same}" if dating.same else ""
    yield f"- By {escaped(publisher)}’s page of {dating.day}{''.join(later)}{same}."
    by = "the page alone" if dating.annotated else "another source"
    for it in dating.otherwise:
        yield f"- {escaped(it.options)} by {by}: {it.would} — {_said_md(it)}"
    yield ""


def _said_md(said: Annotation | OtherwiseView) -> str:
    return f"“{escaped(said.text)}”, [{escaped(said.source)}](<{said.url}>), {said.seen}"


def _table_md(table: RecordTable) -> Iterator[str]:
    yield from (f"## {escaped(table.title)}: {table.headline}", "")
    if table.aside:
        yield from (f"{escaped(table.aside)}.", "")
    for option in table.options:
        yield from (f"### {escaped(option.name)}: {option.state}", "")
        if option.overall:
            yield from (f"Overall {option.overall}.", "")
        for reason in option.reasons:
            yield f"- {_reason_md(reason)}"
            yield from (f"  - Another source: {_said_md(said)}" for said in reason.said)
        if option.holds:
            yield f"- Holds for {escaped(option.holds)}."
        if option.reasons or option.holds:
            yield ""
    if table.given_up:
        yield from (f"{table.headline}. What to give up:", "")
        for given_up in table.given_up:
            yield f"- Without {wording.listed(f'`{word}`' for word in given_up.words)}: {escaped(given_up.brings)}"
            yield from (f"  - or {escaped(instead)}" for instead in given_up.instead)
        yield ""
    if table.cautions:
        yield from (f"- Caution, `{word}`: {escaped(note)}." for word, note in table.cautions)
        yield ""


def _reason_md(reason: RecordReason) -> str:
    if reason.cell is None:
        cell = "no such row"
    else:
        cell = f"“{escaped(reason.cell)}”" if reason.cell else "blank"
    cell += f" ({escaped(reason.whose)})" if reason.whose else ""
    return f"**{reason.verdict}** {escaped(reason.label)}: {cell} — {escaped(reason.note)} (`{reason.word}`)"
