"""A reader who does not wait: what is done while an update is under way, or without an answer, is not lost."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browsing import address, arrives, focused, fold, holds_as_fresh, slow
from tests.support.contexts import NewPage

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

GPU, VPC = "#f-hardware-gpu", "#f-network-vpc"
SORT = "th[data-option=batch-transform] .sort"


def click(page: Page, selector: str) -> None:
    """At once, whatever is under way."""
    page.locator(selector).first.evaluate("element => element.click()")


@pytest.mark.parametrize(
    ("start", "clicks", "end", "latency"),
    [
        ("/", (GPU, SORT), "/?hardware=gpu&sort=batch-transform", 0),
        ("/", (SORT, GPU), "/?hardware=gpu&sort=batch-transform", 0),
        ("/", (SORT, GPU, VPC), "/?hardware=gpu&network=vpc&sort=batch-transform", 200),
        ("/", (GPU, SORT, SORT), "/?hardware=gpu&sort=-batch-transform", 200),
        ("/?payload=3MB", (GPU, "[aria-label^='Remove Payload']"), "/?hardware=gpu", 0),
        (
            "/?latency=interactive&payload=3MB&hardware=gpu",
            ("[aria-label^='Remove Hardware']", "[aria-label^='Remove Payload']"),
            "/?latency=interactive",
            200,
        ),
        ("/", (GPU, ".top a[href^='/decision/']"), "/decision/?hardware=gpu", 200),
    ],
)
def test_one_thing_right_after_another(
    page: Page, new_page: NewPage, start: str, clicks: tuple[str, ...], end: str, latency: int
) -> None:
    page.goto(start)
    slow(page, latency)
    for selector in clicks:
        click(page, selector)
    arrives(page, end)
    page.wait_for_timeout(latency)
    expect(page).to_have_url(end)
    if "decision" not in end:
        holds_as_fresh(page, new_page())


@pytest.mark.parametrize("typed", [("q-time", "#f-time", "10min", "time=10min"), (None, "#q", "gpu", "q=gpu")])
def test_what_is_typed_is_sent_before_a_link_is_followed(
    page: Page, new_page: NewPage, typed: tuple[str | None, str, str, str]
) -> None:
    name, field, text, word = typed
    page.goto("/?hardware=gpu")
    if name:
        fold(page, name)
    page.locator(field).press_sequentially(text)
    page.locator(SORT).click()
    url = re.compile(rf"(?=.*{word})(?=.*hardware=gpu).*&sort=batch-transform$")
    expect(page).to_have_url(url)
    page.wait_for_timeout(400)  # the search's own delay is over
    expect(page).to_have_url(url)
    expect(page.locator(field)).to_have_value(re.compile("^10 ?min$|^gpu$"))
    holds_as_fresh(page, new_page())


@pytest.mark.parametrize("latency", [0, 200])
def test_back_during_an_update(page: Page, new_page: NewPage, latency: int) -> None:
    page.goto("/")
    click(page, GPU)
    arrives(page, "/?hardware=gpu")
    slow(page, latency)
    click(page, VPC)
    page.evaluate("history.back()")
    page.wait_for_timeout(4 * latency + 300)
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    holds_as_fresh(page, new_page())


def test_without_an_answer_the_page_says_so(new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("console.error = () => {}")  # htmx tells a failed request there as well
    page.goto("/?payload=50MB")
    page.evaluate("window.realFetch = window.fetch; 0")
    page.evaluate("window.fetch = () => Promise.reject(new TypeError('offline')); 0")
    click(page, GPU)
    expect(page.locator("#sum")).to_contain_text("Couldn’t reach the server")
    assert page.locator(GPU).is_checked(), "nothing that was entered is lost"
    expect(page.locator("#failed")).to_have_count(1)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#failed")).to_have_count(1)

    page.evaluate("window.fetch = window.realFetch; 0")
    page.get_by_role("button", name="Try again").click()
    arrives(page, "/?payload=50MB&hardware=gpu")
    expect(page.locator("#failed")).to_have_count(0)
    holds_as_fresh(page, new_page())


def test_an_error_of_the_server_leaves_the_page_as_it_is(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.evaluate("window.realFetch = window.fetch; 0")
    page.evaluate("window.fetch = () => Promise.resolve(new Response('<h1>Oh</h1>', { status: 500 })); 0")
    click(page, "[aria-label='Examples'] a")
    expect(page.locator("#failed")).to_contain_text("Couldn’t reach the server")
    expect(page.locator("#sum h2")).to_have_text("Which option fits?")
    page.evaluate("window.fetch = window.realFetch; window.dispatchEvent(new Event('online')); 0")
    expect(page.locator("#failed")).to_have_count(0)
    expect(page.locator("#sum h2")).to_have_text(re.compile("inference fits|transform fits"))


@pytest.mark.parametrize("body", ["", "<h1>Log in to the network</h1>"])
def test_another_page_in_the_way_leaves_the_page_as_it_is(page: Page, body: str) -> None:
    page.goto("/?payload=50MB")
    before = page.locator("#first").inner_html()
    page.evaluate(f"window.fetch = () => Promise.resolve(new Response('{body}', {{ status: 200 }})); 0")
    click(page, GPU)
    expect(page.locator("#failed")).to_contain_text("Couldn’t reach the server")
    assert page.locator("#first").inner_html() == before
    assert page.locator(GPU).is_checked()


def test_a_link_that_needs_no_state_is_followed_at_once(page: Page) -> None:
    page.goto("/")
    slow(page, 3000)
    click(page, GPU)
    sign = "getComputedStyle(document.querySelector('#sum h2'), '::before')"
    assert page.evaluate(f"{sign}.visibility") == "hidden", "not for those who needn't wait"
    page.wait_for_function(f"() => {sign}.visibility === 'visible' && {sign}.content.includes('Updating')")
    assert page.evaluate(f"{sign}.position") == "fixed", "in sight wherever one has scrolled to"
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(f"parseFloat({sign}.bottom) >= document.querySelector('#sum').offsetHeight"), "above the bar"
    with page.expect_request("**/revisions/", timeout=2000):
        page.get_by_role("link", name="History").click(no_wait_after=True)
    page.wait_for_url("**/revisions/")


def test_back_at_a_page_that_was_left_during_an_update_it_is_as_its_address_says(page: Page, new_page: NewPage) -> None:
    page.goto("/?latency=interactive")
    fold(page, "q-hardware")
    held: list[Route] = []
    page.route("**/?*hardware=gpu*", lambda route: held.append(route))
    page.locator(GPU).check()
    page.goto("/revisions/")
    page.go_back()
    page.wait_for_load_state()
    expect(page.locator(GPU)).not_to_be_checked()
    assert address(page) == "/?latency=interactive"
    holds_as_fresh(page, new_page())


def test_a_refusal_shows_its_own_page(page: Page) -> None:
    page.goto("/")
    page.evaluate("window.fetch = () => Promise.resolve(new Response('<h1>Too long</h1>', { status: 400 })); 0")
    with page.expect_navigation():  # the page that says what is wrong is the server's own, at its address
        click(page, GPU)
    assert "hardware=gpu" in page.url
    assert page.evaluate("window.fetch.toString()").endswith("{ [native code] }")


def test_a_link_followed_by_a_script_follows_what_is_typed(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("  gpu   support ")
    click(page, SORT)
    expect(page).to_have_url(re.compile("q=gpu.*&sort=batch-transform$"))


def test_focus_stays_through_back_and_forward(page: Page) -> None:
    page.goto("/")
    fold(page, "q-hardware")
    page.locator(GPU).focus()
    page.keyboard.press("Space")
    arrives(page, "/?hardware=gpu")
    page.go_back()
    arrives(page, "/")
    expect(page.locator(GPU)).to_be_focused()
    page.go_forward()
    arrives(page, "/?hardware=gpu")
    expect(page.locator(GPU)).to_be_focused()


def test_focus_stays_on_a_question_that_is_asked_no_more(page: Page) -> None:
    page.goto("/?latency=interactive&hardware=gpu&network=vpc")
    fold(page, "q-network")
    page.locator(VPC).focus()
    page.keyboard.press("Space")
    arrives(page, "/?latency=interactive&hardware=gpu")
    assert focused(page) == "f-network-vpc"
    expect(page.locator(VPC)).to_be_visible()


@pytest.mark.parametrize(("value", "url"), [("50 MB", "/?need=payload-size:50MB"), ("banana", None)])
def test_enter_in_a_need_adds_it_or_stays_with_what_is_wrong(page: Page, value: str, url: str | None) -> None:
    page.goto("/")
    fold(page, "need")
    page.locator("#need-feature").select_option("payload-size")
    page.locator("#need-value").fill(value)
    page.locator("#need-value").press("Enter")
    if url:
        arrives(page, url)
        expect(page.locator("#need")).not_to_have_attribute("open", "")
        assert focused(page) == "Add a need Payload size: 50 MB"
        expect(page.locator("#need-value")).to_have_value("")
    else:
        expect(page.locator("#e-need")).to_be_visible()
        assert focused(page) == "need-value"
        expect(page.locator("#need")).to_have_attribute("open", "")


def test_a_menu_closes_where_focus_goes_on(page: Page) -> None:
    page.goto("/")
    for menu, past in (("columns", "#compare summary"), ("export", "#how summary")):
        fold(page, menu)
        page.locator(f"#{menu} summary").focus()
        expect(page.locator(f"#{menu}")).to_have_attribute("open", "")
        page.locator(past).focus()
        expect(page.locator(f"#{menu}")).not_to_have_attribute("open", "")


def test_trying_again_in_vain_keeps_the_focus(page: Page) -> None:
    page.add_init_script("console.error = () => {}")
    page.goto("/")
    page.evaluate("window.real = fetch; window.fetch = () => Promise.reject(new TypeError('offline')); 0")
    page.locator("#show").focus()
    page.keyboard.press("Space")
    expect(page.locator("#failed")).to_be_visible()
    page.evaluate("window.first = document.getElementById('failed')")
    page.get_by_role("button", name="Try again").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('failed') !== first")
    assert focused(page) == "Try again"
    page.evaluate("window.fetch = window.real; 0")
    page.keyboard.press("Enter")
    arrives(page, "/?show=differences")
    assert focused(page) == "result"


def test_a_need_is_added_after_the_link_under_way(page: Page, new_page: NewPage) -> None:
    page.goto("/")
    fold(page, "need")
    page.locator("#need-feature").select_option("payload-size")
    page.locator("#need-value").fill("50 MB")
    slow(page, 200)
    click(page, SORT)
    page.locator("#need button").click()
    page.wait_for_url("**/?*sort=*")
    expect(page.locator("#need-value")).to_have_value("50 MB")
    expect(page.locator("#need")).to_have_attribute("open", "")
    arrives(page, "/?need=payload-size:50MB&sort=batch-transform")
    expect(page.locator("#need")).not_to_have_attribute("open", "")
    expect(page.locator("#need-value")).to_have_value("")
    expect(page.locator("#said")).to_have_text("")
    holds_as_fresh(page, new_page())


def test_a_need_is_added_though_an_answer_comes_right_after_it(page: Page) -> None:
    page.goto("/")
    fold(page, "need")
    page.locator("#need-feature").select_option("payload-size")
    page.locator("#need-value").fill("50 MB")
    slow(page, 200)
    page.locator("#need button").click()
    click(page, GPU)
    arrives(page, "/?hardware=gpu&need=payload-size:50MB")


def test_without_an_answer_what_was_done_stays_to_be_done_in_its_order(new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("console.error = () => {}")
    page.goto("/?latency=interactive")
    page.evaluate("window.real = fetch; window.fetch = () => Promise.reject(new TypeError('offline')); 0")
    click(page, GPU)
    expect(page.locator("#failed")).to_be_visible()
    click(page, SORT)
    click(page, "[aria-label^='Remove Latency']")
    click(page, VPC)
    page.wait_for_timeout(100)
    expect(page.locator("#failed")).to_be_visible()
    assert page.locator(GPU).is_checked()
    page.evaluate("window.fetch = window.real; window.dispatchEvent(new Event('online')); 0")
    arrives(page, "/?hardware=gpu&network=vpc&sort=batch-transform")
    holds_as_fresh(page, new_page())


def test_a_link_that_is_gone_once_the_network_is_back_is_told(new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("console.error = () => {}")
    page.goto("/?latency=interactive&scaling=scale-to-zero&hardware=gpu")
    page.evaluate("window.real = fetch; window.fetch = () => Promise.reject(new TypeError('offline')); 0")
    click(page, "#f-latency-near-real-time")
    expect(page.locator("#failed")).to_be_visible()
    click(page, ".relax a >> text=Drop GPU support")
    page.evaluate("window.fetch = window.real; window.dispatchEvent(new Event('online')); 0")
    arrives(page, "/?latency=near-real-time&scaling=scale-to-zero&hardware=gpu")
    expect(page.locator("#failed")).to_contain_text("Not followed, as the page has it no more: “Drop GPU support”.")
