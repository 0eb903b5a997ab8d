"""Prose in three ways, passage by passage: what differs, and the passages that come of it.

Pure. Base and ours, and base and theirs, are set beside each other as `matrix.domain.diff` sets two sides: a passage of
the base is kept, changed or removed on each side; what has no passage of the base beside it was added behind one.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from matrix.domain.findings import Place, PlaceKind
from matrix.domain.meaning import inline_meaning
from matrix.domain.notation import plain
from matrix.upstream.units import NOTHING, Aspect, Difference, Unit, Value, compared


def passage_value(address: str, text: str | None) -> Value:
    """An inline text as a side's value: by its words and by where its links lead."""
    if text is None:
        return NOTHING
    meaning = inline_meaning(address, text)
    return Value(meaning, plain(text), ", ".join(url for _, url in meaning if url) or None)


@dataclass(frozen=True)
class _Beside:
    """A side set beside the base: for each passage of the base the index of the side's, or None; and for each place
    (0 is before the first) the indexes of what was added there."""

    paired: tuple[int | None, ...]
    added: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Passages:
    """One stretch of prose on three sides; ``table`` where it is a table's lead. Links are relative to ``address``."""

    address: str
    kind: PlaceKind
    table: str | None
    base: Sequence[str]
    ours: Sequence[str]
    theirs: Sequence[str]

    def differences(self) -> Iterator[Difference]:
        if self.base == self.ours == self.theirs:
            return
        for at in range(len(self.base) + 1):
            yield from filter(None, map(self._own_addition, self._mine.added[at]))
            yield from filter(None, map(self._new_addition, self._new[at]))
            if at < len(self.base):
                index = self._mine.paired[at], self._his.paired[at]
                ours, theirs = (i if i is None else side[i] for i, side in zip(index, self._sides, strict=True))
                values = (passage_value(self.address, text) for text in (self.base[at], ours, theirs))
                if found := compared(self._unit("text", at), "prose", *values):
                    yield found

    def merged(self, taken: Collection[Unit]) -> Iterator[str]:
        """Our passages, but theirs where a unit is taken."""
        for at in range(len(self.base) + 1):
            yield from (self.ours[index] for index in self._mine.added[at])
            yield from (self.theirs[index] for index in self._new[at] if self._unit("addition", index) in taken)
            if at < len(self.base):
                is_theirs = self._unit("text", at) in taken
                index = (self._his if is_theirs else self._mine).paired[at]
                if index is not None:
                    yield (self.theirs if is_theirs else self.ours)[index]

    def _unit(self, aspect: Aspect, at: int) -> Unit:
        return Unit(aspect, Place(self.table, passage=self.kind, nth=at))

    @property
    def _sides(self) -> tuple[Sequence[str], Sequence[str]]:
        return self.ours, self.theirs

    @cached_property
    def _mine(self) -> _Beside:
        return self._beside(self.ours)

    @cached_property
    def _his(self) -> _Beside:
        return self._beside(self.theirs)

    @cached_property
    def _new(self) -> tuple[tuple[int, ...], ...]:
        """What they have added and we have not, by its place."""
        own = {repr(inline_meaning(self.address, self.ours[index])) for added in self._mine.added for index in added}
        return tuple(
            tuple(index for index in added if repr(inline_meaning(self.address, self.theirs[index])) not in own)
            for added in self._his.added
        )

    def _own_addition(self, index: int) -> Difference | None:
        ours = passage_value(self.address, self.ours[index])
        theirs = self._their_additions.get(repr(ours.meaning), NOTHING)
        return compared(self._unit("addition", index), "prose", NOTHING, ours, theirs)

    @cached_property
    def _their_additions(self) -> dict[str, Value]:
        """By what they mean, the first of those that mean the same."""
        added = [passage_value(self.address, self.theirs[i]) for both in self._his.added for i in both]
        return {repr(value.meaning): value for value in reversed(added)}

    def _new_addition(self, index: int) -> Difference | None:
        theirs = passage_value(self.address, self.theirs[index])
        return compared(self._unit("addition", index), "prose", NOTHING, NOTHING, theirs)

    def _beside(self, side: Sequence[str]) -> _Beside:
        a, b = ([repr(inline_meaning(self.address, text)) for text in texts] for texts in (self.base, side))
        paired: list[int | None] = [None] * len(a)
        added: list[tuple[int, ...]] = [()] * (len(a) + 1)
        for _, i, i_end, j, j_end in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
            both = min(i_end - i, j_end - j)
            paired[i : i + both] = range(j, j + both)
            added[i_end] += tuple(range(j + both, j_end))
        return _Beside(tuple(paired), tuple(added))
