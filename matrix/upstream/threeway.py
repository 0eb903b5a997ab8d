"""An incoming page over the current matrix, in three ways: base, ours, theirs.

Pure. The base is the publisher's page that last came in, ours the current matrix, theirs the page that comes in, with
the base's identity of rows and columns (facts, "Taking an update in: three ways"). What they alone changed is to be
accepted or refused, what we alone changed is kept, what both changed is decided one by one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from matrix.domain.change import Change
from matrix.domain.conflict import Conflict
from matrix.domain.document import Column, Document, DocumentError, Feature, Footnote
from matrix.domain.findings import Place
from matrix.domain.text import slugify
from matrix.domain.validation import checked
from matrix.upstream.align import Aligned, align
from matrix.upstream.arranged import merged_table
from matrix.upstream.footnotes import Numbering, Renumbered, numbering, with_numbers
from matrix.upstream.passages import Passages, passage_value
from matrix.upstream.reader import UpstreamPage
from matrix.upstream.trio import Side, Trio
from matrix.upstream.units import NOTHING, Difference, Status, Unit, Value, compared
from matrix.upstream.update import refuse_cut

Decision = Literal["ours", "theirs"]


@dataclass(frozen=True)
class ThreeWay:
    """A page taken in three ways. Indexes of ``changes`` and ``conflicts`` name what is accepted and decided.

    ``aligned`` tells how rows and columns of the page were recognised, and which were split. ``base``, ``current`` and
    ``incoming`` are the three documents under one numbering of footnotes, which the words of all changes follow. Links
    are relative to our address in all three.
    """

    ours: Document
    aligned: Aligned
    base: Document
    current: Document
    incoming: Document
    notes: tuple[Renumbered, ...]
    again: frozenset[Unit] = frozenset()

    @property
    def theirs_aligned(self) -> Document:
        """The page under the base's identity, as the publisher numbers it: the new base."""
        return self.aligned.document

    @property
    def changes(self) -> tuple[Change, ...]:
        """Changed by them alone: to accept or refuse."""
        return tuple(difference.change for difference in self._of("change"))

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Changed by both, differently."""
        return tuple(difference.conflict for difference in self._of("conflict"))

    @property
    def kept(self) -> tuple[Change, ...]:
        """Changed by us alone."""
        return tuple(difference.change for difference in self._of("kept"))

    @property
    def done(self) -> tuple[Change, ...]:
        """Changed by both to the same."""
        return tuple(difference.change for difference in self._of("done"))

    def merged(self, accepted: Collection[int] = (), decided: Mapping[int, Decision] | None = None) -> Document:
        """Ours with the accepted changes and what was decided for theirs; a conflict that is not decided stays ours.

        Where something was proposed and nothing is taken, ours stays as it is, numbers of footnotes included. It is not
        checked: a mark whose footnote was refused is for `matrix.domain.validation` to tell. Raises ValueError on an
        index that names nothing.
        """
        changes, conflicts = self._of("change"), self._of("conflict")
        for what, named, all_of in (("change", accepted, changes), ("conflict", decided or {}, conflicts)):
            if wrong := sorted(at for at in named if not 0 <= at < len(all_of)):
                raise ValueError(f"there is no {what} {wrong[0]}; there are {len(all_of)}")
        taken = {changes[at].unit for at in accepted}
        taken |= {conflicts[at].unit for at, side in (decided or {}).items() if side == "theirs"}
        return self.ours if (changes or conflicts) and not taken else self._merged(taken)

    def _merged(self, taken: Collection[Unit]) -> Document:
        tables = tuple(
            replace(merged_table(trio, taken), lead=tuple(self._lead(slug).merged(taken)))
            for slug, trio in self._trios.items()
        )
        is_theirs = Unit("text", Place(passage="title")) in taken
        return replace(
            self.current,
            title=(self.incoming if is_theirs else self.current).title,
            intro=tuple(self._intro.merged(taken)),
            bullets=tuple(self._bullets.merged(taken)),
            closing=tuple(self._closing.merged(taken)),
            tables=tables,
            footnotes=tuple(self._footnotes(taken)),
        )

    # --- What differs ---

    def _of(self, status: Status) -> list[Difference]:
        return [difference for difference in self._differences if difference.status == status]

    @cached_property
    def _differences(self) -> tuple[Difference, ...]:
        return tuple(dict.fromkeys(self._once_more(found) for found in self._all_differences()))

    def _once_more(self, found: Difference) -> Difference:
        """What was refused is kept, and so not proposed, unless it is asked for again."""
        return replace(found, status="change") if found.status == "kept" and found.unit in self.again else found

    def units(self, status: Status) -> tuple[Unit, ...]:
        """The units of the changes, conflicts, or what was kept, in their order."""
        return tuple(difference.unit for difference in self._of(status))

    def _all_differences(self) -> Iterator[Difference]:
        """In the order of the page."""
        titles = (self._words(document.title) for document in self._documents)
        yield from filter(None, [compared(Unit("text", Place(passage="title")), "prose", *titles)])
        yield from self._intro.differences()
        yield from self._bullets.differences()
        for slug, trio in self._trios.items():
            if trio.base.table == trio.ours.table == trio.theirs.table:
                continue
            titles = (self._words(document.by_table[slug].title) for document in self._documents)
            yield from filter(None, [compared(Unit("text", Place(slug)), "prose", *titles)])
            yield from self._lead(slug).differences()
            yield from trio.differences()
        yield from self._of_footnotes()
        yield from self._closing.differences()

    @property
    def _documents(self) -> tuple[Document, Document, Document]:
        return self.base, self.current, self.incoming

    def _words(self, text: str) -> Value:
        return passage_value(self.ours.source.address, text)

    @cached_property
    def _intro(self) -> Passages:
        base, ours, theirs = (document.intro for document in self._documents)
        return Passages(self.ours.source.address, "intro", None, base, ours, theirs)

    @cached_property
    def _bullets(self) -> Passages:
        base, ours, theirs = (document.bullets for document in self._documents)
        return Passages(self.ours.source.address, "bullet", None, base, ours, theirs)

    @cached_property
    def _closing(self) -> Passages:
        base, ours, theirs = (document.closing for document in self._documents)
        return Passages(self.ours.source.address, "closing", None, base, ours, theirs)

    def _lead(self, slug: str) -> Passages:
        base, ours, theirs = (document.by_table[slug].lead for document in self._documents)
        return Passages(self.ours.source.address, "lead", slug, base, ours, theirs)

    @cached_property
    def _trios(self) -> dict[str, Trio]:
        address = self.ours.source.address
        return {
            slug: Trio(
                address,
                Side(self.base.by_table[slug]),
                Side(self.current.by_table[slug]),
                Side(self.incoming.by_table[slug]),
                self._splits(slug),
            )
            for slug in self.ours.by_table
        }

    def _splits(self, slug: str) -> dict[str, tuple[str, ...]]:
        """A split is one where all parts are new and the row is gone; else rows were added beside one that stays."""
        before, after = self.base.by_table[slug].by_key, self.incoming.by_table[slug].by_key
        found = {
            split.key: tuple(part.key for part in split.into) for split in self.aligned.splits if split.table == slug
        }
        return {key: parts for key, parts in found.items() if key not in after and not before.keys() & set(parts)}

    # --- Footnotes ---

    def _of_footnotes(self) -> Iterator[Difference]:
        for number in sorted({number for document in self._documents for number in document.by_footnote}):
            notes = [document.by_footnote.get(number) for document in self._documents]
            if notes[0] == notes[1] == notes[2]:
                continue
            base, ours, theirs = (self._footnote(document, number) for document in self._documents)
            if theirs is NOTHING and ours is not NOTHING and number in self._own_marks:
                ours = replace(ours, meaning=("marked", ours.meaning))  # to remove it would leave our mark without one
            unit = Unit("text", Place(footnote=number))
            yield from filter(None, [compared(unit, "footnote", base, ours, theirs)])

    def _footnote(self, document: Document, number: int) -> Value:
        note = document.by_footnote.get(number)
        if note is None:
            return NOTHING
        value = self._words(note.notation)
        return replace(value, text=f"{number} {value.text}")

    @cached_property
    def _own_marks(self) -> set[int]:
        """The footnotes that cells of ours mark and those of the base don't."""
        found: set[int] = set()
        for trio in self._trios.values():
            for row in trio.ours.rows:
                for column in trio.ours.columns:
                    ours, base = trio.ours.cell(row, column), trio.base.cell(row, column)
                    found |= set(ours.footnotes if ours else ()) - set(base.footnotes if base else ())
        return found

    def _footnotes(self, taken: Collection[Unit]) -> Iterator[Footnote]:
        for number in sorted(self.current.by_footnote | self.incoming.by_footnote):
            side = self.incoming if Unit("text", Place(footnote=number)) in taken else self.current
            if number in side.by_footnote:
                yield side.by_footnote[number]


