"""What follows from a document, made once and kept with it for as long as it is kept itself.

Pure. A document never changes, so nothing of it can become stale.
"""

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar, cast

from matrix.domain.document import Document

_KEPT: Final = "_once"
Made = TypeVar("Made")


def once(document: Document, key: Hashable, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, by a key that says all that it depends on beside the document. Keys have to be few: they are
    kept as long as the document is."""
    kept = cast("dict[Hashable, Any]", vars(document).setdefault(_KEPT, {}))
    if key not in kept:
        kept[key] = make()
    return cast("Made", kept[key])
