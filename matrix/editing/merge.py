"""Two editors of one table: what one typed over what the other has saved meanwhile, field by field.

Pure. Three sheets: the *base* that the form was opened on, *theirs* as it is now, *mine* as typed. What only one has
changed stands; what both have changed is a conflict, which keeps my text and waits until I choose.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from matrix.domain.notation import renumbered
from matrix.domain.text import natural, squeeze
from matrix.editing.sheet import FIELD_PARTS, GROUPS, Group, Sheet, marked, same, weave

Same = Callable[[str, str, str], bool]
ORDER: Final = "order"


@dataclass(frozen=True)
class Merged:
    """My sheet on top of theirs, and the fields that both have changed: ``row:gpu-support:gone`` stands for a row
    that one has removed and the other changed, ``row:order`` for the order of rows."""

    sheet: Sheet
    conflicts: frozenset[str]


def merge(address: str, base: Sheet, theirs: Sheet, mine: Sheet) -> Merged:
    """``mine`` over ``theirs``, both come from ``base``."""
    numbers = mine.renumbered
    if not numbers:
        mine = _following(base, theirs, mine)
    base, theirs = marked(base, numbers), marked(theirs, numbers)

    def alike(field: str, left: str, right: str) -> bool:
        if field.endswith(":number"):  # a footnote's number is its place; what it says is compared
            return True
        return same(address, field, left, right)

    conflicts: set[str] = set()
    merged = mine
    for group in GROUPS:
        order, found = _ids(group, base, theirs, mine, alike)
        merged = merged.ordered(group, order)
        conflicts |= found
    values: dict[str, str] = {}
    for field in _fields(merged):
        values[field], conflict = _value(field, base.values, theirs.values, mine.values, alike)
        if conflict:
            conflicts.add(field)
    return Merged(replace(merged, values=values), frozenset(conflicts))


def _following(base: Sheet, theirs: Sheet, mine: Sheet) -> Sheet:
    """Mine, with the marks that I typed on the footnotes that I saw: the other may have given them other numbers."""
    texts = {id: squeeze(theirs.get(f"note:{id}:text")) for id in theirs.notes}
    moved: dict[int, int] = {}
    for id in base.notes:
        text = squeeze(base.get(f"note:{id}:text"))
        now = [other for other, said in texts.items() if said == text]
        old, new = natural(id), natural(now[0]) if len(now) == 1 and id not in now else None
        if old is not None and new is not None:
            moved[old] = new
    typed = {
        field: renumbered(text, moved)
        for field, text in mine.values.items()
        if moved and field.startswith("cell:") and text != base.get(field)
    }
    return replace(mine, values={**mine.values, **typed})


def _fields(sheet: Sheet) -> Iterable[str]:
    for group in GROUPS:
        for id in sheet.order(group):
            yield from (f"{group}:{id}:{part}" for part in FIELD_PARTS[group])
    yield from (f"cell:{row}:{column}" for row in sheet.rows for column in sheet.columns)


def _value(
    field: str, base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str], alike: Same
) -> tuple[str, bool]:
    b, t, m = base.get(field), theirs.get(field), mine.get(field)
    if m is None or t is None:
        return m or t or "", False
    if field.endswith(":number"):
        return m, False
    if b is not None and alike(field, m, b):
        return t, False
    return m, not (alike(field, m, t) or (b is not None and alike(field, t, b)))


def _ids(group: Group, base: Sheet, theirs: Sheet, mine: Sheet, alike: Same) -> tuple[tuple[str, ...], set[str]]:
    """The order that comes of the three, and the conflicts about rows as a whole."""
    before, after, own = base.order(group), theirs.order(group), mine.order(group)
    conflicts: set[str] = set()
    dropped: set[str] = set()
    for id in own:
        gone = mine.gone(group, id)
        if id in before and id not in after:  # removed by the other
            if gone or not _touched(group, id, base, mine, alike):
                dropped.add(id)
            else:
                conflicts.add(f"{group}:{id}:gone")
        elif gone and id in before and _touched(group, id, base, theirs, alike):
            conflicts.add(f"{group}:{id}:gone")
    kept = [id for id in own if id not in dropped]
    common = set(before) & set(after) & set(own)
    orders = [[id for id in order if id in common] for order in (before, after, own)]
    if orders[2] == orders[0]:
        # what the other removed and I keep stands where I have it
        return weave([id for id in after if id in own or id not in before], kept), conflicts
    if orders[1] not in (orders[0], orders[2]):
        conflicts.add(f"{group}:{ORDER}")
    return weave(kept, after), conflicts


def _touched(group: Group, id: str, base: Sheet, side: Sheet, alike: Same) -> bool:
    """Whether a side has changed anything of a row, column or note, other than to remove it."""
    fields = [field for field in base.fields_of(group, id) if field != f"{group}:{id}:gone" and field in base.values]
    if any(field in side.values and not alike(field, base.get(field), side.get(field)) for field in fields):
        return True
    # Or has filled a cell of it in a column or row that is new.
    return any(
        field.startswith("cell:") and field not in base.values and side.get(field).strip() and not _in_gone(side, field)
        for field in side.fields_of(group, id)
    )


def _in_gone(sheet: Sheet, cell: str) -> bool:
    _, row, column = cell.split(":")
    return (sheet.gone("row", row) and row.startswith("+")) or (sheet.gone("col", column) and column.startswith("+"))


def settle(
    base: Sheet, mine: Sheet, choices: Mapping[str, str], open_fields: Collection[str]
) -> tuple[Sheet, set[str]]:
    """My sheet with the conflicts that were decided: theirs (which stands in ``base`` by now) or mine. And the
    fields that are open still."""
    base = marked(base, mine.renumbered)
    left: set[str] = set()
    for field in open_fields:
        choice = choices.get(field)
        if choice == "theirs":
            mine = _take(base, mine, field)
        elif choice != "mine":
            left.add(field)
    return mine, left


def _take(base: Sheet, mine: Sheet, field: str) -> Sheet:
    name, _, rest = field.partition(":")
    group = next((group for group in GROUPS if group == name), None)
    if group is not None and rest == ORDER:
        kept = [id for id in base.order(group) if id in mine.order(group)]
        return mine.ordered(group, weave(kept, mine.order(group)))
    if group is not None and rest.endswith(":gone"):
        id = rest.removesuffix(":gone")
        if id not in base.order(group):
            return mine.ordered(group, [each for each in mine.order(group) if each != id])
    return replace(mine, values={**mine.values, field: base.get(field)})


def is_open(field: str, present: Sheet, sheet: Sheet, address: str) -> bool:
    """Whether a conflict is one still: there is something to decide about."""
    name, _, rest = field.partition(":")
    group = next((group for group in GROUPS if group == name), None)
    if group is not None and rest == ORDER:
        return [id for id in present.order(group) if id in sheet.order(group)] != [
            id for id in sheet.order(group) if id in present.order(group)
        ]
    if group is not None and rest.endswith(":gone"):
        id = rest.removesuffix(":gone")
        return id in sheet.order(group) and (id not in present.order(group) or sheet.gone(group, id))
    if field not in sheet.values or field not in present.values:
        return False
    return not same(address, field, marked(present, sheet.renumbered).get(field), sheet.get(field))
