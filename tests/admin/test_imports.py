"""Taking an upstream page in through the admin: read, review, accept or refuse, apply."""

import base64
import re
from html import escape, unescape

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from matrix import models
from matrix.admin import imports
from matrix.decision import lint
from matrix.domain.document import Document
from matrix.domain.findings import Finding
from matrix.domain.text import squeeze
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support.documents import source_text
from tests.support.stored import draft_cell, set_cell

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/import/"
UPDATE = (
    source_text().replace("| < 15 minutes |", "| < 1 hour |").replace("| Scale to zero |", "| Scale down to zero |")
)


@pytest.fixture
def publisher(client: Client) -> User:
    user = User.objects.create_user("grace", password="x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="import_matrix"))
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read in this process, which is quicker; `test_apart` reads them as the server does."""
    monkeypatch.setattr(imports, "apart", lambda function, *args: function(*args))


def file(text: str | bytes, name: str = "page.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def hidden(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html):
        found.setdefault(name, []).append(unescape(value))
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def test_it_is_for_publishers(published: Published, client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302
    client.force_login(User.objects.create_user("editor", is_staff=True))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"file": file(UPDATE)}).status_code == 403


def test_a_page_is_reviewed_and_applied(published: Published, publisher: User, client: Client) -> None:
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    assert "2 changes in page.md" in body
    assert "by nearly the same name" in body
    assert "<code>time=15min</code> (from 15 min to under 1 h) Asynchronous inference: ruled out → fits" in body
    assert revisions.current().number == 1
    answer = client.post(ADDRESS, {**hidden(body), "accept": ["0", "1"], "message": "the new page"})
    newest = models.Revision.objects.latest("number")
    assert answer["Location"] == f"/revisions/{newest.hash[:12]}/?number=2"
    assert (newest.number, newest.author, newest.message) == (2, "grace", "the new page")
    assert [change["kind"] for change in newest.changes] == ["cell", "feature-renamed"]
    assert revisions.upstream_of(revisions.current()) == UPDATE


def test_a_pasted_page_does_as_well(published: Published, publisher: User, client: Client) -> None:
    body = client.post(ADDRESS, {"text": UPDATE.replace("\n", "\r\n")}).content.decode()
    assert base64.b64decode(hidden(body)["document"][0]).decode() == UPDATE


def test_a_refused_change_is_not_made(published: Published, publisher: User, client: Client) -> None:
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    client.post(ADDRESS, {**hidden(body), "accept": ["0"]})
    assert [change["kind"] for change in models.Revision.objects.latest("number").changes] == ["cell"]
    assert revisions.current().document.by_table["inference-options"].by_key["scale-to-zero"].name == "Scale to zero"


def test_a_refusal_that_leaves_a_mark_without_its_footnote_is_told(
    published: Published, publisher: User, client: Client
) -> None:
    text = source_text().replace("| All\\-at\\-once traffic fall back |", "| ✓4 |") + "\n\n 4 A new one\\. "
    body = client.post(ADDRESS, {"file": file(text)}).content.decode()
    found = re.findall(
        r'value="(\d+)" id="c\d+"\s+checked>\s*</td>\s*<th scope="row"><label for="c\d+">([a-z-]+)', body
    )
    cell = next(index for index, kind in found if kind == "cell")
    answer = client.post(ADDRESS, {**hidden(body), "accept": [cell]}).content.decode()
    assert "marks footnote 4, which isn&#x27;t there" in answer
    assert revisions.current().number == 1


def test_what_was_changed_meanwhile_is_shown_anew(published: Published, publisher: User, client: Client) -> None:
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    set_cell("", "gpu-support", "batch-transform")
    answer = client.post(ADDRESS, {**hidden(body), "accept": ["0", "1"]}).content.decode()
    assert "The matrix was changed while you were reading" in answer
    assert "2 changes in page.md" in answer
    assert "1 of our own, kept" in answer
    assert revisions.current().number == 2


WRONG = [
    (b"", "Give a file or a text"),
    ("hello", "page.md:1: the page has 0 tables, not two"),
    (source_text().replace("✓1 | ✓1", "✓1 | ✓9"), "page.md:15: GPU support, Batch transform: “✓9” marks footnote 9"),
]


@pytest.mark.parametrize(("content", "message"), WRONG)
def test_what_cannot_be_read_is_told_and_changes_nothing(
    published: Published, publisher: User, client: Client, content: str | bytes, message: str
) -> None:
    body = client.post(ADDRESS, {"file": file(content)}).content.decode()
    assert message in body.replace("&#x27;", "'")
    assert revisions.current().number == 1
    assert recording.draft() is None


def test_a_wholly_unlike_page_is_refused(published: Published, publisher: User, client: Client) -> None:
    other = "# X\n\n| A | B |\n| --- | --- |\n| c | ✓ |\n\n| D | E |\n| --- | --- |\n| f | ✓ |\n"
    assert "this is another page" in client.post(ADDRESS, {"file": file(other)}).content.decode()


@pytest.mark.parametrize("document", ["%%%", "", base64.b64encode(b"no page").decode()])
def test_a_forged_review_changes_nothing(published: Published, publisher: User, client: Client, document: str) -> None:
    answer = client.post(
        ADDRESS, {"document": document, "base": published.hash, "accept": ["0", "x", "-1"]}, follow=True
    )
    assert "Nothing is changed" in answer.content.decode()
    assert revisions.current().number == 1


def test_what_was_refused_stays_refused_when_somebody_saves_meanwhile(
    published: Published, publisher: User, client: Client
) -> None:
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    set_cell("✓", "gpu-support", "batch-transform")
    again = client.post(ADDRESS, {**hidden(body), "accept": ["1"]}).content.decode()
    assert "What is new is not ticked" in again
    boxes = re.findall(r'<input type="checkbox" name="accept" value="(\d+)"([^>]*)>', again)
    assert [("checked" in rest) for _, rest in boxes] == [False, True]
    assert revisions.current().number == 2


def test_odd_boxes_are_no_error_of_the_server(published: Published, publisher: User, client: Client) -> None:
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    for odd in ("9" * 5000, "²", "-1", "x", "7"):
        answer = client.post(ADDRESS, {**hidden(body), "accept": ["0", odd]})
        assert "a tick that is none" in answer.content.decode()
    assert revisions.current().number == 1


def test_an_error_in_the_page_is_told_before_and_not_laid_on_refusals(
    published: Published, publisher: User, client: Client
) -> None:
    body = client.post(ADDRESS, {"file": file(source_text().replace("shadow-tests.md", "nowhere"))}).content.decode()
    assert "is a broken link" in body
    answer = client.post(ADDRESS, {**hidden(body), "accept": ["0", "1"]}).content.decode()
    assert "Nothing is changed: inference-options, Shadow testing: “nowhere” is a broken link" in answer
    assert "one of the two" not in client.post(ADDRESS, {"text": "a\x00b"}).content.decode()


@pytest.mark.parametrize("broken", [False, True])
def test_what_is_saved_between_reading_and_writing_is_shown(
    published: Published, publisher: User, client: Client, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    """The last look is within the transaction: somebody may save after the first."""
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    errors = lint.errors

    def and_meanwhile(document: Document) -> list[Finding]:
        if broken:
            draft_cell("✓✓", "shadow-testing")
        else:
            set_cell("✓", "shadow-testing", "batch-transform")
        return errors(document)

    monkeypatch.setattr(lint, "errors", and_meanwhile)
    answer = client.post(ADDRESS, {**hidden(body), "accept": ["0", "1"]}, follow=True).content.decode()
    assert ("Nothing is changed." if broken else "The matrix was changed just now; look again.") in answer
    assert models.Revision.objects.filter(author="grace").count() == 0


# --- Three ways ----------------------------------------------------------------------------------------------------


def cell() -> str:
    table = revisions.current().document.by_table["inference-options"]
    return table.cell("request-timeout", "asynchronous-inference").text


def test_a_conflict_is_shown_with_its_three_values_and_waits(
    published: Published, publisher: User, client: Client
) -> None:
    set_cell("< 30 minutes")
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    assert "1 conflict: changed here, and by the page" in body
    for said in ("< 15 minutes", "< 30 minutes", "< 1 hour"):
        assert escape(said) in body.partition("</fieldset>")[0]
    answer = client.post(ADDRESS, {**hidden(body), "accept": ["0"]}).content.decode()
    assert "Nothing is changed: 1 conflict to be decided yet." in answer
    assert revisions.current().number == 2


@pytest.mark.parametrize(("side", "left"), [("ours", "< 30 minutes"), ("theirs", "< 1 hour")])
def test_a_conflict_is_decided(published: Published, publisher: User, client: Client, side: str, left: str) -> None:
    set_cell("< 30 minutes")
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    assert client.post(ADDRESS, {**hidden(body), "accept": ["0"], "decide-0": side}).status_code == 302
    assert cell() == left
    again = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    assert "No change in meaning" in again
    assert "fieldset" not in again


def test_a_decision_on_what_went_meanwhile_is_told(published: Published, publisher: User, client: Client) -> None:
    set_cell("< 30 minutes")
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    set_cell("< 15 minutes")
    answer = client.post(ADDRESS, {**hidden(body), "accept": ["0"], "decide-0": "theirs"}).content.decode()
    assert "The matrix was changed while you were reading" in answer
    assert "Your decision on Inference options, Request timeout, Asynchronous inference is left out" in squeeze(answer)
    assert "there is no conflict there any more" in answer
    assert (cell(), revisions.current().number) == ("< 15 minutes", 3)


def test_what_flips_follows_the_ticks(published: Published, publisher: User, client: Client) -> None:
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    flip = "Asynchronous inference: ruled out → fits"
    assert flip in body
    for ticked, flips in ((["1"], False), (["0"], True)):
        answer = client.post(ADDRESS, {**hidden(body), "accept": ticked, "do": "preview"}).content.decode()
        assert (flip in answer) == flips
    assert flip not in client.post(ADDRESS, {**hidden(body), "do": "none"}).content.decode()
    assert client.post(ADDRESS, {**hidden(body), "do": "all"}).content.decode().count(" checked") == 2
    assert revisions.current().number == 1


def test_what_was_refused_is_not_proposed_again(published: Published, publisher: User, client: Client) -> None:
    body = client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()
    client.post(ADDRESS, {**hidden(body), "accept": ["1"]})
    assert (cell(), revisions.current().number) == ("< 15 minutes", 2)
    assert "No change in meaning" in client.post(ADDRESS, {"file": file(UPDATE)}).content.decode()


def test_an_edition_has_its_date(published: Published, publisher: User, client: Client) -> None:
    wrong = client.post(ADDRESS, {"file": file(UPDATE), "edition": "soon"}).content.decode()
    assert 'id="id_edition_error"><li>Enter a valid date' in wrong
    body = client.post(ADDRESS, {"file": file(UPDATE), "edition": "2023-03-10"}).content.decode()
    assert "there is an edition of 2023-03-10 already: applied, this page does not replace it" in body
    client.post(ADDRESS, {**hidden(body), "accept": ["0", "1", "2"]})
    assert revisions.current().document.source.date == "2023-03-10"
