"""Two documents → what changed, cell by cell, in the contract's kinds.

Pure. Rows and columns are the same where their keys and slugs are: `matrix.upstream.align` gives those of an incoming
page their present identity first. What is only spelled otherwise is no change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import chain
from operator import itemgetter, neg

from matrix.domain.change import Change, ChangeKind
from matrix.domain.document import Column, Document, Feature, Table
from matrix.domain.links import resolve
from matrix.domain.meaning import cell_meaning, inline_meaning
from matrix.domain.notation import plain
from matrix.domain.questionnaire_diff import questionnaire_changes


def changes(old: Document, new: Document) -> list[Change]:
    """Everything in which ``new`` differs from ``old`` in meaning, in the order of the page."""
    own = (_source, _candidates, _parts, _orders, questionnaire_changes)
    return [*matrix_changes(old, new), *chain.from_iterable(find(old, new) for find in own)]


def matrix_changes(old: Document, new: Document) -> Iterator[Change]:
    """What an upstream page can change: prose, tables, footnotes."""
    yield from _prose(old, new, None, (old.title, *old.intro), (new.title, *new.intro))
    yield from _prose(old, new, None, old.bullets, new.bullets)
    for table in old.tables:
        if other := new.by_table.get(table.slug):
            yield from _prose(old, new, table.slug, (table.title, *table.lead), (other.title, *other.lead))
            yield from _table(old, new, table, other)
    yield from _footnotes(old, new)
    yield from _prose(old, new, None, old.closing, new.closing)


def rows_apart(old: Document, new: Document) -> frozenset[str] | None:
    """Where two documents differ in cells alone, the keys of the rows by which something else is read in ``new``: by
    their own cells, or those of their parts or wholes. None where they differ in more."""
    if len(old.tables) != len(new.tables) or replace(new, tables=old.tables) != old:
        return None
    changed: set[str] = set()
    for before, after in zip(old.tables, new.tables, strict=True):
        if replace(after, notations=before.notations) != before:
            return None
        rows = zip(after.features, before.notations, after.notations, strict=True)
        changed |= {feature.key for feature, was, now in rows if was != now}
    return frozenset(
        key for key in new.names if any(row.key in changed for table in new.tables for row in new.rows(table, key))
    )


def sharing(old: Document, new: Document) -> Document:
    """``new``, which differs in cells alone, made of what ``old`` is made of: so much memory is taken once."""
    if new.questions is old.questions:  # it was made of it
        return new
    tables = []
    for before, after in zip(old.tables, new.tables, strict=True):
        rows = zip(before.notations, after.notations, strict=True)
        same = replace(before, notations=tuple(was if was == now else now for was, now in rows))
        tables.append(before if before == after else same)
    return replace(old, tables=tuple(tables))


# --- Prose and footnotes -----------------------------------------------------------------------------------


def _prose(
    old: Document, new: Document, table: str | None, before: Sequence[str], after: Sequence[str]
) -> Iterator[Change]:
    if before == after and old.source.address == new.source.address:
        return
    for left, right in differing((old, before), (new, after)):
        if left == right:
            continue
        told = (left and plain(left), right and plain(right))
        if left is not None and right is not None and told[0] == told[1]:
            yield Change("link", table, None, None, _links(old, left), _links(new, right))
        else:
            yield Change("prose", table, None, None, *told)


Side = tuple[Document, Sequence[str]]
"""Passages, and the document whose address their links are relative to."""


def differing(old: Side, new: Side) -> Iterator[tuple[str | None, str | None]]:
    """The passages of two sides, set beside each other: one that means the same is the later one twice, and None
    stands where a side has none."""
    (_, before), (_, after) = old, new
    a, b = ([repr(inline_meaning(side[0].source.address, text)) for text in side[1]] for side in (old, new))
    for tag, i, i_end, j, j_end in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((text, text) for text in after[j:j_end])
            continue
        for k in range(max(i_end - i, j_end - j)):
            yield before[i + k] if i + k < i_end else None, after[j + k] if j + k < j_end else None


def _links(document: Document, text: str) -> str | None:
    return ", ".join(url for _, url in inline_meaning(document.source.address, text) if url) or None


def _footnotes(old: Document, new: Document) -> Iterator[Change]:
    for number in sorted(old.by_footnote | new.by_footnote):
        before, after = old.by_footnote.get(number), new.by_footnote.get(number)
        left = inline_meaning(old.source.address, before.notation) if before else None
        right = inline_meaning(new.source.address, after.notation) if after else None
        if left == right:
            continue
        if before and after and before.text == after.text:
            links = _links(old, before.notation), _links(new, after.notation)
            yield Change("link", None, None, None, *links, footnote=number)
        else:
            yield Change(
                "footnote",
                before=f"{number} {before.text}" if before else None,
                after=f"{number} {after.text}" if after else None,
                footnote=number,
            )


# --- Tables ------------------------------------------------------------------------------------------------


def _table(old: Document, new: Document, before: Table, after: Table) -> Iterator[Change]:
    for column in before.columns:
        if not any(column.slug == other.slug for other in after.columns):
            yield Change("option-removed", before.slug, None, column.slug, column.name, None)
    columns = {column.slug: column for column in before.columns}
    for column in after.columns:
        if column.slug not in columns:
            yield Change("option-added", after.slug, None, column.slug, None, column.name)
        else:
            yield from _head(old, new, after.slug, columns[column.slug], column)
    for slug, moved in moves([c.slug for c in before.columns], [c.slug for c in after.columns]):
        yield Change("option-moved", after.slug, None, slug, *map(behind, moved), moved=moved)
    for feature in before.features:
        if feature.key not in after.by_key:
            yield Change("feature-removed", before.slug, feature.key, None, feature.name, None)
    for feature in after.features:
        if feature.key not in before.by_key:
            yield Change("feature-added", after.slug, feature.key, None, None, feature.name)
            continue
        yield from _head(old, new, after.slug, before.by_key[feature.key], feature)
        yield from _cells(old, new, before, after, feature.key)
    for key, moved in moves([f.key for f in before.features], [f.key for f in after.features]):
        yield Change("feature-moved", after.slug, key, None, *map(behind, moved), moved=moved)


def _head(
    old: Document, new: Document, table: str, before: Column | Feature, after: Column | Feature
) -> Iterator[Change]:
    feature = after.key if isinstance(after, Feature) else None
    option = after.slug if isinstance(after, Column) else None
    if before.name != after.name:
        renamed: ChangeKind = "feature-renamed" if feature else "option-renamed"
        yield Change(renamed, table, feature, option, before.name, after.name)
    left, right = resolve(old.source.address, before.url), resolve(new.source.address, after.url)
    if left != right:
        yield Change("link", table, feature, option, left or None, right or None)


def _cells(old: Document, new: Document, before: Table, after: Table, key: str) -> Iterator[Change]:
    slugs = {column.slug for column in before.columns}
    for column in after.columns:
        if column.slug not in slugs:
            continue
        left, right = before.cell(key, column.slug), after.cell(key, column.slug)
        if left is right and old.source.address == new.source.address:  # most are one and the same
            continue
        a = cell_meaning(old.source.address, left)
        b = cell_meaning(new.source.address, right)
        if a == b:
            continue
        if {**a, "links": None} == {**b, "links": None}:
            urls = [", ".join(url for _, url in side.get("links", ())) or None for side in (a, b)]
            yield Change("link", after.slug, key, column.slug, *urls)
        else:
            yield Change("cell", after.slug, key, column.slug, left.text, right.text)


def moves(before: list[str], after: list[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Of what both have, the fewest that must move to get from one order to the other: each with what it stood, and
    now stands, behind ("" where behind nothing)."""
    here, there = set(before), set(after)
    common = [slug for slug in before if slug in there]
    order = [slug for slug in after if slug in here]
    was, now = ({slug: at for at, slug in enumerate(row)} for row in (common, order))
    stays = _longest_rising([was[slug] for slug in order])
    for slug in order:
        if was[slug] not in stays:
            stood, stands = (row[at[slug] - 1] if at[slug] else "" for row, at in ((common, was), (order, now)))
            yield slug, (stood, stands)


