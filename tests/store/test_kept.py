"""What a process keeps, by bytes: which goes first, that it grows while it is kept, and that the sizes are fair."""

import gc
import tracemalloc
from dataclasses import dataclass
from weakref import ref

import pytest
from django.utils.safestring import SafeString

from matrix.domain.provenance import Provenance
from matrix.store import codec
from matrix.store.kept import Kept, Rendered, bytes_of
from matrix.store.revisions import Content
from tests.support.documents import large, standard


@dataclass
class Thing:
    bytes: int


def kept_of(most: int, *sizes: int) -> tuple[Kept[int, Thing], list[int]]:
    """Things under 0, 1, …, put in one after the other and held by nobody else; and which of them are kept."""
    kept: Kept[int, Thing] = Kept(most, lambda thing: thing.bytes)
    for at, size in enumerate(sizes):
        kept.put(at, Thing(size))
    return kept, [at for at in range(len(sizes)) if kept.get(at)]


@pytest.mark.parametrize(
    ("sizes", "left"),
    [
        ((3, 3, 3), [0, 1, 2]),
        ((3, 3, 4, 1), [1, 2, 3]),
        ((1, 1, 1, 10), [3]),
        ((10, 1), [1]),
        ((11,), [0]),  # the one in use is kept however large it is
        ((1, 11), [1]),
        ((), []),
    ],
)
def test_the_least_used_goes_first(sizes: tuple[int, ...], left: list[int]) -> None:
    kept, found = kept_of(10, *sizes)
    assert found == left
    assert kept.bytes == sum(sizes[at] for at in left)


def test_a_use_is_a_use() -> None:
    kept, _ = kept_of(10, 4, 4)
    kept.get(0)
    kept.put(2, Thing(4))
    assert [at for at in range(3) if kept.get(at)] == [0, 2]


def test_what_grows_is_weighed_anew() -> None:
    kept, _ = kept_of(10, 4, 4)
    thing = kept.get(1)
    assert thing
    thing.bytes = 7
    kept.get(1)
    assert (len(kept), kept.bytes, kept.get(0)) == (1, 7, None)


def test_what_is_held_elsewhere_is_not_made_twice() -> None:
    kept, _ = kept_of(10, 4)
    held = kept.get(0)
    kept.put(1, Thing(10))
    assert len(kept) == 1
    assert kept.get(0) is held
    assert kept.put(0, Thing(4)) is held


def test_rendered_counts_all_that_it_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rendered, "MOST", 1_000)
    rendered = Rendered()
    for at in range(20):
        assert rendered.keep(f"row {at % 2}", f"cell {at}", SafeString("x" * 100)) == "x" * 100
    assert 600 < rendered.bytes <= 1_000
    assert [rendered.get(f"row {at % 2}", f"cell {at}") for at in (0, 19)] == ["x" * 100, None]


def test_rendered_without_rows_counts_the_others() -> None:
    rendered, other = Rendered(), Rendered()
    for row in ("", "a", "b"):
        rendered.keep(row, "html", SafeString("x"))
    other.keep("b", "html", SafeString("x"))
    left = rendered.without({"a"})
    assert [left.get(row, "html") for row in ("", "a", "b")] == [None, None, "x"], "what shows all shows row a"
    assert left.bytes == other.bytes
    left.keep("b", "more", SafeString("x"))
    assert rendered.get("b", "more") is None


# --- Fair sizes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "columns", "text"),
    [
        (26, 5, "✓"),
        (400, 50, "✓"),
        (400, 50, "in words: {} by {}"),
        (2_000, 5, "some more words of {0} by {1}, with a [link](https://example.org/{0}-{1}) to a page"),
    ],
)
def test_an_estimate_is_fair(rows: int, columns: int, text: str) -> None:
    document = large(rows, columns, text)
    payload = codec.pack(document, Provenance())
    codec.unpack(payload)
    gc.collect()
    tracemalloc.start()
    read, _ = codec.unpack(payload)
    for table in read.tables:
        table.cell(table.features[0].key, table.columns[0].slug)
    assert read.names
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / 1.25 <= bytes_of(document) <= 2.5 * taken


def test_content_weighs_what_was_made_of_it() -> None:
    content = Content(standard(), Provenance())
    alone = content.bytes
    assert content.plan.answers
    judged = content.bytes
    assert judged > alone
    content.derived("base", lambda: Content(standard(), Provenance()))  # kept, and weighed, by itself
    assert content.bytes == judged
    content.derived("annotated", lambda: Content(standard(), Provenance()))
    assert content.bytes == judged + alone


def test_content_that_nobody_holds_is_gone_at_once() -> None:
    content = Content(standard(), Provenance())
    assert content.annotated is content
    assert content.plan.answers
    gone = ref(content)
    gc.disable()
    try:
        del content
        assert gone() is None
    finally:
        gc.enable()
