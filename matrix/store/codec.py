"""What a revision's row holds: its document and provenance as compressed text, and back.

Pure.
"""

import sys
import zlib
from dataclasses import replace
from typing import Final

from msgspec import to_builtins
from msgspec.json import Decoder

from matrix.domain.document import Document
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
    document = _document.decode(text)
    tables = (
        replace(table, notations=tuple(tuple(map(sys.intern, row)) for row in table.notations))  # equal texts are one
        for table in document.tables
    )
    return replace(document, tables=tuple(tables))


_document: Final = Decoder(Document)
