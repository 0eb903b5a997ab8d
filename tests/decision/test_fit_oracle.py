"""Project against oracle: every single word, a tenth of the pairs (`make soak`: all), random ones with a fixed seed."""

from itertools import combinations
from random import Random

import pytest

from tests.oracle.oracle import Word
from tests.support.comparing import agree
from tests.support.laws import examples, spread
from tests.support.words import ANSWERS, NEEDS, ONE, random_words

PAIRS = [[a, b] for a, b in combinations(ANSWERS, 2) if a[0] != b[0] or a[0] not in ONE]


def test_nothing_asked() -> None:
    agree([])


@pytest.mark.parametrize("word", [*ANSWERS, *(("need", need) for need in NEEDS)], ids="=".join)
def test_every_single_word(word: Word) -> None:
    agree([word])


@pytest.mark.law
def test_pairs_of_answers() -> None:
    assert len(PAIRS) > 1300
    for pair in spread(PAIRS, 70):
        agree(pair)


@pytest.mark.law
@pytest.mark.parametrize("share", [0.12, 0.3, 0.5, 0.8])
def test_random_selections(share: float) -> None:
    chance = Random(round(share * 100))
    for _ in range(examples(15, 400)):
        agree(random_words(chance, share))


@pytest.mark.law
def test_the_pair_among_other_words() -> None:
    chance = Random(5)
    asks_1p: list[Word] = [("container", "1p"), ("need", "dlcs-supported:1p")]
    asks_chunked: list[Word] = [("chunked", "yes"), ("need", "http-chunked-encoding")]
    alone = {"container", "chunked", "need"}
    for first in (asks_1p[:1], asks_1p[1:], asks_1p):
        for second in (asks_chunked[:1], asks_chunked[1:], asks_chunked):
            for _ in range(examples(2, 40)):
                rest = [word for word in random_words(chance, 0.25) if word[0] not in alone]
                agree([*rest[:7], *first, *second])
