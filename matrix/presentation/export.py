"""Comparison and outcomes → JSON, CSV and Markdown, in the contract's shapes.

Pure: addresses of this site come in as ``base``.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from matrix.decision.fit import Fit, Reason, Relaxation, TableFit
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.document import Column, Document, Feature
from matrix.domain.links import resolve
from matrix.domain.notation import Cell, read_inline
from matrix.domain.quantities import Limit, read_number
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Publisher
from matrix.presentation import wording
from matrix.presentation.comparison import Comparison, ShownTable
from matrix.presentation.second_sources import SecondSources

# --- JSON --------------------------------------------------------------------------------------------------


def fit_as_json(
    document: Document,
    revision: RevisionRef,
    selection: Selection,
    fit: Fit,
    overall: Overall,
    next_question: str | None,
    second: SecondSources,
    editions: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """`/fit.json`; ``editions`` as they are told there."""
    return {
        "revision": {**revision.as_json(), "edition": document.source.date},
        "url": selection.url,
        "tables": [_table_json(document, selection, table, second) for table in fit.tables],
        "overall": {
            "options": [{"slug": option.slug, "outcome": outcome} for option, outcome in overall.options],
            "relaxations": _relaxations_json(selection, overall.relaxations),
            "headline": wording.headline(overall.standing, bool(selection.words)),
        },
        "next_question": next_question,
        "editions": list(editions),
    }


def _table_json(document: Document, selection: Selection, table: TableFit, second: SecondSources) -> dict[str, Any]:
    return {
        "slug": table.table.slug,
        "options": [
            {
                "slug": option.option.slug,
                "name": option.option.name,
                "outcome": option.outcome,
                **second.option_json(table.table.slug, option.option.slug),
                "reasons": [
                    _reason_json(document, reason, second, (table.table.slug, option.option.slug))
                    for reason in option.reasons
                ],
            }
            for option in table.options
        ],
        "relaxations": _relaxations_json(selection, table.relaxations),
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


def _relaxations_json(selection: Selection, relaxations: tuple[Relaxation, ...]) -> list[dict[str, Any]]:
    return [
        {
            "drop": [str(word) for word in relaxation.drop],
            "options": [option.slug for option in relaxation.options],
            "url": selection.without(relaxation.drop).url,
        }
        for relaxation in relaxations
    ]


def _reason_json(document: Document, reason: Reason, second: SecondSources, option: tuple[str, str]) -> dict[str, Any]:
    judgement, (table, slug) = reason.judgement, option
    return {
        "because": str(reason.word),
        "feature": judgement.feature,
        "label": judgement.label,
        "cell": judgement.cell,
        "verdict": judgement.verdict,
        "note": judgement.note,
        "footnotes": [{"number": number, "text": document.by_footnote[number].text} for number in judgement.footnotes],
        **second.source_json(table, judgement.feature, slug),
        "annotations": second.reason_json(table, judgement.feature, slug),
    }


def matrix_as_json(
    revision: RevisionRef, comparison: Comparison, second: SecondSources, attribution: str
) -> dict[str, Any]:
    """`/matrix.json`: the tables as filtered and sorted, each cell with whose it is."""
    document = comparison.document
    return {
        "revision": {**revision.as_json(), "edition": document.source.date},
        "tables": [
            {
                "slug": shown.table.slug,
                "title": shown.table.title,
                "options": [_column_json(document, column) for column in shown.columns],
                "features": [
                    {
                        **_feature_json(document, row.feature),
                        "cells": {
                            cell.column.slug: {
                                **cell_json(document, cell.cell),
                                **second.source_json(shown.table.slug, row.feature.key, cell.column.slug),
                            }
                            for cell in row.cells
                        },
                    }
                    for row in shown.rows
                ],
            }
            for shown in comparison.tables
        ],
        "footnotes": [{"number": note.number, "text": note.text} for note in document.footnotes],
        "attribution": attribution,
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


def table_as_csv(shown: ShownTable) -> str:
    """`/tables/<table>.csv`: RFC 4180, cells as plain text; what a spreadsheet would run as a formula has a ' before it
    (OWASP, "CSV injection")."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Feature", *(_harmless(column.name) for column in shown.columns)])
    for row in shown.rows:
        writer.writerow(map(_harmless, [row.feature.name, *(cell.cell.text for cell in row.cells)]))
    return out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def matrix_as_markdown(
    comparison: Comparison,
    second: SecondSources,
    revision: RevisionRef,
    documented: str,
    publisher: Publisher,
    link: str,
) -> str:
    """`/matrix.md`: the tables as filtered and sorted, with links, footnotes and attribution."""
    document = comparison.document
    lines = [f"# {inline_md(document, document.title)}", ""]
    for shown in comparison.tables:
        lines += [f"## {shown.table.title}", ""]
        heads = ["Feature", *(_link(document, column.name, column.url) for column in shown.columns)]
        lines += [_row(heads), _row(["---"] * len(heads))]
        for row in shown.rows:
            name = _link(document, row.feature.name, row.feature.url)
            lines.append(_row([name, *(_cell_md(document, cell.cell) for cell in row.cells)]))
        lines.append("")
    lines += [*_footnotes_md(document), *_own_md(comparison, second, publisher)]
    lines += [_attribution(document, revision, documented, publisher, link)]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def escaped(text: str) -> str:
    """Plain text in a Markdown table or list: nothing in it is markup."""
    for character in "\\`*_[]|":
        text = text.replace(character, "\\" + character)
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)


def licensed(publisher: Publisher) -> str:
    """Whose text it is, under which licence, and where that is to be read."""
    address = f" (<{publisher.licence_url}>)" if publisher.licence_url else ""
    return escaped(wording.copyright_of(publisher)) + address


def _link(document: Document, text: str, url: str) -> str:
    return f"[{escaped(text)}]({resolve(document.source.address, url)})" if url else escaped(text)


def inline_md(document: Document, notation: str) -> str:
    return "".join(_link(document, run.text, run.url) for run in read_inline(notation))


def _cell_md(document: Document, cell: Cell) -> str:
    return "".join(_link(document, run.text, run.url) for run in cell.runs).strip()


def _footnotes_md(document: Document) -> list[str]:
    return [f"{note.number} {inline_md(document, note.notation)}\n" for note in document.footnotes]


def _own_md(comparison: Comparison, second: SecondSources, publisher: Publisher) -> list[str]:
    """Which of the cells shown are not the publisher's."""
    own = [
        f"{row.feature.name}, {cell.column.name}"
        for shown in comparison.tables
        for row in shown.rows
        for cell in row.cells
        if second.is_own(shown.table.slug, row.feature.key, cell.column.slug)
    ]
    return [f"Not {escaped(publisher.short)}’s: {escaped('; '.join(own))}.\n"] if own else []


def _attribution(document: Document, revision: RevisionRef, documented: str, publisher: Publisher, link: str) -> str:
    return (
        f"{revision.called.capitalize()} ({revision.short}), {escaped(documented)}: "
        f"<{document.source.address}>. Text: {licensed(publisher)}. Made with <{link}>."
    )
