"""What each revision changed, who made it, and what came since."""

import pytest
from django.contrib.auth.models import User

from matrix.store import history, recording, revisions
from matrix.store.revisions import Published
from tests.support.stored import set_cell

pytestmark = pytest.mark.django_db

CELL = ("inference-options", "request-timeout", "asynchronous-inference")


def test_entries_are_the_newest_first_with_what_they_changed(published: Published) -> None:
    newest = set_cell("< 1 hour", message="why")
    entry, first = history.entries(10)
    assert (entry.number, entry.hash, entry.author, entry.message) == (2, newest.hash, "an editor", "why")
    assert (entry.what, first.what) == ("1 cell changed", "first revision")
    assert [change.feature for change in entry.changes] == ["request-timeout"]
    assert [found.number for found in history.entries(1)] == [2]
    assert [found.number for found in history.entries(10, number__lt=2)] == [1]


def test_content_that_was_there_before_goes_by_its_number_too(published: Published) -> None:
    set_cell("< 1 hour")
    recording.restore(published)
    assert [entry.url for entry in history.entries(10, hash=published.hash)] == [
        f"/revisions/{published.short}/?number=3",
        f"/revisions/{published.short}/",
    ]


def test_what_was_saved_after_one_revision_up_to_another(published: Published) -> None:
    for number in range(2, 25):
        set_cell(f"< {number} hours")
    assert [found.number for found in history.meanwhile(20, 22)] == [22, 21]
    assert [found.number for found in history.meanwhile(24, 24)] == []
    assert len(history.meanwhile(1, 24)) == history.MEANWHILE


@pytest.mark.parametrize(
    ("user", "shown"),
    [
        ({"username": "ada", "first_name": "Ada", "last_name": "Lovelace"}, "Ada Lovelace"),
        ({"username": "ada"}, "an editor"),
        ({"username": "another", "first_name": "Ada"}, "an editor"),
    ],
)
def test_the_public_sees_a_name_and_never_a_login(published: Published, user: dict[str, str], shown: str) -> None:
    set_cell("< 1 hour")
    User.objects.create(**user)
    assert [entry.author for entry in history.entries(10)] == [shown, ""]
    states = history.cell_history(revisions.current(), CELL, 10)
    assert [state.author for state in states] == [shown, ""]


def test_revisions_have_their_authors(published: Published) -> None:
    set_cell("< 1 hour")
    assert history.authors([2, 2, 9]) == {2: "ada"}
