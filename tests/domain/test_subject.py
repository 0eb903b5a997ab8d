"""What the site is about, as a value; and that it is nowhere else."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from matrix.domain.subject import Subject, SubjectTable
from matrix.presentation import second_table, wording
from tests.oracle.oracle import BT, RT, T1, T2
from tests.support.documents import fit, select, standard, subject

ROOT: Final = Path(__file__).parents[2]
# Words of the standard subject; migrations are what has been.
WORDS: Final = re.compile(
    r"(?i)\b(sagemaker|aws|amazon|real-time|hosting|serverless|batch transform|docker|endpoints?|byoc|gpus?)\b"
)
DOCSTRING: Final = re.compile(r'"""(?:.|\n)*?"""')


def code() -> list[Path]:
    found = [file for file in (ROOT / "matrix").rglob("*.py") if "migrations" not in file.parts]
    found += [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").glob("*.*")]
    return [file for file in found if file.suffix != ".png"]


@pytest.mark.parametrize("file", code(), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_word_of_the_subject_stands_in_code(file: Path) -> None:
    """A docstring may name an example."""
    text = file.read_text()
    said = DOCSTRING.sub("", text) if file.suffix == ".py" else text
    assert not WORDS.findall(said)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Real-time inference", "Real-time"),
        ("Batch transform", "Batch"),
        ("Multi-model endpoints", "Multi-model"),
        ("Serial inference pipeline", "Serial inference pipeline"),
        ("inference", "inference"),
    ],
)
def test_a_name_without_what_can_be_left_out(name: str, short: str) -> None:
    assert subject().shortened(name) == short
    assert Subject().shortened(name) == name


def test_which_option_the_second_table_details() -> None:
    document = standard()
    assert subject().detailed(document) == RT
    assert subject().detailed(replace(document, tables=document.tables[:1])) == ""
    assert Subject().detailed(document) == ""


def test_an_update_is_read_by_what_the_matrix_calls_things() -> None:
    document = replace(standard(), source=replace(standard().source, date="2026-01-02"))
    renamed = replace(document, tables=(replace(document.tables[0], slug="own", title="Own"), document.tables[1]))
    read = subject().of(renamed)
    assert (read.address, read.date) == (standard().source.address, "2026-01-02")
    assert [(table.slug, table.title) for table in read.tables] == [("own", "Own"), (T2, "Hosting options")]
    assert read.table(T2) == subject().table(T2)
    assert subject().of(standard()) == subject()


def test_where_nobody_has_said_anything_all_reads_neutrally() -> None:
    neutral = Subject()
    assert wording.as_documented(standard().source, neutral.publisher) == "as the publisher documented it on 2023-02-13"
    assert wording.copyright_of(neutral.publisher) == "the publisher"
    assert second_table.set_aside(fit("payload=50MB"), neutral) == ""
    assert neutral.table(T1).noun == "options"
    assert wording.glossary(standard(), neutral) == (("N/A", "not applicable"),)


def test_the_second_table_may_detail_another_option() -> None:
    other = replace(subject(), tables=(SubjectTable(T2, "Jobs", noun="kinds of job", details=BT),))
    said = "Kinds of job are set aside: they come with Batch transform, which is ruled out"
    assert second_table.set_aside(fit("latency=interactive"), other) == said
    assert second_table.set_aside(fit("payload=50MB"), other) == ""


def test_the_examples_and_error_texts_ask_what_can_be_read() -> None:
    shipped = subject()
    assert len(shipped.examples) == 5
    assert len(shipped.errors) == 6
    for example in shipped.examples:
        assert not select(example.query).problems
        assert select(example.query).query == example.query
    for error in shipped.errors:
        asked = {judged.judgement.feature for option in fit(error.query).tables[0].options for judged in option.reasons}
        assert not select(error.query).problems
        assert error.feature in asked
