"""An upstream page taken in: whole, in part, or not at all."""

import pytest

from matrix import models
from matrix.domain.document import DocumentError
from matrix.store import recording, revisions
from matrix.store.imports import Overtaken, read_update, take_in, update_to
from matrix.store.recording import Draft
from matrix.store.revisions import Published
from matrix.upstream.commonmark import MarkdownError
from tests.support.documents import source_text
from tests.support.edits import with_footnote
from tests.support.stored import cell, draft_cell, numbers, set_cell

pytestmark = pytest.mark.django_db
PAGE = (
    source_text()
    .replace("| < 15 minutes |", "| < 1 hour |")
    .replace("| Scale to zero |", "| Scale down to zero |")
    .encode()
)


def test_a_page_is_read_over_the_rows_and_nothing_is_written(published: Published) -> None:
    incoming = read_update(PAGE)
    assert [change.kind for change in incoming.update.changes] == ["cell", "feature-renamed"]
    assert incoming.present == published.document
    assert incoming.without([0, 1]).hash == published.hash
    assert incoming.without([]) == incoming.update.document
    assert numbers() == [1]


def test_a_page_taken_in_whole_is_one_revision_that_knows_its_text(published: Published) -> None:
    incoming, revision = update_to(PAGE, "ada", "the new page")
    assert revision is not None
    assert (revision.number, revision.author, revision.message) == (2, "ada", "the new page")
    assert revisions.current().hash == incoming.update.document.hash
    assert revisions.upstream_of(revisions.current()) == PAGE.decode()


def test_a_page_that_changes_nothing_makes_no_revision(published: Published) -> None:
    incoming, revision = update_to(source_text().replace("\\", "").encode())
    assert (incoming.update.changes, revision) == ((), None)
    assert revisions.upstream_of(published) == source_text(), "and its spelling is not kept"


def test_into_an_empty_database_all_of_it_comes() -> None:
    incoming, revision = update_to(source_text().encode())
    assert incoming.present is None
    assert incoming.without([0]) == incoming.update.document, "there is nothing to keep instead"
    assert revision is not None
    assert revision.number == 1


@pytest.mark.parametrize(
    ("text", "error"), [("hello", MarkdownError), (source_text().replace("✓1 | ✓1", "✓1 | ✓8"), MarkdownError)]
)
def test_what_cannot_be_read_writes_nothing(published: Published, text: str, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        update_to(text.encode())
    assert numbers() == [1]


def test_over_a_draft_nothing_is_read(published: Published) -> None:
    draft_cell("N/A", "gpu-support")
    with pytest.raises(Draft):
        read_update(PAGE)


# --- What was accepted of an update ------------------------------------------------------------------------------


def test_what_was_accepted_is_one_revision(published: Published) -> None:
    incoming = read_update(PAGE)
    revision = take_in(incoming, incoming.without([1]), "ada", "in part")
    assert revision is not None
    assert [change["kind"] for change in revision.changes] == ["cell"]
    assert (revision.author, revision.message) == ("ada", "in part")


def test_where_nothing_was_accepted_nothing_is_written_not_even_the_pages_spelling(published: Published) -> None:
    incoming = read_update(PAGE)
    assert take_in(incoming, incoming.without([0, 1]), "ada", "nothing of it") is None
    assert numbers() == [1]
    assert models.Source.objects.get().upstream == models.Upstream.objects.get()


@pytest.mark.parametrize("how", ["saved", "draft"])
def test_what_was_accepted_over_another_matrix_is_not_written(published: Published, how: str) -> None:
    incoming = read_update(PAGE)
    if how == "saved":
        set_cell("N/A", "gpu-support", "batch-transform")
    else:
        draft_cell("N/A", "gpu-support")
    before = numbers()
    with pytest.raises(Overtaken):
        take_in(incoming, incoming.update.document, "ada", "too late")
    assert numbers() == before
    assert cell("request-timeout", "asynchronous-inference").notation == "< 15 minutes"
    assert cell("gpu-support", "batch-transform").notation == "N/A"


def test_nor_where_there_was_no_matrix_or_is_none_any_more(published: Published) -> None:
    incoming = read_update(PAGE)
    models.Source.objects.all().delete()
    with pytest.raises(Overtaken):
        take_in(incoming, incoming.update.document, "ada", "")
    assert numbers() == [1]


def test_what_makes_no_matrix_is_not_written(published: Published) -> None:
    incoming = read_update(PAGE)
    with pytest.raises(DocumentError, match="no web address"):
        take_in(incoming, with_footnote(incoming.update.document, 2, "[x](javascript:alert)"), "ada", "")
    assert (numbers(), recording.draft()) == ([1], None)
