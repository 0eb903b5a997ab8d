"""Which rows a search finds: by their words, footnotes, short forms, and the errors that people come with."""

from random import Random
from urllib.parse import quote_plus

import pytest

from tests.oracle import oracle
from tests.oracle.oracle import AI, RT, T1, T2
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
    ("q", "basis", "held", "errors", "first"),
    [
        ("", "all", 0, 0, None),
        ("gpu", "all", 1, 1, ["gpu-support"]),
        ("data capture", "all", 2, 1, ["data-capture-model-monitor-support"]),
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
    ("q", "nowhere", "elsewhere", "within"),
    [
        ("gpu", (), (), {}),
        ("Network isolation VPC kms", (), ("VPC", "kms"), {}),
        ("300 GB", ("300",), (), {"GB": 2}),  # XGBoost
        ("zzz", ("zzz",), (), {}),
        ("vpc kms", (), (), {}),  # each has its row
        ("scaling", (), (), {}),  # within "Autoscaling" alone, so that is what is meant
        ("413", (), (), {}),  # an error's
    ],
)
def test_a_search_tells_what_of_it_is_found_nowhere_or_elsewhere_or_within_a_word(
    q: str, nowhere: tuple[str, ...], elsewhere: tuple[str, ...], within: dict[str, int]
) -> None:
    found = comparison(f"q={quote_plus(q)}").found
    assert (found.nowhere, found.elsewhere) == (nowhere, elsewhere)
    assert {word: len(rows) for word, rows in found.within} == within


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
