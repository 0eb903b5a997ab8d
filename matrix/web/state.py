"""Request → state; `matrix.web.responses` has what becomes of it.

`State` is what every view computes first: the revision asked for, the selection, and what follows from the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.http import HttpRequest, HttpResponseRedirect

from matrix.decision import fit, guide, overall, query
from matrix.decision.selection import Selection, address
from matrix.presentation import pinned
from matrix.presentation.comparison import Comparison, compare
from matrix.store import revisions
from matrix.store.revisions import Published, UnknownRevision

MOST_REVS: Final = 3
"""How many values of ``rev`` are looked up before the newest is shown: each costs a query."""


@dataclass(frozen=True)
class State:
    """A revision and a selection; the rest is computed when it is asked for. ``newest`` is the newest revision, which
    ``published`` is unless another one is asked for."""

    published: Published
    selection: Selection
    newest: Published

    @property
    def details(self) -> str:
        """The slug of the option that the second table details, "" for none."""
        return self.published.subject.detailed(self.published.document)

    @cached_property
    def fit(self) -> fit.Fit:
        return fit.evaluate(self.published.content.verdicts, self.selection)

    @cached_property
    def overall(self) -> overall.Overall:
        return overall.evaluate(self.published.content.verdicts, self.selection, self.fit, self.details)

    @cached_property
    def guide(self) -> guide.Guide:
        return guide.guide(self.published.content.plan, self.selection, self.details)

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.published.document, self.selection, self.fit)

    @property
    def lineage(self) -> Mapping[str, tuple[str, ...]]:
        """Which rows were split since a pinned revision, and into what: an address may ask for the parts."""
        return self.newest.document.lineage if self.selection.rev else {}

    @cached_property
    def since(self) -> pinned.SincePinned | None:
        """Of a pinned state: what has changed that matters to it; None where it shows the newest content."""
        if not self.selection.rev:
            return None
        content, lineage = self.newest.content, self.published.document.lineage
        if self.newest.hash == self.published.hash:
            return None
        now = query.parse(self.selection.pairs, content.document, self.selection.rev, None, content.provenance, lineage)
        verdicts = self.published.content.verdicts
        return pinned.since_pinned(verdicts, content.verdicts, self.selection, now, self.details)


def query_of(request: HttpRequest) -> str:
    """The query string as sent. WSGI hands its bytes over as Latin-1; browsers send UTF-8."""
    return str(request.META.get("QUERY_STRING", "")).encode("latin-1", "replace").decode("utf-8", "replace")


def read_state(request: HttpRequest) -> State:
    """What a request asks. Raises TooMuch and NothingPublished."""
    pairs = query.split(query_of(request))
    published: Published | None = None
    problems: dict[str, str] = {}
    for wanted in query.revs(pairs)[:MOST_REVS]:
        try:
            published = revisions.find(wanted)
            break
        except UnknownRevision as error:
            problems[wanted] = str(error)
    rev = published.short if published else ""
    newest = revisions.current()
    lineage = newest.document.lineage if published else {}
    published = published or newest
    asked = query.parse(pairs, published.document, rev, problems, published.content.provenance, lineage)
    query.check_size(asked.query)  # percent-encoded, it may be three times as long, and its own link must be read too
    return State(published, asked, newest)


def to_canonical(request: HttpRequest, selection: Selection) -> HttpResponseRedirect | None:
    """The redirect to the canonical form of a request's state; None where it came in that, or can't be read whole."""
    if selection.problems or is_canonical(request, selection):
        return None
    return HttpResponseRedirect(address(selection.query, request.path))


def is_canonical(request: HttpRequest, selection: Selection) -> bool:
    """Whether a request came in the canonical form of its state. Which characters are percent-encoded is no form:
    clients differ in it (``:`` or ``%3A``), and one that encodes every redirect anew would never arrive."""
    sent = query_of(request)
    return sent == selection.query or (
        sent.count("&") == selection.query.count("&") and tuple(query.split(sent)) == selection.pairs
    )
