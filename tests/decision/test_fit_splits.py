"""A row that was split keeps deciding: a criterion or need on it reads as on all its parts."""

from dataclasses import replace
from random import Random

import pytest

from matrix.decision import lint
from matrix.decision.conflicts import pair_conflicts
from matrix.decision.fit import Fit, Verdicts, evaluate
from matrix.decision.guide import Plan
from matrix.decision.limits import bands, bounds, instead
from matrix.domain.document import Ruling, row_kind
from matrix.domain.findings import in_words
from tests.oracle.oracle import AI, BT, MC, MM, RT, SI, SM, SP, T1, T2, Word
from tests.support.comparing import Remembering, agree
from tests.support.documents import DETAILED, source_text, standard
from tests.support.splits import (
    BLUE_GREEN,
    GUARDRAILS,
    ROLLING,
    Parts,
    page_of_2025,
    select,
    split_document,
    taken_in,
    with_splits,
)
from tests.support.words import ANSWERS, random_words

LISTS = "1P, pre-built, BYOC"
CHUNKED = "Framework dependent, 1P not supported"
SPLITS: dict[tuple[str, str], Parts] = {
    (T1, "Deployment guardrails"): {
        "Deployment guardrails: canary": "✓ | N/A | ✓1 | All-at-once traffic fall back | N/A",
        "Deployment guardrails: rolling": "✓ | ✓ | ✓ |  | N/A",
    },
    (T2, "Deployment guardrails"): {
        "Deployment guardrails: canary": "✓ | ✓ |  | ✓",
        "Deployment guardrails: rolling": "✓ | N/A | ✓ | ✓3",
    },
    (T1, "Payload size"): {
        "Payload size: one record": "< 6 MB | ≤ 100 MB | ≤ 1 GB | ≤ 4 MB | ",
        "Payload size: stream": "≤ 4 MB | ≤ 1 GB | ≤ 100 MB | ≤ 4 MB | ",
    },
    (T1, "Serial inference pipeline"): {
        "Serial inference pipeline: steps": f"✓ | ✓ |  | ✓ | {LISTS}",
        "Serial inference pipeline: models": f"✓1 | N/A |  | ✓ | {LISTS}, Extend pre-built",
    },
    (T1, "DLCs supported"): {
        "DLCs supported: CPU": f"{LISTS} | {LISTS} | {LISTS}, Extend pre-built | {LISTS} 2 | N/A",
        "DLCs supported: GPU": f"{LISTS} | {LISTS}, Extend pre-built | {LISTS} | {LISTS} | N/A",
    },
    (T1, "HTTP chunked encoding"): {
        "HTTP chunked encoding: requests": f"{CHUNKED} | N/A | ✓ | {CHUNKED} | N/A",
        "HTTP chunked encoding: answers": f"✓ |  | ✓ | {CHUNKED} | N/A",
    },
    (T2, "GPU support"): {"GPU support: small": "✓1 | ✓ | ✓ | ", "GPU support: large": "✓1 |  | ✓ | N/A"},
}
"""Rows of every kind, split in one table or both; the limits are those that the questionnaire's bands have."""


@pytest.fixture(scope="module")
def split() -> Plan:
    return Plan(Verdicts(split_document(SPLITS)))


@pytest.fixture(scope="module")
def on(split: Plan) -> tuple[Plan, Remembering]:
    splits: dict[str, tuple[str, ...]] = {}
    for key, wholes in split.verdicts.document.lineage.items():
        splits[wholes[0]] = (*splits.get(wholes[0], ()), key)
    return split, Remembering(with_splits(source_text(), SPLITS), splits)


def asked(query: str, plan: Plan) -> Fit:
    return evaluate(plan.verdicts, select(query, plan.verdicts.document))


# --- The page of 2025 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["guardrails=full", "guardrails=fallback", f"need={GUARDRAILS}", f"need={GUARDRAILS}:strict"]
)
def test_on_the_page_of_2025_both_parts_decide(query: str) -> None:
    fit = asked(query, page_of_2025())
    found = {table.table.slug: {o.option.slug: o.outcome for o in table.options} for table in fit.tables}
    assert found == {
        T1: {RT: "fits", BT: "not-applicable", AI: "fits", SI: "ruled-out"},
        T2: dict.fromkeys((SM, MM, SP, MC), "fits"),
    }
    for table in fit.tables:
        for option in table.options:
            reasons = [(str(r.word), r.judgement.feature, r.judgement.label) for r in option.reasons]
            assert reasons == [
                (query, BLUE_GREEN, "Deployment guardrails: blue/green deployments"),
                (query, ROLLING, "Deployment guardrails: rolling deployments"),
            ]


