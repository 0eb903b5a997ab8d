"""The project beside what people would use instead, in one interleaved run: `make bench`.

Every server has one worker on a core of its own, wrk the other core; rounds alternate between the servers, medians are
told. Where a peer can't be had, a line says so. The results go into docs/performance.md.
"""
