"""Where a reason or a footnote leads: to its row, also where a filter hides that."""

import pytest
from playwright.sync_api import Page, expect

from matrix.store.revisions import Published
from tests.support.browsing import address, arrives, fold
from tests.support.contexts import NewPage

pytestmark = pytest.mark.django_db(transaction=True)

FILTERED = "/?hardware=gpu&option=batch-transform&option=asynchronous-inference&show=differences"


def test_a_reason_leads_to_its_row_past_a_filter(published: Published, page: Page) -> None:
    page.goto(FILTERED)
    page.locator("[data-outcome] summary").first.click()
    page.locator("[data-outcome] a:visible", has_text="GPU support").first.click()
    arrives(page, FILTERED.removesuffix("&show=differences") + "#inference-options-gpu-support")
    row = page.locator("#inference-options-gpu-support")
    expect(row).to_be_in_viewport()
    assert row.evaluate("row => row.matches(':target')")
    page.keyboard.press("Tab")
    assert row.evaluate("row => row.contains(document.activeElement)"), "the focus goes on from there"


def test_back_and_forward_past_a_row(published: Published, page: Page) -> None:
    """An address that names a row is one step, as any other."""
    page.goto("/?payload=50MB")
    page.locator("[data-outcome] summary").first.click()
    page.locator("[data-outcome] a:visible", has_text="Payload size").first.click()
    there = "/?payload=50MB#inference-options-payload-size"
    expect(page).to_have_url(there)
    page.locator("#f-testing-shadow").evaluate("control => control.click()")
    arrives(page, "/?payload=50MB&testing=shadow")
    page.go_back()
    arrives(page, there)
    expect(page.locator(".sum h2")).to_have_text("Batch transform and Asynchronous inference fit")
    page.go_forward()
    arrives(page, "/?payload=50MB&testing=shadow")
    page.go_back()
    arrives(page, there)
    page.go_back()
    arrives(page, "/?payload=50MB")


GPU = "/?hardware=gpu#inference-options-"
TALL = "/?hardware=gpu&scaling=autoscaling&model-parallel=yes#hosting-options-"
"""Its tables have the tallest heads: "fits, with 1 condition, and on Real-time inference's condition"."""


@pytest.mark.parametrize("width", [320, 390, 768, 1100, 1440])
@pytest.mark.parametrize(
    "there",
    [GPU + "autoscaling-support", GPU + "request-timeout", GPU + "inf1-support", TALL + "inf1-support"],
)
def test_a_row_that_the_address_names_comes_with_its_head(
    published: Published, new_page: NewPage, width: int, there: str
) -> None:
    page = new_page(width=width, height=800)
    page.goto(there)
    row = page.locator(f"#{there.partition('#')[2]}")
    expect(row.locator("th")).to_be_in_viewport(ratio=0.95)
    head = page.locator("table", has=row).locator("thead th").first
    expect(head).to_be_in_viewport(ratio=0.95)
    covered = "head => { const { x, y } = head.getBoundingClientRect();"
    covered += " return !head.contains(document.elementFromPoint(x + 5, y + 5)); }"
    assert not head.evaluate(covered), "nor does the result lie over it"
    bottom = head.evaluate("head => head.getBoundingClientRect().bottom")
    assert row.evaluate("row => row.getBoundingClientRect().top") >= bottom - 1


def test_a_footnotes_way_back_closes_it(published: Published, page: Page) -> None:
    page.goto("/?hardware=gpu")
    page.locator("#inference-options-gpu-support td a[href='#fn-1']").first.click()
    page.locator("#fn-1").get_by_role("link", name="GPU support (hosting options)").click()
    expect(page.locator("#hosting-options-gpu-support")).to_be_in_viewport()
    expect(page.locator("#fn-1")).not_to_have_attribute("popover", "auto")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('tr')?.id") == "hosting-options-gpu-support"


def test_a_footnote_without_javascript_opens_over_the_page(published: Published, new_page: NewPage) -> None:
    page = new_page(javascript=False, width=1280, height=800)
    page.goto("/")
    mark = page.locator("#inference-options-gpu-support td a[href='#fn-1']").first
    mark.scroll_into_view_if_needed()
    before = mark.bounding_box()
    mark.click()
    expect(page.locator("#fn-1")).to_be_in_viewport(ratio=1)
    assert mark.bounding_box() == before, "the page has not moved"