def test_a_part_alone_decides_alone() -> None:
    (option,) = [o for o in asked(f"need={ROLLING}", page_of_2025()).tables[0].options if o.option.slug == SI]
    assert [reason.judgement.feature for reason in option.reasons] == [ROLLING]


def test_the_page_of_2025_makes_only_the_ruling_idle() -> None:
    """No row is missing, and none unused: only the words that were ruled on are gone."""
    document = page_of_2025().verdicts.document
    assert [in_words(finding, document) for finding in lint.findings(document)] == [
        "ruling on deployment-guardrails: no cell says “All-at-once traffic fall back” any more"
    ]


# --- Project and oracle ------------------------------------------------------------------------------------------

PART_NEEDS: list[Word] = [
    ("need", key)
    for key in (
        *(GUARDRAILS, f"{GUARDRAILS}:strict", f"{GUARDRAILS}-canary", f"{GUARDRAILS}-rolling:strict"),
        *("gpu-support", "gpu-support-small", "gpu-support-large", "http-chunked-encoding:strict"),
        *("serial-inference-pipeline", "serial-inference-pipeline-models", "payload-size:5MB", "dlcs-supported:byoc"),
    )
]


def test_every_row_is_split_as_meant(split: Plan) -> None:
    assert split.verdicts.document.lineage.keys() == {
        *(f"{GUARDRAILS}-canary", f"{GUARDRAILS}-rolling", "payload-size-one-record", "payload-size-stream"),
        *("serial-inference-pipeline-steps", "serial-inference-pipeline-models", "dlcs-supported-cpu"),
        *("dlcs-supported-gpu", "http-chunked-encoding-requests", "http-chunked-encoding-answers"),
        *("gpu-support-small", "gpu-support-large"),
    }


@pytest.mark.parametrize("word", [*ANSWERS, *PART_NEEDS], ids="=".join)
def test_every_single_word_agrees_with_the_oracle(word: Word, on: tuple[Plan, Remembering]) -> None:
    agree([word], on=on)


@pytest.mark.parametrize("share", [0.12, 0.3])
def test_random_selections_agree_with_the_oracle(share: float, on: tuple[Plan, Remembering]) -> None:
    chance = Random(round(share * 100))
    for _ in range(30):
        words = random_words(chance, share)
        agree([*words, *(need for need in chance.sample(PART_NEEDS, 2) if need not in words)], on=on)


def test_the_pair_acts_on_the_parts(on: tuple[Plan, Remembering]) -> None:
    """The ruling on the whole row's words holds for a part that says the same."""
    agree([("container", "1p"), ("chunked", "yes")], on=on)
    real_time = asked("container=1p&chunked=yes", on[0]).by_table[T1].by_slug[RT]
    verdicts = {reason.judgement.feature: reason.judgement.verdict for reason in real_time.reasons}
    assert verdicts["http-chunked-encoding-requests"] == "unmet"
    assert verdicts["http-chunked-encoding-answers"] == "met"


@pytest.mark.parametrize("needed", ["dlcs-supported:1p", "dlcs-supported-cpu:1p"])
@pytest.mark.parametrize("ruled", ["dlcs-supported", "dlcs-supported-cpu"])
def test_an_item_of_a_part_is_one_of_the_row(needed: str, ruled: str, split: Plan) -> None:
    """Whether a ruling names the row or the part, and a need the part or the row."""
    document = split.verdicts.document
    rulings = tuple(
        Ruling(r.feature, r.text, r.note, ruled if r.excludes_feature else "", r.excludes_item)
        for r in document.rulings
    )
    verdicts = Verdicts(replace(document, rulings=rulings))
    fit = evaluate(verdicts, select(f"need={needed}&need=http-chunked-encoding-requests", verdicts.document))
    assert fit.by_table[T1].by_slug[RT].outcome == "ruled-out"


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        (("✓", ""), ["multi-container-endpoint"]),
        (("✓", "✓1"), ["multi-container-endpoint"]),
        (("✓", "✓"), ["multi-model-endpoint-cpu", "multi-model-endpoint-gpu"]),
    ],
)
def test_an_alternative_is_as_good_as_its_worst_part(cells: tuple[str, str], reasons: list[str]) -> None:
    parts = {
        f"Multi-model endpoint: {k}": f"{cell} |  |  |  | N/A" for k, cell in zip(("CPU", "GPU"), cells, strict=True)
    }
    text = source_text().replace("Multi\\-model endpoint]", "Multi-model endpoint]")
    document = taken_in(with_splits(text, {(T1, "Multi-model endpoint"): parts}))
    option = asked("behind=several", Plan(Verdicts(document))).by_table[T1].by_slug[RT]
    assert (option.outcome, [reason.judgement.feature for reason in option.reasons]) == ("fits", reasons)


# --- What reads limits and lists through the parts ---------------------------------------------------------------


