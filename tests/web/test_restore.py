"""Restoring an older content: first what it would change, then the change itself."""

import pytest
from django.test import Client

from matrix import models
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support import pages
from tests.support.forms import client_of, user_of

pytestmark = pytest.mark.django_db


def test_what_restoring_would_change_is_shown_and_nothing_is_written(published: Published) -> None:
    with recording.change("ada"):
        cell = models.Cell.objects.get(feature__key="request-timeout", option__slug="asynchronous-inference")
        cell.notation = "< 1 hour"
        cell.save()
    client = client_of(user_of("Publisher"))
    page = pages.page(client.get(f"/revisions/{published.short}/restore/"))
    said = page.one("ul", class_="changes").text
    assert "Request timeout × Asynchronous inference < 1 hour < 15 minutes" in said
    assert "Asynchronous inference fits ruled out" in page.one("ul", class_="flips").text.replace("→ ", "")
    assert revisions.current().number == 2


def test_the_newest_content_has_nothing_to_restore(published: Published) -> None:
    page = pages.page(client_of(user_of("Publisher")).get(f"/revisions/{published.short}/restore/"))
    assert "Nothing: this is the newest content" in page.one("ul", class_="changes").text
    assert not page.all("form")


@pytest.mark.usefixtures("published")
def test_a_revision_that_is_not_there() -> None:
    assert client_of(user_of("Publisher")).get("/revisions/0000000/restore/").status_code == 404


def test_a_reader_sees_no_preview(published: Published, client: Client) -> None:
    assert client.get(f"/revisions/{published.short}/restore/").status_code == 403
