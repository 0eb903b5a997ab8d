"""CSV, cells as plain text, that no spreadsheet runs."""

import csv
import io

import pytest

from matrix.presentation import export
from tests.oracle.oracle import DOCKER, SI, T1
from tests.support.documents import standard
from tests.support.edits import with_cell
from tests.support.source import plain_tables
from tests.support.views import comparison


def test_csv_has_the_source_as_plain_text() -> None:
    for shown, (head, *rows) in zip(comparison("").tables, plain_tables(), strict=True):
        text = export.table_as_csv(shown)
        assert text.endswith("\r\n")
        first, *found = list(csv.reader(io.StringIO(text)))
        assert first == ["Feature", *(name.text for name in head[1:])]
        assert found == [[cell.text for cell in row] for row in rows]


def test_csv_is_filtered_and_quoted() -> None:
    text = export.table_as_csv(comparison(f"q=gpu&option={SI}&option={DOCKER}").tables[0])
    assert text == 'Feature,Serverless inference,Docker containers\r\nGPU support,,"1P, pre-built, BYOC"\r\n'
    document = with_cell(standard(), T1, "gpu-support", SI, 'Says "no", or so it seems')
    assert '"Says ""no"", or so it seems"' in export.table_as_csv(comparison(f"q=gpu&option={SI}", document).tables[0])


@pytest.mark.parametrize("start", ["+", "-", "@"])  # with = no cell begins, it would be a limit
def test_no_cell_of_the_csv_is_a_formula(start: str) -> None:
    document = with_cell(standard(), T1, "gpu-support", SI, f'{start}HYPERLINK("https://example.org")')
    text = export.table_as_csv(comparison(f"q=gpu&option={SI}", document).tables[0])
    assert next(iter(list(csv.reader(io.StringIO(text)))[1:]))[1] == f'\'{start}HYPERLINK("https://example.org")'
