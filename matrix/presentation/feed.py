"""The words of a feed for those who watch a result: what changed it, from what to what, and by which cells.

Pure. Lines are plain text; addresses are relative to the site.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from hashlib import sha256

from msgspec import Struct

from matrix.decision.fit import Outcome
from matrix.decision.reading import Changed, Proof
from matrix.decision.selection import Selection, address, encode
from matrix.domain.document import Document
from matrix.domain.revision import RevisionRef
from matrix.domain.subject import Subject
from matrix.presentation.second_sources import who_says
from matrix.presentation.wording import OUTCOME, day_words, part_label

MOST = 50
"""So many entries a feed has."""


class FeedEntry(Struct, frozen=True):
    """``url`` is the result as it is since; ``more`` says where the whole change is to be seen: words and address."""

    id: str
    title: str
    at: datetime
    url: str
    lines: tuple[str, ...]
    more: tuple[str, str]
    changes: tuple[Changed, ...]


def watched(selection: Selection) -> Selection:
    """What is watched of a selection: the result, by today's matrix, whatever the tables show of it."""
    return Selection(answers=selection.answers, needs=selection.needs, annotated=selection.annotated)


def feed_url(selection: Selection) -> str:
    """The address of the feed for those who watch a selection's result."""
    return address(watched(selection).query, "/feed.xml")


def title(document: Document, subject: Subject, selection: Selection) -> str:
    asked = "; ".join(": ".join(part_label(document, part)) for part in selection.parts) or "nothing asked"
    who = who_says(document, subject.publisher.short).many
    return f"{subject.name}: {asked}{f' (by what {who} say)' if selection.annotated else ''}"


def revision_entry(
    selection: Selection, revision: RevisionRef, message: str, changes: tuple[Changed, ...]
) -> FeedEntry:
    """``selection`` is what is watched, and ``message`` what the revision's editor said of it."""
    return FeedEntry(
        _id(selection, revision.hash, str(revision.number)),
        f"Revision {revision.number}: {_summary(changes)}",
        revision.published,
        selection.url_with(rev=revision.short),
        (*filter(None, [message]), *_lines(changes)),
        (f"Revision {revision.number}", revision.url),
        changes,
    )


def edition_entry(
    selection: Selection, subject: Subject, edition: str, before: str, changes: tuple[Changed, ...]
) -> FeedEntry:
    """``edition`` and ``before`` are the dates of an edition and the one before it."""
    compared = encode((("from", before), ("to", edition), *((word.name, word.value) for word in selection.words)))
    return FeedEntry(
        _id(selection, "edition", edition),
        f"{subject.publisher.short}’s page of {day_words(edition)}: {_summary(changes)}",
        datetime.combine(date.fromisoformat(edition), time(), UTC),
        selection.url_with(edition=edition),
        tuple(_lines(changes)),
        (f"Compared with the page of {day_words(before)}", address(compared, "/editions/")),
        changes,
    )


def newest_first(revisions: Sequence[FeedEntry], editions: Sequence[FeedEntry]) -> list[FeedEntry]:
    """The entries of a feed: an edition's is left out where a revision brought the same."""
    brought = [{change.as_told for change in entry.changes} for entry in revisions]
    new = [e for e in editions if not any({change.as_told for change in e.changes} <= told for told in brought)]
    return sorted((*revisions, *new), key=lambda entry: entry.at, reverse=True)[:MOST]


def _id(selection: Selection, *parts: str) -> str:
    """The same for the same change of the same result, wherever the site stands."""
    return f"urn:sha256:{sha256(' '.join((selection.query, *parts)).encode()).hexdigest()}"


def _state(outcome: Outcome | None) -> str:
    return OUTCOME[outcome] if outcome else "no option"


def _change(change: Changed) -> str:
    return f"{change.option.name}: {_state(change.before)} → {_state(change.after)}"


def _summary(changes: Iterable[Changed]) -> str:
    return "; ".join(map(_change, changes))


def _lines(changes: Iterable[Changed]) -> Iterable[str]:
    for change in changes:
        yield _change(change)
        for when, proofs in (("before", change.proof_before), ("now", change.proof_after)):
            yield from dict.fromkeys(f"{when}: {_proof(change, proof)}" for proof in proofs)


def _proof(change: Changed, proof: Proof) -> str:
    """``Request timeout “< 15 minutes” (time=30min): 30 min is not < 15 minutes``."""
    judgement = proof.reason.judgement
    of = f", {proof.option}," if proof.option != change.option.name else ""
    cell = "no such row" if judgement.cell is None else f"“{judgement.cell}”" if judgement.cell else "blank"
    if judgement.judged and judgement.judged.text != (judgement.cell or ""):
        cell += f", judged by “{judgement.judged.text or 'blank'}”"
    note = f": {judgement.note}" if judgement.note else ""
    return f"{judgement.label}{of} {cell} ({proof.reason.word}){note}"
