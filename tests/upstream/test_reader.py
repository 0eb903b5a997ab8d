"""The upstream page: what the source says, cell by cell, and that other spellings of it say the same."""

import re
from dataclasses import replace
from typing import NamedTuple

import pytest

from matrix.domain.document import meaning
from matrix.domain.links import resolve
from matrix.domain.meaning import canonical_json
from matrix.domain.validation import violations
from matrix.store.codec import dump, load
from matrix.upstream import reader
from tests.oracle import oracle
from tests.support.documents import SPELLINGS, document_of, edited, source_text, standard

ADDRESS = "https://docs.aws.amazon.com/sagemaker/latest/dg/"


class Plain(NamedTuple):
    """One cell (or name) by a reading of the source that shares nothing with the project's."""

    text: str
    links: tuple[tuple[str, str], ...]


def plain(raw: str) -> Plain:
    links = tuple((m[1], m[2]) for m in re.finditer(r"\[([^\]]*)\]\(([^)]*)\)", raw))
    return Plain(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", raw).strip(), links)


def plain_tables() -> list[list[list[Plain]]]:
    """Every row of both tables, heads first, rules left out."""
    tables: list[list[list[Plain]]] = []
    for line in source_text().replace("\\", "").split("\n"):
        if line.startswith("| Feature"):
            tables.append([])
        if line.startswith("|") and not line.startswith("| ---"):
            tables[-1].append([plain(cell) for cell in line.strip().strip("|").split("|")])
    return tables


# --- What the source says ----------------------------------------------------------------------------------------


def test_it_has_226_cells_in_26_and_24_rows_of_5_and_4_columns() -> None:
    assert [(len(t.features), len(t.columns)) for t in standard().tables] == [(26, 5), (24, 4)]
    assert sum(len(row) for table in standard().tables for row in table.notations) == 226
    assert [column.slug for table in standard().tables for column in table.columns if not column.candidate] == [
        "docker-containers"
    ]
    assert list(violations(standard())) == []


def test_every_head_row_and_cell_has_the_sources_text_and_links() -> None:
    for table, (head, *rows) in zip(standard().tables, plain_tables(), strict=True):
        assert [(c.name, c.url) for c in table.columns] == [(h.text, h.links[0][1]) for h in head[1:]]
        assert [f.name for f in table.features] == [row[0].text for row in rows]
        assert [f.url for f in table.features] == [row[0].links[0][1] if row[0].links else "" for row in rows]
        for feature, (_, *cells) in zip(table.features, rows, strict=True):
            for column, wanted in zip(table.columns, cells, strict=True):
                cell = table.cell(feature.key, column.slug)
                assert cell.text == wanted.text, (feature.name, column.name)
                assert tuple((run.text, run.url) for run in cell.links) == wanted.links


def test_every_cell_means_what_the_oracle_reads_in_it() -> None:
    for table in standard().tables:
        for feature, (key, row) in zip(table.features, oracle.default().tables[table.slug].rows.items(), strict=True):
            assert feature.key == key
            for slug, wanted in row.cells.items():
                cell = table.cell(key, slug)
                assert (cell.kind, cell.footnotes) == (wanted.kind, wanted.footnotes), (key, slug)
                assert tuple(oracle.slug(item) for item in cell.items) == wanted.items
                assert (cell.limit.op if cell.limit else "") == wanted.comparator
                if cell.limit and wanted.limit:
                    assert cell.limit.unit.lower() == wanted.limit.unit
                    assert cell.limit.value == str(wanted.limit.number)


def test_items_are_kept_as_written_and_only_marks_are_taken_off() -> None:
    first, second = standard().tables
    frameworks = "k-NN,XGBoost,Linear Learner,RCF,TensorFlow,Apache MXNet,PyTorch,scikit-learn".split(",")  # noqa: SIM905
    assert second.cell("dlcs-supported", "multi-model-endpoints").items == tuple(frameworks)
    assert second.cell("dlcs-supported", "multi-model-endpoints").footnotes == (2,)
    assert first.cell("gpu-support", "docker-containers").items == ("1P", "pre-built", "BYOC")


def test_prose_footnotes_and_heads_are_kept() -> None:
    document = standard()
    assert document.title == "Supported features"
    assert document.intro == ("Amazon SageMaker offers the following four options to deploy models for inference.",)
    assert [bullet.split(" inference ")[0].split(" for")[0] for bullet in document.bullets] == [
        "Real-time",
        "Batch transform",
        "Asynchronous",
        "Serverless",
    ]
    assert [len(table.lead) for table in document.tables] == [1, 1]
    assert document.tables[1].lead[0].startswith("With SageMaker, you can deploy a single model, or multiple models")
    assert [note.number for note in document.footnotes] == [1, 2, 3]
    assert document.footnotes[2].text.endswith("You have to ensure that they are compatible with SageMaker.")
    assert document.closing == ()


def test_every_word_and_link_of_the_source_is_in_the_document() -> None:
    told = dump(standard()).replace("\\", "")
    for line in source_text().replace("\\", "").split("\n"):
        if line.startswith("| ---"):
            continue
        words = re.sub(r"<a .*?</a>|^[#+]|^ [0-9] |^\| Feature", "", line)
        for part in re.split(r"\||\]\(|\[|\)(?=[ .]|$)", words):
            assert part.strip() in told, line


def test_a_row_that_means_the_same_has_one_key_by_link_else_by_name() -> None:
    first, second = standard().tables
    assert second.by_key["multi-model-endpoint"].name == "Multi-model endpoints"
    assert second.by_key["multi-container-endpoint"].name == "Multi-container endpoints"
    assert set(first.by_key) - set(second.by_key) == {"http-chunked-encoding", "scale-to-zero"}
    assert set(second.by_key) < set(first.by_key)
    assert [c.slug for c in second.columns][2] == "serial-inference-pipeline", "a column's slug is its own name's"


@pytest.mark.parametrize(
    ("url", "resolved"),
    [
        ("realtime-endpoints.md", ADDRESS + "realtime-endpoints.html"),
        ("realtime-endpoints.md#a.md", ADDRESS + "realtime-endpoints.html#a.md"),
        ("../x/y.md", "https://docs.aws.amazon.com/sagemaker/latest/x/y.html"),
        ("#here", ADDRESS + "model-deploy-feature-matrix.html#here"),
        ("https://github.com/a/b.md", "https://github.com/a/b.md"),
        ("", ""),
    ],
)
def test_links_resolve_beside_the_page(url: str, resolved: str) -> None:
    assert resolve(standard().source.address, url) == resolved


# --- Spellings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPELLINGS)
def test_the_page_means_the_same_in_every_spelling(name: str) -> None:
    text = SPELLINGS[name](source_text())
    assert (text != source_text()) == (name != "as in the source"), "the spelling is another one"
    document = document_of(reader.decode(text.encode()))
    assert meaning(document) == meaning(standard())
    assert document.hash == standard().hash


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("✓ 3 |  | ✓ 3 |", "✓3 |  | ✓3 |", True),
        ("< 15 minutes", "<  15.0  minutes", True),
        ("| GPU support | ✓1 | ✓1 | ✓1 |", "| **GPU** support | ✓1 | ✓1 | ✓1 |", True),
        ("offline inference with", "offline<br>inference \t with", True),
        ("✓ 3 |  | ✓ 3 |", "✓ |  | ✓ 3 |", False),
        ("< 15 minutes", "≤ 15 minutes", False),
        ("< 15 minutes", "< 15 seconds", False),
        ("offline inference with", "offline inference With", False),
        ("(shadow-tests.md) | ✓ |  |  |  | N/A", "(shadow-test.md) | ✓ |  |  |  | N/A", False),
        ("Availability of the Amazon EC2", "Availability of Amazon EC2", False),
    ],
)
def test_only_what_differs_in_meaning_changes_the_hash(old: str, new: str, same: bool) -> None:
    assert (document_of(edited(old, new)).hash == standard().hash) is same


