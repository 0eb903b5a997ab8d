"""Revisions as readers see them: the newest, the one that a hash names, and what a worker keeps of them."""

import pytest

from matrix import models
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.support.stored import set_cell

pytestmark = pytest.mark.django_db


def test_nothing_published() -> None:
    with pytest.raises(revisions.NothingPublished, match="loaddata matrix questionnaire"):
        revisions.current()
    with pytest.raises(revisions.UnknownRevision):
        revisions.find("0" * 12)
    with pytest.raises(revisions.UnknownRevision, match="there is no revision 1"):
        revisions.find_number(1)


@pytest.mark.parametrize("length", [7, 12, 64])
def test_a_revision_is_found_by_the_beginning_of_its_hash(published: Published, length: int) -> None:
    newer = set_cell("< 1 hour")
    assert revisions.find(published.hash[:length]).number == 1
    assert revisions.find(newer.hash[:length].upper()).number == 2
    assert (revisions.find_number(1).hash, revisions.current().number) == (published.hash, 2)


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        ("0" * 6, "too short: give 7 or more"),
        ("", "too short"),
        ("0" * 12, "no revision has a hash that begins with “000000000000”"),
        ("f" * 65, "is no revision's hash"),
        ("g" * 12, "is no revision's hash"),
        ("0123456%", "is no revision's hash"),
    ],
)
def test_a_hash_that_names_none_is_told_why(published: Published, prefix: str, message: str) -> None:
    with pytest.raises(revisions.UnknownRevision, match=message):
        revisions.find(prefix)


def test_a_beginning_that_two_hashes_share_names_neither(published: Published) -> None:
    row = models.Revision.objects.get()
    other = published.hash[:20] + "0" * 44
    models.Revision.objects.create(number=2, hash=other, published=row.published, payload=row.payload)
    with pytest.raises(revisions.UnknownRevision, match="more than one revision"):
        revisions.find(published.hash[:20])
    assert revisions.find(published.hash[:30]).number == 1


def test_of_equal_content_the_earliest_is_meant(published: Published) -> None:
    """A restored revision has the hash of the one it restores; a pinned link goes on saying what it said."""
    set_cell("< 1 hour")
    recording.restore(published)
    assert (revisions.current().hash, revisions.current().number) == (published.hash, 3)
    assert revisions.find(published.short).number == 1


def test_a_revision_knows_the_text_that_it_came_from(published: Published) -> None:
    assert (revisions.upstream_of(published) or "").startswith("# Supported features")
    models.Revision.objects.update(upstream=None)
    assert revisions.upstream_of(published) is None


def test_of_pinned_revisions_a_worker_keeps_the_last_used(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody may ask for any number of them: a worker's memory must not be theirs to fill."""
    monkeypatch.setattr(revisions.contents, "most", 1_000_000)
    hashes = []
    for at in range(30):
        with recording.change("ada"):
            models.Footnote.objects.filter(number=1).update(notation=f"Number {at}.")
        hashes.append(revisions.current().hash)
    for at, digest in enumerate(hashes):
        assert revisions.find(digest).document.by_footnote[1].text == f"Number {at}."
    assert revisions.contents.bytes <= 1_000_000
    assert revisions.kept(hashes[-1], 31) is not None
    assert revisions.kept(hashes[0], 2) is None
    assert revisions.find(published.hash).document.hash == published.hash, "what was let go is read again"
