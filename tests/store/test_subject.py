"""The subject's rows: read as a value, kept by the stamp, in no revision."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matrix import models
from matrix.domain.subject import Subject
from matrix.store import recording, revisions, stamp
from matrix.store import subject as store
from matrix.store.revisions import Published
from tests.support import documents

pytestmark = pytest.mark.django_db


def rename(name: str) -> None:
    row = models.Subject.objects.get()
    row.name = name
    row.save()


def test_the_rows_are_the_fixture(published: Published) -> None:
    assert published.subject == documents.subject() == store.newest()


def test_without_rows_it_is_neutral(db: None) -> None:
    assert store.read_rows() == Subject()
    assert stamp.number() == 0


def test_the_standard_matrix_brings_it_along(db: None) -> None:
    call_command("loaddata", "matrix", "questionnaire", verbosity=0)
    assert revisions.current().subject == documents.subject()
    assert models.Revision.objects.get().message == "loaded from fixtures: matrix, questionnaire"


def test_another_subject_stays_where_the_standard_matrix_comes(db: None) -> None:
    models.Subject.objects.create(name="Mine")
    call_command("loaddata", "matrix", "questionnaire", verbosity=0)
    assert revisions.current().subject.name == "Mine"


def test_it_may_be_named_among_the_fixtures(db: None) -> None:
    call_command("loaddata", "matrix", "questionnaire", "subject", verbosity=0)
    assert revisions.current().subject == documents.subject()


def test_it_is_in_no_revision(published: Published) -> None:
    rename("Another")
    now = revisions.current()
    assert (now.number, now.hash) == (published.number, published.hash)
    assert now.subject.name == "Another"
    assert recording.draft() is None


def test_a_pinned_revision_is_shown_under_todays(published: Published) -> None:
    rename("Another")
    assert revisions.find(published.short).subject.name == "Another"
    assert revisions.find_number(1).subject.name == "Another"


def test_there_is_one(published: Published) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Subject.objects.create(id=2, name="Second")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Stamp.objects.create(id=2, number=1)


# --- The stamp ---------------------------------------------------------------------------------------------------


def test_each_write_advances_it(published: Published) -> None:
    seen = [published.stamp]

    def moved() -> bool:
        seen.append(stamp.number())
        return seen[-1] > seen[-2]

    rename("Another")
    assert moved()
    term = models.Abbreviation.objects.create(term="XYZ", meaning="three letters")
    assert moved()
    term.delete()
    assert moved()
    call_command("loaddata", "subject", verbosity=0)
    assert moved()
    with recording.change():
        footnote = models.Footnote.objects.get(number=1)
        footnote.notation += " And more."
        footnote.save()
    assert moved()
    assert recording.publish() is None  # nothing new
    assert not moved()


def test_a_write_that_is_taken_back_leaves_nothing(published: Published) -> None:
    with transaction.atomic():
        rename("Never")
        assert revisions.current().subject.name == "Never"  # read, and kept, under a stamp that nobody else gets
        transaction.set_rollback(True)
    assert revisions.current().stamp == published.stamp
    assert revisions.current().subject == published.subject
    rename("After all")
    assert revisions.current().subject.name == "After all"


def test_loading_it_publishes_no_draft(published: Published) -> None:
    models.Footnote.objects.filter(number=1).update(notation="Changed past the models.")
    call_command("loaddata", "subject", verbosity=0)
    assert models.Revision.objects.count() == 1
    assert recording.draft() is not None


def test_a_revision_leaves_it_as_it_was_read(
    published: Published, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with recording.change():
        models.Footnote(id=models.Footnote.objects.get(number=1).id, number=1, notation="Another.").save()
    revisions.contents.clear()
    with django_assert_num_queries(2):  # which it is, and its content
        assert revisions.current().number == 2


def test_readers_need_one_query(published: Published, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    revisions.current()
    with django_assert_num_queries(1):
        assert revisions.current().subject == published.subject


def test_pages_follow_it(published: Published, client: Client) -> None:
    assert "BYOC: bring your own container" in client.get("/").content.decode()
    models.Abbreviation.objects.filter(term="BYOC").get().delete()
    rename("Tea & cake")
    models.Example.objects.all().delete()
    after = client.get("/").content.decode()
    assert "BYOC: bring your own container" not in after
    assert '<h1><a href="/">Tea &amp; cake</a></h1>' in after


def test_a_first_import_is_dated_by_it(published: Published) -> None:
    row = models.Subject.objects.get()
    row.date = date(2024, 1, 2)
    row.save()
    assert revisions.current().subject.date == "2024-01-02"
    assert revisions.current().document.source.date == "2023-02-13"


@pytest.mark.parametrize("field", ["licence_url", "address"])
@pytest.mark.parametrize("url", ["ftp://example.org/a", "https://example.org/a'b", "javascript:alert(1)"])
def test_its_addresses_lead_to_web_pages(published: Published, field: str, url: str) -> None:
    row = models.Subject.objects.get()
    setattr(row, field, url)
    with pytest.raises(ValidationError) as raised:
        row.full_clean()
    assert list(raised.value.message_dict) == [field]
