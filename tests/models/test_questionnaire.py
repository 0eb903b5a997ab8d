"""What a question and its criteria may name."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from matrix import models
from matrix.store.revisions import Published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["need", "q", "sort", "need-feature", "Payload"])
def test_no_question_is_called_like_a_parameter_of_the_table(slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        models.Question(slug=slug, kind="one", short="S", text="T?").full_clean()
    assert list(refused.value.message_dict) == ["slug"]


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"feature": "gpu-support"}, set()),
        ({"feature": "fax"}, {"feature"}),
        ({"feature": "gpu-support", "table": "third"}, {"table"}),
        ({"feature": "gpu-support", "decides": "fax"}, {"decides"}),
        ({"basis": "bullet", "table": "inference-options", "option": "fax"}, {"option"}),
    ],
)
def test_what_a_criterion_names_is_there(published: Published, parts: dict[str, str], named: set[str]) -> None:
    choice = models.Choice.objects.get(slug="gpu")
    criterion = models.Criterion(question=choice.question, choice=choice, position=9, **parts)
    if not named:
        criterion.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        criterion.full_clean()
    assert set(refused.value.message_dict) == named


def test_a_criterion_is_of_its_choices_question(published: Published) -> None:
    question = models.Question.objects.get(slug="latency")
    criterion = models.Criterion(
        question=question, choice=models.Choice.objects.get(slug="gpu"), position=9, feature="gpu-support"
    )
    with pytest.raises(ValidationError, match="of another question"):
        criterion.full_clean()


def test_a_criterion_names_what_its_basis_needs(published: Published) -> None:
    question = models.Question.objects.get(slug="latency")
    for basis in ("row", "heading"):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Criterion.objects.create(question=question, position=9, basis=basis)


def test_they_are_called_as_editors_know_them(published: Published) -> None:
    choice = models.Choice.objects.get(slug="gpu")
    assert (str(choice.question), str(choice)) == ("Hardware", "Hardware: GPU")
    assert str(choice.criteria.first()) == "Hardware: gpu-support"
    assert str(models.Ruling.objects.get(text="Days")) == "request-timeout: Days"
