"""Another subject, made up, of one table: every address answers for it, and no word of the standard one is said."""

import io
import json
import re
from pathlib import Path
from typing import Final

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from matrix import models
from matrix.admin.roles import SUBJECT
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support import pages
from tests.support.forms import sent

OTHER: Final = Path(__file__).parents[1] / "data" / "other_subject.json"
WORDS: Final = re.compile(
    r"(?i)sagemaker|amazon|\baws\b|hosting|real-time|serverless|batch.transform|docker|endpoint|byoc|serve the model"
)
"""Words of the standard subject, and of no other."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(db: None) -> Published:
    call_command("loaddata", str(OTHER), verbosity=0)
    return revisions.current()


@pytest.fixture
def admin(other: Published) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("anna"))
    return client


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def said(client: Client, url: str, status: int = 200, headers: dict[str, str] | None = None) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == status, url
    text = b"".join(response).decode() if response.streaming else response.content.decode()
    assert not WORDS.search(text), WORDS.findall(text)
    return text


def test_it_is_what_the_tests_below_take_it_for(other: Published) -> None:
    (table,) = other.document.tables
    assert (len(table.options), len(table.features), len(other.document.questions)) == (3, 7, 2)
    assert run("check_matrix").endswith("No errors.\n")


QUERIES: Final = (
    "",
    "?size=1GB",
    "?size=3GB&receipt=yes",
    "?need=formats:pdf&q=zip&sort=feature",
    "?show=differences",
)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/fit.json", "/matrix.json", "/matrix.md", "/tables/ways.csv", "/decision.md", "/decision/"),
        "/embed/ways/",
        "/feed.xml",
    ],
)
def test_every_address_of_a_selection_answers(client: Client, other: Published, path: str, query: str) -> None:
    assert said(client, path + query)


@pytest.mark.parametrize("path", ["/", "/decision/", "/embed/ways/", "/help/", "/editions/", "/revisions/"])
def test_its_pages_are_sound_and_name_it(client: Client, other: Published, path: str) -> None:
    root = pages.page(client.get(path))
    assert "Ways to send a file" in root.text
    assert said(client, path)


@pytest.mark.parametrize("path", ["/revisions/feed.xml", "/editions.json", "/healthz", "/robots.txt"])
def test_what_machines_read_answers(client: Client, other: Published, path: str) -> None:
    assert said(client, path)


def test_its_words_stand_where_the_standard_ones_do(client: Client, other: Published) -> None:
    page = said(client, "/?size=1GB")
    assert "<title>Courier service fits · Ways to send a file</title>" in page
    assert "as the Office documented it on" in page
    assert "Text and tables: Office of Post &amp; Parcels, <a" in page
    assert "Not affiliated with the Office." in page
    assert "such as 2 GB, pdf" in page
    assert "Courier and Upload" in page
    assert 'id="second"' not in page
    assert 'rel="license"' not in page


def test_a_promise_speaks_of_one_table(client: Client, other: Published) -> None:
    assert "<small>Mail and Courier fit</small>" in said(client, "/")


def test_its_record(client: Client, other: Published) -> None:
    record = said(client, "/decision.md?size=1GB")
    assert record.startswith("# How to send it: Courier service fits\n")
    assert "as the Office documented it on 2024-05-06\n" in record
    assert record.endswith("Text of the matrix: Office of Post & Parcels; as the Office documented it on 2024-05-06.\n")


def test_its_help(client: Client, other: Published) -> None:
    page = said(client, "/help/")
    assert "The Office described 3 ways to send a file in 1 table. This site shows it, and" in page
    assert "A holiday film" in page
    assert "Gone by tomorrow" not in page  # its question is not there
    assert "an image of a disc" in page


def test_its_feed_and_embed(client: Client, other: Published) -> None:
    assert "<title>Ways to send a file: revisions</title>" in said(client, "/revisions/feed.xml")
    assert "Ways compared of the post &amp; its rivals, compared cell by cell" in said(client, "/embed/ways/")


def test_its_revisions(client: Client, other: Published) -> None:
    with recording.change():
        cell = models.Cell.objects.get(feature__key="receipt", option__slug="upload")
        cell.notation = "✓"
        cell.save()
    newest = revisions.current()
    assert newest.number == 2
    assert "Receipt" in said(client, f"/revisions/{newest.short}/")
    for path in ("/revisions/compare/", "/revisions/cell/ways/receipt/upload/"):
        assert "· Ways to send a file</title>" in said(client, path)
    assert "newer data exists" in said(client, f"/?receipt=yes&rev={other.short}")


def test_its_fragment(client: Client, other: Published) -> None:
    fragment = said(client, "/?size=1GB", headers={"HX-Request": "true"})
    assert "· Ways to send a file</title>" in fragment
    assert "<html" not in fragment


def test_what_is_not_there_is_told_in_its_name(client: Client, other: Published) -> None:
    client.get("/")
    assert "The table, with the questionnaire that narrows it" in said(client, "/nothing/", 404)
    assert "Ways to send a file" in said(client, "/?q=" + "a" * 9000, 400)
    assert said(client, "/embed/hosting/", 404)
    assert client.get("/tables/hosting.csv").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/admin/import/", "/admin/matrix/table/grid/ways/"),
        *(
            f"/admin/matrix/{model}/"
            for model in ("table", "cell", "source", "subject", "abbreviation", "example", "annotation")
        ),
    ],
)
def test_the_admin_is_named_after_it(admin: Client, path: str) -> None:
    page = said(admin, path)
    assert "Ways to send a file: editing" in page
    assert "Sending files</title>" in page
    assert "Of both tables" not in page


def test_the_grid_previews_and_the_import_reads(admin: Client, other: Published) -> None:
    text = run("export_matrix")
    changed = admin.post("/admin/import/", {"text": text.replace("≤ 2 GB", "≤ 3 GB")}).content.decode()
    assert "1 change in the pasted text" in changed
    grid = "/admin/matrix/table/grid/ways/"
    form = sent(admin.get(grid).content.decode(), "grid")
    preview = admin.post(grid, {**form, "cell:receipt:upload": "✓", "do": "preview"}).content.decode()
    assert "Receipt × Upload" in preview


def test_a_revision_is_restored_under_its_name(admin: Client, other: Published) -> None:
    with recording.change():
        models.Footnote.objects.create(number=9, notation="Another.")
    restoring = said(admin, f"/revisions/{other.short}/restore/")
    assert "Restore revision 1 · Ways to send a file</title>" in restoring


# --- The commands ------------------------------------------------------------------------------------------------


def test_what_it_exports_is_what_it_imports(other: Published, tmp_path: Path) -> None:
    file = tmp_path / "ways.md"
    file.write_text(run("export_matrix"))
    assert not any(json.loads(run("import_matrix", str(file), "--json")).values())
    file.write_text(file.read_text().replace("≤ 2 GB", "≤ 3 GB"))
    (change,) = json.loads(run("import_matrix", str(file), "--json"))["changes"]
    assert (change["table"], change["option"], change["to"]) == ("ways", "courier-service", "≤ 3 GB")
    run("import_matrix", str(file), "--apply")
    assert revisions.current().number == 2
    assert run("export_matrix") == file.read_text()


def test_a_page_with_two_tables_is_not_its(other: Published, tmp_path: Path) -> None:
    file = tmp_path / "ways.md"
    text = run("export_matrix")
    file.write_text(text + text[text.index("| Feature") :])
    with pytest.raises(CommandError, match=r"ways\.md:\d+: a second table; the page has one"):
        run("import_matrix", str(file))


@pytest.fixture
def named(db: None, tmp_path: Path) -> Path:
    """The subject alone, and its page."""
    rows = [row for row in json.loads(OTHER.read_text()) if row["model"].removeprefix("matrix.") in SUBJECT]
    only = tmp_path / "only.json"
    only.write_text(json.dumps(rows))
    call_command("loaddata", str(only), verbosity=0)
    return tmp_path / "ways.md"


def test_a_first_page_comes_in_under_its_names(named: Path) -> None:
    named.write_text("# Ways\n\n| Feature | Mail | Upload |\n| --- | --- | --- |\n| Receipt | ✓ |  |\n")
    run("import_matrix", str(named), "--apply")
    document = revisions.current().document
    assert [(table.slug, table.title) for table in document.tables] == [("ways", "Ways compared")]
    assert (document.source.address, document.source.date) == ("https://post.example/ways/compared.html", "2024-05-06")
