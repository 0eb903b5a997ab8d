"""A row that an update splits, splits again or joins: its parts know what they are parts of, and links go on."""

import pytest

from matrix.domain.diff import matrix_changes
from matrix.domain.document import Document
from matrix.upstream import writer
from tests.oracle.oracle import AI, BT, MM, SI, T1, T2
from tests.support.documents import read_page, source_text, standard
from tests.support.edits import renamed
from tests.support.splits import (
    BLUE_GREEN,
    GUARDRAILS,
    PAGE_OF_2025,
    ROLLING,
    Parts,
    taken_in,
    with_splits,
)
from tests.support.update import Update, plan

NAME = "Deployment guardrails"
AGAIN: dict[tuple[str, str], Parts] = {
    (T1, f"{NAME}: rolling deployments"): {
        f"{NAME}: rolling deployments, fast": "✓ | N/A |  | ✓ | N/A",
        f"{NAME}: rolling deployments, slow": "✓ | N/A | ✓ | ✓ | N/A",
    }
}


def update_of(text: str, present: Document | None = None) -> Update:
    return plan(present or standard(), read_page(text))


def parts_of(document: Document, table: str) -> dict[str, str]:
    return {feature.key: feature.part_of for feature in document.by_table[table].features if feature.part_of}


def page(*splits: dict[tuple[str, str], Parts], links: bool = False) -> str:
    text = source_text()
    for each in splits:
        text = with_splits(text, each, links=links)
    return text


# --- What a part is a part of ------------------------------------------------------------------------------------


@pytest.mark.parametrize("tables", [(T1,), (T2,), (T1, T2)], ids="+".join)
@pytest.mark.parametrize("links", [True, False])
def test_parts_know_their_row(tables: tuple[str, ...], links: bool) -> None:
    splits = {where: parts for where, parts in PAGE_OF_2025.items() if where[0] in tables}
    document = taken_in(page(splits, links=links))
    for table in (T1, T2):
        wanted = {BLUE_GREEN: GUARDRAILS, ROLLING: GUARDRAILS} if table in tables else {}
        assert parts_of(document, table) == wanted


def test_parts_that_come_in_again_keep_it() -> None:
    """Renamed or not; and the same page again is nothing new."""
    text = page(PAGE_OF_2025)
    document = taken_in(text)
    again = update_of(text, document)
    assert (again.changes, again.notes, again.document.hash) == ((), (), document.hash)
    other = update_of(text.replace("rolling deployments", "rolling deployment"), document)
    assert {change.kind for change in other.changes} == {"feature-renamed"}
    assert parts_of(other.document, T1) == {BLUE_GREEN: GUARDRAILS, ROLLING: GUARDRAILS}


def test_a_part_that_is_split_again_remembers_the_first_split() -> None:
    document = taken_in(page(PAGE_OF_2025, AGAIN), taken_in(page(PAGE_OF_2025)))
    assert parts_of(document, T1) == {
        BLUE_GREEN: GUARDRAILS,
        f"{ROLLING}-fast": f"{GUARDRAILS}/{ROLLING}",
        f"{ROLLING}-slow": f"{GUARDRAILS}/{ROLLING}",
    }
    assert [part.key for part in document.by_table[T1].parts(GUARDRAILS)] == [
        *(BLUE_GREEN, f"{ROLLING}-fast", f"{ROLLING}-slow")
    ]


@pytest.mark.parametrize("links", [True, False])
def test_what_is_joined_is_what_it_was(links: bool) -> None:
    """By one step, or by two at once."""
    once = taken_in(page(PAGE_OF_2025, links=links))
    twice = taken_in(page(PAGE_OF_2025, AGAIN, links=links), once)
    assert taken_in(page(PAGE_OF_2025, links=links), twice).hash == once.hash
    assert taken_in(source_text(), once).hash == standard().hash
    assert taken_in(source_text(), twice).hash == standard().hash


def test_a_renamed_row_that_was_split_gets_its_old_key_back() -> None:
    """Its key isn't that which its name would give."""
    before = renamed(renamed(standard(), T1, GUARDRAILS, "Safe rollouts"), T2, GUARDRAILS, "Safe rollouts")
    text = writer.write(before, source_text())
    assert before.by_table[T1].by_key[GUARDRAILS].name == "Safe rollouts"
    splits = {
        (table, "Safe rollouts"): {name.replace(NAME, "Safe rollouts"): cells for name, cells in parts.items()}
        for (table, _), parts in PAGE_OF_2025.items()
    }
    apart = taken_in(with_splits(text, splits), before)
    assert set(parts_of(apart, T1).values()) == {GUARDRAILS}
    assert taken_in(text, apart).hash == before.hash


