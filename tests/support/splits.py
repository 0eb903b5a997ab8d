"""Pages on which rows were split, the publisher's own of 2025 and others, under the identity of the standard matrix."""

from functools import cache

from matrix.decision.fit import Verdicts
from matrix.decision.guide import Plan
from matrix.decision.query import parse
from matrix.decision.selection import Selection
from matrix.domain.document import Document
from tests.oracle.oracle import T1, T2
from tests.support.documents import read_page, source_text, standard
from tests.support.update import plan as plan_update

Parts = dict[str, str]
"""The names of a row's parts, each with its cells as the page writes them."""

GUARDRAILS = "deployment-guardrails"
BLUE_GREEN, ROLLING = f"{GUARDRAILS}-blue-green-deployments", f"{GUARDRAILS}-rolling-deployments"
PAGE_OF_2025: dict[tuple[str, str], Parts] = {
    (T1, "Deployment guardrails"): {
        "Deployment guardrails: blue/green deployments": "✓ | N/A | ✓ |  | N/A",
        "Deployment guardrails: rolling deployments": "✓ | N/A | ✓ |  | N/A",
    },
    (T2, "Deployment guardrails"): {
        "Deployment guardrails: blue/green deployments": "✓ | ✓ | ✓ | ✓",
        "Deployment guardrails: rolling deployments": "✓ | ✓ | ✓ | ✓",
    },
}
"""What the page of 2025-09-27 has instead of a row of each table."""


def with_splits(text: str, splits: dict[tuple[str, str], Parts], *, links: bool = False) -> str:
    """A page's text with rows, by table and name, split; ``links``: each part carries its row's."""
    for (table, name), parts in splits.items():
        lines = text.split("\n")
        at = [at for at, line in enumerate(lines) if line.startswith((f"| {name} |", f"| [{name}]("))]
        place = at[0 if table == T1 else -1]
        head = lines[place].split("|")[1].strip()
        written = {part: head.replace(name, part) if links else part for part in parts}
        lines[place : place + 1] = [f"| {written[part]} | {cells} | " for part, cells in parts.items()]
        text = "\n".join(lines)
    return text


def taken_in(text: str, present: Document | None = None) -> Document:
    """A page's document as an update of ``present`` gives it."""
    return plan_update(present or standard(), read_page(text)).document


def split_document(splits: dict[tuple[str, str], Parts]) -> Document:
    return taken_in(with_splits(source_text(), splits))


def select(query: str, document: Document) -> Selection:
    pairs = [(name, value) for name, _, value in (word.partition("=") for word in query.split("&"))]
    """What a query string asks of a page, which reads all of it."""
    selection = parse(pairs, document)
    assert not selection.problems
    return selection


@cache
def page_of_2025() -> Plan:
    return Plan(Verdicts(split_document(PAGE_OF_2025)))
