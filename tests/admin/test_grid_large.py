"""A grid past what a form may hold: refused at its opening, with a reason and the ways that remain."""

import re

import pytest
from django.test import Client

from matrix import models
from matrix.editing import sheet
from matrix.store.revisions import Published
from tests.support import pages
from tests.support.grids import CELL, GRID, form_of, send, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_it_opens_with_a_reason_and_each_way_goes_on(
    anna: Client, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MAX_FIELDS", 200)
    page = anna.get(GRID)
    assert "This table can’t be edited as one grid: its form would have 302 fields; 200 are allowed." in text_of(page)
    assert 'id="grid"' not in text_of(page)
    ways = re.findall(r'<li>\s*<a href="([^"]+)"', page.content.decode().partition("errornote")[2])
    assert [way.partition("?")[0] for way in ways] == ["/admin/matrix/feature/"], "an editor imports nothing"
    rows = pages.page(anna.get(ways[0])).one("table", id="result_list")
    assert len(rows.all("tr")) == 1 + len(published.document.tables[0].features)


def test_what_would_make_it_too_large_is_not_added_and_nothing_is_lost(
    anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(anna.get(GRID))
    monkeypatch.setattr(sheet, "MAX_FIELDS", 305)

    added = send(anna, form, "add:row", cell__payload_size__serverless_inference="≤ 5 MB")

    assert "Nothing was added: its form would have 312 fields; 305 are allowed." in text_of(added)
    kept = form_of(added)
    assert (kept[CELL], kept["row"]) == (["≤ 5 MB"], form["row"])
    assert send(anna, kept, "save").status_code == 302
    assert models.Revision.objects.count() == 2


@pytest.mark.parametrize("limit", ["DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_MEMORY_SIZE"])
def test_a_form_past_the_servers_bounds_is_called_too_long(anna: Client, settings: object, limit: str) -> None:
    form = form_of(anna.get(GRID))
    setattr(settings, limit, 100)

    refused = anna.post(GRID, {**form, "do": "save"}, headers={"Accept": "text/html"})

    told = pages.page(refused, 413).one("main").text
    assert "More was sent than this address takes. Nothing was saved." in told
    assert models.Revision.objects.count() == 1
