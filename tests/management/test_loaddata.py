"""`loaddata`: the fixtures are what the reader makes of the source; a broken one loads nothing, and says where."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.db import DataError, IntegrityError, connection

from matrix import models
from tests.support.commands import run
from tests.support.documents import FIXTURES, SOURCE

pytestmark = pytest.mark.django_db(transaction=True)


def load(tmp_path: Path, rows: list[dict[str, Any]] | str) -> str:
    """Load this as the matrix, with the standard questionnaire; what the refusal says."""
    file = tmp_path / "broken.json"
    file.write_text(rows if isinstance(rows, str) else json.dumps(rows))
    with pytest.raises((CommandError, DeserializationError, IntegrityError)) as refused:
        call_command("loaddata", str(file), "questionnaire", verbosity=0)
    return str(refused.value)


def rows_of(name: str = "matrix") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((FIXTURES / f"{name}.json").read_text())
    return rows


def gpu(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of Batch transform's GPU cell."""
    return next(
        row
        for row in rows
        if row["model"] == "matrix.cell"
        and row["fields"]["option"] == ["batch-transform"]
        and row["fields"]["feature"] == ["inference-options", "gpu-support"]
    )


def nothing_is_loaded() -> bool:
    tables = (models.Revision, models.Source, models.Table, models.Option, models.Feature, models.Cell, models.Question)
    return not any(model.objects.exists() for model in tables)


@pytest.mark.parametrize(
    ("notation", "named"), [("✓9", "footnote 9"), ("✓ maybe", "begins like a tick"), ("≤ 5", "begins like a limit")]
)
def test_a_fixture_with_a_broken_cell(tmp_path: Path, notation: str, named: str) -> None:
    rows = rows_of()
    gpu(rows)["fields"]["notation"] = notation
    message = load(tmp_path, rows)

    assert named in message
    assert "GPU support" in message
    assert "Batch transform" in message
    assert nothing_is_loaded()


def test_a_fixture_with_a_cell_twice(tmp_path: Path) -> None:
    """Two rows of one natural key are one row; two numbers for one place break the constraint."""
    rows = rows_of()
    again = json.loads(json.dumps(gpu(rows)))
    message = load(tmp_path, [*rows, {**again, "pk": 9998}, {**again, "pk": 9999}])

    assert "broken.json" in message
    assert "matrix.Cell(pk=9998)" in message
    assert nothing_is_loaded()


def test_a_fixture_that_names_an_option_which_is_not_there(tmp_path: Path) -> None:
    rows = rows_of()
    gpu(rows)["fields"]["option"] = ["fax"]
    message = load(tmp_path, rows)

    assert "broken.json" in message
    assert "cell inference-options gpu-support: its option is not there" in message
    assert nothing_is_loaded()


def test_a_fixture_that_is_no_json(tmp_path: Path) -> None:
    assert "broken.json" in load(tmp_path, "[{]")
    assert nothing_is_loaded()


def test_the_fixture_is_what_the_reader_makes_of_the_source() -> None:
    """`fixtures/matrix.json` was never typed by hand: the reader's rows, dumped, are that file. It leaves the base out,
    which follows from the text."""
    run("loaddata", "subject")
    run("import_matrix", str(SOURCE), "--apply")
    names = ("upstream", "source", "table", "option", "feature", "footnote", "passage", "cell")
    models.Source.objects.update(base=None)
    dumped = run("dumpdata", *(f"matrix.{n}" for n in names), "--natural-foreign", "--natural-primary", "--indent", "1")
    rows = json.loads(dumped)
    assert rows[1]["fields"].pop("base") is None
    assert rows == json.loads((FIXTURES / "matrix.json").read_text())


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("url", "http://example.org/", "“http://example.org/” is no https address"),
        ("seen", "2024-13", "“2024-13” is no day of the calendar"),
        ("cell", "25 MB", "begins like a limit"),
        ("text", None, "matrix.Annotation"),
    ],
)
def test_a_fixture_with_a_broken_annotation(tmp_path: Path, part: str, value: str | None, message: str) -> None:
    annotations = [row for row in rows_of("annotations") if row["model"] == "matrix.annotation"]
    annotations[0]["fields"] |= {"source": "Another page", part: value}
    assert message in load(tmp_path, [*rows_of(), *annotations])
    assert nothing_is_loaded()


def test_a_fixture_with_too_long_an_annotation(tmp_path: Path) -> None:
    """PostgreSQL refuses it itself; SQLite takes any length, and the matrix refuses it."""
    annotations = [row for row in rows_of("annotations") if row["model"] == "matrix.annotation"]
    annotations[0]["fields"] |= {"source": "Another page", "text": "x" * 1001}
    if connection.vendor == "postgresql":
        with pytest.raises(DataError, match=r"varying\(1000\)"):
            load(tmp_path, [*rows_of(), *annotations])
    else:
        assert "1001 characters; 1000 are allowed" in load(tmp_path, [*rows_of(), *annotations])
        assert nothing_is_loaded()


def test_a_fixture_with_an_annotation_on_a_cell_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may come with a later page, so it is loaded."""
    annotations = rows_of("annotations")
    said = next(row for row in annotations if row["model"] == "matrix.annotation")
    said["fields"]["feature"] = "no-such-row"
    file = tmp_path / "odd.json"
    file.write_text(json.dumps(annotations))
    call_command("loaddata", "matrix", "questionnaire", str(file), verbosity=0)
    told = capsys.readouterr().err
    assert told == "annotation on inference-options, no-such-row, real-time-inference: there is no such cell\n"
