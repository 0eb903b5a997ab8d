"""A question as the page has it: its answers, what each leaves, and what the page will say once it is chosen."""

import pytest

from matrix.decision.selection import Word
from matrix.domain.document import Question
from matrix.presentation.controls import ChoiceView
from matrix.presentation.page import STANDS
from tests.support.documents import select, standard
from tests.support.views import page, question


def toggled(query: str, asked: Question, choice: ChoiceView) -> str:
    """The address once the choice is ticked, taken back or chosen."""
    selection = select(query)
    old = [answer.word for answer in selection.answered(asked.slug)]
    new = Word(asked.slug, choice.value)
    gone = ([new] if new in old else []) if asked.many else old
    words = [str(word) for word in selection.without(gone).words]
    return "&".join([*words, *([str(new)] if new not in old else [])])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "payload=50MB",
        "latency=interactive&hardware=gpu",
        "latency=interactive&network=isolation&network=vpc&scaling=scale-to-zero",
        "need=gpu-support&hardware=inf1",
        "container=byoc&framework=k-nn",
    ],
)
def test_every_answer_holds_the_headline_of_its_page(query: str) -> None:
    shown = page(query)
    for view in (*shown.questions, *shown.moot):
        asked = standard().by_question[view.slug]
        for choice in view.choices:
            if choice.checked and not asked.many:
                continue  # a browser changes nothing there
            after = page(toggled(query, asked, choice))
            assert choice.then == (after.headline, after.said.removeprefix(STANDS)), (view.slug, choice.value)
        if view.unsure and not view.unsure.checked:
            after = page(
                "&".join(
                    map(str, select(query).without(answer.word for answer in select(query).answered(view.slug)).words)
                )
            )
            assert view.unsure.then == (after.headline, after.said.removeprefix(STANDS)), view.slug


def test_not_sure_says_it_only_where_it_changes_something() -> None:
    chosen, open_ = question("latency=interactive", "latency").unsure, question("", "marketplace").unsure
    assert chosen is not None
    assert open_ is not None
    assert (chosen.checked, chosen.then[0]) == (False, "Which option fits?")
    assert (open_.checked, open_.then) == (True, ("", ""))
    assert question("", "hardware").unsure is None, "of any, none need be taken"


@pytest.mark.parametrize(
    ("query", "slug", "value", "promise", "nothing"),
    [
        ("", "payload", "4MB", "all fit; hosting: 4 of 4", False),
        ("", "payload", "100MB", "2 fit: Batch, Asynchronous; hosting: 0 of 4", False),
        ("", "hardware", "inf1", "1 fit: Real-time; hosting: 1 of 4", False),
        ("hardware=inf1", "scaling", "scale-to-zero", "leaves nothing; hosting: 1 of 4", True),
    ],
)
def test_beside_an_answer_stands_what_it_leaves(query: str, slug: str, value: str, promise: str, nothing: bool) -> None:
    (choice,) = [choice for choice in question(query, slug).choices if choice.value == value]
    assert (choice.promise, choice.nothing) == (promise, nothing)


@pytest.mark.parametrize(
    ("query", "slug", "answered", "value"),
    [
        ("payload=50.0mb", "payload", "50 MB", "50 MB"),
        ("hardware=gpu&hardware=inf1", "hardware", "GPU, inf1", ""),
        ("latency=offline", "latency", "Later: nobody waits for it", ""),
        ("", "time", "", ""),
    ],
)
def test_an_answer_that_was_given_is_told(query: str, slug: str, answered: str, value: str) -> None:
    view = question(query, slug)
    assert (view.answered, view.value, view.error) == (answered, value, "")


def test_what_cannot_be_read_stays_in_its_field_with_the_reason() -> None:
    view = question("payload=50", "payload")
    assert (view.value, view.answered, view.opened) == ("50", "", True)
    assert view.error == "“50” has no unit; write 50 and KB, MB or GB"
    assert (view.units, view.example) == ("KB, MB or GB", "50 MB")


def test_the_next_question_is_marked_and_open() -> None:
    assert [view.slug for view in page("").questions if view.next] == ["testing"]
    assert [view.slug for view in page("").questions if view.opened] == ["testing"]
    assert [view.slug for view in page("payload=2GB").questions if view.next] == []


def test_each_kind_of_question_has_its_control() -> None:
    controls = {slug: (question("", slug).control, question("", slug).quantity) for slug in ("time", "aids", "behind")}
    assert controls == {"time": ("radio", True), "aids": ("checkbox", False), "behind": ("radio", False)}
