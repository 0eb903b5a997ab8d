"""Needs on rows that were split, on their parts, and on parts that were split again: what an address means by them."""

import pytest

from matrix.decision.fit import Fit, Verdicts, evaluate
from matrix.decision.guide import Plan
from matrix.decision.query import parse
from tests.oracle.oracle import AI, MC, T1, T2
from tests.support.documents import source_text, standard
from tests.support.splits import (
    BLUE_GREEN,
    GUARDRAILS,
    PAGE_OF_2025,
    ROLLING,
    Parts,
    page_of_2025,
    select,
    taken_in,
    with_splits,
)


def asked(query: str, plan: Plan) -> Fit:
    return evaluate(plan.verdicts, select(query, plan.verdicts.document))


# --- Addresses ---------------------------------------------------------------------------------------------------


def test_the_old_key_stands_at_its_first_part() -> None:
    document = page_of_2025().verdicts.document
    names = list(document.names)
    at = names.index(GUARDRAILS)
    assert names[at - 1 : at + 4] == ["request-timeout", GUARDRAILS, BLUE_GREEN, ROLLING, "shadow-testing"]
    assert document.names[GUARDRAILS] == "Deployment guardrails"
    query = f"need=shadow-testing&need={ROLLING}&need={BLUE_GREEN}&need={GUARDRAILS}&need=request-timeout:1s"
    assert [word.value for word in select(query, document).words] == [
        *("request-timeout:1s", GUARDRAILS, BLUE_GREEN, ROLLING, "shadow-testing")
    ]


@pytest.mark.parametrize("part", [BLUE_GREEN, ROLLING])
def test_a_part_asked_of_the_page_before_reads_as_the_row(part: str) -> None:
    selection = parse([("need", part)], standard(), lineage=page_of_2025().verdicts.document.lineage)
    assert selection.query == f"need={part}", "the address keeps the word as it was asked"
    assert not selection.problems
    fit = evaluate(Verdicts(standard()), selection)
    whole = evaluate(Verdicts(standard()), select(f"need={GUARDRAILS}", standard()))
    for table, other in zip(fit.tables, whole.tables, strict=True):
        assert [it.outcome for it in table.options] == [it.outcome for it in other.options]
        reasons = [[reason.judgement for reason in option.reasons] for option in table.options]
        assert reasons == [[reason.judgement for reason in option.reasons] for option in other.options]
        assert {str(reason.word) for option in table.options for reason in option.reasons} == {f"need={part}"}


def test_parts_asked_of_the_page_before_stand_behind_the_row() -> None:
    asked = [("need", key) for key in ("shadow-testing", ROLLING, GUARDRAILS, BLUE_GREEN, f"{ROLLING}:strict")]
    for pairs in (asked, asked[::-1]):
        selection = parse(pairs, standard(), lineage=page_of_2025().verdicts.document.lineage)
        assert [word.value for word in selection.words] == [
            *(GUARDRAILS, BLUE_GREEN, ROLLING, f"{ROLLING}:strict", "shadow-testing")
        ]


def test_a_part_of_a_limit_takes_what_the_row_takes() -> None:
    lineage = {"payload-size-stream": ("payload-size",)}
    for value, message in ((":5MB", None), ("", "“Payload size” needs a size with its unit, such as 50MB")):
        selection = parse([("need", f"payload-size-stream{value}")], standard(), lineage=lineage)
        said = [problem.message.partition(";")[0] for problem in selection.problems]
        assert said == ([message] if message else [])
    (word,) = parse([("need", "payload-size-stream:5MB")], standard(), lineage=lineage).words
    assert str(word) == "need=payload-size-stream:5MB"


def test_a_part_that_no_page_knows_is_named() -> None:
    (problem,) = parse([("need", f"{GUARDRAILS}-canary")], standard()).problems
    assert problem.message == f"“{GUARDRAILS}-canary” is no feature of the tables"


# --- A part that is split again ----------------------------------------------------------------------------------

AGAIN: dict[tuple[str, str], Parts] = {
    (T1, "Deployment guardrails: rolling deployments"): {
        "Deployment guardrails: rolling deployments, fast": "✓ | N/A |  | ✓ | N/A",
        "Deployment guardrails: rolling deployments, slow": "✓ | N/A | ✓ | ✓ | N/A",
    }
}


@pytest.fixture(scope="module")
def again() -> Plan:
    text = with_splits(source_text(), PAGE_OF_2025)
    return Plan(Verdicts(taken_in(with_splits(text, AGAIN), taken_in(text))))


@pytest.mark.parametrize(
    ("need", "reasons", "outcome"),
    [
        (GUARDRAILS, [BLUE_GREEN, f"{ROLLING}-fast", f"{ROLLING}-slow"], "ruled-out"),
        (ROLLING, [f"{ROLLING}-fast", f"{ROLLING}-slow"], "ruled-out"),
        (f"{ROLLING}-slow", [f"{ROLLING}-slow"], "fits"),
        (BLUE_GREEN, [BLUE_GREEN], "fits"),
    ],
)
def test_a_part_split_again_reads_as_its_parts(need: str, reasons: list[str], outcome: str, again: Plan) -> None:
    option = asked(f"need={need}", again).by_table[T1].by_slug[AI]
    assert ([reason.judgement.feature for reason in option.reasons], option.outcome) == (reasons, outcome)


def test_old_keys_stand_in_the_order_of_their_splits(again: Plan) -> None:
    names = list(again.verdicts.document.names)
    at = names.index(GUARDRAILS)
    assert names[at : at + 5] == [GUARDRAILS, BLUE_GREEN, ROLLING, f"{ROLLING}-fast", f"{ROLLING}-slow"]


def test_a_table_that_is_not_split_again_reads_the_part(again: Plan) -> None:
    reasons = asked(f"need={ROLLING}-fast", again).by_table[T2].by_slug[MC].reasons
    assert [reason.judgement.feature for reason in reasons] == [ROLLING]


def test_before_both_splits_it_reads_as_the_nearest_row(again: Plan) -> None:
    lineage = again.verdicts.document.lineage
    for document, row in ((standard(), GUARDRAILS), (page_of_2025().verdicts.document, ROLLING)):
        (need,) = parse([("need", f"{ROLLING}-fast")], document, lineage=lineage).needs
        assert (need.feature, need.row) == (f"{ROLLING}-fast", row)
