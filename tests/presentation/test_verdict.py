"""The verdict's words, by themselves: sentences, names within them, limits of one kind."""

from dataclasses import replace

import pytest

from matrix.decision import lint
from matrix.presentation import verdict, wording
from tests.oracle.oracle import AI, RT, T1
from tests.support.documents import standard
from tests.support.edits import with_cell
from tests.support.views import page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("One thing", "One thing"),
        ("One thing. Another.", "One thing"),
        ("Up to 1.5 GB, e.g. for images. More at X.", "Up to 1.5 GB, e.g. for images"),
        ("Is it? “So.”", "Is it"),
        ("Only one.", "Only one"),
    ],
)
def test_a_condition_is_the_first_sentence_of_its_footnote(text: str, said: str) -> None:
    assert verdict.first_sentence(text) == said


def test_a_note_that_has_changed_is_told_by_its_first_sentence_until_it_is_ruled_on() -> None:
    notes = tuple(replace(note, notation=f"Since May. {note.notation}") for note in standard().footnotes)
    document = replace(standard(), footnotes=notes)
    assert [it.text for it in page("hardware=gpu", document).first.conditions] == ["Since May"]
    said = [finding.message for finding in lint.warnings(document)]
    assert [message[:30] for message in said] == ["no cell says “Availability of ", "no cell says “With SageMaker, "]


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Scale to zero", "scale to zero"),
        ("GPU support", "GPU support"),
        ("Inference Recommender", "Inference Recommender"),
        ("Customer AWS KMS", "Customer AWS KMS"),
        ("inf1 support", "inf1 support"),
        ("Multi-model endpoint", "multi-model endpoint"),
    ],
)
def test_a_row_is_named_within_a_sentence(name: str, within: str) -> None:
    assert wording.lowered(name) == within


def test_a_row_is_named_with_its_limit_where_another_is_of_the_same_kind() -> None:
    document = with_cell(standard(), T1, "request-timeout", AI, "≤ 2 GB")
    said = verdict.works(document, "AWS", T1, document.columns[AI][1])
    assert said == "works up to 1 GB (payload size) and up to 2 GB (request timeout)"
    assert verdict.works(replace(document, questions=()), "AWS", T1, document.columns[RT][1]) == ""
