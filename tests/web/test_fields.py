"""What can't be read is said at its field in the toolbar; and what would be too long to be read back is refused."""

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages


@pytest.mark.parametrize(
    ("query", "param", "field"),
    [
        ("q=a&q=nonsense", "q", "q"),
        ("show=nonsense", "show", "show"),
        ("option=nonsense", "option", ""),
        ("need=nonsense", "need", "need-feature"),
        ("need=payload-size", "need", "need-feature"),
    ],
)
def test_the_tables_fields_say_what_is_wrong_too(
    client: Client, published: Published, query: str, param: str, field: str
) -> None:
    root = pages.page(client.get(f"/?{query}"))
    error = root.one(id=f"e-{param}")
    assert error in root.one("div", role="search").walk()
    assert "nonsense" in error.text or "Payload size" in error.text or "takes one value" in error.text
    if field:
        assert (root.one(id=field)["aria-invalid"], root.one(id=field)["aria-describedby"]) == ("true", error["id"])
    folds = [fold for fold in root.all("details") if error in fold.walk()]
    assert all("open" in fold for fold in folds), "in sight"
    assert not [e for e in pages.page(client.get("/")).all("p", id=None) if e["id"].startswith("e-")]


@pytest.mark.parametrize("query", ["q=" + ";" * 7000, "need=gpu-support&latency=offline&q=" + "'" * 4000])
def test_a_state_whose_own_address_is_too_long_is_refused_by_the_limit(
    client: Client, published: Published, query: str
) -> None:
    assert "8 KB" in pages.page(client.get(f"/?{query}"), 400).one("main").text
    assert "8 KB" in client.get(f"/fit.json?{query}").json()["errors"][0]["message"]
    assert client.get(f"/?{query[:2500]}", follow=True).status_code == 200
