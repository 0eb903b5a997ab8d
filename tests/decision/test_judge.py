"""One need against one cell, heading or bullet: the contract's verdicts, rule by rule."""

from dataclasses import replace

import pytest

from tests.oracle.oracle import AI, BT, MC, MM, RT, SI, SM, SP, T1, T2
from tests.support.documents import fit, standard
from tests.support.edits import with_cell


def test_a_row_that_a_table_has_not_is_not_stated_there() -> None:
    for query in ("need=scale-to-zero", "need=http-chunked-encoding:strict", "scaling=scale-to-zero", "chunked=yes"):
        found = fit(query).by_table[T2]
        assert {o.outcome for o in found.options} == {"conditional"}
        for option in found.options:
            (reason,) = option.reasons
            assert (reason.judgement.verdict, reason.judgement.cell) == ("not-stated", None)
            assert "no such row" in reason.judgement.note


@pytest.mark.parametrize(
    ("query", "slug", "verdict"),
    [
        ("payload=4MB", SI, "met"),
        ("payload=4.0000001MB", SI, "unmet"),
        ("payload=5.9999999MB", RT, "met"),
        ("payload=6MB", RT, "unmet"),
        ("payload=100MB", BT, "met"),
        ("payload=100.0000001MB", BT, "unmet"),
        ("payload=1GB", AI, "met"),
        ("payload=1.0000001GB", AI, "unmet"),
        ("time=59999.9999ms", RT, "met"),
        ("time=60s", RT, "unmet"),
        ("time=899.9999s", AI, "met"),
        ("time=15min", AI, "unmet"),
        ("time=23.99h", BT, "met"),
        ("time=1d", BT, "conditional"),
        ("payload=4096KB", SI, "conditional"),
        ("payload=1024MB", AI, "conditional"),
        ("payload=1025MB", AI, "unmet"),
    ],
)
def test_limits_are_exact(query: str, slug: str, verdict: str) -> None:
    (reason,) = fit(query).by_table[T1].by_slug[slug].reasons
    assert reason.judgement.verdict == verdict
    depends = "1000 or 1024" in reason.judgement.note
    assert depends == (verdict == "conditional" and query.startswith("payload"))


@pytest.mark.parametrize(
    ("query", "slug", "doubt"),
    [
        ("payload=4096KB", SI, "1 MB is 1000 or 1024 KB"),
        ("payload=1024MB", AI, "1 GB is 1000 or 1024 MB"),
        ("payload=0.1GB", BT, "1 GB is 1000 or 1024 MB"),
    ],
)
def test_what_a_unit_leaves_in_doubt_is_named(query: str, slug: str, doubt: str) -> None:
    (reason,) = fit(query).by_table[T1].by_slug[slug].reasons
    assert reason.judgement.note == f"it depends on whether {doubt}, which the page doesn’t say"


@pytest.mark.parametrize(
    ("query", "slug", "verdict"),
    [
        ("need=deployment-guardrails", SI, "conditional"),
        ("need=deployment-guardrails:strict", SI, "unmet"),
        ("guardrails=full", SI, "unmet"),
        ("guardrails=fallback", SI, "conditional"),
        ("need=protocols-supported:strict", RT, "unmet"),
        ("need=gpu-support:strict", RT, "conditional"),  # a footnoted tick is no worded text
        ("need=payload-size:4096KB:strict", SI, "conditional"),
        ("need=dlcs-supported:xgboost:strict", RT, "unmet"),
        ("need=request-timeout:1d:strict", BT, "unmet"),
        ("need=request-timeout:23h:strict", BT, "met"),
        ("need=scale-to-zero:strict", BT, "not-applicable"),
    ],
)
def test_strict_touches_worded_text_only(query: str, slug: str, verdict: str) -> None:
    (reason,) = fit(query).by_table[T1].by_slug[slug].reasons
    assert reason.judgement.verdict == verdict


@pytest.mark.parametrize(
    ("need", "note"),
    [
        ("gpu-support", "“where there are some”"),
        ("gpu-support:strict", "“where there are some” is not enough: it is worded, not a tick"),
    ],
)
def test_words_without_a_ruling_speak_for_themselves(need: str, note: str) -> None:
    worded = with_cell(standard(), T1, "gpu-support", BT, "where there are some")
    (reason,) = fit(f"need={need}", worded).by_table[T1].by_slug[BT].reasons
    assert reason.judgement.note == note


