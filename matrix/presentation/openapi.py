"""`/openapi.json`: every public address, what it takes and what it answers, as OpenAPI 3.1; `/llms.txt` and the help
tell the same in words.

Pure. Questions, tables and columns are those of the document; the grammar is the contract's, "URL".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from matrix.decision.selection import SHOWS
from matrix.domain.document import Document, Question
from matrix.domain.quantities import Dimension
from matrix.domain.subject import Subject
from matrix.presentation.schemas import DATE, SCHEMAS, TEXT, Schema, ref

VERSION: Final = "3.1.0"
_UNITS: Final[Mapping[Dimension, str]] = {"size": "KB|MB|GB", "time": "ms|s|min|h|d"}
_OF_KIND: Final[Mapping[str, Dimension]] = {"size": "size", "duration": "time"}
_FEW: Final = 12
_NUMBER: Final = r"[0-9]{1,12}(\.[0-9]{1,6})?"
_REVISION: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{7,64}$"}
_ASKED: Final = ("need", "need-feature", "need-value", "need-strict")
_STATE: Final = (*_ASKED, "q", "option", "show", "sort", "facts", "edition", "rev")
_EDITIONS: Final = ("from", "to", *_ASKED, "facts")
_HTML, _JSON, _MARKDOWN, _CSV, _ATOM, _TEXT = (
    *("text/html", "application/json", "text/markdown", "text/csv", "application/atom+xml", "text/plain"),
)


class Address(Struct, frozen=True):
    """A public address. ``answer``: the schema of what it answers, "" for a text; ``takes``: the parameters of its
    query, to which ``asks`` adds the questions; ``statuses``: what it may answer beside 200."""

    path: str
    name: str
    summary: str
    media: str
    answer: str = ""
    takes: tuple[str, ...] = ()
    asks: bool = False
    statuses: tuple[int, ...] = ()

    @property
    def for_programs(self) -> bool:
        return self.media != _HTML and not self.path.endswith("z")


def _page(path: str, name: str, summary: str, takes: tuple[str, ...] = (), *also: int, asks: bool = False) -> Address:
    return Address(path, name, summary, _HTML, "", takes, asks, (400, 429, 503, *also))


def _program(
    path: str, name: str, summary: str, media: str, takes: tuple[str, ...] = (), *also: int, answer: str = ""
) -> Address:
    return Address(path, name, summary, media, answer, takes, _ASKED[0] in takes, (304, 400, 429, 503, *also))


ADDRESSES: Final = (
    _page("/", "page", "The page: guide, outcomes, both tables.", _STATE, 302, asks=True),
    _program("/fit.json", "fit", "Each option's outcome and reasons; what to give up.", _JSON, _STATE, answer="Fit"),
    _program("/matrix.json", "matrix", "The tables, as filtered and sorted.", _JSON, _STATE, answer="Matrix"),
    _program("/matrix.md", "matrixMarkdown", "The tables as Markdown.", _MARKDOWN, _STATE),
    _program("/tables/{table}.csv", "table", "One table as CSV, as filtered and sorted.", _CSV, _STATE, 404),
    _program("/decision.md", "decision", "A decision record: each reason with its cell.", _MARKDOWN, _STATE),
    _page("/decision/", "decisionPage", "The decision record as a page.", _STATE, 302, asks=True),
    _page("/embed/{table}/", "embed", "One table, to be framed by another page.", _STATE, 302, 404, asks=True),
    _program("/feed.xml", "feed", "Atom: what changed this result.", _ATOM, (*_ASKED, "facts")),
    _page("/editions/", "editionsPage", "The source's page on each date; two compared.", _EDITIONS, asks=True),
    _program("/editions.json", "editions", "The same as JSON.", _JSON, _EDITIONS, answer="Editions"),
    _page("/revisions/", "revisions", "History, 50 revisions to a page.", ("before",)),
    _program("/revisions/feed.xml", "revisionsFeed", "Atom: the newest revisions.", _ATOM),
    _page("/revisions/compare/", "compare", "Two revisions compared.", ("from-revision", "to-revision")),
    _page("/revisions/cell/{table}/{feature}/{column}/", "cellHistory", "What a cell was over time.", (), 404),
    _page("/revisions/{digest}/", "revision", "What one revision changed.", ("number",), 404),
    _page("/help/", "help", "How to read the page, and example workloads."),
    _program("/openapi.json", "openapi", "This description.", _JSON, answer="Description"),
    _program("/llms.txt", "llms", "The same in words, for agents.", _TEXT),
    Address("/robots.txt", "robots", "What crawlers may read.", _TEXT),
    Address("/livez", "livez", "Whether the process should be restarted.", _TEXT),
    Address("/readyz", "readyz", "Whether the process should be sent readers.", _TEXT, statuses=(503,)),
    Address("/healthz", "healthz", "Whether the database answers and something is published.", _TEXT, statuses=(503,)),
)
"""In the contract's order. What somebody who is logged in may do is no part of it."""

