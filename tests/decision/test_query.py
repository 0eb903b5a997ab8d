"""Query string ⇄ selection: the grammar as examples, one canonical form, and a name for whatever is not applied."""

import pytest

from matrix.decision.query import MAX_QUERY_BYTES, MAX_VALUES, TooMuch, parse, split, values_of
from matrix.decision.selection import Answer, Need, Word
from matrix.domain.quantities import Quantity
from tests.oracle import oracle
from tests.support.documents import select, standard

COLUMNS = {table.slug: "&".join(f"option={column.slug}" for column in table.columns) for table in standard().tables}
HASH = "0123456789ab"

UNITS = ("ms", "s", "min", "h", "d")


# --- What is read ------------------------------------------------------------------------------------------------


def test_answers_and_needs_are_typed_values() -> None:
    selection = select(
        "payload=50MB&hardware=gpu&need=payload-size:4MB:strict&need=dlcs-supported:byoc&need=gpu-support"
    )
    assert selection.answers == (Answer("payload", quantity=Quantity("50", "MB")), Answer("hardware", "gpu"))
    assert selection.needs == (
        Need("gpu-support"),
        Need("dlcs-supported", item="byoc"),
        Need("payload-size", quantity=Quantity("4", "MB"), strict=True),
    )
    assert selection.words[0] == Word("payload", "50MB")
    assert [str(word) for word in selection.words] == [
        "payload=50MB",
        "hardware=gpu",
        "need=gpu-support",
        "need=dlcs-supported:byoc",
        "need=payload-size:4MB:strict",
    ]


@pytest.mark.parametrize(
    ("sent", "canonical"),
    [
        # the order of questions, then need, q, option, show, sort
        (
            "sort=feature&show=differences&option=batch-transform&q=gpu&need=gpu-support&time=1min&payload=1MB",
            "payload=1MB&time=1min&need=gpu-support&q=gpu&option=batch-transform&show=differences&sort=feature",
        ),
        # repeated values in the questionnaire's, the rows' and the columns' order, each once
        ("hardware=inf1&hardware=gpu&hardware=inf1", "hardware=gpu&hardware=inf1"),
        ("need=inf1-support&need=gpu-support&need=inf1-support", "need=gpu-support&need=inf1-support"),
        ("need=dlcs-supported:byoc&need=dlcs-supported:1p", "need=dlcs-supported:1p&need=dlcs-supported:byoc"),
        ("need=payload-size:5MB&need=payload-size:900KB", "need=payload-size:900KB&need=payload-size:5MB"),
        ("need=gpu-support:strict&need=gpu-support", "need=gpu-support&need=gpu-support:strict"),
        (
            "option=serial-inference-pipeline&option=batch-transform&option=real-time-inference",
            "option=real-time-inference&option=batch-transform&option=serial-inference-pipeline",
        ),
        # one value sent twice is one value
        ("payload=50MB&payload=50.0 mb", "payload=50MB"),
        ("latency=offline&latency=offline", "latency=offline"),
        ("q=gpu&q=gpu ", "q=gpu"),
        ("show=fitting&show=differences&show=fitting", "show=differences&show=fitting"),
        # blanks and defaults dropped
        ("payload=&latency=&hardware=&need=&q=&option=&show=&sort=&rev=", ""),
        ("payload=%20&q=+++", ""),
        (COLUMNS["inference-options"], ""),
        (COLUMNS["hosting-options"], ""),
        (f"{COLUMNS['inference-options']}&option=multi-model-endpoints", "option=multi-model-endpoints"),
        (f"{COLUMNS['hosting-options']}&option=docker-containers", "option=docker-containers"),
        # quantities: number and unit spelling, never the unit
        ("payload=50.0+mb", "payload=50MB"),
        ("payload=050MiB", "payload=50MB"),
        ("time=10 minutes", "time=10min"),
        ("time=60s", "time=60s"),
        ("time=1min", "time=1min"),
        ("payload=1024MB", "payload=1024MB"),
        ("payload=1GB", "payload=1GB"),
        ("need=payload-size: 50.0 mb ", "need=payload-size:50MB"),
        ("need=request-timeout:2 Days:strict", "need=request-timeout:2d:strict"),
        # trimmed, items as slugs
        ("latency= offline ", "latency=offline"),
        ("need=dlcs-supported:Extend pre-built", "need=dlcs-supported:extend-pre-built"),
        ("need=dlcs-supported:BYOC:strict", "need=dlcs-supported:byoc:strict"),
        ("q=  Data capture/Model  ", "q=Data+capture%2FModel"),
        ("q=%E2%9C%931", "q=%E2%9C%931"),
        ("q=a%26b%3Dc", "q=a%26b%3Dc"),
        # sort by each kind of column
        ("sort=-feature", "sort=-feature"),
        ("sort=docker-containers", "sort=docker-containers"),
        ("sort=-multi-model-endpoints", "sort=-multi-model-endpoints"),
        # hardware=gpu and need=gpu-support are two words, never merged
        ("need=gpu-support&hardware=gpu", "hardware=gpu&need=gpu-support"),
    ],
)
def test_the_canonical_form(sent: str, canonical: str) -> None:
    selection = select(sent)
    assert selection.problems == ()
    assert selection.query == canonical
    assert select(canonical) == selection
    assert select(canonical).query == canonical


