"""One comparison table as the editor's grid holds it: text by field name, with the order of rows, columns and notes.

Pure. A field is named by where it stands: ``cell:<row>:<column>``, ``row:<row>:name``, ``col:<column>:url``,
``note:<footnote>:text``. An id is a feature's key, an option's slug or a footnote's number; ``+1`` is a new one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol
from urllib.parse import urlencode

from matrix.domain import notation
from matrix.domain.document import Document
from matrix.domain.links import resolve
from matrix.domain.meaning import cell_meaning, inline_meaning
from matrix.domain.text import NotationError, natural, squeeze

Group = Literal["row", "col", "note"]

GROUPS: Final[tuple[Group, ...]] = ("row", "col", "note")
FIELD_PARTS: Final[dict[Group, tuple[str, ...]]] = {
    "row": ("name", "url", "key", "gone"),
    "col": ("name", "url", "slug", "candidate", "gone"),
    "note": ("text", "number", "gone"),
}
MAX_FIELDS: Final = 20_000
"""Most fields of a grid's form, whatever is ticked or typed in it; beside each may stand that it is in conflict, and
what was chosen (DATA_UPLOAD_MAX_NUMBER_FIELDS holds all three)."""
MAX_BYTES: Final = 3_000_000
"""Longest form of a grid as it is opened: what is typed needs room up to DATA_UPLOAD_MAX_MEMORY_SIZE."""
_PART: Final = 150
"""Bytes of a field's frame where a script sends the form (multipart)."""
_CHECKBOXES: Final = ("candidate", "gone")
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*|\+[1-9][0-9]{0,3}")


class Posted(Protocol):
    """What a form sent: `django.http.QueryDict`, or anything like it."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Sheet:
    """The grid's text. ``values`` holds a text for each field of what the three orders name."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    values: Mapping[str, str]

    def order(self, group: Group) -> tuple[str, ...]:
        return {"row": self.rows, "col": self.columns, "note": self.notes}[group]

    def ordered(self, group: Group, ids: Iterable[str]) -> "Sheet":
        """The same with another order of rows, columns or notes."""
        rows, columns, notes = (tuple(ids) if group == each else self.order(each) for each in GROUPS)
        return replace(self, rows=rows, columns=columns, notes=notes)

    def get(self, field: str) -> str:
        return self.values.get(field, "")

    def gone(self, group: Group, id: str) -> bool:
        """Whether it is to be removed."""
        return bool(self.get(f"{group}:{id}:gone"))

    def fields_of(self, group: Group, id: str) -> list[str]:
        """The fields that belong to a row, column or note, its cells among them."""
        own = [f"{group}:{id}:{part}" for part in FIELD_PARTS[group]]
        if group == "row":
            own += [f"cell:{id}:{column}" for column in self.columns]
        if group == "col":
            own += [f"cell:{row}:{id}" for row in self.rows]
        return own

    @property
    def renumbered(self) -> dict[int, int]:
        """Footnotes that were moved: their number in the base → the number that the grid's cells mark them by."""
        pairs = [(natural(id), natural(self.get(f"note:{id}:number"))) for id in self.notes]
        return {old: new for old, new in pairs if old is not None and new is not None and old != new}


def sheet_of(document: Document, slug: str) -> Sheet:
    """A document's table as the grid shows it. Raises KeyError where there is no such table."""
    table = document.by_table[slug]
    values: dict[str, str] = {}
    for feature, texts in zip(table.features, table.notations, strict=True):
        values |= {f"row:{feature.key}:name": feature.name, f"row:{feature.key}:url": feature.url}
        for column, text in zip(table.columns, texts, strict=True):
            values[f"cell:{feature.key}:{column.slug}"] = text
    for column in table.columns:
        values |= {f"col:{column.slug}:name": column.name, f"col:{column.slug}:url": column.url}
        values[f"col:{column.slug}:candidate"] = "on" if column.candidate else ""
    for note in document.footnotes:
        values |= {f"note:{note.number}:text": note.notation, f"note:{note.number}:number": str(note.number)}
    return Sheet(
        tuple(feature.key for feature in table.features),
        tuple(column.slug for column in table.columns),
        tuple(str(note.number) for note in document.footnotes),
        values,
    )


def too_large(sheet: Sheet) -> str:
    """Why a form can't hold a sheet; "" where it can."""
    heads = sum(len(sheet.order(group)) * (1 + len(FIELD_PARTS[group])) for group in GROUPS)
    fields = heads + len(sheet.rows) * len(sheet.columns)
    if fields > MAX_FIELDS:
        return f"its form would have {fields:,} fields; {MAX_FIELDS:,} are allowed"
    texts = sum(len(field) + len(text.encode()) for field, text in sheet.values.items())
    size = _PART * len(sheet.values) + 3 * texts  # an address takes three for a byte, at most
    if size > MAX_BYTES:
        size = max(_PART * len(sheet.values) + texts, len(urlencode(sheet.values)))
    return f"its form would have {size:,} bytes; {MAX_BYTES:,} are allowed" if size > MAX_BYTES else ""


