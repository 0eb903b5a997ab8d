"""`import_matrix` in three ways: what is own stays, conflicts are decided, refusals remembered; exit codes."""

import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.management import CommandError, call_command

from matrix import models
from matrix.management.commands.import_matrix import Command
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support.documents import source_text
from tests.support.https import Site, body, status, trusted_site

pytestmark = pytest.mark.django_db
T1, TIMEOUT, AI = "inference-options", "request-timeout", "asynchronous-inference"
NEWER = source_text().replace("< 15 minutes", "< 1 hour")


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], str]:
    """Writes a page, and gives its name."""

    def write(text: str) -> str:
        file = tmp_path / "page.md"
        file.write_text(text)
        return str(file)

    return write


def run(*arguments: str, **options: Any) -> tuple[dict[str, Any], int]:
    """What `--json` prints, and what the command line would end with."""
    out, command = io.StringIO(), Command()
    try:
        call_command(command, *arguments, "--json", stdout=out, stderr=io.StringIO(), **options)
    except CommandError as error:
        return json.loads(out.getvalue() or "{}"), error.returncode
    return json.loads(out.getvalue()), command.exit_code


def set_cell(notation: str, feature: str = TIMEOUT, option: str = AI) -> None:
    with recording.change("ada", "we know better"):
        cell = models.Cell.objects.get(feature__table__slug=T1, feature__key=feature, option__slug=option)
        cell.notation = notation
        cell.save()


def cell(feature: str = TIMEOUT, option: str = AI) -> str:
    return revisions.current().document.by_table[T1].cell(feature, option).text


def own_row_and_column() -> None:
    with recording.change("ada", "our own"):
        table = models.Table.objects.get(slug=T1)
        models.Feature.objects.create(table=table, key="streaming", name="Streaming", position=99)
        models.Option.objects.create(table=table, slug="our-own", name="Our own", position=99)


def test_the_unchanged_page_takes_nothing_of_ours_away(published: Published, page: Callable[[str], str]) -> None:
    set_cell("< 30 minutes")
    own_row_and_column()
    before = revisions.current()
    told, code = run(page(source_text()), "--apply")
    assert (told["changes"], told["conflicts"], told["flips"], code) == ([], [], [], 0)
    assert [(change["kind"], change["feature"], change["option"]) for change in told["kept"]] == [
        ("option-added", None, "our-own"),
        ("cell", TIMEOUT, AI),
        ("feature-added", "streaming", None),
    ]
    assert (revisions.current().number, revisions.current().hash) == (before.number, before.hash)


def test_what_they_alone_changed_arrives_and_twice_is_once(published: Published, page: Callable[[str], str]) -> None:
    set_cell("", "gpu-support")
    assert run(page(NEWER))[1] == 3
    told, code = run(page(NEWER), "--apply")
    assert ([change["to"] for change in told["changes"]], code) == (["< 1 hour"], 0)
    assert (cell(), cell("gpu-support")) == ("< 1 hour", "")
    number = revisions.current().number
    assert run(page(NEWER), "--apply") == ({**told, "changes": [], "flips": []}, 0)
    assert revisions.current().number == number


def test_a_conflict_is_told_and_nothing_written_until_it_is_decided(
    published: Published, page: Callable[[str], str]
) -> None:
    set_cell("< 30 minutes")
    for more in ((), ("--apply",)):
        told, code = run(page(NEWER), *more)
        assert code == 4
    assert told["conflicts"] == [
        {"kind": "cell", "table": T1, "feature": TIMEOUT, "option": AI}
        | {"base": "< 15 minutes", "ours": "< 30 minutes", "theirs": "< 1 hour"}
    ]
    assert (revisions.current().number, cell()) == (2, "< 30 minutes")


@pytest.mark.parametrize(("side", "left"), [("--ours", "< 30 minutes"), ("--theirs", "< 1 hour")])
def test_a_conflict_decided_is_remembered(
    published: Published, page: Callable[[str], str], side: str, left: str
) -> None:
    set_cell("< 30 minutes")
    assert run(page(NEWER), "--apply", side)[1] == 0
    assert cell() == left
    told, code = run(page(NEWER), "--apply")
    assert (told["changes"], told["conflicts"], code) == ([], [], 0)


def test_what_was_refused_is_proposed_again_only_when_asked(published: Published, page: Callable[[str], str]) -> None:
    set_cell("< 30 minutes")
    run(page(NEWER), "--apply", "--ours")
    own_row_and_column()
    told, code = run(page(NEWER), "--again")
    assert ([(c["from"], c["to"]) for c in told["changes"]], code) == ([("< 30 minutes", "< 1 hour")], 3)
    assert "streaming" in [change["feature"] for change in told["kept"]], "what is own was never refused"
    run(page(NEWER), "--again", "--apply")
    assert cell() == "< 1 hour"
    assert run(page(NEWER), "--again")[0]["changes"] == []


def test_a_decided_page_is_the_base_even_where_no_cell_changes(
    published: Published, page: Callable[[str], str]
) -> None:
    set_cell("< 1 hour")
    before = revisions.current()
    assert run(page(NEWER), "--apply")[1] == 0
    assert (revisions.current().number, revisions.current().hash) == (before.number + 1, before.hash)
    assert run(page(source_text()))[0]["changes"][0]["to"] == "< 15 minutes", "from the new base, that is a change"