def behind(slug: str) -> str:
    return f"after {slug}" if slug else "first"


def _longest_rising(numbers: list[int]) -> set[int]:
    """The members of a longest rising subsequence; of several, the one of the earliest members. Each number once."""
    ends: list[list[int]] = []  # by the length of the longest run that a number ends, less one; falling
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number, key=itemgetter(-1))
        shorter = ends[length - 1] if length else []
        at = bisect_right(shorter, -number, key=neg)
        before[number] = shorter[at] if shorter else None
        if length == len(ends):
            ends.append([])
        ends[length].append(number)
    longest: set[int] = set()
    last = ends[-1][0] if ends else None
    while last is not None:
        longest.add(last)
        last = before[last]
    return longest


# --- What editors change -----------------------------------------------------------------------------------


def _source(old: Document, new: Document) -> Iterator[Change]:
    for name in ("address", "date"):
        left, right = getattr(old.source, name), getattr(new.source, name)
        if left != right:
            yield Change("source", before=f"{name} {left}", after=f"{name} {right}")


def _candidates(old: Document, new: Document) -> Iterator[Change]:
    """Columns that have become options, or are none any more: who is judged."""
    said = {True: "an option", False: "no option"}
    for slug, (table, column) in new.columns.items():
        before = old.columns[slug][1] if slug in old.columns else column
        if before.candidate != column.candidate:
            left, right = said[before.candidate], said[column.candidate]
            yield Change("questionnaire", table.slug, None, slug, left, right)


def _parts(old: Document, new: Document) -> Iterator[Change]:
    """Rows that have become parts of another row, or are none any more: what is judged by them."""
    for table in new.tables:
        before = old.by_table[table.slug].by_key if table.slug in old.by_table else {}
        for key, feature in table.by_key.items():
            if key in before and before[key].part_of != feature.part_of:
                said = [f"part of {side.part_of}" if side.part_of else "a whole row" for side in (before[key], feature)]
                yield Change("questionnaire", table.slug, key, None, *said)


def _orders(old: Document, new: Document) -> Iterator[Change]:
    """Of tables; the page has them in this order."""
    tables = [", ".join(table.slug for table in document.tables) for document in (old, new)]
    if tables[0] != tables[1]:
        yield Change("questionnaire", before=f"tables {tables[0]}", after=f"tables {tables[1]}")