def test_bands_are_those_of_all_parts(split: Plan) -> None:
    document, payload = split.verdicts.document, standard().by_question["payload"]
    assert [band.label for band in bands(document, payload)] == [band.label for band in bands(standard(), payload)]
    finer = {(T1, "Payload size"): {**SPLITS[T1, "Payload size"], "Payload size: batch": "≤ 2 MB |  |  |  | "}}
    assert bands(split_document(finer), payload)[0].label == "up to 2 MB"


def test_an_option_holds_within_each_part(split: Plan) -> None:
    document = split.verdicts.document
    found = [
        bound for bound in bounds(document, document.tables[0], document.columns[RT][1]) if bound.question == "payload"
    ]
    assert [(bound.label, bound.words) for bound in found] == [
        ("Payload size: one record", "under 6 MB"),
        ("Payload size: stream", "up to 4 MB"),
    ]


def test_what_would_do_instead_is_within_each_part(split: Plan) -> None:
    table = asked("payload=8MB&latency=interactive", split).by_table[T1]
    (relaxation,) = [r for r in table.relaxations if "&".join(map(str, r.drop)) == "payload=8MB"]
    found = instead(split.verdicts.document, table.table, relaxation)
    said = [[(bound.label, bound.words) for bound in within] for within, _ in found]
    assert [("Payload size: one record", "under 6 MB"), ("Payload size: stream", "up to 4 MB")] in said


def test_cautions_stand_at_the_parts(split: Plan) -> None:
    cautions = asked("behind=serial&container=extend-pre-built", split).by_table[T1].cautions
    assert [(str(c.word), c.feature, c.label) for c in cautions] == [
        ("behind=serial", "serial-inference-pipeline-steps", "Serial inference pipeline: steps")
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("behind=multi-model&hardware=gpu", [("GPU support", "")]),  # split in the second table alone
        (f"behind=multi-model&need={GUARDRAILS}", [("Deployment guardrails: rolling", "N/A")]),
        (f"behind=multi-model&need={GUARDRAILS}-rolling", [("Deployment guardrails: rolling", "N/A")]),
        (f"behind=multi-model&need={GUARDRAILS}-canary", []),
    ],
)
def test_the_second_table_refuses_a_part(query: str, expected: list[tuple[str, str]], split: Plan) -> None:
    found = pair_conflicts(split.verdicts, select(query, split.verdicts.document), DETAILED)
    assert [(conflict.feature, conflict.cell) for conflict in found] == expected


@pytest.mark.parametrize(
    ("key", "takes"),
    [
        *(
            ("payload-size", "size"),
            ("payload-size-stream", "size"),
            ("gpu-support", None),
            ("gpu-support-small", None),
        ),
        *((key, ["1p", "pre-built", "byoc"]) for key in ("dlcs-supported", "dlcs-supported-cpu")),
    ],
)
def test_a_need_takes_what_the_parts_take(key: str, takes: str | list[str] | None, split: Plan) -> None:
    found = row_kind(split.verdicts.document, key)
    assert (list(found)[:3] if isinstance(found, dict) else found) == takes


# --- Lint --------------------------------------------------------------------------------------------------------


def test_a_split_row_is_missed_by_no_question(split: Plan) -> None:
    said = [in_words(finding, split.verdicts.document) for finding in lint.findings(split.verdicts.document)]
    assert not [line for line in said if "no table has the row" in line or "no question uses it" in line]
    assert not [line for line in said if "has no ruling" in line], "the rulings on the row hold for its parts"
    assert not [line for line in said if "no cell says" in line]


def test_a_part_in_other_words_wants_a_ruling() -> None:
    other = {(T1, "HTTP chunked encoding"): {"HTTP chunked encoding: in": "At night | N/A |  |  | N/A", **_answers()}}
    document = split_document(other)
    said = [in_words(finding, document) for finding in lint.warnings(document)]
    assert f"question chunked, yes: {T1}, http-chunked-encoding-in, {RT}: “At night” has no ruling" in said


def _answers() -> Parts:
    return {"HTTP chunked encoding: out": f"{CHUNKED} | N/A |  |  | N/A"}


def test_a_ruling_on_a_part_goes_before_that_on_the_row(split: Plan) -> None:
    document = split.verdicts.document
    part = "http-chunked-encoding-requests"
    rulings = (*document.rulings, Ruling(part, CHUNKED, "For requests it is otherwise."))
    fit = asked("chunked=yes", Plan(Verdicts(replace(document, rulings=rulings))))
    notes = {r.judgement.feature: r.judgement.note for r in fit.by_table[T1].by_slug[SI].reasons}
    assert notes[part] == "For requests it is otherwise."
    assert notes["http-chunked-encoding-answers"] != notes[part]
