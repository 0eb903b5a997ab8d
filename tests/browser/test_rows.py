"""All rows at every width: they go by the page's own scroll, under their head; sideways a table goes in its frame."""

import pytest
from playwright.sync_api import expect

from matrix.store.revisions import Published
from tests.oracle.oracle import AI, RT
from tests.support.browsing import arrives, fold
from tests.support.contexts import NewPage

pytestmark = pytest.mark.django_db(transaction=True)

SEEN = """async table => {
  const unseen = [];
  for (const row of table.tBodies[0].rows) {
    scrollTo(0, scrollY + row.getBoundingClientRect().top - 300);
    await new Promise(requestAnimationFrame);
    const { top, bottom } = row.getBoundingClientRect();
    const at = document.elementFromPoint(table.getBoundingClientRect().left + 5, (top + bottom) / 2);
    const head = table.tHead.rows[0].cells[0];
    const box = head.getBoundingClientRect();
    const kept = box.bottom <= top + 1 && head.contains(document.elementFromPoint(box.left + 5, box.top + 5));
    if (!row.contains(at) || !kept) unseen.push(row.dataset.feature);
  }
  return unseen;
}"""


ROOM = """table => [
  [...table.tHead.rows[0].cells].slice(1).map(head => Math.round(head.getBoundingClientRect().width)),
  Math.round(table.tHead.getBoundingClientRect().height),
  table.parentNode.scrollWidth - table.parentNode.clientWidth,
]"""
"""The columns' widths beside the first, the head's height, and how far the table goes beyond its frame, in pixels."""


@pytest.mark.parametrize("width", [320, 390, 768, 1024])
def test_every_row_is_reached_by_the_pages_scroll(published: Published, new_page: NewPage, width: int) -> None:
    page = new_page(width=width, height=800)
    page.goto("/?payload=50MB")
    fold(page, "fold-hosting-options")  # set aside: one line
    for name, count in (("inference-options", 26), ("hosting-options", 24)):
        table = page.locator(f"#{name}")
        assert table.locator("tbody tr").count() == count
        assert table.evaluate(SEEN) == [], "not in sight, or without its head"
        frame = table.locator("xpath=..")
        assert frame.evaluate("frame => [frame.scrollTop = 99, frame.scrollTop].at(-1)") == 0, "no scroll of its own"
    for menu in ("compare", "columns"):  # whole, too
        page.evaluate("id => { document.getElementById(id).open = true }", menu)
        assert page.evaluate("[document.documentElement.scrollWidth, scrollX]") == [width, 0]
    page.goto("/embed/inference-options/")
    ends = "table => [table.tHead.rows[0].cells[1], table.rows[1]].map(it => it.getBoundingClientRect())"
    head, row = page.locator("#inference-options").evaluate(ends)
    assert head["bottom"] <= row["top"] + 1, "no result above it that it makes room for"


