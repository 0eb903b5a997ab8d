"""The headline is there before the answer's page: what the guide promised, until that page says more."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browsing import arrives, fold, holds_as_fresh
from tests.support.contexts import NewPage

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]


def held(page: Page, start: str, *folds: str) -> Callable[[], None]:
    """The page, whose updates don't come until what this returns is called."""
    page.goto(start)
    for name in folds:
        fold(page, name)
    waiting: list[Route] | None = []

    def come(route: Route) -> None:
        if waiting is None:
            route.continue_()
        else:
            waiting.append(route)

    def release() -> None:
        nonlocal waiting
        routes, waiting = waiting or [], None
        for route in routes:
            route.continue_()

    page.route("**/?*", come)
    page.route("**/", come)
    return release


@pytest.mark.parametrize(
    ("start", "control", "headline", "below", "end"),
    [
        (
            "/",
            "hardware-gpu",
            "Real-time inference, Batch transform and Asynchronous inference fit, with 1 condition",
            "",
            "/?hardware=gpu",
        ),
        ("/?hardware=gpu", "hardware-gpu", "Which option fits?", "Answer what you know", "/"),
        ("/?latency=interactive", "latency-", "Which option fits?", "Answer what you know", "/"),
        (
            "/?latency=interactive&network=vpc",
            "latency-offline",
            "Real-time inference, Batch transform and Asynchronous inference fit",
            "",
            "/?latency=offline&network=vpc",
        ),
        (
            "/?hardware=inf1",
            "scaling-scale-to-zero",
            "None of 4 options fits",
            "Your requirements conflict",
            "/?scaling=scale-to-zero&hardware=inf1",
        ),
    ],
)
def test_it_is_said_before_the_page_comes(
    page: Page, new_page: NewPage, start: str, control: str, headline: str, below: str, end: str
) -> None:
    release = held(page, start, f"q-{control.partition('-')[0]}")
    cards = page.locator("#first").inner_html()
    page.locator(f"#f-{control}").evaluate("control => control.click()")
    assert page.locator("#sum h2").text_content() == headline
    assert below in (page.locator("#sum p").text_content() or "")
    expect(page.locator("#sum .ifs:visible")).to_have_count(0)
    assert page.locator("#first").inner_html() == cards, "the proof comes with the page"
    page.wait_for_timeout(50)
    release()
    arrives(page, end)
    holds_as_fresh(page, new_page())


@pytest.mark.parametrize("comes", [True, False])
def test_the_old_result_recedes_while_the_new_one_is_long_in_coming(new_page: NewPage, comes: bool) -> None:
    page = new_page()
    page.add_init_script("console.error = () => {}")
    release = held(page, "/", "q-hardware")
    page.locator("#f-hardware-gpu").evaluate("control => control.click()")
    expect(page.locator("#result[aria-busy=true]")).to_have_css("opacity", "0.5")
    if comes:
        release()
        arrives(page, "/?hardware=gpu")
    else:
        page.locator("#f-hardware-inf1").evaluate("control => control.click()")
        expect(page.locator("#result[aria-busy=true]")).to_have_count(1)
        page.evaluate("window.fetch = () => Promise.reject(new TypeError('offline')); 0")
        page.locator("#f-hardware-gpu").evaluate("control => control.click()")
        expect(page.locator("#failed")).to_be_visible()
    expect(page.locator("#result[aria-busy]")).to_have_count(0)
    expect(page.locator("#result")).to_have_css("opacity", "1")


def test_it_is_painted_before_what_proves_it(page: Page, new_page: NewPage) -> None:
    page.goto("/")
    painted = page.evaluate(
        """async () => {
            const headers = { "HX-Request": "true" };
            const response = await fetch("/?hardware=gpu", { headers });
            const text = await response.text();
            window.fetch = async () => new Response(text, response); // not asked ahead, yet here within the frame
            document.getElementById("f-hardware-gpu").click();
            await new Promise(requestAnimationFrame);
            return ["sum", "first"].map((id) => document.getElementById(id).textContent);
        }"""
    )
    assert painted[0].startswith(
        "Real-time inference, Batch transform and Asynchronous inference fit, with 1 condition"
    )
    assert "rules" not in painted[1]
    assert "GPU" not in painted[1]
    arrives(page, "/?hardware=gpu")
    assert "GPU" in (page.locator("#first").text_content() or "")
    holds_as_fresh(page, new_page())


@pytest.mark.parametrize(
    "fault", ["Promise.reject(new TypeError('offline'))", "Promise.resolve(new Response('', { status: 503 }))"]
)
def test_it_is_taken_back_where_no_page_comes(page: Page, new_page: NewPage, fault: str) -> None:
    page.add_init_script("console.error = () => {}")  # htmx tells a failed request there as well
    page.goto("/?network=vpc")
    before = page.locator("#sum").inner_text()
    page.evaluate("window.real = window.fetch; 0")
    page.evaluate(f"window.fetch = () => {fault}; 0")
    said = "control => { control.click(); return document.querySelector('#sum h2').textContent; }"
    assert page.locator("#f-hardware-inf1").evaluate(said) == "Real-time inference fits"
    expect(page.locator("#failed")).to_contain_text("this is still the result from before")
    assert page.locator("#sum").inner_text().endswith(before)
    page.evaluate("window.fetch = window.real; 0")
    page.get_by_role("button", name="Try again").click()
    arrives(page, "/?hardware=inf1&network=vpc")
    holds_as_fresh(page, new_page())


def test_nor_is_what_came_before_it_put_back_later(page: Page) -> None:
    page.add_init_script("console.error = () => {}")
    page.goto("/")
    page.locator("#f-hardware-inf1").evaluate("control => control.click()")
    arrives(page, "/?hardware=inf1")
    page.evaluate("window.fetch = () => Promise.reject(new TypeError('offline')); 0")
    page.locator(".chips a >> nth=0").evaluate("link => link.click()")
    expect(page.locator("#failed")).to_be_visible()
    expect(page.locator("#sum h2")).to_have_text("Real-time inference fits")


@pytest.mark.parametrize("other", ["typed", "chosen", "under way", "a link under way"])
def test_it_is_not_said_of_more_than_this_answer(page: Page, new_page: NewPage, other: str) -> None:
    release = held(page, "/?network=vpc", "q-hardware", "q-payload")
    expected = page.locator("#sum h2").text_content()
    if other == "typed":
        page.locator("#f-payload").evaluate("field => { field.value = '50MB'; }")
    elif other == "chosen":
        page.locator("#f-latency-interactive").evaluate("choice => { choice.checked = true; }")
    elif other == "a link under way":
        page.locator(".chips a >> nth=0").evaluate("link => link.click()")
    else:
        page.locator("#f-testing-shadow").evaluate("control => control.click()")
    page.locator("#f-hardware-inf1").evaluate("control => control.click()")
    assert page.locator("#sum h2").text_content() == expected
    page.wait_for_timeout(50)
    release()
    page.wait_for_url("**/*inf1*")
    expect(page.locator(".htmx-request")).to_have_count(0)
    holds_as_fresh(page, new_page())
