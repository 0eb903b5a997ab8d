"""What an editor's grid comes to: merged with what others have saved, its errors at their fields, its document.

Pure. `review` is the one way from a posted sheet to a document; it gives either that or what stands against it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from matrix.decision import lint
from matrix.domain import notation
from matrix.domain.document import Column, Document, Feature, Footnote, Table
from matrix.domain.findings import Finding, Place, in_words
from matrix.domain.notation import renumbered
from matrix.domain.sizes import MAX_PASSAGE
from matrix.domain.text import natural, slugify, squeeze
from matrix.domain.validation import MAX_KEY, MAX_NAME, MAX_URL, cell_error
from matrix.editing.merge import is_open, merge, settle
from matrix.editing.sheet import GROUPS, Group, Sheet, sheet_of

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Review:
    """A sheet over the newest revision, and the ``base`` that it was opened on. ``document`` is None while ``errors``
    or ``problems`` stand against it."""

    base: Sheet
    sheet: Sheet
    conflicts: frozenset[str]
    errors: Mapping[str, str]
    problems: tuple[str, ...]
    document: Document | None

    @property
    def refused(self) -> bool:
        return self.document is None or bool(self.conflicts)


def review(
    present: Document,
    slug: str,
    base: Document,
    mine: Sheet,
    open_fields: Collection[str] = (),
    choices: Mapping[str, str] | None = None,
) -> Review:
    """What ``mine``, opened on ``base``, comes to over ``present``. ``open_fields`` are conflicts told before, and
    ``choices`` what was decided on them. Raises KeyError where either has no such table."""
    address = present.source.address
    before, now = sheet_of(base, slug), sheet_of(present, slug)
    mine, undecided = settle(before, mine, choices or {}, open_fields)
    merged = merge(address, before, now, mine)
    conflicts = frozenset(
        field
        for field in merged.conflicts | undecided
        if is_open(field, now, merged.sheet, address) and not _in_removed(field, merged.sheet)
    )
    document, errors = sheet_document(present, slug, merged.sheet)
    if document is None:
        return Review(before, merged.sheet, conflicts, errors, (), None)
    if found := lint.errors(document):
        errors, general = _placed(found, document, slug, merged.sheet)
        return Review(before, merged.sheet, conflicts, errors, general, None)
    return Review(before, merged.sheet, conflicts, {}, (), document)


def _in_removed(field: str, sheet: Sheet) -> bool:
    """Whether a cell stands in a row or column that is to be removed: then only that is to decide."""
    kind, _, rest = field.partition(":")
    row, _, column = rest.partition(":")
    return kind == "cell" and (sheet.gone("row", row) or sheet.gone("col", column))


# --- Sheet → document --------------------------------------------------------------------------------------


def sheet_document(present: Document, slug: str, sheet: Sheet) -> tuple[Document | None, dict[str, str]]:
    """The document with the sheet in place of its table; else None, and the errors by field."""
    keys, numbers = _keys(present, slug, sheet), _numbers(sheet)
    errors = dict(_errors(present, slug, sheet, keys, numbers))
    if errors:
        return None, errors
    table = _table(present.by_table[slug], sheet, keys)
    others = sheet.renumbered
    tables = tuple(
        table if each.slug == slug else replace(each, notations=_marked(each.notations, others)) if others else each
        for each in present.tables
    )
    notes = [Footnote(int(number), _line(sheet.get(f"note:{id}:text"))) for id, number in numbers.items()]
    found = replace(present, tables=tables, footnotes=tuple(sorted(notes, key=lambda note: note.number)))
    return (present if found == present else found), {}  # of what is there already, much is known


def _numbers(sheet: Sheet) -> dict[str, str]:
    """The number of each footnote that stays."""
    return {id: sheet.get(f"note:{id}:number").strip() for id in _kept(sheet, "note")}


def _kept(sheet: Sheet, group: Group) -> list[str]:
    return [id for id in sheet.order(group) if not sheet.gone(group, id)]


def _line(text: str) -> str:
    """One line, as a Markdown page can hold it."""
    return squeeze(text)


def _keys(present: Document, slug: str, sheet: Sheet) -> dict[str, str]:
    """By id, the key or slug of what stays: its own, else what was typed, else what the link or the name gives."""
    keys: dict[str, str] = {}
    own = set(_kept(sheet, "row"))
    others = [table for table in present.tables if table.slug != slug]
    linked = {f.url: f.key for table in others for f in table.features if f.url and f.key not in own}
    heads: tuple[tuple[Group, str], ...] = (("row", "key"), ("col", "slug"))
    for group, part in heads:
        for id in _kept(sheet, group):
            if not id.startswith("+"):
                keys[f"{group}:{id}"] = id
                continue
            typed = sheet.get(f"{group}:{id}:{part}").strip()
            by_link = linked.get(sheet.get(f"{group}:{id}:url").strip(), "") if group == "row" else ""
            keys[f"{group}:{id}"] = typed or by_link or slugify(sheet.get(f"{group}:{id}:name"))
    return keys


def _table(present: Table, sheet: Sheet, keys: Mapping[str, str]) -> Table:
    rows, columns = _kept(sheet, "row"), _kept(sheet, "col")

    parts = {feature.key: feature.part_of for feature in present.features}
    known = {row: row for row in present.notations}  # which revisions share: most are as they were

    def head(field: str) -> tuple[str, str]:
        return _line(sheet.get(f"{field}:name")), sheet.get(f"{field}:url").strip()

    def texts(row: str) -> tuple[str, ...]:
        found = tuple(sheet.get(f"cell:{row}:{column}").strip() for column in columns)
        return known.get(found, found)

    return replace(
        present,
        columns=tuple(
            Column(keys[f"col:{id}"], *head(f"col:{id}"), bool(sheet.get(f"col:{id}:candidate"))) for id in columns
        ),
        features=tuple(Feature(keys[f"row:{id}"], *head(f"row:{id}"), part_of=parts.get(id, "")) for id in rows),
        notations=tuple(map(texts, rows)),
    )


def _marked(notations: Iterable[Iterable[str]], numbers: Mapping[int, int]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(renumbered(text, numbers) for text in row) for row in notations)


# --- Errors at their fields --------------------------------------------------------------------------------


def _errors(
    present: Document, slug: str, sheet: Sheet, keys: Mapping[str, str], numbers: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    elsewhere = {c.slug for t in present.tables if t.slug != slug for c in t.columns}
    yield from _head_errors(sheet, "row", "feature", keys, set())
    yield from _head_errors(sheet, "col", "option", keys, elsewhere)
    columns = _kept(sheet, "col")
    if columns and not any(sheet.get(f"col:{id}:candidate") for id in columns):
        yield f"col:{columns[0]}:candidate", "one option at least can be chosen"
    yield from _note_errors(present, slug, sheet, numbers)
    known = {number for text in numbers.values() if (number := natural(text)) is not None}
    for row in _kept(sheet, "row"):
        for column in _kept(sheet, "col"):
            field = f"cell:{row}:{column}"
            if message := cell_error(sheet.get(field).strip(), known):
                yield field, message


def _head_errors(
    sheet: Sheet, group: Group, word: str, keys: Mapping[str, str], elsewhere: Collection[str]
) -> Iterator[tuple[str, str]]:
    ids = _kept(sheet, group)
    if not ids:
        yield f"{group}:{(sheet.order(group) or ('',))[0]}:name", f"a table has one {word} at least"
    times = Counter(keys[f"{group}:{id}"] for id in ids)
    named = Counter(slugify(sheet.get(f"{group}:{id}:name")) for id in ids)
    for id in ids:
        field, key, name = f"{group}:{id}", keys[f"{group}:{id}"], sheet.get(f"{group}:{id}:name")
        if not slugify(name):
            yield f"{field}:name", f"a {word} has a name of letters or digits"
        elif _CONTROL.search(_line(name)):
            yield f"{field}:name", "a name holds no control characters"
        elif len(_line(name)) > MAX_NAME:
            yield f"{field}:name", f"a name has at most {MAX_NAME} characters"
        elif named[slugify(name)] > 1:
            yield f"{field}:name", f"two {word}s of this table would be called “{_line(name)}”"
        elif slugify(key) != key or len(key) > MAX_KEY:
            yield (
                f"{field}:{'key' if group == 'row' else 'slug'}",
                (f"lower-case letters and digits in words parted by “-”, at most {MAX_KEY} characters"),
            )
        elif times[key] > 1 or (key in elsewhere and id.startswith("+")):
            yield f"{field}:name", f"there is {'an' if word == 'option' else 'a'} {word} “{key}” already"
        url = sheet.get(f"{field}:url")
        if len(url) > MAX_URL or _CONTROL.search(url):
            yield f"{field}:url", f"a link is one line of at most {MAX_URL} characters"


def _note_errors(present: Document, slug: str, sheet: Sheet, numbers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    times = Counter(numbers.values())
    for id, number in numbers.items():
        text = sheet.get(f"note:{id}:text")
        if not re.fullmatch(r"[1-9][0-9]?", number):
            yield f"note:{id}:number", "a footnote's number is one of 1 to 99"
        elif times[number] > 1:
            yield f"note:{id}:number", f"there are two footnotes {number}"
        if not notation.plain(text):
            yield f"note:{id}:text", "a footnote has a text"
        elif _CONTROL.search(_line(text)):
            yield f"note:{id}:text", "a footnote holds no control characters"
        elif len(text) > MAX_PASSAGE:
            yield f"note:{id}:text", f"a footnote has at most {MAX_PASSAGE} characters"
    numbered = sheet.renumbered
    for id in sheet.notes:
        old = natural(id)
        if id in numbers or old is None:
            continue
        for table in present.tables:
            for feature in table.features if table.slug != slug else ():
                for column in table.columns:
                    if old in table.cell(feature.key, column.slug).footnotes:
                        where = f"{table.title}, {feature.name}, {column.name}"
                        yield f"note:{id}:gone", f"it is still marked in {where}"
        if numbered.get(old, old) in {natural(number) for number in numbers.values()}:
            yield f"note:{id}:gone", "its number is in use: save its removal first"


def _placed(
    findings: Iterable[Finding], document: Document, slug: str, sheet: Sheet
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is wrong with a document, at the field of its place where this sheet has one; else in words."""
    errors: dict[str, str] = {}
    general: list[str] = []
    for finding in findings:
        if field := _field_of(finding.place, document.by_table[slug], sheet):
            errors.setdefault(field, finding.message)
        else:
            general.append(in_words(finding, document))
    return errors, tuple(general)


