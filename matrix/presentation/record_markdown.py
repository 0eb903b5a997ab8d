"""The decision record as Markdown, to paste into a ticket, a wiki or a pull request.

Pure.
"""

from collections.abc import Iterator

from matrix.domain.annotation import Annotation
from matrix.presentation import wording
from matrix.presentation.decision_record import Record, RecordReason, RecordTable
from matrix.presentation.export import escaped, inline_md, licensed
from matrix.presentation.otherwise import OtherwiseView


def markdown(record: Record) -> str:
    """`/decision.md`: headings, lists and one table, which tickets, wikis and pull requests all read."""
    lines = [
        f"# {escaped(record.subject.decision)}: {escaped(record.title)}",
        "",
        *(f"- **{line.name}**: {escaped(line.text)}" for line in record.lines),
        f"- **Link and date**: <{record.pinned}>, {record.day.isoformat()}; facts of {record.dating.day}",
        "",
        *_asked_md(record),
    ]
    for table in record.tables:
        lines += _table_md(table, wording.capital(record.dating.who.one))
    if record.conflicts:
        lines += ["## Between the two tables", "", *(f"- {escaped(conflict)}" for conflict in record.conflicts), ""]
    if record.footnotes:
        notes = (f"- Footnote {n.number}: {inline_md(record.document, n.notation)}" for n in record.footnotes)
        lines += ["## Conditions in full", "", *notes, ""]
    lines += _dating_md(record)
    modified = f"; {escaped(record.modified)}" if record.modified else ""
    lines += [f"Text of the matrix: {licensed(record.subject.publisher)}{modified}; {escaped(record.documented)}.", ""]
    return "\n".join(lines)


def _asked_md(record: Record) -> Iterator[str]:
    yield from ("## What was asked", "")
    if record.asked:
        yield from ("| About | Asked | In the link |", "|---|---|---|")
        for asked in record.asked:
            yield f"| {escaped(asked.label)} | {escaped(asked.value)} | `{asked.word}` |"
    else:
        yield "Nothing was asked, so nothing is ruled out."
    yield ""


def _dating_md(record: Record) -> Iterator[str]:
    dating, publisher = record.dating, record.subject.publisher.short
    yield from ("## How old the facts are, and who says otherwise", "")
    yield f"- Date: {record.day.isoformat()}"
    yield f"- Data: {record.revision.called} (`{record.revision.short}`), {escaped(record.documented)}"
    yield f"- Source: <{record.source}>"
    yield f"- This record’s data, pinned: <{record.pinned}>"
    own = " as changed here" * dating.changed + f"; by the page alone {escaped(dating.own)}" * bool(dating.own)
    later = [f"; with that of [{it.day}](<{record.origin}{it.url}>) {escaped(it.said)}" for it in dating.later]
    same = f"; {dating.same}" if dating.same else ""
    by = f"By {dating.who.many} where they differ from" if dating.annotated else "By"
    yield f"- {by} {escaped(publisher)}’s page of {dating.day}{own}{''.join(later)}{same}."
    for told in dating.others:
        links = (f"[{escaped(link.text)}](<{record.pinned}{link.url}>)" for link in told.cells)
        yield f"- {told.before}{wording.listed(links)}{escaped(told.after)}."
    by = "the page alone" if dating.annotated else dating.who.one
    for it in dating.otherwise:
        yield f"- {escaped(it.options)} by {by}: {it.would} — {_said_md(it, 'judged here by ' * dating.annotated)}"
    yield ""


def _said_md(said: Annotation | OtherwiseView, by: str = "") -> str:
    """What is said, without quotation marks: it is told here in this project's words."""
    return f"{escaped(said.text)} ({by}[{escaped(said.source)}](<{said.url}>), {said.seen})"


def _table_md(table: RecordTable, who: str) -> Iterator[str]:
    if table.aside:
        yield from (f"## {escaped(table.title)}", "", f"{escaped(table.aside)}.", "")
        return
    yield from (f"## {escaped(table.title)}: {escaped(table.headline)}", "")
    for option in table.options:
        yield from (f"### {escaped(option.name)}{f': {option.state}' if option.state else ''}", "")
        if option.sentences:
            yield from (escaped(" ".join(option.sentences)), "")
        for reason in option.reasons:
            yield f"- {_reason_md(reason)}"
            yield from (f"  - {who}: {_said_md(said)}" for said in reason.said)
        if option.reasons:
            yield ""
    if table.give_up:
        yield from ("What would do:", "")
        for it in table.give_up:
            yield f"- {escaped(it.told)}"
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
    marks = "".join(f", footnote {number}" for number in reason.footnotes)
    note = f"{escaped(reason.label)}: {cell} — {escaped(reason.note)}{marks}"
    return f"**{reason.verdict}** {note} (`{reason.word}`)"
