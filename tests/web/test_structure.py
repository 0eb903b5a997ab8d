"""What is heard of a page: its headings in their order, its landmarks and tables by their names."""

from itertools import pairwise

import pytest
from django.test import Client

from matrix.store import revisions
from tests.support import pages
from tests.support.pages import Element
from tests.support.stored import set_cell

ASKED = "payload=50MB&time=10min&hardware=gpu"
ADDRESSES = (
    *("/", f"/?{ASKED}", "/?scaling=scale-to-zero&aids=monitor", "/?hardware=gpu&behind=multi-model&testing=shadow"),
    *("/?payload=50&colour=red", f"/?{ASKED}&facts=annotated", f"/?{ASKED}&rev={{before}}", "/?edition=2025-09-27"),
    *("/decision/", f"/decision/?{ASKED}", "/decision/?payload=50", "/help/", "/editions/", f"/editions/?{ASKED}"),
    *("/revisions/", "/revisions/{now}/", "/revisions/compare/", "/revisions/compare/?from={before}&colour=red"),
    "/revisions/cell/inference-options/payload-size/serverless-inference/",
    *("/embed/inference-options/", f"/embed/hosting-options/?{ASKED}&q=gpu", "/nothing/here/", "/?" + "a=1&" * 300),
)


def named(page: Element, element: Element) -> str:
    """Its name for who listens."""
    if "aria-labelledby" in element:
        return page.one(id=element["aria-labelledby"]).text
    return element.attributes.get("aria-label", "")


def is_landmark(element: Element) -> bool:
    """A section is one by its name."""
    named_section = element.tag == "section" and ({"aria-label", "aria-labelledby"} & element.attributes.keys())
    return (
        element.tag in ("nav", "aside") or element.attributes.get("role") in ("region", "search") or bool(named_section)
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_told_by_headings_landmarks_and_captions(
    client: Client, published: revisions.Published, address: str
) -> None:
    set_cell("≤ 6 MB", "payload-size", "serverless-inference")
    response = client.get(address.format(before=published.short, now=revisions.current().short))
    page = pages.page(response, status=response.status_code)

    levels = [int(it.tag[1]) for it in page.walk() if it.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [after for before, after in pairwise(levels) if after > before + 1] == [], "a level is skipped"
    assert all(it.text for it in page.walk() if it.tag in ("h1", "h2", "h3", "h4"))

    page.one("main")
    current = [it["href"] for it in page.all("a") if it.attributes.get("aria-current") == "page"]
    assert current == [path for path in ("/help/", "/editions/", "/revisions/") if path == address.partition("?")[0]]
    if response.status_code == 200:
        assert "Not affiliated" in page.one("footer").text
    landmarks = [(it.attributes.get("role", it.tag), named(page, it)) for it in page.walk() if is_landmark(it)]
    assert all(name for _, name in landmarks), landmarks
    assert len(set(landmarks)) == len(landmarks), landmarks

    for table in page.all("table"):
        assert table.one("caption").text
        assert all("scope" in head for head in table.all("th"))
        assert all(row.all("th", scope="row") for body in table.all("tbody") for row in body.all("tr"))
