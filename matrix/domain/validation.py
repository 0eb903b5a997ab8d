"""What keeps parts from being a matrix: found one by one, or raised by `checked`. Each rule stands here once.

Pure. What merely looks wrong is `matrix.decision.lint`'s.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from msgspec import to_builtins

from matrix.domain import sizes
from matrix.domain.annotation import Annotation, first_day
from matrix.domain.document import Document, DocumentError, Table
from matrix.domain.findings import Finding, Place, in_words
from matrix.domain.links import is_web_address, leads_to_a_page
from matrix.domain.notation import Cell, plain, read_cell, read_inline
from matrix.domain.once import once
from matrix.domain.sizes import passages
from matrix.domain.text import NotationError, slugify, squeeze

UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters, and others that XML forbids."""

RESERVED: Final = (
    *("need", "q", "option", "show", "sort", "facts", "edition", "rev"),
    *("need-feature", "need-value", "need-strict"),
)
"""The table's parameters and the form's own fields: no question may have such a slug."""

TABLES: Final = (1, 2)
"""How many tables a matrix may have: the options, and those that one of them comes with."""

MAX_NAME: Final = 200
MAX_URL: Final = 500
MAX_KEY: Final = 100
MAX_LINEAGE: Final = 500
MAX_SAID: Final = 1000
"""In characters: what the rows hold on any database."""


def checked(document: Document) -> Document:
    """The document, which is a matrix. Raises DocumentError with the first thing that is wrong."""
    if found := violations(document):
        raise DocumentError(in_words(found[0], document))
    return document


def violations(document: Document) -> tuple[Finding, ...]:
    """Everything that keeps the parts from being a matrix; of one that is too large, that alone."""
    return once(document, "violations", lambda: tuple(_violations(document)))


def _violations(document: Document) -> Iterator[Finding]:
    if too_large := list(sizes.violations(document)):
        yield from too_large
        return
    numbers = [footnote.number for footnote in document.footnotes]
    for number, nth in _again(numbers):
        yield Finding(Place(footnote=number, nth=nth), f"footnote {number} is there twice", whole=True)
    yield from _slugs("table", [table.slug for table in document.tables])
    if len(document.tables) not in TABLES:
        yield Finding(Place(), f"the matrix has {len(document.tables)} tables, not one or two")
    yield from _prose(document)
    yield from _columns(document)
    for table in document.tables:
        yield from _rows(table)
        yield from _lengths(table)
        yield from _lineage(table)
        yield from _cells(table, set(numbers))
    yield from _links(document)
    yield from _annotations(document, set(numbers))
    yield from _characters(document)
    yield from _slugs("question", [question.slug for question in document.questions])
    for question in document.questions:
        yield from _slugs(f"question {question.slug}: choice", [choice.slug for choice in question.choices])


# --- Names -------------------------------------------------------------------------------------------------

Name = TypeVar("Name", str, int)


def _again(names: Iterable[Name]) -> Iterator[tuple[Name, int]]:
    """Each name that was there before, with how often."""
    seen: Counter[Name] = Counter()
    for name in names:
        if seen[name]:
            yield name, seen[name]
        seen[name] += 1


def _slugs(what: str, slugs: Sequence[str]) -> Iterator[Finding]:
    yield from (Finding(Place(), f"{what} “{slug}” is there twice") for slug, _ in _again(slugs))
    if "" in slugs:
        yield Finding(Place(), f"{what} without a name of letters or digits")


def _name_wrong(slug: str, before: int) -> str:
    """What is wrong with a name, "" for nothing; ``before``: how often it was there before."""
    if not slug:
        return "has no name of letters or digits"
    return "is there twice" if before else ""


