"""`import_matrix --as-edition`: a page kept as the edition of a date alone, once for each date."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matrix import models
from matrix.store import editions, revisions
from matrix.store.revisions import Published
from tests.support.commands import run
from tests.support.documents import source_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(tmp_path: Path) -> str:
    file = tmp_path / "page.md"
    file.write_text(source_text().replace("< 15 minutes", "< 1 hour"))
    return str(file)


def test_it_works(published: Published, page: str) -> None:
    told = run("import_matrix", page, "--as-edition", "--date", "2024-05-01")

    assert told == "Kept as the edition of 2024-05-01; the matrix is as it was.\n"
    assert revisions.current().hash == published.hash
    assert models.Revision.objects.count() == 1
    kept = editions.find("2024-05-01", revisions.current())
    assert kept is not None
    assert (
        kept.document.by_table["inference-options"].cell("request-timeout", "asynchronous-inference").text == "< 1 hour"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--date", "2023-03-10"), "--date: there is an edition of 2023-03-10 already, and editions never change"),
        (("--date", "2024-02-30"), "--date: “2024-02-30” is no date; write it as 2026-08-07"),
        (("--date", "last year"), "--date: “last year” is no date; write it as 2026-08-07"),
        ((), "--as-edition: give the date of the edition, --date YYYY-MM-DD"),
    ],
)
def test_what_is_refused(published: Published, page: str, arguments: tuple[str, ...], message: str) -> None:
    there = models.Edition.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("import_matrix", page, "--as-edition", *arguments)
    assert str(refused.value) == message
    assert refused.value.returncode == 1
    assert models.Edition.objects.count() == there


def test_an_import_of_that_date_leaves_the_edition_as_it_is(published: Published, page: str) -> None:
    before = models.Edition.objects.get(date=date(2023, 3, 10)).base_id

    told = run("import_matrix", page, "--date", "2023-03-10", "--apply")

    assert "there is an edition of 2023-03-10 already: applied, this page does not replace it" in told
    assert models.Edition.objects.get(date=date(2023, 3, 10)).base_id == before
