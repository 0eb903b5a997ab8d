"""`import_matrix`: what it prints, what it writes, how it ends."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from matrix import models
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support.commands import run
from tests.support.documents import SPELLINGS, source_text

NOTHING: dict[str, list[object]] = {
    name: [] for name in ("changes", "flips", "conflicts", "kept", "furniture", "notes")
}
pytestmark = pytest.mark.django_db


def page(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "page.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_another_spelling_is_no_change(published: Published, tmp_path: Path) -> None:
    """Which spellings there are, `test_reader.py` shows."""
    path = page(tmp_path, SPELLINGS["everything at once"](source_text()))
    assert json.loads(run("import_matrix", path, "--json")) == {**NOTHING, "furniture": ["front matter"]}
    run("import_matrix", path, "--apply")
    assert revisions.current().number == 1


def test_it_prints_and_writes_nothing_without_apply(published: Published, tmp_path: Path) -> None:
    path = page(tmp_path, source_text().replace("| < 15 minutes |", "| < 1 hour |"))
    out = run("import_matrix", path)
    assert "cell: inference-options, request-timeout, asynchronous-inference: “< 15 minutes” → “< 1 hour”" in out
    assert "Nothing is written" in out
    assert revisions.current().number == 1


def test_a_row_that_a_question_uses_and_that_goes_is_told_beside_the_json(published: Published, tmp_path: Path) -> None:
    rows = [line for line in source_text().split("\n") if not line.startswith("| Scale to zero |")]
    out, err = io.StringIO(), io.StringIO()
    call_command("import_matrix", page(tmp_path, "\n".join(rows)), "--json", stdout=out, stderr=err)
    assert [change["kind"] for change in json.loads(out.getvalue())["changes"]] == ["feature-removed"]
    assert "question scaling, scale-to-zero: no table has the row scale-to-zero" in err.getvalue()


def test_json_is_all_it_prints(published: Published, tmp_path: Path) -> None:
    path = page(tmp_path, source_text().replace("| < 15 minutes |", "| < 1 hour |"))
    data: dict[str, Any] = json.loads(run("import_matrix", path, "--json", "--apply"))
    assert data["changes"] == [
        {
            "kind": "cell",
            "table": "inference-options",
            "feature": "request-timeout",
            "option": "asynchronous-inference",
            "from": "< 15 minutes",
            "to": "< 1 hour",
        }
    ]
    flip = {"table": "inference-options", "option": "asynchronous-inference", "from": "ruled-out", "to": "fits"}
    span = {"from": "15min", "from_inclusive": True, "to": "1h", "to_inclusive": False}
    assert data["flips"] == [{"because": "time=15min", **flip, "range": span}]
    assert revisions.current().number == 2


def test_apply_is_one_revision_with_its_message(published: Published, tmp_path: Path) -> None:
    text = source_text().replace("| < 15 minutes |", "| < 1 hour |").replace("| Shadow", "| Shady")
    run("import_matrix", page(tmp_path, text), "--apply", "--message", "why")
    newest = models.Revision.objects.latest("number")
    assert (newest.number, newest.message) == (2, "why")
    assert run("export_matrix") == text


def test_a_row_that_goes_under_a_question_is_told(published: Published, tmp_path: Path) -> None:
    text = "".join(line for line in source_text().splitlines(keepends=True) if not line.startswith("| Scale to zero"))
    out = run("import_matrix", page(tmp_path, text), "--apply")
    assert "warning: question scaling, scale-to-zero: no table has the row scale-to-zero; it reads not-stated" in out


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", 1),
        (b"\x89PNG\r\n\x1a\n\x00\xff", 1),
        (source_text().replace("✓1 | ✓1", "✓1 | ✓8"), 15),
    ],
)
def test_what_it_cannot_read_changes_nothing(
    published: Published, tmp_path: Path, text: str | bytes, line: int
) -> None:
    path = page(tmp_path, text)
    with pytest.raises(CommandError, match=f"^{path}:{line}: ") as raised:
        run("import_matrix", path, "--apply")
    assert raised.value.returncode == 1
    assert revisions.current().number == 1
    assert recording.draft() is None


@pytest.mark.parametrize("apply", [[], ["--apply"]])
def test_over_a_draft_nothing_is_imported(published: Published, tmp_path: Path, apply: list[str]) -> None:
    models.Cell.objects.filter(notation="Days").update(notation="Hours")
    with pytest.raises(CommandError, match="changes that no revision has"):
        run("import_matrix", page(tmp_path, source_text()), *apply)
    assert models.Cell.objects.filter(notation="Hours").exists()
    models.Cell.objects.filter(notation="Hours").update(notation="✓9")
    with pytest.raises(CommandError, match=r"^the rows in the database make no matrix: .*“✓9”"):
        run("import_matrix", page(tmp_path, source_text()), *apply)


TOO_LONG = [
    (source_text().replace("| Volume encryption", f"| {'Volume ' * 40}encryption"), "its name has 290 characters"),
    (source_text().replace("(shadow-tests.md)", f"({'x' * 600}.md)"), "its link has 603 characters"),
]


@pytest.mark.parametrize(("text", "message"), TOO_LONG)
def test_what_no_row_can_hold_is_told_before(published: Published, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run("import_matrix", page(tmp_path, text))


def test_odd_names_and_messages_are_told(published: Published, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("import_matrix", str(tmp_path / "\udcff.md"))
    with pytest.raises(CommandError, match="700 characters; 500 are allowed"):
        run("import_matrix", page(tmp_path, source_text()), "--apply", "--message", "x" * 700)


def test_a_file_that_is_not_there_is_told(published: Published, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.md: No such file"):
        run("import_matrix", str(tmp_path / "nowhere.md"))


def test_a_first_page_needs_a_subject_that_names_its_tables(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no matrix yet, nor a subject that names its page and tables"):
        run("import_matrix", page(tmp_path, source_text()), "--apply")
    assert not models.Revision.objects.exists()
