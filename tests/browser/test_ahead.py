"""An answer is asked for while the reader points at it, and its result painted before the guide and the tables."""

from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browsing import address, arrives, fold, holds_as_fresh
from tests.support.contexts import NewPage

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

GPU, VPC = "#f-hardware-gpu", "#f-network-vpc"
FIT = "Real-time inference, Batch transform and Asynchronous inference fit"
LONG: Final = 250  # ms; several times what the page waits before it asks

# The page's frames come when the test says so.
HOLD: Final = """() => {
    const held = [];
    const frame = window.requestAnimationFrame.bind(window);
    let holding = true;
    window.requestAnimationFrame = (call) => (holding ? held.push(call) : frame(call));
    window.release = () => { holding = false; held.forEach(frame); };
}"""


def opened(page: Page, *folds: str) -> list[str]:
    """The page at `/` with these folds open; and, as they go out, the updates that it asks for."""
    page.goto("/")
    for name in folds:
        fold(page, name)
    page.mouse.move(0, 0)
    page.wait_for_timeout(LONG)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "hx-request" in request.headers else None)
    return sent


def whole(page: Page) -> str:
    """The state that all of the page shows."""
    shown: str = page.evaluate("document.querySelector('main').dataset.shown")
    return shown.partition(" ")[2]


def point(page: Page, selector: str) -> None:
    page.locator(selector).scroll_into_view_if_needed()  # in some fonts it is below the fold
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)


def test_what_is_pointed_at_is_asked_for_once(page: Page, new_page: NewPage) -> None:
    sent = opened(page, "q-hardware", "q-network")
    for answer, url in ((GPU, "/?hardware=gpu"), (VPC, "/?hardware=gpu&network=vpc")):
        point(page, answer)
        page.wait_for_timeout(LONG)
        assert len(sent) == 1, "pointing asks"
        assert address(page) != url
        page.mouse.down()
        page.mouse.up()
        arrives(page, url)
        page.wait_for_timeout(LONG)
        assert len(sent) == 1, "choosing doesn't, nor does a pointer at rest"
        holds_as_fresh(page, new_page())
        sent.clear()


def test_what_is_here_already_is_in_the_very_next_frame(page: Page) -> None:
    opened(page, "q-hardware")
    point(page, GPU)
    page.wait_for_timeout(LONG)
    page.evaluate("""() => document.addEventListener("change", () => requestAnimationFrame(() => {
        window.next = ["sum", "first"].map((id) => document.getElementById(id).innerText);
    }))""")
    page.mouse.down()
    page.mouse.up()
    arrives(page, "/?hardware=gpu")
    headline, verdicts = page.evaluate("window.next")
    assert FIT in headline
    assert "ruled out" in verdicts, "not headline first, and verdicts a frame later"


@pytest.mark.parametrize("kind", ["radio", "checkbox", "link"])
def test_so_is_what_comes_into_focus(page: Page, new_page: NewPage, kind: str) -> None:
    page.goto("/?hardware=gpu&behind=single")
    sent = opened(page, "q-latency", "q-network")
    control = {"radio": "#f-latency-near-real-time", "checkbox": VPC, "link": ".try a >> nth=0"}[kind]
    page.locator(control).focus()
    page.wait_for_timeout(LONG)
    assert len(sent) == 1
    page.keyboard.press("Enter" if kind == "link" else "Space")
    page.wait_for_url("**?*")
    page.wait_for_timeout(LONG)
    assert len(sent) == 1
    holds_as_fresh(page, new_page())


def test_nothing_is_asked_for_a_passing_pointer_a_touch_or_an_answer_given(page: Page) -> None:
    sent = opened(page, "q-latency", "q-network")
    page.locator(VPC).evaluate(
        """(box) => {
            for (const element of [box, document.body])
                element.dispatchEvent(new PointerEvent("pointermove", { pointerType: "mouse", bubbles: true }));
        }"""
    )
    page.locator(VPC).dispatch_event("pointermove", {"pointerType": "touch", "bubbles": True})
    page.locator(VPC).dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    page.locator(VPC).dispatch_event("pointerdown", {"pointerType": "mouse", "button": 2, "bubbles": True})
    page.locator("#f-latency-").focus()
    page.locator("#need-strict").dispatch_event("pointerdown", {"pointerType": "mouse", "bubbles": True})
    page.locator("#f-payload").dispatch_event("pointerdown", {"pointerType": "mouse", "bubbles": True})
    page.wait_for_timeout(LONG)
    assert sent == []


