"""What a reader with a screen reader, a keyboard, a magnifying glass or paper gets; see `test_axe` too."""

import re

import pytest
from playwright.sync_api import Page, expect

from matrix import models
from matrix.store import revisions
from tests.support.browsing import address, arrives, focused, fold
from tests.support.contexts import NewPage
from tests.support.opened import ADMIN, NARROWED, STATES, OpenState, open_folds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

# --- Widths and zoom ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [state for state in STATES if state not in ADMIN])
def test_nothing_scrolls_sideways(open_state: OpenState, new_page: NewPage, state: str) -> None:
    """At 320 px, which is 1280 px at 400 %; and in between. The admin's tables may: they are wide."""
    page = new_page(width=320, height=600)
    open_state(page, STATES[state])
    open_folds(page)

    for width in (320, 356, 390, 800, 1100):
        page.set_viewport_size({"width": width, "height": 600})
        room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert room[1] == width
        assert room[0] <= room[1], (width, room)
        boxes = page.evaluate(
            "[...document.querySelectorAll('q')].flatMap(q => [...q.getClientRects()].filter(box => box.width < 13)"
            ".map(() => q.parentElement.textContent))"
        )
        assert boxes == [], f"{width}: a line ends with the empty box of a quoted cell"


def test_focus_is_in_sight_with_all_of_its_ring(open_state: OpenState, new_page: NewPage) -> None:
    page = new_page(width=320)
    open_state(page, NARROWED)
    open_folds(page)
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, summary, input, select)")].filter((it) => {
            it.focus({ focusVisible: true });
            if (document.activeElement !== it) return false;
            const { outlineOffset, outlineWidth } = getComputedStyle(it);
            const ring = parseFloat(outlineOffset) + parseFloat(outlineWidth) - 0.5;
            const frame = it.closest(".frame")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
            return [...it.getClientRects()].some((b) => b.left - ring < frame.left || b.right + ring > frame.right);
        }).map((it) => it.outerHTML)"""
    )
    assert cut == []


def test_the_admins_lists_and_forms_are_as_wide_as_the_window(open_state: OpenState, new_page: NewPage) -> None:
    page = new_page(width=1024, height=900)
    open_state(page, "/admin/matrix/criterion/")
    table = models.Table.objects.values_list("pk", flat=True)[0]
    for path in ("criterion/", "annotation/", "feature/", f"table/{table}/change/", "table/grid/inference-options/"):
        page.goto(f"/admin/matrix/{path}")
        for width in (1024, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate(
                """() => [document.documentElement, ...document.querySelectorAll(".results, .inline-group, .frame")]
                    .filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.id || it.className)"""
            )
            assert over == [], (path, width)


def test_targets_are_large_enough(open_state: OpenState, new_page: NewPage) -> None:
    """24 px by 24 px, but for links within a sentence or a table's cell (WCAG 2.2, 2.5.8: inline)."""
    for width in (390, 1440):
        page = new_page(width=width)
        open_state(page, STATES["hosting"])
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        small = page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, select, input, label:has(input)")]
                .filter((e) => e.checkVisibility())
                .filter((e) => !e.closest("td, th, p, .notes, .source, .verdicts li li, label:has(*)"))
                .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
                .filter(([, box]) => box.width < 24 || box.height < 24)
                .map(([html, box]) => `${html} ${box.width} × ${box.height}`)"""
        )
        assert small == []


def test_the_whole_way_at_400_percent(open_state: OpenState, new_page: NewPage) -> None:
    page = new_page(width=320, height=256)
    open_state(page, "/")

    verdict, menu = page.locator("#sum h2"), page.locator("#menus > summary")
    expect(verdict).to_be_in_viewport()
    assert page.locator("header").get_by_role("link", name="History").is_hidden(), "five menus are one"
    menu.click()
    expect(page.locator("#share > summary")).to_be_in_viewport()
    menu.click()

    page.locator("#guide > summary").click()
    fold(page, "q-payload")
    page.get_by_role("textbox", name="Payload").fill("8 MB")
    page.keyboard.press("Enter")
    arrives(page, "/?payload=8MB")
    expect(page.locator(".sum h2")).to_have_text("Batch transform and Asynchronous inference fit")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


# --- Keys --------------------------------------------------------------------------------------------------------


def test_keys_alone_reach_search_sheet_and_result(open_state: OpenState, page: Page) -> None:
    open_state(page, NARROWED)

    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the result"
    page.keyboard.press("Enter")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("gpu/?")
    assert page.locator("#q").input_value() == "gpu/?"


def test_escape_closes_a_menu_and_gives_focus_back(open_state: OpenState, page: Page) -> None:
    open_state(page, "/")

    page.locator("#share > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "share-pinned"
    page.keyboard.press("Escape")
    expect(page.locator("#share")).not_to_have_attribute("open", "")
    assert focused(page) == "Share"


def test_arrows_go_from_link_to_link_in_a_table(open_state: OpenState, page: Page) -> None:
    open_state(page, "/")

    page.locator("#inference-options-autoscaling-support a").focus()
    page.keyboard.press("ArrowDown")  # GPU support has no link in its head
    assert focused(page) == "Multi-model endpoint"
    page.locator("#inference-options-gpu-support td a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('td').dataset.option") == "asynchronous-inference"
    page.keyboard.press("End")
    assert focused(page) == "1P"
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.closest('td').dataset.option") == "real-time-inference"


def test_focus_is_never_lost_by_an_update(open_state: OpenState, page: Page) -> None:
    open_state(page, NARROWED)

    fold(page, "q-testing")
    page.locator("#f-testing-shadow").focus()
    page.keyboard.press("Space")
    arrives(page, "/?payload=8MB&time=10min&hardware=gpu&testing=shadow")
    assert focused(page) == "f-testing-shadow"

    page.get_by_role("link", name="Remove Time").focus()
    page.keyboard.press("Enter")
    arrives(page, "/?payload=8MB&hardware=gpu&testing=shadow")
    assert focused(page).startswith("Hardware")

    page.get_by_role("link", name="Clear all").focus()
    page.keyboard.press("Enter")
    arrives(page, "/")
    assert focused(page) == "result"


def test_changes_are_told_briefly(open_state: OpenState, page: Page) -> None:
    """The live regions hold a line or two each, and are there before anything changes."""
    open_state(page, "/")
    live = page.locator("[role=status]")

    before = live.count()
    fold(page, "q-testing")
    page.locator("#f-testing-shadow").check()
    arrives(page, "/?testing=shadow")
    assert live.count() == before
    assert all(len(text) < 160 for text in live.all_inner_texts())
    expect(page.locator(".sum[role=status]")).to_contain_text("Real-time inference fits")


def test_a_decision_is_copied_and_where_that_is_not_allowed_its_text_opens_selected(
    open_state: OpenState, new_page: NewPage
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    open_state(page, "/?hardware=gpu")
    copy = page.get_by_role("button", name="Copy decision")
    copy.click()
    expect(page.locator(".act button")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# How to serve the model: ")

    refuse = "navigator.clipboard.write = () => Promise.reject(new Error('refused')); 0"
    expect(copy).to_be_visible()
    page.evaluate("fetch = () => Promise.resolve(new Response('not now', {status: 503})); 0")
    copy.click()  # what is refused is not copied either
    page.wait_for_url("**/decision/?hardware=gpu#record-text")
    page.go_back()
    page.reload()
    page.evaluate(refuse)
    copy.click()
    page.wait_for_url("**/decision/?hardware=gpu#record-text")
    selected = "field => field.checkVisibility() && field.value.slice(field.selectionStart, field.selectionEnd)"
    expect(page.locator("#record-text")).to_be_visible()
    assert page.locator("#record-text").evaluate(selected) == text

    page.get_by_role("link", name="Back to the matrix").click()
    page.wait_for_url("**/?hardware=gpu")
    page.goto(page.url.replace("/?", "/decision/?"))
    page.evaluate(refuse)
    copy.click()
    assert page.locator("#record-text").evaluate(selected) == text


def test_copy_says_so(open_state: OpenState, new_page: NewPage) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    open_state(page, NARROWED)

    page.locator("#share > summary").click()
    page.get_by_role("button", name="Copy: Live: follows this site’s corrections").click()
    expect(page.locator("#said")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(NARROWED)

    page.keyboard.press("Escape")
    page.locator("#export > summary").click()
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("#export [data-fetch]")).to_have_text("Copied")
    assert "| Feature |" in page.evaluate("navigator.clipboard.readText()")


# --- Paper -------------------------------------------------------------------------------------------------------


BOTH_TABLES = "/?hardware=gpu&behind=multi-model&testing=shadow"


@pytest.mark.parametrize("url", [NARROWED, f"/decision{NARROWED}", BOTH_TABLES])
def test_print_holds_footnotes_and_the_link(open_state: OpenState, page: Page, url: str) -> None:
    open_state(page, url)
    page.emulate_media(media="print")

    notes = page.locator("[id^=fn-]:visible").all_inner_texts()
    said = page.locator("body").inner_text()
    assert len(notes) == (1 if url.startswith("/decision") else 3)
    assert "Availability of the Amazon EC2 instance types" in notes[0]
    assert f"{address(page).removeprefix('/decision')}&rev={revisions.current().short}" in said
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
    # Nothing is cut off at the right: on paper there is no scrolling.
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 without its margins, at 96 dpi
    assert page.evaluate("Math.max(...[...document.querySelectorAll('table')].map(t => t.scrollWidth), 0)") <= 703
    over = page.locator("td:is(.no, .if)").evaluate_all(  # a deciding cell's mark has room beside the text
        """cells => cells.filter((cell) => {
            const [mark, room] = [getComputedStyle(cell, "::after"), getComputedStyle(cell).paddingRight];
            return parseFloat(room) < parseFloat(mark.width) + parseFloat(mark.right);
        }).map((cell) => cell.textContent)"""
    )
    assert over == []
    top = "it => Math.ceil(it.getBoundingClientRect().top * 10)"  # a quoted cell's mark stays within its box
    assert all(mark.evaluate(top) >= mark.locator("..").evaluate(top) for mark in page.locator("q sup:visible").all())


def test_print_says_what_is_filtered_and_every_reason(open_state: OpenState, page: Page) -> None:
    open_state(page, "/?payload=50MB&hardware=gpu&option=real-time-inference&option=batch-transform&show=differences")
    page.emulate_media(media="print")
    said = page.locator("body").inner_text()
    assert "Rows only differences" in said
    assert "fewer than two of the shown options fit" in said
    assert "bring your own container" in said
    assert "where your AWS Region has" in page.locator("[data-option=real-time-inference] details").inner_text()
    assert "Search" not in said


def test_print_says_when_hosting_options_are_set_aside(open_state: OpenState, page: Page) -> None:
    open_state(page, "/?latency=interactive&scaling=scale-to-zero&hardware=gpu")
    page.emulate_media(media="print")
    assert "Hosting options are set aside" in page.locator("body").inner_text()
    expect(page.locator(".dated .do:visible")).to_have_count(0)  # nothing to press on paper
    assert page.locator(".chips a").first.evaluate("a => getComputedStyle(a, '::after').content") == "none"


@pytest.mark.parametrize("width", [320, 1100, 1440])
def test_what_a_menu_holds_is_within_it(open_state: OpenState, new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    open_state(page, NARROWED)
    fold(page, "menus")
    for menu in ("share", "export", "how", "columns", "compare"):
        page.locator(f"#{menu} > summary").click()
        out = page.locator(f"#{menu} > :last-child").evaluate(
            "panel => [...panel.querySelectorAll('*')].filter(e => e.checkVisibility()"
            " && e.getBoundingClientRect().right > panel.getBoundingClientRect().right).map(e => e.outerHTML)"
        )
        assert out == [], menu
