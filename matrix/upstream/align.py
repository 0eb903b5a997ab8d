"""An incoming page's rows and columns → the identity that they have at present.

Pure. A row or column that is renamed upstream keeps its key and slug, so that links and criteria go on meaning it:
it is recognised by its name, else by its link, else by nearly the same name.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, TypeVar

from matrix.domain.document import Column, Document, DocumentError, Feature, Table
from matrix.domain.links import resolve
from matrix.domain.text import slugify

NEARLY: Final = 0.75
"""How alike two names must be to be nearly the same, as difflib measures: 1 is equal."""
COMMON: Final = 3
"""In how many rows' names a word must stand to tell none of them from the others."""
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
    keys: dict[str, str] = {}  # as read → as present, for rows that a later table has too
    for table in incoming.tables:
        before = present.by_table.get(table.slug)
        if before is None:
            tables.append(table)
            continue
        tables.append(_align_table(present, incoming, before, table, keys, recognised, splits))
        if strict:
            _check_alike(before, tables[-1])
    aligned = replace(
        incoming,
        source=present.source,
        tables=tuple(tables),
        questions=present.questions,
        rulings=present.rulings,
        annotations=present.annotations,
    )
    return Aligned(aligned, recognised, tuple(splits))


def _align_table(
    present: Document,
    incoming: Document,
    before: Table,
    table: Table,
    keys: dict[str, str],
    recognised: dict[tuple[str, str], str],
    splits: list[Split],
) -> Table:
    def link(document: Document) -> Callable[[Column | Feature], str]:
        return lambda head: resolve(document.source.address, head.url)

    columns = _align_columns(
        before, table, _match(before.columns, table.columns, link(present), link(incoming)), recognised
    )
    rows = _match(before.features, table.features, link(present), link(incoming))
    split = _splits(before.features, table.features, rows, link(present), link(incoming))
    parts = {at: row for row, found in split.items() for at in found}
    # A row that several have become is none of them: it is a new one, or, split before, its old self again.
    backwards = {old: (at, how) for at, (old, how) in rows.items()}
    whole = _splits(table.features, before.features, backwards, link(incoming), link(present))
    rows = {at: match for at, match in rows.items() if at not in parts and at not in whole}
    recognised |= {
        (table.slug, before.features[old].key): how for _, (old, how) in sorted(rows.items()) if how != "name"
    }
    new_features = _identified(before, table.features, {at: old for at, (old, _) in rows.items()}, parts, whole, keys)
    features = _distinct(new_features, set(rows))
    for row, found in split.items():
        feature = before.features[row]
        splits.append(Split(table.slug, feature.key, feature.name, tuple(features[at] for at in found)))
    return replace(table, title=before.title, columns=columns, features=features)


def _identified(
    before: Table,
    features: Sequence[Feature],
    rows: Mapping[int, int],
    parts: Mapping[int, int],
    joined: Mapping[int, Sequence[int]],
    keys: dict[str, str],
) -> list[Feature]:
    """Incoming rows under their present keys, each a part of what it is at present: those that are in ``rows`` (index →
    index in ``before``), the ``parts`` that one is split into, those that several are ``joined`` into, and new ones."""
    identified: list[Feature] = []
    for at, feature in enumerate(features):
        read = feature.key
        feature = replace(feature, key=keys.get(read, read))
        if at in rows:
            old = before.features[rows[at]]
            feature = replace(feature, key=old.key, part_of=old.part_of)
        elif at in parts:
            old = before.features[parts[at]]
            feature = replace(feature, key=slugify(feature.name), part_of="/".join((*old.wholes, old.key)))
        elif at in joined:
            feature = _joined(before, joined[at], feature)
        if at in rows or at in joined:
            keys[read] = feature.key
        identified.append(feature)
    return identified


