"""Reading the tables: footnotes at their cells, blanks in words, narrow screens, a frame."""

import pytest
from playwright.sync_api import Page, expect

from matrix.store.revisions import Published
from tests.support.browsing import address, focused, fold, tab_to
from tests.support.contexts import NewPage

MARK = "#inference-options-gpu-support td[data-option=batch-transform] a"
STATES = (
    "/",
    "/?latency=near-real-time&payload=8MB&time=10min&hardware=gpu",
    "/?latency=interactive&scaling=scale-to-zero&hardware=gpu&need=data-capture-model-monitor-support&q=s",
    "/?payload=50&colour=red&rev=0000000",
)


@pytest.mark.parametrize("key", ["", "Enter"], ids=["mouse", "key"])
@pytest.mark.parametrize("mark", [MARK, "#first .ifs a[href='#fn-1']"], ids=["cell", "condition"])
def test_a_footnote_opens_at_its_mark(published: Published, page: Page, key: str, mark: str) -> None:
    page.goto("/?hardware=gpu")
    found = page.locator(mark).first
    note = page.locator("#fn-1")
    before = found.bounding_box()
    if key:
        found.focus()
        before = found.bounding_box()
        page.keyboard.press(key)
    else:
        found.click()
        before = found.bounding_box()
    expect(note).to_be_in_viewport()
    assert note.evaluate("note => note.matches(':popover-open')")
    assert "Availability of the Amazon EC2 instance types" in note.inner_text()
    expect(found).to_have_attribute("aria-expanded", "true")
    assert focused(page) == ("fn-1" if key else "1" if mark == MARK else "note 1"), "by key it is read, and goes on"
    page.keyboard.press("Escape")
    expect(found).not_to_have_attribute("aria-expanded", "true")

    expect(note).not_to_have_attribute("popover", "auto")
    assert note.is_visible(), "it stands at the foot as before"
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#fn-1"
    assert found.evaluate("mark => mark === document.activeElement")
    assert found.bounding_box() == before, "the page has not moved"
    assert address(page) == "/?hardware=gpu"


@pytest.mark.parametrize(
    ("key", "place"), [("", "td a.said"), ("Enter", "td a.said"), ("", ".dated a[href^='#said-']")]
)
def test_what_another_source_says_opens_at_its_mark_too(published: Published, page: Page, key: str, place: str) -> None:
    page.goto("/?payload=3MB")
    mark = page.locator(place).first
    note = page.locator(str(mark.get_attribute("href")))
    if key:
        mark.press(key)
    else:
        mark.click()
    expect(note).to_be_in_viewport()
    assert note.evaluate("note => note.matches(':popover-open')")
    page.keyboard.press("Escape")
    expect(note).not_to_have_attribute("popover", "auto")
    assert mark.evaluate("mark => mark === document.activeElement")
    assert address(page) == "/?payload=3MB"


def test_a_footnote_is_closed_by_its_own_button_and_by_a_click_elsewhere(published: Published, page: Page) -> None:
    page.goto("/")
    note = page.locator("#fn-1")
    page.locator(MARK).click()
    note.get_by_role("link", name="Close").click()
    expect(note).not_to_have_attribute("popover", "auto")
    page.locator(MARK).click()
    assert note.evaluate("note => note.matches(':popover-open')")
    page.mouse.click(5, 5)
    expect(note).not_to_have_attribute("popover", "auto")


def test_a_footnote_that_is_left_for_a_field_takes_nothing_from_it(published: Published, page: Page) -> None:
    page.goto("/")
    for _ in range(2):  # the second time too: nothing of the first is left
        page.locator(MARK).click()
        page.get_by_role("searchbox").click()
        expect(page.locator("#fn-1")).not_to_have_attribute("popover", "auto")
        page.keyboard.type("gpu")
        assert focused(page) == "q"
    expect(page.get_by_role("searchbox")).to_have_value("gpugpu")


def test_a_footnote_by_touch(published: Published, new_page: NewPage) -> None:
    page = new_page(width=400, has_touch=True, is_mobile=True)
    page.goto("/")
    page.locator(MARK).tap()

    expect(page.locator("#fn-1")).to_be_in_viewport(ratio=1)
    before = page.evaluate("scrollY")
    page.touchscreen.tap(200, 100)
    expect(page.locator("#fn-1")).not_to_be_in_viewport()
    assert page.evaluate("scrollY") == before, "the page has not moved"


