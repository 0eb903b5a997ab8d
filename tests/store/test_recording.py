"""The one way in: what makes a revision, what makes none, and what a broken change leaves (nothing)."""

from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from matrix import models
from matrix.domain.document import DocumentError
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support.documents import standard, with_annotations
from tests.support.stored import cell, draft_cell, numbers

pytestmark = pytest.mark.django_db(transaction=True)


GPU = ("gpu-support", "batch-transform")


def write(notation: str, option: str = GPU[1]) -> None:
    """A single save, within whatever is under way."""
    changed = cell(GPU[0], option)
    changed.notation = notation
    changed.save()


def write_and_fail(within: AbstractContextManager[Any]) -> None:
    with within:
        write("N/A")
        raise ZeroDivisionError


def shown() -> str:
    """What readers see in the cell."""
    return revisions.current().document.by_table["inference-options"].cell(*GPU).text


def test_it_works() -> None:
    """The standard way in makes one revision, and says what the source and the questionnaire say."""
    call_command("loaddata", "matrix", "questionnaire", verbosity=0)

    published = revisions.current()
    assert numbers() == [1]
    assert published.hash == with_annotations().hash
    assert published.document.tables == standard().tables
    assert recording.draft() is None


def test_loading_the_same_again_makes_none(published: Published) -> None:
    call_command("loaddata", "matrix", "questionnaire", verbosity=0)

    assert numbers() == [1]


def test_an_empty_database_is_no_matrix_to_publish() -> None:
    assert recording.publish() is None
    assert numbers() == []


# --- One revision for one change ---------------------------------------------------------------------------------


def test_a_save_makes_one(published: Published) -> None:
    write("N/A")

    assert numbers() == [1, 2]
    assert shown() == "N/A"
    revision = models.Revision.objects.get(number=2)
    assert revision.changes == [
        {
            "kind": "cell",
            "table": "inference-options",
            "feature": "gpu-support",
            "option": "batch-transform",
            "from": "✓1",
            "to": "N/A",
        }
    ]


def test_a_delete_makes_one(published: Published) -> None:
    cell(*GPU).delete()

    assert numbers() == [1, 2]
    assert shown() == "", "a pair without a cell is blank"


def test_create_and_delete_of_a_row(published: Published) -> None:
    table = models.Table.objects.get(slug="hosting-options")
    feature = models.Feature.objects.create(table=table, key="fax-support", name="Fax support", position=99)
    assert numbers() == [1, 2]
    feature.delete()

    assert numbers() == [1, 2, 3]
    assert revisions.current().hash == published.hash


def test_a_save_that_changes_nothing_makes_none(published: Published) -> None:
    cell(*GPU).save()
    write("✓ 1")  # another spelling of the same

    assert numbers() == [1]


def test_a_transaction_makes_one_when_it_commits(published: Published) -> None:
    with transaction.atomic():
        write("N/A")
        write("", option="real-time-inference")
        cell(GPU[0], "asynchronous-inference").delete()
        assert numbers() == [1]
        assert shown() == "✓1"

    assert numbers() == [1, 2]
    assert len(models.Revision.objects.get(number=2).changes) == 3


def test_a_transaction_that_fails_makes_none_and_the_next_makes_its_own(published: Published) -> None:
    with pytest.raises(ZeroDivisionError):
        write_and_fail(transaction.atomic())
    assert numbers() == [1]
    assert cell(*GPU).notation == "✓1"

    with transaction.atomic():
        write("N/A")
    assert numbers() == [1, 2]


def test_a_savepoint_that_is_rolled_back(published: Published) -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            write_and_fail(transaction.atomic())
        write("", option="real-time-inference")

    assert numbers() == [1, 2]
    assert len(models.Revision.objects.get(number=2).changes) == 1


def test_a_named_change_says_who_and_why(published: Published) -> None:
    with recording.change("ada", "No GPU at all") as made:
        write("")
        with recording.change("bob", "joins the outer one"):
            write("", option="real-time-inference")

    assert made.revision is not None
    assert (made.revision.number, made.revision.author, made.revision.message) == (2, "ada", "No GPU at all")
    assert numbers() == [1, 2]


