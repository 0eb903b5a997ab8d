"""What the rows of the page hold each other to."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from matrix import models
from matrix.store.revisions import Published
from tests.support.stored import cell, numbers

pytestmark = pytest.mark.django_db


def test_two_cells_in_one_place(published: Published) -> None:
    present = cell("gpu-support", "batch-transform")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Cell.objects.create(feature=present.feature, option=present.option, notation="✓")

    assert numbers() == [1]


@pytest.mark.parametrize(("place", "with_table"), [("lead", False), ("intro", True)])
def test_a_lead_names_its_table_and_no_other_passage_does(published: Published, place: str, with_table: bool) -> None:
    table = models.Table.objects.first() if with_table else None
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Passage.objects.create(place=place, table=table, position=9, notation="Words.")


@pytest.mark.parametrize("number", [0, 100])
def test_a_footnotes_number_is_one_of_1_to_99(published: Published, number: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Footnote.objects.create(number=number, notation="Words.")


@pytest.mark.parametrize(
    ("feature", "notation", "field", "message"),
    [
        ("gpu-support", "4 MB", "notation", "begins like a limit"),
        ("gpu-support", "✓9", "notation", "marks footnote 9"),
        ("hosting", "✓", "option", "in another table"),
    ],
)
def test_a_form_refuses_a_cell_that_is_none(
    published: Published, feature: str, notation: str, field: str, message: str
) -> None:
    row = cell("gpu-support", "batch-transform")
    row.notation = notation
    if feature == "hosting":
        row.feature = models.Feature.objects.get(key="gpu-support", table__slug="hosting-options")
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert message in str(refused.value.message_dict[field])


def test_they_are_called_as_the_page_calls_them(published: Published) -> None:
    assert str(cell("gpu-support", "batch-transform")) == "GPU support × Batch transform"
    assert str(models.Table.objects.first()) == "Inference options"
    assert str(models.Footnote.objects.get(number=2)).startswith("2 To use any other framework")
    assert str(models.Passage.objects.get(place="title")) == "Supported features"
