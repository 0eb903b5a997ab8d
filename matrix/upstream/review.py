"""An update of which some changes are refused → the document with the others.

Pure. It starts from the incoming document and takes each refused change back, so that a refused change leaves the
present words and everything else is as it came in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from matrix.domain.change import Change
from matrix.domain.diff import Side, differing
from matrix.domain.document import Column, Document, Feature, Footnote, Table
from matrix.domain.meaning import inline_meaning
from matrix.upstream.update import Update

_Head = TypeVar("_Head", Column, Feature)


def without(present: Document, update: Update, refused: set[int]) -> Document:
    """The update's document without the changes whose indexes are ``refused``. It is not checked: a footnote that
    was refused may leave a mark without one, which `matrix.decision.lint` tells."""
    incoming = update.document
    of_tables = [update.changes[at] for at in sorted(refused)]
    tables = tuple(
        _table(present.by_table[table.slug], table, [c for c in of_tables if c.table == table.slug], update)
        for table in incoming.tables
    )
    passages = {slug: _passages(update, refused, slug) for slug in (None, *incoming.by_table)}

    def prose(before: Sequence[str], after: Sequence[str], table: str | None = None) -> tuple[str, ...]:
        return tuple(_prose((present, before), (incoming, after), passages[table]))

    # In the order of the page, as the changes are.
    heading = prose((present.title, *present.intro), (incoming.title, *incoming.intro))
    bullets = prose(present.bullets, incoming.bullets)
    leads = [prose(present.by_table[table.slug].lead, table.lead, table.slug) for table in tables]
    footnotes = tuple(_footnotes(present, incoming, passages[None]))
    return replace(
        incoming,
        title=heading[0],
        intro=heading[1:],
        bullets=bullets,
        closing=prose(present.closing, incoming.closing),
        tables=tuple(replace(table, lead=lead) for table, lead in zip(tables, leads, strict=True)),
        footnotes=footnotes,
    )


def _passages(update: Update, refused: set[int], table: str | None) -> Iterator[bool]:
    """Of each change of a passage or footnote, in the order of the page, whether it is refused. Two may say the same,
    so that only their order tells them apart."""
    for at, change in enumerate(update.changes):
        where = (change.table, change.feature, change.column)
        if change.kind in ("prose", "link", "footnote") and where == (table, None, None):
            yield at in refused


def _prose(present: Side, incoming: Side, refused: Iterator[bool]) -> Iterator[str]:
    """The new passages, but the present one wherever the change is refused."""
    for left, right in differing(present, incoming):
        kept = right if left == right else (left if next(refused) else right)
        if kept is not None:
            yield kept


def _footnotes(present: Document, incoming: Document, refused: Iterator[bool]) -> Iterator[Footnote]:
    address = present.source.address
    for number in sorted(present.by_footnote | incoming.by_footnote):
        before, after = present.by_footnote.get(number), incoming.by_footnote.get(number)
        meanings = [note and inline_meaning(address, note.notation) for note in (before, after)]
        kept = after if meanings[0] == meanings[1] else (before if next(refused) else after)
        if kept is not None:
            yield kept


# --- Tables ------------------------------------------------------------------------------------------------


def _table(present: Table, incoming: Table, refused: list[Change], update: Update) -> Table:
    cells = {
        (feature.key, column.slug): text
        for feature, row in zip(incoming.features, incoming.notations, strict=True)
        for column, text in zip(incoming.columns, row, strict=True)
    }
    features = list(incoming.features)
    columns = list(incoming.columns)
    for change in refused:
        features = _features(present, features, change, update)
        columns = _columns(present, columns, change)
        here = (change.feature or "", change.column or "")
        if change.kind == "cell" or (change.kind == "link" and change.feature and change.column):
            cells[here] = _present_cell(present, *_before_split(present, incoming, *here), default=cells.get(here, ""))
    for key in {feature.key for feature in features} - incoming.by_key.keys():  # rows that came back
        cells |= {(key, column.slug): _present_cell(present, key, column.slug) for column in columns}
    for slug in {column.slug for column in columns} - {column.slug for column in incoming.columns}:
        cells |= {(feature.key, slug): _present_cell(present, feature.key, slug) for feature in features}
    return replace(
        incoming,
        features=tuple(features),
        columns=tuple(columns),
        notations=tuple(tuple(cells.get((f.key, c.slug), "") for c in columns) for f in features),
    )


def _before_split(present: Table, incoming: Table, key: str, slug: str) -> tuple[str, str]:
    """Of a part's cell, that of the row which it is split from; any other itself."""
    wholes = incoming.by_key[key].wholes if key in incoming.by_key and key not in present.by_key else ()
    return next((whole for whole in reversed(wholes) if whole in present.by_key), key), slug


def _present_cell(present: Table, key: str, slug: str, default: str = "") -> str:
    there = key in present.by_key and any(column.slug == slug for column in present.columns)
    return present.notation_of(key, slug) if there else default


def _features(present: Table, features: list[Feature], change: Change, update: Update) -> list[Feature]:
    match change.kind:
        case "feature-renamed":
            return [replace(f, name=change.before or f.name) if f.key == change.feature else f for f in features]
        case "link" if change.feature and not change.column:
            url = present.by_key[change.feature].url
            return [replace(f, url=url) if f.key == change.feature else f for f in features]
        case "feature-added":
            return [feature for feature in features if feature.key != change.feature]
        case "feature-split":
            parts = {part.key for split in update.splits if split.key == change.feature for part in split.into}
            kept = [feature for feature in features if feature.key not in parts]
            return _put_back(kept, present.features, present.by_key[change.feature or ""])
        case "feature-removed" | "feature-moved":
            kept = [feature for feature in features if feature.key != change.feature]
            moved = next((f for f in features if f.key == change.feature), present.by_key[change.feature or ""])
            return _put_back(kept, present.features, moved)
    return features


def _columns(present: Table, columns: list[Column], change: Change) -> list[Column]:
    there = {column.slug: column for column in present.columns}
    match change.kind:
        case "option-renamed":
            return [replace(c, name=change.before or c.name) if c.slug == change.column else c for c in columns]
        case "link" if change.column and not change.feature:
            return [replace(c, url=there[c.slug].url) if c.slug == change.column else c for c in columns]
        case "option-added":
            return [column for column in columns if column.slug != change.column]
        case "option-removed" | "option-moved":
            kept = [column for column in columns if column.slug != change.column]
            moved = next((c for c in columns if c.slug == change.column), there[change.column or ""])
            return _put_back(kept, present.columns, moved)
    return columns


def _put_back(kept: list[_Head], order: Sequence[_Head], head: _Head) -> list[_Head]:
    """``head`` behind the nearest of those that stand before it at present."""
    names = [_name(other) for other in order]
    before = set(names[: names.index(_name(head))])
    places = [index for index, other in enumerate(kept, 1) if _name(other) in before]
    at = max(places, default=0)
    return kept[:at] + [head] + kept[at:]  # noqa: RUF005 (unpacking loses the type variable)


def _name(head: Column | Feature) -> str:
    return head.key if isinstance(head, Feature) else head.slug
