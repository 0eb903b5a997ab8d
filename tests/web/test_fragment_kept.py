"""What an update leaves out is what the reader's page has: put back from there, it is the whole fragment."""

import re
from typing import Final

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages
from tests.support.laws import examples
from tests.support.pages import HTMX
from tests.support.stored import set_cell
from tests.support.words import encoded, filters, many, selection

# Of each part that may be left out: how it begins where it is whole, and how it ends.
PARTS: Final = {
    "tr": r'<tr id="{id}"(?: [^>]*)?>.*?</tr>',
    "details": r'<details name="(?:menu|tool)" id="{id}"(?: open)?>.*?</details>',
    "div": r'<div[^>]* id="{id}">.*?</(?:section|button)></div>',
    "g": r'<g class="axis" id="{id}">.*?</g>',
    "p": r'<p id="{id}"(?: [^>]*)?>.*?</p>',
    "dialog": r'<dialog id="{id}"[^>]*>.*?</dialog>',
}
KEPT: Final = re.compile(
    r'<(tr|details|div|p|g|dialog)(?: name="(?:menu|tool)"| class="axis")? id="([^"]+)" data-kept></\1>'
)
CELL: Final = re.compile(r'<td data-option="([^"]*)".*?</td>', re.DOTALL)
HEAD: Final = re.compile(r'<th scope="col"\s+data-option="([^"]*)"')
SHOWN: Final = re.compile(r'data-shown="([^"]*)"')


def shown(text: str) -> str:
    (found,) = SHOWN.findall(text)
    return str(found).replace("&amp;", "&")


def arranged(row: str, above: str) -> str:
    """A row whose cells stand as the heads of its table do, which is the last one ``above`` it."""
    cells = {found[1]: found[0] for found in CELL.finditer(row)}
    order = HEAD.findall(above[above.rindex("<thead>") :])
    return f"{row[: row.index('<td')]}{''.join(cells[option] for option in order)}</tr>"


def filled(lean: str, before: str) -> str:
    """The fragment with what it leaves out taken from the page before."""

    def whole(found: re.Match[str]) -> str:
        part = re.search(PARTS[found[1]].format(id=re.escape(found[2])), before, re.DOTALL)
        assert part is not None, found[0]
        return arranged(part[0], lean[: found.start()]) if found[1] == "tr" else part[0]

    lean = KEPT.sub(whole, lean)
    assert "data-kept" not in lean
    return lean


@pytest.mark.law
@pytest.mark.once
def test_with_what_the_page_has_it_is_whole_again(client: Client, published: Published) -> None:
    before, left_out, sizes = pages.text(client.get("/")), 0, []
    count = examples(30, 1000)
    for chance in many(20261124, count):
        words = selection(chance) + filters(chance)
        query = encoded(words) if chance.random() < 0.9 else "payload=much&need=gpu-support:1MB"
        lean = pages.text(client.get(f"/?{query}", headers={**HTMX, "X-Shown": shown(before)}))
        whole = pages.text(client.get(f"/?{query}", headers=HTMX))
        assert filled(lean, before) == whole, (shown(before), query)
        assert "data-kept" not in whole
        left_out += lean.count("data-kept")
        sizes.append(len(lean) / len(whole))
        before = whole
    assert left_out > 15 * count
    assert sum(sizes) / len(sizes) < 0.9


WRONG: Final = ["", "x", "0" * 12, "{short}", "{short}.2 /?hardware=gpu", "{short}.1x /", "{short}.1 /?" + "a=1&" * 300]


@pytest.mark.parametrize("header", WRONG)
def test_what_the_header_does_not_say_is_sent(client: Client, published: Published, header: str) -> None:
    sent = {**HTMX, "X-Shown": header.format(short=published.short)}
    assert client.get("/?hardware=gpu", headers=sent).content == client.get("/?hardware=gpu", headers=HTMX).content


def test_only_an_update_leaves_anything_out(client: Client, published: Published) -> None:
    sent = {"X-Shown": f"{published.short}.1 /"}
    for more in ({}, {**HTMX, "HX-History-Restore-Request": "true"}):
        response = client.get("/?hardware=gpu", headers={**sent, **more})
        assert "data-kept" not in pages.text(response)
        assert "X-Shown" in response.headers["Vary"]
    assert "data-kept" in pages.text(client.get("/?hardware=gpu", headers={**sent, **HTMX}))


def test_a_newer_revision_is_sent_whole(client: Client, published: Published) -> None:
    before = shown(pages.text(client.get("/")))
    set_cell("✓", "shadow-testing", "batch-transform")
    assert "data-kept" not in pages.text(client.get("/?hardware=gpu", headers={**HTMX, "X-Shown": before}))
