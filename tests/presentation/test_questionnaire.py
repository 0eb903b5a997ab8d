"""A question as the page has it: its answers, and what each leaves."""

import pytest

from tests.support.views import page, question


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
