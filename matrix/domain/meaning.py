"""What an inline text or a cell means, without its spelling: what hashes are taken of, and texts are compared by.

Pure.
"""

import json
from typing import Any

from matrix.domain.links import resolve
from matrix.domain.notation import Cell, read_inline
from matrix.domain.quantities import read_number
from matrix.domain.text import squeeze


def canonical_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def inline_meaning(address: str, text: str) -> list[list[str]]:
    """What an inline text means: its words and where its links lead, without spelling or white space."""
    runs = ([squeeze(run.text), resolve(address, run.url)] for run in read_inline(text))
    return [run for run in runs if run != ["", ""]]


def cell_meaning(address: str, cell: Cell) -> dict[str, Any]:
    """What a cell means, for hash and comparison: ``✓1`` and ``✓ 1`` are equal, ``✓`` is another."""
    links = [[squeeze(run.text), resolve(address, run.url)] for run in cell.links]
    value: dict[str, Any] = {"kind": cell.kind}
    if cell.limit:
        value["limit"] = [cell.limit.op, read_number(cell.limit.value), cell.limit.unit]
    if cell.kind in ("list", "text"):
        value["words"] = [squeeze(item) for item in cell.items] or cell.text
    if cell.footnotes:
        value["footnotes"] = list(cell.footnotes)
    if links:
        value["links"] = links
    return value
