"""An oracle for the decision tool: the specification once more, as plainly and slowly as possible.

Written from the contract, the questionnaire and the source document alone, without a look at `matrix/`, so
that the two can be compared. It imports nothing of the project and shares no code with it. Where the
specification is silent, the reading taken is marked "READING".

A selection is a list of (name, value) words as they stand in the canonical query: ("payload", "50MB"),
("hardware", "gpu"), ("need", "dlcs-supported:byoc"), ("need", "deployment-guardrails:strict").
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

Word = tuple[str, str]
Relaxation = tuple[frozenset[str], frozenset[str]]

T1 = "inference-options"
T2 = "hosting-options"
TABLES = (T1, T2)

RT, BT, AI, SI = "real-time-inference", "batch-transform", "asynchronous-inference", "serverless-inference"
SM, MM, SP, MC = (
    "single-model-endpoints",
    "multi-model-endpoints",
    "serial-inference-pipeline",
    "multi-container-endpoints",
)
DOCKER = "docker-containers"
OPTIONS: dict[str, tuple[str, ...]] = {T1: (RT, BT, AI, SI), T2: (SM, MM, SP, MC)}

MET, CONDITIONAL, NOT_STATED, NOT_APPLICABLE, UNMET = (
    "met",
    "conditional",
    "not-stated",
    "not-applicable",
    "unmet",
)
# From best to worst; `conditional` and `not-stated` lead to the same outcome.
BEST_FIRST = (MET, CONDITIONAL, NOT_STATED, NOT_APPLICABLE, UNMET)
FITTING = ("fits", "conditional")
OUTCOMES_BEST_FIRST = ("fits", "conditional", "not-applicable", "ruled-out")

# Parameters of the table, which never change an outcome.
IGNORED = ("q", "option", "show", "sort", "rev")


# The questionnaire, transcribed


class Question(NamedTuple):
    slug: str
    kind: str  # size, duration, one, many
    choices: tuple[str, ...]  # for size and duration: one representative of each band that the limits part
    optional: bool = False  # marked `o`


QUESTIONS: tuple[Question, ...] = (
    Question("latency", "one", ("interactive", "near-real-time", "offline")),
    # to 4 MB, over 4 under 6 MB, 6 to 100 MB, over 100 MB to 1 GB, over 1 GB
    Question("payload", "size", ("1MB", "5MB", "50MB", "500MB", "2GB")),
    # under 60 s, 60 s to under 15 min, 15 min to under 1 day, 1 day and longer
    # (READING: "Days" parts two bands)
    Question("time", "duration", ("30s", "5min", "12h", "2d")),
    Question("scaling", "many", ("scale-to-zero", "autoscaling"), optional=True),
    Question("hardware", "many", ("gpu", "inf1", "d-instance"), optional=True),
    Question("behind", "one", ("one-model", "several", "multi-model", "multi-container", "serial")),
    Question("network", "many", ("isolation", "vpc", "private-link"), optional=True),
    Question("guardrails", "one", ("full", "fallback"), optional=True),
    Question("testing", "many", ("shadow", "variants"), optional=True),
    Question("model-parallel", "one", ("yes",), optional=True),
    Question("marketplace", "one", ("yes",), optional=True),
    Question("aids", "many", ("monitor", "recommender"), optional=True),
    Question("container", "one", ("1p", "pre-built", "extend-pre-built", "byoc")),
    Question("chunked", "one", ("yes",), optional=True),
    Question("combine", "many", ("multi-model", "multi-container", "serial"), optional=True),
    Question(
        "framework",
        "one",
        (
            "k-nn",
            "xgboost",
            "linear-learner",
            "rcf",
            "tensorflow",
            "apache-mxnet",
            "pytorch",
            "scikit-learn",
            "other",
        ),
    ),
)
QUESTION_BY_SLUG: dict[str, Question] = {question.slug: question for question in QUESTIONS}

# Further quantities whose result no band has: 1000 and 1024 disagree at 4 MB, 6 MB, 100 MB and 1 GB.
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "payload": ("4050KB", "6050KB", "101000KB", "1010MB"),
}

# Answers that stand for one row, the same in both tables (in T2 the row may be missing).
ROW_OF_ANSWER: dict[Word, str] = {
    ("scaling", "scale-to-zero"): "scale-to-zero",
    ("scaling", "autoscaling"): "autoscaling-support",
    ("testing", "shadow"): "shadow-testing",
    ("testing", "variants"): "multiple-production-variants-support",
    ("aids", "monitor"): "data-capture-model-monitor-support",
    ("aids", "recommender"): "inference-recommender",
    ("hardware", "gpu"): "gpu-support",
    ("hardware", "inf1"): "inf1-support",
    ("hardware", "d-instance"): "d-instance-support",
    ("network", "isolation"): "network-isolation",
    ("network", "vpc"): "virtual-private-cloud-support",
    ("network", "private-link"): "private-link-support",
    ("guardrails", "fallback"): "deployment-guardrails",
    ("guardrails", "full"): "deployment-guardrails",
    ("marketplace", "yes"): "market-place-model-packages-support",
    ("model-parallel", "yes"): "model-parallel-serving-support",
    ("chunked", "yes"): "http-chunked-encoding",
    ("behind", "one-model"): "single-model",
}
# The arrangement rows, and in T2 the heading that `behind` asks for.
ARRANGEMENT_ROW: dict[str, str] = {
    "multi-model": "multi-model-endpoint",
    "multi-container": "multi-container-endpoint",
    "serial": "serial-inference-pipeline",
}
ARRANGEMENT_HEADING: dict[str, str] = {"multi-model": MM, "multi-container": MC, "serial": SP}

# How soon, in rising order of patience.
LATENCY_ORDER = ("interactive", "near-real-time", "offline")

LIMIT_ROWS = ("payload-size", "request-timeout")
LIST_ROWS = ("dlcs-supported",)
CONTAINER_KINDS = ("1p", "pre-built", "extend-pre-built", "byoc")


# Quantities

SIZE_POWER: dict[str, int] = {"kb": 1, "kib": 1, "mb": 2, "mib": 2, "gb": 3, "gib": 3}
SECONDS: dict[str, Fraction] = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), Fraction(1, 1000)),
    **dict.fromkeys(("s", "sec", "second", "seconds"), Fraction(1)),
    **dict.fromkeys(("min", "minute", "minutes"), Fraction(60)),
    **dict.fromkeys(("h", "hour", "hours"), Fraction(3600)),
    **dict.fromkeys(("d", "day", "days"), Fraction(86400)),
}


@dataclass(frozen=True)
class Quantity:
    number: Fraction
    unit: str

    @property
    def is_size(self) -> bool:
        return self.unit in SIZE_POWER

    def value(self, factor: int) -> Fraction:
        """Bytes by this factor, or seconds (for which the factor plays no part)."""
        if self.is_size:
            return self.number * Fraction(int(factor ** SIZE_POWER[self.unit]))
        return self.number * SECONDS[self.unit]


def read_quantity(text: str) -> Quantity:
    found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]+)\s*", text)
    if not found:
        raise ValueError(f"no quantity: {text!r}")
    unit = found[2].lower()
    if unit not in SIZE_POWER and unit not in SECONDS:
        raise ValueError(f"no unit: {text!r}")
    return Quantity(Fraction(found[1]), unit)


# The source document


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


@dataclass(frozen=True)
class Cell:
    text: str  # as a reader sees it
    kind: str  # supported, unsupported, not-applicable, limit, list, text
    footnotes: tuple[int, ...] = ()
    comparator: str = ""
    limit: Quantity | None = None
    items: tuple[str, ...] = ()  # slugs


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    link: str | None
    cells: dict[str, Cell]  # by option slug


@dataclass(frozen=True)
class Table:
    slug: str
    column_links: dict[str, str | None]
    rows: dict[str, Row]  # by key


def read_link(text: str) -> tuple[str, str | None]:
    """The text without link syntax, and the address of its first link."""
    found = re.search(r"\[([^\]]*)\]\(([^)]*)\)", text)
    plain = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r"\1", text)
    return plain.strip(), found[2] if found else None


def read_cell(text: str) -> Cell:
    plain, _ = read_link(text)
    if plain == "":
        return Cell(plain, "unsupported")
    if plain == "N/A":
        return Cell(plain, "not-applicable")
    tick = re.fullmatch(r"✓ ?([0-9]*)", plain)
    if tick:
        return Cell(plain, "supported", footnotes=(int(tick[1]),) if tick[1] else ())
    limit = re.fullmatch(r"([<≤]) (.+)", plain)
    if limit:
        return Cell(plain, "limit", comparator=limit[1], limit=read_quantity(limit[2]))
    mark = re.search(r" ([0-9]+)$", plain)
    unmarked = plain[: mark.start()] if mark else plain
    items = [item.strip() for item in unmarked.split(",")]
    if len(items) >= 2 and all(1 <= len(item.split()) <= 2 for item in items):
        footnotes = (int(mark[1]),) if mark else ()
        return Cell(plain, "list", footnotes=footnotes, items=tuple(slug(item) for item in items))
    return Cell(plain, "text")


def read_tables(source: str) -> dict[str, Table]:
    """Both tables; the second takes its keys from the first, by link, else by name."""
    blocks: list[list[list[str]]] = []
    inside = False
    for raw in source.splitlines():
        line = raw.replace("\\", "").strip()
        if line.startswith("|"):
            if not inside:
                blocks.append([])
            # A blank last cell must not be lost: cut exactly one bar at each end.
            blocks[-1].append([part.strip() for part in line.removeprefix("|").removesuffix("|").split("|")])
        inside = line.startswith("|")
    if len(blocks) != 2:
        raise ValueError(f"{len(blocks)} tables instead of 2")

    tables: dict[str, Table] = {}
    for table_slug, (head, _rule, *body) in zip(TABLES, blocks, strict=True):
        columns = [read_link(text) for text in head[1:]]
        rows: dict[str, Row] = {}
        for parts in body:
            name, link = read_link(parts[0])
            key = slug(name)
            if table_slug == T2:
                first = tables[T1].rows.values()
                key = next((row.key for row in first if row.name == name), key)
                key = next((row.key for row in first if link is not None and row.link == link), key)
            cells = {slug(column): read_cell(part) for (column, _), part in zip(columns, parts[1:], strict=True)}
            if key in rows:
                raise ValueError(f"two rows {key}")
            rows[key] = Row(key, name, link, cells)
        tables[table_slug] = Table(table_slug, {slug(column): link for column, link in columns}, rows)
    return tables


def read_latency_classes(source: str) -> dict[str, str | None]:
    """What each bullet names: an option's class, or None where it names none."""
    classes: dict[str, str | None] = {}
    for raw in source.splitlines():
        line = raw.replace("\\", "").strip()
        if not line.startswith("+"):
            continue
        words = line.removeprefix("+").strip().lower()
        option = next(option for option in OPTIONS[T1] if slug(words).startswith(option))
        if "near-real-time" in words:
            classes[option] = "near-real-time"
        elif "offline" in words:
            classes[option] = "offline"
        elif "interactive" in words:
            classes[option] = "interactive"
        else:
            classes[option] = None
    return classes


