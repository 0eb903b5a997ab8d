"""A made-up update of the page comes out as exactly its changes: each alone, and all at once."""

import re
from collections.abc import Callable
from random import Random

import pytest

from matrix.decision.flips import flips
from matrix.domain.change import Change
from matrix.domain.document import DocumentError
from matrix.upstream import reader, writer
from matrix.upstream.commonmark import MarkdownError
from matrix.upstream.update import first_changes
from tests.oracle.oracle import AI, BT, SI, T1, T2
from tests.support.documents import SPELLINGS, document_of, edited, read_page, source_text, standard
from tests.support.edits import with_cell, with_footnote
from tests.support.laws import examples
from tests.support.update import Update, plan

MONITOR, MARKET = "data-capture-model-monitor-support", "market-place-model-packages-support"
MONITOR_ROW = "| [Data capture/Model monitor support](model-monitor.md) | ✓ | ✓ |  |  | N/A | "
HOSTING_MONITOR_ROW = "| [Data capture/Model monitor support](model-monitor.md) | ✓ | N/A | N/A | N/A | "
MARKET_NAMES = ("Market place", "Marketplace")
UNRULED = "; it reads not-stated until a ruling is made"
CAPTURE, SEPARATE = "Data capture support", "Model monitor support"


def update_to(text: str) -> Update:
    return plan(standard(), read_page(text))


def split(text: str, row: str, *rows: str) -> str:
    return edited(row, "\n".join(rows), text)


def with_option(text: str) -> str:
    """A fifth option before Docker containers."""
    lines, inside = text.split("\n"), 0
    for at, line in enumerate(lines):
        if not line.startswith("|"):
            inside = inside if inside == 0 or not line.startswith(" With") else -1
            continue
        if inside < 0:
            continue
        cells = line.rstrip().strip("|").split("|")
        cells.insert(5, (" [Edge inference](edge.md) ", " --- ")[inside] if inside < 2 else " ✓ ")
        lines[at] = f"|{'|'.join(cells)}|"
        inside += 1
    return "\n".join(lines)


Edit = Callable[[str], str]
PARTS: dict[str, tuple[Edit, list[Change]]] = {
    "a changed cell": (
        lambda text: edited("< 15 minutes", "< 1 hour", text),
        [Change("cell", T1, "request-timeout", AI, "< 15 minutes", "< 1 hour")],
    ),
    "a renamed row": (
        lambda text: text.replace("Market place model", "Marketplace model"),
        [
            Change("feature-renamed", table, MARKET, None, *(f"{m} model packages support" for m in MARKET_NAMES))
            for table in (T1, T2)
        ],
    ),
    "a split row": (
        lambda text: split(
            text,
            MONITOR_ROW,
            f"| [{CAPTURE}](model-monitor.md) | ✓ | ✓ |  |  | N/A | ",
            f"| {SEPARATE} | ✓ |  |  |  | N/A | ",
        ),
        [
            Change("feature-split", T1, MONITOR, None, "Data capture/Model monitor support", f"{CAPTURE}; {SEPARATE}"),
            Change("cell", T1, "model-monitor-support", BT, "✓", ""),
        ],
    ),
    "a new option": (with_option, [Change("option-added", T1, None, "edge-inference", None, "Edge inference")]),
    "a new footnote": (
        lambda text: (
            edited("| Scale to zero |  | N/A | ✓ | ✓ |", "| Scale to zero |  | N/A | ✓4 | ✓ |", text).rstrip()
            + "\n\n 4 Not at once\\. \n"
        ),
        [
            Change("cell", T1, "scale-to-zero", AI, "✓", "✓4"),
            Change("footnote", None, None, None, None, "4 Not at once.", footnote=4),
        ],
    ),
    "changed prose": (
        lambda text: edited("offline inference with large", "offline inference with very large", text),
        [
            Change(
                *("prose", None, None, None),
                "Batch transform for offline inference with large datasets.",
                "Batch transform for offline inference with very large datasets.",
            )
        ],
    ),
}


def told(update: Update) -> list[str]:
    return sorted(map(repr, update.changes))


@pytest.mark.parametrize("name", PARTS)
def test_each_part_of_the_update_alone(name: str) -> None:
    edit, expected = PARTS[name]
    assert told(update_to(edit(source_text()))) == sorted(map(repr, expected))


def all_parts() -> str:
    text = source_text()
    for edit, _ in PARTS.values():
        text = edit(text)
    return text


@pytest.mark.parametrize("name", ["as in the source", "everything at once"])
def test_all_parts_at_once(name: str) -> None:
    incoming = reader.decode(SPELLINGS[name](all_parts()).encode())
    expected = [change for _, changes in PARTS.values() for change in changes]
    assert told(update_to(incoming)) == sorted(map(repr, expected))


