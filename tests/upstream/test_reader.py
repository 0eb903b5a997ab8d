"""The upstream page: what the source says, cell by cell, and that other spellings of it say the same."""

import re
from dataclasses import asdict, replace

import pytest

from matrix.domain.document import meaning
from matrix.domain.findings import Place
from matrix.domain.links import resolve
from matrix.domain.meaning import canonical_json
from matrix.domain.validation import violations
from matrix.upstream import reader
from tests.oracle import oracle
from tests.oracle.oracle import BT, T1, T2
from tests.support.documents import SPELLINGS, document_of, edited, read_page, source_text, standard
from tests.support.source import plain_cells, plain_tables

# --- What the source says ----------------------------------------------------------------------------------------


def test_it_has_226_cells_in_26_and_24_rows_of_5_and_4_columns() -> None:
    assert [(len(t.features), len(t.columns)) for t in standard().tables] == [(26, 5), (24, 4)]
    assert sum(len(row) for table in standard().tables for row in table.notations) == 226
    assert [column.slug for table in standard().tables for column in table.columns if not column.candidate] == [
        "docker-containers"
    ]
    assert list(violations(standard())) == []


def test_every_head_row_and_cell_has_the_sources_text_and_links() -> None:
    cells = plain_cells()
    for table, (head, *rows) in zip(standard().tables, plain_tables(), strict=True):
        assert [(c.name, c.url) for c in table.columns] == [(h.text, h.links[0][1]) for h in head[1:]]
        assert [f.name for f in table.features] == [row[0].text for row in rows]
        assert [f.url for f in table.features] == [row[0].links[0][1] if row[0].links else "" for row in rows]
        for feature in table.features:
            for column in table.columns:
                cell, wanted = table.cell(feature.key, column.slug), cells[table.slug, feature.key, column.slug]
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
    told = canonical_json(asdict(standard())).replace("\\", "")
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
    assert (
        resolve(document.source.address, feature.url) == "https://docs.aws.amazon.com/sagemaker/latest/dg/a%28b%29.html"
    )


# --- Places ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (Place(), '# Supported features<a name="'),
        (Place(passage="title"), "# Supported features"),
        (Place(passage="intro"), "Amazon SageMaker offers the following four options"),
        (Place(passage="bullet", nth=1), "+  Batch transform"),
        (Place(passage="closing"), "The end"),
        (Place(T2, passage="lead"), "With SageMaker, you can deploy a single model"),
        (Place(T1), r"| Feature | [Real\-time inference]"),
        (Place(T2, column=BT), "| Feature | [Single model endpoints]"),
        (Place(T1, "gpu-support"), "| GPU support | ✓1 | ✓1 | ✓1 |  | [1P]"),
        (Place(T1, "gpu-support", BT), "| GPU support | ✓1 | ✓1 | ✓1 |  | [1P]"),
        (Place(T2, "gpu-support", link=True), "| GPU support | ✓1 | ✓ | ✓ |"),
        (Place(footnote=2), "2 To use any other framework"),
        (Place(footnote=3), "3 With SageMaker"),
    ],
)
def test_a_place_has_its_line(place: Place, line: str) -> None:
    page = read_page(f"{source_text()}\n\nThe end.\n")
    assert page.lines[page.line_of(place)].strip().startswith(line)


def test_of_what_shares_its_name_the_nth_has_its_own_line() -> None:
    """A page with a row or footnote twice is refused, so its lines are asked for by hand."""
    page = read_page(source_text())
    first = page.document.footnotes[0]
    again = replace(page, document=replace(page.document, footnotes=(first, *(first for _ in page.footnotes[1:]))))
    lines = [again.line_of(Place(footnote=1, nth=nth)) for nth in range(3)]
    assert lines == [footnote.start for footnote in page.footnotes]
    table = page.document.tables[0]
    features = (table.features[0], table.features[0], *table.features[2:])
    twice = replace(
        page, document=replace(page.document, tables=(replace(table, features=features), *page.document.tables[1:]))
    )
    place = Place(T1, table.features[0].key, nth=1)
    assert twice.line_of(place) == page.tables[0].rows[1] == twice.line_of(replace(place, nth=0)) + 1