def plan_three_way(
    base: Document, ours: Document, theirs: UpstreamPage | Document, again: Collection[Unit] = ()
) -> ThreeWay:
    """The page ``theirs`` over ``ours``, both of which come from ``base``. ``again``: units refused before that are to
    be proposed once more.

    Raises DocumentError on a page that lacks half of the base's rows or columns or is no matrix, MarkdownError on one
    that is cut short."""
    if isinstance(theirs, UpstreamPage):
        refuse_cut(base, theirs)
        theirs = theirs.document
    for document in (base, theirs):
        if document.by_table.keys() != ours.by_table.keys():
            raise DocumentError(
                f"the page has the tables {', '.join(document.by_table)}, not {', '.join(ours.by_table)}"
            )
    aligned = _under_our_keys(base, ours, align(base, theirs))
    checked(aligned.document)
    return three_way(base, ours, aligned, again)


def three_way(base: Document, ours: Document, aligned: Aligned, again: Collection[Unit] = ()) -> ThreeWay:
    """Three documents whose rows and columns are the same where their keys and slugs are."""
    numbers: Numbering = numbering(base, ours, aligned.document)
    return ThreeWay(
        ours=ours,
        aligned=aligned,
        base=with_numbers(base, numbers.base),
        current=with_numbers(ours, numbers.ours),
        incoming=with_numbers(aligned.document, numbers.theirs),
        notes=numbers.renumbered,
        again=frozenset(again),
    )


