"""`/help/`, "How to read this", and the tour: workloads as ordinary links, each with what it comes to."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from matrix.decision.query import parse
from matrix.presentation import wording
from matrix.presentation.questionnaire import QUANTITIES
from matrix.store import revisions
from matrix.store.revisions import Published
from matrix.web import responses
from matrix.web.state import State

# Title, workload, query. Each question that one of them uses may be gone by tomorrow; then it isn't shown.
_TOUR: Final = (
    (
        "Nightly scoring",
        "20 MB a request, up to three hours of work, nobody waits",
        "payload=20MB&time=3h&latency=offline",
    ),
    (
        "Chatbot with quiet nights",
        "100 KB and five seconds a request, somebody waits, nothing may run while nobody asks",
        "payload=100KB&time=5s&latency=interactive&scaling=scale-to-zero",
    ),
    (
        "Large video",
        "1 GB a request, ten minutes of work, the caller collects it",
        "payload=1GB&time=10min&latency=near-real-time",
    ),
    (
        "Many models, one endpoint",
        "2 MB a request, somebody waits, many models share a container",
        "payload=2MB&latency=interactive&behind=multi-model",
    ),
    (
        "One wish too many",
        "somebody waits, on a GPU, and nothing may run while nobody asks",
        "latency=interactive&scaling=scale-to-zero&hardware=gpu",
    ),
)
SHORT: Final = 3
"""So many of them stand on the page where nothing is asked yet."""


@dataclass(frozen=True)
class Example:
    title: str
    workload: str
    url: str
    result: str


def tour(published: Published) -> tuple[Example, ...]:
    """The workloads that a revision's questionnaire can say, with what its matrix says to them."""
    found: list[Example] = []
    for title, workload, query in _TOUR:
        selection = parse(parse_qsl(query), published.document)
        if not selection.problems:
            result = wording.summary(State(published, selection).overall, selection)
            found.append(Example(title, workload, selection.url, result))
    return tuple(found)


@responses.for_people
def how_to_read(request: HttpRequest) -> HttpResponseBase:
    """`/help/`: short, and of the newest revision."""
    published = revisions.current()
    context = {
        "tour": tour(published),
        "terms": wording.glossary(published.document),
        "quantities": QUANTITIES,
        "document": published.document,
        "as_documented": wording.as_documented(published.document.source),
    }
    return render(request, "matrix/help.html", context)