def test_a_footnote_without_javascript(published: Published, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/?hardware=gpu")
    page.locator(MARK).click()
    expect(page.locator("#fn-1")).to_be_in_viewport()
    page.mouse.click(600, 100)  # beside it
    expect(page.locator("#fn-1")).not_to_be_in_viewport()
    page.locator(MARK).click()
    page.locator("#fn-1").get_by_role("link", name="GPU support (inference options)").click()

    expect(page.locator("#inference-options-gpu-support")).to_be_in_viewport()
    assert address(page) == "/?hardware=gpu"


def test_a_footnote_after_an_update(published: Published, page: Page) -> None:
    """The marks of rows that an update brought open as those of the first page do."""
    page.goto("/?q=zzz")
    page.get_by_role("searchbox").fill("gpu")
    page.locator(MARK).click()

    assert page.locator("#fn-1").evaluate("note => note.matches(':popover-open')")
    page.keyboard.press("Escape")
    assert page.locator(MARK).evaluate("mark => mark === document.activeElement")


def test_every_kind_of_cell_says_itself(published: Published, page: Page) -> None:
    """A blank says that it is not supported; a tick's footnote has a name."""
    page.goto("/")
    table = page.locator("#inference-options")
    for key, option, wanted in (
        ("gpu-support", "serverless-inference", "not supported"),
        ("gpu-support", "batch-transform", "✓footnote 1"),
        ("scale-to-zero", "batch-transform", "N/A"),
        ("payload-size", "asynchronous-inference", "≤ 1 GB"),
        ("request-timeout", "batch-transform", "Days another AWS page says otherwise: Hosting FAQs"),
    ):
        cell = table.locator(f"[data-feature={key}] td[data-option={option}]")
        assert f'cell "{wanted}' in cell.aria_snapshot()
    blank = table.locator("[data-feature=gpu-support] td[data-option=serverless-inference]")
    assert blank.inner_text().strip() in ("", "–")
    # Told apart by more than colour: what isn't a tick is set otherwise, or says so.
    docker = table.locator("thead th[data-option=docker-containers]")
    expect(docker).to_contain_text("not a choice")


# --- Narrow screens ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_nothing_scrolls_sideways_at_320(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(width=320, height=640, javascript=javascript)
    for state in STATES:
        page.goto(state)
        assert width(page) <= 320, f"{state}: {widest(page)}"
        page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        assert width(page) <= 320, f"{state}, all folds open: {widest(page)}"
        for menu in ("share", "export", "how", "columns", "compare", "need"):
            page.evaluate("name => { document.getElementById(name).open = true }", menu)
            assert width(page) <= 320, f"{state}, {menu} open: {widest(page)}"


def width(page: Page) -> int:
    found: int = page.evaluate("document.scrollingElement.scrollWidth")
    return found


def widest(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 321
            && !e.closest(".frame *")).slice(0, 5).map(e => e.outerHTML.slice(0, 80))"""
    )
    return found


def test_the_table_scrolls_in_its_own_frame(published: Published, new_page: NewPage) -> None:
    page = new_page(width=320, height=640)
    page.goto("/")
    frame = page.locator(".frame", has=page.locator("#inference-options"))
    frame.scroll_into_view_if_needed()
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    head = page.locator("#inference-options-gpu-support th")
    frame.evaluate("frame => frame.scrollTo(300, 0)")

    box = head.bounding_box()
    assert box is not None
    assert box["x"] >= 0, "the first column stays"
    frame.focus()
    page.keyboard.press("ArrowLeft")  # and is scrolled by key
    page.wait_for_function("frame => frame.scrollLeft < 300", arg=frame.element_handle())


def test_the_result_stays_in_sight_and_says_what_matters_most(published: Published, new_page: NewPage) -> None:
    page = new_page(width=320, height=640)
    page.goto("/?hardware=gpu&testing=shadow")
    page.locator("#guide > summary").click()
    page.locator("#q-time > summary").scroll_into_view_if_needed()

    expect(page.locator(".sum h2")).to_be_in_viewport()
    expect(page.locator(".sum .brief")).to_be_in_viewport()
    expect(page.locator(".sum > p").filter(visible=True), "which say the same at length").to_have_count(0)
    expect(page.locator(".ifs")).not_to_be_in_viewport()
    expect(page.locator(".again")).not_to_be_in_viewport()
    page.locator(".sum .brief").click()  # a tap on it leads there
    expect(page.locator(".ifs")).to_be_in_viewport()
    expect(page.locator(".again")).to_be_visible()
    expect(page.locator(".quoted")).to_contain_text(
        "Another AWS page (Shadow tests, in 2026) said: not with Marketplace"
    )
    page.locator("#guide > summary").click()
    expect(page.locator(".again")).to_be_hidden()


def test_the_guide_folds_on_narrow_screens_only(published: Published, new_page: NewPage) -> None:
    narrow, wide = new_page(width=320), new_page(width=1280)
    for page in (narrow, wide):
        page.goto("/")
    expect(narrow.locator("#q-payload")).to_be_hidden()
    expect(wide.locator("#q-payload")).to_be_visible()
    fold(narrow, "guide")
    expect(narrow.locator("#q-payload")).to_be_visible()


def test_the_skip_link(published: Published, page: Page) -> None:
    page.goto("/")
    assert tab_to(page, ".skip") == 1
    page.keyboard.press("Enter")

    assert focused(page) == "result"


def test_from_the_last_answer_to_the_decision_by_key(published: Published, page: Page) -> None:
    page.goto("/?latency=near-real-time&payload=20MB&hardware=gpu")
    field = page.locator("#f-time")
    page.locator("#q-time > summary").click()
    field.fill("3 min")
    field.press("Enter")
    expect(page.locator("#stands")).to_be_focused()
    skip = page.locator("#stands .skip")
    expect(skip).to_have_css("opacity", "0")
    assert tab_to(page, "#stands .skip") == 1
    expect(skip).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    assert tab_to(page, "[data-fetch]") <= 3


@pytest.mark.parametrize("javascript", [True, False])
def test_a_table_in_somebody_elses_frame(published: Published, new_page: NewPage, javascript: bool) -> None:
    """Footnotes open in the frame, links outside of it."""
    page: Page = new_page(javascript=javascript, bypass_csp=True)
    page.goto("/embed/inference-options/?hardware=gpu")

    page.locator("#inference-options-gpu-support td a").first.click()
    expect(page.locator("#fn-1 .close")).to_be_visible()
    assert len(page.context.pages) == 1
    page.locator("#fn-1 .close").click()
    expect(page.locator("#fn-1 .close")).to_be_hidden()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="The whole comparison").click()
    assert opened.value.url.endswith("/?hardware=gpu")
