"""Names of rows and columns held against each other: which are nearly the same, which have their words in common.

Pure. To hold each of many names against each of many others is what an update's work would grow with; so the pairs are
counted first.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final

NEARLY: Final = 0.75
"""How alike two names must be to be nearly the same, as difflib measures: 1 is equal."""
MAX_PAIRS: Final = 40_000
"""Rows (or columns) that are gone times those that are new: 200 of each are more than any update renames."""
MAX_WORK: Final = 4_000_000
"""The characters of the ones times those of the others: 2,000 of each. A name has 20."""


def words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.lower())


def too_many(gone: Mapping[int, str], new: Mapping[int, str]) -> str:
    """That there are too many names to hold each against each; "" where there are not."""
    if len(gone) * len(new) > MAX_PAIRS:
        many = f"{len(gone):,} rows or columns are gone and {len(new):,} are new"
        return f"{many}, too many to tell which were renamed ({MAX_PAIRS:,} pairs are compared): take it in in steps"
    if sum(map(len, gone.values())) * sum(map(len, new.values())) > MAX_WORK:
        many = f"the names of {len(gone):,} rows or columns that are gone and of {len(new):,} that are new"
        return f"{many} are too long to tell which were renamed ({MAX_WORK:,} characters by each other are compared)"
    return ""


def nearly_same(gone: Mapping[int, str], new: Mapping[int, str]) -> dict[int, int]:
    """New → gone where the names are nearly the same, the most alike first; each once."""
    old = {i: " ".join(words(name)) for i, name in gone.items()}
    found: list[tuple[float, int, int]] = []
    for j, name in new.items():
        matcher = SequenceMatcher(b=" ".join(words(name)), autojunk=False)  # what it knows of b it keeps
        for i, text in old.items():
            matcher.set_seq1(text)
            if matcher.real_quick_ratio() >= NEARLY and matcher.quick_ratio() >= NEARLY:
                found.append((matcher.ratio(), -i, -j))
    matched: dict[int, int] = {}
    used: set[int] = set()
    for ratio, i, j in sorted(found, reverse=True):
        if ratio >= NEARLY and -j not in matched and -i not in used:
            matched[-j] = -i
            used.add(-i)
    return matched


def within(gone: Mapping[int, str], new: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """New and gone that have all words of the shorter name in common, two or more, and so with no other."""
    old, fresh = ({at: set(words(name)) for at, name in names.items()} for names in (gone, new))
    pairs = [(j, i) for j, one in fresh.items() for i, two in old.items() if _all_shared(one, two)]
    times_new, times_gone = Counter(j for j, _ in pairs), Counter(i for _, i in pairs)
    # Where several new rows would do, that may be a split row.
    yield from ((j, i) for j, i in pairs if times_new[j] == times_gone[i] == 1)


def _all_shared(one: set[str], two: set[str]) -> bool:
    return min(len(one), len(two)) > 1 and (one <= two or two <= one)
