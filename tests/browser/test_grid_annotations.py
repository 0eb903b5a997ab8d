"""What another source says, added at the selected cell by one key, over a grid that keeps all that is typed in it."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from matrix import models
from matrix.admin.roles import EDITOR
from tests.support.browsing import log_in
from tests.support.contexts import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]


def test_it_works(new_page: NewPage) -> None:
    user = User.objects.create(username="anna", is_staff=True)
    user.groups.add(Group.objects.get(name=EDITOR))
    page = new_page(width=1440)
    log_in(page, user)
    page.goto("/admin/matrix/table/grid/inference-options/")
    cell = page.locator('[name="cell:gpu-support:batch-transform"]')
    cell.click()
    page.keyboard.type("N/A")

    page.keyboard.press("Shift+F2")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("what it says")).to_be_focused()
    expect(form.get_by_label("Column")).to_have_value("batch-transform")
    form.get_by_label("what it says").fill("on some instances")
    form.get_by_label("title of the source").fill("Another page")
    form.get_by_label("its address").fill("http://example.com/")
    form.get_by_label("when it said so").fill("2026")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("is no https address")).to_be_visible()
    form.get_by_label("its address").fill("https://example.com/")
    form.get_by_role("button", name="Save").click()

    expect(form).to_be_hidden()
    expect(cell).to_be_focused()
    expect(cell).to_have_value("N/A")
    mark = page.get_by_role("link", name="Another page says of GPU support, Batch transform")
    expect(mark).to_be_visible()
    assert models.Annotation.objects.filter(source="Another page").count() == 1

    mark.click()
    expect(form.get_by_label("what it says")).to_have_value("on some instances")
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()
    page.get_by_role("button", name="Save as a revision").click()
    expect(page.get_by_text("Saved as revision 3: 1 change.")).to_be_visible()
