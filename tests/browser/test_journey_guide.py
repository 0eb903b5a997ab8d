"""A reader who knows the workload: from "8 MB, ten minutes, GPU, caller can wait" to the decision that is shared."""

import re

import pytest
from playwright.sync_api import Page, expect

from matrix.store.revisions import Published
from tests.oracle.oracle import FITTING, OPTIONS, T1
from tests.support.browsing import arrives, focused, fold, shown, tab_to
from tests.support.contexts import NewPage

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
DECISION = "/?latency=near-real-time&payload=8MB&time=10min&hardware=gpu"
NOTHING = "/?latency=interactive&scaling=scale-to-zero&hardware=gpu"


def send(page: Page, javascript: bool, address: str) -> None:
    """Without JavaScript the form is sent by key; with it, each answer has sent itself."""
    if not javascript:
        page.keyboard.press("Enter")
    arrives(page, address)


@BOTH
def test_by_keyboard_alone(published: Published, new_page: NewPage, javascript: bool) -> None:
    """Nothing is clicked. Two hundred presses of Tab are a minute's work for who knows the page not at all."""
    page = new_page(javascript=javascript)
    page.goto("/")
    presses = open_by_key(page, "latency")
    presses += tab_to(page, "[name=latency]")
    while focused(page) != "f-latency-near-real-time":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    send(page, javascript, "/?latency=near-real-time")
    opened = page.locator("#guide > .q[open]")
    expect(opened).to_have_id("q-latency" if javascript else "q-payload")  # its choices may only be leafed through
    for question, text, state in (
        ("payload", "8 MB", "/?latency=near-real-time&payload=8MB"),
        ("time", "10 minutes", "/?latency=near-real-time&payload=8MB&time=10min"),
    ):
        presses += open_by_key(page, question)
        presses += tab_to(page, f"#f-{question}")
        expect(opened).to_have_id(f"q-{question}")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        arrives(page, state)
    presses += open_by_key(page, "hardware")
    presses += tab_to(page, "#f-hardware-gpu")
    page.keyboard.press("Space")
    send(page, javascript, DECISION)
    expect(page.locator(".sum h2")).to_have_text("Asynchronous inference fits, with 1 condition")
    assert shown(page)["outcomes"]["asynchronous-inference"] == "conditional"

    # The decision, to be shared: the record by its link, which names the pinned data.
    presses += tab_to(page, "#export > summary")
    page.keyboard.press("Enter")
    presses += tab_to(page, "#export a[href^='/decision']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/decision"))
    record = page.locator("body").inner_text()
    assert f"rev={published.short}" in page.content() or f"rev={published.short}" in record
    assert re.search("Asynchronous inference.{0,5}fits, with 1 condition", record, re.DOTALL)
    assert "Availability of the Amazon EC2 instance types depends on the AWS Region" in record
    assert presses < 200


def open_by_key(page: Page, question: str) -> int:
    """Open a question's fold where it isn't open; how many tabs it took to get there. With JavaScript, once nothing is
    next, the focus is in the list of what can be confirmed."""
    if page.evaluate("Boolean(document.activeElement.closest('#stands'))"):
        presses = tab_to(page, f"#stands a[href='#a-{question}']")
        page.wait_for_timeout(550)  # nobody means what came into focus before they saw it
        page.keyboard.press("Enter")
        return presses
    presses = tab_to(page, f"#q-{question} > summary")
    if page.locator(f"#q-{question}").get_attribute("open") is None:
        page.keyboard.press("Enter")
    return presses


@BOTH
def test_the_decision_elsewhere(published: Published, new_page: NewPage, javascript: bool) -> None:
    """The link, opened by a colleague, says the same as it said to whom it was made by."""
    page = new_page()
    page.goto("/")
    for question, value in (("payload", "8 MB"), ("time", "10 minutes")):
        fold(page, f"q-{question}")
        page.locator(f"#f-{question}").fill(value)
        page.locator(f"#f-{question}").press("Enter")
    fold(page, "q-latency")
    page.locator("#f-latency-near-real-time").check()
    fold(page, "q-hardware")
    page.locator("#f-hardware-gpu").check()
    arrives(page, DECISION)
    expect(page).to_have_title(re.compile("^Asynchronous inference fits, with 1 condition"))
    elsewhere = new_page(javascript=javascript)
    elsewhere.goto(DECISION)

    assert shown(elsewhere) == shown(page)


