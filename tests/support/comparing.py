"""The project and the oracle side by side: one selection, asked of both."""

from collections.abc import Iterable

from matrix.decision.fit import OUTCOMES, Fit, Outcome, Part, Verdicts, evaluate
from matrix.decision.guide import Plan, guide
from matrix.decision.judge import SEVERITY
from matrix.decision.query import parse
from matrix.decision.selection import Selection
from matrix.domain.document import Document
from tests.oracle import oracle
from tests.oracle.oracle import BEST_FIRST, QUESTIONS, TABLES, Word
from tests.support.documents import plan, source_text, standard

VALUES = {"payload-size": "5MB", "request-timeout": "30s", "dlcs-supported": "byoc"}
"""What a row takes beside its name, so that it can be asked for alone."""


class Remembering(oracle.Oracle):
    """The oracle, which asks itself the same things over and over, with a memory."""

    def __init__(self, source: str, splits: dict[str, tuple[str, ...]] | None = None) -> None:
        super().__init__(source, splits)
        self._outcomes: dict[frozenset[Word], dict[str, dict[str, str]]] = {}
        self._moot: dict[tuple[frozenset[Word], str], bool] = {}

    def outcomes(self, words: Iterable[Word]) -> dict[str, dict[str, str]]:
        key = frozenset(words)
        if key not in self._outcomes:
            if len(self._outcomes) > 100_000:  # some 100 MB
                self._outcomes.clear()
            self._outcomes[key] = super().outcomes(key)
        return self._outcomes[key]

    def is_moot(self, words: Iterable[Word], question_slug: str) -> bool:
        key = frozenset(words), question_slug
        if key not in self._moot:
            self._moot[key] = super().is_moot(key[0], question_slug)
        return self._moot[key]


ORACLE = Remembering(source_text())


def select(words: list[Word], document: Document | None = None) -> Selection:
    selection = parse(words, document or standard())
    assert not selection.problems
    return selection


def outcomes(fit: Fit) -> dict[str, dict[str, str]]:
    return {t.table.slug: {option.option.slug: option.outcome for option in t.options} for t in fit.tables}


def outcome_pairs(before: Document, after: Document, part: Part) -> dict[tuple[str, str], tuple[Outcome, Outcome]]:
    """Every option's outcomes in both documents, by judging it anew."""
    sides = [
        {(t.slug, o.slug): OUTCOMES[w] for (t, o), w in zip(v.options, v.worst([part]), strict=True)}
        for v in (Verdicts(before), Verdicts(after))
    ]
    return {place: (sides[0][place], sides[1][place]) for place in sides[0] if place in sides[1]}


def verdicts(fit: Fit) -> dict[str, dict[str, dict[str, str]]]:
    """By table, option and word: the worst verdict that the word has."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for table in fit.tables:
        for option in table.options:
            by_word = found.setdefault(table.table.slug, {}).setdefault(option.option.slug, {})
            for reason in option.reasons:
                both = (by_word.get(str(reason.word), "met"), reason.judgement.verdict)
                by_word[str(reason.word)] = max(both, key=BEST_FIRST.index)
    return found


def relaxations(fit: Fit) -> dict[str, set[oracle.Relaxation]]:
    return {
        table.table.slug: {
            (frozenset(map(str, r.drop)), frozenset(option.slug for option in r.options)) for r in table.relaxations
        }
        for table in fit.tables
    }


def agree(words: list[Word], *, guided: bool = True, on: tuple[Plan, Remembering] | None = None) -> None:
    """Assert that project and oracle say the same of a selection: all verdicts and what follows from them. ``on``:
    another page than the source, as each of them has it."""
    standing, wanted = on or (plan(), ORACLE)
    selection = select(words, standing.verdicts.document)
    fit = evaluate(standing.verdicts, selection)
    assert outcomes(fit) == wanted.outcomes(words), words
    assert verdicts(fit) == wanted.verdicts(words), words
    assert relaxations(fit) == wanted.relaxations(words), words
    for table in fit.tables:
        found = [(tuple(map(str, r.drop)), r.options) for r in table.relaxations]
        assert len(found) == len(set(found)), "each relaxation is told once"
    said = {table: {(str(c.word), c.feature) for c in fit.by_table[table].cautions} for table in TABLES}
    assert said == {oracle.T1: wanted.cautions(words), oracle.T2: set()}, words
    if guided:
        steps = guide(standing, selection, oracle.RT)
        open_questions = [question.slug for question in QUESTIONS if all(name != question.slug for name, _ in words)]
        moot = {step.question.slug for step in steps.questions if step.moot}
        assert moot == {slug for slug in open_questions if wanted.is_moot(words, slug)}, words
        assert steps.next_question == wanted.next_question(words), words
        assert steps.decided == (moot == set(open_questions)), words
        assert steps.fits == bool(wanted.overall_fitting(words)), words
        assert not (steps.next_question and (steps.decided or not steps.fits)), words


assert set(SEVERITY) == set(BEST_FIRST)
