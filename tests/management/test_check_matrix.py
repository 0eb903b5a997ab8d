"""`check_matrix`: a line for each finding, and exit 1 where one is an error."""

import pytest
from django.core.management import CommandError

from matrix.store import recording
from matrix.store.revisions import Published
from tests.support.commands import run
from tests.support.documents import standard
from tests.support.edits import with_footnote, with_head, without_feature
from tests.support.stored import draft_cell

pytestmark = pytest.mark.django_db


def test_the_standard_data_passes(published: Published) -> None:
    unasked = "protocols-supported, volume-encryption, customer-aws-kms"
    assert run("check_matrix") == f"Not asked about, since all options are alike: {unasked}.\nNo findings.\n"


def test_warnings_alone_are_no_errors(published: Published) -> None:
    with recording.change():
        recording.apply(with_footnote(standard(), 4, "Nobody marks me."))
    said = run("check_matrix")
    assert "warning: footnote 4 is marked by no cell\n" in said
    assert said.endswith("No errors.\n")


def test_a_row_that_a_question_uses_and_that_is_gone_is_a_warning(published: Published) -> None:
    with recording.change():
        recording.apply(without_feature(standard(), "inference-options", "scale-to-zero"))
    assert "warning: question scaling, scale-to-zero: no table has the row scale-to-zero" in run("check_matrix")


def test_errors_end_with_exit_1(published: Published) -> None:
    with recording.change():
        recording.apply(with_head(standard(), "inference-options", "gpu-support", url="nowhere"))
    with pytest.raises(CommandError, match=r"^1 error$") as raised:
        run("check_matrix")
    assert raised.value.returncode == 1


def test_rows_that_make_no_matrix_are_an_error_by_table_row_and_column(published: Published) -> None:
    draft_cell("✓ maybe", "gpu-support")
    with pytest.raises(CommandError, match=r"^error: inference-options, GPU support, Batch transform: “✓ maybe”"):
        run("check_matrix")


def test_a_draft_is_named(published: Published) -> None:
    draft_cell("", "gpu-support")
    said = run("check_matrix")
    assert "draft, not published: cell: inference-options, gpu-support, batch-transform: “✓1” → “”" in said
    assert said.endswith("No errors.\n")


def test_an_empty_database_is_an_error() -> None:
    with pytest.raises(CommandError, match="there is no matrix"):
        run("check_matrix")
