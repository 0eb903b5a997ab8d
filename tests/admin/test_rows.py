"""The plain admin: every row editable, one revision per save, refusals that keep what was typed."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from matrix import models
from matrix.admin.roles import EDITOR
from matrix.store import recording, revisions
from tests.support.forms import client_of, sent, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.fixture
def editor() -> Client:
    return client_of(user_of(EDITOR))


def edit(client: Client, row: models.Recorded, **typed: str) -> tuple[int, str]:
    url = f"/admin/matrix/{row._meta.model_name}/{row.pk}/change/"
    fields = sent(client.get(url).content.decode(), "_form")
    response = client.post(url, {**fields, **typed}, follow=True)
    return len(response.redirect_chain), response.content.decode()


def cell(feature: str, option: str) -> models.Cell:
    found: models.Cell = models.Cell.objects.get(feature__key=feature, option__slug=option)
    return found


def test_it_works(editor: Client) -> None:
    row = cell("payload-size", "serverless-inference")

    redirects, _ = edit(editor, row, notation="≤ 5 MB", revision_message="AWS raised it")

    revision = models.Revision.objects.first()
    assert redirects == 1
    assert revision is not None
    assert (revision.number, revision.author, revision.message) == (2, "anna", "AWS raised it")
    assert [(c["kind"], c["from"], c["to"]) for c in revision.changes] == [("cell", "≤ 4 MB", "≤ 5 MB")]


MODELS = (
    *("table", "option", "feature", "cell", "footnote", "passage", "source"),
    *("question", "choice", "criterion", "ruling"),
)


@pytest.mark.parametrize("model", MODELS)
def test_every_row_has_its_list_and_its_form(editor: Client, model: str) -> None:
    row = getattr(models, model.capitalize()).objects.first()

    listed = editor.get(f"/admin/matrix/{model}/", {"q": "a"})
    redirects, page = edit(editor, row, revision_message="nothing really")

    assert listed.status_code == 200
    assert redirects == 1, re.findall(r'class="error.*', page)
    assert models.Revision.objects.count() == 1  # an unchanged form changes nothing


@pytest.mark.parametrize("model", [m for m in MODELS if m not in ("source", "table")])
def test_every_row_can_be_added(editor: Client, model: str) -> None:
    assert editor.get(f"/admin/matrix/{model}/add/").status_code == 200


def test_lists_need_few_queries(editor: Client, django_assert_max_num_queries: object) -> None:
    for model in MODELS:
        with django_assert_max_num_queries(14):  # type: ignore[operator]
            editor.get(f"/admin/matrix/{model}/")


@pytest.mark.parametrize(
    ("text", "message"),
    [("4 MB", "begins like a limit"), ("✓7", "marks footnote 7"), ("✓✓", "begins like a tick")],
)
def test_an_unreadable_cell_is_refused_with_the_notations_message(editor: Client, text: str, message: str) -> None:
    redirects, page = edit(editor, cell("payload-size", "serverless-inference"), notation=text)

    assert redirects == 0
    assert message in page
    assert text in page
    assert models.Revision.objects.count() == 1


def test_a_form_with_its_inlines_is_one_revision(editor: Client) -> None:
    feature = models.Feature.objects.get(key="payload-size", table__slug="inference-options")

    redirects, _ = edit(
        editor, feature, name="Payload", **{"cells-0-notation": "< 7 MB", "cells-1-notation": "≤ 90 MB"}
    )

    assert redirects == 1
    revision = models.Revision.objects.get(number=2)
    assert sorted(change["kind"] for change in revision.changes) == ["cell", "cell", "feature-renamed"]


def test_a_link_that_is_none_is_refused_and_what_was_typed_is_kept(editor: Client) -> None:
    option = models.Option.objects.get(slug="batch-transform")

    redirects, page = edit(editor, option, url="javascript:alert(1)", name="Batch!", revision_message="why not")

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


def test_an_added_row_that_makes_no_matrix_is_refused(editor: Client) -> None:
    page = editor.post("/admin/matrix/footnote/add/", {"number": "4", "notation": "[x](javascript:alert)"})

    assert page.status_code == 200
    assert "Nothing was saved" in page.content.decode()
    assert not models.Footnote.objects.filter(number=4).exists()


def test_a_footnote_that_is_still_marked_cant_be_deleted(editor: Client) -> None:
    note = models.Footnote.objects.get(number=1)

    single = editor.post(f"/admin/matrix/footnote/{note.pk}/delete/", {"post": "yes"}, follow=True)
    many = editor.post(
        "/admin/matrix/footnote/",
        {"action": "delete_selected", "_selected_action": [str(note.pk)], "post": "yes"},
        follow=True,
    )

    for response in (single, many):
        page = response.content.decode()
        assert "Nothing was changed" in page
        assert "marks footnote 1" in page
        assert "successfully" not in page.lower()
    assert models.Footnote.objects.count() == 3
    assert models.Revision.objects.count() == 1


def test_deleting_is_one_revision(editor: Client) -> None:
    features = models.Feature.objects.filter(key="gpu-support")

    editor.post(
        "/admin/matrix/feature/",
        {"action": "delete_selected", "_selected_action": [str(f.pk) for f in features], "post": "yes"},
    )

    revision = models.Revision.objects.get(number=2)
    assert revision.author == "anna"
    assert [change["kind"] for change in revision.changes] == ["feature-removed", "feature-removed"]


def test_the_same_twice_is_a_refusal_never_an_error(editor: Client) -> None:
    feature = models.Feature.objects.get(key="payload-size", table__slug="inference-options")
    one = models.Option.objects.get(slug="batch-transform")

    redirects, page = edit(editor, feature, **{"cells-0-option": str(one.pk)})

    assert redirects == 0
    assert "Nothing was saved" in page or "has a cell" in page
    assert models.Revision.objects.count() == 1


def test_a_refused_form_publishes_nobodys_draft(editor: Client) -> None:
    models.Cell.objects.filter(feature__key="payload-size", option__slug="batch-transform").update(notation="≤ 1 MB")

    edit(editor, cell("payload-size", "serverless-inference"), notation="4 MB")
    editor.post("/admin/matrix/footnote/", {"action": "delete_selected", "_selected_action": ["1"]})

    assert models.Revision.objects.count() == 1
    assert recording.draft() is not None


def test_a_revision_is_read_only() -> None:
    root = User.objects.create_superuser("root")
    client = client_of(root)
    revision = models.Revision.objects.get()
    store_message = "loaddata"

    page = client.get(f"/admin/matrix/revision/{revision.pk}/change/").content.decode()

    assert store_message in page
    assert 'name="_save"' not in page
    assert client.get("/admin/matrix/revision/").status_code == 200
    assert client.get("/admin/matrix/revision/add/").status_code == 403
    assert client.post(f"/admin/matrix/revision/{revision.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/matrix/upstream/").status_code == 404


@pytest.mark.parametrize("model", ["source", "table"])
def test_the_source_and_its_tables_stay(editor: Client, model: str) -> None:
    row = getattr(models, model.capitalize()).objects.first()

    assert editor.get(f"/admin/matrix/{model}/add/").status_code == 403
    assert editor.post(f"/admin/matrix/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_table_keeps_something_to_choose(editor: Client) -> None:
    options = models.Option.objects.filter(table__slug="hosting-options")

    editor.post(
        "/admin/matrix/option/",
        {"action": "delete_selected", "_selected_action": [str(o.pk) for o in options], "post": "yes"},
    )

    assert options.count() == 4
    assert models.Revision.objects.count() == 1


def test_it_speaks_the_sites_language(editor: Client) -> None:
    page = editor.get("/admin/").content.decode()

    assert "SageMaker inference options" in page
    assert "Django" not in page
    assert "/admin/matrix/table/grid/" in page


def test_no_page_has_inline_script_or_style(editor: Client) -> None:
    question = models.Question.objects.first()
    assert question is not None
    for url in ("/admin/", "/admin/matrix/cell/", f"/admin/matrix/question/{question.pk}/change/"):
        page = editor.get(url).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\ufffe"])
def test_no_row_holds_a_control_character(editor: Client, character: str) -> None:
    note = models.Footnote.objects.get(number=1)
    made, page = edit(editor, note, notation=f"Two{character}words")
    assert made == 0
    assert f"holds the control character U+{ord(character):04X}" in page
    assert models.Revision.objects.count() == 1


def test_what_the_lint_calls_an_error_is_refused_here_too(editor: Client) -> None:
    option = models.Option.objects.get(slug="batch-transform")
    made, page = edit(editor, option, url="nowhere")
    assert (made, models.Revision.objects.count()) == (0, 1)
    assert "“nowhere” is a broken link" in page


def test_an_option_stays_in_its_table(editor: Client) -> None:
    option = models.Option.objects.get(slug="batch-transform")
    other = models.Table.objects.get(slug="hosting-options")
    edit(editor, option, table=str(other.pk), name="Batch")
    option.refresh_from_db()
    assert (option.table.slug, option.name) == ("inference-options", "Batch")


def test_a_draft_is_not_published_by_another_change(editor: Client) -> None:
    models.Cell.objects.filter(feature__key="shadow-testing", option__slug="batch-transform").update(notation="✓")
    note = models.Footnote.objects.get(number=1)
    redirects, page = edit(editor, note, notation="Another text.")
    assert redirects == 0
    assert "the database holds changes that no revision has" in page
    assert "Another text." in page, "nothing typed is lost"
    assert models.Revision.objects.count() == 1
    assert models.Footnote.objects.get(number=1).notation == note.notation


def test_rows_that_make_no_matrix_can_be_mended(editor: Client) -> None:
    broken = cell("shadow-testing", "batch-transform")
    models.Cell.objects.filter(pk=broken.pk).update(notation="✓✓")
    edit(editor, broken, notation="✓")
    assert models.Revision.objects.latest("number").number == 2
    assert (
        revisions.current().document.by_table["inference-options"].cell("shadow-testing", "batch-transform").text == "✓"
    )