_MEANING: Final[Mapping[int, str]] = {
    302: "The same state in its canonical form.",
    304: "As it was: the ETag is that of If-None-Match.",
    400: "What can't be read, or an address over 8 KB or 200 values.",
    404: "There is no such table, cell or revision.",
    429: "Over a limit of cost or rate; Retry-After says when to ask again.",
    503: "The database doesn't answer, or nothing is published.",
}


def description(document: Document, subject: Subject, dates: Sequence[str], base: str) -> dict[str, Any]:
    """The description by a document; ``dates`` are the editions', ``base`` is the site's address."""
    questions = [question.slug for question in document.questions]
    return {
        "openapi": VERSION,
        "info": {
            "title": subject.name,
            "version": "1",
            "description": "All state is in the query string, and every address reads the same one. Nothing is dropped "
            "in silence: what can't be read is named on the page, and answered with 400 to programs.",
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": {address.path: {"get": _operation(address, questions)} for address in ADDRESSES},
        "components": {
            "parameters": dict(_parameters(document, dates)),
            "schemas": dict(SCHEMAS),
        },
    }


class InWords(Struct, frozen=True):
    """The description to be read: paths with what they are for; parameters with what they mean and their values."""

    addresses: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str, str], ...]


def in_words(document: Document, dates: Sequence[str]) -> InWords:
    told = [(name, it) for name, it in _parameters(document, dates) if it["in"] == "query"]
    return InWords(
        tuple((address.path, address.summary) for address in ADDRESSES),
        tuple((name.removesuffix("-revision"), it["description"], _values(it["schema"])) for name, it in told),
    )


def _values(schema: Mapping[str, Any]) -> str:
    """The few values that a parameter takes; "" where they are many, or any."""
    values = schema.get("items", schema).get("enum", [])
    return " | ".join(values) if len(values) <= _FEW else ""


def _operation(address: Address, questions: Iterable[str]) -> dict[str, Any]:
    in_path = [part.split("}")[0] for part in address.path.split("{")[1:]]
    answer = ref(address.answer) if address.answer else TEXT
    names = [*in_path, *(questions if address.asks else ()), *address.takes]
    return {
        "operationId": address.name,
        "summary": address.summary,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
        "responses": {
            "200": {"description": address.summary, "content": {address.media: {"schema": answer}}},
            **{str(status): _response(address, status) for status in sorted(address.statuses)},
        },
    }


def _response(address: Address, status: int) -> dict[str, Any]:
    told = {"application/json": {"schema": ref("Errors")}}
    page = {"text/html": {"schema": TEXT}}
    if status in (302, 304):
        return {"description": _MEANING[status]}
    if address.path.endswith("z"):
        return {"description": _MEANING[status], "content": {_TEXT: {"schema": TEXT}}}
    content = page if address.media == _HTML else told
    if status in (404, 429):  # by what is accepted; and what is no address at all is a page
        content = {**told, **page}
    return {"description": _MEANING[status], "content": content}


