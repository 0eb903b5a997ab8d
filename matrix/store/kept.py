"""What a process keeps of what it could read or make again: bounded in bytes, the least used goes first.

Sizes are fair estimates, not counted objects: tests/store/test_kept.py holds them against what Python traces.
"""

import sys
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar
from weakref import WeakValueDictionary

from django.utils.safestring import SafeString

from matrix.domain.document import Document
from matrix.domain.provenance import Provenance

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by their keys, of ``most`` bytes together by ``size``. A value may grow while it is kept: each use weighs
    it anew. One alone is kept however large it is."""

    def __init__(self, most: int, size: Callable[[Value], int]) -> None:
        self.most = most
        self.bytes = 0
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._sizes: dict[Key, int] = {}
        # What was let go and is held elsewhere takes its memory anyway: it is given again, not made twice.
        self._alive: WeakValueDictionary[Key, Value] = WeakValueDictionary()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Key) -> Value | None:
        with self._lock:
            value = self._alive.get(key)
            return None if value is None else self._used(key, value)

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value; gives the one that another thread has put there before."""
        with self._lock:
            return self._used(key, self._alive.setdefault(key, value))

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._sizes.clear()
            self._alive.clear()
            self.bytes = 0

    def _used(self, key: Key, value: Value) -> Value:
        size = self._size(value)
        self.bytes += size - self._sizes.get(key, 0)
        self._sizes[key] = size
        self._values[key] = value
        self._values.move_to_end(key)
        while self.bytes > self.most and len(self._values) > 1:
            gone, _ = self._values.popitem(last=False)
            self.bytes -= self._sizes.pop(gone)
        return value


class Rendered:
    """HTML by the row that it shows, "" where it shows all of them, and by what it shows of that. When it is full,
    nothing more is kept."""

    MOST: Final = 12_000_000

    def __init__(self) -> None:
        self._html: dict[str, dict[str, SafeString]] = {}
        self._sizes: Counter[str] = Counter()
        self.bytes = 0

    def get(self, row: str, key: str) -> SafeString | None:
        return self._html.get(row, _NOTHING).get(key)

    def keep(self, row: str, key: str, html: SafeString) -> SafeString:
        size = sys.getsizeof(key) + sys.getsizeof(html) + _ENTRY
        if self.bytes + size <= self.MOST and self.get(row, key) is None:
            self._html.setdefault(row, {})[key] = html
            self._sizes[row] += size
            self.bytes += size
        return html

    def without(self, rows: Collection[str]) -> "Rendered":
        """The same but for what shows one of these rows, or all."""
        found = Rendered()
        found._html = {row: of_row.copy() for row, of_row in self._html.copy().items() if row and row not in rows}
        found._sizes = Counter({row: self._sizes[row] for row in found._html})
        found.bytes = found._sizes.total()
        return found


_NOTHING: Final[dict[str, SafeString]] = {}


# --- Sizes: bytes, as CPython 3.11 takes them, rounded up ----------------------------------------------------

_ENTRY: Final = 100
"""Of a dictionary, without its key and value."""
_CELL: Final = 60
"""A cell's place in two tuples and a dictionary."""
_HEAD: Final = 500
"""A row, a column, a passage, a question: its object, texts and entries."""
_TEXT: Final = 450
"""A cell as it is read (`matrix.domain.notation.Cell`), beside its text; equal ones are one."""
_SINCE: Final = 450
"""A cell that was changed: its place, its revision, and what it was."""


def bytes_of(document: Document) -> int:
    """What a document takes, with all its cells read."""
    heads = sum(len(table.columns) + len(table.features) + len(table.lead) for table in document.tables)
    heads += len(document.intro) + len(document.bullets) + len(document.closing) + len(document.footnotes)
    heads += sum(
        1 + len(asked.criteria) + sum(1 + len(c.criteria) for c in asked.choices) for asked in document.questions
    )
    heads += len(document.rulings) + len(document.annotations)
    rows = [row for table in document.tables for row in table.notations]
    texts = set().union(*rows)
    return _HEAD * heads + _CELL * sum(map(len, rows)) + sum(_TEXT + 5 * len(text) for text in texts)


def bytes_of_past(provenance: Provenance) -> int:
    return _SINCE * len(provenance.cells) + _HEAD * len(provenance.gone)
