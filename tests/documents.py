"""The standard document for tests of the pure modules, from the source and the questionnaire's fixture alone."""

import json
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from matrix import markdown
from matrix.document import Choice, Criterion, Document, Question, Ruling
from matrix.fit import Fit, Verdicts, evaluate
from matrix.guide import Guide, Plan, guide
from matrix.selection import Selection, parse

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOURCE = FIXTURES / "model-deploy-feature-matrix.md"


@cache
def source_text() -> str:
    return markdown.decode(SOURCE.read_bytes())


@cache
def questionnaire() -> tuple[tuple[Question, ...], tuple[Ruling, ...]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in json.loads((FIXTURES / "questionnaire.json").read_text()):
        rows[row["model"].removeprefix("matrix.")].append(row["fields"])
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
    return replace(markdown.read(text).document, questions=questions, rulings=rulings)


@cache
def standard() -> Document:
    return document_of(source_text())


@cache
def plan() -> Plan:
    return Plan(Verdicts(standard()))


def select(query: str) -> Selection:
    return parse(parse_qsl(query, keep_blank_values=True), standard())


def fit(query: str) -> Fit:
    return evaluate(plan().verdicts, select(query))


def guided(query: str) -> Guide:
    return guide(plan(), select(query))


def outcomes(query: str) -> dict[str, dict[str, str]]:
    return {t.table.slug: {o.option.slug: o.outcome for o in t.options} for t in fit(query).tables}
