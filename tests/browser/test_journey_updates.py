"""An update leaves the reader where they were: focus, scroll position, open folds, what is being typed."""

import pytest
from playwright.sync_api import Page, expect

from matrix.store.revisions import Published
from tests.support.browsing import address, arrives, focused, fold, slow


def place(page: Page) -> dict[str, object]:
    seen: dict[str, object] = page.evaluate(
        """() => ({
            y: Math.round(scrollY),
            frame: document.querySelector("#hosting-options").closest(".frame").scrollLeft,
            folds: [...document.querySelectorAll("details[open]")].map(fold => fold.id),
        })"""
    )
    return seen


def test_it_works(published: Published, page: Page) -> None:
    """An answer by key: the result changes, and nothing else does."""
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/")
    for name in ("q-scaling", "q-hardware"):
        fold(page, name)
    page.locator("#f-hardware-gpu").focus()
    page.evaluate("window.scrollTo(0, 200)")
    before = place(page)
    assert {"q-scaling", "q-hardware"} <= set(before["folds"])  # type: ignore[call-overload]
    page.keyboard.press("Space")
    arrives(page, "/?hardware=gpu")
    expect(page.locator(".sum h2")).to_have_text(
        "Real-time inference, Batch transform and Asynchronous inference fit, with 1 condition"
    )

    assert focused(page) == "f-hardware-gpu"
    after = place(page)
    assert after["y"] == before["y"]
    assert set(before["folds"]) <= set(after["folds"])  # type: ignore[call-overload]
    page.keyboard.press("Space")
    arrives(page, "/")
    expect(page.locator(".sum h2")).to_have_text("Which option fits?")
    assert focused(page) == "f-hardware-gpu"


def test_folds_that_the_reader_closed_stay_closed(published: Published, page: Page) -> None:
    page.goto("/?hardware=gpu")
    expect(page.locator("#second")).to_have_attribute("open", "")
    page.locator("#second > summary").click()
    fold(page, "picture")
    fold(page, "q-hardware")
    page.locator("#f-hardware-d-instance").check()
    arrives(page, "/?hardware=gpu&hardware=d-instance")

    expect(page.locator("#second")).not_to_have_attribute("open", "")
    expect(page.locator("#picture")).to_have_attribute("open", "")


def test_folds_that_the_reader_left_alone_are_as_after_a_reload(published: Published, page: Page) -> None:
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto("/")
    assert page.locator("#more > [open]").count() == 0
    fold(page, "q-payload")
    page.locator("#f-payload").fill("5 MB")
    page.locator("#f-payload").press("Enter")
    arrives(page, "/?payload=5MB")
    expect(page.locator("#picture")).to_have_attribute("open", "")
    fold(page, "q-hardware")
    page.locator("#f-hardware-gpu").check()
    arrives(page, "/?payload=5MB&hardware=gpu")
    folds = "[...document.querySelectorAll('#more > details')].map((fold) => [fold.id, fold.open])"
    expect(page.locator("#more > [open]")).to_have_count(2)
    updated = page.evaluate(folds)
    page.reload()
    assert page.evaluate(folds) == updated


def test_the_place_in_a_table_is_kept(published: Published, page: Page) -> None:
    page.set_viewport_size({"width": 500, "height": 600})
    page.goto("/?q=support")
    table = page.locator("#hosting-options")
    table.scroll_into_view_if_needed()
    table.evaluate("table => table.closest('.frame').scrollTo(30, 0)")
    box = page.get_by_role("checkbox", name="Only differences")
    box.focus(timeout=1000)
    page.keyboard.press("Space")
    arrives(page, "/?q=support&show=differences")

    assert table.evaluate("table => table.closest('.frame').scrollLeft") == 30
    assert focused(page) == "show"