def test_each_question_has_its_place_in_the_canonical_form() -> None:
    words = [
        f"{q.slug}={q.choices[-1].slug if q.choices else {'size': '1KB'}.get(q.kind, '1s')}"
        for q in standard().questions
    ]
    assert len(words) == len(oracle.QUESTIONS)
    assert select("&".join(reversed(words))).query == "&".join(words)


# --- What is named -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "param", "value", "applied"),
    [
        ("colour=red", "colour", "red", ""),
        ("Payload=5MB", "Payload", "5MB", ""),
        ("=5", "", "5", ""),
        ("colour", "colour", "", ""),
        ("colour=", "colour", "", ""),
        ("payload=50", "payload", "50", ""),
        ("payload=50TB", "payload", "50TB", ""),
        ("payload=5min", "payload", "5min", ""),
        ("time=5MB", "time", "5MB", ""),
        ("payload=big&payload=5MB", "payload", "big", "payload=5MB"),
        ("payload=5MB&payload=6MB", "payload", "6MB", "payload=5MB"),
        ("time=60s&time=1min", "time", "1min", "time=60s"),
        ("latency=offline&latency=interactive", "latency", "interactive", "latency=offline"),
        ("latency=Offline", "latency", "Offline", ""),
        ("hardware=gpu&hardware=tpu", "hardware", "tpu", "hardware=gpu"),
        ("need=tea", "need", "tea", ""),
        ("need=gpu-support:5MB", "need", "gpu-support:5MB", ""),
        ("need=payload-size", "need", "payload-size", ""),
        ("need=payload-size:50", "need", "payload-size:50", ""),
        ("need=payload-size:5min", "need", "payload-size:5min", ""),
        ("need=payload-size:strict", "need", "payload-size:strict", ""),
        ("need=payload-size:5MB:6MB", "need", "payload-size:5MB:6MB", ""),
        ("need=dlcs-supported", "need", "dlcs-supported", ""),
        ("need=dlcs-supported:tea", "need", "dlcs-supported:tea", ""),
        ("need=:strict", "need", ":strict", ""),
        ("option=tea&option=batch-transform", "option", "tea", "option=batch-transform"),
        ("option=gpu-support", "option", "gpu-support", ""),
        ("show=all", "show", "all", ""),
        ("show=fitting&show=all", "show", "all", "show=fitting"),
        ("sort=name", "sort", "name", ""),
        ("sort=--feature", "sort", "--feature", ""),
        ("sort=feature&sort=-feature", "sort", "-feature", "sort=feature"),
        ("q=a&q=b", "q", "b", "q=a"),
        ("rev=0000000", "rev", "0000000", ""),
        ("q=%FF", "q", "\ufffd", ""),
    ],
)
def test_what_can_not_be_applied_is_named_and_the_rest_is_applied(
    query: str, param: str, value: str, applied: str
) -> None:
    selection = select(query)
    assert [(problem.param, problem.value) for problem in selection.problems] == [(param, value)]
    assert selection.problems[0].message
    assert selection.query == applied
    beside = select(f"framework=rcf&{query}")
    assert set(beside.query.split("&")) == {"framework=rcf", *filter(None, applied.split("&"))}
    assert beside.problems == selection.problems


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("payload=50", "has no unit; write 50 and KB, MB or GB"),
        ("time=5MB", "is a size, not a time; use ms, s, min, h or d"),
        ("latency=soon", "use interactive, near-real-time, offline"),
        ("payload=5MB&payload=6MB", "“5MB” is applied"),
        ("need=payload-size", "such as 50MB"),
        ("need=request-timeout", "such as 10min"),
        ("need=dlcs-supported:tea", "use 1p, pre-built, extend-pre-built, byoc"),
        ("need=gpu-support:5MB", "takes no value"),
        ("option=tea", "use real-time-inference, batch-transform"),
        ("rev=0000000", "no revision has the hash “0000000”"),
    ],
)
def test_a_message_says_what_would_do(query: str, message: str) -> None:
    assert message in select(query).problems[0].message


