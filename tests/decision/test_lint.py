"""`check_matrix`'s findings: each made to appear by one edit of the standard data, which has none."""

from dataclasses import replace

import pytest

from matrix.decision import lint
from matrix.domain.document import Choice, Column, Criterion, Document, Feature, Question
from matrix.domain.findings import in_words
from tests.support.documents import standard
from tests.support.edits import with_cell, with_column, with_footnote, with_question, without_feature

T1 = "inference-options"


def test_the_standard_data_has_no_findings() -> None:
    assert lint.findings(standard()) == []


ERRORS = [
    (with_footnote(standard(), 3, " "), "footnote 3 has no text"),
    # What keeps it from being a matrix at all: `test_validation.py` has each such rule.
    (with_cell(standard(), T1, "gpu-support", "batch-transform", "✓7"), "“✓7” marks footnote 7, which isn't there"),
    (
        with_cell(standard(), T1, "gpu-support", "batch-transform", "[x](nowhere)"),
        "inference-options, GPU support, Batch transform: “nowhere” is a broken link",
    ),
    (
        replace(standard(), questions=(*standard().questions, Question("need", "one", "?"))),
        "question need: the slug is a parameter of the table",
    ),
]


@pytest.mark.parametrize(("document", "message"), ERRORS)
def test_errors_block(document: Document, message: str) -> None:
    assert any(message in in_words(error, document) for error in lint.errors(document))


WARNINGS = [
    (with_footnote(standard(), 4, "Nobody marks me."), "footnote 4 is marked by no cell"),
    (
        without_feature(without_feature(standard(), T1, "inf1-support"), "hosting-options", "inf1-support"),
        "question hardware, inf1: no table has the row inf1-support; it reads not-stated until a ruling is made",
    ),
    (
        with_cell(standard(), T1, "shadow-testing", "batch-transform", "Only at night"),
        "question testing, shadow: inference-options, shadow-testing, batch-transform: “Only at night” has no ruling",
    ),
    (
        with_cell(standard(), T1, "deployment-guardrails", "serverless-inference", "✓"),
        "ruling on deployment-guardrails: no cell says “All-at-once traffic fall back” any more",
    ),
    (
        with_column(standard(), T1, Column("fifth", "Fifth option"), ("✓",) * 26, 4),
        "question latency, interactive: no ruling on fifth",
    ),
    (
        with_cell(standard(), T1, "volume-encryption", "batch-transform", ""),
        "row volume-encryption: no question uses it",
    ),
    (
        with_question(
            standard(), "marketplace", choices=(replace(standard().by_question["marketplace"].choices[0], criteria=()),)
        ),
        "question marketplace, yes: requires nothing",
    ),
    (
        with_question(
            standard(),
            "marketplace",
            choices=(
                replace(
                    standard().by_question["marketplace"].choices[0],
                    criteria=(Criterion("row", feature="single-model"),),
                ),
            ),
        ),
        "question marketplace: no answer tells the options apart",
    ),
    (
        with_question(standard(), "payload", criteria=()),
        "question payload: no row to hold its answer against, and no choices",
    ),
    (
        with_question(standard(), "payload", criteria=(Criterion("row", feature="gpu-support"),)),
        "question payload: the row gpu-support holds no limits",
    ),
]


@pytest.mark.parametrize(("document", "message"), WARNINGS)
def test_warnings_do_not_block(document: Document, message: str) -> None:
    assert message in [in_words(finding, document) for finding in lint.warnings(document)]
    assert lint.errors(document) == []


def test_an_option_like_another_is_led_to_by_no_answers() -> None:
    """A column that copies Real-time inference fits whenever that does."""
    table = standard().tables[0]
    cells = tuple(row[0] for row in table.notations)
    document = with_column(standard(), T1, Column("twin", "Twin", table.columns[0].url), cells, 1)
    messages = [in_words(finding, document) for finding in lint.findings(document)]
    assert "option real-time-inference: no answers leave it as the only one" in messages
    assert not any("option batch-transform" in message for message in messages)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("twin", [True, False])
def test_a_wide_table_is_checked_in_time(twin: bool) -> None:
    """Each option is excluded by rows of its own, of which each is asked about: a search through all orders of the
    answers would take hours."""
    count, rows = 14, 3
    columns = tuple(Column(f"option-{at}", f"Option {at}") for at in range(count))
    features = tuple(Feature(f"row-{at}-{row}", f"Row {at} {row}") for at in range(count) for row in range(rows))
    notations = [["" if column == at else "✓" for column in range(count)] for at in range(count) for _ in range(rows)]
    if twin:
        columns += (Column("twin", "Twin"),)
        notations = [[*cells, cells[0]] for cells in notations]
    table = replace(
        standard().tables[0], columns=columns, features=features, notations=tuple(tuple(cells) for cells in notations)
    )
    questions = tuple(
        Question(f"q-{feature.key}", "many", "Needed?", choices=(Choice("yes", "Yes", (row(feature.key),)),))
        for feature in features
    )
    document = replace(standard(), tables=(table, standard().tables[1]), questions=questions, rulings=())
    messages = [in_words(finding, document) for finding in lint.findings(document)]
    alone = [
        message for message in messages if "no answers leave it as the only one" in message and "option-" in message
    ]
    assert alone == (["option option-0: no answers leave it as the only one"] if twin else [])


def row(feature: str) -> Criterion:
    return Criterion("row", feature=feature)
