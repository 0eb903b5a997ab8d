"""Which rows a search finds: by their words, footnotes, short forms, and the errors that people come with."""

from random import Random
from urllib.parse import quote_plus

import pytest

from matrix.presentation import toolbar
from tests.oracle import oracle
from tests.oracle.oracle import AI, BT, RT, T1, T2
from tests.support.documents import subject, with_annotations
from tests.support.views import comparison

MODELS = "multi-model-endpoint"
BOTH = "both"


def rows(query: str, table: str = T1) -> list[str]:
    return [row.feature.key for row in comparison(query).by_slug[table].rows]


@pytest.mark.parametrize(
    ("q", "first", "second"),
    [
        ("gpu", ["gpu-support"], ["gpu-support"]),
        ("GPU SUPPORT", ["gpu-support"], ["gpu-support"]),
        (" scale  ZERO", ["scale-to-zero"], []),
        ("support gpu", ["gpu-support"], ["gpu-support"]),
        ("< 6 mb", ["payload-size"], ["payload-size"]),
        ("days", ["request-timeout"], []),
        ("✓3", ["model-parallel-serving-support"], []),
        ("✓ 3", ["model-parallel-serving-support"], ["model-parallel-serving-support"]),
        ("xgboost", ["multi-model-endpoint"], ["dlcs-supported"]),
        ("pre-built", None, ["dlcs-supported"]),
        ("zzz", [], []),
        ("endpoint-auto-scaling", [], []),  # an address is no text of a cell
        ("\\", [], []),
    ],
)
def test_a_search_finds_rows_by_the_words_of_their_name_and_cells(
    q: str, first: list[str] | None, second: list[str]
) -> None:
    if first is None:
        first = [
            key
            for key, row in oracle.default().tables[T1].rows.items()
            if any("pre-built" in cell.text.lower() for cell in row.cells.values())
        ]
        assert len(first) > 4
    assert rows(f"q={q}") == first
    assert rows(f"q={q}", T2) == second


@pytest.mark.parametrize(
    ("q", "first", "second"),
    [
        ("500 GB", ["model-parallel-serving-support"], BOTH),  # footnote 3
        ("region", ["gpu-support"], BOTH),  # footnote 1
        ("toolkit", [MODELS], ["dlcs-supported"]),  # footnote 2, marked in another row of the second table
        ("graphics", ["gpu-support"], BOTH),
        ("key management", ["customer-aws-kms"], BOTH),
        ("CMK", ["customer-aws-kms"], BOTH),
        ("customer managed keys", ["customer-aws-kms"], BOTH),
        ("LLM", ["model-parallel-serving-support"], BOTH),
        ("mce", ["multi-container-endpoint"], BOTH),
        ("inferentia", ["inf1-support"], BOTH),
        ("privatelink", ["private-link-support"], BOTH),
        ("vpc", ["virtual-private-cloud-support"], BOTH),  # which the source only spells out
        ("A/B test", ["multiple-production-variants-support"], BOTH),
        ("canary", ["deployment-guardrails"], BOTH),
        ("blue/green deployment", ["deployment-guardrails"], BOTH),
        ("autoscale", ["autoscaling-support"], BOTH),
        ("model monitoring", ["data-capture-model-monitor-support"], BOTH),
        ("model size", ["model-parallel-serving-support"], BOTH),
        ("413", ["payload-size"], BOTH),  # an error that is about the row
        ("timed out", ["request-timeout"], BOTH),
        ("GPU isn't supported with serverless", ["gpu-support"], BOTH),
        ("instances can’t be 0", ["scale-to-zero"], []),  # a row of the first table alone
    ],
)
def test_a_search_finds_footnotes_short_forms_and_errors(q: str, first: list[str], second: list[str] | str) -> None:
    assert rows(f"q={quote_plus(q)}") == first
    assert rows(f"q={quote_plus(q)}", T2) == (first if second == BOTH else second)


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("1GB", ["payload-size"]),
        ("≤1gb", ["payload-size"]),
        ("payload 4MB", ["payload-size"]),
        ("15min", ["request-timeout"]),
        ("60s", ["request-timeout"]),
        ("60mins", ["model-parallel-serving-support"]),  # a footnote's
        ("0MB", []),  # 100 MB is another
        ("8MB", []),
        ("1024MB", []),
        ("4MB 60s", []),  # no row holds both
        ("1GB gpu", ["gpu-support"]),  # where none holds all, it is the contract's rule
    ],
)
def test_a_quantity_is_found_however_it_is_written(q: str, first: list[str]) -> None:
    assert rows(f"q={quote_plus(q)}") == first
    assert comparison(f"q={quote_plus(q)}").found.basis == ("all" if first and q != "1GB gpu" else "most")


