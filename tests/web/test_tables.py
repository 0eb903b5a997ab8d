"""The two tables as HTML: each cell, head and footnote as the source has it, with the page's hooks and links."""

import re
from typing import Final

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.oracle import oracle
from tests.oracle.oracle import T1, T2
from tests.support import pages
from tests.support.source import plain_cells, plain_tables
from tests.support.stored import set_cell

pytestmark = pytest.mark.once  # they read, and nothing else

MARKED: Final = {
    number: {
        f"{slug}-{key}"
        for slug, table in oracle.default().tables.items()
        for key, row in table.rows.items()
        for cell in row.cells.values()
        if number in cell.footnotes
    }
    for number in (1, 2, 3)
}
"""By footnote: the rows that mark it."""


# --- Set aside ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "aside", "folded"),
    [
        ("", False, False),
        ("latency=interactive", False, False),
        ("payload=50MB", True, True),
        ("payload=50MB&q=shadow", True, False),
    ],
)
def test_hosting_options_that_are_set_aside_are_one_line_that_opens(
    client: Client, published: Published, query: str, aside: bool, folded: bool
) -> None:
    first, second = (pages.page(client.get(f"/?{query}")).one("details", id=f"fold-{slug}") for slug in (T1, T2))
    assert "open" in first
    assert "hidden" in first.one("summary")
    assert ("open" in second) is not folded
    summary = second.all("summary")[0]
    assert ("hidden" in summary) is not aside
    assert summary.text.startswith("Hosting options are set aside: they come with") is aside
    assert "open" in pages.page(client.get(f"/embed/{T2}/?{query}")).one("details", id=f"fold-{T2}")


# --- What the source says ----------------------------------------------------------------------------------------


def test_226_cells_of_the_page_agree_with_the_source(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    sources = plain_cells()
    for slug in (T1, T2):
        for (feature, option), element in pages.cells(root, slug).items():
            wanted = sources.pop((slug, feature, option))
            cell = oracle.default().tables[slug].rows[feature].cells[option]
            # A blank says so by itself, in words that a style sheet adds or that stand in the cell.
            assert cell.kind == "unsupported" or element.text.startswith(wanted.text), (feature, option)
            marks = [a.text for a in element.all("a") if a["href"].startswith("#fn-")]
            assert marks == [str(number) for number in cell.footnotes]
            assert [(a.text, a["href"]) for a in element.all("a") if not a["href"].startswith("#")] == wanted.outward
    assert sources == {}, "each of them is there"


def test_rows_and_heads_carry_the_sources_names_and_links(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    for slug, (columns, *rows) in zip((T1, T2), plain_tables(), strict=True):
        table = root.one("table", id=slug)
        for head, wanted in zip(table.one("thead").all("th", data_option=None), columns[1:], strict=True):
            assert head.text.startswith(wanted.text)
            assert wanted.address in [a["href"] for a in head.all("a")]
        for row, (wanted, *_) in zip(table.all("tr", data_feature=None), rows, strict=True):
            assert row.one("th").text == wanted.text
            assert [a["href"] for a in row.one("th").all("a")] == ([wanted.address] if wanted.address else [])


def test_a_short_form_is_explained_beside_the_cells_own_text(client: Client, published: Published) -> None:
    cell = pages.cells(pages.page(client.get("/")), "inference-options")["dlcs-supported", "real-time-inference"]

    assert cell.text == "1P, pre-built, Extend pre-built, BYOC"
    assert "bring your own container" in cell["title"]


# --- The page's hooks for scripts and tests ----------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?payload=50MB&hardware=gpu", "?q=support&show=differences&sort=-feature"])
def test_every_cell_and_head_names_its_place(client: Client, published: Published, query: str) -> None:
    root = pages.page(client.get(f"/{query}"))
    tables = root.all("table")
    assert [table["id"] for table in tables] == [T1, T2]
    for table in tables:
        columns = [head["data-option"] for head in table.one("thead").all("th")[1:]]
        for row in table.one("tbody").all("tr"):
            assert row["id"] == f"{table['id']}-{row['data-feature']}", "each row has an anchor"
            assert [cell["data-option"] for cell in row.all("td")] == columns
            assert [head["scope"] for head in row.all("th")] == ["row"]
        assert {head["scope"] for head in table.one("thead").all("th")} == {"col"}
        assert table.one("caption").text


def test_only_the_outcome_carries_option_and_outcome(client: Client, published: Published) -> None:
    root = pages.page(client.get("/?hardware=gpu"))
    both = root.all(data_option=None, data_outcome=None)
    assert [element["data-option"] for element in both].count("docker-containers") == 0
    assert {element["data-option"] for element in both} == {*oracle.OPTIONS[T1], *oracle.OPTIONS[T2]}
    assert len(both) == 8
    assert len(root.all(data_outcome=None)) == 8


def test_footnotes_link_both_ways(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    targets = {element["id"] for element in root.all(id=None)}
    for number in (1, 2, 3):
        note = root.one(id=f"fn-{number}")
        back = [a["href"].removeprefix("#") for a in note.all("a") if a["href"].startswith("#") and a["href"] != "#-"]
        assert set(back) == MARKED[number]
        assert set(back) <= targets


def test_every_fragment_of_the_page_is_there(client: Client, published: Published) -> None:
    """No link within the page leads nowhere."""
    for query in ("", "?latency=interactive&payload=50MB&hardware=gpu", "?container=byoc&need=scale-to-zero"):
        root = pages.page(client.get(f"/{query}"))
        targets = {element["id"] for element in root.all(id=None)} | {"-"}
        missing = {a["href"] for a in root.all("a") if a["href"].startswith("#")} - {f"#{name}" for name in targets}
        assert not missing


def test_a_changed_cell_tells_since_when_and_what_it_was(published: Published, client: Client) -> None:
    newest = set_cell("", "gpu-support", "batch-transform")
    body = client.get("/").content.decode()
    own = '<i class="own"[^>]*></i>'
    mark = re.search(f'<td data-option="batch-transform" class="nil"> ?{own}<a class="since"[^>]*></a></td>', body)
    assert mark is not None
    assert 'href="/revisions/cell/inference-options/gpu-support/batch-transform/"' in mark[0]
    assert f"since revision 2, {newest.published:%Y-%m-%d}; before, it was ✓, note 1" in mark[0]
    assert 'class="since"' not in client.get(f"/?rev={published.short}").content.decode()


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
    rows = {href for href in links if href.rpartition("#")[2].startswith((f"{T1}-", f"{T2}-"))}
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
