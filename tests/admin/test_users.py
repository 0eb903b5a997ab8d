"""Who manages whom: nobody grants more than they have."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from matrix.admin.roles import EDITOR, PUBLISHER
from tests.support.forms import client_of, sent, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


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