# --- The form's own fields ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("need-feature=gpu-support", "need=gpu-support"),
        ("need-feature=gpu-support&need-value=&need-strict=", "need=gpu-support"),
        ("need-feature=deployment-guardrails&need-strict=on", "need=deployment-guardrails:strict"),
        ("need-feature=payload-size&need-value=50+mb", "need=payload-size:50MB"),
        ("need-feature=payload-size&need-value=50MB&need-strict=1", "need=payload-size:50MB:strict"),
        ("need-feature=dlcs-supported&need-value=BYOC", "need=dlcs-supported:byoc"),
        ("need-feature=&need-value=&need-strict=", ""),
        ("need-feature=inf1-support&need=gpu-support", "need=gpu-support&need=inf1-support"),
        ("need-feature=gpu-support&need=gpu-support", "need=gpu-support"),
        ("need-feature=gpu-support&need-strict=on&need=scale-to-zero", "need=gpu-support:strict&need=scale-to-zero"),
    ],
)
def test_the_forms_fields_fold_into_need(query: str, canonical: str) -> None:
    selection = select(query)
    assert (selection.query, selection.problems) == (canonical, ())


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("need-feature=tea", {"need-feature=tea"}),
        ("need-feature=payload-size", {"need-feature=payload-size"}),
        ("need-feature=payload-size&need-value=50", {"need-feature=payload-size", "need-value=50"}),
        ("need-feature=gpu-support&need-value=50MB", {"need-feature=gpu-support", "need-value=50MB"}),
        ("need-feature=tea&need-value=50MB", {"need-feature=tea", "need-value=50MB"}),
        ("need-feature=tea&need-strict=on", {"need-feature=tea", "need-strict=on"}),
        ("need-value=50MB", {"need-value=50MB"}),
        ("need-strict=on", {"need-strict=on"}),
        ("need-feature=gpu-support&need-strict=perhaps", {"need-strict=perhaps"}),
        ("need-feature=gpu-support&need-feature=inf1-support", {"need-feature=inf1-support"}),
    ],
)
def test_each_of_the_forms_fields_that_is_not_applied_is_named(query: str, named: set[str]) -> None:
    assert {f"{problem.param}={problem.value}" for problem in select(query).problems} == named


@pytest.mark.parametrize(
    ("query", "param", "readings"),
    [
        ("payload=20", "payload", "payload=20KB payload=20MB payload=20GB"),
        ("payload=20,5+MB&q=x", "payload", "payload=20.5MB payload=205MB"),
        ("need=request-timeout:5:strict", "need", " ".join(f"need=request-timeout:5{u}:strict" for u in UNITS)),
        (
            "need-feature=payload-size&need-value=1,024+KB",
            "need-value",
            "need=payload-size:1024KB need=payload-size:1.024KB",
        ),
        ("payload=tea", "payload", ""),
    ],
)
def test_what_a_quantity_may_have_meant_goes_with_its_problem(query: str, param: str, readings: str) -> None:
    (problem,) = [problem for problem in select(query).problems if problem.param == param]
    assert " ".join(str(part.word) for part in problem.readings) == readings


# --- Revisions and limits ----------------------------------------------------------------------------------------


def test_a_revision_is_written_as_it_was_resolved() -> None:
    for sent in (HASH, HASH[:7], HASH.upper(), HASH + "cdef", f" {HASH} "):
        selection = parse([("rev", sent)], standard(), rev=HASH)
        assert (selection.rev, selection.query, selection.problems) == (HASH, f"rev={HASH}", ())
    two = parse([("rev", HASH), ("rev", "ffffffff")], standard(), rev=HASH)
    assert (two.rev, [problem.value for problem in two.problems]) == (HASH, ["ffffffff"])
    bad = parse([("rev", "fff"), ("q", "a")], standard(), rev_problems={"fff": "ambiguous"})
    assert (bad.query, bad.problems[0].message) == ("q=a", "ambiguous")


@pytest.mark.parametrize(
    ("query", "found"),
    [("", ()), ("rev=", ()), ("rev=+&rev=abc+&rev=def&rev=abc", ("abc", "def")), ("Rev=abc", ()), ("q=rev", ())],
)
def test_revisions_are_looked_up_in_the_order_in_which_they_are_asked_for(query: str, found: tuple[str, ...]) -> None:
    assert values_of("rev", split(query)) == found


def test_a_revision_that_is_read_is_applied_whatever_stands_before_it() -> None:
    pairs = [("rev", "fffffff"), ("rev", HASH)]
    selection = parse(pairs, standard(), rev=HASH, rev_problems={"fffffff": "unknown"})
    assert (selection.rev, [problem.message for problem in selection.problems]) == (HASH, ["unknown"])


def test_eight_kilobytes_and_two_hundred_values_are_read_and_no_more() -> None:
    assert split("q=" + "a" * (MAX_QUERY_BYTES - 2))
    assert len(split("&".join(["need=gpu-support"] * MAX_VALUES))) == MAX_VALUES
    assert split("&" * (MAX_QUERY_BYTES - 3) + "q=a") == [("q", "a")]
    with pytest.raises(TooMuch, match="8 KB"):
        split("q=" + "a" * (MAX_QUERY_BYTES - 1))
    with pytest.raises(TooMuch, match="8 KB"):
        split("q=" + "é" * (MAX_QUERY_BYTES // 2))
    with pytest.raises(TooMuch, match="200 values"):
        split("&".join(["need=gpu-support"] * (MAX_VALUES + 1)))
    with pytest.raises(TooMuch, match="200 values"):
        split("&".join(["q"] * (MAX_VALUES + 1)))
