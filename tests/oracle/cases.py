"""The tables of the questionnaire as data: what a single answer leaves, and the six whole cases.

Transcribed by hand from `questionnaire.md`, row by row, in its notation: "RT* BT" are the options that fit,
`*` with a condition; `not_applicable` are those that read N/A in the source; all others are ruled out.
"""

from __future__ import annotations

from typing import NamedTuple

T1 = "inference-options"
T2 = "hosting-options"

OPTION_SLUGS: dict[str, dict[str, str]] = {
    T1: {
        "RT": "real-time-inference",
        "BT": "batch-transform",
        "AI": "asynchronous-inference",
        "SI": "serverless-inference",
    },
    T2: {
        "SM": "single-model-endpoints",
        "MM": "multi-model-endpoints",
        "SP": "serial-inference-pipeline",
        "MC": "multi-container-endpoints",
    },
}


class Row(NamedTuple):
    """A row of "What a single answer leaves": each of these queries, asked alone, leaves this."""

    queries: tuple[str, ...]
    fits: str
    not_applicable: str = ""


class Case(NamedTuple):
    """One query in one table, with the outcome of each option."""

    table: str
    query: str
    outcomes: dict[str, str]


class WholeCase(NamedTuple):
    """A whole case: what T1 leaves, and the smallest sets to drop with what each brings back."""

    words: tuple[str, ...]
    fits: str
    relaxations: tuple[tuple[tuple[str, ...], str], ...] = ()
    not_applicable: str | None = None  # None where the table does not say


