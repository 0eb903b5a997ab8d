"""`/` for htmx: the page's own body, under its canonical address, as one step of history."""

from urllib.parse import parse_qsl

from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages
from tests.support.pages import HTMX, notices


def test_it_says_what_the_page_says(client: Client, published: Published) -> None:
    query = "payload=50MB&hardware=gpu&need=network-isolation&q=support&show=differences"
    whole = client.get(f"/?{query}")
    part = client.get(f"/?{query}", headers=HTMX)
    page, fragment = pages.page(whole), pages.page(part)

    assert pages.outcomes(fragment) == pages.outcomes(page)
    assert pages.shown(fragment) == pages.shown(page)
    assert fragment.one("form", id="state").text == page.one("form", id="state").text
    assert fragment.all("title")[0].text == page.one("head").one("title").text
    assert not fragment.all("html")
    assert not fragment.all("script")
    assert part.headers["HX-Push-Url"] == f"/?{query}"
    assert "HX-Push-Url" not in whole.headers
    for response in (whole, part):
        assert "HX-Request" in response.headers["Vary"]


def test_the_fragment_is_not_redirected_and_pushes_the_canonical_form(client: Client, published: Published) -> None:
    response = client.get("/?hardware=gpu&payload=50.0 mb&time=", headers=HTMX)

    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == "/?payload=50MB&hardware=gpu"


def test_the_fragment_pushes_no_address_that_the_browser_is_at(client: Client, published: Published) -> None:
    at = {**HTMX, "HX-Current-URL": "http://testserver/?payload=50MB"}

    assert "HX-Push-Url" not in client.get("/?payload=50+MB", headers=at).headers
    assert client.get("/?payload=51+MB", headers=at).headers["HX-Push-Url"] == "/?payload=51MB"


def test_the_fragment_keeps_what_it_cannot_read(client: Client, published: Published) -> None:
    response = client.get("/?hardware=gpu&payload=much", headers=HTMX)

    assert notices(pages.page(response)) == [("payload", "much")]
    pushed = parse_qsl(response.headers["HX-Push-Url"].partition("?")[2])
    assert sorted(pushed) == [("hardware", "gpu"), ("payload", "much")]


def test_a_history_restore_gives_the_whole_page(client: Client, published: Published) -> None:
    response = client.get("/?hardware=gpu", headers={**HTMX, "HX-History-Restore-Request": "true"})

    assert len(pages.page(response).all("html")) == 1
    assert "HX-Push-Url" not in response.headers


def test_only_the_form_and_main_are_set_up_by_htmx(client: Client, published: Published) -> None:
    """`updates.js` has htmx look for nothing else in an update."""
    url = "/?payload=50&hardware=gpu&scaling=scale-to-zero&q=s&need=payload-size"
    for headers in ({}, HTMX):
        root = pages.page(client.get(url, headers=headers))
        found = [e for e in root.walk() if any(name.startswith(("hx-", "data-hx-")) for name in e.attributes)]
        assert [e.tag for e in found] == ["main", "form"]
