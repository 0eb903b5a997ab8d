"""The source taken in three ways: edits of it to choose from, for either side, and what came of them in short."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from matrix.domain.document import Column, Document, Feature
from matrix.domain.notation import read_cell
from matrix.upstream import reader, writer
from matrix.upstream.threeway import Decision, ThreeWay, plan_three_way
from tests.oracle.oracle import AI, T1
from tests.support.documents import read_page, source_text, standard
from tests.support.edits import (
    renamed,
    with_cell,
    with_column,
    with_feature,
    with_footnote,
    with_table,
    without_feature,
)

Edit = Callable[[Document], Document]
Told = tuple[str | int | None, ...]

BASE: Final = read_page(source_text()).document
GPU, GUARD, SHADOW, SCALE, TIMEOUT, SINGLE = (
    *("gpu-support", "deployment-guardrails", "shadow-testing", "scale-to-zero", "request-timeout", "single-model"),
)
BLUE, ROLLING = f"{GUARD}-blue-green-deployments", f"{GUARD}-rolling-deployments"
NAMES = ["Deployment guardrails: blue/green deployments", "Deployment guardrails: rolling deployments"]
FALL_BACK = "All-at-once traffic fall back"


def page_of(document: Document) -> reader.UpstreamPage:
    return read_page(writer.write(document, source_text()))


def three(ours: Edit | None, theirs: Edit | None) -> ThreeWay:
    """Ours and theirs each come of an edit of the source."""
    return plan_three_way(BASE, (ours or same)(standard()), page_of((theirs or same)(BASE)))


def same(document: Document) -> Document:
    return document


def every(found: ThreeWay, side: Decision = "theirs") -> Document:
    return found.merged(range(len(found.changes)), dict.fromkeys(range(len(found.conflicts)), side))


def told(found: ThreeWay) -> dict[str, list[Told]]:
    """The four lists, where they hold anything: kind, where, and the words of each side."""
    changes = {"changes": found.changes, "kept": found.kept, "done": found.done}
    lists: dict[str, list[Told]] = {
        name: [(c.kind, *where(c.feature, c.column, c.footnote), c.before, c.after) for c in told]
        for name, told in changes.items()
    }
    lists["conflicts"] = [
        (c.kind, *where(c.feature, c.column, c.place.footnote), c.base, c.ours, c.theirs) for c in found.conflicts
    ]
    return {name: entries for name, entries in lists.items() if entries}


def where(*parts: str | int | None) -> list[str | int]:
    return [part for part in parts if part is not None]


# --- Edits -------------------------------------------------------------------------------------------------------


def cell(text: str, key: str = TIMEOUT, option: str = AI, table: str = T1) -> Edit:
    return lambda document: with_cell(document, table, key, option, text)


def name(text: str, key: str = SHADOW) -> Edit:
    return lambda document: renamed(document, T1, key, text)


def link(url: str, key: str = SHADOW) -> Edit:
    def edit(document: Document) -> Document:
        features = document.by_table[T1].features
        return with_table(document, T1, features=tuple(replace(f, url=url) if f.key == key else f for f in features))

    return edit


def column(slug: str, **parts: str) -> Edit:
    def edit(document: Document) -> Document:
        columns = tuple(replace(c, **parts) if c.slug == slug else c for c in document.by_table[T1].columns)  # type: ignore[arg-type]
        return with_table(document, T1, columns=columns)

    return edit


def no_column(slug: str) -> Edit:
    def edit(document: Document) -> Document:
        table = document.by_table[T1]
        at = [c.slug for c in table.columns].index(slug)
        notations = tuple((*row[:at], *row[at + 1 :]) for row in table.notations)
        return with_table(document, T1, columns=(*table.columns[:at], *table.columns[at + 1 :]), notations=notations)

    return edit


def new_column(title: str, text: str) -> Edit:
    def edit(document: Document) -> Document:
        slug = title.lower().replace(" ", "-")
        return with_column(document, T1, Column(slug, title), (text,) * len(document.by_table[T1].features), 4)

    return edit


def gone(key: str) -> Edit:
    return lambda document: without_feature(document, T1, key)


def new(title: str, behind: str, text: str = "✓", key: str = "") -> Edit:
    def edit(document: Document) -> Document:
        table = document.by_table[T1]
        at = [feature.key for feature in table.features].index(behind) + 1
        feature = Feature(key or title.lower().replace(" ", "-"), title)
        return with_feature(document, T1, feature, (text,) * len(table.columns), at)

    return edit


def move(key: str, behind: str) -> Edit:
    def edit(document: Document) -> Document:
        table = document.by_table[T1]
        order = [at for at, feature in enumerate(table.features) if feature.key != key]
        stand = [table.features[at].key for at in order].index(behind) + 1
        order.insert(stand, [feature.key for feature in table.features].index(key))
        features, notations = (tuple(rows[at] for at in order) for rows in (table.features, table.notations))
        return with_table(document, T1, features=features, notations=notations)

    return edit


def split(*cells: str) -> Edit:
    """Of the guardrails, as the edition of 2025 has it; ``cells`` instead of what each part has for Batch transform."""

    def edit(document: Document) -> Document:
        table = document.by_table[T1]
        at = [feature.key for feature in table.features].index(GUARD)
        (features, notations), url = (list(table.features), list(table.notations)), table.features[at].url
        features[at : at + 1] = [Feature(key, n, url) for key, n in zip((BLUE, ROLLING), NAMES, strict=True)]
        texts = cells or ("", "")
        notations[at : at + 1] = [(notations[at][0], text, *notations[at][2:]) for text in texts]
        return with_table(document, T1, features=tuple(features), notations=tuple(notations))

    return edit


def note(number: int, text: str) -> Edit:
    return lambda document: with_footnote(document, number, text)


def no_note(number: int) -> Edit:
    """Without a footnote, and without its marks."""

    def edit(document: Document) -> Document:
        def unmarked(text: str) -> str:
            return text.rstrip("0123456789 ") if read_cell(text).footnotes == (number,) else text

        for table in document.tables:
            rows = tuple(tuple(map(unmarked, row)) for row in table.notations)
            document = with_table(document, table.slug, notations=rows)
        return replace(document, footnotes=tuple(n for n in document.footnotes if n.number != number))

    return edit


def bullet(at: int, text: str | None) -> Edit:
    def edit(document: Document) -> Document:
        bullets = [*document.bullets[:at], *([] if text is None else [text]), *document.bullets[at + 1 :]]
        return replace(document, bullets=tuple(bullets))

    return edit


def closing(*texts: str) -> Edit:
    return lambda document: replace(document, closing=texts)


def both(*edits: Edit) -> Edit:
    def edit(document: Document) -> Document:
        for each in edits:
            document = each(document)
        return document

    return edit
