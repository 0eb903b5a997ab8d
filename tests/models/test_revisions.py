"""A revision, and the text that it came from, are written once."""

from datetime import date

import pytest
from django.test import Client

from matrix import models
from matrix.store.revisions import Published


def test_a_revision_and_its_text_never_change(published: Published) -> None:
    revision = models.Revision.objects.get()
    revision.message = "another"
    with pytest.raises(TypeError, match="Revision 1 can't be changed"):
        revision.save()
    upstream = models.Upstream.objects.get()
    upstream.text = "another"
    with pytest.raises(TypeError, match="can't be changed"):
        upstream.save()


def test_an_edition_stays_as_it_came_and_is_seen_from_the_next_request(published: Published, client: Client) -> None:
    before = client.get("/editions.json").json()["editions"]
    newest = models.Edition.objects.order_by("-date")[0]
    models.Edition(date=date(2026, 11, 1), seen="by hand", base=newest.base).save()
    assert [it["edition"] for it in client.get("/editions.json").json()["editions"][len(before) :]] == ["2026-11-01"]
    newest.seen = "otherwise"
    with pytest.raises(TypeError, match="can't be changed"):
        newest.save()
    with pytest.raises(TypeError, match="can't be deleted"):
        newest.delete()


def test_they_are_called_by_number_hash_and_address(published: Published) -> None:
    assert str(models.Revision.objects.get()) == "Revision 1"
    assert str(models.Upstream.objects.get()) == "e7c06b8c26f0"
    assert str(models.Source.objects.get()).startswith("https://docs.aws.amazon.com/sagemaker/")
