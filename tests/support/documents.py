"""The standard document and subject for tests of the pure modules, from the source and the fixtures alone."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from msgspec import structs

from matrix.decision import overall as levels
from matrix.decision.fit import Fit, Verdicts, evaluate
from matrix.decision.guide import Guide, Plan, guide
from matrix.decision.query import parse
from matrix.decision.selection import Answer, Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Choice, Column, Criterion, Document, Feature, Question, Ruling
from matrix.domain.subject import Abbreviation, ErrorText, Example, Publisher, Subject, SubjectTable
from matrix.upstream import reader
from matrix.upstream.reader import UpstreamPage

FIXTURES = Path(__file__).parents[2] / "fixtures"
SOURCE = FIXTURES / "model-deploy-feature-matrix.md"


@cache
def source_text() -> str:
    return reader.decode(SOURCE.read_bytes())


def _fixture(name: str) -> dict[str, list[dict[str, Any]]]:
    """A fixture's rows by model."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in json.loads((FIXTURES / f"{name}.json").read_text()):
        rows[row["model"].removeprefix("matrix.")].append(row["fields"])
    return rows


@cache
def subject() -> Subject:
    rows = _fixture("subject")
    (site,) = rows["subject"]
    publisher = Publisher(
        name=site.pop("publisher_name"),
        short=site.pop("publisher_short"),
        **{field: site.pop(field) for field in ("since", "licence", "licence_url")},
    )
    for row in (row for name in rows if name != "subject" for row in rows[name]):
        row.pop("position")
    tables = [{**row, "no_options": tuple(row["no_options"].split())} for row in rows["subjecttable"]]
    return Subject(
        **{**site, "left_out": tuple(site["left_out"].split())},
        publisher=publisher,
        tables=tuple(SubjectTable(**row) for row in tables),
        abbreviations=tuple(Abbreviation(**row) for row in rows["abbreviation"]),
        examples=tuple(Example(**row) for row in rows["example"]),
        errors=tuple(ErrorText(**row) for row in rows["errortext"]),
    )


DETAILED = "real-time-inference"
"""The option that the second table details."""


def read_page(text: str) -> UpstreamPage:
    """An upstream page, as one that comes in first."""
    return reader.read_page(text, subject())


@cache
def questionnaire() -> tuple[tuple[Question, ...], tuple[Ruling, ...]]:
    rows = _fixture("questionnaire")
    criteria: dict[tuple[str, str], list[Criterion]] = defaultdict(list)
    for row in sorted(rows["criterion"], key=lambda row: row.pop("position")):
        (question,), choice = row.pop("question"), row.pop("choice")
        criteria[question, choice[1] if choice else ""].append(Criterion(**row))
    questions = []
    for row in sorted(rows["question"], key=lambda row: row.pop("position")):
        own = sorted((c for c in rows["choice"] if c["question"] == [row["slug"]]), key=lambda c: c["position"])
        choices = tuple(Choice(c["slug"], c["label"], tuple(criteria[row["slug"], c["slug"]])) for c in own)
        questions.append(Question(**row, choices=choices, criteria=tuple(criteria[row["slug"], ""])))
    return tuple(questions), tuple(Ruling(**row) for row in rows["ruling"])


def document_of(text: str) -> Document:
    """A page's document, with the standard questionnaire."""
    questions, rulings = questionnaire()
    return replace(read_page(text).document, questions=questions, rulings=rulings)


@cache
def standard() -> Document:
    return document_of(source_text())


def large(rows: int, columns: int, text: str) -> Document:
    """The standard matrix with a first table of this size, its cells by ``text``."""
    document = standard()
    table = replace(
        document.tables[0],
        columns=tuple(Column(f"option-{at}", f"Option {at}") for at in range(columns)),
        features=tuple(Feature(f"row-{at}", f"Row number {at}") for at in range(rows)),
        notations=tuple(tuple(text.format(row, at) for at in range(columns)) for row in range(rows)),
    )
    return replace(document, tables=(table, document.tables[1]))


