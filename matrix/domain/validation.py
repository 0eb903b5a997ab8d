"""What keeps parts from being a matrix: told one by one, or raised by `build`.

Pure. What merely looks wrong is `matrix.decision.lint`'s.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, Final

from matrix.domain import notation
from matrix.domain.document import Document, DocumentError, Table
from matrix.domain.links import leads_to_a_page
from matrix.domain.text import NotationError, slugify, squeeze

UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters, and others that XML forbids."""

RESERVED: Final = (
    *("need", "q", "option", "show", "sort", "rev"),
    *("need-feature", "need-value", "need-strict"),
)
"""The table's parameters and the form's own fields: no question may have such a slug."""

MAX_NAME: Final = 200
MAX_URL: Final = 500
MAX_KEY: Final = 100
"""In characters: what the rows hold on any database."""


def build(**parts: Any) -> Document:
    """A checked `Document`. Raises DocumentError, naming table, row and column of the first thing wrong."""
    document = Document(**parts)
    problems = list(check(document))
    if problems:
        raise DocumentError(problems[0])
    return document


def check(document: Document) -> Iterator[str]:
    """Everything that keeps the parts from being a matrix, each as one sentence."""
    numbers = Counter(footnote.number for footnote in document.footnotes)
    yield from (f"footnote {number} is there twice" for number, count in numbers.items() if count > 1)
    yield from _twice("table", [table.slug for table in document.tables])
    if len(document.tables) != 2:  # the page, its promises and its conflicts are about two
        yield f"the matrix has {len(document.tables)} tables, not two"
    yield from _check_prose(document)
    yield from _twice("column", [column.slug for table in document.tables for column in table.columns])
    for table in document.tables:
        yield from _check_table(table, set(numbers))
    yield from _check_links(document)
    yield from _check_characters(asdict(document))
    yield from _twice("question", [question.slug for question in document.questions])
    for question in document.questions:
        yield from _twice(f"question {question.slug}: choice", [choice.slug for choice in question.choices])


def _check_links(document: Document) -> Iterator[str]:
    """A link leads to a web page: anything else (``javascript:``) would run on the reader's page."""
    texts = [document.title, *document.intro, *document.bullets, *document.closing]
    texts += [footnote.notation for footnote in document.footnotes]
    urls = [column.url for table in document.tables for column in table.columns]
    for table in document.tables:
        texts += [*table.lead, *(text for row in table.notations for text in row)]
        urls += [feature.url for feature in table.features]
    urls += [run.url for text in texts for run in notation.read_inline(text)]
    for url in urls:
        if url and not leads_to_a_page(document.source.address, url):
            yield f"“{url}” is no web address: http or https, without blanks, quotes, brackets or backslashes"


def _check_prose(document: Document) -> Iterator[str]:
    """What a Markdown page could not say otherwise than as something else."""
    if not document.heading:
        yield "the page has no title"
    leads = [text for table in document.tables for text in table.lead]
    for text in (document.title, *document.intro, *document.bullets, *leads, *document.closing):
        if notation.plain(text).startswith("|"):
            yield f"“{notation.plain(text)[:60]}” begins like a row of a table"
    for text in document.closing:
        if re.match(r"[1-9][0-9]?\s", notation.plain(text)):
            yield f"“{notation.plain(text)[:60]}” begins like a footnote: behind the tables, a number does"


def _check_lengths(table: Table) -> Iterator[str]:
    heads = [*((f.key, f.name, f.url) for f in table.features), *((c.slug, c.name, c.url) for c in table.columns)]
    for key, name, url in heads:
        for what, text, most in (("name", name, MAX_NAME), ("key", key, MAX_KEY), ("link", url, MAX_URL)):
            if len(text) > most:
                yield f"{table.slug}, {name[:60]}: its {what} has {len(text)} characters; {most} are allowed"


def _check_characters(value: Any) -> Iterator[str]:
    """No text holds what XML can't say: the feed and other programs' readers would break on it."""
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        if found := UNSPEAKABLE.search(value):
            yield f"“{squeeze(value)[:60]}” holds the control character U+{ord(found[0]):04X}"
    elif isinstance(value, Iterable):
        for part in value:
            yield from _check_characters(part)


def _twice(what: str, slugs: list[str]) -> Iterator[str]:
    yield from (f"{what} “{slug}” is there twice" for slug, count in Counter(slugs).items() if count > 1)
    if "" in slugs:
        yield f"{what} without a name of letters or digits"


def _check_table(table: Table, footnotes: set[int]) -> Iterator[str]:
    yield from _twice(f"{table.slug}: feature", [feature.key for feature in table.features])
    yield from _check_lengths(table)
    # By what a name comes to as a slug: an upstream page has nothing else to tell rows and columns by.
    yield from _twice(f"{table.slug}: the name", [slugify(feature.name) for feature in table.features])
    yield from _twice(f"{table.slug}: the name", [slugify(column.name) for column in table.columns])
    for feature, row in zip(table.features, table.notations, strict=True):
        if len(row) != len(table.columns):
            yield f"{table.slug}, {feature.name}: {len(row)} cells for {len(table.columns)} columns"
            continue
        for column, text in zip(table.columns, row, strict=True):
            where = f"{table.slug}, {feature.name}, {column.name}"
            try:
                cell = notation.read(text)
            except NotationError as error:
                yield f"{where}: {error}"
                continue
            for number in set(cell.footnotes) - footnotes:
                yield f"{where}: “{cell.text}” marks footnote {number}, which isn't there"
