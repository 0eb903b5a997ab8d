"""What a pinned link is told of newer data: what matters to it, and what does not."""

from dataclasses import replace

import pytest

from matrix.decision.fit import Verdicts
from matrix.decision.query import parse, split
from matrix.domain.document import Column, Document, Feature
from matrix.presentation.changes import ChangeLine
from matrix.presentation.pinned import SincePinned, since_pinned
from tests.oracle.oracle import AI, BT, MC, MM, RT, T1, T2
from tests.support.documents import standard, subject
from tests.support.edits import (
    with_cell,
    with_column,
    with_feature,
    with_footnote,
    with_head,
    with_question,
    without_column,
    without_feature,
)

HOUR = with_cell(standard(), T1, "request-timeout", AI, "< 1 hour")


def since(today: Document, query: str) -> SincePinned:
    selection, now = parse(split(query), standard()), parse(split(query), today)
    return since_pinned(Verdicts(standard()), Verdicts(today), selection, now, subject(), RT)


def with_shadow(option: str, notation: str) -> Document:
    return with_cell(standard(), T1, "shadow-testing", option, notation)


def with_bullet(text: str) -> Document:
    """Another bullet on Batch transform."""
    return replace(standard(), bullets=(*standard().bullets[:1], text, *standard().bullets[2:]))


def other_ruling() -> Document:
    rulings = tuple(replace(ruling, excludes_feature="", excludes_item="") for ruling in standard().rulings)
    return replace(standard(), rulings=rulings)


NOTHING = "Nothing that matters to this link has changed since"
SAME = "the result is the same with today’s data"
TODAY = "1 cell changed since; with today’s data"
GONE = "with today’s data Asynchronous inference is no longer an option"


@pytest.mark.parametrize(
    ("today", "query", "said"),
    [
        (HOUR, "time=30min&latency=near-real-time", f"{TODAY} Asynchronous inference fits too"),
        (HOUR, "time=2d", f"1 cell changed since; {SAME}"),
        (HOUR, "hardware=gpu", NOTHING),
        (HOUR, "latency=interactive", NOTHING),
        (HOUR, "time=2d&option=batch-transform", NOTHING),
        (HOUR, "q=gpu", NOTHING),
        (HOUR, "q=timeout", f"1 cell changed since; {SAME}"),
        (with_shadow(BT, "✓"), "", f"1 cell changed since; {SAME}"),
        (with_shadow(BT, "✓1"), "testing=shadow", f"{TODAY} Batch transform fits too, under a condition"),
        (with_shadow(RT, ""), "testing=shadow", f"{TODAY} Real-time inference no longer fits (ruled out)"),
        (
            with_shadow(RT, "✓1"),
            "testing=shadow",
            f"{TODAY} Real-time inference reads “fits, with conditions” instead of “fits”",
        ),
        (
            with_cell(standard(), T2, "shadow-testing", MM, "✓"),
            "behind=multi-model&testing=shadow",
            f"{TODAY} Real-time inference fits too and Multi-model endpoints fits too",
        ),
        (with_footnote(standard(), 1, "Other words."), "hardware=gpu", f"1 footnote changed since; {SAME}"),
        (with_footnote(standard(), 2, "Other words."), "hardware=gpu", NOTHING),
        (
            with_head(standard(), T1, AI, candidate=False),
            "payload=500MB",
            f"1 part of the questionnaire changed since; {GONE}",
        ),
        (without_column(standard(), T1, AI), "payload=500MB", f"1 column removed since; {GONE}"),
        (other_ruling(), "container=1p&chunked=yes", "1 part of the questionnaire changed since; with today’s data"),
        (
            with_bullet("Batch transform, in batches."),
            "latency=interactive",
            "1 passage changed since; with today’s data Batch transform fits too, under a condition",
        ),
        (
            with_question(standard(), "hardware", text="Which?"),
            "hardware=gpu",
            f"1 part of the questionnaire changed since; {SAME}",
        ),
        (with_question(standard(), "hardware", text="Which?"), "payload=1MB", NOTHING),
        (with_footnote(standard(), 1, "Other words."), "", f"1 footnote changed since; {SAME}"),
        (
            with_column(standard(), T1, Column("edge", "Edge inference"), ("✓",) * 26, 2),
            "hardware=inf1",
            "1 column added since; with today’s data Edge inference, which is new, reads “fits”",
        ),
        (  # a link is nothing to a reader, but where a result goes by it
            with_head(standard(), T2, MC, url="elsewhere.md"),
            "need=multi-container-endpoint",
            "1 link changed since; with today’s data Multi-container endpoints no longer fits (not applicable)",
        ),
        (with_head(standard(), T2, MC, url="elsewhere.md"), "hardware=gpu", NOTHING),
        (with_bullet("Batch transform, offline."), "latency=interactive", f"1 passage changed since; {SAME}"),
    ],
)
def test_a_link_is_told_what_matters_to_it(today: Document, query: str, said: str) -> None:
    found = since(today, query)
    assert found.sentence.startswith(said)
    assert (len(found.changes), found.others) == ((0, 1) if said == NOTHING else (1, 0))


def test_what_matters_is_told_by_its_names() -> None:
    more = with_feature(HOUR, T1, Feature("new-row", "New row"), ("✓", "", "", "", ""), 0)
    assert since(more, "").changes == (
        ChangeLine("feature added", "Inference options, New row", None, "New row"),
        ChangeLine("cell", "Inference options, Request timeout, Asynchronous inference", "< 15 minutes", "< 1 hour"),
    )


def test_what_todays_data_knows_no_more_is_named() -> None:
    less = without_feature(standard(), T1, "scale-to-zero")
    assert [problem.value for problem in since(less, "need=scale-to-zero").lost] == ["scale-to-zero"]


def test_of_many_changes_the_first_are_listed_and_the_rest_counted() -> None:
    today = standard()
    for table in today.tables:
        for feature in table.features:
            today = with_cell(today, table.slug, feature.key, table.columns[0].slug, "red, green")
    found = since(today, "")
    assert (len(found.changes), found.more) == (20, 30)
