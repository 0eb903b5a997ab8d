"""What stands beside a result and rules nothing out: a list that leaves out the kind of container that is required.

Pure.
"""

from collections.abc import Iterator

from msgspec import Struct

from matrix.decision.judge import Requirement
from matrix.decision.selection import Word
from matrix.domain.document import Document, Table
from matrix.domain.text import slugify


class Caution(Struct, frozen=True):
    """A condition beside the result that rules nothing out: a container kind that a required row does not list."""

    word: Word
    feature: str
    label: str
    cell: str
    note: str


def cautions_of(document: Document, table: Table, requirements: list[tuple[Word, Requirement]]) -> Iterator[Caution]:
    """Where a required row's cell in a column that is no option lists container kinds without the one required.

    Container kinds are the items of the row that the kind was required of; a list of other things
    (algorithms) says nothing of them.
    """
    rows = {
        (word, feature.key): criterion
        for word, requirement in requirements
        for criterion in requirement.in_table(table)
        if criterion.basis == "row"
        for feature in document.rows(table, criterion.feature)
    }
    sides = [column for column in table.columns if not column.candidate]
    for wanted in [criterion for criterion in rows.values() if criterion.item] if sides else []:
        kinds: dict[str, str] = {}
        for feature in document.rows(table, wanted.feature):
            for option in table.options:
                kinds |= {slugify(item): item for item in table.cell(feature.key, option.slug).items}
        if wanted.item not in kinds:
            continue
        for word, key in rows:
            for column in sides:
                cell = table.cell(key, column.slug)
                listed = {slugify(item) for item in cell.items}
                if listed and listed <= set(kinds) and wanted.item not in listed:
                    name = table.by_key[key].name
                    note = f"{column.name} with {name} are {cell.text}; {kinds[wanted.item]} is not among them"
                    yield Caution(word, key, name, cell.text, note)
