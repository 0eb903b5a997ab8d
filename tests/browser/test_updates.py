"""An update leaves what a fresh load would bring."""

import random

import pytest
from playwright.sync_api import Page

from matrix import models
from matrix.store import revisions
from matrix.store.revisions import Published
from tests.support.browsing import address, arrives, fold, holds_as_fresh
from tests.support.contexts import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]


def test_after_any_change_the_page_is_as_loaded_anew(new_page: NewPage) -> None:
    chance = random.Random(7)
    page, fresh = new_page(), new_page()
    page.goto("/")
    page.evaluate("window.first = true")
    controls = page.evaluate("[...document.querySelectorAll('.guide input[id]')].map(e => e.id)")

    for turn in range(12):
        before = address(page)
        links = page.locator(".chips a, .relax a, .sort, .tools li a, .try a[href^='/?']")
        if turn % 3 == 2 and (count := links.count()):
            links.nth(chance.randrange(count)).evaluate("link => link.click()")
        else:
            control = chance.choice(controls)
            script = """([id, text]) => {
                const control = document.getElementById(id);
                if (control.type === "text") {
                    control.value = control.value === text ? "" : text;
                    control.dispatchEvent(new Event("change", { bubbles: true }));
                } else control.click();
            }"""
            text = chance.choice(["3 MB", "50", "2 GB"] if "payload" in control else ["10 min", "2 d", "soon"])
            page.evaluate(script, [control, text])
        page.wait_for_timeout(50)
        page.wait_for_load_state("networkidle")
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
        holds_as_fresh(page, fresh)
        assert before  # names the step before where one fails
    assert page.evaluate("window.first"), "nothing had to be loaded anew"


def test_a_revision_that_comes_between_is_shown_whole(page: Page, new_page: NewPage, published: Published) -> None:
    page.goto("/")
    note = models.Footnote.objects.get(number=1)
    note.notation = "Only on Tuesdays\\."
    note.save()
    assert revisions.current().hash != published.hash

    fold(page, "q-testing")
    page.locator("#f-testing-shadow").check()
    arrives(page, "/?testing=shadow")
    assert "Only on Tuesdays." in page.locator("#fn-1").inner_text()
    holds_as_fresh(page, new_page())


def test_back_and_forth(page: Page, new_page: NewPage) -> None:
    page.goto("/")
    fresh = new_page()
    for slug in ("testing-shadow", "hardware-gpu"):
        page.locator(f"#f-{slug}").evaluate("box => box.click()")
        page.wait_for_url(f"**{slug.replace('-', '=')}*")
    for url in ("/?testing=shadow", "/"):
        page.go_back()
        arrives(page, url)
        holds_as_fresh(page, fresh)
    page.locator("#f-hardware-gpu").evaluate("box => box.click()")
    arrives(page, "/?hardware=gpu")
    holds_as_fresh(page, fresh)
