"""`/embed/<table>/`: exactly the page's table, for anybody's frame."""

from html import unescape

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages
from tests.support.stored import set_cell

QUERY = "?payload=8MB&hardware=gpu&q=s&option=batch-transform&option=serverless-inference&sort=-batch-transform"


def test_it_works(client: Client, published: Published) -> None:
    response = client.get("/embed/hosting-options/")

    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    root = pages.page(response)
    assert [table["id"] for table in root.all("table")] == ["hosting-options"]
    assert [note["value"] for note in root.all("li", value=None)] == ["1", "2", "3"]
    assert "CC BY-SA 4.0" in root.one("footer").text


@pytest.mark.parametrize("table", ["inference-options", "hosting-options"])
@pytest.mark.parametrize("query", ["", QUERY, "?latency=offline&show=differences", "?q=nothing+holds+this"])
def test_it_shows_what_the_page_shows(client: Client, published: Published, table: str, query: str) -> None:
    whole, embedded = (pages.page(client.get(url + query)) for url in ("/", f"/embed/{table}/"))

    assert pages.shown(embedded) == {table: pages.shown(whole)[table]}
    cells = pages.cells(embedded, table)
    assert [(c.text, c.attributes) for c in cells.values()] == [
        (c.text, c.attributes) for c in pages.cells(whole, table).values()
    ]
    assert embedded.one("footer").all("a")[0]["href"] == f"http://testserver/{query}"


def test_what_is_filtered_is_said(client: Client, published: Published) -> None:
    root = pages.page(client.get("/embed/inference-options/?payload=50MB&q=gpu"))
    assert "Search: “gpu”." in root.one("main").text
    assert "1 of 26 features" in root.one("h2").text
    assert "26 features" in pages.page(client.get("/embed/inference-options/")).one("h2").text
    compared = pages.page(client.get("/embed/inference-options/?payload=50MB&show=differences"))
    assert "Rows: only differences. Inference options: " in compared.one("main").text


def test_only_footnotes_that_it_marks(client: Client, published: Published) -> None:
    root = pages.page(client.get("/embed/inference-options/?q=gpu"))
    assert [note["value"] for note in root.all("li", value=None)] == ["1"]


def test_nothing_is_dropped_in_silence(client: Client, published: Published) -> None:
    root = pages.page(client.get("/embed/inference-options/?payload=50&q=gpu"))

    assert "“50” has no unit" in root.one("section", role="alert").text
    assert client.get("/embed/inference-options/?q=gpu&payload=8mb").headers["Location"].endswith("/?payload=8MB&q=gpu")


def test_the_page_gives_the_code_for_what_it_shows(client: Client, published: Published) -> None:
    field = pages.page(client.get("/" + QUERY)).one("input", id="embed-inference-options")
    assert unescape(field["value"]).startswith(f'<iframe src="http://testserver/embed/inference-options/{QUERY}"')


def test_hosting_options_that_are_set_aside_say_so(client: Client, published: Published) -> None:
    """The page folds them under that line; the table alone must not say the opposite."""
    query = "?latency=interactive&scaling=scale-to-zero&hardware=gpu"
    text = pages.page(client.get(f"/embed/hosting-options/{query}")).one("main").text
    assert "Hosting options are set aside: they come with Real-time inference, which is ruled out." in text
    assert "By this table alone, 3 of 4 hosting options fit" in text
    assert "set aside" not in pages.page(client.get(f"/embed/inference-options/{query}")).one("main").text
    assert "set aside" not in pages.page(client.get("/embed/hosting-options/?hardware=gpu")).one("main").text


def test_a_pinned_table_says_whether_it_is_the_newest(client: Client, published: Published) -> None:
    url = f"/embed/inference-options/?hardware=gpu&rev={published.short}"
    assert "Pinned to revision 1, this site’s newest." in pages.page(client.get(url)).one("main").text
    set_cell("✓1", "gpu-support", "serverless-inference")
    main = pages.page(client.get(url)).one("main")
    assert "Pinned to revision 1; newer data exists: 1 cell changed since; " in main.text
    (latest,) = [link for link in main.all("a") if link.text == "The same with today’s data"]
    assert latest["href"] == "http://testserver/?hardware=gpu"
    assert "Pinned" not in pages.page(client.get("/embed/inference-options/?hardware=gpu")).one("main").text
