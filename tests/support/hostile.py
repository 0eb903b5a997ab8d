"""Pages that are made to be hard to read: what Markdown's readers stumble over, repeated, in each place of a page."""

from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

FRAGMENTS: Final = (
    *("<!--", "-->", "<!-- a -->", "<a ", "<a b=", '<a b="', "</a>", "<a:b", "<?", "<![CDATA[", "<!a", "<br>"),
    *("`", "``", "`a``b", "[", "]", "[[a](", "[a](b.md) ", '[a](b "', "[a](((", "[a](<b", "![", "![a](", "[a][b]"),
    *("](", ")", "*", "**", "*a ", "_a", "*_", "a**b*c ", "\\", "\\*", "\\[", "\\|", "&", "&amp;", "&#0;", "|", "|-"),
    *("| a ", "\n|", " ", "\t", "\n", "\n\n", "\r", "\u2028", "> ", "> a\n", "- a\n", "- - ", "1. a\n", "    a\n"),
    *("<div>\n", "```\n", "---\n", "# a\n", "**a**\n\n", "[a]: b\n", "[a\n", "a\n---\n", "a, ", "1", "9" * 50),
    *("< 1 MB", "≤", "✓", "✓1", "N/A", "Days", "abcd ", "é"),
)
HEAD: Final = "| Feature | Real-time inference | Batch transform |\n| --- | --- | --- |\n"
TABLES: Final = (
    f"{HEAD}| GPU support | ✓ | ✓ |\n",
    "| Feature | Single model endpoints | Multi-model endpoints |\n| --- | --- | --- |\n| GPU support | ✓ | |\n",
)


def page(prose: str = "", rows: str = "", end: str = "", tables: tuple[str, str] = TABLES) -> str:
    """A page of two tables with something put in."""
    return f"# Title\n\nIntro.\n\n{prose}\n\n{tables[0]}{rows}\n\nLead.\n\n{tables[1]}\n\n1 A note.\n\n{end}\n"


def row(cell: str = "✓", name: str = "Extra") -> str:
    return f"| {name} | {cell} | |\n"


PLACES: Final[dict[str, Callable[[str], str]]] = {
    "paragraph": page,
    "html": lambda text: page(f"<div>{text}"),
    "bullet": lambda text: page(f"- x {text}"),
    "bullets": lambda text: page("".join(f"- {line}\n" for line in text.split("\n"))),
    "cell": lambda text: page(rows=row(text)),
    "name": lambda text: page(rows=row(name=text)),
    "rows": lambda text: page(rows=text),
    "end": lambda text: page(end=text),
    "front": lambda text: f"---\n{text}\n---\n{page()}",
    "alone": lambda text: text,
}

_PIECES: Final = st.tuples(st.sampled_from(FRAGMENTS), st.integers(1, 3000)).map(lambda it: (it[0] * it[1])[:6000])


def pages() -> st.SearchStrategy[str]:
    """Up to some 30 KB: a few fragments, each repeated, one behind the other or in turns, in one place of a page."""
    turns = st.tuples(st.lists(st.sampled_from(FRAGMENTS), min_size=2, max_size=5).map("".join), st.integers(1, 2000))
    texts = st.lists(_PIECES | turns.map(lambda it: (it[0] * it[1])[:12_000]), min_size=1, max_size=4).map("".join)
    return st.builds(lambda place, text: PLACES[place](text), st.sampled_from(sorted(PLACES)), texts)
