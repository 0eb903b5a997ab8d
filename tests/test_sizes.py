"""The house's sizes: a file of 300 lines or a function of 40 wants to be two."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE, FUNCTION = 300, 40
# One independent reading of the contract, in one piece; and the script, until it has its turn.
ASIDE = {"tests/oracle/oracle.py", "static/updates.js"}
SCRIPTS = sorted((ROOT / "static").glob("*.js"))
PYTHON = sorted(path for room in ("matrix", "tests") for path in (ROOT / room).rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """The name and the lines of each function of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_too_long() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in (*PYTHON, *SCRIPTS)}
    assert {name: count for name, count in lines.items() if count > FILE and name not in ASIDE} == {}


def test_no_function_is_too_long() -> None:
    found = [(str(path.relative_to(ROOT)), *function) for path in PYTHON for function in functions(path)]
    assert [it for it in found if it[2] > FUNCTION and it[0] not in ASIDE] == []


@pytest.mark.parametrize("lines", [40, 41])
def test_a_function_is_measured_with_its_head(tmp_path: Path, lines: int) -> None:
    (tmp_path / "one.py").write_text("def long():\n" + "    pass\n" * (lines - 1))
    assert list(functions(tmp_path / "one.py")) == [("long", lines)]
