"""What differs between two documents, as far as verdicts go by it, so that nothing else is tried again.

Pure.
"""

from collections.abc import Iterable, Sequence

from matrix.domain.document import Criterion, Document


class Differences:
    """Between a document and a later one: their rows, columns, bullets and rulings, and which criteria these reach."""

    def __init__(self, before: Document, after: Document) -> None:
        self._parents = {f.key: f.part_of for d in (after, before) for t in d.tables for f in t.features if f.part_of}
        frames = [(d.source.address, {table.slug: table.columns for table in d.tables}) for d in (before, after)]
        self._everywhere = frames[0] != frames[1]
        self._bullets = before.bullets != after.bullets
        rows = [
            {
                (table.slug, feature.key): (feature.url, feature.part_of, cells)
                for table in document.tables
                for feature, cells in zip(table.features, table.notations, strict=True)
            }
            for document in (before, after)
        ]
        changed = {key for (_, key), _ in rows[0].items() ^ rows[1].items()}
        changed |= {ruling.feature for ruling in {*before.rulings} ^ {*after.rulings}}
        self._wholes = {self._whole(key) for key in changed}

    def reach(self, before: Sequence[Criterion], after: Sequence[Criterion]) -> bool:
        """Whether criteria may be judged otherwise: they are others, or go by something that differs."""
        return (
            self._everywhere
            or before != after
            or any(self._whole(c.feature) in self._wholes for c in before if c.basis == "row")
            or (self._bullets and any(c.basis == "bullet" for c in before))
        )

    def related(self, keys: Iterable[str]) -> list[str]:
        """Keys, with those of the rows that they were split from or into in either document: a criterion on one of
        them may be read through the others."""
        wholes = {self._whole(key) for key in keys}
        return sorted({*keys} | {key for key in self._parents if self._whole(key) in wholes} | wholes)

    def _whole(self, key: str) -> str:
        seen = {key}
        while (above := self._parents.get(key)) and above not in seen:
            seen.add(key := above)
        return key