def test_a_link_with_brackets_in_its_address_stays_a_link() -> None:
    document = document_of(
        edited("[inf1 support](neo-supported-cloud.md) | ✓ |  |  |  | ✓ |", "[inf1 support](a(b).md) |✓|||| ✓ |")
    )
    feature = document.tables[0].by_key["inf1-support"]
    assert feature.name == "inf1 support"
    assert resolve(document.source.address, feature.url) == ADDRESS + "a%28b%29.html"


def test_a_document_is_kept_whole_as_json() -> None:
    document = standard()
    assert load(dump(document)) == document
    assert load(dump(document)).hash == document.hash
    assert dump(load(dump(document))) == dump(document)
    assert canonical_json({"b": 1, "a": "✓"}) == '{"a":"✓","b":1}'


def test_every_part_counts_in_the_hash() -> None:
    document = standard()
    table = document.tables[0]
    parts: dict[str, object] = {
        "source": replace(document.source, date="2023-02-14"),
        "title": "Features",
        "intro": (),
        "bullets": document.bullets[1:],
        "footnotes": document.footnotes[1:],
        "closing": ("more",),
        "tables": (replace(table, lead=()), document.tables[1]),
        "questions": document.questions[1:],
        "rulings": document.rulings[1:],
    }
    hashes = {replace(document, **{name: value}).hash for name, value in parts.items()}  # type: ignore[arg-type]
    assert len(hashes | {document.hash}) == len(parts) + 1
