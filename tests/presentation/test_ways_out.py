"""Where nothing fits, what to give up."""

import pytest

from tests.support.views import page

NOTHING = "latency=interactive&scaling=scale-to-zero&payload=8MB"
SHARED = "models per endpoint “Many models that share one container (multi-model)”"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            NOTHING,
            [
                "Drop latency “Immediately: a user or a system is waiting” → Asynchronous inference",
                "Keep payload up to 4 MB → Serverless inference",
            ],
        ),
        (
            "payload=20MB&time=5min&behind=multi-model",
            [
                f"Drop {SHARED} → Batch transform and Asynchronous inference",
                "Keep payload under 6 MB and time under 60 seconds → Real-time inference (with Multi-model endpoints)",
            ],
        ),
        (
            "need=payload-size:8MB&testing=shadow",
            [
                "Drop shadow testing → Batch transform and Asynchronous inference",
                "Keep payload under 6 MB → Real-time inference (with Single model endpoints)",
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
                "Drop DLCs supported “TensorFlow” and keep payload up to 4 MB → Serverless inference",
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
                f"Drop {SHARED} and keep payload under 6 MB → Real-time inference (with Single model endpoints)",
                (
                    "Drop model parallel serving support and Inference Recommender, and keep payload under 6 MB "
                    "→ Real-time inference (with Multi-model endpoints)"
                ),
                f"Drop {SHARED} and Inference Recommender → Batch transform and Asynchronous inference",
            ],
        ),
        (
            "scaling=scale-to-zero&aids=monitor",
            [
                "Drop scale to zero → Real-time inference (with Single model endpoints) and Batch transform",
                "Drop Data capture/Model monitor support → Asynchronous inference and Serverless inference",
                "Take “N/A” as good enough for scale to zero → Batch transform",
            ],
        ),
        ("payload=50MB", []),
    ],
)
def test_what_to_give_up_is_a_sentence_with_numbers(query: str, said: list[str]) -> None:
    found = [f"{', or '.join(way.text for way in it.ways)} → {it.options}" for it in page(query).first.give_up]
    assert found == said


def test_three_ways_out_are_shown_at_first_and_each_is_a_link() -> None:
    first = page("latency=near-real-time&payload=2GB").first
    assert [way.url for it in first.give_up for way in it.ways] == ["/?latency=near-real-time"] * 3
    many = page("payload=2GB").first
    assert (len(many.give_up), len(many.more)) == (3, 1)
    assert many.give_up[0].options == "Asynchronous inference"


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("scaling=scale-to-zero&aids=monitor", "/?aids=monitor"),
        ("scaling=scale-to-zero&aids=monitor&chunked=yes&q=gpu", "/?aids=monitor&q=gpu"),
    ],
)
def test_what_does_not_apply_is_taken_as_enough_by_asking_no_more_of_it(query: str, url: str) -> None:
    shown = page(query)
    (way,) = [way for it in shown.first.give_up if it.accepts for way in it.ways]
    assert way.url == url
    assert "take" not in shown.brief, "it gives nothing up that the others don't"
