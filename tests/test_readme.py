"""What the README says of the code is so."""

import ast
import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = ROOT / "matrix"


def modules() -> dict[str, list[Path]]:
    """Every module of the package, with its files."""
    found = {path.stem: [path] for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
    return found | {"models": list((PACKAGE / "models").glob("*.py"))}


def known(paths: list[Path]) -> set[str]:
    """The modules that are imported as these are."""
    names: set[str] = set()
    for path in paths:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ImportFrom) and node.module == "matrix":
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("matrix."):
                names.add(str(node.module).split(".")[1])
    return names


def test_the_code_reads_in_the_order_that_it_names() -> None:
    text = (ROOT / "README.md").read_text()
    passage = text.partition("The code reads from the bottom up")[2].partition("Three scripts")[0]
    order = re.findall(r"`([a-z_]+)`", passage)
    files = modules()
    assert sorted(order) == sorted(files), "each module once"
    for at, name in enumerate(order):
        later = known(files[name]) & set(order[at + 1 :])
        assert not later, f"{name} knows {later}, which come after it"
