"""Which single answers and needs have other outcomes in another document.

Pure. Of a quantity every stretch is tried in which neither document's limits part anything, in each unit; a size's flip
is told in each unit that it happens in, since 1000 and 1024 to the unit disagree in others than the limit's own.
`once` leaves out those that people need not read twice.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import groupby

from msgspec import Struct, structs

from matrix.decision.differences import Differences
from matrix.decision.fit import OUTCOMES, Outcome, Part, Verdicts
from matrix.decision.ranges import Range, edges, lines
from matrix.decision.selection import Answer, Need
from matrix.decision.work import MAX_JUDGEMENTS, OutOfWork, Work
from matrix.domain.document import Criterion, Document, Question, row_kind
from matrix.domain.quantities import Dimension, Quantity

_Options = dict[str, tuple[str, Outcome, Outcome]]
"""Of an option that both documents have: its table, and the outcome before and after."""


class Flip(Struct, frozen=True):
    """An outcome for one option that an update changes: that of a choice, or of every quantity in ``range``, of which
    ``answer`` asks one."""

    answer: Part
    table: str
    option: str
    before: Outcome
    after: Outcome
    range: Range | None = None

    @property
    def because(self) -> str:
        """The answer or need as an address has it."""
        return str(self.answer.word)

    def as_json(self) -> dict[str, object]:
        return {
            "because": self.because,
            "table": self.table,
            "option": self.option,
            "from": self.before,
            "to": self.after,
            "range": self.range.as_json() if self.range else None,
        }


def flips(before: Document, after: Document, work: Work | None = None) -> Iterator[Flip]:
    """Every single answer whose outcome for an option differs, and every need on a limit row that no question about
    quantities reads; what only one document can be asked is passed over. Together the ranges of an option's flips hold
    exactly the quantities that flip, each once. Ends early where ``work`` is spent, which `unfinished` puts in words.
    """
    with suppress(OutOfWork):
        yield from _flips(_Trial(before, after, work or Work()))


def unfinished(work: Work) -> str:
    """That not all flips were looked for; "" where they were."""
    told = f"results that flip were looked for up to {work.at}, with {MAX_JUDGEMENTS:,} judgements; there may be more"
    return told if work.stopped else ""


def _flips(trial: "_Trial") -> Iterator[Flip]:
    before, after = trial.documents
    read: set[str] = set()
    for question in before.questions:
        trial.work.at = question.slug
        other = after.by_question.get(question.slug)
        if other and question.kind in ("size", "duration"):
            if other.kind == question.kind:
                read |= {criterion.feature for criterion in (*question.criteria, *other.criteria)}
                yield from trial.quantity_question(question, other)
        elif other:
            yield from trial.choices(question, other)
    for key in dict.fromkeys((*before.features, *after.features)):
        kinds = {kind if isinstance(kind := row_kind(d, key), str) else None for d in (before, after)}
        dimension = kinds.pop()
        trial.work.at = f"need={key}"
        if dimension and not kinds and key not in read:
            yield from trial.need(key, dimension)


def once(found: Iterable[Flip]) -> Iterator[Flip]:
    """Without the flips of sizes that an earlier one, in another unit, tells too, whatever a unit is: “6 MB to under
    25 MB” says what “6144 KB to under 25000 KB” does."""
    kept: dict[tuple[Part, str, Outcome, Outcome], list[Range]] = {}
    for flip in found:
        if flip.range:
            asked = structs.replace(flip.answer, quantity=None)
            told = kept.setdefault((asked, flip.option, flip.before, flip.after), [])
            if any(range_.holds(flip.range) for range_ in told):
                continue
            told.append(flip.range)
        yield flip


class _Trial:
    """Two documents, asked the same."""

    def __init__(self, before: Document, after: Document, work: Work) -> None:
        self.documents = (before, after)
        self.work = work
        self.sides = (Verdicts(before, work), Verdicts(after, work))
        self.differences = Differences(before, after)

    def choices(self, question: Question, other: Question) -> Iterator[Flip]:
        for choice in question.choices:
            if choice.slug not in other.by_slug:
                continue
            criteria = (choice.criteria, other.by_slug[choice.slug].criteria)
            if self.differences.reach(*criteria):
                answer = Answer(question.slug, choice.slug)
                for slug, (table, was, now) in self._outcomes(answer).items():
                    if was != now:
                        yield Flip(answer, table, slug, was, now)

    def quantity_question(self, question: Question, other: Question) -> Iterator[Flip]:
        if self.differences.reach(question.criteria, other.criteria):
            keys = {criterion.feature for criterion in (*question.criteria, *other.criteria)}
            dimension: Dimension = "size" if question.kind == "size" else "time"
            yield from self._quantities(keys, dimension, partial(Answer, question.slug, ""))

    def need(self, key: str, dimension: Dimension) -> Iterator[Flip]:
        criteria = (Criterion("row", feature=key),)
        if self.differences.reach(criteria, criteria):
            yield from self._quantities({key}, dimension, partial(Need, key))

    def _quantities(self, keys: set[str], dimension: Dimension, ask: Callable[[Quantity], Part]) -> Iterator[Flip]:
        """The flips of the quantities that the rows ``keys`` are held against, by option, then unit, then size."""
        rows = self.differences.related(keys)
        cells = [cell for document in self.documents for key in rows for cell in document.cells_of(key)]
        found: dict[str, dict[Range, Flip]] = {}
        for unit, stretches in lines(edges(cells, dimension), dimension):
            examples = [(stretch, stretch.example(unit)) for stretch in stretches]
            tried = [(stretch, self._outcomes(ask(quantity))) for stretch, quantity in examples if quantity]
            for slug in tried[0][1]:
                for flip in _joined(slug, tried, unit, ask):
                    # Outcomes only worsen as quantities grow, so what flips without bounds in one unit does in all.
                    found.setdefault(slug, {}).setdefault(flip.range or Range(), flip)
        for told in found.values():
            yield from told.values()

    def _outcomes(self, part: Part) -> _Options:
        was, now = (
            {
                option.slug: (table.slug, OUTCOMES[worst])
                for (table, option), worst in zip(side.options, side.worst([part]), strict=True)
            }
            for side in self.sides
        )
        return {slug: (*was[slug], now[slug][1]) for slug in was if slug in now}


def _joined(
    option: str, tried: Iterable[tuple[Range, _Options]], unit: str, ask: Callable[[Quantity], Part]
) -> Iterator[Flip]:
    """The flips of one option along a line of quantities: neighbouring stretches with the same outcomes are one."""
    for (table, was, now), group in groupby(tried, key=lambda pair: pair[1][option]):
        same = [stretch for stretch, _ in group]
        whole = same[0].until(same[-1])
        example = whole.example(unit)
        if was != now and example:
            yield Flip(ask(example), table, option, was, now, whole)
