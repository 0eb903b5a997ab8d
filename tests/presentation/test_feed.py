"""The words of a feed: what changed a result, and what is told once only."""

from datetime import UTC, datetime

import pytest
from msgspec import structs

from matrix.decision.reading import Changed, Reading, changed
from matrix.domain.revision import RevisionRef
from matrix.presentation import feed
from tests.oracle.oracle import AI, T1
from tests.support.documents import DETAILED, select, standard, subject, with_annotations
from tests.support.edits import with_cell

TIME = select("time=30min")
HOUR = with_cell(standard(), T1, "request-timeout", AI, "< 1 hour")
FITS = changed(Reading(standard(), TIME, DETAILED), Reading(HOUR, TIME, DETAILED))
BACK = tuple(Changed(one.option, one.after, one.before) for one in FITS)
REVISION = RevisionRef(7, "ab" * 32, datetime(2026, 3, 4, 5, tzinfo=UTC))


def test_a_revision_tells_what_changed_and_by_which_cells() -> None:
    entry = feed.revision_entry(TIME, REVISION, "a reason", FITS)
    assert entry.title == "Revision 7: Asynchronous inference: ruled out → fits"
    assert entry.lines == (
        "a reason",
        "Asynchronous inference: ruled out → fits",
        "before: Request timeout “< 15 minutes” (time=30min): 30 min is not < 15 minutes",
        "now: Request timeout “< 1 hour” (time=30min): 30 min is < 1 hour",
    )
    assert (entry.at, entry.url) == (REVISION.published, "/?time=30min&rev=abababababab")
    assert entry.more == ("Revision 7", "/revisions/abababababab/?number=7")


def test_where_another_source_decides_its_value_stands_beside_the_cell() -> None:
    asked = structs.replace(select("payload=10MB&latency=interactive"), annotated=True)
    found = changed(Reading(standard(), asked, DETAILED), Reading(with_annotations(), asked, DETAILED))
    now = [line for line in feed.revision_entry(asked, REVISION, "", found).lines if line.startswith("now: Payload")]
    assert "now: Payload size “< 6 MB”, judged by “≤ 25 MB” (payload=10MB): 10 MB is ≤ 25 MB" in now


def test_an_edition_is_of_its_own_date() -> None:
    entry = feed.edition_entry(TIME, subject(), "2023-03-10", "2023-02-13", FITS)
    assert entry.title == "AWS’s page of 10 March 2023: Asynchronous inference: ruled out → fits"
    assert (entry.at, entry.url) == (datetime(2023, 3, 10, tzinfo=UTC), "/?time=30min&edition=2023-03-10")
    assert entry.more[1] == "/editions/?from=2023-02-13&to=2023-03-10&time=30min"


@pytest.mark.parametrize(
    ("by_revision", "told"),
    [
        ((), ["edition"]),
        ((FITS,), ["revision"]),
        ((BACK,), ["revision", "edition"]),
        ((BACK, FITS), ["revision", "revision"]),
    ],
)
def test_an_edition_is_left_out_where_a_revision_brought_the_same(
    by_revision: tuple[tuple[Changed, ...], ...], told: list[str]
) -> None:
    revisions = [feed.revision_entry(TIME, REVISION, "", changes) for changes in by_revision]
    edition = feed.edition_entry(TIME, subject(), "2023-03-10", "2023-02-13", FITS)
    found = feed.newest_first(revisions, [edition])
    assert ["edition" if entry is edition else "revision" for entry in found] == told


def test_the_newest_alone() -> None:
    moments = [datetime(2026, 1, 1, hour, minute, tzinfo=UTC) for hour in range(6) for minute in range(10)]
    refs = [RevisionRef(at, "ab" * 32, moment) for at, moment in enumerate(moments, 2)]
    found = feed.newest_first([feed.revision_entry(TIME, ref, "", FITS) for ref in refs], [])
    assert [entry.at for entry in found] == moments[: -feed.MOST - 1 : -1]
    assert len({entry.id for entry in found}) == feed.MOST


@pytest.mark.parametrize(
    ("query", "url", "title"),
    [
        ("time=30min&q=x&sort=feature&show=differences", "/feed.xml?time=30min", "Time: 30 min"),
        ("need=gpu-support&facts=annotated", "/feed.xml?need=gpu-support&facts=annotated", "GPU support: needed (by"),
        ("", "/feed.xml", "nothing asked"),
    ],
)
def test_what_is_watched(query: str, url: str, title: str) -> None:
    selection = select(query)
    assert feed.feed_url(selection) == url
    assert feed.title(standard(), subject(), selection).startswith(f"{subject().name}: {title}")
