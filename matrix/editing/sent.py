"""An upstream page that was sent for review, and what was decided of it.

Pure: `look` is all the work that a review needs, from the page's bytes to the results that flip, so that it can be done
in a process of its own (`matrix.editing.apart`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

from matrix.decision import lint
from matrix.decision.flips import Flip, once
from matrix.domain.document import Document, DocumentError
from matrix.domain.findings import in_words
from matrix.upstream.commonmark import MarkdownError
from matrix.upstream.incoming import Incoming, Present, read
from matrix.upstream.threeway import Decision

MAX_DECISIONS: Final = 2_000
"""Most changes and conflicts that one review decides: ten fields for each are far from what a form may have."""


@dataclass(frozen=True)
class Decided:
    """What a review's form holds: the changes and conflicts that it showed, by their keys and each conflict's place in
    words, over the matrix of the hash ``over``; of these what was ticked and chosen, by their indexes (None for a tick
    that is no number). ``every``: all ticked, or none, whatever is."""

    over: str
    ticked: frozenset[int | None] = frozenset()
    chosen: Mapping[int, Decision] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    every: Literal["all", "none", ""] = ""


@dataclass(frozen=True)
class SentPage:
    """An upstream text that was sent and read, and what was decided of it: the accepted changes and decided conflicts,
    by their indexes. ``gone`` are the places, in words, of decisions that there is nothing to decide about any more."""

    name: str
    data: bytes
    incoming: Incoming
    present: Document
    accepted: frozenset[int] = frozenset()
    decided: Mapping[int, Decision] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    odd: bool = False
    """Whether something was ticked that is no change."""

    @cached_property
    def keys(self) -> list[str]:
        """What names each change over any state of the matrix: its unit, or that it is the edition's date."""
        plan = self.incoming.plan
        units = [unit.key for unit in plan.units("change")] if plan else []
        return [*units, *("date" for _ in self.incoming.changes[len(units) :])]

    @cached_property
    def conflict_keys(self) -> list[str]:
        plan = self.incoming.plan
        return [unit.key for unit in plan.units("conflict")] if plan else []

    @property
    def undecided(self) -> int:
        return len(self.incoming.conflicts) - len(self.decided)

    @cached_property
    def document(self) -> Document:
        """The matrix with what was accepted and decided."""
        return self.incoming.merged(self.accepted, self.decided)


@dataclass(frozen=True)
class Looked:
    """A review: the page, the matrix with all of it, the results that flip by what was accepted, what an editor should
    know, and the first error of the matrix that would come of it, "" for none."""

    sent: SentPage
    everything: Document
    flips: tuple[Flip, ...]
    notes: tuple[str, ...]
    error: str


def look(name: str, data: bytes, present: Present, decided: Decided | None) -> Looked:
    """Read a page, and hold against it what was decided; None for nothing yet: all is accepted. Raises DocumentError
    with a message that names file and line."""
    try:
        incoming = read(data, present)
        if incoming.present is None:
            raise DocumentError("there is no matrix yet; `loaddata matrix questionnaire` loads it")
        if (count := len(incoming.changes) + len(incoming.conflicts)) > MAX_DECISIONS:
            most = f"{MAX_DECISIONS:,} can be decided here: `import_matrix` takes in more"
            raise DocumentError(f"the page changes {count:,} things; {most}")
    except MarkdownError as error:
        raise DocumentError(f"{name}:{error.line}: {error}") from None
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}") from None
    sent = SentPage(name, data, incoming, incoming.present)
    sent = replace(sent, accepted=_all(sent)) if decided is None else _held(sent, decided)
    flips, unfinished = incoming.flips(sent.document)
    errors = lint.errors(sent.document)
    wrong = in_words(errors[0], sent.document) if errors else ""
    notes = (*incoming.notes(), *filter(None, [unfinished]))
    return Looked(sent, incoming.everything, tuple(once(flips)), notes, wrong)


def _all(sent: SentPage) -> frozenset[int]:
    return frozenset(range(len(sent.incoming.changes)))


def _held(sent: SentPage, decided: Decided) -> SentPage:
    """What was decided, of what there is to decide now."""
    if sent.present.hash == decided.over:
        known = {at for at in decided.ticked if at is not None and at < len(sent.keys)}
        sides = {at: side for at, side in decided.chosen.items() if at < len(sent.conflict_keys)}
        sent = replace(sent, accepted=frozenset(known), decided=sides, odd=len(known) < len(decided.ticked))
    else:
        sent = _carried(sent, decided)
    if decided.every:
        return replace(sent, accepted=_all(sent) if decided.every == "all" else frozenset())
    return sent


def _carried(sent: SentPage, decided: Decided) -> SentPage:
    """Over another state of the matrix the same units have other indexes, and some are gone."""
    was, were = decided.changes, decided.conflicts
    wanted = {was[at] for at in decided.ticked if at is not None and at < len(was)}
    chosen = {were[at]: side for at, side in decided.chosen.items() if at < len(were)}
    gone = chosen.keys() - set(sent.conflict_keys)
    return replace(
        sent,
        accepted=frozenset(at for at, key in enumerate(sent.keys) if key in wanted),
        decided={at: chosen[key] for at, key in enumerate(sent.conflict_keys) if key in chosen},
        gone=tuple(where for key, where in zip(were, decided.places, strict=False) if key in gone),
    )
