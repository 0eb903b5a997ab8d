"""The browser fixtures themselves: a sound page passes, and what the guard must hear, it hears."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from matrix import models
from matrix.store.revisions import Published
from tests.support.browsing import log_in
from tests.support.contexts import Guard, NewPage


def test_it_works(page: Page) -> None:
    page.goto("/admin/login/")

    assert page.title().startswith("Log in")
    # The style sheet came: without it a browser's own serif.
    assert "sans" in page.evaluate("getComputedStyle(document.body).fontFamily").lower()


def test_a_narrow_dark_page_without_javascript(new_page: NewPage) -> None:
    page = new_page(width=320, color_scheme="dark", javascript=False)
    page.goto("/admin/login/")

    assert page.viewport_size == {"width": 320, "height": 900}
    assert page.get_by_label("Username").is_visible()


def test_the_guard_hears_what_a_sound_page_never_does(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url)
    guard = Guard(context, live_server.url)
    page = context.new_page()
    page.goto("/admin/login/")

    page.evaluate(
        """async () => {
            document.body.insertAdjacentHTML("beforeend", '<p style="color: red">inline</p>');
            await fetch("/no-such-address");
            await fetch("http://127.0.0.2:9/").catch(() => {});
            setTimeout(() => { throw new Error("thrown"); });
        }"""
    )
    page.wait_for_timeout(200)
    context.close()

    heard = "\n".join(guard.complaints)
    for complaint in ("style-src", "404 for", "connect-src", "uncaught", "thrown"):
        assert complaint in heard


@pytest.mark.django_db(transaction=True)
def test_the_plain_admin_is_sound_in_the_browser(published: Published, page: Page) -> None:
    """The guard hears violations of the policy on any of these."""
    log_in(page, User.objects.create_superuser("anna"))
    question = models.Question.objects.get(slug="behind")
    for url in ("", "matrix/cell/", "matrix/cell/add/", f"matrix/question/{question.pk}/change/", "matrix/revision/"):
        page.goto(f"/admin/{url}")
        expect(page.locator("#site-name")).to_contain_text("SageMaker inference options")
