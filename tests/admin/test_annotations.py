"""What other sources say of cells: typed into a form, whose every error stands at its field; and at the cell, in the
grid."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from matrix import models
from matrix.admin.roles import EDITOR
from matrix.store import recording, revisions
from tests.support.forms import sent
from tests.support.grids import GRID, form_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

ADD = "/admin/matrix/annotation/add/"
SOUND = {
    "table": "inference-options",
    "feature": "payload-size",
    "option": "serverless-inference",
    "text": "up to 6 MB",
    "source": "Another page",
    "url": "https://example.com/limits",
    "seen": "2026-08",
    "valued": "on",
    "cell": "≤ 6 MB",
}


def add(client: Client, at: str = ADD, **typed: str) -> tuple[int, dict[str, list[str]]]:
    """The status, and the errors by field; "" for those that stand at none."""
    response = client.post(at, {**SOUND, "revision_message": "as read", **typed})
    return response.status_code, errors_of(response.content.decode())


def errors_of(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for head, items in re.findall(r'<ul class="errorlist([^>]*)>(.*?)</ul>', page, re.DOTALL):
        field = re.search(r'id="id_(\w+)_error"', head)
        found[field[1] if field else ""] = [unescape(item) for item in re.findall(r"<li>(.*?)</li>", items, re.DOTALL)]
    return found


def test_it_works(anna: Client) -> None:
    assert add(anna) == (302, {})
    revision = models.Revision.objects.get(number=2)
    assert (revision.author, revision.message) == ("anna", "as read")
    assert models.Annotation.objects.get(source="Another page").cell == "≤ 6 MB"


BAD = (
    ("url", "http://example.com/limits", "is no https address"),
    ("url", "example.com", "is no https address"),
    ("url", "javascript:alert(1)", "is no https address"),
    ("url", "https://", "is no https address"),
    ("url", "https://exa mple.com/", "is no https address"),
    ("url", "https://example.com/" + "x" * 500, "at most 500 characters"),
    ("table", "no-such-table", "There is no table “no-such-table”"),
    ("table", "No table", "Lower-case letters"),
    ("feature", "No row", "Lower-case letters"),
    ("option", "No column", "Lower-case letters"),
    ("feature", "no-such-row", "has no row “no-such-row”"),
    ("option", "no-such-column", "has no column “no-such-column”"),
    ("option", "single-model-endpoints", "has no column “single-model-endpoints”"),
    ("cell", "6 MB", "begins like a limit"),
    ("cell", "✓✓", "begins like a tick"),
    ("cell", "✓9", "marks footnote 9"),
    ("cell", "x" * 1001, "at most 1000 characters"),
    ("cell", "[words](javascript:alert)", "no web address"),
    ("seen", "2024-13", "no day of the calendar"),
    ("seen", "2024-02-30", "no day of the calendar"),
    ("seen", "0000", "no day of the calendar"),
    ("seen", "2099", "“2099” is after today, 20"),
    ("seen", "2099-12-31", "is after today, 20"),
    ("seen", "last year", "no year, month or day"),
    ("seen", "2024-1", "no year, month or day"),
    ("seen", "２０２４", "no year, month or day"),
    ("seen", "12 February 2024", "at most 10 characters"),
    ("seen", "", "required"),
    ("text", "x" * 1001, "at most 1000 characters"),
    ("text", " ", "required"),
    ("text", "up\x01to", "U+0001"),
    ("source", "x" * 201, "at most 200 characters"),
    ("source", "", "required"),
)


@pytest.mark.parametrize(("field", "typed", "message"), BAD)
def test_what_is_wrong_is_told_at_its_field(anna: Client, field: str, typed: str, message: str) -> None:
    status, errors = add(anna, **{field: typed})

    assert status == 200
    assert list(errors) == [field]
    (told,) = errors[field]
    assert message in told
    assert models.Revision.objects.count() == 1


def test_a_value_that_is_said_to_be_none_is_told_at_its_field(anna: Client) -> None:
    fields = {**SOUND, "revision_message": ""}
    del fields["valued"]
    assert list(errors_of(anna.post(ADD, fields).content.decode())) == ["cell"]


def test_the_same_source_says_it_of_a_cell_and_date_once(anna: Client) -> None:
    add(anna)
    for again in ({}, {"text": "another text", "cell": "≤ 7 MB"}):
        status, errors = add(anna, **again)
        assert (status, list(errors)) == (200, ["source"])
        assert "at that time already" in errors["source"][0]
    assert add(anna, seen="2026-09") == (302, {})
    assert models.Revision.objects.count() == 3


# --- At the cell, in the grid ----------------------------------------------------------------------------------


def said_at(client: Client, row: str, column: str, grid: str = GRID) -> tuple[str, list[tuple[str, str]]]:
    """The address that adds to a cell, and what is said there already: addresses and words."""
    page = client.get(grid).content.decode()
    found = re.search(rf'<p class="said" id="said:cell:{row}:{column}">(.*?)</p>', page, re.DOTALL)
    assert found
    links = re.findall(r'<a (class="add" )?href="([^"]*)".*?>([^<]*)</a>', found[1], re.DOTALL)
    (add,) = [unescape(url) for kind, url, _ in links if kind]
    return add, [(unescape(url), unescape(words)) for kind, url, words in links if not kind]


def test_it_is_added_at_the_cell(anna: Client) -> None:
    address, there = said_at(anna, "payload-size", "serverless-inference")
    assert [words for _, words in there] == ["❝ 4 MB holds for the response as well as the request (2026)"]

    form = sent(anna.get(address).content.decode(), "annotation_form")
    assert [form[name] for name in ("table", "feature", "option")] == [
        ["inference-options"],
        ["payload-size"],
        ["serverless-inference"],
    ]
    assert "revision_message" in form
    typed = {name: SOUND[name] for name in ("text", "source", "url", "seen", "valued", "cell")}
    response = anna.post(address, {**form, **typed})

    assert response.headers["Location"] == f"{GRID}?at=cell%3Apayload-size%3Aserverless-inference"
    assert re.search(
        r'name="cell:payload-size:serverless-inference"[^>]*autofocus',
        anna.get(response.headers["Location"]).content.decode(),
    )
    url, words = said_at(anna, "payload-size", "serverless-inference")[1][0]
    assert words == "❝ ≤ 6 MB (2026-08)"
    form = sent(anna.get(url).content.decode(), "annotation_form")
    assert anna.post(url, {**form, "cell": ""}).headers["Location"].startswith(GRID)
    assert said_at(anna, "payload-size", "serverless-inference")[1][0] == (url, "❝ blank (2026-08)")


def test_what_was_typed_in_the_grid_meanwhile_is_saved_beside_it(anna: Client) -> None:
    form = form_of(anna.get(GRID))
    add(anna, said_at(anna, "payload-size", "serverless-inference")[0])

    send(anna, form, "save", cell__payload_size__serverless_inference="≤ 5 MB")

    document = revisions.current().document
    assert document.by_table["inference-options"].notation_of("payload-size", "serverless-inference") == "≤ 5 MB"
    assert "Another page" in [annotation.source for annotation in document.annotations]


def test_who_may_not_add_is_not_asked_to(anna: Client) -> None:
    Group.objects.get(name=EDITOR).permissions.remove(Permission.objects.get(codename="add_annotation"))
    page = anna.get(GRID)
    assert page.status_code == 200
    assert "annotation/add" not in page.content.decode()


def test_the_list_tells_what_the_page_has_come_to_say_itself(anna: Client, django_assert_max_num_queries: Any) -> None:
    said = {**SOUND, "valued": True, "cell": "≤ 4 MB"}
    models.Annotation.objects.bulk_create(models.Annotation(**{**said, "seen": str(2010 + at)}) for at in range(9))
    recording.publish()
    models.Annotation.objects.filter(seen="2010").update(cell="✓✓")  # behind the models' back
    with django_assert_max_num_queries(20):
        page = anna.get("/admin/matrix/annotation/", {"q": "Another page"}).content.decode()
    assert (page.count('alt="True"'), page.count('alt="False"')) == (8, 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [({}, "≤ 6 MB"), ({"cell": ""}, "blank"), ({"valued": "", "cell": ""}, "explains, without a value")],
)
def test_the_list_tells_a_blank_from_no_value(anna: Client, typed: dict[str, str], told: str) -> None:
    assert add(anna, **typed)[0] == 302
    page = anna.get("/admin/matrix/annotation/", {"q": "Another page"}).content.decode()
    assert re.findall(r'class="field-says">(.*?)<', page) == [told]
