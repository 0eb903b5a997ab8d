"""Query string → selection: what is read, and a message for whatever can't be.

Pure. The grammar is the contract's "URL". Nothing is dropped in silence: what is not understood becomes a
`Problem` that names parameter, value and reason, and the rest is applied.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from urllib.parse import parse_qsl

from msgspec import Struct

from matrix.decision.selection import SHOWS, Answer, Need, Problem, Selection
from matrix.domain.document import Document, Question, row_kind
from matrix.domain.provenance import Provenance
from matrix.domain.quantities import Dimension, read_quantity, readings_of
from matrix.domain.text import NotationError, cut_quotes, slugify
from matrix.domain.validation import RESERVED

MAX_QUERY_BYTES: Final = 8192
MAX_VALUES: Final = 200
_DIMENSIONS: Final[dict[str, Dimension]] = {"size": "size", "duration": "time"}


class TooMuch(ValueError):
    """A query string over the contract's limits; the message names the limit."""


def split(query: str) -> list[tuple[str, str]]:
    """Names and values as sent. Raises TooMuch over 8 KB or 200 values."""
    check_size(query)
    if query.count("&") >= MAX_VALUES and sum(map(bool, query.split("&"))) > MAX_VALUES:
        raise TooMuch(f"The address carries more than {MAX_VALUES} values, the most that are read.")
    return parse_qsl(query, keep_blank_values=True, encoding="utf-8", errors="replace")


def check_size(query: str) -> None:
    """Raises TooMuch over 8 KB."""
    if len(query.encode("utf-8", "replace")) > MAX_QUERY_BYTES:
        raise TooMuch(f"The address carries more than 8 KB ({MAX_QUERY_BYTES} bytes), the most that is read.")


