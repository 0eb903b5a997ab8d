"""The grid with two editors at once: what differs survives, what meets is decided, nothing is lost."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matrix import models
from matrix.store import revisions
from tests.support.grids import CELL, GRID, form_of, send, text_of
from tests.support.stored import cell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_changes_to_different_cells_both_survive(anna: Client, ben: Client) -> None:
    first, second = form_of(anna.get(GRID)), form_of(ben.get(GRID))

    send(anna, first, "save", cell__payload_size__real_time_inference="< 7 MB")
    response = send(ben, second, "save", cell__payload_size__serverless_inference="≤ 5 MB")

    assert response.status_code == 302
    table = revisions.current().document.by_table["inference-options"]
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


def test_many_conflicts_take_no_more_queries_than_one(anna: Client, ben: Client) -> None:
    counts = []
    for fields in (("gpu_support",), ("shadow_testing", "inf1_support", "multi_model_endpoint", "network_isolation")):
        first, second = form_of(anna.get(GRID)), form_of(ben.get(GRID))
        cells = [f"cell__{field}__batch_transform" for field in fields]
        send(anna, first, "save", **dict.fromkeys(cells, "N/A"))
        with CaptureQueriesContext(connection) as queries:
            response = send(ben, second, "save", **dict.fromkeys(cells, "✓"))
        assert text_of(response).count("anna, revision") == len(fields)
        counts.append(len(queries))
    assert counts[0] == counts[1]


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
    table = revisions.current().document.by_table["inference-options"]
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
    assert cell("scale-to-zero", "real-time-inference").notation == "✓"


def test_a_removed_row_shows_what_was_changed_in_it(anna: Client, ben: Client) -> None:
    form = form_of(ben.get(GRID))
    send(anna, form_of(anna.get(GRID)), "save", **{CELL.replace(":", "__").replace("-", "_"): "≤ 5 MB"})
    told = send(ben, {**form, "row:payload-size:gone": ["on"]}, "save")
    assert told.status_code == 409
    assert "(anna, revision 2)" in text_of(told)
    assert "theirs: <q>changed (Serverless inference: ≤ 5 MB)</q>" in text_of(told)
