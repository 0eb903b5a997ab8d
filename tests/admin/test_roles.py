"""Who may do what: readers, editors, publishers; nobody grants more than they have."""

import pytest
from django.apps import apps as installed
from django.contrib.auth.models import Group, Permission, User
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


def user_form(client: Client, user: User) -> dict[str, object]:
    page = client.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
    fields: dict[str, object] = dict(sent(page, "_form"))
    fields.pop("groups", None)
    return fields


def test_a_publisher_makes_an_editor() -> None:
    client = client_of(user_of(PUBLISHER))
    password = {"usable_password": "true", "password1": "lang-und-gut-77", "password2": "lang-und-gut-77"}

    client.post("/admin/auth/user/add/", {"username": "new", **password})
    user = User.objects.get(username="new")
    group = Group.objects.get(name=EDITOR)
    client.post(
        f"/admin/auth/user/{user.pk}/change/",
        {**user_form(client, user), "is_staff": "on", "groups": [str(group.pk)]},
    )

    user = User.objects.get(username="new")
    assert user.is_staff
    assert user.has_perm("matrix.change_cell")


def test_a_publisher_grants_no_more_than_he_has() -> None:
    client = client_of(user_of(PUBLISHER))
    user = user_of(name="otto")
    owners = Group.objects.create(name="Owners")
    permission = Permission.objects.get(codename="delete_group")
    owners.permissions.add(permission)

    fields = user_form(client, user)
    page = client.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
    refused = client.post(f"/admin/auth/user/{user.pk}/change/", {**fields, "groups": [str(owners.pk)]})
    client.post(
        f"/admin/auth/user/{user.pk}/change/",
        {**fields, "is_superuser": "on", "user_permissions": [str(permission.pk)]},
    )

    assert "is_superuser" not in page
    assert "user_permissions" not in page
    assert "Owners" not in page
    assert "not one of the available choices" in refused.content.decode()
    user = User.objects.get(username="otto")
    assert not user.is_superuser
    assert not user.get_all_permissions()


def test_a_publisher_cant_touch_a_superuser() -> None:
    client = client_of(user_of(PUBLISHER))
    root = User.objects.create_superuser("root", password="pw")
    password = {"usable_password": "true", "password1": "lang-und-gut-77", "password2": "lang-und-gut-77"}

    changed = client.post(f"/admin/auth/user/{root.pk}/change/", {"username": "mine"})
    taken = client.post(f"/admin/auth/user/{root.pk}/password/", password)

    assert changed.status_code == 403
    assert taken.status_code == 403
    assert User.objects.get(pk=root.pk).check_password("pw")


def test_an_editor_manages_nobody() -> None:
    assert client_of(user_of(EDITOR)).get("/admin/auth/user/").status_code == 403


def test_a_publisher_cant_become_somebody_who_sleeps() -> None:
    """An inactive account may do nothing, until somebody wakes it with a password of his own."""
    boss = user_of(name="boss")
    boss.user_permissions.add(*Permission.objects.filter(codename__in=("add_group", "change_group")))
    User.objects.filter(pk=boss.pk).update(is_active=False)
    client = client_of(user_of(PUBLISHER, name="pub"))
    assert client.post(f"/admin/auth/user/{boss.pk}/password/", {"password1": "x", "password2": "x"}).status_code == 403
    typed = {"username": "boss", "is_active": "on", "is_staff": "on"}
    assert client.post(f"/admin/auth/user/{boss.pk}/change/", typed).status_code in (302, 403)
    boss.refresh_from_db()
    assert not boss.is_active