def values_of(param: str, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Every value that is asked for of a parameter (``rev``, ``edition``), in order."""
    return tuple(dict.fromkeys(value.strip() for name, value in pairs if name == param and value.strip()))


def parse(
    pairs: Iterable[tuple[str, str]],
    document: Document,
    rev: str = "",
    rev_problems: Mapping[str, str] | None = None,
    provenance: Provenance | None = None,
    lineage: Mapping[str, tuple[str, ...]] | None = None,
    edition: str = "",
    edition_problems: Mapping[str, str] | None = None,
) -> Selection:
    """Read names and values against a document. ``rev`` is the canonical hash of the first ``rev`` that
    names a revision, ``rev_problems`` why others name none; ``provenance`` tells what names meant that are gone, and
    ``lineage`` which rows were split later, and into what (`Document.lineage` of another page). ``edition`` is the date
    of the edition that the document is of, ``edition_problems`` why others are none. Never fails: see
    `Selection.problems`."""
    pins = _Pins(rev, rev_problems or {}, edition, edition_problems or {})
    return _Parser(document, pins, provenance or Provenance(), lineage or {}).parse(pairs)


class _Pins(Struct, frozen=True):
    """What the address is pinned to, and why what else it names is nothing to pin it to."""

    rev: str
    rev_problems: Mapping[str, str]
    edition: str
    edition_problems: Mapping[str, str]


class _Parser:
    def __init__(
        self,
        document: Document,
        pins: _Pins,
        provenance: Provenance,
        lineage: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.document = document
        self.provenance = provenance
        self.lineage = lineage
        self.pins = pins
        self.problems: list[Problem] = []

    def parse(self, pairs: Iterable[tuple[str, str]]) -> Selection:
        values: dict[str, list[str]] = {}
        for name, value in pairs:
            if "\ufffd" in name + value:
                self._problem(name, value, "this is not UTF-8 text")
            elif name not in RESERVED and name not in self.document.by_question:
                self._problem(name, value, self._unknown(name))
            elif value.strip():
                values.setdefault(name, []).append(value.strip())
        answers: list[Answer] = []
        for question in self.document.questions:
            answers += self._answers(question, values.get(question.slug, []))
        needs = [need for value in values.get("need", []) if (need := self._need("need", value))]
        needs += self._form_need(values)
        return Selection(
            answers=tuple(answers),
            needs=tuple(sorted(dict.fromkeys(needs), key=self._need_order)),
            q=self._one("q", values, lambda value: value),
            options=self._options(values.get("option", [])),
            show=self._shows(values.get("show", [])),
            sort=self._one("sort", values, self._sort),
            annotated=self._one("facts", values, self._facts) == "annotated",
            edition=self._one("edition", values, self._edition),
            rev=self._one("rev", values, self._rev),
            problems=tuple(self.problems),
        )

    def _problem(self, param: str, value: str, message: str, readings: tuple[Answer | Need, ...] = ()) -> None:
        self.problems.append(Problem(param, value, cut_quotes(message), readings))

    def _unknown(self, name: str) -> str:
        return f"“{name}” is no parameter of this page{self._once('question', name)}"

    def _once(self, kind: str, name: str) -> str:
        """What a name meant that a newer revision no longer knows."""
        gone = self.provenance.gone.get((kind, name))
        return f"; until revision {gone.number} it was {gone.meaning}" if gone else ""

    def _one(self, name: str, values: dict[str, list[str]], read: Callable[[str], str]) -> str:
        """The first value that can be read; any other is a problem."""
        found = ""
        for sent in values.get(name, []):
            try:
                value = read(sent)
            except NotationError as error:
                self._problem(name, sent, str(error))
                continue
            if found and value != found:
                self._problem(name, sent, f"“{name}” takes one value; “{found}” is applied")
            found = found or value
        return found

    # Answers

    def _answers(self, question: Question, sent: list[str]) -> list[Answer]:
        read: list[Answer] = []
        for value in sent:
            try:
                answer = self._answer(question, value)
            except NotationError as error:
                readings = tuple(Answer(question.slug, quantity=quantity) for quantity in readings_of(error))
                self._problem(question.slug, value, str(error), readings)
                continue
            if read and answer not in read and not question.many:
                applied = read[0].word.value
                self._problem(question.slug, value, f"“{question.slug}” takes one answer; “{applied}” is applied")
            elif answer not in read:
                read.append(answer)
        order = list(question.by_slug)
        return sorted(read, key=lambda answer: order.index(answer.choice)) if question.many else read

    def _answer(self, question: Question, value: str) -> Answer:
        if question.kind in _DIMENSIONS:
            return Answer(question.slug, quantity=read_quantity(value, _DIMENSIONS[question.kind]))
        if value not in question.by_slug:
            once = self._once("choice", f"{question.slug}={value}")
            raise NotationError(f"“{value}” is no answer to “{question.slug}”{once}; {_either(question.by_slug)}")
        return Answer(question.slug, value)

    # Needs

    def _need(self, param: str, value: str) -> Need | None:
        feature, *rest = (part.strip() for part in value.split(":"))
        strict = bool(rest) and rest[-1] == "strict"
        rest = rest[:-1] if strict else rest
        try:
            return self._read_need(feature, rest, strict)
        except NotationError as error:
            self._problem(param, value, str(error), self._need_readings(feature, strict, error))
            return None

    def _read_need(self, feature: str, rest: list[str], strict: bool) -> Need:
        key = self._row(feature)
        if not key:
            raise NotationError(f"“{feature}” is no feature of the tables{self._once('feature', feature)}")
        whole, name = key if key != feature else "", self.document.names[key]
        if len(rest) > 1:
            raise NotationError(f"a need is a feature, one value, “strict”; this has {len(rest)} values")
        value = rest[0] if rest else ""
        row = row_kind(self.document, key)
        if row is None:
            if rest:
                raise NotationError(f"“{name}” takes no value: its cells hold ticks, not limits or lists")
            return Need(feature, strict=strict, whole=whole)
        if isinstance(row, dict):
            if slugify(value) not in row:
                wrong = f"“{value}” is in no list of “{name}”" if value else f"“{name}” needs an item"
                raise NotationError(f"{wrong}; {_either(row)}")
            return Need(feature, item=slugify(value), strict=strict, whole=whole)
        if not value:
            raise NotationError(f"“{name}” needs a {row} with its unit, such as {'50MB' if row == 'size' else '10min'}")
        return Need(feature, quantity=read_quantity(value, row), strict=strict, whole=whole)

    def _need_readings(self, feature: str, strict: bool, error: NotationError) -> tuple[Need, ...]:
        return tuple(self._read_need(feature, [quantity.canonical], strict) for quantity in readings_of(error))

    def _row(self, feature: str) -> str:
        """The key of what a need on a feature is judged by: its own, or, of a part that the page has not yet, that of
        the row which it was split from; "" where the page has neither."""
        if feature in self.document.names:
            return feature
        return next((key for key in reversed(self.lineage.get(feature, ())) if key in self.document.features), "")

    def _form_need(self, values: dict[str, list[str]]) -> list[Need]:
        """The fields by which the form adds a need without JavaScript."""
        feature = self._one("need-feature", values, lambda value: value)
        value = self._one("need-value", values, lambda value: value)
        strict = self._one("need-strict", values, _switch)
        if not feature:
            if value:
                self._problem("need-value", value, "choose the feature that this value is needed of")
            if strict:
                self._problem("need-strict", strict, "choose the feature that is needed strictly")
            return []
        try:
            return [self._read_need(feature, [value] if value else [], bool(strict))]
        except NotationError as error:
            unread = "not applied, as the need was not read"
            if value and self._row(feature):
                self._problem("need-value", value, str(error), self._need_readings(feature, bool(strict), error))
                self._problem("need-feature", feature, unread)
            else:
                self._problem("need-feature", feature, str(error))
                if value:
                    self._problem("need-value", value, unread)
            if strict:
                self._problem("need-strict", strict, unread)
            return []

    def _need_order(self, need: Need) -> tuple[int, int, int, object, str, bool]:
        at = list(self.document.names).index(need.row)
        later = list(self.lineage).index(need.feature) + 1 if need.whole else 0  # parts behind what they are read as
        row = row_kind(self.document, need.row)
        item = list(row).index(need.item) if isinstance(row, dict) and need.item in row else 0
        amount = need.quantity.amount() if need.quantity else 0
        return at, later, item, amount, need.quantity.unit if need.quantity else "", need.strict

    # The table's parameters

    def _options(self, sent: list[str]) -> tuple[str, ...]:
        named = set()
        for slug in sent:
            if slug in self.document.columns:
                named.add(slug)
            else:
                once = self._once("option", slug)
                self._problem("option", slug, f"“{slug}” is no column{once}; {_either(self.document.columns)}")
        for table in self.document.tables:  # naming every column of a table says no more than naming none
            slugs = {column.slug for column in table.columns}
            named -= slugs if slugs <= named else set()
        return tuple(slug for slug in self.document.columns if slug in named)

    def _shows(self, sent: list[str]) -> tuple[str, ...]:
        for value in (it for it in sent if it not in SHOWS):
            self._problem("show", value, f"“{value}” is nothing to show; {_either(SHOWS)}")
        return tuple(value for value in SHOWS if value in sent)

    def _sort(self, value: str) -> str:
        if value.removeprefix("-") not in ("feature", *self.document.columns):
            once = self._once("option", value.removeprefix("-"))
            raise NotationError(f"“{value}” is nothing to sort by{once}; use feature, a column, or - and one of them")
        return value

    def _facts(self, value: str) -> str:
        if value not in ("page", "annotated"):
            raise NotationError(f"“{value}” is no kind of facts; use page or annotated")
        return value

    def _edition(self, value: str) -> str:
        if self.pins.rev:
            raise NotationError("beside a rev no edition is shown: a revision holds the page that it came from")
        if value in self.pins.edition_problems or not self.pins.edition:
            raise NotationError(self.pins.edition_problems.get(value, f"there is no edition of “{value}”"))
        return value

    def _rev(self, value: str) -> str:
        rev = self.pins.rev
        if value in self.pins.rev_problems or not rev:
            raise NotationError(self.pins.rev_problems.get(value, f"no revision has the hash “{value}”"))
        # Another spelling of the one that was resolved (longer, or in capitals) is the same revision.
        return rev if value.lower().startswith(rev) or rev.startswith(value.lower()) else value


def _switch(value: str) -> str:
    if value not in ("1", "on", "true", "yes", "strict"):
        raise NotationError(f"“{value}” is no switch; write on, or leave it out")
    return value


def _either(names: Iterable[str]) -> str:
    return "use " + ", ".join(names)
