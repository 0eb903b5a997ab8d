"""What can't be read: named in a notice and at its field, and the rest applied. What that is, `test_query.py` says."""

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages
from tests.support.pages import notices


@pytest.mark.parametrize(
    ("query", "param", "field", "part"),
    [
        ("q=a&q=nonsense", "q", "q", ""),
        ("show=nonsense", "show", "show", ""),
        ("option=nonsense", "option", "", ""),
        ("need=nonsense", "need", "need-feature", "guide"),
        ("need=payload-size", "need", "need-feature", "guide"),
    ],
)
def test_the_other_fields_say_what_is_wrong_too(
    client: Client, published: Published, query: str, param: str, field: str, part: str
) -> None:
    root = pages.page(client.get(f"/?{query}"))
    error = root.one(id=f"e-{param}")
    assert error in (root.one(id=part) if part else root.one("div", role="search")).walk()
    assert "nonsense" in error.text or "Payload size" in error.text or "takes one value" in error.text
    if field:
        assert (root.one(id=field)["aria-invalid"], root.one(id=field)["aria-describedby"]) == ("true", error["id"])
    folds = [fold for fold in root.all("details") if error in fold.walk() and fold["id"] != part]
    assert all("open" in fold for fold in folds), "in sight"
    assert not [e for e in pages.page(client.get("/")).all("p", id=None) if e["id"].startswith("e-")]


@pytest.mark.parametrize(
    ("query", "param", "value"),
    [
        ("colour=red", "colour", "red"),
        ("payload=50", "payload", "50"),
        ("latency=offline&latency=interactive", "latency", "interactive"),
        ("need-strict=on", "need-strict", "on"),
        ("q=a&q=<b>", "q", "<b>"),
        ("rev=abc", "rev", "abc"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_applied(
    client: Client, published: Published, query: str, param: str, value: str
) -> None:
    root = pages.page(client.get(f"/?hardware=gpu&{query}"))

    assert notices(root) == [(param, value)]
    assert pages.outcomes(root)["serverless-inference"] == "ruled-out", "hardware=gpu is applied"
    assert client.head(f"/?hardware=gpu&{query}").status_code == 200


@pytest.mark.parametrize("param", ["payload", "time", "latency", "hardware", "need-feature"])
def test_the_field_says_what_is_wrong(client: Client, published: Published, param: str) -> None:
    root = pages.page(client.get(f"/?{param}=nonsense"))

    name = param.removesuffix("-feature")
    error = root.one(id=f"e-{name}")
    assert "nonsense" in error.text
    fold = root.one("details", id=f"q-{param}" if name == param else name)
    assert "open" in fold, "what is wrong is in sight"
    assert error in fold.walk()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("payload=50", "1 entry could not be read, and is not applied"),
        ("payload=50&time=9", "2 entries could not be read, and are not applied"),
        ("need-feature=payload-size", "needs a size with its unit, such as 50MB."),
    ],
)
def test_what_is_wrong_is_said_in_words_that_help(client: Client, published: Published, query: str, said: str) -> None:
    assert said in pages.page(client.get(f"/?{query}")).text


@pytest.mark.parametrize(
    ("query", "links"),
    [
        ("payload=20&q=x", ["/?payload=20KB&q=x", "/?payload=20MB&q=x", "/?payload=20GB&q=x"]),
        ("payload=20,5 MB", ["/?payload=20.5MB", "/?payload=205MB"]),
        ("need=payload-size:1,024 KB", ["/?need=payload-size:1024KB", "/?need=payload-size:1.024KB"]),
        ("payload=tea", []),
    ],
)
def test_what_a_quantity_may_have_meant_is_offered_where_it_is_told(
    client: Client, published: Published, query: str, links: list[str]
) -> None:
    root = pages.page(client.get(f"/?{query}"))
    offered = [[a["href"] for a in part.all("a")] for part in root.all("p", class_="readings")]
    assert offered == ([links, links] if links else []), "in the notice, and at the field"
    for link in links:
        assert not pages.notices(pages.page(client.get(link)))