@pytest.mark.parametrize("name", SPELLINGS)
def test_the_updated_page_means_the_same_in_every_spelling(name: str) -> None:
    incoming = reader.decode(SPELLINGS[name](all_parts()).encode())
    assert document_of(incoming).hash == document_of(all_parts()).hash


def test_what_is_planned_is_the_page_under_the_present_identity() -> None:
    text = all_parts()
    planned = update_to(text)
    document = planned.document
    assert planned.flips == tuple(flips(standard(), document)) != ()
    assert document.questions == standard().questions
    assert document.rulings == standard().rulings
    assert document.source == standard().source
    assert document.by_table[T1].by_key[MARKET].name == "Marketplace model packages support"
    assert MONITOR not in document.by_table[T1].by_key
    assert MONITOR in document.by_table[T2].by_key
    assert [c.candidate for c in document.by_table[T1].columns] == [True] * 5 + [False]
    # The same page once more changes nothing.
    again = plan(document, read_page(text))
    assert (again.changes, again.document.hash) == ((), document.hash)


def test_another_spelling_is_no_change() -> None:
    update = update_to(reader.decode(SPELLINGS["everything at once"](source_text()).encode()))
    assert (update.changes, update.flips, update.notes) == ((), (), ())
    assert update.document.hash == standard().hash


@pytest.mark.law
def test_random_cells_changed_come_out_as_those_cells() -> None:
    chance = Random(6)
    texts = ("✓", "✓1", "", "N/A", "< 6 MB", "Days", "1P, BYOC", "Some words of its own")
    for _ in range(examples(8, 500)):
        document, expected = standard(), set()
        for _ in range(chance.randint(1, 6)):
            table = chance.choice(standard().tables)
            key, slug, text = chance.choice(table.features).key, chance.choice(table.columns).slug, chance.choice(texts)
            document = with_cell(document, table.slug, key, slug, text)
        for table in standard().tables:
            for feature in table.features:
                for column in table.columns:
                    cells = [d.by_table[table.slug].cell(feature.key, column.slug) for d in (standard(), document)]
                    if cells[0].text != cells[1].text:
                        expected.add(Change("cell", table.slug, feature.key, column.slug, cells[0].text, cells[1].text))
        found = update_to(writer.write(document, source_text())).changes
        assert {change for change in found if change.kind == "cell"} == expected
        # A text kept as it was may have lost its link.
        assert all(change.kind in ("cell", "link") for change in found)


# --- Flips and notes ---------------------------------------------------------------------------------------------


def test_how_a_renamed_part_was_recognised_is_told() -> None:
    by_name = update_to(source_text().replace("Market place model", "Marketplace model"))
    assert by_name.notes[0] == f"recognised: {T1}, {MARKET}: by nearly the same name"
    by_link = update_to(edited(r"[Serverless inference](serverless", r"[On\-demand inference](serverless"))
    assert by_link.changes == (Change("option-renamed", T1, None, SI, "Serverless inference", "On-demand inference"),)
    assert by_link.notes[0] == f"recognised: {T1}, {SI}: by its link"
    assert by_link.document.by_table[T1].cell("scale-to-zero", SI).text == "✓"


@pytest.mark.parametrize("tables", [(T1,), (T2,), (T1, T2)])
def test_a_row_that_a_question_uses_and_an_update_takes_away_is_told(tables: tuple[str, ...]) -> None:
    text = source_text()
    for table, row in ((T1, MONITOR_ROW), (T2, HOSTING_MONITOR_ROW)):
        text = edited(f"{row}\n", "", text) if table in tables else text
    update = update_to(text)
    assert [(c.kind, c.table, c.feature) for c in update.changes] == [("feature-removed", t, MONITOR) for t in tables]
    from_both = f"warning: question aids, monitor: no table has the row {MONITOR}; it reads not-stated"
    from_one = f"warning: question aids: {tables[0]} has the row {MONITOR} no more; it reads not-stated there"
    assert update.notes == (f"{from_both if len(tables) == 2 else from_one} until a ruling is made",)
    # It reads not-stated, which fits under a condition.
    assert {(f.because, f.table, f.after) for f in update.flips} == {("aids=monitor", t, "conditional") for t in tables}


def test_a_row_that_no_question_uses_goes_without_a_warning() -> None:
    update = update_to(re.sub(r"\| Volume encryption .*\n", "", source_text()))
    assert [change.kind for change in update.changes] == ["feature-removed"] * 2
    assert (update.notes, update.flips) == ((), ())