def test_every_column_has_room_however_many_there_are(published: Published, new_page: NewPage) -> None:
    page = new_page(width=1440, height=800)
    aside = "option=docker-containers"
    for query, count, whole in (
        ("payload=200MB&show=fitting", 2, 768),  # what stands aside is scrolled to
        (aside, 1, 320),
        (f"option={AI}", 1, 320),
        (f"option={RT}&option={AI}", 2, 390),
        (f"option={RT}&option={AI}&{aside}", 3, 768),
        ("", 5, 1440),
    ):
        page.goto(f"/?{query}")
        for width in (320, 390, 768, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            widths, height, beyond = page.locator("#inference-options").evaluate(ROOM)
            assert len(widths) == count
            assert min(widths) >= 110, f"{query} at {width}: {widths}, less than a word needs"
            assert height <= 80, f"{query} at {width}: a head {height} high"
            assert width < whole or width == 1024 or beyond == 0, f"{query} at {width}: {beyond} beyond its frame"


ABOVE = """async table => {
  scrollBy(0, table.rows[12].getBoundingClientRect().top - 300);
  await new Promise((done) => setTimeout(done, 50));
  const [head, bar] = [table.tHead.rows[0].cells[0], document.querySelector("#sum h2")];
  return Math.round(head.getBoundingClientRect().top - bar.getBoundingClientRect().bottom);
}"""
"""Pixels between a table's head and the result that stays above it."""


def test_the_head_stays_right_below_the_result(published: Published, new_page: NewPage) -> None:
    page = new_page(width=768, height=800)
    page.goto("/?hardware=gpu")
    table = page.locator("#inference-options")
    for width in (768, 390, 320):  # two lines to four
        page.set_viewport_size({"width": width, "height": 800})
        assert table.evaluate(ABOVE) == 0, width
    page.locator("#f-scaling-scale-to-zero").evaluate("box => box.click()")
    arrives(page, "/?scaling=scale-to-zero&hardware=gpu")
    assert table.evaluate(ABOVE) == 0, "and two after an update"


@pytest.mark.parametrize("width", [390, 1440])
def test_a_frames_edge_shows_that_it_goes_on(published: Published, new_page: NewPage, width: int) -> None:
    page = new_page(width=width, height=800)
    page.goto("/")
    table = page.locator("#inference-options")
    shade = "table => getComputedStyle(table.closest('.matrix'), '::after').opacity"
    assert table.evaluate(shade) == ("0" if width > 1280 else "1")
    table.evaluate("table => table.parentNode.scrollTo(9999, 0)")
    page.wait_for_function(f"() => ({shade})(document.getElementById('inference-options')) === '0'")
    assert table.locator("tbody th").first.evaluate("head => head.getBoundingClientRect().x") >= 0, "the first stays"


@pytest.mark.parametrize("javascript", [True, False])
def test_an_error_is_a_place_to_start_from(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript, width=1440, height=800)
    page.goto("/?hardware=gpu&q=vpc")
    fold(page, "starts")
    expect(page.locator("#starts li").first).to_contain_text("which Real-time (< 6 MB) and Serverless (≤ 4 MB) refuse")
    page.locator("#starts").get_by_role("link", name="HTTP 413").click()
    arrives(page, "/?payload=6MB&hardware=gpu#f-payload")
    expect(page.locator("#inference-options-payload-size")).to_have_class("asked")
    fold(page, "starts")
    page.locator("#starts").get_by_role("link", name="Network isolation").click()
    arrives(page, "/?payload=6MB&hardware=gpu&network=isolation#inference-options-network-isolation")
    row = page.locator("#inference-options-network-isolation")
    expect(row).to_be_in_viewport()
    assert row.evaluate("row => row.matches(':target')")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_limit_that_an_error_names_waits_for_the_readers_number(
    published: Published, new_page: NewPage, javascript: bool
) -> None:
    page = new_page(javascript=javascript, width=390, height=844)
    page.goto("/?q=413")
    link = page.locator("#sum").get_by_role("link", name="HTTP 413")
    expect(link, "where a search stands far below").to_be_in_viewport()
    link.click()
    arrives(page, "/?payload=6MB#f-payload")
    expect(page.locator("#q-payload .limit")).to_contain_text("6 MB is the limit behind the error “HTTP 413")
    expect(page.locator("#q-payload .limit")).to_be_in_viewport(ratio=1)
    expect(page.locator("#guide > .q[open]")).to_have_count(1)
    expect(page.locator("#f-payload")).to_be_focused()
    expect(page.locator("#f-payload")).to_be_in_viewport(ratio=1)
    if not javascript:
        page.locator("#f-payload").fill("")
    page.keyboard.type("8 MB")  # which replaces it
    page.keyboard.press("Enter")
    arrives(page, "/?payload=8MB")
    expect(page.locator("#guide > .q[open]")).to_have_id("q-latency")
    expect(page.locator(".limit")).to_have_count(0)


def test_what_a_link_or_a_key_leads_to_is_whole_in_its_frame(published: Published, new_page: NewPage) -> None:
    page = new_page(width=320, height=640)
    page.goto("/?hardware=gpu#inference-options-gpu-support")
    expect(page.locator("tr:target td.no")).to_be_in_viewport(ratio=1)  # to the right of all that fit
    page.goto("/")
    head = page.locator("#inference-options thead")
    head.get_by_role("link", name="Real-time inference").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(head.get_by_role("link", name="Batch transform").first).to_be_focused()
    expect(head.get_by_role("link", name="Batch transform").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_row_can_be_required_where_it_stands(published: Published, new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript, width=1440, height=800)
    page.goto("/?hardware=gpu&facts=annotated")
    row = page.locator("#inference-options-customer-aws-kms")
    row.get_by_role("button", name="Require Customer AWS KMS").focus()
    page.keyboard.press("Enter")
    arrives(page, "/?hardware=gpu&need=customer-aws-kms&facts=annotated")
    expect(page.locator("#need > summary")).to_contain_text("Customer AWS KMS")
    assert "asked" in (row.get_attribute("class") or "")
    if javascript:
        expect(row.get_by_role("button")).to_be_focused()
    expect(page.locator("#inference-options-payload-size button"), "it takes a value").to_have_count(0)


def test_ruled_out_options_can_be_hidden(published: Published, new_page: NewPage) -> None:
    page = new_page(width=1440, height=800)
    page.goto("/?payload=50MB")
    page.get_by_role("checkbox", name="Hide ruled out").check()
    arrives(page, "/?payload=50MB&show=fitting")
    heads = page.locator("#inference-options thead th[data-option]")
    shown = ["batch-transform", "asynchronous-inference", "docker-containers"]
    expect(heads).to_have_count(len(shown))
    assert heads.evaluate_all("heads => heads.map(head => head.dataset.option)") == shown
    page.get_by_role("link", name="Remove Columns: ruled out hidden").click()
    arrives(page, "/?payload=50MB")
    expect(heads).to_have_count(5)


def test_a_table_in_use_has_its_ring_around_it(published: Published, new_page: NewPage) -> None:
    """Within, the head and the first column, which stay in their places, would lie over it."""
    page = new_page(width=390)
    page.goto("/?payload=3MB&hardware=gpu")
    for table in page.locator(".matrix:visible").all():
        ring = "table => [getComputedStyle(table).outlineStyle, getComputedStyle(table).outlineOffset]"
        assert table.evaluate(ring)[0] == "none"
        table.locator(".frame").evaluate("frame => frame.focus({ focusVisible: true })")
        assert table.evaluate(ring) == ["solid", "4px"]
        box = table.bounding_box()
        assert box is not None
        assert box["x"] >= 6
        assert box["x"] + box["width"] <= 384, "with its ring"
