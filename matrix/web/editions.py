"""The editions of the page: a list, and two of them compared."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from msgspec import Struct

from matrix.decision import query
from matrix.decision.across import outcome_changes
from matrix.decision.fit import Outcome
from matrix.decision.flips import flips, unfinished
from matrix.decision.selection import Problem, Selection
from matrix.decision.work import Work
from matrix.editing.preview import preview
from matrix.presentation import changes, second_sources
from matrix.presentation.wording import OUTCOME
from matrix.store import editions, readers
from matrix.store.editions import Edition
from matrix.store.revisions import Published
from matrix.upstream.editions import between
from matrix.web import responses
from matrix.web.basis import STAMP
from matrix.web.by_edition import outcomes_of
from matrix.web.dated import as_documented
from matrix.web.history import lines_of
from matrix.web.state import query_of


class Compared(Struct, frozen=True):
    """Two editions, in the order asked for, a selection that may be other by them, and what can't be read."""

    older: Edition | None
    newer: Edition | None
    selection: Selection
    problems: tuple[Problem, ...]


def _compared(request: HttpRequest, since: str = "") -> Compared:
    """Which two are asked for; without names, the last two, or that of ``since`` and the last. Raises TooMuch and
    NothingPublished."""
    newest = readers.newest()
    dates = [dated.date for dated in editions.at(newest.beside)]
    found: dict[str, str] = {}
    problems: list[Problem] = []
    asked: list[tuple[str, str]] = []
    for name, value in query.split(query_of(request)):
        if name in ("edition", "rev"):
            problems.append(Problem(name, value, f"“{name}” is not taken here: “from” and “to” name editions"))
        elif name not in ("from", "to"):
            asked.append((name, value))
        elif name in found:
            problems.append(Problem(name, value, f"“{name}” takes one value; “{found[name]}” is applied"))
        elif value.strip() in dates:
            found[name] = value.strip()
        elif value.strip():
            problems.append(Problem(name, value, f"there is no edition of “{value}”; there are {', '.join(dates)}"))
    last = [None, None, *dates][-2:]
    older, newer = found.get("from") or (since if since in dates[:-1] else last[0]), found.get("to") or last[1]
    sides = [editions.find(day, newest) if day else None for day in (older, newer)]
    selection = query.parse(asked, newest.document, lineage=editions.lineage(newest))
    return Compared(sides[0], sides[1], selection, (*problems, *selection.problems))


@responses.for_people(STAMP)
def index(request: HttpRequest) -> HttpResponseBase:
    """`/editions/`: every edition, and what differs between two of them."""
    newest = readers.newest()
    asked = _compared(request, since=newest.document.source.date)  # which is what readers are shown
    older, newer = asked.older, asked.newer
    both = (older.document, newer.document) if older and newer else None
    who = second_sources.who_says(newest.document, newest.subject.publisher.short)
    others = second_sources.otherwise(newest.document, newest.content.said, who)
    judged = others and asked.selection.words and not asked.selection.annotated
    lines = lines_of(between(*both), both[1], older, newer.date) if both and newer else []
    context = {
        "editions": editions.at(newest.beside),
        "older": older,
        "newer": newer,
        "lines": lines,
        "differing": _differing(asked, newest, [line.kind for line in lines]),
        "effects": preview(*both) if both else None,
        "asked": asked.selection.query,
        "pairs": asked.selection.pairs,
        "results": _results(asked, newest),
        "others": others,
        "others_url": asked.selection.url_with(annotated=True) if judged else "",
        "problems": asked.problems,
        "here": request.path,
        "subject": newest.subject,
        "document": newest.document,
        "as_documented": as_documented(newest),
    }
    return render(request, "matrix/editions.html", context)


def _differing(asked: Compared, newest: Published, kinds: list[str]) -> str:
    if not (asked.older and asked.newer):
        return ""
    cells, days = kinds.count("cell"), (asked.older.date, asked.newer.date)
    return changes.differing(newest.subject.publisher.short, days, cells, len(kinds) - cells)


def _results(asked: Compared, newest: Published) -> list[tuple[str, str, str]]:
    """Which outcomes of the selection differ: the option, and what it is by either edition."""
    if not (asked.older and asked.newer and asked.selection.words):
        return []
    before, after = (outcomes_of(side.content, asked.selection, newest) for side in (asked.older, asked.newer))
    return [
        (asked.newer.document.columns[change.option][1].name, _state(change.before), _state(change.after))
        for change in outcome_changes(before, after)
    ]


def _state(outcome: Outcome | None) -> str:
    return OUTCOME[outcome] if outcome else "no option"


@responses.for_programs(STAMP)
def as_json(request: HttpRequest) -> HttpResponseBase:
    """`/editions.json`: the same for programs."""
    newest, asked = readers.newest(), _compared(request)
    if asked.problems:
        return responses.refusal(asked.problems)
    answer: dict[str, Any] = {
        "editions": [{"edition": dated.date, "seen": dated.seen} for dated in editions.at(newest.beside)],
        "changes": [],
        "flips": [],
    }
    if asked.older and asked.newer:
        both = asked.older.document, asked.newer.document
        answer["changes"] = [change.as_json() for change in between(*both)]
        work = Work()
        answer["flips"] = [flip.as_json() for flip in flips(*both, work)]
        answer |= {"flips_unfinished": said} if (said := unfinished(work)) else {}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