def test_what_an_update_makes_doubtful_is_told() -> None:
    """What `check_matrix` would warn of afterwards, and did not before."""
    bullet = update_to(edited("for offline inference with", "for scheduled inference with"))
    says = "the bullet of batch-transform does not say “offline” any more"
    assert bullet.notes == tuple(
        f"warning: question latency, {choice}: {says}{UNRULED}"
        for choice in ("interactive", "near-real-time", "offline")
    )
    renamed = update_to(edited(r"[Serverless inference](serverless", r"[On\-demand inference](serverless")).notes
    says = "serverless-inference has no bullet to rule on: none begins with its name"
    assert f"warning: question latency, interactive: {says}{UNRULED}" in renamed
    shadow = "| [Shadow testing](shadow-tests.md) | ✓ |"
    worded = update_to(edited(f"{shadow}  |  |  | N/A", f"{shadow} Only at night |  |  | N/A")).notes
    says = f"{T1}, shadow-testing, {BT}: “Only at night” has no ruling"
    assert worded == (f"warning: question testing, shadow: {says}",)


def test_with_what_an_option_that_comes_or_goes_fits_is_told() -> None:
    came = update_to(with_option(source_text()))
    line = next(note for note in came.notes if note.startswith("option edge-inference comes: it fits with "))
    assert "hardware=inf1" in line
    assert "warning: question latency, offline: no ruling on edge-inference" in came.notes
    gone = plan(came.document, read_page(source_text()))
    line = next(note for note in gone.notes if note.startswith("option edge-inference goes: it fitted with "))
    assert "hardware=inf1" in line


# --- The whole -----------------------------------------------------------------------------------------------------


def test_into_an_empty_database_everything_is_added() -> None:
    incoming = read_page(source_text())
    kinds = [change.kind for change in first_changes(incoming.document)]
    assert (kinds.count("feature-added"), kinds.count("option-added"), kinds.count("footnote")) == (50, 9, 3)
    assert kinds.count("prose") == 1 + 1 + 4 + 2


def test_a_wholly_unlike_page_is_refused() -> None:
    rows = "".join(f"| Row {at} | ✓ | ✓ |\n" for at in range(20))
    tables = f"| Feature | Small | Large |\n| - | - | - |\n{rows}\n\n| Feature | S | L |\n| - | - | - |\n{rows}\n"
    other = f"# Prices\n\n{tables}"
    with pytest.raises(DocumentError, match="this is another page"):
        update_to(other)
    half = re.sub(r"\| (\[?[A-I])", r"| Quite another \1", source_text())
    assert len(update_to(half).changes) > 10, "some likeness is enough"
    # The right columns, but rows of something else.
    rows_only = re.sub(r"^\| (?!Feature|---).*?\|", "| ROW |", source_text(), flags=re.MULTILINE)
    for at in range(rows_only.count("ROW")):
        rows_only = rows_only.replace("ROW", f"Thing {at} of many", 1)
    with pytest.raises(DocumentError, match="rows are those of the present matrix"):
        update_to(rows_only)


@pytest.mark.parametrize("spelling", ["as in the source", "no backslashes", "CRLF"])
def test_a_page_cut_within_its_last_passage_is_refused(spelling: str) -> None:
    """What is cut before that lacks a table, or a footnote that is marked: `test_reader_errors.py`."""
    text = SPELLINGS[spelling](source_text()).rstrip()
    start = max(text.rfind("\n3 "), text.rfind("\n 3 "))
    line = text.count("\n", 0, start + 1) + 1
    for end in range(start + 5, len(text) - 1, 47):
        with pytest.raises(MarkdownError) as caught:
            plan(standard(), read_page(text[:end]))
        assert caught.value.line == line, text[start:end]
    # Whole but for its line's end, it is itself; and a shorter footnote that ends its line is meant to be so.
    assert plan(standard(), read_page(text)).changes == ()
    shorter = text[: text.index(" For more information, see [SageMaker endpoint")] + "\n"
    assert [c.kind for c in plan(standard(), read_page(shorter)).changes] == ["footnote"]


@pytest.mark.parametrize("note", ["[", "See [", "see [x](y", "a [b"])
def test_a_last_passage_that_ends_like_a_cut_link_is_whole(note: str) -> None:
    document = with_footnote(standard(), 3, note.replace("[", "\\["))
    assert plan(document, read_page(writer.write(document, source_text()).rstrip())).changes == ()


def test_as_json_has_the_contracts_shape() -> None:
    update = update_to(edited("< 15 minutes", "< 1 hour"))
    where = {"table": T1, "option": AI}
    assert [change.as_json() for change in update.changes] == [
        {"kind": "cell", "feature": "request-timeout", **where, "from": "< 15 minutes", "to": "< 1 hour"}
    ]
    span = {"from": "15min", "from_inclusive": True, "to": "1h", "to_inclusive": False}
    assert [flip.as_json() for flip in update.flips] == [
        {"because": "time=15min", **where, "from": "ruled-out", "to": "fits", "range": span}
    ]


def test_the_standard_questionnaire_stays_with_the_page() -> None:
    assert document_of(source_text()) == update_to(source_text()).document