def read_footnotes(source: str) -> dict[int, str]:
    """The lines at the foot that begin with a number, without link syntax."""
    lines = [line.replace("\\", "").strip() for line in source.splitlines()]
    notes = [found for line in lines if (found := re.fullmatch(r"([0-9]+) (.+)", line))]
    return {int(note[1]): re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r"\1", note[2]) for note in notes}


class ShortForm(NamedTuple):
    forms: tuple[str, ...]
    meaning: str


class ErrorText(NamedTuple):
    text: str
    row: str


def read_subject() -> tuple[list[ShortForm], list[ErrorText]]:
    """The short forms that the subject's data spell out, beside the source's own N/A; and its error texts."""
    rows = json.loads((find_source().parent / "subject.json").read_text(encoding="utf-8"))
    data = [(row["model"], row["fields"]) for row in rows]
    short = [ShortForm((f["term"], f["also"]), f["meaning"]) for model, f in data if model == "matrix.abbreviation"]
    errors = [ErrorText(f["text"], f["feature"]) for model, f in data if model == "matrix.errortext"]
    return [*short, ShortForm(("N/A",), "not applicable")], errors


def find_source() -> Path:
    """The source document, as the fixtures have it."""
    return Path(__file__).resolve().parents[2] / "fixtures" / "model-deploy-feature-matrix.md"


