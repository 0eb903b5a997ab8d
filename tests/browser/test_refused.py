"""A save that is refused for the moment: the page that says so holds the form, and sends it again by itself."""

from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from matrix.models import Revision
from matrix.store.revisions import Published
from matrix.web import refusals
from tests.support.browsing import log_in
from tests.support.grids import GRID


def test_a_refused_save_is_sent_again(page: Page, live_server: LiveServer, published: Published) -> None:
    sent: list[dict[str, list[str]]] = []

    def answer(route: Route) -> None:
        body = route.request.post_data or ""
        sent.append(parse_qs(body))
        if len(sent) > 1:
            return route.fulfill(status=200, content_type="text/html", body="<h1>Saved</h1>")
        request = RequestFactory().post("/admin/x/", body, content_type="application/x-www-form-urlencoded")
        request.META["HTTP_ACCEPT"] = "text/html"
        refused = refusals.respond(request, refusals.BUSY).content.decode()
        # As an error the browser would tell of it, and the test's guard hear that.
        return route.fulfill(status=200, content_type="text/html", body=refused)

    page.goto("/help/")
    page.route("**/admin/x/", answer)
    page.evaluate(
        """() => {
          const form = Object.assign(document.createElement("form"), { method: "post", action: "/admin/x/" });
          form.append(Object.assign(document.createElement("input"), { name: "cell", value: "< 6 MB" }));
          document.body.append(form);
          form.submit();
        }"""
    )
    page.get_by_role("heading", name="Saved", exact=True).wait_for()

    assert sent == [{"cell": ["< 6 MB"]}] * 2


def test_an_update_that_is_refused_leaves_the_page_as_it_is(
    page: Page, live_server: LiveServer, published: Published
) -> None:
    page.goto("/")
    page.route("**/?*", lambda route: route.fulfill(status=429, content_type="text/html", body="<h2>Too many</h2>"))
    page.get_by_role("searchbox").fill("gpu")
    page.get_by_text("Couldn’t reach the server").wait_for()
    page.unroute("**/?*")
    page.get_by_role("button", name="Try again").click()

    page.wait_for_url("**/?q=gpu")
    assert page.get_by_text("Couldn’t reach the server").count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_too_long_is_not_sent(page: Page, published: Published, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    log_in(page, User.objects.create(username="anna", is_staff=True, is_superuser=True))
    page.route("**/check/", lambda route: route.fulfill(json={"errors": {}, "changed": [], "effects": ""}))
    page.goto(GRID)
    note, save = page.locator('[name="note:1:text"]'), page.get_by_role("button", name="Save as a revision")
    note.fill("x" * 20_000)
    save.click()

    expect(page.get_by_role("alert")).to_contain_text("and 20,000 are taken at once. All that you typed is still here.")
    expect(note).to_have_value("x" * 20_000)
    assert Revision.objects.count() == 1
    note.fill("Another text.")
    save.click()
    expect(page.get_by_text("Saved as revision 2: 1 change.")).to_be_visible()