ROWS: dict[str, tuple[Row, ...]] = {
    T1: (
        # `payload` to 4 MB inclusive
        Row(("payload=1KB", "payload=1MB", "payload=3.999MB", "payload=4MB", "payload=4MiB"), "RT BT AI SI"),
        # over 4, under 6 MB
        Row(("payload=4.001MB", "payload=5MB", "payload=5.999MB"), "RT BT AI"),
        # 6 MB to 100 MB inclusive
        Row(("payload=6MB", "payload=6.0MiB", "payload=50MB", "payload=100MB"), "BT AI"),
        # over 100 MB, to 1 GB inclusive
        Row(("payload=100.001MB", "payload=500MB", "payload=1000MB", "payload=1GB", "payload=1GiB"), "AI"),
        # over 1 GB
        Row(("payload=1.001GB", "payload=1025MB", "payload=2GB", "payload=500GB"), ""),
        # in another unit, where 1000 and 1024 disagree
        Row(("payload=1001MB", "payload=1010MB", "payload=1024MB"), "AI*"),
        Row(("payload=4096KB",), "RT BT AI SI*"),
        Row(("payload=0.1GB",), "BT* AI"),
        # `time` under 60 s
        Row(("time=1ms", "time=30s", "time=59.999s", "time=0.9min"), "RT BT AI SI"),
        # 60 s, to under 15 min
        Row(("time=60s", "time=1min", "time=60000ms", "time=10min", "time=14.999min", "time=899s"), "BT AI"),
        # 15 min, to under 1 day
        Row(("time=15min", "time=900s", "time=0.25h", "time=3h", "time=23.999h", "time=86399s"), "BT"),
        # 1 day and longer ("Days" names no number)
        Row(("time=1d", "time=24h", "time=86400s", "time=2d", "time=30d"), "BT*"),
        Row(("latency=interactive",), "RT SI*"),
        Row(("latency=near-real-time",), "RT AI SI*"),
        Row(("latency=offline",), "RT BT AI SI"),
        Row(("scaling=scale-to-zero",), "AI SI", "BT"),
        Row(("scaling=autoscaling",), "RT AI SI", "BT"),
        Row(("behind=one-model",), "RT BT AI SI"),
        Row(("behind=multi-model", "behind=multi-container"), "RT"),
        Row(("behind=serial", "behind=several"), "RT BT"),
        Row(("testing=shadow", "testing=variants"), "RT"),
        Row(("aids=monitor",), "RT BT"),
        Row(("aids=recommender",), "RT"),
        Row(("hardware=gpu",), "RT* BT* AI*"),
        Row(("hardware=inf1",), "RT"),
        Row(("hardware=d-instance",), "RT BT AI"),
        Row(("network=isolation",), "RT AI"),
        Row(("network=vpc", "network=private-link"), "RT BT AI"),
        Row(("guardrails=full",), "RT AI"),
        Row(("guardrails=fallback",), "RT AI SI*"),
        Row(("marketplace=yes",), "RT BT"),
        Row(("model-parallel=yes",), "RT* BT AI*"),
        # `container`, any
        Row(
            ("container=1p", "container=pre-built", "container=extend-pre-built", "container=byoc"),
            "RT BT AI SI",
        ),
        Row(("chunked=yes",), "RT* AI* SI*", "BT"),
    ),
    T2: (
        # `payload` under 6 MB / `time` under 60 s
        Row(
            ("payload=1KB", "payload=4MB", "payload=5.999MB", "time=1ms", "time=30s", "time=59.999s"),
            "SM MM SP MC",
        ),
        Row(("behind=one-model",), "SM MM SP MC"),
        Row(("behind=several",), "MM SP MC"),
        # `behind=multi-model`, `serial`, `multi-container`
        Row(("behind=multi-model",), "MM"),
        Row(("behind=serial",), "SP"),
        Row(("behind=multi-container",), "MC"),
        Row(("testing=shadow",), "SM"),
        Row(("testing=variants",), "SM SP MC"),
        Row(("aids=monitor",), "SM", "MM SP MC"),
        Row(("aids=recommender",), "SM"),
        Row(("hardware=inf1",), "SM"),
        Row(("hardware=gpu",), "SM* MM SP"),
        # `guardrails`, either
        Row(("guardrails=full", "guardrails=fallback"), "SM SP MC"),
        Row(("marketplace=yes",), "SM"),
        Row(("model-parallel=yes",), "SM* SP*"),
        Row(("combine=multi-model",), "MM SP", "MC"),
        Row(("combine=multi-container",), "SM MC"),
        Row(("combine=serial",), "SM MM SP"),
        # `framework`, a listed one; `network`, any; `hardware=d-instance`; `scaling=autoscaling`;
        # `latency`, any
        Row(
            (
                "framework=k-nn",
                "framework=xgboost",
                "framework=linear-learner",
                "framework=rcf",
                "framework=tensorflow",
                "framework=apache-mxnet",
                "framework=pytorch",
                "framework=scikit-learn",
                "network=isolation",
                "network=vpc",
                "network=private-link",
                "hardware=d-instance",
                "scaling=autoscaling",
                "latency=interactive",
                "latency=near-real-time",
                "latency=offline",
            ),
            "SM MM SP MC",
        ),
        # no row in T2
        Row(("scaling=scale-to-zero", "chunked=yes"), "SM* MM* SP* MC*"),
        # `framework=other`, or `container`, any
        Row(
            (
                "framework=other",
                "container=1p",
                "container=pre-built",
                "container=extend-pre-built",
                "container=byoc",
            ),
            "SM MM* SP MC",
        ),
    ),
}

