"""What changed a selection's result: found by what revisions touched, at a cost that no number of them raises."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matrix import models
from matrix.decision.fit import Outcome
from matrix.store import recording, revisions, watching
from matrix.store.revisions import Published
from tests.oracle.oracle import AI, BT, RT
from tests.support.documents import select
from tests.support.many import editions_until, revisions_until
from tests.support.stored import set_cell

pytestmark = pytest.mark.django_db


def by_revision(query: str) -> list[tuple[int, str, Outcome | None, Outcome | None]]:
    """Each revision that changed the result, newest first: number, option, from and to."""
    found = watching.watched(revisions.current(), select(query)).revisions
    return [(one.revision.number, *change.as_told) for one in found for change in one.changes]


def touched(number: int) -> set[str]:
    return set(models.Touch.objects.filter(number=number).values_list("key", flat=True))


def test_a_revision_is_found_by_what_it_touched(published: Published) -> None:
    set_cell("< 1 hour")
    set_cell("✓", "gpu-support", "serverless-inference")
    set_cell("< 15 minutes")
    assert [touched(number) for number in (1, 2, 3, 4)] == [
        set(),
        {"row:request-timeout"},
        {"row:gpu-support"},
        {"row:request-timeout"},
    ]
    assert by_revision("time=30min") == [(4, AI, "fits", "ruled-out"), (2, AI, "ruled-out", "fits")]
    assert by_revision("time=30s") == []


def test_what_a_question_asked_then_is_what_counts(published: Published) -> None:
    """The rows that the question reads now are others than those by which it was answered."""
    set_cell("", "gpu-support", RT)
    with recording.change():
        for criterion in models.Criterion.objects.filter(choice__slug="gpu"):
            criterion.feature = "inf1-support"
            criterion.save()
    assert "question:hardware" in touched(3)
    found = by_revision("hardware=gpu")
    assert (2, RT, "conditional", "ruled-out") in found
    assert (3, RT, "ruled-out", "fits") in found
    assert (3, BT, "conditional", "ruled-out") in found


def test_a_row_that_was_not_there_yet(published: Published) -> None:
    with recording.change():
        table = models.Table.objects.get(slug="inference-options")
        row = models.Feature.objects.create(table=table, key="new", name="New", position=99)
        for option in table.columns.filter(slug=RT):
            models.Cell.objects.create(feature=row, option=option, notation="✓")
    watched = watching.watched(revisions.current(), select("need=new", revisions.current().document)).revisions
    assert [one.revision.number for one in watched] == [2]
    assert [change.option.slug for change in watched[0].changes] != [RT], "only what the row rules out is other"


def test_what_other_sources_say_counts_where_it_is_asked_for(published: Published) -> None:
    with recording.change():
        models.Annotation.objects.filter(feature="payload-size").delete()
    assert touched(2) == {"said:payload-size"}
    assert by_revision("payload=10MB") == []
    assert (2, RT, "fits", "ruled-out") in by_revision("payload=10MB&facts=annotated")


def test_what_revisions_touched_before_that_was_kept(published: Published) -> None:
    """The migration reads it from their changes."""
    set_cell("< 1 hour")
    with recording.change():
        models.Feature.objects.get(table__slug="inference-options", key="scale-to-zero").delete()
        models.Question.objects.get(slug="aids").delete()
    models.Touch.objects.all().delete()
    import_module("matrix.migrations.0006_touch").fill(apps, None)
    assert touched(2) == {"row:request-timeout"}
    assert touched(3) == {"row:scale-to-zero", ""}
    assert by_revision("time=30min") == [(2, AI, "ruled-out", "fits")]


# --- What it costs -----------------------------------------------------------------------------------------


def queries(client: Client, url: str) -> int:
    """How many an address makes that nobody has asked for, of a worker that has served some."""
    client.get("/")
    with CaptureQueriesContext(connection) as made:
        assert client.get(url).status_code == 200
    return len(made)


URLS = ("/?time={}", "/feed.xml?time={}", "/editions/?time={}", "/fit.json?time={}", "/revisions/")


@pytest.mark.once
def test_many_revisions_and_editions_take_no_more_queries(published: Published, client: Client) -> None:
    revisions_until(100, published)
    few = [queries(client, url.format("31min")) for url in URLS]
    revisions_until(2_000, published)
    editions_until(20, published)
    many = [queries(client, url.format("32min")) for url in URLS]
    assert many == few
    contents = len(revisions.contents)
    found = by_revision("time=33min")
    assert len(found) == watching.MOST, "the newest alone"
    assert len(revisions.contents) == contents, "what pages are made of is not pushed out"
    again = queries(client, "/feed.xml?time=33min")
    assert again == 0, "who asks again costs a look at the stamp alone"
