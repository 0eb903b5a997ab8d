"""`/help/`, "How to read this", and the tour: workloads as ordinary links, each with what it comes to."""

from typing import Final
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from msgspec import Struct

from matrix.decision.query import parse
from matrix.domain.once import once
from matrix.presentation import openapi, wording
from matrix.presentation.questionnaire import QUANTITIES
from matrix.presentation.second_sources import who_says
from matrix.store import editions, readers
from matrix.store.revisions import Published
from matrix.web import responses
from matrix.web.basis import STAMP
from matrix.web.dated import as_documented
from matrix.web.state import State

SHORT: Final = 3
"""So many of them stand on the page where nothing is asked yet."""


class ExampleView(Struct, frozen=True):
    title: str
    workload: str
    url: str
    result: str


def tour(published: Published) -> tuple[ExampleView, ...]:
    """The workloads that a revision's questionnaire can say, with what its matrix says to them. One that uses a
    question which is gone is left out."""
    return once(published.document, ("tour", published.subject), lambda: _tour(published))


def _tour(published: Published) -> tuple[ExampleView, ...]:
    found: list[ExampleView] = []
    for example in published.subject.examples:
        selection = parse(parse_qsl(example.query), published.document)
        if not selection.problems:
            result = wording.headline(State(published, selection, published).overall.standing, bool(selection.words))
            found.append(ExampleView(example.title, example.workload, selection.url, result))
    return tuple(found)


@responses.for_people(STAMP)
def how_to_read(request: HttpRequest) -> HttpResponseBase:
    """`/help/`: short, and of the newest revision."""
    published = readers.newest()
    document, subject = published.document, published.subject
    context = {
        "tour": tour(published),
        "terms": wording.glossary(document, subject),
        "who": who_says(document, subject.publisher.short),
        "quantities": QUANTITIES,
        "described": openapi.in_words(document, [dated.date for dated in editions.at(published.beside)]),
        "document": document,
        "subject": subject,
        "as_documented": as_documented(published),
    }
    return render(request, "matrix/help.html", context)