def _under_our_keys(base: Document, ours: Document, aligned: Aligned) -> Aligned:
    """A new row or column that we have by the same name, added or renamed, is ours: it has our key or slug, in each
    table."""
    rows: dict[str, str] = {}
    columns: dict[str, str] = {}
    for table in aligned.document.tables:
        before, mine, new = (Side(document.by_table[table.slug]) for document in (base, ours, aligned.document))
        rows |= _ours_by_name(before.rows, mine.rows, new.rows)
        columns |= _ours_by_name(before.columns, mine.columns, new.columns)

    def row(table: str, feature: Feature) -> Feature:
        key, known = rows.get(feature.key, feature.key), base.by_table[table].by_key
        taken = key in aligned.document.by_table[table].by_key
        return feature if taken or feature.key in known else replace(feature, key=key)

    tables = tuple(
        replace(
            table,
            features=tuple(row(table.slug, feature) for feature in table.features),
            columns=tuple(replace(column, slug=columns.get(column.slug, column.slug)) for column in table.columns),
        )
        for table in aligned.document.tables
    )
    splits = tuple(replace(s, into=tuple(row(s.table, part) for part in s.into)) for s in aligned.splits)
    return replace(aligned, document=replace(aligned.document, tables=tables), splits=splits)


def _ours_by_name(
    base: Mapping[str, Feature | Column],
    ours: Mapping[str, Feature | Column],
    theirs: Mapping[str, Feature | Column],
) -> dict[str, str]:
    """The identity of each new one of theirs → that of ours by the same name: one that we have added, or renamed where
    theirs no longer has it."""

    def named_here(id: str, head: Feature | Column) -> bool:
        return id not in base or (id not in theirs and slugify(base[id].name) != slugify(head.name))

    own = {slugify(head.name): id for id, head in ours.items() if named_here(id, head)}
    new = ((id, slugify(head.name)) for id, head in theirs.items() if id not in base)
    return {id: own[name] for id, name in new if name in own}
