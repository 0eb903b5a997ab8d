"""Where nothing fits, what to give up."""

import re
from random import Random

import pytest

from matrix.decision.fit import FITTING
from tests.support.comparing import select as select_words
from tests.support.documents import with_annotations
from tests.support.laws import examples
from tests.support.views import page
from tests.support.words import random_words

NOTHING = "latency=interactive&scaling=scale-to-zero&payload=8MB"
WITHIN = "keep payload under 6 MB (e.g. 5 MB)"
SHARED = "models per endpoint “Many models that share one container (multi-model)”"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            NOTHING,
            [
                "Drop latency “Immediately: a user or a system is waiting” → Asynchronous inference",
                "Keep payload up to 4 MB → Serverless inference on 1 condition",
            ],
        ),
        (
            "payload=20MB&time=5min&behind=multi-model",
            [
                f"Drop {SHARED} → Batch transform and Asynchronous inference",
                (
                    "Keep payload under 6 MB (e.g. 5 MB) and time under 60 seconds (e.g. 59 s) "
                    "→ Real-time inference (with Multi-model endpoints)"
                ),
            ],
        ),
        (
            "need=payload-size:8MB&testing=shadow",
            [
                "Drop shadow testing → Batch transform and Asynchronous inference",
                "Keep payload under 6 MB (e.g. 5 MB) → Real-time inference (with Single model endpoints)",
            ],
        ),
        (
            "behind=multi-model&testing=shadow",
            [
                f"Drop {SHARED} → Real-time inference (with Single model endpoints)",
                "Drop shadow testing → Real-time inference (with Multi-model endpoints)",
            ],
        ),
        (
            "scaling=scale-to-zero&payload=2GB&need=dlcs-supported:tensorflow",
            [
                "Drop DLCs supported “TensorFlow” and keep payload up to 1 GB → Asynchronous inference",
                (
                    "Drop DLCs supported “TensorFlow” and keep payload up to 4 MB "
                    "→ Asynchronous inference and Serverless inference"
                ),
            ],
        ),
        (
            "behind=multi-model&guardrails=full&need=deployment-guardrails:strict&marketplace=yes",
            [
                f"Drop {SHARED} → Real-time inference (with Single model endpoints)",
                (
                    "Drop deployment guardrails and market place model packages support "
                    "→ Real-time inference (with Multi-model endpoints)"
                ),
            ],
        ),
        (
            "behind=multi-model&payload=20MB&model-parallel=yes&aids=recommender",
            [
                (f"Drop {SHARED} and {WITHIN} → Real-time inference (with Single model endpoints) on 1 condition"),
                (f"Drop {SHARED} and Inference Recommender → Batch transform; Asynchronous inference on 1 condition"),
                (
                    f"Drop model parallel serving support and Inference Recommender, and {WITHIN} "
                    "→ Real-time inference (with Multi-model endpoints)"
                ),
            ],
        ),
        (
            "scaling=scale-to-zero&aids=monitor",
            [
                "Drop scale to zero → Real-time inference (with Single model endpoints) and Batch transform",
                "Drop Data capture/Model monitor support → Asynchronous inference and Serverless inference",
                (
                    "If “N/A” is good enough for scale to zero, by this site’s reading that a job ends by itself, so "
                    "there is nothing to scale → Batch transform"
                ),
            ],
        ),
        # Of an answer that any of three rows meets, the one that it has.
        (
            "payload=20MB&behind=several&testing=shadow",
            [
                "Drop shadow testing → Batch transform (with Serial inference pipeline)",
                (
                    "Drop models per endpoint “Several models or containers, however arranged” and "
                    f"{WITHIN} → Real-time inference (with Single model endpoints)"
                ),
            ],
        ),
        ("payload=50MB", []),
    ],
)
def test_what_to_give_up_is_a_sentence_with_numbers(query: str, said: list[str]) -> None:
    found = [
        f"{it.accepts or ', or '.join(way.text for way in it.ways)} → {it.options}" for it in page(query).first.give_up
    ]
    assert found == said


def test_three_ways_out_are_shown_at_first_and_each_is_a_link() -> None:
    first = page("latency=near-real-time&payload=2GB").first
    assert [way.url for it in first.give_up for way in it.ways] == [
        f"/?latency=near-real-time&payload={within}" for within in ("1GB", "5MB", "4MB")
    ]
    many = page("payload=2GB").first
    assert (len(many.give_up), len(many.more)) == (3, 1)
    assert many.give_up[0].options == "Asynchronous inference"


@pytest.mark.parametrize(
    ("query", "url", "says"),
    [
        ("scaling=scale-to-zero&aids=monitor", "#inference-options-scale-to-zero", "see the cell"),
        (
            "scaling=scale-to-zero&aids=monitor&q=gpu",
            "/?scaling=scale-to-zero&aids=monitor#inference-options-scale-to-zero",
            "see the cell",
        ),
        # By its own table it has that, by the second it doesn't apply.
        (
            "behind=multi-model&aids=monitor",
            "#hosting-options-data-capture-model-monitor-support",
            "the cell says no more",
        ),
    ],
)
def test_what_does_not_apply_is_taken_as_enough_by_who_looks_at_its_cell(query: str, url: str, says: str) -> None:
    shown = page(query)
    (way,) = [way for it in shown.first.give_up if it.accepts for way in it.ways]
    assert (way.url, way.text) == (url, says)
    assert ", or accept an N/A." in shown.brief, "counted as in the box"


@pytest.mark.parametrize(
    ("query", "noted"),
    [
        ("behind=multi-model&hardware=gpu&testing=shadow", ["shadow testing", "GPU support"]),
        ("behind=multi-model&hardware=gpu&testing=shadow&facts=annotated", ["shadow testing", "GPU support"]),
        (
            "time=2h&network=isolation",
            ["network isolation", "network isolation", "request timeout"],
        ),  # by which it would not fit
        ("time=2h&network=isolation&facts=annotated", ["network isolation", "network isolation"]),
        ("scaling=scale-to-zero&aids=monitor", ["", "", ""]),
    ],
)
def test_a_way_out_says_of_what_another_source_says_more(query: str, noted: list[str]) -> None:
    first = page(query, with_annotations()).first
    said = [f"read what another AWS page says of {rows}" if rows else "" for rows in noted]
    ways = (*first.give_up, *first.more)
    assert ["".join(piece.text for piece in it.noted) for it in ways] == said
    assert all(it.told.endswith(f", and {text}") for it, text in zip(ways, said, strict=True) if text)
    assert all(it.noted[-1].url.startswith("#said-") for it in ways if it.noted)


@pytest.mark.law
def test_each_way_leads_to_where_just_its_options_fit() -> None:
    chance = Random(5)
    asked = [select_words(random_words(chance, 0.25)).query for _ in range(examples(60, 2_000))]
    kept = 0
    for query in (*asked, "payload=2GB&need=payload-size:2TB&aids=monitor", "time=2d&need=request-timeout:2h"):
        first = page(query).first
        for given_up in (it for it in (*first.give_up, *first.more) if not it.accepts):
            told = re.sub(r" \(with [^)]*\)| on \d+ conditions?", "", given_up.options)
            promised = re.split(", | and |; ", told)
            for way in given_up.ways:
                then = page(way.url.removeprefix("/?")).first
                fits = [it.name for it in then.options if it.look in FITTING]
                unasked = [it.name for it in then.options if not it.look]
                assert sorted(promised) == sorted(fits or unasked), way
                kept += "eep " in way.text
    assert kept > 20
