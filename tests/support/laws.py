"""Laws over examples by chance: few of them in the tests, so that those are quick, and many under `make soak`."""

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest
from hypothesis import settings

Case = TypeVar("Case")

_long = False


def go_long() -> None:
    """`make soak`: from now on laws have their full number. Before the tests are imported."""
    global _long
    _long = True


def examples(few: int, full: int) -> int:
    """How many examples a law has in this run; its test is marked as a `law`. A soak that is to be shorter than a
    minute (SOAK_SECONDS, as in CI) has fewer."""
    seconds = float(os.environ.get("SOAK_SECONDS", "60"))
    share = 1.0 if seconds >= 60 else seconds / 120
    return max(few, round(full * share)) if _long else few


def spread(cases: Sequence[Case], few: int) -> Sequence[Case]:
    """So many of a list's cases, spread over it; all of them under `make soak`."""
    return cases[:: len(cases) // examples(few, len(cases))]


def law(few: int = 100, full: int = 2000) -> Callable[[Any], Any]:
    """Marks a test by Hypothesis as a law of so many examples. No deadline: how long one example takes on a loaded
    machine says nothing about the law. The few are the same ones each time, so that a red run is about the change that
    it is of; to look for others is what `make soak` is for."""

    def apply(test: Any) -> Any:
        chosen = settings(deadline=None, max_examples=examples(few, full), derandomize=not _long)
        return pytest.mark.law(chosen(test))

    return apply
