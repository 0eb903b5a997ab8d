"""`rev=`: a pinned link shows its revision's data, whatever has been changed since."""

from typing import Any

import pytest
from django.test import Client

from matrix import models
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support import pages
from tests.web.test_page import notices

CELL = ("batch-transform", "gpu-support")


@pytest.fixture
def newer(published: Published) -> Published:
    """A second revision, in which Batch transform has no GPU."""
    with recording.change(message="No GPU"):
        cell = models.Cell.objects.get(option__slug=CELL[0], feature__key=CELL[1])
        cell.notation = ""
        cell.save()
    return revisions.current()


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
    models.Cell.objects.filter(option__slug=CELL[0], feature__key=CELL[1]).update(notation="N/A")
    assert gpu(client.get("/matrix.json").json()) == "✓1", "what is changed behind the models' back is a draft"
    recording.publish()
    assert gpu(client.get("/matrix.json").json()) == "N/A"


def test_a_pinned_page_tells_of_newer_data_that_matters(client: Client, published: Published, newer: Published) -> None:
    page = pages.page(client.get(f"/?hardware=gpu&rev={published.short}"))
    assert "Batch transform" in page.text
    assert any(a["href"] == "/?hardware=gpu" for a in page.all("a")), "the same with today's data is a click away"


@pytest.mark.parametrize("length", [7, 8, 11, 13, 63, 64])
def test_the_canonical_form_has_12_characters(client: Client, published: Published, length: int) -> None:
    response = client.get(f"/?q=gpu&rev={published.hash[:length]}")

    assert response.status_code == 302
    assert response.headers["Location"] == f"/?q=gpu&rev={published.short}"
    assert len(published.short) == 12
    fit = client.get(f"/fit.json?rev={published.hash[:length]}").json()
    assert fit["revision"]["hash"] == published.hash
    assert fit["url"] == f"/?rev={published.short}"


def test_capitals_are_the_same_hash(client: Client, published: Published) -> None:
    response = client.get(f"/?rev={published.short.upper()}")
    assert response.headers["Location"] == f"/?rev={published.short}"


def test_a_hash_that_more_than_one_begins_with(client: Client, published: Published) -> None:
    row = models.Revision.objects.get()
    models.Revision.objects.create(
        number=2, hash=published.hash[:20] + "0" * 44, published=row.published, payload=row.payload
    )
    root = pages.page(client.get(f"/?rev={published.hash[:20]}"))

    assert notices(root) == [("rev", published.hash[:20])]
    assert "more than one revision" in root.one("section", role="alert").text
    assert client.get(f"/fit.json?rev={published.hash[:20]}").status_code == 400
    assert client.get(f"/fit.json?rev={published.hash[:30]}").status_code == 200


@pytest.mark.parametrize("rev", ["0" * 12, "abc", "f" * 64, "f" * 65, "g" * 12, "%00" * 12, "é", "1" * 4000])
def test_an_unknown_hash_is_named_and_the_newest_shown(client: Client, published: Published, rev: str) -> None:
    root = pages.page(client.get(f"/?rev={rev}"))

    assert [name for name, _ in notices(root)] == ["rev"]
    assert client.get(f"/matrix.json?rev={rev}").status_code == 400


def test_a_second_hash_is_named(client: Client, published: Published, newer: Published) -> None:
    root = pages.page(client.get(f"/?rev={published.short}&rev={newer.short}"))

    assert notices(root) == [("rev", newer.short)]
    assert pages.cells(root, "inference-options")[CELL[1], CELL[0]].text == "✓1"


def test_of_equal_content_the_earliest_is_meant(client: Client, published: Published, newer: Published) -> None:
    """A restored revision has the hash of the one it restores; a pinned link goes on saying what it said."""
    recording.restore(published)
    assert revisions.current().hash == published.hash
    assert revisions.current().number == 3
    assert revisions.find(published.short).number == 1


def test_a_second_rev_is_applied_where_the_first_names_nothing(published: Published, client: Client) -> None:
    answer = client.get(f"/?rev=0000000&rev={published.short}")
    assert "no revision has a hash that begins with “0000000”" in answer.content.decode()
    assert "Pinned to revision 1" in answer.content.decode()
