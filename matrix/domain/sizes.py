"""How large a matrix may be: what bounds the work of reading, comparing and judging it. Each limit stands here once.

Pure. The source has 9 columns, 50 rows and 233 cells in two tables, and 15 passages of prose; the longest has 400
characters.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from matrix.domain.document import Document
from matrix.domain.findings import Finding, Place, PlaceKind

MAX_COLUMNS: Final = 60
"""Of all tables together, beside the column that names the rows."""
MAX_ROWS: Final = 2_000
MAX_CELLS: Final = 60_000
MAX_PASSAGES: Final = 300
"""Paragraphs and bullets of the page's prose, and its footnotes."""
MAX_PASSAGE: Final = 5_000
"""Longest passage or footnote, in characters."""
MAX_ACTING: Final = 6
"""Items that rulings may name beside their text. Each may be given up or kept, so that a result may have two to this
power smallest sets of answers to give up: 64, and every one of them is told."""


def too_large(shapes: Sequence[tuple[int, int]]) -> str:
    """What limit tables of so many columns and rows pass, all together; "" where they pass none."""
    columns, rows = (sum(count) for count in zip(*shapes, strict=True))
    cells = sum(across * down for across, down in shapes)
    counted = ((columns, "columns", MAX_COLUMNS), (rows, "rows", MAX_ROWS), (cells, "cells", MAX_CELLS))
    passed = (f"the tables have {n:,} {what}; {most:,} are allowed" for n, what, most in counted if n > most)
    return next(passed, "")


def too_long(text: str) -> str:
    """That a passage or footnote is too long; "" where it isn't."""
    return f"it has {len(text):,} characters; {MAX_PASSAGE:,} are allowed" if len(text) > MAX_PASSAGE else ""


def passages(document: Document) -> Iterator[tuple[Place, str]]:
    """Every passage of the page's prose, with its place."""
    yield Place(passage="title"), document.title
    kinds: tuple[tuple[PlaceKind, tuple[str, ...]], ...] = (
        ("intro", document.intro),
        ("bullet", document.bullets),
        ("closing", document.closing),
    )
    for kind, texts in kinds:
        yield from ((Place(passage=kind, nth=at), text) for at, text in enumerate(texts))
    for table in document.tables:
        yield from ((Place(table.slug, passage="lead", nth=at), text) for at, text in enumerate(table.lead))


def violations(document: Document) -> Iterator[Finding]:
    """Where a matrix is too large."""
    shapes = [(len(table.columns), len(table.features)) for table in document.tables]
    for at, table in enumerate(document.tables, 1):
        if wrong := too_large(shapes[:at]):
            yield Finding(Place(table.slug), wrong)
    texts = [*passages(document), *((Place(footnote=note.number), note.notation) for note in document.footnotes)]
    yield from _passages(texts)
    acting = {(ruling.excludes_feature, ruling.excludes_item): ruling for ruling in document.rulings}
    pairs = [ruling for (_, item), ruling in acting.items() if item]
    if len(pairs) > MAX_ACTING:
        message = f"rulings name {len(pairs)} items that are not met beside their text; {MAX_ACTING} are allowed"
        yield Finding(Place(feature=pairs[MAX_ACTING].feature, ruling=True), message)


def _passages(texts: Sequence[tuple[Place, str]]) -> Iterator[Finding]:
    if len(texts) > MAX_PASSAGES:
        message = f"the page has {len(texts):,} passages and footnotes; {MAX_PASSAGES:,} are allowed"
        yield Finding(texts[MAX_PASSAGES][0], message)
    yield from (Finding(place, wrong) for place, text in texts if (wrong := too_long(text)))