@BOTH
def test_nothing_fits_and_one_click_helps(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto(NOTHING)
    expect(page.locator(".sum h2")).to_have_text("None of 4 options fits")
    ways = page.locator(".relax a[href^='/']")  # others lead to what another page says
    expect(ways).to_have_count(3)
    for at, (url, brings) in enumerate(
        (
            ("/?scaling=scale-to-zero&hardware=gpu", "asynchronous-inference"),
            ("/?latency=interactive&hardware=gpu", "real-time-inference"),
            ("/?latency=interactive&scaling=scale-to-zero", "serverless-inference"),
        )
    ):
        ways.nth(at).click()
        arrives(page, url)
        outcomes = shown(page)["outcomes"]
        assert outcomes[brings] in ("fits", "conditional")
        expect(page.locator(".relax")).to_have_count(0)
        page.go_back()
        arrives(page, NOTHING)
        expect(ways).to_have_count(3)


@BOTH
def test_an_answer_that_leaves_nothing_is_told_and_can_be_chosen(
    published: Published, new_page: NewPage, javascript: bool
) -> None:
    page = new_page(javascript=javascript)
    page.goto("/?latency=interactive&scaling=scale-to-zero")
    fold(page, "q-hardware")
    label = page.locator("#q-hardware label", has=page.locator("#f-hardware-gpu"))
    expect(label).to_contain_text("no option left")
    page.locator("#f-hardware-gpu").check()
    if not javascript:
        page.locator("#guide").get_by_role("button", name="Apply").click()
    arrives(page, NOTHING)
    expect(page.locator(".sum h2")).to_have_text("None of 4 options fits")


def test_what_is_promised_is_what_is_got(published: Published, page: Page) -> None:
    page.goto("/?payload=5MB")
    for field, name in (
        ("latency-offline", "latency"),
        ("hardware-d-instance", "hardware"),
        ("scaling-autoscaling", "scaling"),
    ):
        fold(page, f"q-{name}")
        promise = page.locator(f"#q-{name} label", has=page.locator(f"#f-{field}")).locator("small").inner_text()
        page.locator(f"#f-{field}").check()
        expect(page.locator(f"#q-{name} > summary b")).to_be_visible()
        hosting = re.search(r" \((\d) of its 4 hosting options\)", promise)
        count = 4 if promise.startswith("all fit") else len(re.split(r", | and ", promise))
        fits = [slug for slug, outcome in shown(page)["outcomes"].items() if outcome in FITTING]
        first = [slug for slug in fits if slug in OPTIONS[T1]]
        assert (count, int(hosting[1]) if hosting else 4) == (len(first), len(fits) - len(first)), promise


@BOTH
def test_not_sure_takes_an_answer_back(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto("/?latency=interactive&hardware=gpu")
    fold(page, "q-latency")
    page.locator("#q-latency").get_by_label("Not sure").check()
    if not javascript:
        page.locator("#guide").get_by_role("button", name="Apply").click()
    arrives(page, "/?hardware=gpu")


def test_a_question_that_changes_nothing_stays_says_why_and_can_be_answered(published: Published, page: Page) -> None:
    page.goto("/?latency=near-real-time&payload=20MB")
    question = page.locator("#q-scaling")
    expect(question.locator("summary small")).to_have_text("Asynchronous fits with any answer")
    said = page.locator(".q > summary small").all()
    assert len(said) > 4
    assert all(it.evaluate("it => it.scrollWidth <= it.clientWidth && it.clientHeight <= 28") for it in said), "whole"
    fold(page, "q-scaling")
    places = "() => [...document.querySelectorAll('#guide > .q')].map((q) => q.getBoundingClientRect().top)"
    before = page.evaluate(places)
    page.locator("#f-scaling-scale-to-zero").check()
    arrives(page, "/?latency=near-real-time&payload=20MB&scaling=scale-to-zero")

    expect(question).to_contain_text("Scale to zero when idle")
    assert page.evaluate(places) == before, "nothing moves under the pointer"


@BOTH
def test_the_first_that_tells_options_apart_is_marked_and_open(
    published: Published, new_page: NewPage, javascript: bool
) -> None:
    page = new_page(javascript=javascript)
    page.goto("/?latency=offline")
    marked = page.locator("details.q.next")
    expect(marked).to_have_attribute("id", "q-payload")
    expect(marked).to_have_attribute("open", "")
    expect(marked.locator("> summary")).to_contain_text("next")
    skip = page.get_by_role("button", name="Skip", exact=False)
    expect(skip).to_have_count(1 if javascript else 0)


def test_what_is_passed_over_is_so_on_this_page_and_next_goes_on(published: Published, page: Page) -> None:
    page.goto("/?latency=offline")
    for passed, next_question in (("payload", "time"), ("time", "scaling")):
        page.locator(f"#q-{passed}").get_by_role("button", name="Skip: doesn’t matter").click()
        expect(page.locator(".q.next")).to_have_attribute("id", f"q-{next_question}")
        expect(page.locator(f"#q-{passed}")).not_to_have_attribute("open", "")
    assert focused(page) == "f-scaling-scale-to-zero", "the reader goes on there"
    page.locator("#f-scaling-autoscaling").click()
    arrives(page, "/?latency=offline&scaling=autoscaling")
    expect(page.locator("#guide > .q[open]"), "of many answers: alone until it is done").to_have_id("q-scaling")
    expect(page.locator(".q.next")).to_have_attribute("id", "q-hardware")
    page.locator("#q-scaling").get_by_role("button", name="Next").click()
    expect(page.locator("#guide > .q[open]")).to_have_id("q-hardware")
    expect(page.locator("#q-payload")).to_have_class("q passed")
    page.reload()
    expect(page.locator(".q.next")).to_have_attribute("id", "q-payload")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_first_task_in_nine_clicks_and_two_typings(
    published: Published, new_page: NewPage, width: int, height: int
) -> None:
    """20 MB, 3 minutes, callers poll, GPU, nothing when idle: by what is next, and by the list once nothing is."""
    page, clicks = new_page(width=width, height=height), 0

    def click(selector: str) -> None:
        nonlocal clicks
        page.locator(selector).click()
        clicks += 1

    def answered(url: str, typed: str = "") -> None:
        if typed:
            page.keyboard.type(typed)
            page.keyboard.press("Enter")
        arrives(page, url)
        expect(page.locator("#sum h2")).to_be_in_viewport(ratio=1)
        assert width < 1024 or page.evaluate("scrollY") == 0, "the guide scrolls by itself"

    page.goto("/")
    if page.locator("#guide").get_attribute("open") is None:
        click("#guide > summary")
    click(".q.next label:has-text('the caller can wait')")
    answered("/?latency=near-real-time")
    click(".q.next fieldset input")
    answered("/?latency=near-real-time&payload=20MB", "20 MB")
    expect(page.locator(".q.next")).to_have_count(0)
    click("#stands a:text-is('Time')")
    answered("/?latency=near-real-time&payload=20MB&time=3min", "3 minutes")
    click("#stands a:text-is('Hardware')")
    click("#f-hardware-gpu")
    answered("/?latency=near-real-time&payload=20MB&time=3min&hardware=gpu")
    click("#q-scaling > summary")
    click("#f-scaling-scale-to-zero")
    answered("/?latency=near-real-time&payload=20MB&time=3min&scaling=scale-to-zero&hardware=gpu")

    assert shown(page)["outcomes"]["asynchronous-inference"] == "conditional"
    assert clicks <= 9


def test_where_nothing_is_next_the_focus_stays(published: Published, page: Page) -> None:
    page.goto("/?scaling=scale-to-zero&hardware=gpu&need=volume-encryption")
    fold(page, "q-latency")
    page.locator("#f-latency-interactive").click()
    arrives(page, "/?latency=interactive&scaling=scale-to-zero&hardware=gpu&need=volume-encryption")
    expect(page.locator("#guide > .q[open]")).to_have_count(0)
    assert focused(page).startswith("Latency")

    page.get_by_role("link", name="Remove Volume encryption").focus()
    page.keyboard.press("Enter")
    arrives(page, "/?latency=interactive&scaling=scale-to-zero&hardware=gpu")
    assert focused(page).startswith("Hardware"), "never at what takes all away"


def test_a_number_without_its_unit_is_one_click_from_its_meaning(published: Published, page: Page) -> None:
    page.goto("/?latency=near-real-time&time=30s")
    fold(page, "need")
    page.locator("#f-payload").fill("20")
    assert page.locator("#q-payload button:visible").all_text_contents() == ["Next"], "instead of what passes it over"
    page.locator("#q-payload").get_by_role("button", name="Next").click()
    page.locator("#q-payload .readings").get_by_role("link", name="20 MB").click()
    arrives(page, "/?latency=near-real-time&payload=20MB&time=30s")
    expect(page.locator("#q-payload summary b")).to_have_text("20 MB")
    fold(page, "q-payload")
    page.locator("#f-payload").fill("30 mebibytes")
    page.locator("#f-payload").press("Enter")
    arrives(page, "/?latency=near-real-time&payload=30MB&time=30s")
    expect(page.locator("#f-payload"), "as it is read").to_have_value("30 MB")
    assert focused(page) != "need-feature", "Enter was not meant for its button"


def test_the_real_time_level_is_set_aside_when_real_time_is_out(published: Published, page: Page) -> None:
    page.goto("/")
    fold(page, "q-payload")
    page.locator("#f-payload").fill("50 MB")
    page.locator("#f-payload").press("Enter")
    arrives(page, "/?payload=50MB")

    expect(page.locator("#second > summary")).to_contain_text("Hosting options are set aside")
