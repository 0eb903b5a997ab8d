"""By which facts a cell is judged: the page's own, or what another source says of it.

Pure. Facts, "Annotations": the newest annotation with a value stands for its cell, where that is asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from msgspec import Struct, structs

from matrix.decision.fit import Fit, OptionFit, Reason, Verdicts
from matrix.decision.selection import Selection
from matrix.domain.annotation import Annotation, first_day
from matrix.domain.document import Document
from matrix.domain.meaning import cell_meaning
from matrix.domain.notation import read_cell
from matrix.domain.once import once

Where = tuple[str, str, str]
"""A table, a feature and a column."""


def cells_annotated(document: Document) -> Iterator[tuple[Where, tuple[Annotation, ...]]]:
    """Each cell of which other sources say something, and what, the newest first. What is said of a row is said of each
    of its parts."""
    said: dict[Where, list[tuple[date, int, Annotation]]] = {}
    for at, it in enumerate(document.annotations):
        said.setdefault((it.table, it.feature, it.column), []).append((first_day(it.seen), at, it))
    for table, feature in ((it, feature) for it in document.tables for feature in it.features):
        keys = {feature.key, *feature.wholes}
        for column in table.columns:
            if found := [one for key in keys for one in said.get((table.slug, key, column.slug), ())]:
                newest_first = sorted(found, key=lambda one: one[:2], reverse=True)
                yield (table.slug, feature.key, column.slug), tuple(annotation for *_, annotation in newest_first)


class Said(Struct, frozen=True):
    """What other sources say of a document's cells, the newest first; and of the ``contested`` ones the newest value,
    which is another than the cell's."""

    of_cells: Mapping[Where, tuple[Annotation, ...]]
    contested: Mapping[Where, Annotation]


def said_of(document: Document) -> Said:
    found = dict(cells_annotated(document))
    return Said(found, _contested(document, found))


def contested(document: Document) -> Mapping[Where, Annotation]:
    """The newest value of each contested cell."""
    return once(document, "contested", lambda: said_of(document).contested)


def _contested(document: Document, said: Mapping[Where, tuple[Annotation, ...]]) -> dict[Where, Annotation]:
    address = document.source.address
    valued = {where: [one for one in found if one.cell is not None] for where, found in said.items()}
    newest = {where: found[0] for where, found in valued.items() if found}
    return {
        (table, feature, column): annotation
        for (table, feature, column), annotation in newest.items()
        if cell_meaning(address, document.by_table[table].cell(feature, column))
        != cell_meaning(address, read_cell(annotation.cell or ""))
    }


def annotated(document: Document) -> Document:
    """The document as other sources have it, made once: the newest value of each contested cell in its place; itself
    where none is contested."""
    return once(document, "annotated", lambda: _annotated(document)) or document


def _annotated(document: Document) -> Document | None:
    """None where it is the page's own: a document that held itself would wait for the collector."""
    found = contested(document)
    tables = tuple(
        replace(
            table,
            notations=tuple(
                tuple(
                    (found[at].cell or "") if (at := (table.slug, feature.key, column.slug)) in found else text
                    for column, text in zip(table.columns, row, strict=True)
                )
                for feature, row in zip(table.features, table.notations, strict=True)
            ),
        )
        for table in document.tables
    )
    return replace(document, tables=tables) if found else None


def by_facts(document: Document, selection: Selection) -> Document:
    """The document whose cells decide: the page's own, or as other sources have it."""
    return annotated(document) if selection.annotated else document


def turned(page: Verdicts, annotated: Verdicts, selection: Selection) -> frozenset[Where]:
    """The cells whose verdicts under a selection differ between the page and what other sources say."""
    active = page.active(selection.parts)
    found: set[Where] = set()
    for part in selection.parts:
        both = page.judged(part, active).judgements, annotated.judged(part, active).judgements
        for (table, option), *sides in zip(page.options, *both, strict=True):
            by_page, by_others = ({(j.feature, j.verdict) for j in side} for side in sides)
            found |= {(table.slug, feature, option.slug) for feature, _ in by_page ^ by_others if feature}
    return frozenset(found)


def with_page_cells(fit: Fit, document: Document) -> Fit:
    """A fit by annotated facts, whose reasons quote the page's own cells: facts decide verdict and note alone. A reason
    that goes by another source has its words beside them."""
    others = contested(document)

    def quoted(reason: Reason, table: str, option: str) -> Reason:
        feature = reason.judgement.feature
        if feature is None or feature not in document.by_table[table].by_key:
            return reason
        cell, source = document.by_table[table].cell(feature, option), others.get((table, feature, option))
        said = source.text if source else ""
        return structs.replace(
            reason, judgement=structs.replace(reason.judgement, cell=cell.text, footnotes=cell.footnotes, said=said)
        )

    def of_option(it: OptionFit, table: str) -> OptionFit:
        return structs.replace(it, reasons=tuple(quoted(reason, table, it.option.slug) for reason in it.reasons))

    return Fit(
        tuple(
            structs.replace(
                table,
                table=document.by_table[table.table.slug],
                options=tuple(of_option(option, table.table.slug) for option in table.options),
            )
            for table in fit.tables
        )
    )
