"""A row that an update splits keeps deciding in every address: before it, after it, pinned to either."""

import re
from typing import Any

import pytest
from django.test import Client

from matrix.store import revisions
from matrix.store.revisions import Published
from tests.oracle.oracle import AI, BT, RT, SI
from tests.support import pages
from tests.support.documents import source_text
from tests.support.imports import import_whole
from tests.support.splits import BLUE_GREEN, GUARDRAILS, PAGE_OF_2025, ROLLING, with_splits

BEFORE = {RT: "fits", BT: "ruled-out", AI: "fits", SI: "conditional"}
AFTER = {RT: "fits", BT: "not-applicable", AI: "fits", SI: "ruled-out"}


@pytest.fixture
def split(published: Published) -> Published:
    """A second revision: the page of 2025, taken in."""
    import_whole(with_splits(source_text(), PAGE_OF_2025), message="The page of 2025")
    return revisions.current()


def asked(client: Client, query: str) -> dict[str, Any]:
    response = client.get(f"/fit.json?{query}")
    assert response.status_code == 200, response.content.decode()
    data: dict[str, Any] = response.json()
    return data


def outcomes(data: dict[str, Any]) -> dict[str, str]:
    return {option["slug"]: option["outcome"] for option in data["tables"][0]["options"]}


def reasons(data: dict[str, Any], slug: str) -> list[tuple[str, str, str]]:
    (option,) = [option for option in data["tables"][0]["options"] if option["slug"] == slug]
    return [(reason["because"], reason["feature"], reason["label"]) for reason in option["reasons"]]


@pytest.mark.parametrize("word", ["guardrails=full", f"need={GUARDRAILS}"])
def test_it_works(client: Client, published: Published, split: Published, word: str) -> None:
    data = asked(client, word)
    assert data["url"] == f"/?{word}"
    assert outcomes(data) == AFTER
    assert reasons(data, SI) == [
        (word, BLUE_GREEN, "Deployment guardrails: blue/green deployments"),
        (word, ROLLING, "Deployment guardrails: rolling deployments"),
    ]
    before = asked(client, f"{word}&rev={published.short}")
    strict = {SI: "ruled-out"} if word == "guardrails=full" else {}
    assert outcomes(before) == {**BEFORE, **strict}
    assert reasons(before, SI) == [(word, GUARDRAILS, "Deployment guardrails")]


@pytest.mark.parametrize("part", [BLUE_GREEN, ROLLING])
def test_a_part_asked_of_a_page_before_the_split(
    client: Client, published: Published, split: Published, part: str
) -> None:
    data = asked(client, f"need={part}&rev={published.short}")
    assert data["url"] == f"/?need={part}&rev={published.short}"
    assert outcomes(data) == BEFORE
    assert reasons(data, SI) == [(f"need={part}", GUARDRAILS, "Deployment guardrails")]
    root = pages.page(client.get(data["url"]))
    assert pages.notices(root) == []
    assert {slug: found for slug, found in pages.outcomes(root).items() if slug in BEFORE} == BEFORE
    assert f"`need={part}`" in pages.text(client.get(f"/decision.md?need={part}&rev={published.short}"))


def test_a_part_is_known_once_any_edition_has_it_and_no_other(client: Client, published: Published) -> None:
    assert client.get(f"/fit.json?need={ROLLING}").status_code == 200
    assert client.get(f"/fit.json?need={GUARDRAILS}-sideways").status_code == 400


def test_old_and_new_keys_have_one_order(client: Client, split: Published) -> None:
    response = client.get(f"/?need={ROLLING}&need={GUARDRAILS}&need={BLUE_GREEN}")
    assert response.headers["Location"] == f"/?need={GUARDRAILS}&need={BLUE_GREEN}&need={ROLLING}"


def test_the_page_shows_what_decides(client: Client, split: Published) -> None:
    root = pages.page(client.get(f"/?need={GUARDRAILS}"))
    offered = [option["value"] for option in root.one("select", name="need-feature").all("option")]
    at = offered.index(GUARDRAILS)
    assert offered[at + 1 : at + 3] == [BLUE_GREEN, ROLLING]
    rows = {row["data-feature"]: row for row in root.one("table", id="inference-options").all("tr", data_feature=None)}
    for part in (BLUE_GREEN, ROLLING):
        assert any(link["href"] == f"#inference-options-{part}" for link in root.all("a", href=None))
        assert part in rows
    assert GUARDRAILS not in rows


def test_a_pinned_link_says_what_the_split_changed(client: Client, published: Published, split: Published) -> None:
    page = pages.page(client.get(f"/?guardrails=full&rev={published.short}")).text
    assert "Batch transform reads “not applicable” instead of “ruled out”" in page
    assert "rolling deployments" in page


def test_an_update_of_a_pinned_page_reads_it_alike(client: Client, published: Published, split: Published) -> None:
    """The state that the page says it shows is read as its address is."""
    url = f"/?need={ROLLING}&rev={published.short}"
    shown = f"{published.short}.{published.number} {url}"
    lean = pages.text(client.get(url, headers={"HX-Request": "true", "X-Shown": shown}))
    assert re.findall(r'<tr id="[^"]+"(?! data-kept)', lean) == [], "every row is there already"


def test_a_part_that_is_joined_again_is_not_lost(client: Client, split: Published) -> None:
    import_whole(source_text(), message="As it was")
    page = pages.page(client.get(f"/?need={ROLLING}&rev={split.short}")).text
    assert "Batch transform reads “ruled out” instead of “not applicable”" in page
    assert "is no feature of the tables" not in page


def test_a_split_row_is_named_and_a_change_leads_to_the_edition_that_has_it(
    client: Client, published: Published
) -> None:
    root = pages.page(client.get("/editions/?from=2023-03-10&to=2025-09-27"))
    heads = [head for head in root.all("th", scope="row") if "options" in head.text]
    assert "deployment-guardrails" not in " ".join(head.text for head in heads)
    assert "Inference options, Deployment guardrails" in [head.text for head in heads]
    links = [link["href"].partition("#") for head in heads for link in head.all("a")]
    assert {address for address, _, _ in links} == {"/?edition=2025-09-27"}
    shown = pages.page(client.get(links[0][0]))
    assert all(shown.one("tr", id=row) for _, _, row in links)
