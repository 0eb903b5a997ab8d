"""What the rows share: names in addresses, natural keys, and that each save is recorded."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from matrix import models
from matrix.models import base
from matrix.store import revisions
from matrix.store.revisions import Published
from tests.support.stored import cell, numbers

pytestmark = pytest.mark.django_db

Do = Callable[[models.Cell], object]
SAVE_OR_DELETE = pytest.mark.parametrize("do", [models.Cell.save, models.Cell.delete], ids=["save", "delete"])


@SAVE_OR_DELETE
def test_nothing_is_saved_or_deleted_before_the_application_hands_in_its_recorder(
    published: Published, monkeypatch: pytest.MonkeyPatch, do: Do
) -> None:
    monkeypatch.setattr(base, "_recorder", base._not_ready)
    row = cell("gpu-support", "batch-transform")
    row.notation = "N/A"
    with pytest.raises(RuntimeError, match="only once the application is ready"):
        do(row)
    assert cell("gpu-support", "batch-transform").notation == "✓1"
    assert numbers() == [1]


@SAVE_OR_DELETE
def test_each_save_or_deletion_is_wrapped_in_what_the_recorder_gives(
    published: Published, monkeypatch: pytest.MonkeyPatch, do: Do
) -> None:
    made: list[AbstractContextManager[None]] = []

    def recorder() -> AbstractContextManager[None]:
        made.append(nullcontext())
        return made[-1]

    monkeypatch.setattr(base, "_recorder", base._recorder)  # put back after the test
    monkeypatch.setattr(base, "_stamper", base._stamper)
    base.record_with(recorder, base._not_ready)
    do(cell("gpu-support", "batch-transform"))
    assert len(made) == 1
    assert revisions.current().number == 1


def test_a_row_is_found_by_its_natural_key(published: Published) -> None:
    row = cell("gpu-support", "batch-transform")
    assert row.natural_key() == ("inference-options", "gpu-support", "batch-transform")
    assert models.Cell.objects.get_by_natural_key(*row.natural_key()) == row
    for model in (models.Passage, models.Criterion):  # a part of theirs may be null
        for found in model.objects.all():
            assert model.objects.get_by_natural_key(*found.natural_key()) == found


def test_a_key_that_leads_nowhere_says_how_far_it_led(published: Published) -> None:
    lost = models.Cell(feature=models.Feature.objects.get(key="gpu-support", table__slug="hosting-options"))
    with pytest.raises(ObjectDoesNotExist, match=r"^cell hosting-options gpu-support: its option is not there$"):
        lost.natural_key()


@pytest.mark.parametrize(
    ("slug", "sound"),
    [
        *((slug, True) for slug in ("a", "gpu-support", "inf1-support", "1p")),
        *((slug, False) for slug in ("", "-a", "a-", "a--b", "GPU", "a b", "é", "a\n", "a" * 101)),
    ],
)
def test_a_public_name_is_what_addresses_can_hold(slug: str, sound: bool) -> None:
    field = models.Feature._meta.get_field("key")
    if sound:
        assert field.clean(slug, None) == slug
    else:
        with pytest.raises(ValidationError):
            field.clean(slug, None)