# Words


def as_text(word: Word) -> str:
    return f"{word[0]}={word[1]}"


def clean(words: Iterable[Word]) -> list[Word]:
    """The words that can matter, each once."""
    kept: list[Word] = []
    for word in words:
        if word[0] not in IGNORED and word not in kept:
            kept.append(word)
    return kept


@dataclass(frozen=True)
class Need:
    feature: str
    quantity: Quantity | None = None
    item: str | None = None
    strict: bool = False


def read_need(value: str) -> Need:
    """`feature`, `feature:strict`, `feature:value`, `feature:value:strict`."""
    parts = value.split(":")
    feature, rest = parts[0], parts[1:]
    strict = bool(rest) and rest[-1] == "strict"
    if strict:
        rest = rest[:-1]
    if feature in LIMIT_ROWS and len(rest) == 1:
        return Need(feature, quantity=read_quantity(rest[0]), strict=strict)
    if feature in LIST_ROWS and len(rest) == 1:
        return Need(feature, item=rest[0], strict=strict)
    if feature not in LIMIT_ROWS and feature not in LIST_ROWS and not rest:
        return Need(feature, strict=strict)
    raise ValueError(f"unreadable need: {value!r}")


def asks_for_1p(word: Word) -> bool:
    """The first half of the pair; an answer and the same need are alike."""
    name, value = word
    if name == "container":
        return value == "1p"
    if name == "need" and value.split(":")[0] == "dlcs-supported":
        return read_need(value).item == "1p"
    return False