def _joined(before: Table, rows: Sequence[int], feature: Feature) -> Feature:
    """The row that present rows were joined into: where they are all the parts of one, that one again; where they are
    some of its parts, a part of it."""
    parts = [before.features[at] for at in rows]
    shared = [same[0] for same in zip(*(part.wholes for part in parts), strict=False) if len(set(same)) == 1]
    for depth, whole in reversed(list(enumerate(shared))):
        if {part.key for part in before.parts(whole)} == {part.key for part in parts}:
            return replace(feature, key=whole, part_of="/".join(shared[:depth]))
    return replace(feature, part_of="/".join(shared))


def _align_columns(
    before: Table, table: Table, matched: dict[int, tuple[int, str]], recognised: dict[tuple[str, str], str]
) -> tuple[Column, ...]:
    columns = list(table.columns)
    for at, (old, how) in sorted(matched.items()):
        present = before.columns[old]
        columns[at] = replace(columns[at], slug=present.slug, candidate=present.candidate)
        if how != "name":
            recognised[(table.slug, present.slug)] = how
    return tuple(columns)


def _distinct(features: list[Feature], matched: set[int]) -> tuple[Feature, ...]:
    """A new row whose name gives a key that a present row holds, or that of the row which it is a part of, gets that
    key with a number."""
    taken = {feature.key for at, feature in enumerate(features) if at in matched}
    distinct: list[Feature] = []
    for at, feature in enumerate(features):
        if at not in matched:
            key, number = feature.key, 2
            while key in taken or key in feature.wholes:
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
    olds, news = left()
    for j in news:
        found = [i for i in olds if _within(before[i].name, after[j].name)]
        # Where several new rows would do, that may be a split row.
        if len(found) == 1 and [k for k in news if _within(before[found[0]].name, after[k].name)] == [j]:
            matched[j] = (found[0], "the words of its name")
    return matched


def _within(a: str, b: str) -> bool:
    """Whether two names have all words of the shorter in common, two or more."""
    one, two = set(_words(a)), set(_words(b))
    return min(len(one), len(two)) > 1 and (one <= two or two <= one)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.lower())


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(a=" ".join(_words(a)), b=" ".join(_words(b)), autojunk=False).ratio()


def _splits(
    before: Sequence[Feature],
    after: Sequence[Feature],
    matched: dict[int, tuple[int, str]],
    before_link: Callable[[Column | Feature], str],
    after_link: Callable[[Column | Feature], str],
) -> dict[int, list[int]]:
    """Present rows that are gone by name → the two or more rows that are made of them, and of no other row."""
    words = Counter(word for feature in before for word in set(_words(feature.name)))

    def own(feature: Feature) -> set[str]:
        """The words that tell a row from others: not "support", which is in the names of half of them."""
        return {word for word in _words(feature.name) if words[word] < COMMON}

    def is_part(old: Feature, new: Feature) -> bool:
        """A part carries the link of its row, or is named with its words: all of them, or half of its own are."""
        if old.url and before_link(old) == after_link(new):
            return True
        shared = own(old) & own(new)
        return bool(shared) and (own(old) == shared or len(shared) * 2 >= len(own(new)))

    by_name = {old for old, how in matched.values() if how == "name"}
    found: dict[int, list[int]] = {}
    for i, feature in enumerate(before):
        fresh = [j for j in range(len(after)) if matched.get(j, (i, ""))[0] == i]
        parts = [j for j in fresh if is_part(feature, after[j]) and not any(j in other for other in found.values())]
        if i not in by_name and len(parts) > 1:
            found[i] = parts
    return found


def _check_alike(before: Table, after: Table) -> None:
    for what, old, new in (
        ("columns", {c.slug for c in before.columns}, {c.slug for c in after.columns}),
        ("rows", set(before.by_key), set(after.by_key)),
    ):
        if len(old & new) < len(old) * LIKENESS:
            kept = f"only {len(old & new)} of {len(old)} {what}"
            raise DocumentError(f"{before.title}: {kept} are those of the present matrix; this is another page")
