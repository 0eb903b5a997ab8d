"""What every form of the admin does with a save: one revision, or a refusal that keeps what was typed."""

import pytest
from django.test import Client

from matrix import models
from matrix.store import recording, revisions
from tests.support.forms import edit
from tests.support.stored import cell, draft_cell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.mark.parametrize(
    ("text", "message"),
    [("4 MB", "begins like a limit"), ("✓7", "marks footnote 7"), ("✓✓", "begins like a tick")],
)
def test_an_unreadable_cell_is_refused_with_the_notations_message(anna: Client, text: str, message: str) -> None:
    redirects, page = edit(anna, cell("payload-size", "serverless-inference"), notation=text)

    assert redirects == 0
    assert message in page
    assert text in page
    assert models.Revision.objects.count() == 1


def test_a_form_with_its_inlines_is_one_revision(anna: Client) -> None:
    feature = models.Feature.objects.get(key="payload-size", table__slug="inference-options")

    redirects, _ = edit(anna, feature, name="Payload", **{"cells-0-notation": "< 7 MB", "cells-1-notation": "≤ 90 MB"})

    assert redirects == 1
    revision = models.Revision.objects.get(number=2)
    assert sorted(change["kind"] for change in revision.changes) == ["cell", "cell", "feature-renamed"]


def test_a_link_that_is_none_is_refused_and_what_was_typed_is_kept(anna: Client) -> None:
    option = models.Option.objects.get(slug="batch-transform")

    redirects, page = edit(anna, option, url="javascript:alert(1)", name="Batch!", revision_message="why not")

    assert redirects == 0
    assert "Nothing was saved" in page
    assert "no web address" in page
    assert "javascript:alert(1)" in page
    assert 'value="Batch!"' in page
    assert "why not" in page
    assert "was changed successfully" not in page
    option.refresh_from_db()
    assert option.name == "Batch transform"
    assert models.Revision.objects.count() == 1


def test_an_added_row_that_makes_no_matrix_is_refused(anna: Client) -> None:
    page = anna.post("/admin/matrix/footnote/add/", {"number": "4", "notation": "[x](javascript:alert)"})

    assert page.status_code == 200
    assert "Nothing was saved" in page.content.decode()
    assert not models.Footnote.objects.filter(number=4).exists()


def test_a_footnote_that_is_still_marked_cant_be_deleted(anna: Client) -> None:
    note = models.Footnote.objects.get(number=1)

    single = anna.post(f"/admin/matrix/footnote/{note.pk}/delete/", {"post": "yes"}, follow=True)
    many = anna.post(
        "/admin/matrix/footnote/",
        {"action": "delete_selected", "_selected_action": [str(note.pk)], "post": "yes"},
        follow=True,
    )

    for response in (single, many):
        page = response.content.decode()
        assert "Nothing was saved" in page
        assert "marks footnote 1" in page
        assert "successfully" not in page.lower()
    assert models.Footnote.objects.count() == 3
    assert models.Revision.objects.count() == 1


def test_deleting_is_one_revision(anna: Client) -> None:
    features = models.Feature.objects.filter(key="gpu-support")

    anna.post(
        "/admin/matrix/feature/",
        {"action": "delete_selected", "_selected_action": [str(f.pk) for f in features], "post": "yes"},
    )

    revision = models.Revision.objects.get(number=2)
    assert revision.author == "anna"
    assert [change["kind"] for change in revision.changes] == ["feature-removed", "feature-removed"]


def test_the_same_twice_is_a_refusal_never_an_error(anna: Client) -> None:
    feature = models.Feature.objects.get(key="payload-size", table__slug="inference-options")
    one = models.Option.objects.get(slug="batch-transform")

    redirects, page = edit(anna, feature, **{"cells-0-option": str(one.pk)})

    assert redirects == 0
    assert "Nothing was saved" in page or "has a cell" in page
    assert models.Revision.objects.count() == 1


def test_a_refused_form_publishes_nobodys_draft(anna: Client) -> None:
    draft_cell("≤ 1 MB", "payload-size")

    edit(anna, cell("payload-size", "serverless-inference"), notation="4 MB")
    anna.post("/admin/matrix/footnote/", {"action": "delete_selected", "_selected_action": ["1"]})

    assert models.Revision.objects.count() == 1
    assert recording.draft() is not None


def test_a_table_keeps_something_to_choose(anna: Client) -> None:
    options = models.Option.objects.filter(table__slug="hosting-options")

    anna.post(
        "/admin/matrix/option/",
        {"action": "delete_selected", "_selected_action": [str(o.pk) for o in options], "post": "yes"},
    )

    assert options.count() == 4
    assert models.Revision.objects.count() == 1


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\ufffe"])
def test_no_row_holds_a_control_character(anna: Client, character: str) -> None:
    note = models.Footnote.objects.get(number=1)
    made, page = edit(anna, note, notation=f"Two{character}words")
    assert made == 0
    assert f"holds the control character U+{ord(character):04X}" in page
    assert models.Revision.objects.count() == 1


def test_what_the_lint_calls_an_error_is_refused_here_too(anna: Client) -> None:
    option = models.Option.objects.get(slug="batch-transform")
    made, page = edit(anna, option, url="nowhere")
    assert (made, models.Revision.objects.count()) == (0, 1)
    assert "“nowhere” is a broken link" in page


def test_a_draft_is_not_published_by_another_change(anna: Client) -> None:
    draft_cell("✓", "shadow-testing")
    note = models.Footnote.objects.get(number=1)
    redirects, page = edit(anna, note, notation="Another text.")
    assert redirects == 0
    assert "the database holds changes that no revision has" in page
    assert "Another text." in page, "nothing typed is lost"
    assert models.Revision.objects.count() == 1
    assert models.Footnote.objects.get(number=1).notation == note.notation


def test_rows_that_make_no_matrix_can_be_mended(anna: Client) -> None:
    broken = cell("shadow-testing", "batch-transform")
    draft_cell("✓✓", "shadow-testing")
    edit(anna, broken, notation="✓")
    assert models.Revision.objects.latest("number").number == 2
    assert (
        revisions.current().document.by_table["inference-options"].cell("shadow-testing", "batch-transform").text == "✓"
    )
