"""A question as the page has it: its answers, and what each leaves."""

from dataclasses import replace

import pytest

from matrix.presentation.questionnaire import unasked
from tests.support.documents import standard
from tests.support.splits import page_of_2025
from tests.support.views import page, question


@pytest.mark.parametrize(
    ("query", "slug", "value", "promise", "nothing"),
    [
        ("", "payload", "4MB", "all fit", False),
        ("", "payload", "100MB", "Batch and Asynchronous fit", False),
        ("", "hardware", "inf1", "Real-time (1 of its 4 hosting options) fits", False),
        ("", "behind", "serial", "Real-time (1 of its 4 hosting options) and Batch fit", False),
        ("", "combine", "serial", "Real-time (3 of its 4 hosting options) fits; not asked of the others", False),
        ("combine=multi-model", "combine", "multi-container", "Real-time doesn’t fit; not asked of the others", False),
        ("hardware=inf1&testing=shadow", "combine", "serial", "Real-time (1 of its 4 hosting options) fits", False),
        ("payload=50MB", "combine", "serial", "", False),
        ("hardware=inf1", "scaling", "scale-to-zero", "no option left", True),
    ],
)
def test_beside_an_answer_stands_what_it_leaves(query: str, slug: str, value: str, promise: str, nothing: bool) -> None:
    (choice,) = [choice for choice in question(query, slug).choices if choice.value == value]
    assert (choice.promise, choice.nothing) == (promise, nothing)


@pytest.mark.parametrize(
    ("query", "slug", "bands"),
    [
        (
            "",
            "payload",
            [
                ("up to 4 MB", "all fit"),
                ("over 4 MB, under 6 MB", "Real-time, Batch and Asynchronous fit"),
                ("6 MB to 100 MB", "Batch and Asynchronous fit"),
                ("over 100 MB, to 1 GB", "Asynchronous fits"),
                ("over 1 GB", "no option left"),
            ],
        ),
        (
            "latency=near-real-time&time=10min",
            "payload",
            [("up to 1 GB", "Asynchronous fits"), ("over 1 GB", "no option left")],
        ),
        (
            "latency=near-real-time&payload=20MB",
            "time",
            [("under 15 min", "Asynchronous fits"), ("15 min and more", "no option left")],
        ),
        ("payload=2GB", "time", [("any", "no option left")]),
    ],
)
def test_bands_that_leave_the_same_are_one(query: str, slug: str, bands: list[tuple[str, str]]) -> None:
    assert [(choice.label, choice.promise) for choice in question(query, slug).choices] == bands


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


def test_rows_that_no_question_asks_about_are_named_where_any_row_can_be_needed() -> None:
    assert page("").unasked == "Protocols supported, Volume encryption, Customer AWS KMS"
    assert unasked(page_of_2025().verdicts.document) == page("").unasked, "a part is asked about with its whole"
    assert unasked(replace(standard(), questions=())) == "Autoscaling support, GPU support, Single model, …"


def test_what_cannot_be_read_stays_in_its_field_with_the_reason() -> None:
    view = question("payload=50", "payload")
    assert (view.value, view.answered, view.opened) == ("50", "", True)
    assert view.error == "“50” has no unit; write 50 and KB, MB or GB"
    assert (view.units, view.example) == ("KB, MB or GB", "50 MB")


def test_the_next_question_is_marked_and_open() -> None:
    assert [view.slug for view in page("").questions if view.next] == ["latency"]
    assert [view.slug for view in page("").questions if view.opened] == ["latency"]
    assert [view.slug for view in page("payload=2GB").questions if view.next] == []


def test_each_kind_of_question_has_its_control() -> None:
    controls = {slug: (question("", slug).control, question("", slug).quantity) for slug in ("time", "aids", "behind")}
    assert controls == {"time": ("radio", True), "aids": ("checkbox", False), "behind": ("radio", False)}


WHOLE = "latency=near-real-time&payload=20MB&time=3min&scaling=scale-to-zero"


@pytest.mark.parametrize(
    ("query", "slug", "idle", "because"),
    [
        (
            "latency=near-real-time&payload=20MB",
            "guardrails",
            "Asynchronous fits with any answer",
            "Doesn’t change the result: Asynchronous inference fits with any answer",
        ),
        (
            "hardware=gpu&hardware=inf1&container=byoc",
            "network",
            "Real-time fits with any answer",
            "Doesn’t change the result: Real-time inference fits with any answer",
        ),
        (
            "guardrails=full",
            "network",
            "both fit with any answer",
            "Doesn’t change the result: Real-time inference and Asynchronous inference fit with any answer",
        ),
        (
            "payload=20MB",
            "combine",
            "only with Real-time",
            "Doesn’t change the result: it is asked of the hosting options, which come with Real-time inference",
        ),
        ("payload=2GB&time=2d", "combine", "no option left", "Doesn’t change the result: no option is left"),
        ("payload=20MB", "hardware", "", ""),
        # One of its answers adds a condition: which option fits, it can't change.
        (f"{WHOLE}&hardware=gpu", "model-parallel", "", ""),
        (f"{WHOLE}&hardware=gpu&model-parallel=yes", "model-parallel", "", ""),
        ("payload=2GB", "payload", "", ""),
        (
            "latency=near-real-time&payload=20MB&guardrails=full",
            "guardrails",
            "",
            "Doesn’t change the result: Asynchronous inference fits with any answer",
        ),
    ],
)
def test_a_question_that_cannot_change_the_result_says_why(query: str, slug: str, idle: str, because: str) -> None:
    assert (question(query, slug).idle, question(query, slug).because) == (idle, because)


@pytest.mark.parametrize(
    ("query", "slug", "links"),
    [
        (
            "payload=20&q=x",
            "payload",
            ["/?payload=20KB&q=x", "/?payload=20MB&q=x", "/?payload=20GB&q=x"],
        ),
        ("time=1,5+h&latency=offline", "time", ["/?latency=offline&time=1.5h", "/?latency=offline&time=15h"]),
        ("payload=5MB&payload=1,024+KB&time=9", "payload", ["/?payload=1024KB&time=9", "/?payload=1.024KB&time=9"]),
    ],
)
def test_what_an_answer_may_have_meant_is_one_click_away(query: str, slug: str, links: list[str]) -> None:
    assert [link.url for link in question(query, slug).readings] == links
