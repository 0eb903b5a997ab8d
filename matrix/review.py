"""An update of which some changes are refused → the document with the others.

Pure. It starts from the incoming document and takes each refused change back, so that a refused change leaves the
present words and everything else is as it came in.
"""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TypeVar

from matrix.diff import Change
from matrix.document import Column, Document, Feature, Footnote, Table, inline_meaning
from matrix.notation import plain
from matrix.update import Update

_Head = TypeVar("_Head", Column, Feature)


def without(present: Document, update: Update, refused: set[int]) -> Document:
    """The update's document without the changes whose indexes are ``refused``. It is not checked: a footnote that
    was refused may leave a mark without one, which `matrix.document.check` tells."""
    changes = [update.changes[at] for at in sorted(refused)]
    incoming = update.document
    tables = tuple(
        _table(present.by_table[table.slug], table, [c for c in changes if c.table == table.slug], update)
        for table in incoming.tables
    )
    passages = [c for c in changes if c.kind in ("prose", "link") and c.feature is None and c.option is None]
    own = [c for c in passages if c.table is None]

    def prose(before: Sequence[str], after: Sequence[str], among: list[Change]) -> tuple[str, ...]:
        return tuple(_prose(present, before, after, among))

    heading = prose((present.title, *present.intro), (incoming.title, *incoming.intro), own)
    return replace(
        incoming,
        title=heading[0],
        intro=heading[1:],
        bullets=prose(present.bullets, incoming.bullets, own),
        closing=prose(present.closing, incoming.closing, own),
        tables=tuple(
            replace(
                table,
                lead=prose(
                    present.by_table[table.slug].lead, table.lead, [c for c in passages if c.table == table.slug]
                ),
            )
            for table in tables
        ),
        footnotes=_footnotes(present, incoming, changes),
    )


def _prose(present: Document, before: Sequence[str], after: Sequence[str], refused: list[Change]) -> list[str]:
    """The new passages, but the present one wherever a refused change has just these words."""
    address = present.source.address
    a, b = ([repr(inline_meaning(address, text)) for text in side] for side in (before, after))
    taken: list[str] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if tag == "equal":
            taken += after[j:j_end]
            continue
        for k in range(max(i_end - i, j_end - j)):
            left = before[i + k] if i + k < i_end else None
            right = after[j + k] if j + k < j_end else None
            kept = left if _refuses(refused, left, right) else right
            taken += [kept] if kept is not None else []
    return taken


def _refuses(refused: list[Change], left: str | None, right: str | None) -> bool:
    sides = (left and plain(left), right and plain(right))
    for change in refused:
        if change.kind == "prose" and (change.before, change.after) == sides:
            return True
        if change.kind == "link" and left is not None and right is not None and sides[0] == sides[1]:
            return True
    return False


def _footnotes(present: Document, incoming: Document, refused: list[Change]) -> tuple[Footnote, ...]:
    notes = dict(incoming.by_footnote)
    for change in refused:
        if change.kind == "footnote":
            number = int((change.before or change.after or "").split(" ", 1)[0])
            if number in present.by_footnote:
                notes[number] = present.by_footnote[number]
            else:
                notes.pop(number, None)
    return tuple(notes[number] for number in sorted(notes))


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
        here = (change.feature or "", change.option or "")
        if change.kind == "cell" or (change.kind == "link" and change.feature and change.option):
            cells[here] = _present_cell(present, *here, default=cells.get(here, ""))
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


def _present_cell(present: Table, key: str, slug: str, default: str = "") -> str:
    there = key in present.by_key and any(column.slug == slug for column in present.columns)
    return present.notation_of(key, slug) if there else default


def _features(present: Table, features: list[Feature], change: Change, update: Update) -> list[Feature]:
    match change.kind:
        case "feature-renamed":
            return [replace(f, name=change.before or f.name) if f.key == change.feature else f for f in features]
        case "link" if change.feature and not change.option:
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
            return [replace(c, name=change.before or c.name) if c.slug == change.option else c for c in columns]
        case "link" if change.option and not change.feature:
            return [replace(c, url=there[c.slug].url) if c.slug == change.option else c for c in columns]
        case "option-added":
            return [column for column in columns if column.slug != change.option]
        case "option-removed" | "option-moved":
            kept = [column for column in columns if column.slug != change.option]
            moved = next((c for c in columns if c.slug == change.option), there[change.option or ""])
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