# --- Parameters --------------------------------------------------------------------------------------------


def _parameters(document: Document, dates: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """By their names in the description; revisions are named by ``from`` and ``to`` too, as editions are."""
    for question in document.questions:
        yield question.slug, _query(question.slug, _asked(question), f"{question.text} {question.help}".strip())
    for name, (schema, said) in {**_of_needs(document), **_of_tables(document), **_of_time(dates)}.items():
        yield name, _query(name, schema, said)
    yield "from-revision", _query("from", _REVISION, "The earlier revision's hash; without it the last but one.")
    yield "to-revision", _query("to", _REVISION, "The later revision's hash; without it the newest.")
    in_path: Mapping[str, Schema] = {
        "table": {"enum": list(document.by_table)},
        "feature": {"enum": list(document.features)},
        "column": {"enum": list(document.columns)},
        "digest": _REVISION,
    }
    for name, schema in in_path.items():
        yield name, {"name": name, "in": "path", "required": True, "schema": schema}


def _of_needs(document: Document) -> dict[str, tuple[Schema, str]]:
    return {
        "need": (
            _many({"anyOf": list(_needs(document))}),
            "A requirement on a row, by its key; a limit's takes a quantity, a list's an item, :strict no worded cell.",
        ),
        "need-feature": (TEXT, "With need-value and need-strict: a need, as the page's form sends it."),
        "need-value": (TEXT, "The quantity or item of need-feature."),
        "need-strict": ({"enum": ["on"]}, "Whether a worded cell is not enough for need-feature."),
    }


def _of_tables(document: Document) -> dict[str, tuple[Schema, str]]:
    orders = ["feature", *document.columns]
    return {
        "q": (TEXT, "Only rows that hold all these words; where none does, those that hold the most."),
        "option": (_many({"enum": list(document.columns)}), "Only these columns."),
        "show": (_many({"enum": list(SHOWS)}), "Only rows in which what fits differs; only columns of what fits."),
        "sort": ({"enum": [*orders, *(f"-{order}" for order in orders)]}, "The order of a table's rows."),
    }


def _of_time(dates: Sequence[str]) -> dict[str, tuple[Schema, str]]:
    edition: Schema = {"enum": list(dates)} if dates else DATE
    number: Schema = {"type": "integer", "minimum": 1}
    return {
        "facts": ({"enum": ["page", "annotated"]}, "Judged by the page, or by what other sources say of its cells."),
        "edition": (edition, "Judged by the page as it stood on that date; not beside rev."),
        "rev": (_REVISION, "A revision's hash: by its data, not the newest."),
        "from": (edition, "The earlier edition; without it the last but one."),
        "to": (edition, "The later edition; without it the last."),
        "before": (number, "Only revisions with lower numbers."),
        "number": (number, "Of several revisions with equal content, which."),
    }


def _query(name: str, schema: Schema, said: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": said, "schema": schema}


def _many(items: Schema) -> Schema:
    """Repeated: ``name=a&name=b``, which is how OpenAPI writes an array if nothing else is said."""
    return {"type": "array", "items": items}


def _asked(question: Question) -> Schema:
    if question.kind in _OF_KIND:
        units = _UNITS[_OF_KIND[question.kind]]
        return {"type": "string", "pattern": f"^{_NUMBER}({units})$", "examples": [f"50{units.split('|')[1]}"]}
    choices: Schema = {"enum": [choice.slug for choice in question.choices]}
    return _many(choices) if question.many else choices


def _needs(document: Document) -> Iterator[Schema]:
    for key, kind in document.row_kinds.items():
        if isinstance(kind, str):
            yield {"type": "string", "pattern": f"^{key}:{_NUMBER}({_UNITS[kind]})$"}
        else:
            yield {"enum": [f"{key}:{item}" for item in kind] if kind else [key, f"{key}:strict"]}
