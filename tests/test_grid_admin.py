"""The grid through the client: shown, checked, previewed, saved as one revision; two editors; who may."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpResponse
from django.test import Client

from matrix import models, store
from matrix.roles import EDITOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

GRID = "/admin/matrix/table/grid/inference-options/"
OTHER = "/admin/matrix/table/grid/hosting-options/"
CELL = "cell:payload-size:serverless-inference"


class Form(HTMLParser):
    """The grid's form as a browser without JavaScript would send it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.inside = False
        self.textarea = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name, kind = given.get("name", ""), given.get("type", "")
        if tag == "form":
            self.inside = given.get("id") == "grid"
        elif self.inside and tag == "textarea":
            self.textarea = name
            self.sent[name] = [""]
        elif self.inside and tag == "input" and (kind not in ("checkbox", "radio") or "checked" in given):
            self.sent.setdefault(name, []).append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.sent[self.textarea][0] += data.strip("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = ""


def form_of(response: Any) -> dict[str, list[str]]:
    return Form(response.content.decode()).sent


def send(client: Client, form: dict[str, list[str]], do: str, url: str = GRID, **typed: str) -> Any:
    fields = {name.replace("__", ":").replace("_", "-"): [text] for name, text in typed.items()}
    return client.post(url, {**form, **fields, "do": do})


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def editor_called(name: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=EDITOR))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def anna() -> Client:
    return editor_called("anna")


@pytest.fixture
def ben() -> Client:
    return editor_called("ben")


def test_it_works(anna: Client) -> None:
    form = form_of(anna.get(GRID))

    response = send(anna, form, "save", cell__payload_size__serverless_inference="≤ 5 MB", message="AWS raised it")

    assert response.status_code == 302
    revision = models.Revision.objects.get(number=2)
    assert (revision.author, revision.message) == ("anna", "AWS raised it")
    assert [(c["feature"], c["option"], c["from"], c["to"]) for c in revision.changes] == [
        ("payload-size", "serverless-inference", "≤ 4 MB", "≤ 5 MB")
    ]
    page = text_of(anna.get(GRID))
    assert "Saved as revision 2: 1 change." in page
    assert store.current().document.by_table["inference-options"].notation_of(
        "payload-size", "serverless-inference"
    ) == ("≤ 5 MB")


@pytest.mark.parametrize("url", [GRID, OTHER])
def test_an_untouched_grid_makes_no_revision(anna: Client, url: str) -> None:
    response = anna.post(url, {**form_of(anna.get(url)), "do": "save"}, follow=True)

    assert "Nothing was changed" in text_of(response)
    assert models.Revision.objects.count() == 1