@cache
def with_annotations() -> Document:
    """The standard document with what the shipped sources say of its cells."""
    rows = json.loads((FIXTURES / "annotations.json").read_text())
    fields = {
        kind: [row["fields"] for row in rows if row["model"] == f"matrix.{kind}"] for kind in ("ruling", "annotation")
    }
    annotations = []
    for row in fields["annotation"]:
        where = row["table"], row["feature"], row["option"]
        said = row["text"], row["source"], row["url"], row["seen"]
        annotations.append(Annotation(*where, *said, row["cell"] if row["valued"] else None))
    rulings = (*standard().rulings, *(Ruling(**row) for row in fields["ruling"]))
    return replace(standard(), rulings=rulings, annotations=tuple(annotations))


@cache
def plan() -> Plan:
    return Plan(Verdicts(standard()))


def select(query: str, document: Document | None = None) -> Selection:
    return parse(parse_qsl(query, keep_blank_values=True), document or standard())


def answer(query: str) -> Answer:
    """The one answer that a query string gives."""
    (given,) = select(query).answers
    return given


def fit(query: str, document: Document | None = None) -> Fit:
    """What a query string comes to, by the standard document or another."""
    return evaluate(Verdicts(document) if document else plan().verdicts, select(query, document))


def overall(query: str) -> levels.Overall:
    return levels.evaluate(plan().verdicts, select(query), fit(query), DETAILED)


def guided(query: str) -> Guide:
    return guide(plan(), select(query), DETAILED)


def with_answer(selection: Selection, answer: Answer, question: Question) -> Selection:
    """The selection in which an answer is chosen: beside the others of a question that takes many, else instead."""
    kept = tuple(a for a in selection.answers if question.many or a.question != question.slug)
    return structs.replace(selection, answers=(*kept, answer) if answer not in kept else kept, problems=())


# --- Other documents than the standard one -----------------------------------------------------------------------


def edited(old: str, new: str, text: str = "") -> str:
    """The source's text, or ``text``, with the one place that reads ``old`` changed."""
    text = text or source_text()
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


# --- The spellings in which the page is published ----------------------------------------------------------------


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def with_front_matter(text: str) -> str:
    return "---\ntitle: Supported features\nkeywords: [a, b]\n---\n\n" + text


def padded(text: str) -> str:
    """Every column as wide as its widest cell, the rule with colons, no blanks at the ends of lines."""
    lines = [line.rstrip() for line in text.split("\n")]
    at = 0
    while at < len(lines):
        end = at
        while lines[end].startswith("|"):
            end += 1
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[at:end]]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for offset, row in enumerate(rows):
            cells = [f":{'-' * (w - 2)}:" if offset == 1 else c.ljust(w) for c, w in zip(row, widths, strict=True)]
            lines[at + offset] = f"| {' | '.join(cells)} |"
        at = end + 1
    return "\n".join(lines)


def with_link_titles(text: str) -> str:
    return re.sub(r"\]\(([^)\s]+)\)", r'](\1 "A title, with a \\"quote\\"")', text)


def _bullets(mark: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"^\+ +", mark, text, flags=re.MULTILINE)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as in the source": str,
    "no backslashes": unescaped,
    "no backslashes, front matter": lambda text: with_front_matter(unescaped(text)),
    "padded columns": padded,
    "link titles": with_link_titles,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CRLF with front matter": lambda text: with_front_matter(text).replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "bullets *": _bullets("* "),
    "bullets -": _bullets("-   "),
    "no anchor": lambda text: re.sub(r"<a name=.*?></a>", "", text),
    "another anchor": lambda text: text.replace('<a name="model-deploy-feature-matrix"></a>', '<a id="x"></a>'),
    "an anchor on its own line": lambda text: '<a name="x"></a>\n\n' + text,
    "a line less and more": lambda text: text.replace("\n\n\n", "\n\n").replace("\n\n With", "\n\n\n\n With"),
    "no blanks at the ends": lambda text: "\n".join(line.strip() for line in text.split("\n")),
    "narrow cells": lambda text: re.sub(r" ?\| ?", "|", text),
    "everything at once": lambda text: with_front_matter(with_link_titles(padded(_bullets("* ")(unescaped(text))))),
}
