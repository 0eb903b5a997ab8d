"""An editor's save that the database fails: the form comes back with all that was typed and says what happened. What
was committed is never told as failed."""

import re
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client

from matrix import models
from matrix.admin.roles import EDITOR, PUBLISHER
from matrix.databases.faults import Fault
from tests.support import failing
from tests.support.documents import source_text
from tests.support.forms import client_of, edit, user_of
from tests.support.grids import CELL, GRID, form_of, send, text_of
from tests.support.stored import cell, numbers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]
TYPED = {CELL.replace(":", "__"): "≤ 7 MB", "message": "as typed"}


def save(client: Client) -> Any:
    return send(client, form_of(client.get(GRID)), "save", **TYPED)


# --- It can be read, and not written -----------------------------------------------------------------------------


def test_the_grid_comes_back(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    with failing.read_only():
        response = send(anna, form, "save", **TYPED)
    assert response.status_code == 503
    assert f"Nothing was saved: {Fault.READ_ONLY.value}" in text_of(response)
    again = form_of(response)
    assert (again[CELL], again["message"]) == (["≤ 7 MB"], ["as typed"])
    assert numbers() == [1]
    assert anna.post(GRID, {**again, "do": "save"}).status_code == 302
    assert numbers() == [1, 2]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone can be told how long its file may be")
def test_from_a_full_disk_too(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    with failing.full():
        response = send(anna, form, "save", **TYPED)
    assert f"Nothing was saved: {Fault.FULL.value}" in text_of(response)
    assert form_of(response)[CELL] == ["≤ 7 MB"]
    assert numbers() == [1]


def test_a_rows_form_comes_back(anna: Client) -> None:
    with failing.read_only():
        redirects, page = edit(anna, cell("payload-size", "serverless-inference"), notation="≤ 7 MB")
    assert redirects == 0
    assert f"Nothing was saved: {Fault.READ_ONLY.value}" in unescape(page)
    assert 'value="≤ 7 MB"' in page or ">≤ 7 MB<" in page.replace("\n", "")
    assert numbers() == [1]


def test_the_subjects_form_comes_back() -> None:
    client = client_of(user_of(EDITOR, PUBLISHER, name="grace"))
    with failing.read_only():
        redirects, page = edit(client, models.Subject.objects.get(), name="As typed")
    assert redirects == 0
    assert f"Nothing was saved: {Fault.READ_ONLY.value}" in unescape(page)
    assert 'value="As typed"' in page
    assert edit(client, models.Subject.objects.get(), name="As typed")[0] == 1


def test_an_imports_review_comes_back() -> None:
    client = client_of(user_of(PUBLISHER, name="grace"))
    review = client.post("/admin/import/", {"text": source_text().replace("| < 15 minutes |", "| < 1 hour |")})
    hidden = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', review.content.decode())
    fields = {name: unescape(value) for name, value in hidden} | {"accept": "0", "message": "as typed", "do": "apply"}
    with failing.read_only():
        response = client.post("/admin/import/", fields)
    page = unescape(response.content.decode())
    assert f"Nothing was saved: {Fault.READ_ONLY.value}" in page
    assert 'value="as typed"' in page or ">as typed<" in page
    assert fields["document"] in page
    assert numbers() == [1]
    assert client.post("/admin/import/", fields).status_code == 302
    assert numbers() == [1, 2]


# --- It doesn't answer at all ------------------------------------------------------------------------------------


def test_a_page_holds_what_was_sent_and_sends_it_again(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    with failing.no_database():
        response = send(anna, form, "save", **TYPED)
        assert anna.get(GRID).status_code == 503
    assert response.status_code == 503
    page = response.content.decode()
    assert Fault.GONE.value in unescape(page)
    assert "Whether it was saved can’t be said now" in page
    assert "Nothing was saved" not in page
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    again: dict[str, list[str]] = {}
    for name, value in hidden:
        again.setdefault(unescape(name), []).append(unescape(value))
    assert again == {**form, CELL: ["≤ 7 MB"], "message": ["as typed"], "do": ["save"]}
    assert anna.post(GRID, again).status_code == 302
    assert numbers() == [1, 2]
    assert models.Revision.objects.latest("number").message == "as typed"


def test_no_password_stands_in_it(client: Client) -> None:
    with failing.no_database():
        response = client.post("/admin/login/", {"username": "anna", "password": "a secret"})
    assert response.status_code == 503
    assert "a secret" not in response.content.decode()


# --- Committed or not --------------------------------------------------------------------------------------------


def test_the_log_entry_is_saved_with_the_revision_or_neither_is(anna: Client) -> None:
    with patch.object(LogEntry.objects, "log_actions", side_effect=failing.busy()):
        response = save(anna)
    assert f"Nothing was saved: {Fault.BUSY.value}" in text_of(response)
    assert numbers() == [1]
    assert save(anna).status_code == 302
    assert numbers() == [1, 2]
    assert LogEntry.objects.get().change_message.startswith("Revision 2.")


def failing_commit(*, commits: bool) -> Any:
    """The next COMMIT of this thread: whatever became of it, its answer doesn't arrive."""
    real, rest = connection.commit, [connection.commit if commits else connection.rollback]

    def commit() -> None:
        if not rest:
            return real()
        rest.pop()()
        raise failing.gone()

    return patch.object(connection, "commit", commit)


def test_what_was_committed_is_told_as_saved(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    with failing_commit(commits=True):
        response = send(anna, form, "save", **TYPED)
    assert response.status_code == 302
    assert "revision 2</a>: 1 change" in text_of(anna.get(GRID))


def test_what_was_not_is_told_as_not(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    with failing_commit(commits=False):
        response = send(anna, form, "save", **TYPED)
    assert f"Nothing was saved: {Fault.GONE.value}" in text_of(response)
    assert form_of(response)[CELL] == ["≤ 7 MB"]
    assert numbers() == [1]


def test_where_that_can_not_be_known_nobody_claims_to(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    with failing_commit(commits=True), patch("matrix.store.recording._is_there", side_effect=unknown):
        response = send(anna, form, "save", **TYPED)
    told = text_of(response)
    assert Fault.UNCERTAIN.value in told
    assert "Look at the history" in told
    assert "Nothing was saved" not in told
    assert form_of(response)[CELL] == ["≤ 7 MB"]


def unknown(_revision: models.Revision, error: Exception) -> bool:
    raise error


def test_an_outage_lets_editors_know_at_once(anna: Client) -> None:
    with failing.no_database() as asked:
        anna.get(GRID)
        before = asked.asked
        response = anna.post(GRID, {CELL: "≤ 7 MB", "do": "save"})
        assert response.status_code == 503
        assert asked.asked == before
    page = unescape(response.content.decode())
    assert "Nothing was saved" in page
    assert "≤ 7 MB" in page
