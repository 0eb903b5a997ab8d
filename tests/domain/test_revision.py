"""What names a revision: in links, in words, to programs."""

from datetime import UTC, datetime

import pytest

from matrix.domain.revision import RevisionRef, page_of

REVISION = RevisionRef(7, "0123456789abcdef" * 4, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("number", "address"), [(1, "/revisions/0123456789ab/"), (7, "/revisions/0123456789ab/?number=7")]
)
def test_a_revisions_page_goes_by_its_hash_and_a_later_ones_by_its_number_too(number: int, address: str) -> None:
    assert page_of(REVISION.hash, number) == address


def test_a_revision_names_itself() -> None:
    assert (REVISION.short, REVISION.url) == ("0123456789ab", "/revisions/0123456789ab/?number=7")
    assert REVISION.as_json() == {"hash": REVISION.hash, "number": 7, "published": "2026-01-02T03:04:05Z"}
