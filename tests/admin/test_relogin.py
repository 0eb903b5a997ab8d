"""A session that has ended while the grid was open: who logs in on the spot goes on with what they typed."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from matrix import models
from matrix.admin.roles import EDITOR
from matrix.store import revisions
from tests.support.grids import CELL, GRID, form_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_what_is_sent_after_the_session_has_ended_is_taken_on(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    User.objects.create_user("late", password="late-password", is_staff=True).groups.add(Group.objects.get(name=EDITOR))
    stranger = Client()

    asked = send(stranger, form, "save", **{CELL.replace(":", "__"): "≤ 7 MB", "message": "late"})
    assert asked.status_code == 403
    assert "nothing is lost" in asked.content.decode()
    kept = {name: asked.wsgi_request.POST.getlist(name) for name in asked.wsgi_request.POST}
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.content.decode())
    assert {unescape(name) for name, _ in hidden} >= set(kept)
    again: dict[str, list[str]] = {}
    for name, value in hidden:
        again.setdefault(unescape(name), []).append(unescape(value))
    assert stranger.post(GRID, {**again, "username": "late", "password": "wrong"}).status_code == 403
    assert models.Revision.objects.count() == 1
    assert stranger.post(GRID, {**again, "username": "late", "password": "late-password"}).status_code == 302
    newest = models.Revision.objects.latest("number")
    assert (newest.number, newest.author, newest.message) == (2, "late", "late")
    assert [change["to"] for change in newest.changes] == ["≤ 7 MB"]


def test_a_login_on_the_spot_gives_no_more_than_one_elsewhere(client: Client) -> None:
    User.objects.create_user("guest", password="guest-password", is_staff=True)
    User.objects.create_user("reader", password="reader-password")
    sent = {"do": "save", "base": revisions.current().hash}
    assert client.post(GRID, {**sent, "username": "reader", "password": "reader-password"}).status_code == 403
    assert "_auth_user_id" not in client.session
    assert client.post(GRID, {**sent, "username": "guest", "password": "guest-password"}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(GRID, {**sent, "username": "guest", "password": "guest-password"}).status_code == 403
    assert "_auth_user_id" not in strict.session
