"""What follows from a document, or another value that never changes, made once and kept with it for as long as it is
kept itself.

Pure. Nothing of it can become stale.
"""

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

_KEPT: Final = "_once"
Made = TypeVar("Made")


def once(of: object, key: Hashable, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, by a key that says all that it depends on beside the value, which has a ``__dict__``. Keys
    have to be few: they are kept as long as the value is."""
    kept: dict[Hashable, Any] = vars(of).setdefault(_KEPT, {})
    if key not in kept:
        kept[key] = make()
    made: Made = kept[key]
    return made