@pytest.mark.parametrize(
    ("key", "width", "height", "asked"),
    [("", 390, 844, ""), ("Enter", 1440, 600, "payload=50MB&hardware=gpu&")],
    ids=["mouse", "key"],
)
def test_what_is_compared_comes_into_sight(
    published: Published, new_page: NewPage, key: str, width: int, height: int, asked: str
) -> None:
    page = new_page(width=width, height=height)
    page.goto(f"/?{asked}")
    fold(page, "compare")
    link = page.locator("#compare").get_by_role("link", name="Batch and Asynchronous")
    link.press(key) if key else link.click()
    query = f"{asked}option=batch-transform&option=asynchronous-inference&show=differences"
    arrives(page, f"/?{query}#inference-options")

    expect(page.locator("#compare")).not_to_have_attribute("open", "")
    expect(page.locator("#inference-options thead")).to_be_in_viewport(ratio=1)
    heading = "document.getElementById('title-inference-options').getBoundingClientRect().top"
    bar = "document.querySelector('#sum h2').getBoundingClientRect().bottom"
    assert page.evaluate(f"{heading} >= {bar}"), "the heading and “Share this view” stand below the result"
    expect(page.get_by_role("link", name="Share this view").first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table')?.id") == "inference-options"


# the rows of whose names a line runs into the button beside them
PRINTED_OVER = """buttons => buttons.filter(button => {
  const name = document.createRange(), edge = button.getBoundingClientRect()
  name.setStart(button.parentNode, 0)
  name.setEndBefore(button)
  return [...name.getClientRects()].some(line => line.right > edge.left + 4 && line.top < edge.bottom)
}).map(button => button.closest("tr").id)"""


# the rows that are no whole pixels high, so that their lines would part, or whose names stand off the others'
UNEVEN = """heads => heads.filter(head => {
  const name = document.createRange()
  name.selectNodeContents(head)
  return head.offsetHeight !== head.getBoundingClientRect().height
    || Math.abs(name.getClientRects()[0].left - head.getBoundingClientRect().left - 6.4) > 1
}).map(head => [head.parentElement.id, head.getBoundingClientRect().height])"""


def test_a_footnote_is_whole_on_a_phone(published: Published, new_page: NewPage) -> None:
    """Wherever its mark is: at the bottom edge there is no room beside it."""
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.goto("/?payload=50MB&hardware=gpu&model-parallel=yes")
    assert page.locator("tbody .require").evaluate_all(PRINTED_OVER) == []
    assert page.locator("#inference-options tbody th").evaluate_all(UNEVEN) == []
    mark = page.locator("#first .ifs a[href='#fn-3']").first
    mark.evaluate("mark => mark.scrollIntoView({ block: 'end' })")
    mark.tap()

    expect(page.locator("#fn-3")).to_be_in_viewport(ratio=1)
    expect(page.locator("#fn-3").get_by_role("link", name="Close")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("query", "mark"),
    [
        ("?model-parallel=yes", ".ifs a[href='#fn-3']"),
        ("?hardware=gpu&behind=multi-model&testing=shadow", ".relax a[href^='#said-']"),
    ],
)
def test_back_closes_a_note_on_a_phone(published: Published, new_page: NewPage, query: str, mark: str) -> None:
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.goto("/")
    page.goto(f"/{query}")
    note = page.locator(".notes li:target")
    for close in (page.go_back, note.get_by_role("link", name="Close").tap):
        page.locator(mark).first.tap()
        expect(note).to_be_in_viewport(ratio=1)
        close()
        expect(note).to_have_count(0)
        assert page.evaluate("location.search") == query, "nothing that was answered is undone"
        assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(note).to_have_count(0)


@pytest.mark.parametrize("how", ["pointer", "key"])
def test_a_second_click_is_none_on_what_has_slid_under_it(published: Published, page: Page, how: str) -> None:
    page.goto("/?latency=interactive&hardware=gpu&network=vpc")
    chip = page.locator(".chips a").first
    if how == "pointer":
        box = chip.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 20, box["y"] + 10)
    else:
        chip.focus()

    def press() -> None:
        if how == "pointer":
            page.mouse.down()
            page.mouse.up()
        else:
            page.keyboard.press("Enter")

    press()
    arrives(page, "/?hardware=gpu&network=vpc")
    press()
    page.wait_for_timeout(550)
    assert address(page) == "/?hardware=gpu&network=vpc"
    chip.click() if how == "pointer" else press()
    arrives(page, "/?network=vpc")