def _rows(table: Table) -> Iterator[Finding]:
    """By key, and by what a name comes to as a slug: an upstream page has nothing else to tell rows by."""
    keys: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for feature in table.features:
        name = slugify(feature.name)
        wrong = _name_wrong(name and feature.key, keys[feature.key] or names[name])
        if wrong:
            place = Place(table.slug, feature.key, nth=keys[feature.key])
            yield Finding(place, f"the row “{feature.name}” {wrong}", whole=True)
        keys[feature.key] += 1
        names[name] += 1


def _columns(document: Document) -> Iterator[Finding]:
    """No two tables share a column, since addresses name columns by their slugs alone."""
    slugs: Counter[str] = Counter()
    for table in document.tables:
        names: Counter[str] = Counter()
        for column in table.columns:
            name = slugify(column.name)
            wrong = _name_wrong(name and column.slug, slugs[column.slug] or names[name])
            if wrong:
                place = Place(table.slug, column=column.slug)
                yield Finding(place, f"the column “{column.name}” {wrong}", whole=True)
            slugs[column.slug] += 1
            names[name] += 1


def _lengths(table: Table) -> Iterator[Finding]:
    heads = [(Place(table.slug, f.key), f.name, f.key, f.url) for f in table.features]
    heads += [(Place(table.slug, column=c.slug), c.name, c.slug, c.url) for c in table.columns]
    for place, name, key, url in heads:
        for what, text, most in (("name", name, MAX_NAME), ("key", key, MAX_KEY), ("link", url, MAX_URL)):
            if len(text) > most:
                yield Finding(place, f"its {what} has {len(text)} characters; {most} are allowed")


def _lineage(table: Table) -> Iterator[Finding]:
    """What a row was split from: keys of other rows."""
    for feature in table.features:
        place = Place(table.slug, feature.key)
        if any(not whole or slugify(whole) != whole for whole in feature.wholes):
            yield Finding(place, f"“{feature.part_of}”, which it was split from, is no row's key")
        elif feature.key in feature.wholes:
            yield Finding(place, "it is a part of itself")
        elif len(feature.part_of) > MAX_LINEAGE:
            yield Finding(
                place, f"what it was split from has {len(feature.part_of)} characters; {MAX_LINEAGE} are allowed"
            )


# --- Cells -------------------------------------------------------------------------------------------------


def _cells(table: Table, footnotes: Collection[int]) -> Iterator[Finding]:
    for feature, row in zip(table.features, table.notations, strict=True):
        if len(row) != len(table.columns):
            yield Finding(Place(table.slug, feature.key), f"{len(row)} cells for {len(table.columns)} columns")
            continue
        for column, text in zip(table.columns, row, strict=True):
            if error := cell_error(text, footnotes):
                yield Finding(Place(table.slug, feature.key, column.slug), error)


def cell_error(text: str, footnotes: Collection[int]) -> str:
    """Why a text is no cell of a matrix with these footnotes; "" where it is one."""
    try:
        return mark_error(read_cell(text), footnotes)
    except NotationError as error:
        return str(error)


def mark_error(cell: Cell, footnotes: Collection[int]) -> str:
    """That a cell marks a footnote which isn't among these; "" where it marks none such."""
    missing = sorted(set(cell.footnotes) - set(footnotes))
    return f"“{cell.text}” marks footnote {missing[0]}, which isn't there" if missing else ""


# --- Prose, links, characters ------------------------------------------------------------------------------


def _prose(document: Document) -> Iterator[Finding]:
    """What a Markdown page could not say otherwise than as something else."""
    if not document.heading:
        yield Finding(Place(passage="title"), "the page has no title", whole=True)
    for place, text in passages(document):
        said = plain(text)
        if said.startswith("|"):
            yield Finding(place, f"“{said[:60]}” begins like a row of a table", whole=True)
        elif place.passage == "closing" and re.match(r"[1-9][0-9]?\s", said):
            message = f"“{said[:60]}” begins like a footnote: behind the tables, a number does"
            yield Finding(place, message, whole=True)


