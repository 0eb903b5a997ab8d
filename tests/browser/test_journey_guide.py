"""A reader who knows the workload: from "8 MB, ten minutes, GPU, caller can wait" to the decision that is shared."""

import re

import pytest
from playwright.sync_api import Page, expect

from matrix.store.revisions import Published
from tests.oracle.oracle import FITTING, OPTIONS, T1
from tests.support.browsing import address, arrives, focused, fold, shown, tab_to
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
    presses = 0
    for question, text, state in (
        ("payload", "8 MB", "/?payload=8MB"),
        ("time", "10 minutes", "/?payload=8MB&time=10min"),
    ):
        presses += open_by_key(page, question)
        presses += tab_to(page, f"#f-{question}")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        arrives(page, state)
    presses += open_by_key(page, "latency")
    presses += tab_to(page, "[name=latency]")
    while focused(page) != "f-latency-near-real-time":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    send(page, javascript, "/?latency=near-real-time&payload=8MB&time=10min")
    presses += open_by_key(page, "hardware")
    presses += tab_to(page, "#f-hardware-gpu")
    page.keyboard.press("Space")
    send(page, javascript, DECISION)
    expect(page.locator(".sum h2")).to_have_text("1 of 4 options fits")
    assert shown(page)["outcomes"]["asynchronous-inference"] == "conditional"

    # The decision, to be shared: the record by its link, which names the pinned data.
    presses += tab_to(page, "#export > summary")
    page.keyboard.press("Enter")
    presses += tab_to(page, "#export a[href^='/decision']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/decision"))
    record = page.locator("body").inner_text()
    assert f"rev={published.short}" in page.content() or f"rev={published.short}" in record
    assert re.search("Asynchronous inference.{0,5}fits if…", record, re.DOTALL)
    assert "Availability of the Amazon EC2 instance types depends on the AWS Region" in record
    assert presses < 200


def open_by_key(page: Page, question: str) -> int:
    """Open a question's fold where it isn't open; how many tabs it took to get there."""
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
    expect(page).to_have_title(re.compile("^1 of 4 options fits: Asynchronous inference if…"))
    elsewhere = new_page(javascript=javascript)
    elsewhere.goto(DECISION)

    assert shown(elsewhere) == shown(page)


@BOTH
def test_nothing_fits_and_one_click_helps(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto(NOTHING)
    expect(page.locator(".sum h2")).to_have_text("None of 4 options fits")
    ways = page.locator(".relax").first.get_by_role("link")
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
    expect(label).to_contain_text("leaves nothing")
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
        promised = re.search(r"(\d) fits?: .*hosting: (\d) of 4", promise)
        assert promised, promise
        fits = [slug for slug, outcome in shown(page)["outcomes"].items() if outcome in FITTING]
        first = [slug for slug in fits if slug in OPTIONS[T1]]
        assert [int(count) for count in promised.groups()] == [len(first), len(fits) - len(first)], promise


@BOTH
def test_not_sure_takes_an_answer_back(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto("/?latency=interactive&hardware=gpu")
    fold(page, "q-latency")
    page.locator("#q-latency").get_by_label("Not sure").check()
    if not javascript:
        page.locator("#guide").get_by_role("button", name="Apply").click()
    arrives(page, "/?hardware=gpu")


def test_questions_that_change_nothing_any_more_fold_away(published: Published, page: Page) -> None:
    page.goto("/?payload=2GB&time=2d")
    moot = page.locator("#moot")
    expect(moot).to_be_visible()
    names = moot.locator(".q").evaluate_all("found => found.map(fold => fold.id)")
    assert names, "and they can still be answered"
    fold(page, "moot")
    fold(page, names[0])
    expect(moot.locator(f"#{names[0]} fieldset")).to_be_visible()


def test_the_one_that_tells_most_is_marked_and_open(published: Published, page: Page) -> None:
    page.goto("/")
    marked = page.locator("details.q.next")
    expect(marked).to_have_count(1)
    expect(marked).to_have_attribute("open", "")
    expect(marked.locator("> summary")).to_contain_text("next")


def test_the_real_time_level_is_set_aside_when_real_time_is_out(published: Published, page: Page) -> None:
    page.goto("/")
    fold(page, "q-payload")
    page.locator("#f-payload").fill("50 MB")
    page.locator("#f-payload").press("Enter")
    arrives(page, "/?payload=50MB")

    expect(page.locator("#second > summary")).to_contain_text("Hosting options are set aside")
    assert address(page) == "/?payload=50MB"
