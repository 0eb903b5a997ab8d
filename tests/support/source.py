"""The source by a reading that shares nothing with the project's: what every cell and head says, and links to."""

import re
from typing import Final, NamedTuple
from urllib.parse import urljoin

from tests.oracle import oracle
from tests.support.documents import source_text

ADDRESS: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"
_LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


class Plain(NamedTuple):
    """One cell, or the name of a row or column: its text, and of each link the words and the address as written."""

    text: str
    links: tuple[tuple[str, str], ...]

    @property
    def outward(self) -> list[tuple[str, str]]:
        """The links as a reader's browser needs them: `NAME.md` is a page beside the source's own."""
        return [(text, urljoin(ADDRESS, re.sub(r"^([\w-]+)\.md", r"\1.html", url))) for text, url in self.links]

    @property
    def items(self) -> list[str]:
        """Of a list: its items, without the footnote mark behind the last."""
        return [item.strip() for item in re.sub(r" \d$", "", self.text).split(",")]

    @property
    def address(self) -> str | None:
        """Where a name leads."""
        return self.outward[0][1] if self.links else None


def _plain(raw: str) -> Plain:
    return Plain(_LINK.sub(r"\1", raw).strip(), tuple(_LINK.findall(raw)))


def plain_tables() -> list[list[list[Plain]]]:
    """Every row of both tables, heads first, rules left out."""
    tables: list[list[list[Plain]]] = []
    for line in source_text().replace("\\", "").split("\n"):
        if line.startswith("| Feature"):
            tables.append([])
        if line.startswith("|") and not line.startswith("| ---"):
            tables[-1].append([_plain(cell) for cell in line.strip().strip("|").split("|")])
    return tables


def plain_cells() -> dict[tuple[str, str, str], Plain]:
    """Every cell by its table, row and column, as the oracle calls those."""
    found: dict[tuple[str, str, str], Plain] = {}
    for (slug, table), (_, *rows) in zip(oracle.default().tables.items(), plain_tables(), strict=True):
        for (key, row), (_, *cells) in zip(table.rows.items(), rows, strict=True):
            found |= {(slug, key, option): cell for option, cell in zip(row.cells, cells, strict=True)}
    return found
