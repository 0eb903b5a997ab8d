"""The two tables together, against the oracle's definition: every answer, pairs of them, random selections.

What the relaxations of longer selections are is held by the laws (`tests.decision.test_fit_laws`).
"""

from dataclasses import replace
from random import Random

import pytest
from msgspec import structs

from matrix.decision import overall
from matrix.decision.fit import Fit, Verdicts, evaluate
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from tests.decision.test_fit_oracle import PAIRS
from tests.oracle.oracle import BT, FITTING, MM, RT, SI, T1, T2, Word
from tests.support import documents
from tests.support.comparing import ORACLE, select
from tests.support.documents import plan, standard
from tests.support.edits import with_table
from tests.support.laws import examples, spread
from tests.support.words import ANSWERS, NEEDS, random_words

LONGEST = 8
"""Of longer ones the oracle would try every subset for too long."""


def judged(words: list[Word]) -> tuple[Selection, Fit, Overall]:
    selection = select(words)
    fit = evaluate(plan().verdicts, selection)
    return selection, fit, overall.evaluate(plan().verdicts, selection, fit, RT)


def agree(words: list[Word]) -> Overall:
    """Project and oracle say the same; returns what they say."""
    _, fit, found = judged(words)
    assert found.by_slug == ORACLE.overall(words), words
    assert {column.slug for column in found.fitting} == ORACLE.overall_fitting(words)
    relaxations = [(frozenset(map(str, r.drop)), frozenset(o.slug for o in r.options)) for r in found.relaxations]
    assert len(relaxations) == len(set(relaxations)), "each is told once"
    assert set(relaxations) == ORACLE.overall_relaxations(words), words
    check_what_decides(fit, found)
    return found


def check_what_decides(fit: Fit, found: Overall) -> None:
    """Something does exactly where the second table makes the option worse, and with that it is as bad."""
    own = fit.by_table[T1].by_slug[RT]
    assert bool(found.deciding) == (found.by_slug[RT] != own.outcome)
    assert found.refused == (own.fits and found.by_slug[RT] not in FITTING)
    for deciding in found.deciding:
        below = fit.by_table[T2].by_slug[deciding.option.slug]
        assert below.outcome == found.by_slug[RT]
        assert set(deciding.reasons) == set(below.blocking or below.conditions) != set()
    for option in fit.by_table[T1].options:
        judged = found.judged(option)
        assert judged.outcome == found.by_slug[option.option.slug]
        assert judged == option or option is own


def test_nothing_asked() -> None:
    assert set(agree([]).by_slug.values()) == {"fits"}


@pytest.mark.parametrize("word", [*ANSWERS, *(("need", need) for need in NEEDS)], ids="=".join)
def test_every_single_word(word: Word) -> None:
    agree([word])


@pytest.mark.law
def test_pairs_of_answers() -> None:
    pairs = spread(PAIRS, 330)
    refused = [pair for pair in pairs if agree(pair).refused]
    assert len(refused) > len(pairs) / 70, "there are some that the first table has and the second refuses"


@pytest.mark.law
@pytest.mark.parametrize("share", [0.12, 0.25, 0.4])
def test_random_selections(share: float) -> None:
    chance, count = Random(round(share * 1000)), examples(40, 2000)
    many = ambiguous = 0
    for _ in range(count):
        words = random_words(chance, share)
        found = agree(words[:LONGEST])
        many += any(len(relaxation.drop) > 1 for relaxation in found.relaxations)
        ambiguous += len(found.relaxations) > 1
    assert min(many, ambiguous) > count / 20, "the selections are such as put it to the test"


def test_the_pair_among_words_that_the_second_table_refuses() -> None:
    """Two words that act together, each of which may go, and an arrangement that must, or whatever it refuses."""
    words: list[Word] = [("behind", "multi-model"), ("testing", "shadow"), ("container", "1p"), ("chunked", "yes")]
    agree(words)
    for further in (("need", "dlcs-supported:1p"), ("need", "http-chunked-encoding"), ("hardware", "inf1")):
        words.append(further)
        agree(words)


# --- Which option it is about ------------------------------------------------------------------------------------


QUERY = "behind=multi-model&testing=shadow"


@pytest.mark.parametrize("details", ["", "no-such-option", MM])
def test_where_the_second_table_details_no_option_the_first_decides_alone(details: str) -> None:
    fit = documents.fit(QUERY)
    found = overall.evaluate(plan().verdicts, documents.select(QUERY), fit, details)
    assert found.options == tuple((it.option, it.outcome) for it in fit.tables[0].options)
    assert (found.relaxations, found.deciding, found.detailed, found.refused) == ((), (), None, False)


@pytest.mark.parametrize("details", [BT, SI])
def test_any_option_may_be_the_one(details: str) -> None:
    """The one is as bad as the second table, the others by themselves."""
    query = "behind=several&aids=monitor&testing=shadow"
    fit = documents.fit(query)
    found = overall.evaluate(plan().verdicts, documents.select(query), fit, details)
    own = {option.option.slug: option.outcome for option in fit.tables[0].options}
    assert found.by_slug == {**own, details: "ruled-out"}


def test_a_second_table_without_options_or_none_at_all_decides_nothing() -> None:
    columns = tuple(replace(column, candidate=False) for column in standard().tables[1].columns)
    for document in (with_table(standard(), T2, columns=columns), replace(standard(), tables=standard().tables[:1])):
        verdicts = Verdicts(document)
        selection = structs.replace(documents.select(QUERY), needs=())
        fit = evaluate(verdicts, selection)
        found = overall.evaluate(verdicts, selection, fit, RT)
        assert found.options == tuple((it.option, it.outcome) for it in fit.tables[0].options)
        assert found.relaxations == fit.tables[0].relaxations == ()
        payload = documents.select("payload=2GB")
        nothing = overall.evaluate(verdicts, payload, evaluate(verdicts, payload), RT)
        assert [list(map(str, r.drop)) for r in nothing.relaxations] == [["payload=2GB"]]
