"""What a revision's row holds: its document and provenance as compressed text, and back.

Pure.
"""

import json
import sys
import zlib
from typing import Any

from msgspec import to_builtins

from matrix.domain.annotation import Annotation
from matrix.domain.document import (
    Choice,
    Column,
    Criterion,
    Document,
    Feature,
    Footnote,
    Question,
    Ruling,
    Source,
    Table,
)
from matrix.domain.meaning import canonical_json
from matrix.domain.provenance import Provenance


def pack(document: Document, provenance: Provenance) -> bytes:
    """A revision's payload: its provenance and its document, each a line of JSON, compressed."""
    return zlib.compress(f"{provenance.dump()}\n{dump(document)}".encode())


def unpack(payload: bytes | memoryview) -> tuple[Document, Provenance]:
    """What `pack` packed. Trusts its input: a revision was checked when it was made."""
    provenance, document = zlib.decompress(bytes(payload)).decode().split("\n", 1)
    return load(document), Provenance.load(provenance)


def pack_document(document: Document) -> bytes:
    """A document alone, as compressed text."""
    return zlib.compress(dump(document).encode())


def unpack_document(payload: bytes | memoryview) -> Document:
    """What `pack_document` packed."""
    return load(zlib.decompress(bytes(payload)).decode())


def dump(document: Document) -> str:
    """The document with its spelling, as canonical JSON. `load` gives it back."""
    return canonical_json(to_builtins(document))


def load(text: str) -> Document:
    """The document that `dump` wrote."""
    data = json.loads(text)
    return Document(
        source=Source(**data["source"]),
        title=data["title"],
        intro=tuple(data["intro"]),
        bullets=tuple(data["bullets"]),
        tables=tuple(map(_table, data["tables"])),
        footnotes=tuple(Footnote(**footnote) for footnote in data["footnotes"]),
        closing=tuple(data["closing"]),
        questions=tuple(map(_question, data["questions"])),
        rulings=tuple(Ruling(**ruling) for ruling in data["rulings"]),
        annotations=tuple(Annotation(**annotation) for annotation in data.get("annotations", ())),
    )


def _table(data: dict[str, Any]) -> Table:
    return Table(
        slug=data["slug"],
        title=data["title"],
        lead=tuple(data["lead"]),
        columns=tuple(Column(**column) for column in data["columns"]),
        features=tuple(Feature(**feature) for feature in data["features"]),
        notations=tuple(tuple(map(sys.intern, row)) for row in data["notations"]),  # equal texts are one, everywhere
    )


def _question(data: dict[str, Any]) -> Question:
    choices = tuple(Choice(**{**choice, "criteria": _criteria(choice)}) for choice in data["choices"])
    return Question(**{**data, "choices": choices, "criteria": _criteria(data)})


def _criteria(data: dict[str, Any]) -> tuple[Criterion, ...]:
    return tuple(Criterion(**criterion) for criterion in data["criteria"])