@pytest.mark.parametrize("latency", [0, 300])
def test_typing_in_the_search_is_not_lost(published: Published, page: Page, latency: int) -> None:
    page.goto("/")
    slow(page, latency)
    search = page.get_by_role("searchbox")
    search.press_sequentially("model pa", delay=10)
    page.wait_for_timeout(300)  # the first request is on its way, or answered
    search.press_sequentially("rallel ser", delay=60)
    page.wait_for_timeout(300)
    search.press_sequentially("ving", delay=10)
    expect(page.locator("tr[data-feature]")).to_have_count(2)

    expect(search).to_have_value("model parallel serving")
    assert focused(page) == "q"
    expect(page).to_have_url("/?q=model+parallel+serving")
    assert search.evaluate("field => field.selectionStart") == len("model parallel serving")


def test_the_last_of_quick_answers_counts(published: Published, page: Page) -> None:
    """Answers come faster than their results: what is shown in the end is what the form holds."""
    page.goto("/")
    slow(page, 200)
    for name in ("q-hardware", "q-network"):
        fold(page, name)
    for field in ("hardware-gpu", "network-vpc", "hardware-d-instance", "network-isolation", "hardware-gpu"):
        page.locator(f"#f-{field}").click()
    arrives(page, "/?hardware=d-instance&network=isolation&network=vpc")

    assert not page.locator("#f-hardware-gpu").is_checked()
    assert page.locator("#f-hardware-d-instance").is_checked()
    expect(page.locator("#guide > h2 small")).to_contain_text("2 answers")


def test_a_field_that_cannot_be_read_keeps_its_text(published: Published, page: Page) -> None:
    page.goto("/")
    fold(page, "q-payload")
    field = page.locator("#f-payload")
    field.fill("8 potatoes")
    field.press("Enter")
    expect(page.locator("#e-payload")).to_contain_text("potatoes")

    expect(field).to_have_value("8 potatoes")
    assert focused(page) == "f-payload"
    assert "payload=8+potatoes" in address(page), "a reload says the same"
    field.fill("8 MB")
    field.press("Enter")
    arrives(page, "/?payload=8MB")
    expect(page.locator("#e-payload")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_screen_reader_is_told(published: Published, page: Page) -> None:
    """Result and number of rows stand in live regions that outlive the update."""
    page.goto("/")
    regions = page.locator(".sum[role=status], .tools [role=status]")
    assert regions.evaluate_all("found => { window.kept = found; return found.length }") == 2
    page.get_by_role("searchbox").fill("gpu")
    arrives(page, "/?q=gpu")

    expect(regions.last).to_have_text("1 of 26 and 1 of 24 rows")
    assert regions.evaluate_all("found => found.every((e, at) => e === kept[at])"), "a new element is not announced"
    assert page.title().startswith("Which option fits?")


def test_links_in_the_page_work_as_links(published: Published, page: Page) -> None:
    """A chip opened in another tab is the whole page."""
    page.goto("/?hardware=gpu&q=support")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Remove Search").click(modifiers=["Control"])
    other = opened.value
    other.wait_for_load_state()

    assert address(other) == "/?hardware=gpu"
    assert address(page) == "/?hardware=gpu&q=support"


def test_one_state_is_one_step_in_history(published: Published, page: Page) -> None:
    """Leaving a field, or sending the form once more, asks nothing new."""
    page.goto("/")
    steps = page.evaluate("history.length")
    search = page.get_by_role("searchbox")
    search.fill("gpu")
    arrives(page, "/?q=gpu")
    search.blur()
    page.wait_for_timeout(400)
    search.press("Enter")
    page.wait_for_timeout(400)

    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    arrives(page, "/")
    expect(search).to_have_value("")


def test_a_question_that_is_opened_out_of_order_keeps_the_reader(published: Published, page: Page) -> None:
    page.goto("/")
    fold(page, "q-payload")
    expect(page.locator("#f-payload")).to_be_focused()
    fold(page, "q-chunked")
    page.locator("#f-chunked-yes").check()
    arrives(page, "/?chunked=yes")
    expect(page.locator("#q-chunked")).not_to_have_attribute("open", "")
    expect(page.locator(".q.next")).to_have_id("q-latency")
    assert focused(page).startswith("Chunked transfer")
    expect(page.locator("#q-chunked")).to_be_in_viewport(ratio=1)
