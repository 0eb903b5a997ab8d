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
    assert "Nothing." in page.one("ul", class_="changes").text
    assert not page.all("form")


@pytest.mark.usefixtures("published")
def test_a_revision_that_is_not_there() -> None:
    assert client_of(user_of("Publisher")).get("/revisions/0000000/restore/").status_code == 404


def test_a_reader_sees_no_preview(published: Published, client: Client) -> None:
    assert client.get(f"/revisions/{published.short}/restore/").status_code == 403


# --- One revision alone ---------------------------------------------------------------------------------------


def two_changes() -> None:
    for feature, notation in (("request-timeout", "< 1 hour"), ("payload-size", "≤ 2 GB")):
        with recording.change("ada"):
            cell = models.Cell.objects.get(
                feature__table__slug="inference-options", feature__key=feature, option__slug="asynchronous-inference"
            )
            cell.notation = notation
            cell.save()


def test_one_revision_is_taken_back_and_what_came_after_stays(published: Published) -> None:
    two_changes()
    client, second = client_of(user_of("Publisher")), revisions.find_number(2)
    assert "Undo this revision alone" in client.get(second.url).content.decode()
    address = f"/revisions/{second.short}/undo/?number=2"
    page = pages.page(client.get(address))
    assert page.one("ul", class_="changes").text == "Request timeout × Asynchronous inference < 1 hour < 15 minutes"
    assert revisions.current().number == 3
    assert client.post(address, {"message": "was wrong"}).status_code == 302
    table = revisions.current().document.by_table["inference-options"]
    texts = [table.cell(key, "asynchronous-inference").text for key in ("request-timeout", "payload-size")]
    assert texts == ["< 15 minutes", "≤ 2 GB"]
    newest = models.Revision.objects.latest("number")
    assert (newest.number, newest.message) == (4, "was wrong")


def test_a_revision_that_a_newer_one_stands_on_says_so(published: Published) -> None:
    two_changes()
    two_changes_of_one = models.Cell.objects.get(
        feature__table__slug="inference-options",
        feature__key="request-timeout",
        option__slug="asynchronous-inference",
    )
    with recording.change("bob"):
        two_changes_of_one.notation = "< 2 hours"
        two_changes_of_one.save()
    client, second = client_of(user_of("Publisher")), revisions.find_number(2)
    address = f"/revisions/{second.short}/undo/?number=2"
    said = pages.page(client.get(address)).one("section", class_="notice").text
    assert "Newer changes stand on what it changed" in said
    assert "Request timeout, Asynchronous inference" in said
    client.post(address)
    assert revisions.current().number == 4


def test_who_may_take_a_revision_back(published: Published, client: Client) -> None:
    two_changes()
    second = revisions.find_number(2)
    assert client.get(f"/revisions/{second.short}/undo/").status_code == 403
    publisher = client_of(user_of("Publisher"))
    assert publisher.get(f"/revisions/{published.short}/undo/").status_code == 404, "nothing is before the first"
    assert publisher.get("/revisions/0000000/undo/").status_code == 404