def test_nor_where_the_page_itself_moves_focus(page: Page) -> None:
    sent = opened(page, "q-hardware", "q-network")
    for answer in (GPU, VPC):
        page.locator(answer).check()
    arrives(page, "/?hardware=gpu&network=vpc")
    page.locator(".chips a").nth(1).focus()
    page.wait_for_timeout(LONG)
    sent.clear()
    page.keyboard.press("Enter")
    arrives(page, "/?hardware=gpu")
    expect(page.locator(".chips .all")).to_be_focused()
    page.wait_for_timeout(LONG)
    assert sent == []


def test_nor_where_the_reader_saves_data(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    sent = opened(page, "q-network")
    point(page, VPC)
    page.locator(VPC).focus()
    page.wait_for_timeout(LONG)
    assert sent == []
    page.keyboard.press("Space")
    arrives(page, "/?network=vpc")
    assert len(sent) == 1


FAULTS: Final = ("Promise.reject(new Error('gone'))", "Promise.resolve(new Response('', { status: 503 }))")


@pytest.mark.parametrize("fault", FAULTS)
def test_what_failed_is_asked_for_again(page: Page, fault: str) -> None:
    sent = opened(page, "q-network")
    page.evaluate("() => { window.real = window.fetch; }")
    page.evaluate(f"() => {{ window.fetch = () => {{ window.fetch = window.real; return {fault}; }}; }}")
    page.locator(VPC).focus()
    page.wait_for_function("() => window.fetch === window.real")
    assert sent == []
    page.keyboard.press("Space")
    arrives(page, "/?network=vpc")
    expect(page.locator("#sum h2")).to_contain_text(FIT)
    assert len(sent) == 1


def test_only_what_was_asked_for_is_taken(page: Page, new_page: NewPage) -> None:
    opened(page, "q-hardware", "q-network")
    page.locator(VPC).focus()
    page.wait_for_timeout(LONG)
    page.locator(GPU).evaluate("box => box.click()")
    arrives(page, "/?hardware=gpu")
    holds_as_fresh(page, new_page())


def test_and_only_of_the_page_as_it_is(page: Page, new_page: NewPage) -> None:
    """The same address, asked for of another page, leaves out what that page showed."""
    opened(page, "q-hardware", "q-network")
    page.locator(GPU).check()
    arrives(page, "/?hardware=gpu")
    page.locator(".over > a").focus()
    page.wait_for_timeout(LONG)
    page.locator(VPC).evaluate("box => box.click()")
    arrives(page, "/?hardware=gpu&network=vpc")
    page.locator(".over > a").evaluate("link => link.click()")
    arrives(page, "/")
    holds_as_fresh(page, new_page())


def test_an_answer_that_is_overtaken_is_never_shown(page: Page) -> None:
    opened(page, "q-hardware", "q-network")
    held: list[Route] = []
    page.route("**/?*hardware=gpu*", lambda route: held.append(route))
    page.locator(GPU).focus()
    page.wait_for_timeout(LONG)
    page.keyboard.press("Space")
    page.locator(VPC).evaluate("box => box.click()")
    page.wait_for_timeout(LONG)
    first, second = held
    first.continue_()
    page.wait_for_timeout(LONG)
    assert address(page) == "/"
    expect(page.locator(".chips")).to_have_count(0)
    second.continue_()
    arrives(page, "/?hardware=gpu&network=vpc")


def test_the_result_is_painted_first(page: Page, new_page: NewPage) -> None:
    opened(page, "q-network")
    page.evaluate(HOLD)
    page.locator(VPC).evaluate("box => box.click()")
    expect(page.locator("#sum h2")).to_contain_text(FIT)
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


def test_what_was_due_during_a_press_comes_after_it(page: Page) -> None:
    opened(page, "q-hardware")
    page.mouse.move(600, 5)
    page.mouse.down()
    page.locator(GPU).evaluate("box => box.click()")
    expect(page.locator("#first .chips a")).to_have_count(2)
    page.wait_for_timeout(LONG)
    assert whole(page) == "/"
    page.mouse.up()
    arrives(page, "/?hardware=gpu")
