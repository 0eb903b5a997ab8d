"""Grid and outcomes → JSON, CSV, Markdown and the decision record, in the contract's shapes.

Pure: addresses of this site come in as ``base``.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from matrix import guide as guiding
from matrix import words
from matrix.document import Column, Document, Feature, resolve
from matrix.fit import Fit, OptionFit, Reason, TableFit
from matrix.grid import Grid, GridTable
from matrix.guide import Plan
from matrix.notation import Cell, Limit, read_inline, read_number
from matrix.selection import Selection


@dataclass(frozen=True)
class Stamp:
    """Which revision an answer is of."""

    hash: str
    number: int
    published: datetime

    def as_json(self) -> dict[str, Any]:
        published = self.published.isoformat().replace("+00:00", "Z")
        return {"hash": self.hash, "number": self.number, "published": published}


# --- JSON --------------------------------------------------------------------------------------------------


def fit_json(
    document: Document, stamp: Stamp, selection: Selection, fit: Fit, next_question: str | None
) -> dict[str, Any]:
    """`/fit.json`."""
    return {
        "revision": stamp.as_json(),
        "url": selection.url,
        "tables": [_table_json(document, selection, table) for table in fit.tables],
        "next_question": next_question,
    }


def _table_json(document: Document, selection: Selection, table: TableFit) -> dict[str, Any]:
    return {
        "slug": table.table.slug,
        "options": [
            {
                "slug": option.option.slug,
                "name": option.option.name,
                "outcome": option.outcome,
                "reasons": [_reason_json(document, reason) for reason in option.reasons],
            }
            for option in table.options
        ],
        "relaxations": [
            {
                "drop": [str(word) for word in relaxation.drop],
                "options": [option.slug for option in relaxation.options],
                "url": selection.without(relaxation.drop).url,
            }
            for relaxation in table.relaxations
        ],
        "cautions": [
            {
                "because": str(caution.word),
                "feature": caution.feature,
                "label": caution.label,
                "cell": caution.cell,
                "note": caution.note,
            }
            for caution in table.cautions
        ],
    }


def _reason_json(document: Document, reason: Reason) -> dict[str, Any]:
    judgement = reason.judgement
    return {
        "because": str(reason.word),
        "feature": judgement.feature,
        "label": judgement.label,
        "cell": judgement.cell,
        "verdict": judgement.verdict,
        "note": judgement.note,
        "footnotes": [{"number": number, "text": document.by_footnote[number].text} for number in judgement.footnotes],
        "source": document.source.address,
    }


def matrix_json(stamp: Stamp, grid: Grid) -> dict[str, Any]:
    """`/matrix.json`: the tables as filtered and sorted."""
    document = grid.document
    return {
        "revision": stamp.as_json(),
        "tables": [
            {
                "slug": shown.table.slug,
                "title": shown.table.title,
                "options": [_column_json(document, column) for column in shown.columns],
                "features": [
                    {
                        **_feature_json(document, row.feature),
                        "cells": {cell.column.slug: cell_json(document, cell.cell) for cell in row.cells},
                    }
                    for row in shown.rows
                ],
            }
            for shown in grid.tables
        ],
        "footnotes": [{"number": note.number, "text": note.text} for note in document.footnotes],
    }


def _column_json(document: Document, column: Column) -> dict[str, Any]:
    url = resolve(document.source.address, column.url) or None
    return {"slug": column.slug, "name": column.name, "url": url, "candidate": column.candidate}


def _feature_json(document: Document, feature: Feature) -> dict[str, Any]:
    url = resolve(document.source.address, feature.url) or None
    return {"key": feature.key, "name": feature.name, "url": url}


def cell_json(document: Document, cell: Cell) -> dict[str, Any]:
    return {
        "text": cell.text,
        "kind": cell.kind,
        "footnotes": list(cell.footnotes),
        "limit": _limit_json(cell.limit) if cell.limit else None,
        "items": list(cell.items),
        "links": [{"text": run.text, "url": resolve(document.source.address, run.url)} for run in cell.links],
    }


def _limit_json(limit: Limit) -> dict[str, Any]:
    number = read_number(limit.value)
    return {"op": limit.op, "value": float(number) if "." in number else int(number), "unit": limit.unit}


# --- CSV and Markdown --------------------------------------------------------------------------------------


def table_csv(shown: GridTable) -> str:
    """`/tables/<table>.csv`: RFC 4180, cells as plain text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Feature", *(column.name for column in shown.columns)])
    writer.writerows([row.feature.name, *(cell.cell.text for cell in row.cells)] for row in shown.rows)
    return out.getvalue()


def matrix_md(grid: Grid, stamp: Stamp, link: str) -> str:
    """`/matrix.md`: the tables as filtered and sorted, with links, footnotes and attribution."""
    document = grid.document
    lines = [f"# {document.title}", ""]
    for shown in grid.tables:
        lines += [f"## {shown.table.title}", ""]
        heads = ["Feature", *(_link(document, column.name, column.url) for column in shown.columns)]
        lines += [_row(heads), _row(["---"] * len(heads))]
        for row in shown.rows:
            name = _link(document, row.feature.name, row.feature.url)
            lines.append(_row([name, *(_cell_md(document, cell.cell) for cell in row.cells)]))
        lines.append("")
    lines += _footnotes_md(document)
    lines += [_attribution(document, stamp, link)]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    """Plain text in a Markdown table or list: nothing in it is markup."""
    for character in "\\`*_[]|":
        text = text.replace(character, "\\" + character)
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)