@pytest.mark.parametrize(
    ("q", "errors", "first"),
    [
        ("413 error", ["http-413"], ["payload-size"]),
        ("error 413", ["http-413"], ["payload-size"]),
        ("timeout error", ["timed-out"], ["request-timeout"]),  # by the name of its row
        ("Payload Errors", ["http-413"], ["payload-size"]),
        ("xgboost error", [], ["multi-model-endpoint"]),
        ("or payload", [], None),  # only the word itself
    ],
)
def test_the_word_error_keeps_no_error_from_being_found(q: str, errors: list[str], first: list[str] | None) -> None:
    assert [error.slug for error in comparison(f"q={quote_plus(q)}").found.errors] == errors
    assert first is None or rows(f"q={quote_plus(q)}") == first


def test_the_word_error_alone_finds_all_of_them() -> None:
    found = comparison("q=error").found
    assert (found.basis, found.errors) == ("error", subject().errors)
    assert toolbar.searched(found) == "No row holds “error”; shown are those that these errors are about."


@pytest.mark.parametrize(
    ("q", "basis", "held", "errors", "first"),
    [
        ("", "all", 0, 0, None),
        ("gpu", "all", 1, 0, ["gpu-support"]),  # which an error is about too, and nobody asks for that
        ("data capture", "all", 2, 0, ["data-capture-model-monitor-support"]),
        ("413", "error", 0, 1, ["payload-size"]),
        ("network isolation vpc", "most", 2, 0, ["network-isolation"]),
        ("gpu zzz", "most", 1, 0, ["gpu-support"]),
        ("zzz yyy", "most", 0, 0, []),
        ("zzz zzz", "most", 0, 0, []),
        ("1", "all", 1, 0, None),  # it stands in an error too, as one letter would in all
    ],
)
def test_a_search_says_what_it_went_by(q: str, basis: str, held: int, errors: int, first: list[str] | None) -> None:
    query = f"q={quote_plus(q)}"
    found = comparison(query).found
    assert (found.basis, found.held, len(found.errors)) == (basis, held, errors)
    assert first is None or rows(query) == first


@pytest.mark.parametrize(
    ("q", "nowhere", "elsewhere"),
    [
        ("gpu", (), ()),
        ("Network isolation VPC kms", (), ("VPC", "kms")),
        ("300 GB", ("300",), ()),
        ("zzz", ("zzz",), ()),
        ("vpc kms", (), ()),  # each has its row
        ("413", (), ()),  # an error's
    ],
)
def test_a_search_tells_what_of_it_is_found_nowhere_or_elsewhere(
    q: str, nowhere: tuple[str, ...], elsewhere: tuple[str, ...]
) -> None:
    found = comparison(f"q={quote_plus(q)}").found
    assert (found.nowhere, found.elsewhere) == (nowhere, elsewhere)


@pytest.mark.parametrize(
    ("q", "columns", "questions", "said"),
    [
        ("batch", [BT], [], []),
        ("asynch", [AI], [], []),
        ("Sizing", [], ["aids"], []),
        ("how soon", [], ["latency"], []),
        ("300 GB", [], ["model-parallel"], []),  # of which no request may be, but a model
        ("8 MB", [], ["payload"], []),
        ("17 min", [], ["time"], []),
        ("2 TB", [], [], []),
        # Said there in seconds, of two options in two texts.
        ("1 hour", [], ["time"], [("request-timeout", BT), ("request-timeout", AI)]),
        ("1h", [], ["time"], [("request-timeout", BT), ("request-timeout", AI)]),
        ("25 MB", [], ["payload"], [("payload-size", RT), ("payload-size", "single-model-endpoints")]),  # a text each
        ("Triton inference server", [], [], [("gpu-support", "multi-model-endpoints")]),
        ("zzz", [], [], []),
    ],
)
def test_a_search_that_no_row_holds_tells_what_else_does(
    q: str, columns: list[str], questions: list[str], said: list[tuple[str, str]]
) -> None:
    beyond = comparison(f"q={quote_plus(q)}", with_annotations()).found.beyond
    assert beyond
    assert [column.slug for column in beyond.columns] == columns
    assert [question.slug for question in beyond.questions] == questions
    assert [where[1:] for where in beyond.said] == said


@pytest.mark.parametrize("q", ["", "gpu", "413"])
def test_nothing_else_is_told_where_rows_are_found(q: str) -> None:
    assert comparison(f"q={q}", with_annotations()).found.beyond is None


def test_a_search_is_what_the_oracle_finds() -> None:
    random = Random(18)
    tables = oracle.default().tables
    words = {
        word
        for slug, table in tables.items()
        for row in table.rows.values()
        for word in oracle.default().row_text(row).split()
    }
    words |= {word for error in oracle.default().errors for word in error.text.split()} | {"zzz", "S", "vPc"}
    for _ in range(60):
        q = " ".join(random.choices(sorted(words), k=random.randint(1, 4)))
        found = oracle.default().search(q)
        assert {table: rows(f"q={quote_plus(q)}", table) for table in found} == found, q


def test_a_search_of_a_thousand_words_is_answered() -> None:
    assert rows(f"q={'+'.join(f'w{number}' for number in range(1000))}+gpu") == ["gpu-support"]


def test_a_search_looks_into_hidden_columns_too() -> None:
    assert rows(f"q=days&option={RT}") == ["request-timeout"]
    assert rows(f"q=xgboost&option={AI}") == ["multi-model-endpoint"]
