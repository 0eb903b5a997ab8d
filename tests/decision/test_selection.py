"""What is asked, as a value: its addresses, and what is left of it without some words."""

from typing import Any

import pytest
from msgspec import structs

from matrix.decision.selection import Word
from tests.support.documents import select


def test_nothing_asked_is_the_plain_address() -> None:
    nothing = select("")
    assert (nothing.url, nothing.words, nothing.pairs, nothing.problems) == ("/", (), (), ())


def test_giving_up_words_leaves_the_rest() -> None:
    selection = select("payload=1MB&hardware=gpu&hardware=inf1&need=gpu-support&q=x&sort=feature&rubbish=1")
    left = selection.without([Word("hardware", "gpu"), Word("need", "gpu-support")])
    assert left.query == "payload=1MB&hardware=inf1&q=x&sort=feature"
    assert left.problems == ()
    assert selection.without([]) == selection


def test_what_could_not_be_read_stays_in_the_address_to_be_mended() -> None:
    selection = select("payload=50&colour=red&hardware=gpu&need=tea")
    assert selection.url == "/?hardware=gpu"
    kept = selection.url_with_problems
    assert kept.startswith("/?hardware=gpu&")
    again = select(kept[2:])
    assert again == selection
    assert set(again.problems) == set(selection.problems)


@pytest.mark.parametrize(
    "other",
    [
        {"q": "gpu & more"},
        {"q": ""},
        {"options": ("batch-transform", "serverless-inference"), "show": ("differences",)},
        {"options": ()},
        {"sort": "-feature"},
        {"annotated": True},
        {"annotated": False},
        {"edition": "2023-02-13", "rev": ""},
        {"rev": "0123456"},
    ],
)
@pytest.mark.parametrize("query", ["", "payload=50MB&need=gpu-support&q=a+b&option=batch-transform&facts=annotated"])
def test_an_address_with_other_fields_is_that_of_the_selection_with_them(query: str, other: dict[str, Any]) -> None:
    asked = select(query)
    assert asked.url_with(**other) == structs.replace(asked, problems=(), **other).url