def test_a_new_date_is_a_change_of_its_own(published: Published, page: Callable[[str], str]) -> None:
    told, code = run(page(source_text()), "--date", "2023-03-10")
    assert ([(c["kind"], c["to"]) for c in told["changes"]], code) == ([("source", "date 2023-03-10")], 3)
    assert run(page(source_text()), "--date", "2023-03-10", "--apply")[1] == 0
    assert revisions.current().document.source.date == "2023-03-10"
    assert run(page(source_text()), "--date", "2023-03-10", "--apply")[0]["changes"] == []
    assert run(page(source_text()))[0]["changes"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--date", "last week"), "“last week” is no date"),
        (("--date", "2023-02-30"), "“2023-02-30” is no date"),
        (("--ours", "--theirs"), "not allowed with|--ours and --theirs"),
    ],
)
def test_bad_options_are_named(
    published: Published, page: Callable[[str], str], arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("import_matrix", page(NEWER), *arguments)
    assert revisions.current().number == 1


def test_a_database_made_before_bases_were_kept_takes_its_page_in_without_a_change(
    published: Published, page: Callable[[str], str]
) -> None:
    """What is own there was so before: the base follows from the text that came in, whatever was edited since."""
    with recording.change("ada"):
        row = models.Feature.objects.get(table__slug=T1, key="gpu-support")
        row.name = "Graphics cards"
        row.save()
    set_cell("< 30 minutes")
    assert models.Source.objects.get().base is None
    told, code = run(page(source_text()), "--apply")
    assert (told["changes"], told["conflicts"], code) == ([], [], 0)


# --- From an address ---------------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Any:
    with trusted_site(tmp_path) as served:
        yield served


def test_from_an_address_with_its_etag(published: Published, site: Site) -> None:
    site.answers["/page.md"] = body(NEWER.encode(), ETag='"two"')
    assert run(f"{site.url}/page.md", "--apply")[1] == 1, "only the source's own host is asked"
    assert run(f"{site.url}/page.md", "--apply", "--host", "localhost")[1] == 0
    assert cell() == "< 1 hour"
    site.answers["/page.md"] = status(304)
    told, code = run(f"{site.url}/page.md", "--host", "localhost")
    assert (told["changes"], code) == ([], 0)
    assert site.requests[-1]["If-None-Match"] == '"two"'


def test_a_page_that_is_not_sent_again_counts_as_the_one_in_hand(published: Published, site: Site) -> None:
    address = (f"{site.url}/page.md", "--host", "localhost")
    set_cell("< 30 minutes")
    site.answers["/page.md"] = body(NEWER.encode(), ETag='"two"')
    assert run(*address, "--apply", "--ours")[1] == 0
    site.answers["/page.md"] = status(304)
    told, code = run(*address)
    assert ([kept["to"] for kept in told["kept"]], code) == (["< 30 minutes"], 0)
    assert run(*address, "--again")[1] == 3, "what was refused is proposed"
    told, code = run(*address, "--date", "2026-01-01", "--apply")
    assert ([change["kind"] for change in told["changes"]], code) == (["source"], 0)
    assert revisions.current().document.source.date == "2026-01-01"
    out = io.StringIO()
    call_command("import_matrix", *address, stdout=out)
    assert out.getvalue() == "Nothing new: the page is the one in hand.\n"


# --- What the page has too ---------------------------------------------------------------------------------------


def test_that_a_page_has_what_was_own_is_told(published: Published, page: Callable[[str], str]) -> None:
    """An export that is imported makes all that was own the publisher's: nobody should do so unaware."""
    set_cell("< 30 minutes")
    own = page(source_text().replace("< 15 minutes", "< 30 minutes"))
    told, code = run(own)
    (note,) = told["notes"]
    assert note.startswith("the page has what was own here (1 cell changed): applied, that is the publisher's")
    assert (told["changes"], code) == ([], 0)


@pytest.mark.parametrize("date", ["20260807", "2026-W32-5", "7 August", "2026-13-01"])
def test_a_date_that_is_none_is_named(published: Published, page: Callable[[str], str], date: str) -> None:
    with pytest.raises(CommandError, match=f"“{date}” is no date; write it as 2026-08-07"):
        call_command("import_matrix", page(NEWER), "--date", date)


@pytest.mark.django_db(transaction=True)
def test_the_command_line_s_exit_codes(prepared: Path, tmp_path: Path) -> None:
    """As a nightly job sees them, in a database of its own."""
    own = shutil.copy(prepared, tmp_path)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{own}"}
    (tmp_path / "page.md").write_text(NEWER)
    (tmp_path / "broken.md").write_text(NEWER.replace("✓1", "✓✓", 1))

    def ended(*arguments: str, given: str = "") -> int:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, env=environment, input=given, capture_output=True, text=True).returncode

    assert ended("import_matrix", str(tmp_path / "page.md")) == 3
    assert ended("import_matrix", str(tmp_path / "broken.md")) == 1
    assert ended("import_matrix", "-", "--apply", given=NEWER) == 0
    assert ended("import_matrix", str(tmp_path / "page.md")) == 0


# --- The nightly job -----------------------------------------------------------------------------------------------


class Posted(BaseHTTPRequestHandler):
    """A chat's incoming webhook."""

    texts: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.texts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
def test_the_nightly_job_posts_what_changed_and_is_silent_else(prepared: Path, tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), Posted)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / "manage.py").symlink_to(Path("manage.py").resolve())
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{shutil.copy(prepared, tmp_path)}",
        "POST_TO": f"http://127.0.0.1:{server.server_port}/",
        "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path]),
    }
    page = tmp_path / "page.md"
    page.write_text(source_text())
    job = [str(Path("deploy/look-at-page").resolve()), str(page)]

    def ended() -> int:
        return subprocess.run(job, env=environment, cwd=tmp_path, capture_output=True).returncode

    assert (ended(), Posted.texts) == (0, [])
    page.write_text(NEWER)
    assert ended() == 3
    assert f"cell: {T1}, {TIMEOUT}, {AI}: “< 15 minutes” → “< 1 hour”" in Posted.texts[0]
    server.shutdown()
    server.server_close()
