"""`export_matrix`: the source byte for byte, or an older revision's page."""

import pytest
from django.core.management import CommandError

from matrix.store.revisions import Published
from tests.support.commands import run
from tests.support.documents import source_text
from tests.support.stored import set_cell

pytestmark = pytest.mark.django_db


def test_an_older_revision_is_written_as_it_was(published: Published) -> None:
    set_cell("", "gpu-support", "batch-transform")
    assert run("export_matrix") == source_text().replace("✓1 | ✓1 | ✓1 |  |", "✓1 |  | ✓1 |  |")
    assert run("export_matrix", "--revision", published.short) == source_text()


def test_a_revision_that_is_not_there_is_told(published: Published) -> None:
    with pytest.raises(CommandError, match="too short"):
        run("export_matrix", "--revision", "abc")


def test_nothing_published() -> None:
    with pytest.raises(CommandError, match="No revision is published yet"):
        run("export_matrix")
