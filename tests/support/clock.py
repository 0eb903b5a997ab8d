"""Processor time, which a loaded machine doesn't stretch, without the collector, which goes through all that the tests
before have made: it takes more than the work."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def within(most: float) -> Iterator[None]:
    """What stands inside takes less than ``most`` seconds."""
    gc.disable()
    try:
        begun = time.process_time()
        yield
        taken = time.process_time() - begun
    finally:
        gc.enable()
    assert taken < most, f"{taken:.3f} s"


def seconds(work: Callable[[], object]) -> float:
    """The least of three runs."""
    found = []
    gc.disable()
    try:
        for _ in range(3):
            begun = time.process_time()
            work()
            found.append(time.process_time() - begun)
    finally:
        gc.enable()
    return min(found)
