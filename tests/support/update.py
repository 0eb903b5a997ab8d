"""A page over rows that hold nothing of their own: what it changes, flips and tells, all of it accepted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from matrix.decision.flips import Flip, flips
from matrix.domain.change import Change
from matrix.domain.document import Document
from matrix.upstream.align import Split
from matrix.upstream.reader import UpstreamPage
from matrix.upstream.threeway import ThreeWay, plan_three_way
from matrix.upstream.update import notes_of


@dataclass(frozen=True)
class Update:
    """``document`` has all changes."""

    three_way: ThreeWay
    document: Document
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    notes: tuple[str, ...]

    @property
    def splits(self) -> tuple[Split, ...]:
        return self.three_way.aligned.splits

    @property
    def recognised(self) -> Mapping[tuple[str, str], str]:
        return self.three_way.aligned.recognised

    def without(self, refused: Collection[int]) -> Document:
        return self.three_way.merged(set(range(len(self.changes))) - set(refused))


def plan(present: Document, page: UpstreamPage) -> Update:
    three_way = plan_three_way(present, present, page)
    assert not three_way.conflicts
    assert not three_way.kept
    document = three_way.merged(range(len(three_way.changes)))
    notes = tuple(notes_of(present, document, three_way.aligned.recognised))
    return Update(three_way, document, three_way.changes, tuple(flips(present, document)), notes)
