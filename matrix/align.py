"""An incoming page's rows and columns → the identity that they have at present.

Pure. A row or column that is renamed upstream keeps its key and slug, so that links and criteria go on meaning it:
it is recognised by its name, else by its link, else by nearly the same name.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, TypeVar

from matrix.document import Column, Document, DocumentError, Feature, Table, resolve

NEARLY: Final = 0.75
"""How alike two names must be to be nearly the same, as difflib measures: 1 is equal."""
LIKENESS: Final = 0.5
"""The share of the present rows and columns that an update must still have; below it, it is another page."""
_Head = TypeVar("_Head", Column, Feature)


@dataclass(frozen=True)
class Split:
    """A row that has become several: its table and key, its old name, the new rows' keys and names."""

    table: str
    key: str
    name: str
    into: tuple[Feature, ...]


@dataclass(frozen=True)
class Aligned:
    """The incoming document under present identity; how each renamed part was recognised; the split rows."""

    document: Document
    recognised: dict[tuple[str, str], str]
    splits: tuple[Split, ...]


def align(present: Document, incoming: Document, *, strict: bool = True) -> Aligned:
    """Give ``incoming`` the keys, slugs, questionnaire and source of ``present``. Raises DocumentError where less
    than half of the present rows or columns are in it: that is another page, not an update (unless ``strict`` is
    off)."""
    recognised: dict[tuple[str, str], str] = {}
    splits: list[Split] = []
    tables: list[Table] = []
    for table in incoming.tables:
        before = present.by_table.get(table.slug)
        if before is None:
            tables.append(table)
            continue
        tables.append(_align_table(present, incoming, before, table, recognised, splits))
        if strict:
            _check_alike(before, tables[-1])
    aligned = replace(
        incoming,
        source=present.source,
        tables=tuple(tables),
        questions=present.questions,
        rulings=present.rulings,
    )
    return Aligned(aligned, recognised, tuple(splits))


def _align_table(
    present: Document,
    incoming: Document,
    before: Table,
    table: Table,
    recognised: dict[tuple[str, str], str],
    splits: list[Split],
) -> Table:
    def link(document: Document) -> Callable[[Column | Feature], str]:
        return lambda head: resolve(document.source.address, head.url)

    columns = _match(before.columns, table.columns, link(present), link(incoming))
    rows = _match(before.features, table.features, link(present), link(incoming))
    for old, new_rows in _splits(before.features, table.features, rows).items():
        splits.append(Split(table.slug, before.features[old].key, before.features[old].name, new_rows))
        rows = {at: match for at, match in rows.items() if table.features[at] not in new_rows}
    new_columns = []
    for at, column in enumerate(table.columns):
        if at in columns:
            old_column, how = before.columns[columns[at][0]], columns[at][1]
            column = replace(column, slug=old_column.slug, candidate=old_column.candidate)
            if how != "name":
                recognised[(table.slug, old_column.slug)] = how
        new_columns.append(column)
    new_features = []
    for at, feature in enumerate(table.features):
        if at in rows:
            key, how = before.features[rows[at][0]].key, rows[at][1]
            feature = replace(feature, key=key)
            if how != "name":
                recognised[(table.slug, key)] = how
        new_features.append(feature)
    return replace(table, title=before.title, columns=tuple(new_columns), features=_distinct(new_features, set(rows)))


def _distinct(features: list[Feature], matched: set[int]) -> tuple[Feature, ...]:
    """A new row whose name gives a key that a present row holds gets that key with a number."""
    taken = {feature.key for at, feature in enumerate(features) if at in matched}
    distinct: list[Feature] = []
    for at, feature in enumerate(features):
        if at not in matched:
            key, number = feature.key, 2
            while key in taken:
                key, number = f"{feature.key}-{number}", number + 1
            taken.add(key)
            feature = replace(feature, key=key)
        distinct.append(feature)
    return tuple(distinct)


def _match(
    before: Sequence[_Head],
    after: Sequence[_Head],
    before_link: Callable[[Column | Feature], str],
    after_link: Callable[[Column | Feature], str],
) -> dict[int, tuple[int, str]]:
    """Index in ``after`` → index in ``before`` and how it was recognised: name, link, or nearly the same name."""
    matched: dict[int, tuple[int, str]] = {}

    def left() -> tuple[list[int], list[int]]:
        used = {old for old, _ in matched.values()}
        return [i for i in range(len(before)) if i not in used], [j for j in range(len(after)) if j not in matched]

    for how, same in (
        ("name", lambda a, b: a.name == b.name),
        ("name", lambda a, b: _words(a.name) == _words(b.name)),
        ("link", lambda a, b: bool(a.url) and before_link(a) == after_link(b)),
    ):
        olds, news = left()
        for j in news:
            found = [i for i in olds if same(before[i], after[j])]
            # A link that several new rows carry names none of them: that may be a split row.
            rivals = [k for k in news if found and same(before[found[0]], after[k])]
            if len(found) == 1 and len(rivals) == 1:
                matched[j] = (found[0], how)
    olds, news = left()
    alike = sorted(((_likeness(before[i].name, after[j].name), -i, -j) for i in olds for j in news), reverse=True)
    for ratio, i, j in alike:
        if ratio >= NEARLY and -j not in matched and -i not in {old for old, _ in matched.values()}:
            matched[-j] = (-i, "nearly the same name")
    return matched


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.lower())


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(a=" ".join(_words(a)), b=" ".join(_words(b)), autojunk=False).ratio()


def _splits(
    before: Sequence[Feature], after: Sequence[Feature], matched: dict[int, tuple[int, str]]
) -> dict[int, tuple[Feature, ...]]:
    """Present rows that are gone by name, and of whose name two or more new rows are made."""
    by_name = {old for old, how in matched.values() if how == "name"}
    fresh = [j for j in range(len(after)) if j not in matched or matched[j][1] != "name"]
    found: dict[int, tuple[Feature, ...]] = {}
    for i, feature in enumerate(before):
        if i in by_name:
            continue
        parts = [j for j in fresh if _is_part(feature, after[j])]
        if len(parts) > 1:
            found[i] = tuple(after[j] for j in parts)
            fresh = [j for j in fresh if j not in parts]
    return found


def _is_part(old: Feature, new: Feature) -> bool:
    """A part of a split row carries its link, or is named with its words: all of them, or all but a few."""
    if old.url and old.url == new.url:
        return True
    olds, news = set(_words(old.name)), set(_words(new.name))
    return olds <= news or (len(olds & news) >= 2 and len(olds & news) * 2 >= len(news))


def _check_alike(before: Table, after: Table) -> None:
    for what, old, new in (
        ("columns", {c.slug for c in before.columns}, {c.slug for c in after.columns}),
        ("rows", set(before.by_key), set(after.by_key)),
    ):
        if len(old & new) < len(old) * LIKENESS:
            kept = f"only {len(old & new)} of {len(old)} {what}"
            raise DocumentError(f"{before.title}: {kept} are those of the present matrix; this is another page")


def names(features: Iterable[Feature]) -> str:
    return "; ".join(feature.name for feature in features)