def test_some_parts_joined_are_a_part() -> None:
    parts = {f"{NAME}: {kind}": "✓ | N/A | ✓ |  | N/A" for kind in ("blue deployments", "green deployments", "canary")}
    apart = taken_in(page({(T1, NAME): parts}))
    joined = {"Deployment guardrails: blue and green deployments": "✓ | N/A | ✓ |  | N/A"}
    joined |= dict(list(parts.items())[2:])
    document = taken_in(page({(T1, NAME): joined}), apart)
    assert parts_of(document, T1) == {f"{GUARDRAILS}-blue-and-green-deployments": GUARDRAILS} | {
        f"{GUARDRAILS}-canary": GUARDRAILS
    }


def test_no_part_has_the_key_of_its_row() -> None:
    """Its links would mean the part alone."""
    before = renamed(standard(), T1, "scale-to-zero", "Scaling to zero")
    text = writer.write(before, source_text())
    cells = "✓ | N/A | ✓ |  | N/A"
    splits = {(T1, "Scaling to zero"): {"Scale to zero": cells, "Scaling to zero copies": cells}}
    document = taken_in(with_splits(text, splits), before)
    assert parts_of(document, T1) == dict.fromkeys(("scale-to-zero-2", "scaling-to-zero-copies"), "scale-to-zero")


# --- What is told of it ------------------------------------------------------------------------------------------


def test_the_page_of_2025_loses_no_question_its_row() -> None:
    update = update_of(page(PAGE_OF_2025))
    assert update.notes == (
        "warning: ruling on deployment-guardrails: no cell says “All-at-once traffic fall back” any more",
    )
    told = {(flip.because, flip.option, flip.before, flip.after) for flip in update.flips}
    assert told == {
        *((f"guardrails={choice}", BT, "ruled-out", "not-applicable") for choice in ("full", "fallback")),
        *((f"guardrails={choice}", MM, "ruled-out", "fits") for choice in ("full", "fallback")),
        ("guardrails=fallback", SI, "conditional", "ruled-out"),
    }


@pytest.mark.parametrize("table", [T1, T2])
def test_a_table_that_loses_the_row_which_the_other_splits_is_told(table: str) -> None:
    other = T2 if table == T1 else T1
    lines = page({(other, NAME): PAGE_OF_2025[other, NAME]}).split("\n")
    (at,) = [at for at, line in enumerate(lines) if line.startswith(f"| [{NAME}](")]
    notes = update_of("\n".join([*lines[:at], *lines[at + 1 :]])).notes
    goes = f"warning: question guardrails: {table} has the row {GUARDRAILS} no more"
    assert f"{goes}; it reads not-stated there until a ruling is made" in notes


# --- Accepted and refused ----------------------------------------------------------------------------------------


def changes_of(update: Update) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(change.kind, change.table, change.feature, change.column) for change in update.changes]


@pytest.mark.parametrize("table", [T1, T2])
def test_a_split_may_be_refused_in_one_table(table: str) -> None:
    update = update_of(page(PAGE_OF_2025))
    at = [(kind, where) for kind, where, _, _ in changes_of(update)].index(("feature-split", table))
    document = update.without({at})
    assert document.by_table[table].parts(GUARDRAILS) == (standard().by_table[table].by_key[GUARDRAILS],)
    other = document.by_table[T2 if table == T1 else T1]
    assert [part.key for part in other.parts(GUARDRAILS)] == [BLUE_GREEN, ROLLING]


def test_a_refused_cell_of_a_part_is_that_of_the_row() -> None:
    update = update_of(page(PAGE_OF_2025))
    refused = changes_of(update).index(("cell", T1, ROLLING, SI))
    table = update.without({refused}).by_table[T1]
    assert table.cell(ROLLING, SI).text == "All-at-once traffic fall back"
    assert table.cell(BLUE_GREEN, SI).text == ""
    assert table.cell(ROLLING, AI).text == "✓"


def test_everything_refused_is_the_present_matrix() -> None:
    update = update_of(page(PAGE_OF_2025))
    document = update.without(set(range(len(update.changes))))
    assert list(matrix_changes(standard(), document)) == []
    assert document.hash == standard().hash