def test_a_named_change_that_fails_leaves_nothing(published: Published) -> None:
    with pytest.raises(ZeroDivisionError):
        write_and_fail(recording.change("ada"))

    assert numbers() == [1]
    assert cell(*GPU).notation == "✓1"
    write("N/A")
    assert numbers() == [1, 2]


def test_there_and_back_has_the_first_hash(published: Published) -> None:
    """Equal content has an equal hash, whatever lies between."""
    write("N/A")
    assert revisions.current().hash != published.hash
    write("✓1")

    assert numbers() == [1, 2, 3]
    assert revisions.current().hash == published.hash
    assert revisions.find(published.short).number == 1, "a pinned link means the earliest"


def test_a_restored_revision_is_a_new_one(published: Published) -> None:
    write("N/A")
    write("", option="real-time-inference")
    revision = recording.restore(revisions.find_number(1), "ada")

    assert revision is not None
    assert (revision.number, revision.author, revision.hash) == (4, "ada", published.hash)
    assert "1" in revision.message
    assert shown() == "✓1"
    assert recording.restore(revisions.find_number(1)) is None, "it is the newest content already"


# --- Behind the models' back -------------------------------------------------------------------------------------


def test_a_bulk_update_is_a_draft(published: Published) -> None:
    draft_cell("N/A", *GPU)

    assert numbers() == [1]
    assert shown() == "✓1"
    draft = recording.draft()
    assert draft is not None
    assert draft.by_table["inference-options"].cell("gpu-support", "batch-transform").text == "N/A"
    revision = recording.publish("ada", "by SQL")
    assert revision is not None
    assert shown() == "N/A"
    assert recording.draft() is None
    assert recording.publish() is None


def test_a_draft_is_refused_where_nobody_has_seen_it(published: Published) -> None:
    recording.refuse_draft()
    draft_cell("N/A", *GPU)
    with pytest.raises(recording.Draft, match="changes that no revision has"):
        recording.refuse_draft()
    draft_cell("✓✓", *GPU)
    with pytest.raises(recording.Draft, match=r"make no matrix: .*“✓✓” begins like a tick"):
        recording.refuse_draft()


# --- What is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notation", "named"),
    [("✓9", "footnote 9"), ("✓✓", "begins like a tick"), ("< much", "begins like a limit"), ("n/a", "N/A")],
)
def test_a_cell_that_cannot_be_read_is_not_saved(published: Published, notation: str, named: str) -> None:
    with pytest.raises(DocumentError, match=named) as refused:
        write(notation)

    assert "GPU support" in str(refused.value)
    assert "Batch transform" in str(refused.value)
    assert cell(*GPU).notation == "✓1"
    assert numbers() == [1]


def test_a_footnote_that_is_marked_is_not_deleted(published: Published) -> None:
    with pytest.raises(DocumentError, match="footnote 2"):
        models.Footnote.objects.get(number=2).delete()

    assert models.Footnote.objects.filter(number=2).exists()


@pytest.mark.parametrize(
    ("model", "fields", "message"),
    [
        (models.Passage, {"place": "closing", "position": 0, "notation": "24 hours is the most."}, "like a footnote"),
        (models.Passage, {"place": "intro", "position": 9, "notation": "| a row"}, "like a row of a table"),
    ],
)
def test_what_a_page_could_not_say_is_refused(
    published: Published, model: type[models.Passage], fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(DocumentError, match=message), recording.change():
        model.objects.create(**fields)
    assert recording.draft() is None


def test_the_tables_in_another_order_are_a_change_that_is_told(published: Published) -> None:
    with recording.change("ada", "turned"):
        for table in models.Table.objects.all():
            models.Table.objects.filter(pk=table.pk).update(position=1 - table.position)
    newest = models.Revision.objects.latest("number")
    assert [(c["from"], c["to"]) for c in newest.changes] == [
        ("tables inference-options, hosting-options", "tables hosting-options, inference-options")
    ]


def test_nothing_is_applied_outside_of_a_change(published: Published) -> None:
    with pytest.raises(RuntimeError, match="within change"):
        recording.apply(standard())