# Not rows of the questionnaire: what the contract's rules and the cells give where its tables are silent.
IMPLIED_ROWS: dict[str, tuple[Row, ...]] = {
    T1: (
        # 6000 KB to under 6144 KB against `< 6 MB`
        Row(("payload=6000KB", "payload=6143KB"), "RT* BT AI"),
        Row(("payload=4000KB",), "RT BT AI SI"),
        Row(("payload=4097KB", "payload=5999KB"), "RT BT AI"),
        Row(("payload=6144KB",), "BT AI"),
        Row(("payload=102400KB",), "BT* AI"),
        Row(("payload=1048576KB",), "AI*"),
        # T2's questions have no meaning in T1
        Row(
            (
                "combine=multi-model",
                "combine=multi-container",
                "combine=serial",
                "framework=xgboost",
                "framework=other",
            ),
            "RT BT AI SI",
        ),
        # needs
        Row(("need=protocols-supported",), "RT* BT* AI* SI*"),
        Row(("need=protocols-supported:strict",), ""),
        Row(("need=single-model", "need=volume-encryption", "need=customer-aws-kms"), "RT BT AI SI"),
        Row(("need=dlcs-supported:byoc", "need=dlcs-supported:1p:strict"), "RT BT AI SI"),
        Row(("need=dlcs-supported:xgboost",), ""),
        Row(("need=deployment-guardrails",), "RT AI SI*"),
        Row(("need=deployment-guardrails:strict",), "RT AI"),
        Row(("need=http-chunked-encoding:strict",), "", "BT"),
        Row(("need=request-timeout:2d",), "BT*"),
        Row(("need=request-timeout:2d:strict",), ""),
        Row(("need=request-timeout:3h:strict",), "BT"),
        Row(("need=gpu-support:strict",), "RT* BT* AI*"),
        # the pair
        Row(
            (
                "container=1p&chunked=yes",
                "container=1p&need=http-chunked-encoding",
                "chunked=yes&need=dlcs-supported:1p",
                "need=http-chunked-encoding&need=dlcs-supported:1p",
            ),
            "",
            "BT",
        ),
        Row(("container=byoc&chunked=yes",), "RT* AI* SI*", "BT"),
    ),
    T2: (
        Row(("payload=6MB", "payload=1GB", "time=60s", "time=1min", "time=2d"), ""),
        Row(("payload=6000KB",), "SM* MM* SP* MC*"),
        Row(("need=multi-model-endpoint",), "MM SP", "MC"),
        Row(("need=multi-container-endpoint",), "SM MC"),
        Row(("need=serial-inference-pipeline",), "SM MM SP"),
        Row(("need=dlcs-supported:byoc",), "SM MM* SP MC"),
        Row(("need=dlcs-supported:xgboost",), "MM"),
        Row(("need=scale-to-zero", "need=http-chunked-encoding:strict"), "SM* MM* SP* MC*"),
        # the pair speaks of a row that T2 has not: only the list's footnote and the missing row are left
        Row(("container=1p&chunked=yes",), "SM* MM* SP* MC*"),
    ),
}

# T1 and what to drop, as the questionnaire's last table has them.
WHOLE_CASES: tuple[WholeCase, ...] = (
    WholeCase(("payload=1GB", "time=10min", "latency=near-real-time"), "AI"),
    WholeCase(("payload=100KB", "time=5s", "latency=interactive", "scaling=scale-to-zero"), "SI*"),
    WholeCase(("payload=20MB", "time=3h", "latency=offline"), "BT"),
    WholeCase(
        ("latency=interactive", "scaling=scale-to-zero", "hardware=gpu"),
        "",
        (
            (("hardware=gpu",), "SI"),
            (("latency=interactive",), "AI"),
            (("scaling=scale-to-zero",), "RT"),
        ),
    ),
    WholeCase(
        ("scaling=scale-to-zero", "aids=monitor"),
        "",
        ((("aids=monitor",), "AI SI"), (("scaling=scale-to-zero",), "RT BT")),
        not_applicable="BT",
    ),
    WholeCase(
        ("payload=20MB", "time=5min", "behind=multi-model"),
        "",
        ((("behind=multi-model",), "BT AI"), (("payload=20MB", "time=5min"), "RT")),
    ),
)


def words_of(query: str) -> list[tuple[str, str]]:
    """The (name, value) words of a query such as `payload=4MB&need=gpu-support`."""
    words: list[tuple[str, str]] = []
    for part in query.split("&"):
        name, _, value = part.partition("=")
        words.append((name, value))
    return words


def option_slugs(table: str, shorts: str) -> frozenset[str]:
    """`"RT* BT"` as option slugs, the stars dropped."""
    return frozenset(OPTION_SLUGS[table][short.removesuffix("*")] for short in shorts.split())


def outcomes_of(table: str, fits: str, not_applicable: str = "") -> dict[str, str]:
    """The table's notation as an outcome for each option."""
    outcomes = dict.fromkeys(OPTION_SLUGS[table].values(), "ruled-out")
    for short in fits.split():
        outcome = "conditional" if short.endswith("*") else "fits"
        outcomes[OPTION_SLUGS[table][short.removesuffix("*")]] = outcome
    for short in not_applicable.split():
        outcomes[OPTION_SLUGS[table][short]] = "not-applicable"
    return outcomes


def cases_of(rows: dict[str, tuple[Row, ...]]) -> list[Case]:
    """One case for each query of each row."""
    return [
        Case(table, query, outcomes_of(table, row.fits, row.not_applicable))
        for table, table_rows in rows.items()
        for row in table_rows
        for query in row.queries
    ]


SINGLE_ANSWER_CASES: list[Case] = cases_of(ROWS)
IMPLIED_CASES: list[Case] = cases_of(IMPLIED_ROWS)
