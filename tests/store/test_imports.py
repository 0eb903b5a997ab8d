"""An upstream page taken in: whole, in part, or not at all."""

import pytest

from matrix import models
from matrix.domain.document import DocumentError
from matrix.store import recording, revisions
from matrix.store.imports import Overtaken, read_update, take_in
from matrix.store.recording import Draft
from matrix.store.revisions import Published
from matrix.upstream.commonmark import MarkdownError
from matrix.upstream.incoming import Incoming
from tests.support.commands import run
from tests.support.documents import source_text
from tests.support.imports import import_whole
from tests.support.stored import cell, draft_cell, numbers, set_cell

pytestmark = pytest.mark.django_db
PAGE = source_text().replace("| < 15 minutes |", "| < 1 hour |").replace("| Scale to zero |", "| Scale down to zero |")


def incoming(text: str = PAGE) -> Incoming:
    return read_update(text.encode())


def test_a_page_is_read_over_the_rows_and_nothing_is_written(published: Published) -> None:
    read = incoming()
    assert [change.kind for change in read.changes] == ["cell", "feature-renamed"]
    assert read.present == published.document
    assert read.merged([]).hash == published.hash
    assert read.merged([0, 1]) == read.everything
    assert numbers() == [1]


def test_a_page_taken_in_whole_is_one_revision_that_knows_its_text(published: Published) -> None:
    wanted = incoming().everything
    revision = import_whole(PAGE, "ada", "the new page")
    assert revision is not None
    assert (revision.number, revision.author, revision.message) == (2, "ada", "the new page")
    assert revisions.current().hash == wanted.hash
    assert revisions.upstream_of(revisions.current()) == PAGE


def test_a_page_that_changes_nothing_makes_no_revision(published: Published) -> None:
    spelled = source_text().replace("\\", "")
    read = incoming(spelled)
    assert (read.changes, read.nothing_new) == ((), True)
    assert import_whole(spelled) is None
    assert numbers() == [1]
    assert revisions.upstream_of(published) == source_text(), "and its spelling is not kept"


def test_into_an_empty_database_all_of_it_comes() -> None:
    run("loaddata", "subject")
    read = incoming(source_text())
    assert read.present is None
    assert read.merged([0]) == read.everything, "there is nothing to keep instead"
    revision = take_in(read, range(len(read.changes)), {})
    assert revision is not None
    assert revision.number == 1


@pytest.mark.parametrize(
    ("text", "error"), [("hello", MarkdownError), (source_text().replace("✓1 | ✓1", "✓1 | ✓8"), MarkdownError)]
)
def test_what_cannot_be_read_writes_nothing(published: Published, text: str, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        incoming(text)
    assert (numbers(), recording.draft()) == ([1], None)


def test_over_a_draft_nothing_is_read(published: Published) -> None:
    draft_cell("N/A", "gpu-support")
    with pytest.raises(Draft):
        incoming()


# --- What was accepted of an update ------------------------------------------------------------------------------


def test_what_was_accepted_is_one_revision(published: Published) -> None:
    revision = take_in(incoming(), [0], {}, "ada", "in part")
    assert revision is not None
    assert [change["kind"] for change in revision.changes] == ["cell"]
    assert (revision.author, revision.message) == ("ada", "in part")


def test_where_nothing_was_accepted_the_page_is_the_base_all_the_same(published: Published) -> None:
    revision = take_in(incoming(), [], {}, "ada", "nothing of it")
    assert revision is not None
    assert (revision.number, revision.hash, revision.changes) == (2, published.hash, [])
    again = incoming()
    assert (again.changes, again.nothing_new) == ((), True)
    assert [change.kind for change in again.kept] == ["cell", "feature-renamed"], "what was refused is own"
    proposed = read_update(PAGE.encode(), again=True)
    assert [change.kind for change in proposed.changes] == ["cell", "feature-renamed"]


@pytest.mark.parametrize("how", ["saved", "draft"])
def test_what_was_accepted_over_another_matrix_is_not_written(published: Published, how: str) -> None:
    read = incoming()
    if how == "saved":
        set_cell("N/A", "gpu-support", "batch-transform")
    else:
        draft_cell("N/A", "gpu-support")
    before = numbers()
    with pytest.raises(Overtaken):
        take_in(read, [0, 1], {}, "ada", "too late")
    assert numbers() == before
    assert cell("request-timeout", "asynchronous-inference").notation == "< 15 minutes"
    assert cell("gpu-support", "batch-transform").notation == "N/A"


def test_nor_where_there_was_no_matrix_or_is_none_any_more(published: Published) -> None:
    read = incoming()
    models.Source.objects.all().delete()
    with pytest.raises(Overtaken):
        take_in(read, [0, 1], {}, "ada", "")
    assert numbers() == [1]


def test_what_makes_no_matrix_is_not_written(published: Published) -> None:
    text = source_text().replace("| All\\-at\\-once traffic fall back |", "| ✓4 |") + "\n\n 4 A new one\\. "
    read = incoming(text)
    accepted = [at for at, change in enumerate(read.changes) if change.kind == "cell"]
    with pytest.raises(DocumentError, match="marks footnote 4, which isn't there"):
        take_in(read, accepted, {}, "ada", "")
    assert (numbers(), recording.draft()) == ([1], None)
