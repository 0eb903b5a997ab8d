"""What changed between two documents, in the contract's kinds; and that what changed is what differs in meaning."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from matrix.domain.change import Change
from matrix.domain.diff import changes
from matrix.domain.document import Column, Document, Feature, Ruling, Source
from matrix.domain.links import resolve
from tests.oracle.oracle import AI, BT, DOCKER, MC, RT, SI, SM, T1, T2
from tests.support.documents import standard
from tests.support.edits import (
    renamed,
    with_cell,
    with_column,
    with_feature,
    with_footnote,
    with_head,
    with_order,
    with_question,
    with_table,
    without_column,
    without_feature,
)
from tests.support.laws import examples
from tests.support.texts import each

DOCS = "https://docs.aws.amazon.com/sagemaker/latest/dg/"
LAST = "model-parallel-serving-support"
Edit = Callable[[Document], Document]


EDITS: dict[str, tuple[Edit, list[Change]]] = {
    "a cell": (
        lambda d: with_cell(d, T1, "request-timeout", AI, "< 1 hour"),
        [Change("cell", T1, "request-timeout", AI, "< 15 minutes", "< 1 hour")],
    ),
    "a cell made blank": (
        lambda d: with_cell(d, T2, "shadow-testing", SM, ""),
        [Change("cell", T2, "shadow-testing", SM, "✓", "")],
    ),
    "a footnote mark": (
        lambda d: with_cell(d, T1, "gpu-support", RT, "✓2"),
        [Change("cell", T1, "gpu-support", RT, "✓1", "✓2")],
    ),
    "a cell of Docker containers": (
        lambda d: with_cell(d, T1, "inf1-support", DOCKER, "N/A"),
        [Change("cell", T1, "inf1-support", DOCKER, "✓", "N/A")],
    ),
    "a list in another order": (
        lambda d: with_cell(d, T1, "gpu-support", DOCKER, "pre-built, [1P](common-info-all-im-models.md), BYOC"),
        [Change("cell", T1, "gpu-support", DOCKER, "1P, pre-built, BYOC", "pre-built, 1P, BYOC")],
    ),
    "a link in a cell": (
        lambda d: with_cell(d, T1, "gpu-support", DOCKER, "[1P](other.md), pre-built, BYOC"),
        [Change("link", T1, "gpu-support", DOCKER, f"{DOCS}common-info-all-im-models.html", f"{DOCS}other.html")],
    ),
    "a cell's link gone": (
        lambda d: with_cell(d, T1, "gpu-support", DOCKER, "1P, pre-built, BYOC"),
        [Change("link", T1, "gpu-support", DOCKER, f"{DOCS}common-info-all-im-models.html", None)],
    ),
    "a row renamed": (
        lambda d: renamed(d, T1, "gpu-support", "GPUs"),
        [Change("feature-renamed", T1, "gpu-support", None, "GPU support", "GPUs")],
    ),
    "a row's link": (
        lambda d: with_head(d, T1, "shadow-testing", url="other.md"),
        [Change("link", T1, "shadow-testing", None, f"{DOCS}shadow-tests.html", f"{DOCS}other.html")],
    ),
    "a row's first link": (
        lambda d: with_head(d, T2, "gpu-support", url="gpu.md"),
        [Change("link", T2, "gpu-support", None, None, f"{DOCS}gpu.html")],
    ),
    "a row added": (
        lambda d: with_feature(d, T2, Feature("multi-az", "Multi-AZ"), ("✓", "", "", "N/A"), 3),
        [Change("feature-added", T2, "multi-az", None, None, "Multi-AZ")],
    ),
    "a row gone": (
        lambda d: without_feature(d, T1, "scale-to-zero"),
        [Change("feature-removed", T1, "scale-to-zero", None, "Scale to zero", None)],
    ),
    "a row moved": (
        lambda d: with_order(d, T1, rows=["volume-encryption"]),
        [Change("feature-moved", T1, "volume-encryption", None, f"after {LAST}", "first", moved=(LAST, ""))],
    ),
    "a column added": (
        lambda d: with_column(d, T1, Column("edge", "Edge", "edge.md"), ("✓",) * 26, 4),
        [Change("option-added", T1, None, "edge", None, "Edge")],
    ),
    "a column gone": (
        lambda d: without_column(d, T1, SI),
        [Change("option-removed", T1, None, SI, "Serverless inference", None)],
    ),
    "a column renamed": (
        lambda d: with_head(d, T2, MC, name="Containers"),
        [Change("option-renamed", T2, None, MC, "Multi-container endpoints", "Containers")],
    ),
    "a column's link": (
        lambda d: with_head(d, T1, BT, url="https://example.org/"),
        [Change("link", T1, None, BT, f"{DOCS}batch-transform.html", "https://example.org/")],
    ),
    "two columns changed about": (
        lambda d: with_order(d, T1, columns=[BT, RT]),
        [Change("option-moved", T1, None, RT, "first", f"after {BT}", moved=("", BT))],
    ),
    "a footnote's text": (
        lambda d: with_footnote(d, 2, "Another text."),
        [Change("footnote", None, None, None, f"2 {standard().by_footnote[2].text}", "2 Another text.", footnote=2)],
    ),
    "a footnote more": (
        lambda d: with_footnote(d, 4, "A fourth."),
        [Change("footnote", None, None, None, None, "4 A fourth.", footnote=4)],
    ),
    "the title": (
        lambda d: replace(d, title="Features"),
        [Change("prose", None, None, None, "Supported features", "Features")],
    ),
    "a lead": (
        lambda d: with_table(d, T2, lead=(*d.by_table[T2].lead, "And more.")),
        [Change("prose", T2, None, None, None, "And more.")],
    ),
    "a closing": (lambda d: replace(d, closing=("The end.",)), [Change("prose", None, None, None, None, "The end.")]),
    "no intro": (lambda d: replace(d, intro=()), [Change("prose", None, None, None, standard().intro[0], None)]),
    "a link in prose": (
        lambda d: replace(d, intro=(f"[{d.intro[0]}](x.md)",)),
        [Change("link", None, None, None, None, f"{DOCS}x.html")],
    ),
    "the source's date": (
        lambda d: replace(d, source=Source(d.source.address, "2023-03-10")),
        [Change("source", None, None, None, "date 2023-02-13", "date 2023-03-10")],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_as_what_it_is_and_as_nothing_else(name: str) -> None:
    edit, expected = EDITS[name]
    assert changes(standard(), edit(standard())) == expected


@pytest.mark.parametrize("name", EDITS)
def test_undone_it_is_told_the_other_way_round(name: str) -> None:
    edit, expected = EDITS[name]
    opposite = {"feature-added": "feature-removed", "option-added": "option-removed"}
    opposite |= {after: before for before, after in opposite.items()}
    back = changes(edit(standard()), standard())
    if "moved" not in expected[0].kind:  # of two that changed about, either may be said to have moved
        assert [(c.kind, c.before, c.after) for c in back] == [
            (opposite.get(c.kind, c.kind), c.after, c.before) for c in expected
        ]


def test_all_edits_of_different_things_at_once_are_told_each() -> None:
    # Those that undo or touch what another one edits.
    without = {"a row gone", "a row moved", "a column gone", "two columns changed about", "a footnote mark"}
    without |= {"a link in prose", "no intro", "a cell's link gone", "a list in another order"}
    names = [name for name in EDITS if name not in without]
    assert len(names) > 15
    document, expected = standard(), []
    for name in names:
        edit, told = EDITS[name]
        document = edit(document)
        expected += told
    found = changes(standard(), document)
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: with_question(d, "payload", text="How large?"),
        lambda d: with_question(d, "payload", help="Other help."),
        lambda d: with_question(d, "latency", choices=standard().by_question["latency"].choices[1:]),
        lambda d: with_question(d, "testing", kind="one"),
        lambda d: replace(d, questions=d.questions[1:]),
        lambda d: replace(d, questions=d.questions[::-1]),
        lambda d: replace(d, rulings=d.rulings[1:]),
        lambda d: replace(d, rulings=(*d.rulings, Ruling("gpu-support", "Words", "a note"))),
        lambda d: with_head(d, T1, DOCKER, candidate=True),
        lambda d: with_table(d, T1, title="Options"),
        lambda d: replace(d, source=Source("https://example.org/a.html", d.source.date)),
    ],
    ids=range(11),
)
def test_what_only_an_editor_changes_is_told_too(edit: Edit) -> None:
    document = edit(standard())
    assert document.hash != standard().hash
    assert changes(standard(), document)
    assert changes(document, standard())


def test_a_footnotes_place_in_the_text_is_spelling() -> None:
    document = replace(standard(), footnotes=standard().footnotes[::-1])
    assert changes(standard(), document) == []
    assert document.hash == standard().hash


def test_a_rulings_place_is_no_meaning() -> None:
    document = replace(standard(), rulings=standard().rulings[::-1])
    assert changes(standard(), document) == []
    assert document.hash == standard().hash


@pytest.mark.parametrize("title", ["[Features](a.md)", r"Supported \[features\]"])
def test_a_title_changes_by_its_words_and_links(title: str) -> None:
    for document in (replace(standard(), title=title), with_table(standard(), T1, title=title)):
        same = replace(document, title=f"  {document.title} ")
        assert changes(standard(), document)
        assert document.hash != standard().hash
        assert (changes(document, same), document.hash) == ([], same.hash)


def test_as_json_has_the_contracts_names() -> None:
    (change,) = EDITS["a cell"][1]
    assert change.as_json() == {
        "kind": "cell",
        "table": T1,
        "feature": "request-timeout",
        "option": AI,
        "from": "< 15 minutes",
        "to": "< 1 hour",
    }
    assert set(EDITS["a footnote more"][1][0].as_json().values()) == {"footnote", None, "4 A fourth."}


def test_of_rows_that_changed_places_the_fewest_are_said_to_have_moved() -> None:
    chance = Random(2)
    keys = [feature.key for feature in standard().by_table[T1].features]
    for count in (1, 2, 3, 5):
        order = list(keys)
        for key in (moved := chance.sample(keys, count)):
            order.remove(key)
            order.insert(chance.randrange(len(order)), key)
        found = changes(standard(), with_order(standard(), T1, rows=order))
        assert {change.kind for change in found} <= {"feature-moved"}
        assert len(found) <= len(moved)
        for change in found:
            at = order.index(change.feature or "")
            assert change.after == (f"after {order[at - 1]}" if at else "first")


@pytest.mark.law
def test_there_is_a_change_exactly_where_the_hash_differs() -> None:
    """Over random edits, harmless ones among them."""
    chance = Random(4)
    texts = each("✓|✓1|✓ 1|| |N/A|< 6 MB|<  6.0 MB|Days|1P, BYOC|[1P](a.md), BYOC|1P , BYOC")
    seen = set()
    for _ in range(examples(80, 5000)):
        table = chance.choice(standard().tables)
        key, slug = chance.choice(table.features).key, chance.choice(table.columns).slug
        one = with_cell(standard(), table.slug, key, slug, chance.choice(texts))
        two = with_cell(standard(), table.slug, key, slug, chance.choice(texts))
        seen.add(one.hash == two.hash)
        assert bool(changes(one, two)) == (one.hash != two.hash)
    assert seen == {True, False}


def test_resolved_links_are_compared_not_written_ones() -> None:
    table = standard().by_table[T1]
    full = resolve(standard().source.address, table.by_key["shadow-testing"].url)
    document = with_head(standard(), T1, "shadow-testing", url=full)
    assert (changes(standard(), document), document.hash) == ([], standard().hash)
