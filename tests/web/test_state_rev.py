"""`rev=`: a pinned link shows its revision's data, whatever has been changed since."""

import re
from typing import Any

import pytest
from django.test import Client

from matrix import models
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support import pages
from tests.support.pages import notices, text_of
from tests.support.stored import draft_cell, set_cell

CELL = ("batch-transform", "gpu-support")


@pytest.fixture
def newer(published: Published) -> Published:
    """A second revision, in which Batch transform has no GPU."""
    return set_cell("", CELL[1], CELL[0])


def gpu(data: dict[str, Any]) -> str:
    """What a `/matrix.json` says of the changed cell."""
    row = next(feature for feature in data["tables"][0]["features"] if feature["key"] == CELL[1])
    text: str = row["cells"][CELL[0]]["text"]
    return text


def test_it_works(client: Client, published: Published, newer: Published) -> None:
    assert newer.number == published.number + 1
    assert gpu(client.get("/matrix.json").json()) == ""
    assert gpu(client.get(f"/matrix.json?rev={published.short}").json()) == "✓1"

    root = pages.page(client.get(f"/?hardware=gpu&rev={published.short}"))
    assert pages.cells(root, "inference-options")[CELL[1], CELL[0]].text == "✓1"
    assert pages.outcomes(root)[CELL[0]] == "conditional"
    assert pages.outcomes(pages.page(client.get("/?hardware=gpu")))[CELL[0]] == "ruled-out"


def test_readers_are_on_the_newest_from_the_next_request(client: Client, published: Published) -> None:
    assert gpu(client.get("/matrix.json").json()) == "✓1"
    draft_cell("N/A", CELL[1], CELL[0])
    assert gpu(client.get("/matrix.json").json()) == "✓1", "what is changed behind the models' back is a draft"
    recording.publish()
    assert gpu(client.get("/matrix.json").json()) == "N/A"


def test_a_pinned_page_tells_of_newer_data_that_matters(client: Client, published: Published, newer: Published) -> None:
    page = pages.page(client.get(f"/?hardware=gpu&rev={published.short}"))
    assert "Batch transform" in page.text
    assert any(a["href"] == "/?hardware=gpu" for a in page.all("a")), "the same with today's data is a click away"


@pytest.mark.parametrize("length", [7, 13, 64])
def test_the_canonical_form_has_12_characters(client: Client, published: Published, length: int) -> None:
    response = client.get(f"/?q=gpu&rev={published.hash[:length].upper()}")

    assert response.status_code == 302
    assert response.headers["Location"] == f"/?q=gpu&rev={published.short}"
    assert len(published.short) == 12
    fit = client.get(f"/fit.json?rev={published.hash[:length]}").json()
    assert fit["revision"]["hash"] == published.hash
    assert fit["url"] == f"/?rev={published.short}"


@pytest.mark.parametrize("rev", ["0" * 12, "%00" * 12, "é", "1" * 4000])
def test_an_unknown_hash_is_named_and_the_newest_shown(client: Client, published: Published, rev: str) -> None:
    root = pages.page(client.get(f"/?rev={rev}"))

    assert [name for name, _ in notices(root)] == ["rev"]
    assert client.get(f"/matrix.json?rev={rev}").status_code == 400


def test_a_second_hash_is_named(client: Client, published: Published, newer: Published) -> None:
    root = pages.page(client.get(f"/?rev={published.short}&rev={newer.short}"))

    assert notices(root) == [("rev", newer.short)]
    assert pages.cells(root, "inference-options")[CELL[1], CELL[0]].text == "✓1"


def test_a_second_rev_is_applied_where_the_first_names_nothing(published: Published, client: Client) -> None:
    answer = client.get(f"/?rev=0000000&rev={published.short}")
    assert "no revision has a hash that begins with “0000000”" in answer.content.decode()
    assert "Pinned to revision 1" in answer.content.decode()


def test_a_pinned_link_shows_the_same_bytes_of_tables_and_outcomes_for_ever(
    published: Published, client: Client
) -> None:
    query = f"/?time=30min&hardware=gpu&rev={published.short}"
    parts = r'<ul class="verdicts.*?</section>|<table id=.*?</table>'

    def shown() -> list[str]:
        return re.findall(parts, client.get(query).content.decode(), re.DOTALL)

    before, verdicts = shown(), client.get(query.replace("/?", "/fit.json?")).content
    assert len(before) == 4
    for number in range(50):
        set_cell(f"< {number + 20} minutes")
    recording.restore(revisions.find(published.short))
    assert revisions.current().number == 52
    assert shown() == before
    assert client.get(query.replace("/?", "/fit.json?")).content == verdicts


def test_a_pinned_page_says_what_matters(published: Published, client: Client) -> None:
    set_cell("< 1 hour")
    body = text_of(client.get(f"/?latency=near-real-time&time=30min&rev={published.short}").content.decode())
    assert "Pinned to revision 1; newer data exists" in body
    assert "1 cell changed since; with today’s data Asynchronous inference fits too" in body
    newest = revisions.current()
    assert "newer data exists" not in client.get(f"/?rev={newest.short}").content.decode()


def test_a_name_that_is_gone_is_named_with_what_it_meant(published: Published, client: Client) -> None:
    with recording.change():
        models.Feature.objects.get(table__slug="inference-options", key="scale-to-zero").delete()
    answer = client.get("/fit.json?need=scale-to-zero")
    assert answer.status_code == 400
    assert "until revision 1 it was the row “Scale to zero”" in answer.json()["errors"][0]["message"]
    assert client.get(f"/fit.json?need=scale-to-zero&rev={published.short}").status_code == 200
