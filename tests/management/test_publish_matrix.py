"""`publish_matrix`: what was changed behind the models' back becomes a revision."""

import pytest
from django.core.management import CommandError

from matrix import models
from matrix.store import revisions
from matrix.store.revisions import Published
from tests.support.commands import run
from tests.support.stored import draft_cell, numbers

pytestmark = pytest.mark.django_db


def test_a_change_behind_the_models_is_a_draft_until_it_is_published(published: Published) -> None:
    draft_cell("", "gpu-support")
    assert revisions.current().hash == published.hash
    assert "Published as revision 2" in run("publish_matrix", "--message", "by SQL")
    assert models.Revision.objects.latest("number").message == "by SQL"
    assert "Nothing to publish" in run("publish_matrix")
    assert "draft" not in run("check_matrix")


def test_rows_that_make_no_matrix_are_not_published(published: Published) -> None:
    draft_cell("✓ maybe", "gpu-support")
    with pytest.raises(CommandError, match="nothing is published: inference-options, GPU support, Batch transform"):
        run("publish_matrix")
    assert numbers() == [1]


def test_a_message_has_a_greatest_length(published: Published) -> None:
    with pytest.raises(CommandError, match="at most 500 characters"):
        run("publish_matrix", "--message", "x" * 501)
