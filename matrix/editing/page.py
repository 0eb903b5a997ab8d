"""What the editor's grid shows: each field with its label, error and conflict, row by row.

Pure. The template lays it out and decides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from matrix.domain.document import Document
from matrix.editing.merge import ORDER
from matrix.editing.review import Review, changed
from matrix.editing.sheet import Group, Sheet, marked, sheet_of

Who = Callable[[str, str], str]
"""(feature's key, option's slug) → who changed that cell last, and when."""


@dataclass(frozen=True)
class SaidLink:
    """What another source says of a cell, in short; and the address of the form that says it in full."""

    url: str
    words: str
    source: str


@dataclass(frozen=True)
class Said:
    """What other sources say of a cell; ``add`` is the address of the form that adds something."""

    add: str
    links: tuple[SaidLink, ...]


Says = Callable[[str, str], Said | None]
"""(feature's key, option's slug) → what other sources say of that cell; None where nothing can be said of it yet."""

NAMES: dict[Group, str] = {"row": "features", "col": "options", "note": "footnotes"}


@dataclass(frozen=True)
class FieldConflict:
    """Somebody else has changed the same: what they saved, what is typed here, and who it was."""

    field: str
    label: str
    theirs: str
    mine: str
    who: str


@dataclass(frozen=True)
class SheetField:
    name: str
    value: str
    label: str
    error: str
    changed: bool
    conflict: FieldConflict | None
    focus: bool
    said: Said | None = None

    @property
    def error_id(self) -> str:
        return f"error-{self.name}"


@dataclass(frozen=True)
class SheetHead:
    """A row's or column's head, or a footnote. ``key`` is a field for a new one, which may choose it; ``detail`` is
    the footnote's number, the column's "can be chosen"."""

    group: Group
    id: str
    new: bool
    gone: bool
    open: bool
    label: str
    main: SheetField
    url: SheetField | None
    key: SheetField | None
    detail: SheetField | None
    removal: SheetField

    @property
    def menu(self) -> str:
        return f"menu:{self.group}:{self.id}"


@dataclass(frozen=True)
class SheetRow:
    head: SheetHead
    cells: tuple[SheetField, ...]


@dataclass(frozen=True)
class SheetPage:
    columns: tuple[SheetHead, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[SheetHead, ...]
    orders: tuple[FieldConflict, ...]
    open_fields: tuple[str, ...]


class _Builder:
    def __init__(self, review: Review, present: Document, slug: str, who: Who, focus: str, says: Says) -> None:
        self.review, self.sheet = review, review.sheet
        self.theirs = marked(sheet_of(present, slug), review.sheet.renumbered)
        self.changed = changed(review.sheet, present, slug)
        self.who, self.focus, self.says = who, focus, says

    def name(self, group: Group, id: str) -> str:
        if group == "note":
            return f"Footnote {self.sheet.get(f'note:{id}:number')}"
        return self.sheet.get(f"{group}:{id}:name").strip() or ("new feature" if group == "row" else "new option")

    def field(self, name: str, label: str) -> SheetField:
        conflict = None
        if name in self.review.conflicts:
            conflict = FieldConflict(name, label, self.theirs.get(name), self.sheet.get(name), self.author(name))
        error = self.review.errors.get(name, "")
        return SheetField(
            name, self.sheet.get(name), label, error, name in self.changed, conflict, focus=name == self.focus
        )

    def cell(self, row: str, column: str, label: str) -> SheetField:
        return replace(self.field(f"cell:{row}:{column}", label), said=self.says(row, column))

    def author(self, name: str) -> str:
        kind, _, rest = name.partition(":")
        row, _, column = rest.partition(":")
        return self.who(row, column) if kind == "cell" else ""

    def told(self, group: Group, id: str, sheet: Sheet) -> str:
        """What a side has changed of a row, column or note that the other removes."""
        found = []
        for field in sheet.fields_of(group, id) if id in self.review.base.order(group) else ():
            if field.endswith((":gone", ":number")) or sheet.get(field).strip() == self.review.base.get(field).strip():
                continue
            kind, _, rest = field.partition(":")
            other = rest.partition(":")[2] if group == "row" else rest.partition(":")[0]
            what = self.name("col" if group == "row" else "row", other) if kind == "cell" else rest.rpartition(":")[2]
            found.append(f"{what}: {sheet.get(field).strip() or 'blank'}")
        return f"changed ({'; '.join(found[:6])}{'; …' if len(found) > 6 else ''})" if found else "changed"

    def last(self, group: Group, id: str) -> str:
        """Who last changed a cell of a row or column, where somebody has."""
        cells = [field.split(":") for field in self.theirs.fields_of(group, id) if field.startswith("cell:")]
        return next((who for _, row, column in cells if (who := self.who(row, column))), "")

    def removal(self, group: Group, id: str, label: str) -> SheetField:
        field = f"{group}:{id}:gone"
        conflict = None
        if field in self.review.conflicts:
            if id in self.theirs.order(group):
                conflict = FieldConflict(
                    field, label, self.told(group, id, self.theirs), "removed", self.last(group, id)
                )
            else:
                conflict = FieldConflict(field, label, "removed", self.told(group, id, self.sheet), "")
        return SheetField(
            field, self.sheet.get(field), f"Remove {label}", self.review.errors.get(field, ""), False, conflict, False
        )

    def head(self, group: Group, id: str) -> SheetHead:
        label, prefix = self.name(group, id), f"{group}:{id}"
        new = id.startswith("+")
        main = (
            self.field(f"{prefix}:text", label) if group == "note" else self.field(f"{prefix}:name", f"Name of {label}")
        )
        url = None if group == "note" else self.field(f"{prefix}:url", f"Link of {label}")
        key_name = {"row": f"{prefix}:key", "col": f"{prefix}:slug"}.get(group) if new else None
        key = self.field(key_name, f"Key of {label}") if key_name else None
        detail = {
            "col": (f"{prefix}:candidate", f"{label} can be chosen"),
            "note": (f"{prefix}:number", f"Number of {label}"),
        }.get(group)
        more = self.field(*detail) if detail else None
        removal = self.removal(group, id, label)
        folded = [field for field in (url, key, more, removal) if field]
        told = any(field.error or field.conflict for field in folded)
        return SheetHead(
            group=group,
            id=id,
            new=new,
            gone=self.sheet.gone(group, id),
            open=told or self.focus == f"menu:{group}:{id}",
            label=label,
            main=main,
            url=url,
            key=key,
            detail=more,
            removal=removal,
        )

    def listed(self, sheet: Sheet, group: Group) -> str:
        return ", ".join(self.name(group, id) for id in sheet.order(group))

    def orders(self) -> tuple[FieldConflict, ...]:
        found = []
        for group, what in NAMES.items():
            field = f"{group}:{ORDER}"
            if field in self.review.conflicts:
                theirs, mine = (self.listed(sheet, group) for sheet in (self.theirs, self.sheet))
                found.append(FieldConflict(field, f"The order of the {what}", theirs, mine, ""))
        return tuple(found)


def _nothing(_row: str, _column: str) -> None:
    return None


def sheet_page(
    review: Review, present: Document, slug: str, who: Who, focus: str = "", says: Says = _nothing
) -> SheetPage:
    """The grid of a reviewed sheet; ``focus`` is the field, or the menu, to go on with."""
    builder = _Builder(review, present, slug, who, focus, says)
    sheet = review.sheet
    columns = tuple(builder.head("col", id) for id in sheet.columns)
    rows = []
    for id in sheet.rows:
        head = builder.head("row", id)
        cells = (builder.cell(id, column.id, f"{head.label}, {column.label}") for column in columns)
        rows.append(SheetRow(head, tuple(cells)))
    notes = tuple(builder.head("note", id) for id in sheet.notes)
    return SheetPage(columns, tuple(rows), notes, builder.orders(), tuple(sorted(review.conflicts)))
