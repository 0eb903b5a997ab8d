"""What a revision takes over from the one before it: a page made with that is, byte for byte, the page made without."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from django.test import Client

from matrix import models
from matrix.decision.fit import Verdicts
from matrix.domain.document import Document, Feature
from matrix.store import base as bases
from matrix.store import readers, recording, revisions
from matrix.store.revisions import Content, Published
from tests.oracle.oracle import AI, BT, RT, SI, SM, T1, T2
from tests.support.documents import with_annotations
from tests.support.edits import with_cell, with_feature, with_footnote, with_head
from tests.support.stored import set_cell

pytestmark = pytest.mark.django_db

ADDRESSES = (
    *("/", "/?payload=50MB&time=10min&hardware=gpu", "/?facts=annotated&time=10min"),
    "/fit.json?need=request-timeout:2min&need=gpu-support:strict&need=scale-to-zero",
)
SAID = with_annotations().annotations[0]
Edit = Callable[[Document], Document]
EDITS: dict[str, list[Edit]] = {
    "a limit that is words now": [lambda d: with_cell(d, T1, "request-timeout", AI, "as long as it takes")],
    "a row that holds no limits now": [
        partial(with_cell, slug=T1, key="payload-size", option=slug, notation="✓") for slug in (RT, SI, AI, BT)
    ],
    "a mark": [lambda d: with_cell(d, T1, "gpu-support", RT, "✓2")],
    "a cell of the second table": [lambda d: with_cell(d, T2, "shadow-testing", SM, "")],
    "there and back": [
        lambda d: with_cell(d, T1, "scale-to-zero", RT, "✓"),
        lambda d: with_cell(d, T1, "scale-to-zero", RT, ""),
    ],
    "one cell, then another": [
        lambda d: with_cell(d, T1, "scale-to-zero", RT, "✓"),
        lambda d: with_cell(d, T1, "gpu-support", SI, "N/A"),
    ],
    "a footnote": [lambda d: with_footnote(d, 2, "Another text.")],
    "a row renamed": [lambda d: with_head(d, T1, "gpu-support", name="GPUs")],
    "a row more": [lambda d: with_feature(d, T2, Feature("multi-az", "Multi-AZ"), ("✓", "", "", "N/A"), 3)],
    "a ruling less": [lambda d: replace(d, rulings=d.rulings[1:])],
    "what another source says, then its cell": [
        lambda d: replace(d, annotations=d.annotations[:-1]),
        partial(with_cell, slug=SAID.table, key=SAID.feature, option=SAID.column, notation="N/A"),
    ],
}


def pages(client: Client) -> Iterator[bytes]:
    for address in ADDRESSES:
        answer = client.get(address, follow=not address.endswith("json"))
        assert answer.status_code == 200, address
        yield answer.content


def forget() -> None:
    """As a worker that has just begun."""
    revisions.contents.clear()
    revisions._newest = readers._kept = None


@pytest.mark.parametrize(
    ("edits", "skips"),
    [(edits, skips) for edits in EDITS.values() for skips in (False, True) if len(edits) > 1 or not skips],
    ids=[f"{name}{skips}" for name in EDITS for skips in ("", ", the last alone") if len(EDITS[name]) > 1 or not skips],
)
def test_a_page_shows_nothing_of_the_revision_before(
    published: Published, client: Client, edits: list[Edit], skips: bool
) -> None:
    """Also by a worker that was asked for nothing between the first of several revisions and the last."""
    forget()
    shown, first = [[*pages(client)]], revisions.current().content
    for edit in edits:
        with recording.change("ada"):
            recording.apply(edit(revisions.current().document))
        shown += [] if skips else [[*pages(client)]]
    if skips:
        forget()
        revisions._newest = first
        shown += [[*pages(client)]]
    assert all(now != before for before, now in pairwise(shown))
    forget()
    assert shown[-1] == [*pages(client)]


def test_a_cell_that_the_publisher_has_come_to_have_is_own_no_more(published: Published, client: Client) -> None:
    forget()
    set_cell("< 1 hour")
    before = [*pages(client)]
    with recording.change("ada"):
        models.Source.objects.update(base=bases.keep(revisions.current().document))
    with_it = [*pages(client)]
    forget()
    assert with_it == [*pages(client)] != before


def test_verdicts_of_other_rows_and_their_html_are_taken_over(published: Published, client: Client) -> None:
    forget()
    assert [*pages(client)]
    before = revisions.current().content
    after = Content(with_cell(before.document, T1, "request-timeout", AI, "< 1 hour"), before.provenance, before)
    kept, all_of = after.verdicts._kept, before.verdicts._kept
    assert len(all_of) / 2 < len(kept) < len(all_of)
    assert not [part for part, _ in kept if part.word.name == "time"]
    assert set(kept.values()) <= set(all_of.values())
    assert after.document.by_table[T2] is before.document.by_table[T2]
    assert set(before._rendered[2]._html) - set(after._rendered[2]._html) == {"", "request-timeout"}


def test_of_another_questionnaire_nothing_is_taken_over(published: Published) -> None:
    before = revisions.current().content
    assert before.plan.answers
    after = Content(replace(before.document, questions=before.document.questions[1:]), before.provenance, before)
    assert isinstance(after.verdicts, Verdicts)
    assert not after.verdicts._kept
