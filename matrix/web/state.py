"""Request → state; `matrix.web.responses` has what becomes of it.

`State` is what every view computes first: the revision asked for, the selection, and what follows from the two.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from django.http import HttpRequest, HttpResponseRedirect
from msgspec import Struct

from matrix.decision import facts, fit, guide, overall, query
from matrix.decision.across import Outcomes, outcomes
from matrix.decision.alike import answered
from matrix.decision.selection import Like, Selection, address
from matrix.domain.document import Document
from matrix.domain.once import once
from matrix.presentation import pinned
from matrix.presentation.comparison import Comparison, compare
from matrix.presentation.later import Later
from matrix.presentation.second_sources import SecondSources, who_says
from matrix.store import editions, readers
from matrix.store.editions import Edition
from matrix.store.revisions import Content, Published, UnknownRevision
from matrix.web.by_edition import ByEdition, by_editions

MOST_REVS: Final = 3
"""How many values of ``rev`` are looked up before the newest is shown: each costs a query."""


class State(Struct, frozen=True, dict=True):
    """A revision and a selection; the rest is computed when it is asked for. ``newest`` is the newest revision, which
    ``published`` is unless another one is asked for."""

    published: Published
    selection: Selection
    newest: Published

    @property
    def details(self) -> str:
        """The slug of the option that the second table details, "" for none."""
        return self.published.subject.detailed(self.published.document)

    @property
    def judged(self) -> Content:
        """The content by whose facts the selection is judged: the page's, or as other sources have it."""
        content = self.published.content
        return content.annotated if self.selection.annotated else content

    @cached_property
    def fit(self) -> fit.Fit:
        found = fit.evaluate(self.judged.verdicts, self.selection, self.like)
        return facts.with_page_cells(found, self.published.document) if self.selection.annotated else found

    @cached_property
    def overall(self) -> overall.Overall:
        return overall.evaluate(self.judged.verdicts, self.selection, self.fit, self.details, self.like)

    @cached_property
    def like(self) -> Like:
        """Where what no size alone makes another is kept, by the facts that the selection is judged by."""
        return self.judged.alike(self.newest.stamp, self._documents).of(self.selection)

    def _documents(self) -> Iterator[Document]:
        """All that judges it: the page, its base and every edition, each also as other sources have it."""
        editions_of = [editions.content_of(it, self.newest) for it in editions.at(self.newest.beside)]
        base = None if isinstance(self.published, Edition) else editions.base_content(self.published)
        for content in filter(None, (self.published.content, base, *editions_of)):
            yield content.document
            yield content.annotated.document

    @cached_property
    def guide(self) -> guide.Guide:
        def made() -> guide.Guide:
            others = [it.verdicts for it in self._other_facts]
            return guide.guide(self.judged.plan, self.selection, self.details, others)

        return answered(once(self.like, "guide", made), self.selection)

    @property
    def _other_facts(self) -> Iterator[Content]:
        """What other sources say, or the page alone, and the newest edition since the one shown."""
        content, shown = self.published.content, self.published.document.source.date
        yield content if self.selection.annotated else content.annotated
        for dated in (it for it in editions.at(self.newest.beside)[-1:] if it.date > shown):
            newest = editions.content_of(dated, self.newest)
            yield newest.annotated if self.selection.annotated else newest

    @cached_property
    def second(self) -> SecondSources:
        """What other sources say of the cells, and which outcomes they would change."""
        content = self.published.content
        sides = content.verdicts, content.annotated.verdicts

        def judged() -> tuple[Outcomes, Outcomes, frozenset[facts.Where]]:
            page, annotated = (outcomes(side, self.selection) for side in sides)
            return page, annotated, facts.turned(*sides, self.selection)

        own = editions.own_of_revision(self.published)
        who = who_says(content.document, self.published.subject.publisher.short)
        return SecondSources(content.document, content.said, *once(self.like, "second", judged), own, who)

    @cached_property
    def across(self) -> tuple[ByEdition, ...]:
        """The selection by every other edition; () where the matrix came from no page."""
        found = once(self.like, "across", lambda: by_editions(self.published, self.newest, self.selection))
        return tuple(ByEdition(dated.date, dated.seen, changes, self.selection) for dated, changes in found)

    @cached_property
    def later(self) -> tuple[Later, ...]:
        """The pages since the one shown, by the facts that the selection is judged by."""
        shown = self.published.document.source.date
        found = [
            editions.content_of(it, self.newest).document for it in editions.at(self.newest.beside) if it.date > shown
        ]
        return tuple(Later(document.source.date, facts.by_facts(document, self.selection)) for document in found)

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.published.document, self.published.subject, self.selection, self.fit)

    @property
    def lineage(self) -> Mapping[str, tuple[str, ...]]:
        """Which rows were split since, and into what: an address may ask for the parts."""
        return editions.lineage(self.newest)

    @cached_property
    def since(self) -> pinned.SincePinned | None:
        """Of a pinned state: what has changed that matters to it; None where it shows the newest content."""
        if not self.selection.rev:
            return None
        content, lineage = self.newest.content, self.published.document.lineage
        if self.newest.hash == self.published.hash:
            return None
        pairs = self.selection.pairs
        now = query.parse(pairs, content.document, self.selection.rev, None, content.provenance, lineage)
        verdicts, subject = self.published.content.verdicts, self.published.subject
        return pinned.since_pinned(verdicts, content.verdicts, self.selection, now, subject, self.details)


def query_of(request: HttpRequest) -> str:
    """The query string as sent. WSGI hands its bytes over as Latin-1; browsers send UTF-8."""
    return str(request.META.get("QUERY_STRING", "")).encode("latin-1", "replace").decode("utf-8", "replace")


def read_state(request: HttpRequest) -> State:
    """What a request asks. Raises TooMuch and NothingPublished."""
    pairs = query.split(query_of(request))
    pinned_to, rev_problems = _revision(pairs)
    newest = readers.newest()
    edition, edition_problems = (None, {}) if pinned_to else _edition(pairs, newest)
    shown: Published = pinned_to or edition or newest
    asked = query.parse(
        pairs,
        shown.document,
        pinned_to.short if pinned_to else "",
        rev_problems,
        shown.content.provenance,
        editions.lineage(newest),
        edition.date if edition else "",
        edition_problems,
    )
    query.check_size(asked.query)  # percent-encoded, it may be three times as long, and its own link must be read too
    return State(shown, asked, newest)


def _revision(pairs: list[tuple[str, str]]) -> tuple[Published | None, dict[str, str]]:
    """The revision that an address is pinned to, and why what else it names is none."""
    problems: dict[str, str] = {}
    for wanted in query.values_of("rev", pairs)[:MOST_REVS]:
        try:
            return readers.find(wanted), problems
        except UnknownRevision as error:
            problems[wanted] = str(error)
    return None, problems


def _edition(pairs: list[tuple[str, str]], newest: Published) -> tuple[Edition | None, dict[str, str]]:
    """The edition that an address asks for, and why what else it names is none."""
    dates = [dated.date for dated in editions.at(newest.beside)]
    asked = query.values_of("edition", pairs)
    there = f"; there are {', '.join(dates)}" if dates else ""
    problems = {wanted: f"there is no edition of “{wanted}”{there}" for wanted in asked if wanted not in dates}
    found = next((wanted for wanted in asked if wanted in dates), None)
    return editions.find(found, newest) if found else None, problems


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
