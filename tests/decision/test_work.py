"""What is searched for has an end, and says where it stopped; what is given up together is found exactly."""

from dataclasses import replace
from itertools import combinations
from typing import Final

import pytest

from matrix.decision import lint
from matrix.decision.fit import Part, Verdicts, ways
from matrix.decision.flips import flips, unfinished
from matrix.decision.judge import BLOCKS
from matrix.decision.selection import Need
from matrix.decision.work import MAX_JUDGEMENTS, Work
from matrix.domain import validation
from matrix.domain.document import Choice, Column, Criterion, Document, Feature, Question, Ruling, Table
from matrix.domain.findings import Place, in_words
from matrix.domain.sizes import MAX_ACTING
from tests.support.clock import within
from tests.support.documents import standard

OPTIONS: Final = tuple(Column(f"option-{at}", f"Option {at}") for at in range(16))


def matrix(rows: dict[str, str], **parts: object) -> Document:
    """The standard page with one table: rows by their key, in which every option has the same cell."""
    features = tuple(Feature(key, key.replace("-", " ")) for key in rows)
    notations = tuple((text,) * len(OPTIONS) for text in rows.values())
    table = Table("all", "All", (), OPTIONS, features, notations)
    empty: dict[str, object] = {"questions": (), "rulings": (), "bullets": (), "annotations": ()}
    return replace(standard(), tables=(table,), **{**empty, **parts})  # type: ignore[arg-type]


def test_the_lint_says_where_it_stopped() -> None:
    """To rule 15 options out by 14 questions, each of which rules out any one of them, there is no way to find; there
    are as many to try as there are sets of questions."""
    questions = tuple(
        Question(
            f"question-{at}",
            "one",
            "?",
            choices=tuple(
                Choice(f"no-{nth}", "No", (Criterion("heading", "all", option=option.slug, verdict="unmet"),))
                for nth, option in enumerate(OPTIONS)
            ),
        )
        for at in range(14)
    )
    document = matrix({"gpu": "✓"}, questions=questions)
    with within(10):
        found = [finding for finding in lint.warnings(document) if "stopped here" in finding.message]
    assert [finding.place for finding in found] == [Place(column="option-0")]
    assert in_words(found[0], document) == (
        f"option option-0: the check of answers and options stopped here, after {MAX_JUDGEMENTS:,} judgements; "
        "what comes after it was not looked at"
    )


def test_the_search_for_flips_says_where_it_stopped() -> None:
    rows = {f"size-{at}": f"< {at + 1} MB" for at in range(3)}
    before, after = matrix(rows), matrix({key: text.replace("MB", "GB") for key, text in rows.items()})
    whole, short = Work(), Work(left=MAX_JUDGEMENTS)
    everything = list(flips(before, after, whole))
    assert unfinished(whole) == ""
    short.left = (MAX_JUDGEMENTS - whole.left) // 2
    some = list(flips(before, after, short))
    assert 0 < len(some) < len(everything)
    assert some == everything[: len(some)]
    assert unfinished(short).startswith("results that flip were looked for up to need=size-1, with 100,000 judgements")


def acting(count: int) -> tuple[Document, tuple[Part, ...]]:
    """Worded rows, each of which is not met beside an item of its own; and needs on all of them and all items."""
    rows = {f"row-{at}": "As it is worded" for at in range(count)}
    rows |= {f"list-{at}": f"item {at}, other" for at in range(count)}
    rulings = tuple(Ruling(f"row-{at}", "As it is worded", "", f"list-{at}", f"item-{at}") for at in range(count))
    needs = [Need(f"row-{at}") for at in range(count)] + [Need(f"list-{at}", item=f"item-{at}") for at in range(count)]
    return matrix(rows, rulings=rulings), tuple(needs)


def by_trying_all(verdicts: Verdicts, parts: tuple[Part, ...]) -> set[frozenset[Part]]:
    found: set[frozenset[Part]] = set()
    for size in range(len(parts) + 1):
        for given_up in map(frozenset, combinations(parts, size)):
            left = [part for part in parts if part not in given_up]
            if verdicts.worst(left)[0] < BLOCKS and not any(way < given_up for way in found):
                found.add(given_up)
    return found


@pytest.mark.parametrize("count", [1, 2, 4])
def test_what_is_given_up_together_is_exact(count: int) -> None:
    document, parts = acting(count)
    verdicts = Verdicts(document)
    assert ways(verdicts, parts, 0) == by_trying_all(verdicts, parts)
    assert len(ways(verdicts, parts, 0)) == 2**count


def test_as_many_items_as_are_allowed_take_no_time() -> None:
    document, parts = acting(MAX_ACTING)
    assert list(validation.violations(document)) == []
    with within(1):
        assert len(ways(Verdicts(document), parts, 0)) == 2**MAX_ACTING


def test_more_are_refused() -> None:
    document, _ = acting(MAX_ACTING + 1)
    (found,) = validation.violations(document)
    assert in_words(found, document).startswith(f"ruling on row-{MAX_ACTING}: rulings name {MAX_ACTING + 1} items")
    assert found.message.endswith(f"; {MAX_ACTING} are allowed")