def test_not_applicable_is_met_where_row_and_column_carry_the_same_link_and_nowhere_else() -> None:
    hosting = fit("need=multi-container-endpoint").by_table[T2]
    assert hosting.by_slug[MC].outcome == "fits"
    assert "the option itself" in hosting.by_slug[MC].reasons[0].judgement.note
    assert fit("need=multi-model-endpoint").by_table[T2].by_slug[MC].outcome == "not-applicable"
    # The row and column of the serial pipeline carry one link too.
    assert fit("need=serial-inference-pipeline").by_table[T2].by_slug[SP].outcome == "fits"
    elsewhere = with_cell(standard(), T2, "serial-inference-pipeline", MM, "N/A")
    assert fit("need=serial-inference-pipeline", elsewhere).by_table[T2].by_slug[MM].outcome == "not-applicable"


@pytest.mark.parametrize(
    ("slug", "rows"),
    [
        (RT, ["multi-model-endpoint"]),
        (BT, ["serial-inference-pipeline"]),
        (AI, ["multi-model-endpoint", "multi-container-endpoint", "serial-inference-pipeline"]),
    ],
)
def test_of_alternatives_the_first_that_does_it_is_the_proof_and_where_none_does_all_are(
    slug: str, rows: list[str]
) -> None:
    reasons = fit("behind=several").by_table[T1].by_slug[slug].reasons
    assert [reason.judgement.feature for reason in reasons] == rows


def test_every_reason_names_its_word_and_its_proof() -> None:
    found = fit("latency=interactive&behind=several&framework=other&combine=serial&payload=50MB")
    assert {str(r.word) for r in found.by_table[T1].by_slug[RT].reasons} == {
        "latency=interactive",
        "behind=several",
        "payload=50MB",
    }
    latency = next(r.judgement for r in found.by_table[T1].by_slug[SI].reasons if r.word.name == "latency")
    assert (latency.feature, latency.verdict) == (None, "conditional")
    assert latency.cell is not None
    assert latency.cell.startswith("Serverless inference for")
    heading = next(r.judgement for r in found.by_table[T2].by_slug[SM].reasons if r.word.name == "behind")
    assert (heading.feature, heading.verdict, heading.cell) == (None, "unmet", "Single model endpoints")
    assert {str(r.word) for r in found.by_table[T2].by_slug[MM].reasons} == {
        *("behind=several", "framework=other", "combine=serial", "payload=50MB"),
    }


@pytest.mark.parametrize(
    ("bullets", "says"),
    [
        (
            ("Batch transform for real-time inference.",),
            "the bullet of batch-transform does not say “offline” any more",
        ),
        ((), "has no bullet"),
    ],
    ids=["changed", "gone"],
)
def test_a_bullet_that_does_not_say_it_any_more_rules_nothing_out(bullets: tuple[str, ...], says: str) -> None:
    document = replace(standard(), bullets=(*standard().bullets[:1], *bullets, *standard().bullets[2:]))
    (reason,) = fit("latency=interactive", document).by_table[T1].by_slug[BT].reasons
    assert (reason.judgement.verdict, reason.judgement.feature, reason.judgement.cell) == ("not-stated", None, None)
    assert says in reason.judgement.note


@pytest.mark.parametrize(
    ("query", "table", "slug", "note"),
    [
        ("container=1p", T2, MM, "“1P” is not listed; footnote 2 says what to do then"),
        (
            "need=dlcs-supported:extend-pre-built",
            T2,
            MM,
            "“Extend pre-built” is not listed; footnote 2 says what to do",
        ),
        ("framework=other", T2, MM, "“other” is not listed"),  # nowhere
        ("container=1p&chunked=yes", T1, RT, "“Framework dependent, 1P not supported”, and 1P is asked for"),
    ],
)
def test_an_item_is_named_as_the_cells_write_it(query: str, table: str, slug: str, note: str) -> None:
    reasons = fit(query).by_table[table].by_slug[slug].reasons
    assert any(reason.judgement.note.startswith(note) for reason in reasons)
