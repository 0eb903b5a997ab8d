"""Small views that several parts of the page are made of: a link, a control that is ticked, the place of a row.

Pure.
"""

from msgspec import Struct, structs

from matrix.decision.selection import Answer, Problem, Selection
from matrix.domain.document import Document, Table
from matrix.presentation.comparison import Comparison
from matrix.presentation.second_sources import SecondSources


class Link(Struct, frozen=True):
    """A link; ``note`` stands before or after its text, as the template has it. Without an address it is a need that
    the form holds as ``word``, ticked."""

    url: str
    text: str
    note: str = ""
    word: str = ""


class ChoiceView(Struct, frozen=True):
    """A control that is ticked or chosen; of an answer, also what it leaves (``promise``), and whether that is
    ``nothing``; of a row that may be needed, the ``kind`` of its cells that a need may say more of: "value", "words" or
    both."""

    value: str
    label: str
    checked: bool
    promise: str = ""
    nothing: bool = False
    kind: str = ""


class Places(Struct, frozen=True):
    """Where a row is: on the page, or, where the search or "only differences" hides it, on the page without them.
    ``second``: whose text its cells are, and what other sources say of them."""

    shown: frozenset[tuple[str, str]]
    unfiltered: str
    second: SecondSources

    def href(self, table: Table, key: str) -> str:
        """The address of a table's row; "" where the table has no such row."""
        if key not in table.by_key:
            return ""
        return f"{'' if (table.slug, key) in self.shown else self.unfiltered}#{table.slug}-{key}"


def readings(document: Document, selection: Selection, problem: Problem) -> tuple[Link, ...]:
    """What a quantity that could not be read may have meant, each with the state in which it does."""
    of = problem.param.partition("-")[0] if problem.param.startswith("need-") else problem.param
    others = tuple(it for it in selection.problems if it is not problem and it.param.partition("-")[0] != of)
    order = list(document.by_question)
    found: list[Link] = []
    for part in problem.readings:
        if isinstance(part, Answer):
            kept = (answer for answer in selection.answers if answer.question != part.question)
            answers = sorted((*kept, part), key=lambda answer: order.index(answer.question))
            read = structs.replace(selection, answers=tuple(answers), problems=others)
        else:
            read = structs.replace(selection, needs=(*selection.needs, part), problems=others)
        found.append(Link(read.url_with_problems, part.quantity.words if part.quantity else ""))
    return tuple(found)


def places(selection: Selection, comparison: Comparison, second: SecondSources) -> Places:
    shown = frozenset((table.table.slug, row.feature.key) for table in comparison.tables for row in table.rows)
    return Places(shown, selection.with_every_row.url, second)