def links(document: Document) -> Iterator[tuple[Place, str]]:
    """Every link of the matrix as written, with its place."""
    for table in document.tables:
        for column in table.columns:
            yield Place(table.slug, column=column.slug, link=True), column.url
        for feature, row in zip(table.features, table.notations, strict=True):
            yield Place(table.slug, feature.key, link=True), feature.url
            for column, text in zip(table.columns, row, strict=False):
                yield from ((Place(table.slug, feature.key, column.slug), url) for url in _urls(text))
        for at, text in enumerate(table.lead):
            yield from ((Place(table.slug, passage="lead", nth=at), url) for url in _urls(text))
    for footnote in document.footnotes:
        yield from ((Place(footnote=footnote.number), url) for url in _urls(footnote.notation))
    for place, text in passages(document):
        if place.passage != "lead":
            yield from ((place, url) for url in _urls(text))


def _urls(text: str) -> list[str]:
    return [run.url for run in read_inline(text) if run.url] if "](" in text else []


def _links(document: Document) -> Iterator[Finding]:
    """A link leads to a web page: anything else (``javascript:``) would run on the reader's page. So does the address
    of the source, which others are relative to."""
    if not is_web_address(document.source.address):
        yield Finding(Place(), f"the source's address {_no_address(document.source.address)}", whole=True)
        return
    for place, url in links(document):
        if error := _link_error(document.source.address, url):
            yield Finding(place, error)


def _link_error(address: str, url: str) -> str:
    """Why a page at ``address`` may not carry a link; "" where it may, or where there is none."""
    return _no_address(url) if url and not leads_to_a_page(address, url) else ""


def _no_address(url: str) -> str:
    return f"“{url}” is no web address: http or https, without blanks, quotes, brackets or backslashes"


def _characters(document: Document) -> Iterator[Finding]:
    """No text holds what XML can't say: the feed and other programs' readers would break on it."""
    texts = _texts(to_builtins(document))
    for text in texts if UNSPEAKABLE.search("\n".join(texts)) else ():
        if found := UNSPEAKABLE.search(text):
            message = f"“{squeeze(text)[:60]}” holds the control character U+{ord(found[0]):04X}"
            yield Finding(Place(), message, whole=True)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for part in parts for text in _texts(part)]


# --- Annotations -------------------------------------------------------------------------------------------


def _annotations(document: Document, footnotes: Collection[int]) -> Iterator[Finding]:
    for annotation in document.annotations:
        place = Place(annotation.table, annotation.feature, annotation.column, annotation=True)
        for error in annotation_errors(annotation, footnotes, document.source.address).values():
            yield Finding(place, error)


def annotation_errors(annotation: Annotation, footnotes: Collection[int], address: str) -> dict[str, str]:
    """What is wrong with an annotation by itself, by the name of its part; ``address``: what its links are relative
    to."""
    errors: dict[str, str] = {}
    for part, text, most in (
        ("text", annotation.text, MAX_SAID),
        ("source", annotation.source, MAX_NAME),
        ("url", annotation.url, MAX_URL),
    ):
        if len(text) > most:
            errors[part] = f"its {part} has {len(text)} characters; {most} are allowed"
        elif found := UNSPEAKABLE.search(text):
            errors[part] = f"it holds the control character U+{ord(found[0]):04X}"
    if not annotation.text.strip():
        errors["text"] = "an annotation says something"
    if not annotation.source.strip():
        errors["source"] = "an annotation names its source"
    if "url" not in errors and not (is_web_address(annotation.url) and annotation.url.startswith("https://")):
        errors["url"] = f"“{annotation.url}” is no https address"
    try:
        first_day(annotation.seen)
    except ValueError as error:
        errors["seen"] = str(error)
    cell = annotation.cell or ""
    wrong = [cell_error(cell, footnotes)]
    if not wrong[0]:
        wrong += [_link_error(address, url) for url in _urls(cell)]
    if any(wrong):
        errors["cell"] = next(filter(None, wrong))
    return errors
