"""An incoming page's rows and columns → the identity that they have at present.

Pure. A row or column that is renamed upstream keeps its key and slug, so that links and criteria go on meaning it:
it is recognised by its name, else by its link, else by nearly the same name.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, TypeVar

from matrix.domain.document import Column, Document, DocumentError, Feature, Table
from matrix.domain.links import resolve
from matrix.domain.text import slugify
from matrix.upstream.names import nearly_same, too_many, within, words

COMMON: Final = 3
"""In how many rows' names a word must stand to tell none of them from the others."""
LIKENESS: Final = 0.5
"""The share of the present rows and columns that an update must still have; below it, it is another page."""
_Head = TypeVar("_Head", Column, Feature)
_Key = Callable[[Column | Feature], object]
_Link = Callable[[Column | Feature], str]
"""Where the link of a head leads, "" where it has none."""


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
    than half of the present rows or columns are in it, that is another page and not an update, or where more have other
    names than can be compared (unless ``strict`` is off)."""
    recognised: dict[tuple[str, str], str] = {}
    splits: list[Split] = []
    tables: list[Table] = []
    keys: dict[str, str] = {}  # as read → as present, for rows that a later table has too
    for table in incoming.tables:
        before = present.by_table.get(table.slug)
        if before is None:
            tables.append(table)
            continue
        tables.append(_align_table(present, incoming, before, table, keys, recognised, splits, strict=strict))
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
    *,
    strict: bool,
) -> Table:
    def link(document: Document) -> _Link:
        return lambda head: resolve(document.source.address, head.url)

    links = link(present), link(incoming)
    columns = _align_columns(before, table, _match(before.columns, table.columns, *links, strict=strict), recognised)
    rows = _match(before.features, table.features, *links, strict=strict)
    split = _splits(before.features, table.features, rows, *links)
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
    before: Sequence[_Head], after: Sequence[_Head], before_link: _Link, after_link: _Link, *, strict: bool
) -> dict[int, tuple[int, str]]:
    """Index in ``after`` → index in ``before`` and how it was recognised: name, link, or nearly the same name. Where
    too many are left to hold their names against each other, ``strict`` raises DocumentError; else they are new."""
    matched: dict[int, tuple[int, str]] = {}

    def left() -> tuple[dict[int, _Head], dict[int, _Head]]:
        used = {old for old, _ in matched.values()}
        return (
            {i: head for i, head in enumerate(before) if i not in used},
            {j: head for j, head in enumerate(after) if j not in matched},
        )

    # A link that several new rows carry names none of them: that may be a split row.
    alike: tuple[tuple[str, _Key, _Key], ...] = (
        ("name", lambda head: head.name, lambda head: head.name),
        ("name", lambda head: tuple(words(head.name)), lambda head: tuple(words(head.name))),
        ("link", lambda head: before_link(head) or None, lambda head: after_link(head) or None),
    )
    for how, old_key, new_key in alike:
        olds, news = left()
        here, there = _by_key(olds, old_key), _by_key(news, new_key)
        matched |= {
            found[0]: (here[key][0], how)
            for key, found in there.items()
            if len(found) == 1 and len(here.get(key, ())) == 1
        }
    gone, new = ({at: head.name for at, head in heads.items()} for heads in left())
    if wrong := too_many(gone, new):
        if strict:
            raise DocumentError(wrong)
        return matched
    matched |= {j: (i, "nearly the same name") for j, i in nearly_same(gone, new).items()}
    gone, new = ({at: head.name for at, head in heads.items()} for heads in left())
    return matched | {j: (i, "the words of its name") for j, i in within(gone, new)}


def _by_key(heads: Mapping[int, _Head], key: _Key) -> dict[object, list[int]]:
    """The indexes of those that share a key; what has none (None) is left out."""
    found: dict[object, list[int]] = {}
    for at, head in heads.items():
        if (of := key(head)) is not None:
            found.setdefault(of, []).append(at)
    return found


def _traits(link: str, own_words: set[str]) -> list[tuple[str, str]]:
    """What a part of a row may share with it."""
    return [*([("link", link)] if link else []), *(("word", word) for word in own_words)]


def _splits(
    before: Sequence[Feature],
    after: Sequence[Feature],
    matched: dict[int, tuple[int, str]],
    before_link: _Link,
    after_link: _Link,
) -> dict[int, list[int]]:
    """Present rows that are gone by name → the two or more rows that are made of them, and of no other row."""
    said = [set(words(feature.name)) for feature in before]
    common = Counter(chain.from_iterable(said))

    def own(found: set[str]) -> set[str]:
        """The words that tell a row from others: not "support", which is in the names of half of them."""
        return {word for word in found if common[word] < COMMON}

    sharing: dict[tuple[str, str], list[int]] = {}
    news = [own(set(words(feature.name))) for feature in after]
    for j, feature in enumerate(after):
        for shared in _traits(after_link(feature), news[j]):
            sharing.setdefault(shared, []).append(j)

    def parts_of(i: int) -> Iterator[int]:
        """Those that carry the link of a row, or are named with its words: all of them, or half of their own are."""
        mine, link = own(said[i]), before_link(before[i])
        near = {j for shared in _traits(link, mine) for j in sharing.get(shared, ())}
        for j in sorted(near):
            both = mine & news[j]
            if (link and link == after_link(after[j])) or (both and (mine == both or len(both) * 2 >= len(news[j]))):
                yield j

    by_name = {old for old, how in matched.values() if how == "name"}
    found: dict[int, list[int]] = {}
    taken: set[int] = set()
    for i in range(len(before)):
        if i not in by_name:
            parts = [j for j in parts_of(i) if matched.get(j, (i, ""))[0] == i and j not in taken]
            if len(parts) > 1:
                found[i] = parts
                taken |= {*parts}
    return found


def _check_alike(before: Table, after: Table) -> None:
    for what, old, new in (
        ("columns", {c.slug for c in before.columns}, {c.slug for c in after.columns}),
        ("rows", set(before.by_key), set(after.by_key)),
    ):
        if len(old & new) < len(old) * LIKENESS:
            kept = f"only {len(old & new)} of {len(old)} {what}"
            raise DocumentError(f"{before.title}: {kept} are those of the present matrix; this is another page")
