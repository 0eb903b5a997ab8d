"""The documents name what is there: modules and names of the rooms, files, targets of make, and each room once."""

import re
from pathlib import Path
from pkgutil import resolve_name
from typing import Final

import pytest
from django.conf import settings

ROOT: Final[Path] = settings.BASE_DIR
DOCUMENTS: Final = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
ROOMS: Final = sorted(file.parent.name for file in (ROOT / "matrix").glob("*/__init__.py"))
_NAME: Final = re.compile(rf"`(?:matrix\.)?((?:{'|'.join(ROOMS)})(?:\.\w+)+)`")
_FILE: Final = re.compile(r"(?:`|\]\()((?:matrix|tests|templates|static|fixtures|docs|\.ci)/[\w./-]+)[`)]")
_TARGET: Final = re.compile(r"(?:`| {4})make ([a-z-]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_is_there(document: Path) -> None:
    text = document.read_text()
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)

    for name in _NAME.findall(text):
        resolve_name(f"matrix.{name}")
    assert [file for file in _FILE.findall(text) if not (ROOT / file).exists()] == []
    assert set(_TARGET.findall(text)) <= set(targets)


def test_the_architecture_has_every_room() -> None:
    told = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)

    assert sorted(told) == ROOMS
