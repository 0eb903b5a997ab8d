"""`/revisions/`, one revision, restoring, the feed."""

import re
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from matrix import models
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support.pages import text_of
from tests.support.stored import set_cell

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_it_lists_revisions_newest_first(published: Published, client: Client) -> None:
    newest = set_cell("< 1 hour")
    body = client.get("/revisions/").content.decode()
    assert body.index(newest.short) < body.index(published.short)
    assert "1 cell changed" in body
    assert "an editor" in body
    assert "ada<" not in body
    assert "because" in body


def test_it_pages(published: Published, client: Client) -> None:
    for number in range(1, 53):
        set_cell(f"< {number} hours")
    first = client.get("/revisions/").content.decode()
    assert first.count('<th scope="row">') == 50
    older = re.search(r'href="(/revisions/\?before=\d+)"', first)
    assert older is not None
    assert client.get(older[1]).content.decode().count('<th scope="row">') == 3


UNREAD = [
    ("/revisions/?before=x", "before=x “x” is no revision’s number."),
    ("/revisions/?before=2&before=3", "before=3 “before” takes one value; “2” is applied."),
    ("/revisions/?payload=50MB", "payload=50MB “payload” is no parameter of this page."),
    ("/revisions/{hash}/?x=1", "x=1 “x” is no parameter of this page."),
]


@pytest.mark.parametrize(("url", "notice"), UNREAD)
def test_what_it_cannot_read_is_named(published: Published, client: Client, url: str, notice: str) -> None:
    answer = client.get(url.format(hash=published.short))
    assert answer.status_code == 200
    assert notice in text_of(answer.content.decode())
    assert client.get(url.format(hash=published.short) + "&x=1" * 201).status_code == 400


def test_a_row_that_is_gone_is_called_by_the_name_it_had(published: Published, client: Client) -> None:
    with recording.change("ada", "one row less"):
        models.Feature.objects.get(table__slug="inference-options", key="scale-to-zero").delete()
    said = text_of(client.get(f"/revisions/{revisions.current().short}/").content.decode())
    cells = "its cells Real-time inference blank Batch transform N/A Asynchronous inference ✓"
    assert f"Inference options, Scale to zero {cells}" in said
    assert "Docker containers N/A Scale to zero nothing feature removed" in said


def test_a_revision_shows_its_change_cell_by_cell(published: Published, client: Client) -> None:
    set_cell("< 1 hour")
    newest = set_cell("< 2 hours")
    said = text_of(client.get(f"/revisions/{newest.short}/").content.decode())
    assert "Request timeout, Asynchronous inference < 1 hour since revision 2 < 2 hours" in said
    assert client.get(f"/revisions/{newest.hash[:7]}/").status_code == 200
    for wrong in ("abc", "zzzzzzzz", "0" * 12):
        assert client.get(f"/revisions/{wrong}/").status_code == 404


# --- Restoring -----------------------------------------------------------------------------------------------


def publisher() -> User:
    user = User.objects.create_user("grace", password="x")
    user.user_permissions.add(Permission.objects.get(codename="restore_revision"))
    return user


def test_restoring_needs_the_permission(published: Published, client: Client) -> None:
    set_cell("< 1 hour")
    address = f"/revisions/{published.short}/restore/"
    assert client.post(address).status_code == 403
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert client.post(address).status_code == 403
    assert "<form" not in client.get(f"/revisions/{published.short}/").content.decode()
    assert client.get(address).status_code == 403
    assert client.put(address).status_code == 405
    assert revisions.current().number == 2


def test_restoring_makes_a_new_revision_with_the_old_hash(published: Published, client: Client) -> None:
    set_cell("< 1 hour")
    client.force_login(publisher())
    assert "Restore this revision" in client.get(f"/revisions/{published.short}/").content.decode()
    newest = client.get(f"/revisions/{revisions.current().short}/").content.decode()
    assert "Restore this revision" not in newest, "it is what there is"
    answer = client.post(f"/revisions/{published.short}/restore/", {"message": "as it was"}, follow=True)
    assert "Restored, as revision 3." in answer.content.decode()
    made = models.Revision.objects.latest("number")
    assert (made.number, made.hash) == (3, published.hash)
    assert (made.author, made.message) == ("grace", "as it was")
    assert recording.draft() is None
    assert "Nothing to restore" in client.post(f"/revisions/{published.short}/restore/", follow=True).content.decode()


def test_restoring_is_protected_from_other_sites(published: Published) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher())
    set_cell("< 1 hour")
    assert client.post(f"/revisions/{published.short}/restore/").status_code == 403


# --- Feed ------------------------------------------------------------------------------------------------------


def test_the_feed_is_atom(published: Published, client: Client) -> None:
    newest = set_cell("< 1 hour")
    answer = client.get("/revisions/feed.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Revision 2: 1 cell changed",
        "Revision 1: first revision",
    ]
    assert "&lt; 15 minutes → &lt; 1 hour" in str(entries[0].findtext(f"{ATOM}summary"))  # the summary is HTML
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://testserver/revisions/{newest.short}/"


def test_a_revision_whose_content_was_there_before_has_a_page_of_its_own(published: Published, client: Client) -> None:
    set_cell("< 1 hour")
    back = set_cell("< 15 minutes", message="take it back")
    assert back.hash == published.hash
    listed = client.get("/revisions/").content.decode()
    assert f'href="/revisions/{published.short}/?number=3"' in listed
    assert f'href="/revisions/{published.short}/"' in listed
    said = text_of(client.get(f"/revisions/{published.short}/?number=3").content.decode())
    assert "Revision 3" in said
    assert "take it back" in said
    assert "the same content as revision 1" in said
    assert "The first revision" in text_of(client.get(f"/revisions/{published.short}/").content.decode())
    assert f'href="/revisions/{published.short}/?number=3"' in client.get("/").content.decode()
    for wrong in (2, 9):
        assert client.get(f"/revisions/{published.short}/?number={wrong}").status_code == 404


def test_restoring_leads_to_the_new_revision(published: Published, client: Client) -> None:
    set_cell("< 1 hour")
    client.force_login(User.objects.create_superuser("root"))
    answer = client.post(f"/revisions/{published.short}/restore/")
    assert answer["Location"] == f"/revisions/{published.short}/?number=3"
    assert "Revision 3" in text_of(client.get(answer["Location"]).content.decode())


def test_no_text_breaks_the_feed_or_is_markup_in_it(published: Published, client: Client) -> None:
    set_cell("< 1 hour", message="<script>\x01\x0b\ufffealert(1)</script>")
    old = models.Revision.objects.latest("number")
    models.Revision.objects.filter(pk=old.pk).update(message="before the rule \x01")  # as an older version wrote it
    set_cell("< 2 hours", message="<b>\x0b2</b>")
    root = ElementTree.fromstring(client.get("/revisions/feed.xml").content)
    summaries = [entry.findtext(f"{ATOM}summary") or "" for entry in root.findall(f"{ATOM}entry")]
    assert summaries[0].startswith("&lt;b&gt; 2&lt;/b&gt;<br>cell: ")
    assert summaries[1].startswith("before the rule  <br>cell: ")
