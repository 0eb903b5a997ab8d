"""Two revisions side by side, and what a cell was over time."""

import pytest
from django.test import Client

from matrix import models
from matrix.store import readers, recording, revisions
from matrix.store.revisions import Published
from tests.support import pages

pytestmark = pytest.mark.django_db
CELL = ("inference-options", "request-timeout", "asynchronous-inference")
HISTORY = "/revisions/cell/inference-options/request-timeout/asynchronous-inference/"


def set_cell(notation: str, message: str = "") -> Published:
    table, feature, option = CELL
    with recording.change("ada", message):
        cell = models.Cell.objects.get(feature__table__slug=table, feature__key=feature, option__slug=option)
        cell.notation = notation
        cell.save()
    return revisions.current()


OTHERS = "but another page, “Invoke an asynchronous endpoint”: ≤ 3600 seconds"


def rows(client: Client, url: str) -> list[list[str]]:
    """The rows of a page's history table, as text."""
    table = pages.page(client.get(url)).one("table", class_="history")
    return [[cell.text for cell in row.all("th") + row.all("td")] for row in table.one("tbody").all("tr")]


# --- Two revisions -------------------------------------------------------------------------------------------


def test_the_difference_of_any_two_revisions(published: Published, client: Client) -> None:
    set_cell("< 1 hour")
    newest = set_cell("< 2 hours")
    url = f"/revisions/compare/?from={published.short}&to={newest.short}"
    assert rows(client, url) == [
        ["Inference options, Request timeout, Asynchronous inference", "< 15 minutes", f"< 2 hours {OTHERS}", "cell"]
    ]
    assert "Asynchronous inference" in client.get(url).content.decode().partition("Results that flip")[2]


def test_without_names_the_newest_and_the_one_before(published: Published, client: Client) -> None:
    set_cell("< 1 hour")
    set_cell("< 2 hours")
    (line,) = rows(client, "/revisions/compare/")
    assert line[1:3] == ["< 1 hour since revision 2", f"< 2 hours {OTHERS}"]


def test_a_revision_and_itself_differ_in_nothing(published: Published, client: Client) -> None:
    body = client.get(f"/revisions/compare/?from={published.short}&to={published.short}").content.decode()
    assert "Nothing differs" in body


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=zzz", "is no revision"),
        ("to=0000000", "no revision has a hash"),
        ("from={0}&from={0}", "takes one value"),
        ("since=1", "is no parameter of this page"),
    ],
)
def test_what_can_not_be_read_is_told(published: Published, client: Client, query: str, message: str) -> None:
    response = client.get(f"/revisions/compare/?{query.format(published.short)}")
    assert message in pages.page(response).one("section", class_="notice").text


# --- A cell ---------------------------------------------------------------------------------------------------


def test_what_a_cell_was_revision_by_revision(published: Published, client: Client) -> None:
    set_cell("< 1 hour", "AWS said so")
    set_cell("", "a mistake")
    assert [(row[0], row[1], row[3:]) for row in rows(client, HISTORY)[:2]] == [
        ("blank", "revision 3", ["an editor", "a mistake"]),
        ("< 1 hour", "revision 2", ["an editor", "AWS said so"]),
    ]
    assert rows(client, HISTORY)[2] == ["< 15 minutes", "the first revision"]


def test_a_cell_that_never_changed_has_one_state(published: Published, client: Client) -> None:
    assert rows(client, HISTORY) == [["< 15 minutes", "the first revision"]]


def test_a_cell_that_came_with_its_row_begins_there(published: Published, client: Client) -> None:
    with recording.change("ada", "a row of our own"):
        table = models.Table.objects.get(slug="hosting-options")
        models.Feature.objects.create(table=table, key="streaming", name="Streaming", position=99)
    (row,) = rows(client, "/revisions/cell/hosting-options/streaming/single-model-endpoints/")
    assert (row[0], row[1], row[4]) == ("blank", "revision 2", "a row of our own")


@pytest.mark.parametrize("where", ["inference-options/nothing/batch-transform", "x/gpu-support/batch-transform"])
def test_a_cell_that_never_was_is_not_found(published: Published, client: Client, where: str) -> None:
    assert client.get(f"/revisions/cell/{where}/").status_code == 404


def test_its_history_costs_no_more_the_longer_the_history_is(
    published: Published, client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    """Each revision names the one that changed the cell last: those between are not read."""
    set_cell("< 1 hour")
    for number in range(12):
        with recording.change("ada"):
            note = models.Footnote.objects.get(number=1)
            note.notation = f"Another text, {number}."
            note.save()
    readers.newest()  # each write ends what a worker has kept of it
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(rows(client, HISTORY)) == 2
