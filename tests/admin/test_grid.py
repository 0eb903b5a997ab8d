"""The grid through the client: shown, checked, previewed, saved as one revision; refusals; who may."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from matrix import models
from matrix.store import recording, revisions
from tests.support.grids import CELL, GRID, OTHER, form_of, send, text_of
from tests.support.stored import cell, draft_cell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_it_works(anna: Client) -> None:
    form = form_of(anna.get(GRID))

    response = send(anna, form, "save", cell__payload_size__serverless_inference="≤ 5 MB", message="AWS raised it")

    assert response.status_code == 302
    revision = models.Revision.objects.get(number=2)
    assert (revision.author, revision.message) == ("anna", "AWS raised it")
    assert [(c["feature"], c["option"], c["from"], c["to"]) for c in revision.changes] == [
        ("payload-size", "serverless-inference", "≤ 4 MB", "≤ 5 MB")
    ]
    told = anna.get(GRID)
    assert "Saved as revision 2: 1 change. As readers see it: Payload size." in re.sub("<[^>]+>", "", text_of(told))
    for link in (f"/revisions/{revision.hash[:12]}/?number=2", "/#inference-options-payload-size"):
        assert f'href="{link}"' in told.content.decode()
        assert anna.get(link).status_code == 200
    assert revisions.current().document.by_table["inference-options"].notation_of(
        "payload-size", "serverless-inference"
    ) == ("≤ 5 MB")


@pytest.mark.parametrize("url", [GRID, OTHER])
def test_an_untouched_grid_makes_no_revision(anna: Client, url: str) -> None:
    response = anna.post(url, {**form_of(anna.get(url)), "do": "save"}, follow=True)

    assert "Nothing was changed" in text_of(response)
    assert models.Revision.objects.count() == 1


def test_every_cell_is_there_in_the_sources_notation(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    table = revisions.current().document.by_table["inference-options"]

    for feature in table.features:
        for column in table.columns:
            assert form[f"cell:{feature.key}:{column.slug}"] == [table.notation_of(feature.key, column.slug)]


def test_an_error_stands_at_its_cell_and_nothing_is_saved(anna: Client) -> None:
    form = form_of(anna.get(GRID))

    response = send(
        anna,
        form,
        "save",
        cell__payload_size__serverless_inference="4 MB",
        row__gpu_support__name="GPUs",
        message="kept",
    )

    again = form_of(response)
    assert "begins like a limit and is none" in text_of(response)
    assert f'id="error-{CELL}"' in text_of(response)
    assert (again[CELL], again["row:gpu-support:name"], again["message"]) == (["4 MB"], ["GPUs"], ["kept"])
    assert models.Revision.objects.count() == 1


@pytest.mark.parametrize(
    "field", ["row:gpu-support:url", "col:batch-transform:url", "cell:gpu-support:batch-transform", "note:2:text"]
)
def test_a_finding_stands_at_the_field_of_its_place_and_blocks(anna: Client, field: str) -> None:
    form = form_of(anna.get(GRID))
    text = "nowhere" if field.endswith("url") else "[x](nowhere)"

    page = text_of(anna.post(GRID, {**form, field: [text], "do": "save"}))

    errors = re.findall(r'id="error-([^"]*)"[^>]*>([^<]*)', page)
    assert [name for name, _ in errors] == [field]
    assert errors[0][1].startswith("“nowhere” is a broken link")
    assert models.Revision.objects.count() == 1


@pytest.mark.parametrize("do", ["save", "preview", "add:row"])
def test_nothing_was_saved_is_said_to_who_saves(anna: Client, do: str) -> None:
    told = text_of(send(anna, form_of(anna.get(GRID)), do, **{CELL.replace(":", "__").replace("-", "_"): "✓9"}))
    assert ("Nothing was saved: 1 error" in told) == (do == "save")
    assert "each told at its place" in told


def test_preview_tells_what_it_does_and_saves_nothing(anna: Client) -> None:
    form = form_of(anna.get(GRID))

    page = text_of(send(anna, form, "preview", cell__autoscaling_support__real_time_inference=""))

    assert "Autoscaling support × Real-time inference" in page
    assert "reads: not supported" in page
    assert "Scaling: Scale automatically" in page
    assert "ruled out" in page
    assert models.Revision.objects.count() == 1


def test_the_check_answers_the_script(anna: Client) -> None:
    form = form_of(anna.get(GRID))

    answer = send(anna, form, "preview", f"{GRID}check/", cell__payload_size__serverless_inference="✓9", at=CELL).json()

    assert list(answer["errors"]) == [CELL]
    assert answer["changed"] == [CELL]
    assert "supported, with a condition" in answer["reading"]
    assert "marks footnote 9" in unescape(answer["reading"])
    assert models.Revision.objects.count() == 1


def test_rows_options_and_footnotes_come_move_and_go_in_one_save(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    for do in ("add:row:gpu-support", "add:col", "add:note", "up:row:payload-size"):
        form = form_of(send(anna, form, do))
    names = ["row:+1:name", "col:+2:name", "note:+3:text", "cell:+1:+2", "row:single-model:gone"]
    typed = dict(zip(names, ("Spot", "Edge", "Somewhere.", "✓4", "on"), strict=True))

    response = anna.post(GRID, {**form, **typed, "do": "save"})

    assert response.status_code == 302
    revision = models.Revision.objects.get(number=2)
    kinds = sorted(change["kind"] for change in revision.changes)
    assert kinds == ["feature-added", "feature-moved", "feature-removed", "footnote", "option-added"]
    assert cell("spot", "edge").notation == "✓4"
    assert models.Table.objects.get(slug="inference-options").columns.last().slug == "edge"


def test_a_moved_footnote_takes_its_marks_along(anna: Client) -> None:
    form = form_of(send(anna, form_of(anna.get(GRID)), "down:note:1"))

    assert form["cell:gpu-support:real-time-inference"] == ["✓2"]
    assert send(anna, form, "save").status_code == 302
    assert cell("gpu-support", "single-model-endpoints").notation == "✓2"


# --- Refusals ----------------------------------------------------------------------------------------------


def test_a_draft_is_neither_published_nor_undone(anna: Client) -> None:
    draft_cell("≤ 1 MB", "payload-size")
    form = form_of(anna.get(GRID))

    response = send(anna, form, "save", cell__payload_size__serverless_inference="≤ 5 MB")

    assert "changes that no revision has" in text_of(response)
    assert form_of(response)[CELL] == ["≤ 5 MB"]
    assert models.Revision.objects.count() == 1
    assert recording.draft() is not None


def test_rows_that_make_no_matrix_are_told(anna: Client) -> None:
    models.Cell.objects.filter(feature__key="payload-size").update(notation="4 MB")
    form = form_of(anna.get(GRID))

    response = send(anna, form, "save", cell__gpu_support__serverless_inference="✓")

    assert response.status_code == 200
    assert "make no matrix" in text_of(response)


def test_who_may(anna: Client) -> None:
    reader = User.objects.create_user("rita", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="change_cell"))
    client = Client()
    client.force_login(reader)

    for url in (GRID, f"{GRID}check/"):
        assert client.get(url).status_code == 403
        assert client.post(url, {"do": "save"}).status_code == 403
        assert Client().get(url).status_code == 302
    assert anna.get("/admin/matrix/table/grid/no-such-table/").status_code == 404
    assert anna.get("/admin/matrix/table/grid/", follow=True).redirect_chain[-1][0] == GRID


@pytest.mark.parametrize(
    "data",
    [{}, {"base": "abc"}, {"base": "f" * 64}, {"do": "save"}, {"base": ["x", "y"], "row": ["<b>"], "do": ["up:row"]}],
)
def test_odd_posts_change_nothing(anna: Client, data: dict[str, Any]) -> None:
    assert anna.post(GRID, data).status_code == 404
    assert models.Revision.objects.count() == 1


def test_half_a_form_and_odd_names_change_nothing(anna: Client) -> None:
    base = [revisions.current().hash]
    for odd in (
        {"row": ["+0", "A B", "gpu-support"]},
        {"do": ["up:row:none"]},
        {"choose:x": ["mine"], "open": ["x:y"]},
    ):
        response = anna.post(GRID, {"base": base, "base-number": ["1" * 40], **odd})
        assert response.status_code == 200

    anna.post(GRID, {"base": base, "do": ["save"]})

    assert models.Revision.objects.count() == 1


@pytest.mark.parametrize("field", ["message", CELL, "row:gpu-support:name", "row:gpu-support:url", "note:1:text"])
def test_control_characters_and_lengths_are_no_error_of_the_server(anna: Client, field: str) -> None:
    form = form_of(anna.get(GRID))

    for text in ("a\x00b", "x" * 6000, "\x07"):
        assert anna.post(GRID, {**form, field: text, "do": "save"}).status_code in (200, 302)
    assert all("\x00" not in name for name in models.Feature.objects.values_list("name", flat=True))


def test_the_log_names_the_revision(anna: Client) -> None:
    send(anna, form_of(anna.get(GRID)), "save", cell__payload_size__serverless_inference="≤ 5 MB", message="Why")

    assert "Revision 2. Why" in text_of(
        anna.get(f"/admin/matrix/table/{models.Table.objects.get(slug='inference-options').pk}/history/")
    )


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x", ""])
def test_an_odd_number_of_the_revision_it_was_opened_on(anna: Client, number: str) -> None:
    form = {**form_of(anna.get(GRID)), "base-number": [number]}
    assert send(anna, form, "preview").status_code == 200
