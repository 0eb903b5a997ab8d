"""A page taken in three ways, rule by rule: facts, "Taking an update in: three ways"."""

import pytest

from matrix.domain.findings import Place
from matrix.upstream.threeway import plan_three_way
from tests.support.threeway import BASE, SCALE, both, bullet, cell, every, gone, name, note, page_of, same, three, told
from tests.support.threeway_rules import RULES


@pytest.mark.parametrize("rule", RULES)
def test_what_is_told(rule: str) -> None:
    ours, theirs, expected = RULES[rule]
    assert told(three(ours, theirs)) == expected


@pytest.mark.parametrize("rule", [rule for rule, (_, _, expected) in RULES.items() if "conflicts" in expected])
def test_a_conflict_is_decided_for_one_side(rule: str) -> None:
    """For ours leaves ours, for theirs is what the page says, and neither is proposed again."""
    ours, theirs, _ = RULES[rule]
    found = three(ours, theirs)
    for side in ("ours", "theirs"):
        merged = every(found, side)
        again = plan_three_way(found.theirs_aligned, merged, page_of((theirs or same)(BASE)))
        assert (again.changes, again.conflicts) == ((), ())
        assert bool(again.kept) == (side == "ours" or "kept" in told(found))
    assert found.merged(range(len(found.changes))) == every(found, "ours"), "what is not decided stays ours"
    assert found.conflicts[0].as_json().keys() == {"kind", "table", "feature", "option", "base", "ours", "theirs"}


def test_a_conflict_has_its_place() -> None:
    found = three(both(bullet(1, "Ours."), note(2, "Ours.")), both(bullet(1, "Theirs."), note(2, "Theirs.")))
    assert [conflict.place for conflict in found.conflicts] == [Place(passage="bullet", nth=1), Place(footnote=2)]


def test_changes_are_accepted_one_by_one() -> None:
    found = three(None, both(cell("< 1 hour"), name("Shadow tests"), gone(SCALE), note(2, "Theirs.")))
    assert [change.kind for change in found.changes] == ["feature-removed", "cell", "feature-renamed", "footnote"]
    for at, change in enumerate(found.changes):
        alone = plan_three_way(BASE, found.merged({at}), page_of(BASE))
        assert alone.kept == (change,)
    with pytest.raises(ValueError, match="there is no change 4; there are 4"):
        found.merged({4})
    with pytest.raises(ValueError, match="there is no conflict 0; there are 0"):
        found.merged((), {0: "ours"})
