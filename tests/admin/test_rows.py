"""The plain admin: every row has its list and its form; what stays as it is."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from matrix import models
from tests.support.forms import client_of, edit
from tests.support.stored import cell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_it_works(anna: Client) -> None:
    row = cell("payload-size", "serverless-inference")

    redirects, _ = edit(anna, row, notation="≤ 5 MB", revision_message="AWS raised it")

    revision = models.Revision.objects.first()
    assert redirects == 1
    assert revision is not None
    assert (revision.number, revision.author, revision.message) == (2, "anna", "AWS raised it")
    assert [(c["kind"], c["from"], c["to"]) for c in revision.changes] == [("cell", "≤ 4 MB", "≤ 5 MB")]


MODELS = (
    *("table", "option", "feature", "cell", "footnote", "passage", "source"),
    *("question", "choice", "criterion", "ruling", "annotation"),
)


@pytest.mark.parametrize("model", MODELS)
def test_every_row_has_its_list_and_its_form(anna: Client, model: str) -> None:
    row = getattr(models, model.capitalize()).objects.first()

    listed = anna.get(f"/admin/matrix/{model}/", {"q": "a"})
    redirects, page = edit(anna, row, revision_message="nothing really")

    assert listed.status_code == 200
    assert redirects == 1, re.findall(r'class="error.*', page)
    assert models.Revision.objects.count() == 1  # an unchanged form changes nothing


@pytest.mark.parametrize("model", [m for m in MODELS if m not in ("source", "table")])
def test_every_row_can_be_added(anna: Client, model: str) -> None:
    assert anna.get(f"/admin/matrix/{model}/add/").status_code == 200


def test_lists_need_few_queries(anna: Client, django_assert_max_num_queries: object) -> None:
    for model in MODELS:
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            anna.get(f"/admin/matrix/{model}/")


def test_a_revision_is_read_only() -> None:
    root = User.objects.create_superuser("root")
    client = client_of(root)
    revision = models.Revision.objects.get()
    store_message = "loaded from fixtures"

    page = client.get(f"/admin/matrix/revision/{revision.pk}/change/").content.decode()

    assert store_message in page
    assert 'name="_save"' not in page
    assert client.get("/admin/matrix/revision/").status_code == 200
    assert client.get("/admin/matrix/revision/add/").status_code == 403
    assert client.post(f"/admin/matrix/revision/{revision.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/matrix/upstream/").status_code == 404


@pytest.mark.parametrize("model", ["source", "table"])
def test_the_source_and_its_tables_stay(anna: Client, model: str) -> None:
    row = getattr(models, model.capitalize()).objects.first()

    assert anna.get(f"/admin/matrix/{model}/add/").status_code == 403
    assert anna.post(f"/admin/matrix/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_it_speaks_the_sites_language(anna: Client) -> None:
    page = anna.get("/admin/").content.decode()

    assert "SageMaker inference options" in page
    assert "Django" not in page
    assert "/admin/matrix/table/grid/" in page


def test_no_page_has_inline_script_or_style(anna: Client) -> None:
    question = models.Question.objects.first()
    assert question is not None
    for url in ("/admin/", "/admin/matrix/cell/", f"/admin/matrix/question/{question.pk}/change/"):
        page = anna.get(url).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)


def test_an_option_stays_in_its_table(anna: Client) -> None:
    option = models.Option.objects.get(slug="batch-transform")
    other = models.Table.objects.get(slug="hosting-options")
    edit(anna, option, table=str(other.pk), name="Batch")
    option.refresh_from_db()
    assert (option.table.slug, option.name) == ("inference-options", "Batch")
