"""Request → state, and errors → answers: the one place where what goes wrong becomes a response.

`State` is what every view computes first: the revision asked for, the selection, and what follows from the two.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from matrix.decision import fit, guide, query
from matrix.decision.query import TooMuch
from matrix.decision.selection import Problem, Selection
from matrix.presentation import comparison, pinned
from matrix.presentation.export import Stamp
from matrix.store import revisions
from matrix.store.revisions import NothingPublished, Published, UnknownRevision

View = Callable[..., HttpResponseBase]
MOST_REVS: Final = 3
"""How many values of ``rev`` are looked up before the newest is shown: each costs a query."""
UNAVAILABLE: Final = "No revision is published yet. Load one with “loaddata matrix questionnaire”."


@dataclass(frozen=True)
class State:
    """A revision and a selection; the rest is computed when it is asked for."""

    published: Published
    selection: Selection

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.published.hash, self.published.number, self.published.published)

    @cached_property
    def fit(self) -> fit.Fit:
        return fit.evaluate(self.published.content.verdicts, self.selection)

    @cached_property
    def guide(self) -> guide.Guide:
        return guide.guide(self.published.content.plan, self.selection)

    @cached_property
    def grid(self) -> comparison.Grid:
        return comparison.build(self.published.document, self.selection, self.fit)

    @cached_property
    def since(self) -> pinned.Since | None:
        """Of a pinned state: what has changed that matters to it; None where it shows the newest content."""
        if not self.selection.rev:
            return None
        current = revisions.current()
        if current.hash == self.published.hash:
            return None
        content = current.content
        now = query.parse(self.selection.pairs, current.document, self.selection.rev, past=content.past)
        return pinned.since(self.published.content.verdicts, content.verdicts, self.selection, now)


def query_of(request: HttpRequest) -> str:
    """The query string as sent. WSGI hands its bytes over as Latin-1; browsers send UTF-8."""
    return str(request.META.get("QUERY_STRING", "")).encode("latin-1", "replace").decode("utf-8", "replace")


def read(request: HttpRequest) -> State:
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
    published = published or revisions.current()
    asked = query.parse(pairs, published.document, rev, problems, published.content.past)
    query.check_size(asked.query)  # percent-encoded, it may be three times as long, and its own link must be read too
    return State(published, asked)


def is_canonical(request: HttpRequest, selection: Selection) -> bool:
    """Whether a request came in the canonical form of its state. Which characters are percent-encoded is no form:
    clients differ in it (``:`` or ``%3A``), and one that encodes every redirect anew would never arrive."""
    sent = query_of(request)
    return sent == selection.query or (
        sent.count("&") == selection.query.count("&") and tuple(query.split(sent)) == selection.pairs
    )


# --- Errors → answers --------------------------------------------------------------------------------------


def page(view: View) -> View:
    """A view for people: GET and HEAD alone; what can't be answered is a page that says why."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **options)
        except TooMuch as error:
            response = render(request, "matrix/error.html", {"title": "Too long", "message": error}, status=400)
        except NothingPublished:
            context = {"title": "Nothing published yet", "message": UNAVAILABLE}
            response = render(request, "matrix/error.html", context, status=503)
        patch_vary_headers(response, ["HX-Request", "X-Shown"])
        # Always asked again: readers are on the newest revision from the next request.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return reader(answer)


def program(view: View) -> View:
    """A view for programs: read from any origin, with an ETag; what can't be read is 400 and a list of errors."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        response: HttpResponseBase | None
        try:
            response = view(request, *args, **options)
        except TooMuch as error:
            response = errors([Problem("", "", str(error))])
        except NothingPublished:
            response = errors([Problem("", "", UNAVAILABLE)], status=503)
        response.headers.setdefault("Cache-Control", "no-cache")
        if isinstance(response, HttpResponse) and response.status_code == 200:
            etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
            response.headers["ETag"] = etag
            response = get_conditional_response(request, etag=etag, response=response)
            assert response is not None  # given one, it gives one
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return reader(answer)


def reader(view: View) -> View:
    """A view that only reads: GET and HEAD alone. Any other method is a 405, for which no CSRF token is asked."""
    return csrf_exempt(require_safe(view))


def errors(problems: list[Problem] | tuple[Problem, ...], status: int = 400) -> JsonResponse:
    """The contract's answer to what a program's address can't read."""
    found = [{"param": p.param, "value": p.value, "message": p.message} for p in problems]
    return JsonResponse({"errors": found}, status=status, json_dumps_params={"ensure_ascii": False})
