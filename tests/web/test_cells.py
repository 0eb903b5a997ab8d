"""226 of 226 cells: the source document, the page, the JSON and the CSV say the same."""

import csv
import io
import re
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.oracle import oracle
from tests.support import pages
from tests.support.documents import source_text

pytestmark = pytest.mark.once  # they read, and nothing else

T1: Final = "inference-options"
T2: Final = "hosting-options"
BASE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"
LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


class Source(NamedTuple):
    """A cell as the source document has it, read by the oracle, and here for what the oracle leaves out."""

    cell: oracle.Cell
    items: list[str]
    links: list[tuple[str, str]]


def address(link: str) -> str:
    """A link of the document as a reader's browser needs it: `NAME.md` is a page beside the source's own."""
    return urljoin(BASE, re.sub(r"^([\w-]+)\.md", r"\1.html", link))


def source_lines(table: str) -> list[list[str]]:
    """The raw parts of a table's lines, its head first."""
    blocks = re.findall(r"(?:^\|.*\n)+", source_text().replace("\\", ""), re.MULTILINE)
    lines = blocks[(T1, T2).index(table)].splitlines()
    return [[part.strip() for part in line.strip()[1:-1].split("|")] for line in lines[:1] + lines[2:]]


def source_cells() -> dict[tuple[str, str, str], Source]:
    cells: dict[tuple[str, str, str], Source] = {}
    for slug, table in oracle.read_tables(source_text()).items():
        for row, parts in zip(table.rows.values(), source_lines(slug)[1:], strict=True):
            for (option, cell), raw in zip(row.cells.items(), parts[1:], strict=True):
                words = re.sub(r" \d$", "", cell.text) if cell.footnotes else cell.text
                items = [item.strip() for item in words.split(",")] if cell.kind == "list" else []
                links = [(text, address(url)) for text, url in LINK.findall(raw)]
                cells[slug, row.key, option] = Source(cell, items, links)
    return cells


SOURCE: Final = source_cells()


def test_it_works() -> None:
    """The source has 226 cells, and something of every kind."""
    assert len(SOURCE) == 226
    judged = [cell.kind for (_, _, option), (cell, _, _) in SOURCE.items() if option != oracle.DOCKER]
    assert len([kind for kind in judged if kind in ("supported", "unsupported", "not-applicable")]) == 164
    assert judged.count("limit") == 15
    assert {"list", "text"} <= set(judged)
    assert sum(len(links) for _, _, links in SOURCE.values()) == 2


def test_json(client: Client, published: Published) -> None:
    data: dict[str, Any] = client.get("/matrix.json").json()
    seen = 0
    for table in data["tables"]:
        for feature in table["features"]:
            assert list(feature["cells"]) == [option["slug"] for option in table["options"]]
            for option, got in feature["cells"].items():
                cell, items, links = SOURCE[table["slug"], feature["key"], option]
                assert got["text"] == cell.text
                assert got["kind"] == cell.kind
                assert tuple(got["footnotes"]) == cell.footnotes
                assert got["items"] == items
                assert [(link["text"], link["url"]) for link in got["links"]] == links
                if cell.limit is None:
                    assert got["limit"] is None
                else:
                    assert got["limit"]["op"] == cell.comparator
                    assert got["limit"]["value"] == cell.limit.number
                    assert f"{cell.comparator} {got['limit']['value']} {got['limit']['unit']}" == cell.text
                seen += 1
    assert seen == 226


def test_csv(client: Client, published: Published) -> None:
    seen = 0
    for slug, table in oracle.read_tables(source_text()).items():
        response = client.get(f"/tables/{slug}.csv")
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        head, *rows = csv.reader(io.StringIO(pages.text(response), newline=""))
        assert head == ["Feature", *(LINK.sub(r"\1", part) for part in source_lines(slug)[0][1:])]
        for row, wanted in zip(rows, table.rows.values(), strict=True):
            assert row == [wanted.name, *(cell.text for cell in wanted.cells.values())]
            seen += len(row) - 1
    assert seen == 226


def test_page(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    seen = 0
    for slug in (T1, T2):
        for (feature, option), element in pages.cells(root, slug).items():
            cell, _, links = SOURCE[slug, feature, option]
            # A blank says so by itself, in words that a style sheet adds or that stand in the cell.
            assert cell.kind == "unsupported" or element.text.startswith(cell.text), (feature, option)
            marks = [a.text for a in element.all("a") if a["href"].startswith("#")]
            assert marks == [str(number) for number in cell.footnotes]
            outward = [(a.text, a["href"]) for a in element.all("a") if not a["href"].startswith("#")]
            assert outward == links
            seen += 1
    assert seen == 226


def test_markdown(client: Client, published: Published) -> None:
    """`/matrix.md` holds the same cells, in the source's own notation."""
    lines = [line for line in pages.text(client.get("/matrix.md")).splitlines() if line.startswith("|")]
    written = [line.replace("\\", "") for line in lines if "---" not in line]
    rows = [*source_lines(T1), *source_lines(T2)]
    assert len(written) == len(rows)
    for line, row in zip(written, rows, strict=True):
        absolute = [LINK.sub(lambda found: f"[{found[1]}]({address(found[2])})", part) for part in row]
        assert [part.strip() for part in line[1:-1].split("|")] == absolute


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


def test_rows_and_heads_carry_the_sources_links(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    data = client.get("/matrix.json").json()
    for slug, table in oracle.read_tables(source_text()).items():
        element = root.one("table", id=slug)
        got = next(t for t in data["tables"] if t["slug"] == slug)
        for option in got["options"]:
            link = table.column_links[option["slug"]]
            assert option["url"] == (address(link) if link else None)
            assert option["candidate"] is (option["slug"] != oracle.DOCKER)
            (head,) = element.one("thead").all("th", data_option=option["slug"])
            assert head.text.startswith(option["name"])
            assert option["url"] in [a["href"] for a in head.all("a")]
        for feature in got["features"]:
            link = table.rows[feature["key"]].link
            assert feature["url"] == (address(link) if link else None)
            head = element.one("tr", data_feature=feature["key"]).one("th")
            assert head.text == feature["name"] == table.rows[feature["key"]].name
            assert [a["href"] for a in head.all("a")] == ([feature["url"]] if link else [])


def test_footnotes_link_both_ways(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    targets = {element["id"] for element in root.all(id=None)}
    for number in (1, 2, 3):
        note = root.one(id=f"fn-{number}")
        back = [a["href"].removeprefix("#") for a in note.all("a") if a["href"].startswith("#") and a["href"] != "#-"]
        marked = {f"{t}-{f}" for (t, f, _), (cell, _, _) in SOURCE.items() if number in cell.footnotes}
        assert set(back) == marked
        assert set(back) <= targets


def test_every_fragment_of_the_page_is_there(client: Client, published: Published) -> None:
    """No link within the page leads nowhere."""
    for query in ("", "?payload=50MB&latency=interactive&hardware=gpu", "?container=byoc&need=scale-to-zero"):
        root = pages.page(client.get(f"/{query}"))
        targets = {element["id"] for element in root.all(id=None)} | {"-"}
        missing = {a["href"] for a in root.all("a") if a["href"].startswith("#")} - {f"#{name}" for name in targets}
        assert not missing
