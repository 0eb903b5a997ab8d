"""Who may do what: readers, editors, publishers."""

import pytest
from django.test import Client

from matrix.admin.roles import EDITOR, PUBLISHER
from tests.support.forms import user_of

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
