"""A pure function in a process of its own, which may be ended: `python -m matrix.editing.apart`.

It reads one pickled (function, arguments) from its standard input, where only who started it writes, and writes one
pickled answer: ``("value", VALUE)``, or ``("error", MESSAGE)`` for a DocumentError. It bounds its own memory and time,
also for the case that nobody is left to end it.
"""

import pickle
import resource
import sys
from typing import Final

from matrix.domain import text

SECONDS: Final = 10
"""Of processor time; who started it waits as long."""
MAX_MEMORY: Final = 1 << 30
"""Bytes of address space. A page at all limits takes a tenth of it."""
TEXTS: Final = 1 << 17
"""Short texts that are kept read: those of two matrices of the most cells, which an update asks for again and again. A
process that ends with its page has no memory to be filled."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    text.KEPT = TEXTS  # before what keeps texts is imported
    from matrix.domain.document import DocumentError

    function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 (what our own process wrote)
    try:
        answer = ("value", function(*arguments))
    except DocumentError as error:
        answer = ("error", str(error))
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
