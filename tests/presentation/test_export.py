"""JSON, CSV and Markdown in the contract's shapes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix.domain.document import Document
from matrix.domain.notation import read_cell
from matrix.domain.text import NotationError
from matrix.presentation import export
from matrix.upstream import commonmark
from tests.oracle import oracle
from tests.oracle.cases import words_of
from tests.oracle.oracle import AI, BT, DOCKER, MC, MM, OPTIONS, RT, T1, T2
from tests.support.comparing import outcomes
from tests.support.documents import fit, guided, overall, read_page, select, standard, subject
from tests.support.edits import with_cell
from tests.support.laws import law
from tests.support.source import ADDRESS, plain_cells, plain_tables
from tests.support.views import REVISION, comparison, second

LINK = "https://example.org/?q=x"
DOCUMENTED = "as AWS documented it on 2023-02-13; AWS has changed the page since"


def fit_json(query: str) -> Any:
    """As a reader of the JSON gets it."""
    following = guided(query).next_question
    found = export.fit_as_json(
        standard(), REVISION, select(query), fit(query), overall(query), following, second(query)
    )
    return json.loads(json.dumps(found))


def matrix_json(query: str = "") -> Any:
    return json.loads(json.dumps(export.matrix_as_json(REVISION, comparison(query), second(query), DOCUMENTED)))


def markdown(query: str, document: Document | None = None) -> str:
    shown, said = comparison(query, document), second(query, document)
    return export.matrix_as_markdown(shown, said, REVISION, DOCUMENTED, subject().publisher, LINK)


# --- /fit.json ---------------------------------------------------------------------------------------------------


def test_fit_json_has_exactly_the_contracts_shape() -> None:
    found = fit_json("need=gpu-support&container=extend-pre-built&latency=interactive&payload=50.0 mb")
    assert list(found) == ["revision", "url", "tables", "overall", "next_question", "editions"]
    assert list(found["overall"]) == ["options", "relaxations", "headline"]
    assert [list(option) for option in found["overall"]["options"]] == [["slug", "outcome"]] * 4
    when = {"published": "2026-01-02T03:04:05Z", "edition": "2023-02-13"}
    assert found["revision"] == {"hash": standard().hash, "number": 7, **when}
    assert found["url"] == "/?latency=interactive&payload=50MB&container=extend-pre-built&need=gpu-support"
    assert [table["slug"] for table in found["tables"]] == [T1, T2]
    for table in found["tables"]:
        assert list(table) == ["slug", "options", "relaxations", "cautions"]
        assert [option["slug"] for option in table["options"]] == list(OPTIONS[table["slug"]])
        for option in table["options"]:
            assert list(option) == ["slug", "name", "outcome", "contested", "outcome_annotated", "reasons"]
            for reason in option["reasons"]:
                keys = ["because", "feature", "label", "cell", "verdict", "note", "footnotes"]
                keys += ["source", "own", "annotations"]
                assert list(reason) == keys
                assert reason["source"] == ADDRESS
                assert all(list(note) == ["number", "text"] for note in reason["footnotes"])
        for relaxation in table["relaxations"]:
            assert list(relaxation) == ["drop", "options", "url"]
        for caution in table["cautions"]:
            assert list(caution) == ["because", "feature", "label", "cell", "note"]


def test_overall_goes_by_both_tables() -> None:
    found = fit_json("behind=multi-model&testing=shadow&q=gpu")
    assert found["overall"] == {
        "options": [{"slug": slug, "outcome": "ruled-out"} for slug in OPTIONS[T1]],
        "relaxations": [
            {"drop": ["behind=multi-model"], "options": [RT], "url": "/?testing=shadow&q=gpu"},
            {"drop": ["testing=shadow"], "options": [RT], "url": "/?behind=multi-model&q=gpu"},
        ],
        "headline": "None of 4 options fits",
    }
    assert found["tables"][0]["options"][0]["outcome"] == "fits"
    assert found["tables"][0]["relaxations"] == []
    assert fit_json("")["overall"]["headline"] == "Which option fits?"


def test_a_reason_is_as_in_the_contracts_example() -> None:
    (reason,) = fit_json("payload=50MB")["tables"][0]["options"][0]["reasons"]
    assert reason == {
        "because": "payload=50MB",
        "feature": "payload-size",
        "label": "Payload size",
        "cell": "< 6 MB",
        "verdict": "unmet",
        "note": "50 MB is not < 6 MB",
        "footnotes": [],
        "source": ADDRESS,
        "own": False,
        "annotations": [],
    }


def test_a_reasons_footnotes_are_told_in_full() -> None:
    (reason,) = fit_json("hardware=gpu")["tables"][0]["options"][0]["reasons"]
    (footnote,) = reason["footnotes"]
    assert footnote["number"] == 1
    assert footnote["text"].startswith("Availability of the Amazon EC2 instance types")
    assert footnote["text"].endswith("see Amazon SageMaker Pricing.")


def test_each_word_that_means_something_in_a_table_has_a_reason_there() -> None:
    first, second = fit_json("latency=interactive&scaling=scale-to-zero&hardware=gpu&need=dlcs-supported:byoc")[
        "tables"
    ]
    assert {len(option["reasons"]) for option in first["options"]} == {4}
    assert {len(option["reasons"]) for option in second["options"]} == {3}, "latency means nothing in the second"


def test_where_there_is_no_cell_a_reason_says_null() -> None:
    (reason,) = fit_json("chunked=yes")["tables"][1]["options"][0]["reasons"]
    assert (reason["feature"], reason["cell"], reason["verdict"]) == ("http-chunked-encoding", None, "not-stated")
    (bullet,) = fit_json("latency=interactive")["tables"][0]["options"][3]["reasons"]
    assert (bullet["feature"], bullet["verdict"]) == (None, "conditional")
    assert "idle periods between traffic spurts" in bullet["cell"]
    (heading,) = fit_json("behind=several")["tables"][1]["options"][0]["reasons"]
    assert (heading["feature"], heading["cell"]) == (None, "Single model endpoints")
    (blank,) = fit_json("need=shadow-testing")["tables"][0]["options"][1]["reasons"]
    assert (blank["feature"], blank["cell"]) == ("shadow-testing", "")


def test_relaxations_say_what_to_drop_what_then_fits_and_where() -> None:
    found = fit_json("payload=20MB&time=5min&behind=multi-model&q=gpu")["tables"][0]["relaxations"]
    assert found == [
        {"drop": ["behind=multi-model"], "options": [BT, AI], "url": "/?payload=20MB&time=5min&q=gpu"},
        {"drop": ["payload=20MB", "time=5min"], "options": [RT], "url": "/?behind=multi-model&q=gpu"},
    ]


def test_cautions_and_the_next_question_are_told() -> None:
    found = fit_json("hardware=gpu&container=extend-pre-built")
    (caution,) = found["tables"][0]["cautions"]
    assert (caution["because"], caution["feature"]) == ("hardware=gpu", "gpu-support")
    assert caution["cell"] == "1P, pre-built, BYOC"
    assert found["next_question"] == oracle.next_question(words_of("hardware=gpu&container=extend-pre-built"))
    assert fit_json("payload=2GB")["next_question"] is None


@pytest.mark.parametrize("query", ["", "hardware=gpu", "payload=1010MB&need=dlcs-supported:byoc", "aids=monitor"])
def test_outcomes_are_those_of_the_fit(query: str) -> None:
    said = {t["slug"]: {o["slug"]: o["outcome"] for o in t["options"]} for t in fit_json(query)["tables"]}
    assert said == outcomes(fit(query))


# --- /matrix.json ------------------------------------------------------------------------------------------------


def test_matrix_json_has_exactly_the_contracts_shape() -> None:
    found = matrix_json()
    assert set(found) == {"revision", "tables", "footnotes", "attribution"}
    assert [note["number"] for note in found["footnotes"]] == [1, 2, 3]
    assert all(set(note) == {"number", "text"} for note in found["footnotes"])
    for table in found["tables"]:
        assert set(table) == {"slug", "title", "options", "features"}
        for option in table["options"]:
            assert set(option) == {"slug", "name", "url", "candidate"}
            assert option["candidate"] == (option["slug"] != DOCKER)
        for feature in table["features"]:
            assert set(feature) == {"key", "name", "url", "cells"}
            assert list(feature["cells"]) == [option["slug"] for option in table["options"]]


def test_226_cells_and_all_heads_of_matrix_json_agree_with_the_source() -> None:
    sources = plain_cells()
    for table, (head, *rows) in zip(matrix_json()["tables"], plain_tables(), strict=True):
        assert [(option["name"], option["url"]) for option in table["options"]] == [
            (h.text, h.address) for h in head[1:]
        ]
        assert [(row["name"], row["url"]) for row in table["features"]] == [
            (row[0].text, row[0].address) for row in rows
        ]
        for feature in table["features"]:
            for slug, cell in feature["cells"].items():
                wanted = sources.pop((table["slug"], feature["key"], slug))
                by_oracle = oracle.default().tables[table["slug"]].rows[feature["key"]].cells[slug]
                assert set(cell) == {"text", "kind", "footnotes", "limit", "items", "links", "source", "own"}
                assert (cell["text"], cell["kind"]) == (wanted.text, by_oracle.kind)
                assert tuple(cell["footnotes"]) == by_oracle.footnotes
                assert cell["items"] == (wanted.items if by_oracle.kind == "list" else [])
                assert [(link["text"], link["url"]) for link in cell["links"]] == wanted.outward
                assert (cell["limit"] or {}).get("op", "") == by_oracle.comparator
                if by_oracle.limit:
                    assert cell["limit"]["value"] == by_oracle.limit.number
                    assert wanted.text.endswith(" " + cell["limit"]["unit"])
    assert sources == {}, "each of them is there"


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("< 6 MB", {"op": "<", "value": 6, "unit": "MB"}),
        ("≤ 0.50 GiB", {"op": "≤", "value": 0.5, "unit": "GiB"}),
        ("< 60 seconds", {"op": "<", "value": 60, "unit": "seconds"}),
        ("Days", None),
    ],
)
def test_a_limit_has_its_unit_as_written(text: str, limit: dict[str, Any] | None) -> None:
    assert export.cell_json(standard(), read_cell(text))["limit"] == limit


def test_matrix_json_is_filtered_and_sorted() -> None:
    found = matrix_json(f"q=endpoint+multi-&option={RT}&option={MM}&sort=-feature")["tables"]
    assert [[option["slug"] for option in table["options"]] for table in found] == [[RT], [MM]]
    keys = ["multi-model-endpoint", "multi-container-endpoint"]
    shown = [[feature["key"] for feature in table["features"]] for table in found]
    assert shown == [keys, [*keys, "dlcs-supported"]], "which a footnote there adds"
    assert list(found[0]["features"][0]["cells"]) == [RT]


# --- Markdown ----------------------------------------------------------------------------------------------------


def test_matrix_md_reads_back_as_the_same_tables() -> None:
    text = markdown("")
    again = read_page(text).document
    cells = plain_cells()
    for table, other, (head, *rows) in zip(standard().tables, again.tables, plain_tables(), strict=True):
        assert [c.slug for c in other.columns] == [c.slug for c in table.columns]
        assert [f.key for f in other.features] == [f.key for f in table.features]
        assert [(c.name, c.url) for c in other.columns] == [(name.text, name.address) for name in head[1:]]
        assert [(f.name, f.url or None) for f in other.features] == [(row[0].text, row[0].address) for row in rows]
        for feature in table.features:
            for column in table.columns:
                cell, wanted = other.cell(feature.key, column.slug), cells[table.slug, feature.key, column.slug]
                assert (cell.text, [(run.text, run.url) for run in cell.links]) == (wanted.text, wanted.outward)
    assert [(n.number, n.text) for n in again.footnotes] == [(n.number, n.text) for n in standard().footnotes]
    for part in (
        ADDRESS,
        REVISION.hash[:12],
        "2023-02-13",
        "AWS has changed the page since",
        "CC BY-SA 4.0",
        f"<{LINK}>",
    ):
        assert part in text
    assert "](https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html)" in text
    assert ".md)" not in text.replace("available_images.md)", "")


def test_matrix_md_has_the_title_as_a_reader_sees_it() -> None:
    document = replace(standard(), title=r"Models \& [features](a.md)")
    head = markdown("", document).splitlines()[0]
    assert head == "# Models & [features](https://docs.aws.amazon.com/sagemaker/latest/dg/a.html)"


def test_matrix_md_is_filtered() -> None:
    text = markdown(f"q=payload&option={AI}&option={MC}")
    rows = [line for line in text.split("\n") if line.startswith("|") and "---" not in line]
    assert [row.count("|") for row in rows] == [3, 3, 3, 3]
    assert [row for row in rows if "Payload" in row] == ["| Payload size | ≤ 1 GB |", "| Payload size | < 6 MB |"]


PIECES = ["&lt;", "&copy;", "&#60;", "https://a.b", "<b>", *"ab*_`[]()|\\<>&;#!~-+.1 ✓/:"]


@law(30)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_no_cell_is_markup_in_matrix_md(text: str) -> None:
    notation = commonmark.escape(text)
    try:
        wanted = read_cell(notation).text
    except NotationError:
        return
    document = with_cell(standard(), T1, "single-model", RT, notation)
    again = read_page(markdown("q=single model", document)).document
    assert again.tables[0].cell("single-model", RT).text == wanted
