"""The programs' addresses, in the contract's shapes."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone

from matrix.decision.selection import Problem
from matrix.presentation import decision_record, export, record_markdown, wording
from matrix.web import responses
from matrix.web.basis import STAMP, TODAY, Basis
from matrix.web.dated import as_documented, dating_of
from matrix.web.state import State, read_state


def _program(basis: Basis) -> Callable[[Callable[..., HttpResponse]], responses.View]:
    """A program's address: the state read, and refused where any of it can't be."""

    def decorate(build: Callable[..., HttpResponse]) -> responses.View:
        @wraps(build)
        def view(request: HttpRequest, **options: str) -> HttpResponseBase:
            state = read_state(request)
            if state.selection.problems:
                return responses.refusal(state.selection.problems)
            return build(request, state, **options)

        return responses.for_programs(basis)(view)

    return decorate


def _json(value: object) -> JsonResponse:
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False})


def _text(text: str, kind: str) -> HttpResponse:
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8")


@_program(STAMP)
def fit_json(_request: HttpRequest, state: State) -> HttpResponse:
    following = state.guide.next_question
    published = state.published
    return _json(
        export.fit_as_json(
            published.document,
            published,
            state.selection,
            state.fit,
            state.overall,
            following,
            state.second,
            [edition.as_json() for edition in state.across],
        )
    )


@_program(STAMP)
def matrix_json(_request: HttpRequest, state: State) -> HttpResponse:
    published = state.published
    attribution = f"{wording.copyright_of(published.subject.publisher)}; {as_documented(published)}"
    return _json(export.matrix_as_json(published, state.comparison, state.second, attribution))


@_program(STAMP)
def matrix_md(request: HttpRequest, state: State) -> HttpResponse:
    link = request.build_absolute_uri(state.selection.url)
    return _text(
        export.matrix_as_markdown(
            state.comparison,
            state.second,
            state.published,
            as_documented(state.published),
            state.published.subject.publisher,
            link,
        ),
        "text/markdown",
    )


@_program(STAMP)
def table_csv(_request: HttpRequest, state: State, table: str) -> HttpResponse:
    shown = state.comparison.by_slug.get(table)
    if shown is None:
        return responses.refusal([Problem("table", table, "there is no such table")], status=404)
    response = _text(export.table_as_csv(shown), "text/csv")
    response.headers["Content-Disposition"] = f'inline; filename="{table}.csv"'
    return response


@_program(TODAY)
def decision_md(request: HttpRequest, state: State) -> HttpResponse:
    return _text(record_markdown.markdown(record_of(request, state)), "text/markdown")


def record_of(request: HttpRequest, state: State) -> decision_record.Record:
    """The decision record of a state, with today's date."""
    base, today = request.build_absolute_uri("/"), timezone.now().date()
    published = state.published
    return decision_record.record(
        published.document,
        state.judged.verdicts,
        published,
        published.subject,
        state.selection,
        state.fit,
        state.overall,
        as_documented(published),
        dating_of(state),
        state.second,
        base,
        today,
        state.later,
    )
