"""A reader compares: search, two columns, only differences, a need, the link; with JavaScript and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from matrix.store.revisions import Published
from tests.support.browsing import address, arrives, focused, fold, rows, shown
from tests.support.contexts import NewPage

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
LINK = (
    "/?need=payload-size:5MB&q=s&option=real-time-inference&option=asynchronous-inference&show=differences"
    "&sort=-real-time-inference"
)


def apply(page: Page, javascript: bool) -> None:
    """Without JavaScript a button sends the form; with it the change itself has."""
    if not javascript:
        page.locator(".tools").get_by_role("button", name="Apply").click()


@BOTH
def test_from_search_to_a_sorted_comparison(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto("/")
    assert (len(rows(page)), len(rows(page, "hosting-options"))) == (26, 24)

    page.get_by_role("searchbox", name="Search").press_sequentially("s", delay=20)
    apply(page, javascript)
    arrives(page, "/?q=s")
    hide(page, javascript, "batch-transform", "serverless-inference", "docker-containers")
    pair = "q=s&option=real-time-inference&option=asynchronous-inference"
    arrives(page, f"/?{pair}")

    page.get_by_role("checkbox", name="Only differences").check()
    apply(page, javascript)
    arrives(page, f"/?{pair}&show=differences")

    fold(page, "need")
    page.locator("#need-feature").select_option("payload-size")
    page.get_by_label("Its size").fill("5 mb")
    page.get_by_role("button", name="Not added yet: Add").click()
    arrives(page, f"/?need=payload-size:5MB&{pair}&show=differences")

    page.get_by_label("Sort by Real-time inference").click()
    expect(page.get_by_label("Turn the order by Real-time inference round")).to_be_visible()
    page.get_by_label("Turn the order by Real-time inference round").click()
    arrives(page, LINK)


def hide(page: Page, javascript: bool, *slugs: str) -> None:
    """Columns go, one by one."""
    for slug in slugs:
        fold(page, "columns")
        page.locator(f"#o-{slug}").uncheck()
        if javascript:
            expect(page.locator(f"thead [data-option={slug}]")).to_have_count(0)
    apply(page, javascript)
    if javascript:
        page.keyboard.press("Escape")
        page.locator("#columns > summary").click()


@BOTH
def test_the_link_that_the_page_offers_says_the_same_to_somebody_else(
    published: Published, new_page: NewPage, javascript: bool
) -> None:
    page, colleague = new_page(javascript=javascript), new_page()
    page.goto(LINK)
    fold(page, "share")
    link = page.get_by_role("textbox", name="Live: follows this site’s corrections").input_value()
    assert link.endswith(f"{LINK}#inference-options")
    pinned = page.get_by_role("textbox", name="Frozen: always these facts").input_value()
    assert pinned == link.replace("#", f"&rev={published.short}#")

    colleague.goto(link)
    expect(colleague.locator("#title-inference-options")).to_be_in_viewport()
    assert shown(colleague) == shown(page)
    assert address(colleague) == LINK
    colleague.goto(pinned)
    assert shown(colleague)["tables"] == shown(page)["tables"]


@BOTH
def test_columns_to_compare_are_one_click(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto("/")
    fold(page, "compare")
    page.locator("#compare").get_by_role("link", name="Batch and Serverless").click()

    arrives(page, "/?option=batch-transform&option=serverless-inference&show=differences#inference-options")
    expect(page.locator("#inference-options thead th[data-option]")).to_have_count(2)


@BOTH
def test_each_chip_takes_its_own_filter_away(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto(LINK)
    for name, left in (
        (
            "Remove Search",
            "need=payload-size:5MB&option=real-time-inference&option=asynchronous-inference&show=differences",
        ),
        ("Remove Columns", "need=payload-size:5MB&show=differences"),
        ("Remove Rows", "need=payload-size:5MB"),
    ):
        page.get_by_role("link", name=name).click()
        expect(page).to_have_url(re.compile(re.escape(f"/?{left}&sort=-real-time-inference") + "$"))
    page.get_by_role("link", name="Remove Sorted by").click()
    arrives(page, "/?need=payload-size:5MB")
    page.get_by_role("link", name="Remove Payload size").click()
    arrives(page, "/")
    expect(page.locator(".chips")).to_have_count(0)


@BOTH
def test_back_and_forward(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    steps = ["/", "/?hardware=gpu", "/?hardware=gpu&q=support", "/?hardware=gpu&q=support&show=differences"]
    counts: dict[str, tuple[int, int]] = {}
    page.goto("/")
    for step in steps:
        if step.endswith("gpu"):
            fold(page, "q-hardware")
            page.locator("#f-hardware-gpu").check()
            if not javascript:
                page.locator("#guide").get_by_role("button", name="Apply").click()
        elif step.endswith("support"):
            page.get_by_role("searchbox").fill("support")
            apply(page, javascript)
        elif step.endswith("differences"):
            page.get_by_role("checkbox", name="Only differences").check()
            apply(page, javascript)
        arrives(page, step)
        counts[step] = (page.locator("tr[data-feature]").count(), page.locator("[data-outcome=ruled-out]").count())
    assert len(set(counts.values())) == 4, "each step shows something else"

    for step in steps[2::-1]:
        page.go_back()
        arrives(page, step)
        expect(page.locator("tr[data-feature]")).to_have_count(counts[step][0])
        expect(page.locator("[data-outcome=ruled-out]")).to_have_count(counts[step][1])
        expect(page.get_by_role("searchbox")).to_have_value("support" if "support" in step else "")
    for step in steps[1:]:
        page.go_forward()
        arrives(page, step)
        expect(page.locator("tr[data-feature]")).to_have_count(counts[step][0])
        expect(page.get_by_role("searchbox")).to_have_value("support" if "support" in step else "")
    if javascript:
        assert page.get_by_role("checkbox", name="Only differences").is_checked()
        assert page.locator("#f-hardware-gpu").is_checked()


def test_reset(published: Published, page: Page) -> None:
    page.goto(LINK)
    page.get_by_role("link", name="Start over").click()

    arrives(page, "/")
    expect(page.locator("tr[data-feature]")).to_have_count(50)


def test_filters_lead_to_their_link_and_are_cleared_alone(published: Published, page: Page) -> None:
    page.goto(LINK)
    page.get_by_role("link", name="Share this view").first.click()
    expect(page.locator("#share-pinned")).to_be_focused()
    page.get_by_role("link", name="Show all rows").click()

    arrives(page, "/?need=payload-size:5MB")
    expect(page.locator("tr[data-feature]")).to_have_count(50)


def test_a_need_is_added_or_told_what_is_wrong_with_it(published: Published, page: Page) -> None:
    page.goto("/")
    fold(page, "need")
    expect(page.locator("#need button")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#said")).to_have_text("Choose a feature first")
    assert focused(page) == "need-feature"

    page.locator("#need-feature").select_option("payload-size")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#need-value")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#need-feature")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#need")).to_have_attribute("open", "")
    assert focused(page) == "need-value"

    page.keyboard.type("abc")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#e-need")).to_contain_text("abc")
    page.get_by_role("checkbox", name="Only differences").check()
    arrives(page, "/?show=differences")
    page.get_by_role("checkbox", name="Only differences").uncheck()
    arrives(page, "/")
    fold(page, "need")
    expect(page.locator("#need-feature")).to_have_value("payload-size")
    expect(page.locator("#need-value")).to_have_value("abc")

    page.locator("#need-value").fill("5 MB")
    page.get_by_role("button", name="Add").click()
    arrives(page, "/?need=payload-size:5MB")
    expect(page.locator("#need")).not_to_have_attribute("open", "")
    assert focused(page) == "Add a need Payload size: 5 MB"


def test_a_need_that_is_half_entered_waits(published: Published, page: Page) -> None:
    """Whatever else is changed in between, it is neither sent nor lost."""
    page.goto("/")
    fold(page, "need")
    page.locator("#need-feature").select_option("payload-size")
    page.locator("#need-value").fill("5")
    page.get_by_role("checkbox", name="Only differences").check()
    arrives(page, "/?show=differences")
    fold(page, "q-testing")
    page.locator("#f-testing-shadow").check()
    arrives(page, "/?testing=shadow&show=differences")

    fold(page, "need")
    expect(page.locator("#need-feature")).to_have_value("payload-size")
    expect(page.locator("#need-value")).to_have_value("5")
    page.locator("#need-value").fill("5 MB")
    page.locator("#need-value").press("Enter")
    arrives(page, "/?testing=shadow&need=payload-size:5MB&show=differences")
    expect(page.locator("#need-feature")).to_have_value("")


@pytest.mark.parametrize("how", ["Add", "Enter"])
def test_a_need_whose_update_failed_is_sent_again(published: Published, page: Page, how: str) -> None:
    page.add_init_script("console.error = () => {}")  # htmx tells a failed request there as well
    page.goto("/")
    fold(page, "need")
    page.locator("#need-feature").select_option("payload-size")
    page.locator("#need-value").fill("5 MB")
    page.evaluate("window.real = fetch; window.fetch = () => Promise.reject(new TypeError('offline')); 0")
    if how == "Add":
        page.get_by_role("button", name="Add").click()
    else:
        page.locator("#need-value").press("Enter")
    expect(page.locator("#failed")).to_be_visible()
    page.evaluate("window.fetch = window.real; 0")
    page.get_by_role("button", name="Try again").click()
    arrives(page, "/?need=payload-size:5MB")


def test_an_answer_that_changes_nothing_is_confirmed(published: Published, page: Page) -> None:
    page.goto("/?payload=2MB")
    fold(page, "q-payload")
    field = page.locator("#f-payload")
    field.fill("3 MB")
    field.press("Enter")
    arrives(page, "/?payload=3MB")
    expect(page.locator("#said")).to_have_text("Updated: still All 4 options fit")
