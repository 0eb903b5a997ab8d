"""Every option can be reached, and every judged cell counts: change any one of them, and a test of outcomes notices."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qsl

import pytest

from matrix.decision.fit import OUTCOMES, Verdicts
from matrix.decision.query import parse
from matrix.decision.selection import Selection
from matrix.domain.document import Document
from tests.oracle.cases import IMPLIED_CASES, SINGLE_ANSWER_CASES
from tests.oracle.oracle import MC, MM, OPTIONS, RT, SM, SP, T1, T2, Word
from tests.support.comparing import VALUES
from tests.support.documents import plan, standard
from tests.support.edits import with_cell
from tests.support.words import ANSWERS, ONE

# --- Reachable ---------------------------------------------------------------------------------------------------


def _fitting(verdicts: Verdicts, words: list[Word]) -> dict[str, set[str]]:
    worst = verdicts.worst(parse(words, verdicts.document).parts)
    fits: dict[str, set[str]] = {table.slug: set() for table in verdicts.document.tables}
    for (table, option), severity in zip(verdicts.options, worst, strict=True):
        if OUTCOMES[severity] in ("fits", "conditional"):
            fits[table.slug].add(option.slug)
    return fits


def answers_that_leave_only(table: str, option: str) -> list[Word] | None:
    """Answers after which this option alone fits, found by narrowing: each next answer leaves fewer and keeps it."""

    def search(words: list[Word], left: set[str]) -> list[Word] | None:
        if left == {option}:
            return words
        for answer in ANSWERS:
            if answer[0] in ONE and any(name == answer[0] for name, _ in words):
                continue
            fits = _fitting(plan().verdicts, [*words, answer])
            # A hosting option is nothing without Real-time inference.
            if option in fits[table] and len(fits[table]) < len(left) and (table == T1 or RT in fits[T1]):
                found = search([*words, answer], fits[table])
                if found:
                    return found
        return None

    return search([], set(OPTIONS[table]))


@pytest.mark.parametrize(("table", "option"), [(table, option) for table in OPTIONS for option in OPTIONS[table]])
def test_every_option_is_the_only_fit_of_some_answers(table: str, option: str) -> None:
    words = answers_that_leave_only(table, option)
    assert words, "no answers lead to it"
    assert _fitting(plan().verdicts, words)[table] == {option}


# --- Every cell counts -------------------------------------------------------------------------------------------

Change = tuple[str, str, str, str]
"""Table, feature, column, and the new notation."""


def _judged() -> Iterator[tuple[str, str, str, str]]:
    for table in standard().tables:
        for feature in table.features:
            for column in table.options:
                yield table.slug, feature.key, column.slug, table.cell(feature.key, column.slug).kind


def changed_marks() -> list[Change]:
    """✓ to blank, blank to ✓, N/A to blank."""
    instead = {"supported": "", "unsupported": "✓", "not-applicable": ""}
    return [(table, key, slug, instead[kind]) for table, key, slug, kind in _judged() if kind in instead]


# The next tighter and looser of each limit that the source has.
NEXT = {
    "< 6 MB": ("≤ 5.999 MB", "≤ 6 MB"),
    "≤ 100 MB": ("< 100 MB", "≤ 100.001 MB"),
    "≤ 1 GB": ("< 1 GB", "≤ 1.001 GB"),
    "≤ 4 MB": ("< 4 MB", "≤ 4.001 MB"),
    "< 60 seconds": ("< 59.999 seconds", "≤ 60 seconds"),
    "< 15 minutes": ("< 14.999 minutes", "≤ 15 minutes"),
}


def changed_limits() -> list[tuple[Change, Change]]:
    cells = [(table, key, slug) for table, key, slug, kind in _judged() if kind == "limit"]
    texts = [standard().by_table[table].cell(key, slug).text for table, key, slug in cells]
    return [((*c, NEXT[text][0]), (*c, NEXT[text][1])) for c, text in zip(cells, texts, strict=True)]


def test_164_marks_and_15_limits_are_judged() -> None:
    assert len(changed_marks()) == 164
    assert len(changed_limits()) == 15
    kinds = [kind for *_, kind in _judged()]
    assert len(kinds) == 4 * 26 + 4 * 24 == 164 + 15 + kinds.count("list") + kinds.count("text")


def _queries() -> list[str]:
    """What the tables of `test_fit` ask: single answers, implied cases, every row as a need."""
    needs = [f"need={':'.join([key, VALUES[key]] if key in VALUES else [key])}" for key in standard().features]
    return list(dict.fromkeys([*(case.query for case in (*SINGLE_ANSWER_CASES, *IMPLIED_CASES)), *needs]))


@cache
def _battery() -> list[tuple[Selection, list[int]]]:
    selections = [parse(parse_qsl(query), standard()) for query in _queries()]
    return [(selection, plan().verdicts.worst(selection.parts)) for selection in selections]


def noticed_by(document: Document) -> str:
    """The first case of the tables whose outcomes differ with another document."""
    verdicts = Verdicts(document)
    return next((s.query for s, worst in _battery() if verdicts.worst(s.parts) != worst), "")


def test_an_unchanged_document_is_told_from_no_other() -> None:
    assert noticed_by(with_cell(standard(), T1, "gpu-support", RT, "✓ 1")) == ""


@pytest.mark.parametrize("change", changed_marks(), ids=lambda change: f"{change[0][0]}-{change[1]}-{change[2]}")
def test_a_changed_mark_flips_an_outcome(change: Change) -> None:
    table, key, slug, text = change
    assert standard().by_table[table].notation_of(key, slug).strip() != text
    assert noticed_by(with_cell(standard(), table, key, slug, text))


@pytest.mark.parametrize("changes", changed_limits(), ids=lambda changes: "-".join(changes[0][:3]))
def test_a_limit_made_tighter_or_looser_flips_an_outcome(changes: tuple[Change, Change]) -> None:
    for change in changes:
        assert noticed_by(with_cell(standard(), *change)), change


@pytest.mark.parametrize(
    ("slug", "query"),
    [(SM, "testing=shadow"), (MM, "behind=multi-model"), (SP, "behind=serial"), (MC, "behind=multi-container")],
)
def test_the_hosting_options_have_a_short_way_each(slug: str, query: str) -> None:
    words = parse_qsl(query)
    assert _fitting(plan().verdicts, words)[T2] == {slug}
    assert RT in _fitting(plan().verdicts, words)[T1]