def asks_for_chunked(word: Word) -> bool:
    """The second half of the pair."""
    name, value = word
    if name == "chunked":
        return value == "yes"
    return name == "need" and value.split(":")[0] == "http-chunked-encoding"


def check_word(word: Word) -> None:
    name, value = word
    if name == "need":
        read_need(value)
    elif name not in QUESTION_BY_SLUG:
        raise ValueError(f"unknown parameter: {name!r}")
    elif QUESTION_BY_SLUG[name].kind in ("size", "duration"):
        if read_quantity(value).is_size != (QUESTION_BY_SLUG[name].kind == "size"):
            raise ValueError(f"wrong unit: {as_text(word)}")
    elif value not in QUESTION_BY_SLUG[name].choices:
        raise ValueError(f"unknown choice: {as_text(word)}")


# The oracle


class Oracle:
    """The specification over one source text (pass an edited text to see what an edit does). ``splits``: the rows that
    were split since the questionnaire was written, with the keys of their parts."""

    def __init__(self, source: str, splits: dict[str, tuple[str, ...]] | None = None) -> None:
        self.tables = read_tables(source)
        self.splits = splits or {}
        self.latency_classes = read_latency_classes(source)
        self.footnotes = read_footnotes(source)
        self.short_forms, self.errors = read_subject()
        self._known: dict[tuple[str, str, Word, bool], str | None] = {}

    # One need against one cell

    def judge(self, table: Table, option: str, need: Need, *, with_1p: bool) -> str:
        rows = self.rows(table, need.feature)
        if not rows and not any(self.rows(other, need.feature) for other in self.tables.values()):
            raise ValueError(f"unknown feature: {need.feature!r}")
        found = [self.judge_row(table, row, option, need, with_1p=with_1p) for row in rows]
        return max(found, key=BEST_FIRST.index, default=NOT_STATED)

    def rows(self, table: Table, feature: str) -> list[Row]:
        """The row; else its parts; else the row that it is a part of.

        READING: a table that has not been split reads a part as the whole row, as a page from before a split does.
        """
        parts = self.splits.get(feature, ())
        wholes = [whole for whole, of in self.splits.items() if feature in of]
        for keys in ([feature], parts, wholes):
            if found := [table.rows[key] for key in keys if key in table.rows]:
                return found
        return []

    def judge_row(self, table: Table, row: Row, option: str, need: Need, *, with_1p: bool) -> str:
        cell = row.cells[option]
        if cell.kind == "unsupported":
            return UNMET
        if cell.kind == "not-applicable":
            if row.link is not None and row.link == table.column_links[option]:
                return MET
            return NOT_APPLICABLE
        if cell.kind == "supported":
            return CONDITIONAL if cell.footnotes else MET
        if cell.kind == "limit":
            return self.judge_limit(cell, need)
        if cell.kind == "list":
            return self.judge_list(cell, need)
        return self.judge_text(cell, need, with_1p=with_1p)

    def judge_limit(self, cell: Cell, need: Need) -> str:
        if need.quantity is None or cell.limit is None:
            raise ValueError(f"a quantity is needed for {need.feature}")
        if need.quantity.is_size != cell.limit.is_size:
            raise ValueError(f"wrong unit for {need.feature}")
        results: list[bool] = []
        for factor in (1000, 1024):
            asked, allowed = need.quantity.value(factor), cell.limit.value(factor)
            results.append(asked < allowed if cell.comparator == "<" else asked <= allowed)
        if all(results):
            return MET
        if not any(results):
            return UNMET
        return CONDITIONAL

    def judge_list(self, cell: Cell, need: Need) -> str:
        if need.item is None:
            raise ValueError(f"an item is needed for {need.feature}")
        if need.item in cell.items:
            return MET
        return CONDITIONAL if cell.footnotes else UNMET

    def judge_text(self, cell: Cell, need: Need, *, with_1p: bool) -> str:
        if cell.text == "Days" and need.quantity is not None:
            if need.quantity.value(1000) < SECONDS["d"]:
                return MET
            return UNMET if need.strict else CONDITIONAL
        if need.feature == "http-chunked-encoding" and with_1p and "1P not supported" in cell.text:
            return UNMET
        return UNMET if need.strict else CONDITIONAL

    # One word against one option

    def verdict(self, table_slug: str, option: str, word: Word, *, with_1p: bool) -> str | None:
        """The word's verdict, or None where it has no meaning in this table."""
        known = (table_slug, option, word, with_1p)
        if known not in self._known:
            check_word(word)
            self._known[known] = self._verdict(self.tables[table_slug], option, word, with_1p=with_1p)
        return self._known[known]

    def _verdict(self, table: Table, option: str, word: Word, *, with_1p: bool) -> str | None:
        name, value = word

        def by(need: Need) -> str:
            return self.judge(table, option, need, with_1p=with_1p)

        if name == "need":
            return by(read_need(value))
        if name == "payload":
            return by(Need("payload-size", quantity=read_quantity(value)))
        if name == "time":
            return by(Need("request-timeout", quantity=read_quantity(value)))
        if name == "latency":
            return self.judge_latency(option, value) if table.slug == T1 else None
        if name == "container":
            return by(Need("dlcs-supported", item=value))
        if name == "combine":
            return by(Need(ARRANGEMENT_ROW[value])) if table.slug == T2 else None
        if name == "framework":
            if table.slug == T1:
                return None
            return by(Need("dlcs-supported", item=value)) if option == MM else MET
        if name == "behind" and value == "several":
            if table.slug == T2:
                return UNMET if option == SM else MET
            # READING: the best of the three rows.
            found = [by(Need(row)) for row in ARRANGEMENT_ROW.values()]
            return min(found, key=BEST_FIRST.index)
        if name == "behind" and value != "one-model":
            if table.slug == T2:
                return MET if option == ARRANGEMENT_HEADING[value] else UNMET
            return by(Need(ARRANGEMENT_ROW[value]))
        return by(Need(ROW_OF_ANSWER[word], strict=word == ("guardrails", "full")))

    def judge_latency(self, option: str, required: str) -> str:
        if required == "offline":
            return MET
        stated = self.latency_classes[option]
        if stated is None:
            return CONDITIONAL
        return UNMET if LATENCY_ORDER.index(stated) > LATENCY_ORDER.index(required) else MET

    # A whole selection

    def verdicts(self, words: Iterable[Word]) -> dict[str, dict[str, dict[str, str]]]:
        selection = clean(words)
        with_1p = any(asks_for_1p(word) for word in selection)
        result: dict[str, dict[str, dict[str, str]]] = {}
        for table_slug in TABLES:
            result[table_slug] = {}
            for option in OPTIONS[table_slug]:
                result[table_slug][option] = {}
                for word in selection:
                    verdict = self.verdict(table_slug, option, word, with_1p=with_1p)
                    if verdict is not None:
                        result[table_slug][option][as_text(word)] = verdict
        return result

    def outcomes(self, words: Iterable[Word]) -> dict[str, dict[str, str]]:
        result: dict[str, dict[str, str]] = {}
        for table_slug, options in self.verdicts(words).items():
            result[table_slug] = {}
            for option, by_word in options.items():
                found = list(by_word.values())
                if UNMET in found:
                    outcome = "ruled-out"
                elif NOT_APPLICABLE in found:
                    outcome = "not-applicable"
                elif CONDITIONAL in found or NOT_STATED in found:
                    outcome = "conditional"
                else:
                    outcome = "fits"
                result[table_slug][option] = outcome
        return result

    def fitting(self, words: Iterable[Word]) -> dict[str, frozenset[str]]:
        return {
            table_slug: frozenset(option for option, outcome in options.items() if outcome in FITTING)
            for table_slug, options in self.outcomes(words).items()
        }

    # What to give up

    def relaxations(self, words: Iterable[Word]) -> dict[str, set[Relaxation]]:
        """All minimal sets of words whose removal makes at least one option of the table fit."""
        selection = clean(words)
        if len(selection) <= 8:
            return self.relaxations_by_all_subsets(selection)
        return self.relaxations_by_option(selection)

    def relaxations_by_all_subsets(self, words: Iterable[Word]) -> dict[str, set[Relaxation]]:
        """The definition itself: every subset, the small ones first. For a dozen words at most."""
        selection = clean(words)
        result: dict[str, set[Relaxation]] = {table_slug: set() for table_slug in TABLES}
        now = self.fitting(selection)
        for size in range(1, len(selection) + 1):
            for dropped in combinations(selection, size):
                drop = frozenset(as_text(word) for word in dropped)
                after: dict[str, frozenset[str]] | None = None
                for table_slug in TABLES:
                    if now[table_slug] or any(smaller < drop for smaller, _ in result[table_slug]):
                        continue
                    after = after or self.fitting([word for word in selection if word not in dropped])
                    if after[table_slug]:
                        result[table_slug].add((drop, after[table_slug]))
        return result

    def relaxations_by_option(self, words: Iterable[Word]) -> dict[str, set[Relaxation]]:
        """The same for selections of any length.

        Sound because a set that is minimal for the table is minimal for each option which it brings back. For
        one option, a word that stands against it even when asked alone must go. All others stand against it
        only as part of the pair (the only place where two words act together), so every subset of the pair's
        words is tried, and no other word need go.
        """
        selection = clean(words)
        pair = [word for word in selection if asks_for_1p(word) or asks_for_chunked(word)]
        now = self.fitting(selection)
        result: dict[str, set[Relaxation]] = {table_slug: set() for table_slug in TABLES}
        for table_slug in TABLES:
            if now[table_slug]:
                continue
            working: set[Relaxation] = set()
            for option in OPTIONS[table_slug]:
                must = {word for word in selection if option not in self.fitting([word])[table_slug]}
                free = [word for word in pair if word not in must]
                for size in range(len(free) + 1):
                    for more in combinations(free, size):
                        dropped = must | set(more)
                        rest = [word for word in selection if word not in dropped]
                        after = self.fitting(rest)[table_slug]
                        if option in after:
                            working.add((frozenset(as_text(word) for word in dropped), after))
            result[table_slug] = {
                (drop, options) for drop, options in working if not any(other < drop for other, _ in working)
            }
        return result

    # The two levels together

    def overall(self, words: Iterable[Word]) -> dict[str, str]:
        """T1's outcomes, but RT's the worse of its own and the best of T2: it comes with a hosting option."""
        found = self.outcomes(words)
        best = min(found[T2].values(), key=OUTCOMES_BEST_FIRST.index)
        worse = max(found[T1][RT], best, key=OUTCOMES_BEST_FIRST.index)
        return {**found[T1], RT: worse}

    def overall_fitting(self, words: Iterable[Word]) -> frozenset[str]:
        return frozenset(option for option, outcome in self.overall(words).items() if outcome in FITTING)

    def overall_relaxations(self, words: Iterable[Word]) -> set[Relaxation]:
        """The definition itself: every subset, the small ones first. For a dozen words at most."""
        selection = clean(words)
        result: set[Relaxation] = set()
        if self.overall_fitting(selection):
            return result
        for size in range(1, len(selection) + 1):
            for dropped in combinations(selection, size):
                drop = frozenset(as_text(word) for word in dropped)
                if any(smaller < drop for smaller, _ in result):
                    continue
                after = self.overall_fitting([word for word in selection if word not in dropped])
                if after:
                    result.add((drop, after))
        return result

    # What to ask

    def is_open(self, words: Iterable[Word], question_slug: str) -> bool:
        return all(name != question_slug for name, _ in words)

    def is_moot(self, words: Iterable[Word], question_slug: str) -> bool:
        """No answer to it, together with any answers to the other open questions, changes an outcome.

        Literal but for two sound reductions, so that it ends.
        1. Of the other open questions at most one answer is tried. An outcome is the worst of its words'
           verdicts, so further words can only hide a change, never bring one about, unless they change
           another word's verdict; that happens between exactly two words (the pair), of which this
           question's answer must be one.
        2. Of a "many" question single choices are tried: two choices together do what one of them does (no
           two choices of one question are a pair). Sizes and times are tried at one quantity for each result
           that the source's limits can give, the ambiguous ones included.

        READING: an answered question is not open, and never called moot.
        """
        selection = clean(words)
        if not self.is_open(selection, question_slug):
            return False
        company: list[list[Word]] = [[]]
        for question in QUESTIONS:
            if question.slug != question_slug and self.is_open(selection, question.slug):
                company += [[answer] for answer in every_answer(question.slug)]
        for others in company:
            before = self.outcomes(selection + others)
            for answer in every_answer(question_slug):
                if self.outcomes([*selection, *others, answer]) != before:
                    return False
        return True

    def next_question(self, words: Iterable[Word]) -> str | None:
        """The first open question that still tells the fitting options apart: T1's (overall), else T2's.

        READING: passing a question over leaves what fits now.
        """
        selection = clean(words)
        if not self.overall_fitting(selection):
            return None
        waiting = [question for question in QUESTIONS if self.is_open(selection, question.slug)]
        for question in waiting:
            if self.tells_apart(self.overall_fitting, selection, question):
                return question.slug
        if RT not in self.overall_fitting(selection):
            return None
        for question in waiting:
            if self.tells_apart(lambda asked: self.fitting(asked)[T2], selection, question):
                return question.slug
        return None

    def tells_apart(
        self, fitting: Callable[[list[Word]], frozenset[str]], selection: list[Word], question: Question
    ) -> bool:
        left = [fitting([*selection, (question.slug, choice)]) for choice in question.choices]
        if question.optional:
            left.append(fitting(selection))
        return len({options for options in left if options}) >= 2 and not self.is_moot(selection, question.slug)

    # Beside the outcomes

    def cautions(self, words: Iterable[Word]) -> set[tuple[str, str]]:
        """(word, row) where a required row's Docker containers cell lacks the container asked for.

        READING: in T1 only, which alone has that column; it stands at the word that asks for the row.
        """
        selection = clean(words)
        kinds: set[str] = set()
        for name, value in selection:
            if name == "container":
                kinds.add(value)
            elif name == "need" and value.startswith("dlcs-supported:"):
                kinds.add(read_need(value).item or "")
        kinds &= set(CONTAINER_KINDS)
        found: set[tuple[str, str]] = set()
        for word in selection:
            for row, cell in self.docker_cells_asked_for(word):
                if not set(cell.items) & set(CONTAINER_KINDS):
                    continue
                if kinds - set(cell.items):
                    found.add((as_text(word), row))
        return found

    def docker_cells_asked_for(self, word: Word) -> list[tuple[str, Cell]]:
        rows = [row for key in self.rows_asked_for(word) for row in self.rows(self.tables[T1], key)]
        return [(row.key, row.cells[DOCKER]) for row in rows]

    def rows_asked_for(self, word: Word) -> list[str]:
        """The T1 rows that a word requires (`several` requires none of its three in particular)."""
        name, value = word
        if name == "need":
            return [read_need(value).feature]
        if name == "behind" and value in ARRANGEMENT_ROW:
            return [ARRANGEMENT_ROW[value]]
        return [ROW_OF_ANSWER[word]] if word in ROW_OF_ANSWER else []

    # What is shown, which changes no outcome

    def row_text(self, row: Row) -> str:
        """What a search looks into. READING: what the data spell out is found by its short form too."""
        texts = [row.name, *(cell.text for cell in row.cells.values())]
        own = " | ".join(texts)
        texts += [self.footnotes[number] for cell in row.cells.values() for number in cell.footnotes]
        for short in self.short_forms:
            # by itself: no letter or digit beside it
            if any(form and re.search(rf"\b{re.escape(form)}(?!\w)", own) for form in short.forms):
                texts.append(short.meaning)
            elif short.meaning.lower() in own.lower():
                texts += short.forms
        return " | ".join(texts).lower()

    def search(self, q: str) -> dict[str, list[str]]:
        """The rows that hold all words; else those that an error is about whose text holds all; else those that hold
        the most.

        READING: "most" is the highest number, over both tables; an error is looked for from three characters on.
        """
        words = set(q.lower().replace("’", "'").split())
        held = {
            (slug, key): sum(word in self.row_text(row).replace("’", "'") for word in words)
            for slug, table in self.tables.items()
            for key, row in table.rows.items()
        }
        most = max(held.values())
        rows = {at for at, count in held.items() if count == most and most}
        if most < len(words) and len(q.strip()) >= 3:
            texts = [(error.text.lower().replace("’", "'"), error.row) for error in self.errors]
            about = {row for text, row in texts if all(word in text for word in words)}
            rows = {at for at in held if at[1] in about} or rows
        return {slug: [key for key in self.tables[slug].rows if (slug, key) in rows] for slug in TABLES}

    def columns(self, words: Iterable[Word], table: str, named: Sequence[str], *, hide: bool) -> list[str]:
        """The columns shown: those named (all, where none is), and with ``hide`` no option that doesn't fit, unless
        none of them does."""
        every = list(self.tables[table].column_links)
        shown = [slug for slug in every if slug in named] or every
        fitting = self.fitting(words)[table]
        if hide and fitting & set(shown):
            shown = [slug for slug in shown if slug in fitting or slug not in OPTIONS[table]]
        return shown

    def differing(self, words: Iterable[Word], table: str, columns: Sequence[str]) -> list[str]:
        """The rows in which the shown options that fit differ; all shown ones, where fewer than two fit."""
        options = [slug for slug in columns if slug in OPTIONS[table]]
        fitting = [slug for slug in options if slug in self.fitting(words)[table]]
        compared = fitting if len(fitting) > 1 else options
        rows = self.tables[table].rows
        return [key for key, row in rows.items() if len({row.cells[c].text.replace(" ", "") for c in compared}) > 1]

    def level_conflicts(self) -> set[tuple[str, str]]:
        """(hosting option, feature) where T1 ticks both for RT, and T2 refuses the pair."""
        first, second = self.tables[T1], self.tables[T2]
        found: set[tuple[str, str]] = set()
        for arrangement, heading in ARRANGEMENT_HEADING.items():
            if first.rows[ARRANGEMENT_ROW[arrangement]].cells[RT].kind != "supported":
                continue
            for key, row in first.rows.items():
                if key in ARRANGEMENT_ROW.values() or key not in second.rows:
                    continue
                refused = second.rows[key].cells[heading].kind in ("unsupported", "not-applicable")
                if row.cells[RT].kind == "supported" and refused:
                    found.add((heading, key))
        return found


def every_answer(question_slug: str) -> list[Word]:
    """One answer for each result that an answer can have."""
    choices = QUESTION_BY_SLUG[question_slug].choices + AMBIGUOUS.get(question_slug, ())
    return [(question_slug, choice) for choice in choices]


# The same as functions, over the source itself

_oracles: list[Oracle] = []


def default() -> Oracle:
    if not _oracles:
        _oracles.append(Oracle(find_source().read_text(encoding="utf-8")))
    return _oracles[0]


def outcomes(words: Sequence[Word]) -> dict[str, dict[str, str]]:
    return default().outcomes(words)


def verdicts(words: Sequence[Word]) -> dict[str, dict[str, dict[str, str]]]:
    return default().verdicts(words)


def fitting(words: Sequence[Word]) -> dict[str, frozenset[str]]:
    return default().fitting(words)


def relaxations(words: Sequence[Word]) -> dict[str, set[Relaxation]]:
    return default().relaxations(words)


def is_moot(words: Sequence[Word], question_slug: str) -> bool:
    return default().is_moot(words, question_slug)


def next_question(words: Sequence[Word]) -> str | None:
    return default().next_question(words)


def cautions(words: Sequence[Word]) -> set[tuple[str, str]]:
    return default().cautions(words)
