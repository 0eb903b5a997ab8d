"""Who may do what: readers, editors, publishers."""

import pytest
from django.apps import apps as installed
from django.test import Client

from matrix.admin.roles import EDITOR, PUBLISHER, SUBJECT
from matrix.models import Example
from matrix.store import revisions, stamp
from tests.support.forms import client_of, sent, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_a_reader_sees_no_admin() -> None:
    assert Client().get("/admin/matrix/cell/").status_code == 302


def test_what_each_role_may() -> None:
    editor, publisher = user_of(EDITOR), user_of(PUBLISHER, name="paul")

    for permission in ("matrix.import_matrix", "matrix.restore_revision", "auth.add_user", "auth.change_user"):
        assert not editor.has_perm(permission)
        assert publisher.has_perm(permission)
    for user in (editor, publisher):
        assert user.has_perm("matrix.change_cell")
        assert user.has_perm("matrix.view_revision")
        assert not user.has_perm("matrix.delete_revision")
        assert not user.has_perm("auth.change_group")


@pytest.mark.parametrize("model", SUBJECT)
def test_a_publisher_says_what_the_site_is_about(model: str) -> None:
    address = f"/admin/matrix/{model}/"
    editor, publisher = client_of(user_of(EDITOR)), client_of(user_of(PUBLISHER, name="paul"))
    row = installed.get_model("matrix", model).objects.first()
    change = f"{address}{row.pk}/change/"

    assert editor.get(address).status_code == editor.get(change).status_code == 200
    assert editor.post(change, {}).status_code == 403
    before = stamp.number()
    form = sent(publisher.get(change).content.decode(), "_form")
    assert publisher.post(change, form).status_code == 302
    assert stamp.number() > before


def test_what_the_site_is_about_stands_under_its_own_heading() -> None:
    page = client_of(user_of(PUBLISHER)).get("/admin/").content.decode()
    about = page[page.index('title="Models in the Subject application"') :]

    for model in SUBJECT:
        assert f"/admin/matrix/{model}/" in about
    assert "/admin/matrix/cell/" not in about


def test_rows_that_are_deleted_together_advance_the_stamp() -> None:
    client = client_of(user_of(PUBLISHER))
    before = stamp.number()
    chosen = {"action": "delete_selected", "_selected_action": [str(row.pk) for row in Example.objects.all()]}

    client.post("/admin/matrix/example/", {**chosen, "post": "yes"})
    assert not Example.objects.exists()
    assert stamp.number() > before
    assert revisions.current().subject.examples == ()
