"""A page that is sent to the admin is read in a process of its own: it may take its time, and no more."""

import logging
import os
import resource
import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings

from matrix.admin import apart, imports
from matrix.domain.document import DocumentError
from matrix.domain.text import natural
from matrix.editing import apart as child
from matrix.editing import sent
from matrix.store import revisions
from matrix.store.revisions import Published
from matrix.upstream.reader import decode
from tests.support.documents import source_text
from tests.support.hostile import pages
from tests.support.laws import examples

UPDATE = source_text().replace("| < 15 minutes |", "| < 1 hour |")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.WARNING, logger="matrix.admin.apart"):
        yield caplog


def test_it_gives_what_the_function_gives() -> None:
    assert apart.apart(natural, "12") == 12


def test_its_error_is_ours() -> None:
    with pytest.raises(DocumentError, match="this is not UTF-8 text"):
        apart.apart(decode, b"\xff")


def test_it_has_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "of this process")
    assert apart.apart(os.getenv, "SECRET_KEY") is None
    assert apart.apart(os.getenv, "PATH") == os.environ["PATH"]


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(apart.TooMuch, match=r"more than 0\.5 seconds"):
        apart.apart(time.sleep, 30)
    assert time.monotonic() - begun < 15


def test_what_takes_too_much_memory_is_ended(log: pytest.LogCaptureFixture) -> None:
    with pytest.raises(apart.TooMuch, match="more time or memory"):
        apart.apart(bytes, child.MAX_MEMORY)
    assert "MemoryError" in log.text


def test_who_comes_while_others_are_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    for _ in range(apart.AT_ONCE):
        apart._free.acquire()
    try:
        with pytest.raises(apart.TooMuch, match="other pages are being read"):
            apart.apart(natural, "12")
    finally:
        for _ in range(apart.AT_ONCE):
            apart._free.release()
    monkeypatch.undo()
    assert apart.apart(natural, "12") == 12


@pytest.fixture
def publisher(client: Client) -> User:
    user = User.objects.create_user("grace", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="import_matrix"))
    client.force_login(user)
    return user


def send(client: Client, text: str) -> str:
    return client.post("/admin/import/", {"file": SimpleUploadedFile("page.md", text.encode())}).content.decode()


@pytest.mark.django_db
def test_a_page_is_read_compared_and_applied(
    published: Published, publisher: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "from 15 min to under 1 h" in send(client, UPDATE)
    assert "page.md:1: the page has 0 tables" in send(client, "hello")
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    told = "Nothing is changed. page.md: it takes more than 0.01 seconds to read and compare"
    assert told in send(client, UPDATE)
    assert revisions.current().number == 1


@pytest.mark.django_db
def test_more_changes_than_a_form_holds_are_for_the_command_line(
    published: Published, publisher: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "apart", lambda function, *args: function(*args))
    monkeypatch.setattr(sent, "MAX_DECISIONS", 0)
    assert "page.md: the page changes 1 things; 0 can be decided here: `import_matrix`" in send(client, UPDATE)


@pytest.mark.soak
@pytest.mark.django_db
def test_a_thousand_pages_over_http(published: Published, publisher: User, client: Client) -> None:
    """Each is answered by a page; none takes a second of the worker's own time, and its memory doesn't grow."""
    slowest, memory = 0.0, []

    @settings(max_examples=examples(20, 1_000), deadline=None)
    @given(pages())
    def each(text: str) -> None:
        nonlocal slowest
        begun = time.process_time()
        assert client.post("/admin/import/", {"text": text}).status_code == 200
        slowest = max(slowest, time.process_time() - begun)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    each()
    assert slowest < 1
    assert memory[-1] < memory[len(memory) // 4] + 50_000  # KB
