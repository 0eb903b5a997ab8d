"""An update's result is painted before the guide and the tables, and nothing moves while a button is down."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsing import address, arrives, fold, holds_as_fresh
from tests.support.contexts import NewPage

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

GPU, VPC = "#f-hardware-gpu", "#f-network-vpc"
FIT = "3 of 4 options fit"
LONG: Final = 250  # ms; several frames

# The page's frames come when the test says so.
HOLD: Final = """() => {
    const held = [];
    const frame = window.requestAnimationFrame.bind(window);
    let holding = true;
    window.requestAnimationFrame = (call) => (holding ? held.push(call) : frame(call));
    window.release = () => { holding = false; held.forEach(frame); };
}"""


def opened(page: Page, *folds: str) -> None:
    """The page at `/` with these folds open."""
    page.goto("/")
    for name in folds:
        fold(page, name)


def whole(page: Page) -> str:
    """The state that all of the page shows."""
    shown: str = page.evaluate("document.querySelector('main').dataset.shown")
    return shown.partition(" ")[2]


def point(page: Page, selector: str) -> None:
    page.locator(selector).scroll_into_view_if_needed()  # in some fonts it is below the fold
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)


def test_the_result_is_painted_first(page: Page, new_page: NewPage) -> None:
    opened(page, "q-network")
    page.evaluate(HOLD)
    page.locator(VPC).evaluate("box => box.click()")
    expect(page.locator("#sum h2")).to_have_text(FIT)
    expect(page.locator(".chips a").first).to_contain_text("Network")
    expect(page.locator("#first [data-outcome=ruled-out]")).to_have_count(1)
    assert page.locator(VPC).is_checked()
    assert page.locator("thead .state").count() == 0, "the tables come after that frame"
    assert address(page) == "/"
    assert page.locator("#state.htmx-request").count() == 1

    page.evaluate("release()")
    arrives(page, "/?network=vpc")
    assert page.locator("thead .state").count() > 0
    holds_as_fresh(page, new_page())


@pytest.mark.parametrize("how", ["pointer", "key", "script"])
def test_what_comes_before_the_rest_replaces_it(page: Page, new_page: NewPage, how: str) -> None:
    opened(page, "q-hardware", "q-network")
    page.evaluate(HOLD)
    page.locator(GPU).evaluate("box => box.click()")
    expect(page.locator("#first .chips a")).to_have_count(2)
    assert whole(page) == "/"
    if how == "pointer":
        point(page, VPC)
        page.mouse.down()
        page.evaluate("release()")
        page.wait_for_timeout(LONG)
        assert whole(page) == "/", "nothing moves under the pointer"
        page.mouse.up()
    elif how == "key":
        page.locator(VPC).focus()
        page.keyboard.press("Space")
    else:
        page.locator(VPC).evaluate("box => box.click()")
    assert page.locator(VPC).is_checked(), "not even for a moment is it taken back"
    expect(page.locator("#first .chips a")).to_have_count(3)
    page.evaluate("release()")
    arrives(page, "/?hardware=gpu&network=vpc")
    holds_as_fresh(page, new_page())
    page.go_back()
    arrives(page, "/")
    holds_as_fresh(page, new_page())


def test_what_comes_during_a_press_waits_for_its_click(page: Page) -> None:
    opened(page, "q-hardware")
    page.mouse.move(600, 5)
    page.mouse.down()
    page.locator(GPU).evaluate("box => box.click()")
    page.wait_for_timeout(LONG)
    expect(page.locator("#first .chips a")).to_have_count(0)
    assert whole(page) == "/"
    page.mouse.up()
    arrives(page, "/?hardware=gpu")
