"""What anybody may ask for, any number of times, fills no worker's memory."""

import pytest

from matrix import models
from matrix.decision.fit import Verdicts, evaluate
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support.documents import fit, select, standard


def test_of_quantities_only_the_newest_are_kept() -> None:
    """Anybody may ask for any number of them: a worker's memory must not be theirs to fill."""
    verdicts = Verdicts(standard())
    for number in range(1, 2000):
        evaluate(verdicts, select(f"payload={number}KB"))
    assert len(verdicts._kept) <= 512
    assert evaluate(verdicts, select("payload=50MB")) == fit("payload=50MB")


@pytest.mark.django_db
def test_of_pinned_revisions_a_worker_keeps_the_last_used(published: Published) -> None:
    hashes = []
    for at in range(30):
        with recording.change("ada"):
            models.Footnote.objects.filter(number=1).update(notation=f"Number {at}.")
        hashes.append(revisions.current().hash)
    for digest in hashes:
        assert revisions.find(digest).document.by_footnote[1].text == f"Number {hashes.index(digest)}."
    assert len(revisions._contents) <= 24
    assert revisions.find(published.hash).document.hash == published.hash, "what was let go is read again"