def posted(data: Posted, base: Sheet) -> Sheet:
    """What was sent, over ``base``: a text or a row that was not sent stays as it is, so that half a form removes
    nothing. Only a ticked "gone" does."""

    def ids(group: Group) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for id in data.getlist(group) if _ID.fullmatch(id)))

    def text(field: str) -> str | None:
        sent = data.getlist(field)
        return sent[0].replace("\r\n", "\n") if sent else None

    orders = {group: ids(group) for group in GROUPS}
    values: dict[str, str] = {}
    for group, sent in orders.items():
        for id in sent:
            for part in FIELD_PARTS[group]:
                field = f"{group}:{id}:{part}"
                found = text(field)
                values[field] = (found or "") if found is not None or part in _CHECKBOXES else base.get(field)
    rows, columns, notes = (weave(orders[group], base.order(group)) for group in GROUPS)
    for group, all_ids in (("row", rows), ("col", columns), ("note", notes)):
        for id in set(all_ids) - set(orders[group]):
            values |= {field: base.get(field) for field in base.fields_of(group, id)}
    for row in rows:
        for column in columns:
            field = f"cell:{row}:{column}"
            found = text(field)
            values[field] = base.get(field) if found is None else found
    return Sheet(rows, columns, notes, values)


def weave(main: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """``main`` with what only ``other`` has, each behind what it stands behind there."""
    woven = list(main)
    before = ""
    for id in other:
        if id not in woven:
            woven.insert(woven.index(before) + 1 if before in woven else 0, id)
        before = id
    return tuple(woven)


def marked(sheet: Sheet, numbers: Mapping[int, int]) -> Sheet:
    """The sheet with the footnote marks of its cells renumbered."""
    if not numbers:
        return sheet
    cells = {
        field: notation.renumbered(text, numbers) for field, text in sheet.values.items() if field.startswith("cell:")
    }
    return replace(sheet, values={**sheet.values, **cells})


def same(address: str, field: str, left: str, right: str) -> bool:
    """Whether two texts of a field mean the same."""
    if left == right:
        return True
    if field.startswith("cell:"):
        try:
            return cell_meaning(address, notation.read_cell(left)) == cell_meaning(address, notation.read_cell(right))
        except NotationError:
            return False
    if field.endswith(":text"):
        return inline_meaning(address, left) == inline_meaning(address, right)
    if field.endswith(":url"):
        return resolve(address, left.strip()) == resolve(address, right.strip())
    return squeeze(left) == squeeze(right)


# --- What the buttons do -----------------------------------------------------------------------------------


def act(sheet: Sheet, what: str) -> tuple[Sheet, str]:
    """The sheet after a button such as ``up:row:gpu-support``, and the field to go on with. Unknown ones do nothing."""
    verb, _, rest = what.partition(":")
    name, _, id = rest.partition(":")
    group = next((group for group in GROUPS if group == name), None)
    if group is None or (id and id not in sheet.order(group)):
        return sheet, ""
    if verb == "add":
        return _add(sheet, group, id)
    if verb in ("up", "down") and id:
        return _move(sheet, group, id, -1 if verb == "up" else 1), f"menu:{group}:{id}"
    return sheet, ""


def _add(sheet: Sheet, group: Group, after: str) -> tuple[Sheet, str]:
    taken = [int(id[1:]) for each in GROUPS for id in sheet.order(each) if id.startswith("+")]
    new = f"+{max(taken, default=0) + 1}"
    order = list(sheet.order(group))
    order.insert(order.index(after) + 1 if after else len(order), new)
    values = {"col": {f"col:{new}:candidate": "on"}, "note": {f"note:{new}:number": _next_number(sheet)}}.get(group, {})
    added = replace(sheet.ordered(group, order), values={**sheet.values, **values})
    return added, f"{group}:{new}:{'text' if group == 'note' else 'name'}"


def _next_number(sheet: Sheet) -> str:
    numbers = [sheet.get(f"note:{id}:number") for id in sheet.notes]
    return str(max((natural(number) or 0 for number in numbers), default=0) + 1)


def _move(sheet: Sheet, group: Group, id: str, by: int) -> Sheet:
    order = list(sheet.order(group))
    at = order.index(id)
    if not 0 <= at + by < len(order):
        return sheet
    other = order[at + by]
    order[at], order[at + by] = other, id
    moved = sheet.ordered(group, order)
    if group != "note":
        return moved
    # A footnote's place is its number: the two change numbers, and the marks in the cells go with them.
    fields = [f"note:{each}:number" for each in (id, other)]
    numbers = [sheet.get(field) for field in fields]
    values = {**sheet.values, fields[0]: numbers[1], fields[1]: numbers[0]}
    swapped = replace(moved, values=values)
    first, second = map(natural, numbers)
    if first is None or second is None:
        return swapped
    return marked(swapped, {first: second, second: first})