def test_every_cell_is_there_in_the_sources_notation(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    table = store.current().document.by_table["inference-options"]

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


def test_lints_errors_block(anna: Client) -> None:
    form = form_of(anna.get(GRID))

    response = send(anna, form, "save", row__gpu_support__url="no such page")

    assert 'id="error-row:gpu-support:url"' in text_of(response)
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
    assert models.Cell.objects.get(feature__key="spot", option__slug="edge").notation == "✓4"
    assert models.Table.objects.get(slug="inference-options").columns.last().slug == "edge"


def test_a_moved_footnote_takes_its_marks_along(anna: Client) -> None:
    form = form_of(send(anna, form_of(anna.get(GRID)), "down:note:1"))

    assert form["cell:gpu-support:real-time-inference"] == ["✓2"]
    assert send(anna, form, "save").status_code == 302
    assert models.Cell.objects.get(feature__key="gpu-support", option__slug="single-model-endpoints").notation == "✓2"


# --- Two editors -------------------------------------------------------------------------------------------


def test_changes_to_different_cells_both_survive(anna: Client, ben: Client) -> None:
    first, second = form_of(anna.get(GRID)), form_of(ben.get(GRID))

    send(anna, first, "save", cell__payload_size__real_time_inference="< 7 MB")
    response = send(ben, second, "save", cell__payload_size__serverless_inference="≤ 5 MB")

    assert response.status_code == 302
    table = store.current().document.by_table["inference-options"]
    assert table.notation_of("payload-size", "real-time-inference") == "< 7 MB"
    assert table.notation_of("payload-size", "serverless-inference") == "≤ 5 MB"
    assert len(models.Revision.objects.get(number=3).changes) == 1
    assert "is kept" in text_of(ben.get(GRID))


def conflict(anna: Client, ben: Client) -> HttpResponse:
    first, second = form_of(anna.get(GRID)), form_of(ben.get(GRID))
    send(anna, first, "save", cell__payload_size__serverless_inference="≤ 6 MB", message="from anna")
    response: HttpResponse = send(
        ben,
        second,
        "save",
        cell__payload_size__serverless_inference="≤ 5 MB",
        row__gpu_support__name="GPUs",
        message="from ben",
    )
    return response


def test_the_same_cell_is_refused_and_shows_both(anna: Client, ben: Client) -> None:
    response = conflict(anna, ben)

    page, form = text_of(response), form_of(response)
    assert response.status_code == 409
    assert models.Revision.objects.count() == 2
    assert "anna, revision 2" in page
    assert "theirs: <q>≤ 6 MB</q>" in page
    assert "yours: <q>≤ 5 MB</q>" in page
    assert "revision 2 by anna (“from anna”)" in page
    assert (form[CELL], form["row:gpu-support:name"], form["message"]) == (["≤ 5 MB"], ["GPUs"], ["from ben"])


def test_a_conflict_cant_be_saved_over_unread(anna: Client, ben: Client) -> None:
    form = form_of(conflict(anna, ben))

    again = send(ben, form, "save")
    once_more = send(ben, form_of(again), "save")

    assert again.status_code == once_more.status_code == 409
    assert models.Revision.objects.count() == 2


@pytest.mark.parametrize(("choice", "value"), [("mine", "≤ 5 MB"), ("theirs", "≤ 6 MB")])
def test_a_conflict_is_decided(anna: Client, ben: Client, choice: str, value: str) -> None:
    form = form_of(conflict(anna, ben))

    response = ben.post(GRID, {**form, f"choose:{CELL}": choice, "do": "save"})

    assert response.status_code == 302
    table = store.current().document.by_table["inference-options"]
    assert table.notation_of("payload-size", "serverless-inference") == value
    assert table.by_key["gpu-support"].name == "GPUs"
    assert models.Revision.objects.count() == 3


def test_a_row_removed_meanwhile_is_told_and_can_be_put_back(anna: Client, ben: Client) -> None:
    first, second = form_of(anna.get(GRID)), form_of(ben.get(GRID))
    send(anna, first, "save", row__scale_to_zero__gone="on")

    response = send(ben, second, "save", cell__scale_to_zero__real_time_inference="✓")
    field = "choose:row:scale-to-zero:gone"
    assert response.status_code == 409
    assert "theirs: <q>removed</q>" in text_of(response)
    saved = ben.post(GRID, {**form_of(response), field: "mine", "do": "save"})

    assert saved.status_code == 302
    assert models.Cell.objects.get(
        feature__key="scale-to-zero", option__slug="real-time-inference", feature__table__slug="inference-options"
    ).notation == ("✓")


# --- Refusals ----------------------------------------------------------------------------------------------


def test_a_removed_row_shows_what_was_changed_in_it(anna: Client, ben: Client) -> None:
    form = form_of(ben.get(GRID))
    send(anna, form_of(anna.get(GRID)), "save", **{CELL.replace(":", "__").replace("-", "_"): "≤ 5 MB"})
    told = send(ben, {**form, "row:payload-size:gone": ["on"]}, "save")
    assert told.status_code == 409
    assert "(anna, revision 2)" in text_of(told)
    assert "theirs: <q>changed (Serverless inference: ≤ 5 MB)</q>" in text_of(told)


def test_a_draft_is_neither_published_nor_undone(anna: Client) -> None:
    models.Cell.objects.filter(feature__key="payload-size", option__slug="batch-transform").update(notation="≤ 1 MB")
    form = form_of(anna.get(GRID))

    response = send(anna, form, "save", cell__payload_size__serverless_inference="≤ 5 MB")

    assert "changes that no revision has" in text_of(response)
    assert form_of(response)[CELL] == ["≤ 5 MB"]
    assert models.Revision.objects.count() == 1
    assert store.draft() is not None


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
    base = [store.current().hash]
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


# --- A session that has ended ------------------------------------------------------------------------------------


def test_what_is_sent_after_the_session_has_ended_is_taken_on(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    User.objects.create_user("late", password="late-password", is_staff=True).groups.add(Group.objects.get(name=EDITOR))
    stranger = Client()

    asked = send(stranger, form, "save", **{CELL.replace(":", "__"): "≤ 7 MB", "message": "late"})
    assert asked.status_code == 403
    assert "nothing is lost" in asked.content.decode()
    kept = {name: asked.wsgi_request.POST.getlist(name) for name in asked.wsgi_request.POST}
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.content.decode())
    assert {unescape(name) for name, _ in hidden} >= set(kept)
    again: dict[str, list[str]] = {}
    for name, value in hidden:
        again.setdefault(unescape(name), []).append(unescape(value))
    assert stranger.post(GRID, {**again, "username": "late", "password": "wrong"}).status_code == 403
    assert models.Revision.objects.count() == 1
    assert stranger.post(GRID, {**again, "username": "late", "password": "late-password"}).status_code == 302
    newest = models.Revision.objects.latest("number")
    assert (newest.number, newest.author, newest.message) == (2, "late", "late")
    assert [change["to"] for change in newest.changes] == ["≤ 7 MB"]


def test_a_login_on_the_spot_gives_no_more_than_one_elsewhere(client: Client) -> None:
    User.objects.create_user("guest", password="guest-password", is_staff=True)
    User.objects.create_user("reader", password="reader-password")
    sent = {"do": "save", "base": store.current().hash}
    assert client.post(GRID, {**sent, "username": "reader", "password": "reader-password"}).status_code == 403
    assert "_auth_user_id" not in client.session
    assert client.post(GRID, {**sent, "username": "guest", "password": "guest-password"}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(GRID, {**sent, "username": "guest", "password": "guest-password"}).status_code == 403
    assert "_auth_user_id" not in strict.session


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x", ""])
def test_an_odd_number_of_the_revision_it_was_opened_on(anna: Client, number: str) -> None:
    form = {**form_of(anna.get(GRID)), "base-number": [number]}
    assert send(anna, form, "preview").status_code == 200
