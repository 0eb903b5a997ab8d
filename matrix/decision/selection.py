"""What a query string asks, as a value with one canonical form and one address; `matrix.decision.query` reads it.

Pure. The form is the contract's "URL".
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Final
from urllib.parse import quote_plus

from msgspec import Struct, structs

from matrix.domain.quantities import Quantity
from matrix.domain.text import keep_short

SHOWS: Final = ("differences", "fitting")
"""What ``show`` may say, in canonical order."""


class Problem(Struct, frozen=True):
    """What could not be read: the parameter and value as sent, and why; ``readings`` are what it may have meant."""

    param: str
    value: str
    message: str
    readings: "tuple[Answer | Need, ...]" = ()


class Word(Struct, frozen=True, dict=True):
    """One answer or need as the canonical query writes it; ``str(word)`` is ``payload=50MB``."""

    name: str
    value: str

    @cached_property
    def encoded(self) -> str:
        """As it stands in an address."""
        return encoded(self.name, self.value)

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class Need(Struct, frozen=True, dict=True, cache_hash=True):
    """A requirement on a feature: with a quantity on a limit row, an item on a list row, else neither. ``whole`` is the
    row that ``feature`` was split from, where it is asked of a page from before the split; else ""."""

    feature: str
    quantity: Quantity | None = None
    item: str = ""
    strict: bool = False
    whole: str = ""

    @property
    def row(self) -> str:
        """The key of the row that it is judged by."""
        return self.whole or self.feature

    @cached_property
    def kind(self) -> tuple[str, str, str]:
        """What it asks, whatever its quantity."""
        return "need", self.row, self.item

    @cached_property
    def word(self) -> Word:
        value = self.quantity.canonical if self.quantity else self.item
        return Word("need", ":".join(filter(None, (self.feature, value, "strict" if self.strict else ""))))


class Answer(Struct, frozen=True, dict=True, cache_hash=True):
    """A choice of a question, or the quantity that it was answered with."""

    question: str
    choice: str = ""
    quantity: Quantity | None = None

    @cached_property
    def kind(self) -> tuple[str, str, str]:
        """What it asks, whatever its quantity."""
        return self.question, self.choice, ""

    @cached_property
    def word(self) -> Word:
        return Word(self.question, self.quantity.canonical if self.quantity else self.choice)


class Selection(Struct, frozen=True, dict=True, eq=False):
    """What a query string asks, in canonical order. Equal states are equal values and have equal addresses."""

    answers: tuple[Answer, ...] = ()
    needs: tuple[Need, ...] = ()
    q: str = ""
    options: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    sort: str = ""
    annotated: bool = False
    edition: str = ""
    rev: str = ""
    problems: tuple[Problem, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Selection) and self.pairs == other.pairs

    def __hash__(self) -> int:
        return hash(self.pairs)

    @property
    def parts(self) -> tuple[Answer | Need, ...]:
        """The answers and needs, in order: all that decides outcomes."""
        return (*self.answers, *self.needs)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the answers and needs, in order."""
        return tuple(part.word for part in self.parts)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The canonical query's names and values, decoded."""
        return (*((word.name, word.value) for word in self.words), *self._shown)

    @cached_property
    def _shown(self) -> list[tuple[str, str]]:
        """What is shown, and by which facts."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [("option", slug) for slug in self.options]
        pairs += [("show", value) for value in self.show]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("facts", "annotated")] if self.annotated else []
        pairs += [("edition", self.edition)] if self.edition else []
        pairs += [("rev", self.rev)] if self.rev else []
        return pairs

    @cached_property
    def _asked(self) -> str:
        """The answers and needs as the canonical query has them."""
        return "&".join([word.encoded for word in self.words])

    @cached_property
    def _written(self) -> dict[str, str]:
        """The canonical query, by what its pieces are of."""
        shown = ((name, getattr(self, name)) for name in _PARAMS)
        return {"": self._asked} | {name: _written(name, value) if value else "" for name, value in shown}

    @cached_property
    def query(self) -> str:
        """The canonical query string, without ``?``."""
        return "&".join(filter(None, (self._asked, encode(self._shown))))

    @property
    def url(self) -> str:
        return address(self.query)

    def url_with(self, **other: str | bool | tuple[str, ...]) -> str:
        """The address of the same answers and needs with these other fields: a page has dozens of them, and they have
        all else in common."""
        pieces = self._written | {name: _written(name, value) for name, value in other.items()}
        return address("&".join(filter(None, pieces.values())))

    @property
    def url_with_problems(self) -> str:
        """The address that keeps what could not be read too, so that a reader can mend it."""
        return address(encode((*self.pairs, *((problem.param, problem.value) for problem in self.problems))))

    def pinned(self, revision: str) -> "Selection":
        """By the matrix as it stands now, whatever is published later; an edition stands fixed as it is."""
        return self if self.edition else structs.replace(self, rev=revision)

    @property
    def latest(self) -> "Selection":
        """By the matrix as it is whenever somebody looks."""
        return structs.replace(self, rev="", edition="", problems=())

    @property
    def differences(self) -> bool:
        """Whether only rows are shown in which options differ."""
        return "differences" in self.show

    @property
    def fitting(self) -> bool:
        """Whether only columns are shown of options that fit."""
        return "fitting" in self.show

    def unshown(self, value: str) -> "Selection":
        """The same without a value of ``show``."""
        return structs.replace(self, show=tuple(kept for kept in self.show if kept != value), problems=())

    @property
    def with_every_row(self) -> "Selection":
        """The same with no row hidden."""
        return structs.replace(self.unshown("differences"), q="")

    def answered(self, question: str) -> tuple[Answer, ...]:
        return self._by_question.get(question, ())

    @cached_property
    def _by_question(self) -> dict[str, tuple[Answer, ...]]:
        found: dict[str, tuple[Answer, ...]] = {}
        for answer in self.answers:
            found[answer.question] = (*found.get(answer.question, ()), answer)
        return found

    def without(self, words: Iterable[Word]) -> "Selection":
        """The same without these answers and needs."""
        gone = set(words)
        return structs.replace(
            self,
            answers=tuple(answer for answer in self.answers if answer.word not in gone),
            needs=tuple(need for need in self.needs if need.word not in gone),
            problems=(),
        )


_PARAMS: Final = {
    "q": "q",
    "options": "option",
    "show": "show",
    "sort": "sort",
    "annotated": "facts",
    "edition": "edition",
    "rev": "rev",
}
"""What is shown, and by which facts: a selection's fields in canonical order, each with its parameter."""


def _written(name: str, value: str | bool | tuple[str, ...]) -> str:
    """A field's piece of the query, "" for none."""
    values = value if isinstance(value, tuple) else ("annotated",) if value is True else (value or "",)
    return "&".join([encoded(_PARAMS[name], it) for it in values if it])


def encode(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values → a query string; ``:`` stays readable, as in the contract's examples."""
    return "&".join([encoded(name, value) for name, value in pairs])


@keep_short
def encoded(name: str, value: str) -> str:
    """One pair: a page has dozens of addresses, and all of them hold most of its words."""
    return f"{quote_plus(name)}={quote_plus(value, safe=':')}"


def address(query: str, path: str = "/") -> str:
    return f"{path}?{query}" if query else path
