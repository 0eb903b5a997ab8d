"""A selection by every edition of the page: what later ones do to this very result."""

from typing import Any

from msgspec import Struct

from matrix.decision import query
from matrix.decision.across import OutcomeChange, outcome_changes, outcomes
from matrix.decision.selection import Selection
from matrix.store import editions, watching
from matrix.store.editions import Dated, Edition
from matrix.store.revisions import Content, Published


class ByEdition(Struct, frozen=True):
    """``changes`` are against the edition shown, or the base's."""

    edition: str
    seen: str
    changes: tuple[OutcomeChange, ...]
    selection: Selection

    @property
    def url(self) -> str:
        """The selection by that edition."""
        return self.selection.url_with(edition=self.edition, rev="")

    def as_json(self) -> dict[str, Any]:
        changes = [change.as_json() for change in self.changes]
        return {"edition": self.edition, "seen": self.seen, "same": not changes, "changes": changes, "url": self.url}


def by_editions(
    shown: Published, newest: Published, selection: Selection
) -> tuple[tuple[Dated, tuple[OutcomeChange, ...]], ...]:
    """Every edition but the one shown, and the outcomes that differ there; both sides without what is own. () where the
    matrix came from no page, so that there is nothing to compare with."""
    if isinstance(shown, Edition):
        own, reference = shown.date, shown.content
    else:
        found = editions.base_content(shown)
        if found is None:
            return ()
        own, reference = found.document.source.date, found
    before = outcomes_of(reference, selection, newest)
    return tuple(
        (dated, outcome_changes(before, outcomes(reading.verdicts, reading.selection)))
        for dated, reading in watching.by_edition(newest, selection)
        if dated.date != own
    )


def without_own(shown: Published, newest: Published, selection: Selection) -> tuple[OutcomeChange, ...]:
    """What a selection's outcomes would be by the page alone, where what was changed here makes them other."""
    base = editions.base_content(shown) if editions.own_of_revision(shown).count else None
    if base is None:
        return ()
    return outcome_changes(outcomes_of(shown.content, selection, newest), outcomes_of(base, selection, newest))


def outcomes_of(content: Content, selection: Selection, newest: Published) -> dict[tuple[str, str], Any]:
    """What a page says to a selection: to all of it that it can read."""
    lineage = editions.lineage(newest)
    asked = query.parse([(str(w.name), w.value) for w in selection.words], content.document, lineage=lineage)
    return outcomes((content.annotated if selection.annotated else content).verdicts, asked)