def _field_of(place: Place, table: Table, sheet: Sheet) -> str:
    """The field of a place; "" where it is in another table, or of the page's prose."""
    if place.footnote is not None:
        return next((f"note:{id}:text" for id, number in _numbers(sheet).items() if number == str(place.footnote)), "")
    if place.table != table.slug or place.passage:
        return ""
    rows = dict(zip((feature.key for feature in table.features), _kept(sheet, "row"), strict=True))
    columns = dict(zip((column.slug for column in table.columns), _kept(sheet, "col"), strict=True))
    row, column = rows.get(place.feature or "", ""), columns.get(place.column or "", "")
    if row and column:
        return f"cell:{row}:{column}"
    part = "url" if place.link else "name"
    return f"row:{row}:{part}" if row else f"col:{column}:{part}" if column else ""


def changed(sheet: Sheet, present: Document, slug: str) -> frozenset[str]:
    """The fields that differ from the newest revision."""
    now = sheet_of(present, slug)
    return frozenset(
        field
        for group in GROUPS
        for id in sheet.order(group)
        for field in sheet.fields_of(group, id)
        if field in sheet.values and sheet.get(field).strip() != now.get(field).strip() and not field.endswith(":gone")
    )


def note_texts(sheet: Sheet) -> dict[int, str]:
    """The footnotes as the sheet has them, by the number that its cells mark them by."""
    texts = {number: notation.plain(sheet.get(f"note:{id}:text")) for id, number in _numbers(sheet).items()}
    return {number: text for typed, text in texts.items() if (number := natural(typed)) is not None}
