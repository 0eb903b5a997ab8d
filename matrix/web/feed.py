"""`/feed.xml`: Atom, for those who watch one result: what changed it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from matrix.decision import query
from matrix.decision.selection import Problem, Selection
from matrix.domain.validation import UNSPEAKABLE
from matrix.presentation import feed, wording
from matrix.presentation.feed import FeedEntry
from matrix.store import editions, readers, watching
from matrix.store.revisions import Published
from matrix.web import responses
from matrix.web.basis import STAMP
from matrix.web.state import State, query_of

_OF_THE_TABLE: Final = ("q", "option", "show", "sort")
_PINS: Final = ("rev", "edition")


@responses.for_programs(STAMP)
def of_result(request: HttpRequest) -> HttpResponseBase:
    """The newest changes of the selection's result, by revisions and editions."""
    newest = readers.newest()
    selection, problems = _read(request, newest)
    if problems:
        return responses.refusal(problems)
    subject, base = newest.subject, request.build_absolute_uri("/").rstrip("/")
    watched = watching.watched(newest, selection)
    by_revision = [feed.revision_entry(selection, at.revision, at.message, at.changes) for at in watched.revisions]
    by_edition = [feed.edition_entry(selection, subject, at.edition, at.before, at.changes) for at in watched.editions]
    own = base + feed.feed_url(selection)
    atom = _Atom(
        title=_speakable(feed.title(newest.document, subject, selection)),
        link=base + selection.url,
        feed_url=own,
        feed_guid=own,
        description="What changed this result, with the cells that decide.",
        feed_copyright=wording.copyright_of(subject.publisher),
        language="en",
        unchanged_since=newest.published,
    )
    for entry in feed.newest_first(by_revision, by_edition):
        _add(atom, entry, base, subject.name)
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _read(request: HttpRequest, newest: Published) -> tuple[Selection, tuple[Problem, ...]]:
    """What is watched, and what can't be read of it. Raises TooMuch."""
    sent = [(name, value) for name, value in query.split(query_of(request)) if name not in _OF_THE_TABLE]
    pins = tuple(
        Problem(name, value, f"a feed tells what changes: it takes no “{name}”, which pins a result")
        for name, value in sent
        if name in _PINS and value.strip()
    )
    selection = _by_newest([pair for pair in sent if pair[0] not in _PINS], newest)
    return feed.watched(selection), (*pins, *selection.problems)


def _by_newest(pairs: Iterable[tuple[str, str]], newest: Published) -> Selection:
    lineage, provenance = editions.lineage(newest), newest.content.provenance
    return query.parse(pairs, newest.document, provenance=provenance, lineage=lineage)


def offered(state: State) -> str:
    """The address of the feed for a state's result; "" where nothing is asked, or the newest matrix, by which results
    are watched, can't read all of it."""
    watched = feed.watched(state.selection)
    readable = not state.selection.rev or not _by_newest(watched.pairs, state.newest).problems
    return feed.feed_url(watched) if watched.words and readable else ""


class _Atom(Atom1Feed):
    """Without an entry it is as old as the newest revision, and not new at every request."""

    def latest_post_date(self) -> datetime:
        unchanged: datetime = self.feed["unchanged_since"]
        return super().latest_post_date() if self.items else unchanged


def _add(atom: Atom1Feed, entry: FeedEntry, base: str, author: str) -> None:
    words, url = entry.more
    said = [escape(_speakable(line)) for line in entry.lines]
    atom.add_item(
        title=_speakable(entry.title),
        link=base + entry.url,
        unique_id=entry.id,
        description="<br>".join((*said, f'<a href="{escape(base + url)}">{escape(words)}</a>')),
        author_name=author,
        pubdate=entry.at,
        updateddate=entry.at,
    )


def _speakable(text: str) -> str:
    """Texts that are older than the rule against such characters may hold some."""
    return UNSPEAKABLE.sub(" ", text)
