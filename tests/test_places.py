"""Where a reason or a footnote leads: to its row, also where a filter hides that."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from matrix.store import Published
from tests import pages
from tests.browsing import arrives, fold
from tests.contexts import NewPage

FILTERED = (
    "/?hardware=gpu&option=batch-transform&option=asynchronous-inference&show=differences",
    "/?payload=50MB&hardware=gpu&q=gpu",
    "/?payload=50MB&show=differences",
    "/?hardware=gpu&container=extend-pre-built&q=zzz",
)


@pytest.mark.parametrize("url", ["/?payload=50MB&hardware=gpu", *FILTERED])
def test_every_link_to_a_row_arrives(client: Client, published: Published, url: str) -> None:
    root = pages.page(client.get(url))
    links = [link["href"] for link in root.one("div", id="result").all("a", href=None) if "#" in link["href"]]
    rows = {href for href in links if "-options-" in href.rpartition("#")[2]}
    assert rows or "zzz" not in url
    for href in rows:
        address, _, anchor = href.partition("#")
        there = pages.page(client.get(address)) if address else root
        assert there.all("tr", id=anchor), href
        assert pages.outcomes(there) == pages.outcomes(root), "it shows more, and judges alike"


def test_what_is_hidden_is_named_without_a_link(client: Client, published: Published) -> None:
    for url, linked in (("/", 6), ("/?q=gpu", 2)):
        note = pages.page(client.get(url)).one("section", id="notes")
        assert len(note.all("a")) - len(note.all("a", href="#-")) - 3 == linked  # three lead away
        assert "Model parallel serving support (hosting options)" in note.text


@pytest.mark.django_db(transaction=True)
def test_a_reason_leads_to_its_row_past_a_filter(published: Published, page: Page) -> None:
    page.goto(FILTERED[0])
    page.locator("[data-outcome] a", has_text="GPU support").first.click()
    arrives(page, FILTERED[0].removesuffix("&show=differences"))
    expect(page.locator("#inference-options-gpu-support")).to_be_in_viewport()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["", "Enter"], ids=["mouse", "key"])
def test_what_is_compared_comes_into_sight(published: Published, new_page: NewPage, key: str) -> None:
    page = new_page(width=1440, height=600)
    page.goto("/?payload=50MB&hardware=gpu")
    fold(page, "compare")
    link = page.locator("#compare").get_by_role("link", name="Batch × Asynchronous")
    link.press(key) if key else link.click()
    arrives(page, "/?payload=50MB&hardware=gpu&option=batch-transform&option=asynchronous-inference&show=differences")

    expect(page.locator("#compare")).not_to_have_attribute("open", "")
    expect(page.locator("#inference-options thead")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.activeElement.textContent") == "Compare two"


@pytest.mark.django_db(transaction=True)
def test_a_footnote_is_whole_on_a_phone(published: Published, new_page: NewPage) -> None:
    """Wherever its mark is: at the bottom edge there is no room beside it."""
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.goto("/?payload=50MB&hardware=gpu&model-parallel=yes")
    mark = page.locator("[data-outcome] a[href='#fn-3']").first
    mark.evaluate("mark => mark.scrollIntoView({ block: 'end' })")
    mark.tap()

    expect(page.locator("#fn-3")).to_be_in_viewport(ratio=1)
    expect(page.locator("#fn-3").get_by_role("link", name="Close")).to_be_in_viewport(ratio=1)