def _link(document: Document, text: str, url: str) -> str:
    return f"[{_escaped(text)}]({resolve(document.source.address, url)})" if url else _escaped(text)


def _inline_md(document: Document, notation: str) -> str:
    return "".join(_link(document, run.text, run.url) for run in read_inline(notation))


def _cell_md(document: Document, cell: Cell) -> str:
    return "".join(_link(document, run.text, run.url) for run in cell.runs).strip()


def _footnotes_md(document: Document) -> list[str]:
    return [f"{note.number} {_inline_md(document, note.notation)}\n" for note in document.footnotes]


def _attribution(document: Document, stamp: Stamp, link: str) -> str:
    return (
        f"Revision {stamp.number} ({stamp.hash[:12]}), {words.as_documented(document.source)}: "
        f"<{document.source.address}>. Text: {words.COPYRIGHT} (<{words.LICENSE_URL}>). Made with <{link}>."
    )


# --- The decision record -----------------------------------------------------------------------------------


def decision_md(plan: Plan, stamp: Stamp, selection: Selection, fit: Fit, base: str, today: date) -> str:
    """`/decision.md`: a decision that can be defended, to paste into a pull request."""
    document = plan.verdicts.document
    pinned = base.rstrip("/") + replace(selection, rev=stamp.hash[:12]).url
    lines = [f"# How to serve the model: {words.summary(fit, selection)}", ""]
    lines += [
        f"- Date: {today.isoformat()}",
        f"- Data: revision {stamp.number} (`{stamp.hash[:12]}`), {words.as_documented(document.source)}",
        f"- Source: <{document.source.address}>",
        f"- This record's data, pinned: <{pinned}>",
        "",
        "## What was asked",
        "",
    ]
    lines += list(_asked(document, selection)) or ["Nothing was asked; every option fits."]
    lines.append("")
    for at, table in enumerate(fit.tables):
        lines += [f"## {table.table.title}: {words.headline(table, bool(selection.words))}", ""]
        if at and (aside := words.set_aside(fit)):
            lines += [f"{aside}.", ""]
        for option in words.ranked(table.options):
            lines += _option_md(document, table, option)
        lines += _relaxations_md(document, table)
        lines += [f"- Caution, `{c.word}`: {_escaped(c.note)}." for c in table.cautions]
        lines += [""] if table.cautions else []
    found = guiding.conflicts(plan.verdicts, selection)
    if found:
        lines += ["## Between the two tables", "", *(f"- {conflict_words(c)}" for c in found), ""]
    marked = {n for t in fit.tables for o in t.options for r in o.reasons for n in r.judgement.footnotes}
    if marked:
        lines += ["## Conditions in full", ""]
        lines += [
            f"- Footnote {note.number}: {_inline_md(document, note.notation)}"
            for note in document.footnotes
            if note.number in marked
        ]
        lines.append("")
    lines += [f"Text of the matrix: {words.COPYRIGHT} (<{words.LICENSE_URL}>).", ""]
    return "\n".join(lines)


def _asked(document: Document, selection: Selection) -> Iterator[str]:
    for part in selection.parts:
        label, value = words.part_label(document, part)
        yield f"- {_escaped(label)}: {_escaped(value)} (`{part.word}`)"


def _option_md(document: Document, table: TableFit, option: OptionFit) -> list[str]:
    lines = [f"### {option.option.name}: {words.OUTCOME[option.outcome]}", ""]
    lines += [f"- {_reason_md(reason)}" for reason in option.reasons]
    limits = guiding.bounds(document, table.table, option.option) if option.fits else ()
    if limits:
        lines.append("- Holds for " + "; ".join(f"{bound.label} {bound.words}" for bound in limits) + ".")
    return [*lines, ""] if len(lines) > 2 else lines


def _reason_md(reason: Reason) -> str:
    judgement = reason.judgement
    if judgement.cell is None:
        cell = "no such row"
    else:
        cell = f"“{_escaped(judgement.cell)}”" if judgement.cell else "blank"
    return f"**{judgement.verdict}** {_escaped(judgement.label)}: {cell}. {_escaped(judgement.note)} (`{reason.word}`)"


def _relaxations_md(document: Document, table: TableFit) -> list[str]:
    lines: list[str] = []
    for relaxation in table.relaxations:
        given_up = words.listed(f"`{word}`" for word in relaxation.drop)
        lines.append(f"- Without {given_up}: {words.names(relaxation.options)}")
        for value, options in guiding.instead(document, table.table, relaxation):
            lines.append(f"  - or {value}: {words.names(options)}")
    return ["Nothing fits. What to give up:", "", *lines, ""] if lines else []


def conflict_words(conflict: guiding.Conflict) -> str:
    """A conflict between the levels, in words."""
    cell = f"“{conflict.cell}”" if conflict.cell else "blank"
    return (
        f"The first table ticks both {conflict.arrangement_row} and {conflict.feature} for {conflict.option}; the "
        f"second refuses the pair: {conflict.feature} is {cell} under {conflict.arrangement}"
    )
