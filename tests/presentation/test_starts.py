"""Where somebody starts who comes with an error."""

from dataclasses import replace

import pytest

from matrix.domain.subject import ErrorText
from matrix.presentation.controls import Link
from matrix.presentation.starts import starts
from tests.support.documents import select, standard, subject, with_annotations
from tests.support.views import page

PAYLOAD = "#inference-options-payload-size"
FIELD = "#f-payload"
GPU = "#inference-options-gpu-support"


def url(query: str, slug: str) -> str:
    error = next(error for error in subject().errors if error.slug == slug)
    return starts(standard(), subject(), select(query), [error])[0].url


@pytest.mark.parametrize(
    ("query", "slug", "expected"),
    [
        ("", "http-413", f"/?payload=6MB{FIELD}"),  # which is not the reader's number: to its field
        ("time=5s", "http-413", f"/?payload=6MB&time=5s{FIELD}"),
        ("payload=50MB", "http-413", f"/?payload=50MB{PAYLOAD}"),  # the reader's own answer stays
        ("hardware=inf1", "gpu-serverless", f"/?hardware=gpu&hardware=inf1{GPU}"),
        ("hardware=gpu", "gpu-serverless", f"/?hardware=gpu{GPU}"),
        ("need=gpu-support&edition=2023", "gpu-serverless", f"/?hardware=gpu&need=gpu-support{GPU}"),
        # the row is shown, the columns are the reader's
        (
            "q=zzz&option=batch-transform&show=differences&show=fitting&sort=feature",
            "http-413",
            f"/?payload=6MB&option=batch-transform&show=fitting&sort=feature{FIELD}",
        ),
    ],
)
def test_an_error_adds_what_it_says_and_leads_to_its_row(query: str, slug: str, expected: str) -> None:
    assert url(query, slug) == expected


@pytest.mark.parametrize(
    ("query", "slug", "note"),
    [
        (
            "",
            "http-413",
            "Sets Payload to 6 MB, which Real-time (< 6 MB) and Serverless (≤ 4 MB) refuse; enter your own.",
        ),
        ("payload=50MB", "http-413", ""),
        (
            "facts=annotated",
            "http-413",
            "Sets Payload to 6 MB, which Serverless (≤ 4 MB) refuses; enter your own.",
        ),
        ("", "gpu-serverless", "Sets Hardware to “GPU”, which Serverless lacks."),
        ("hardware=gpu", "gpu-serverless", ""),
        ("", "no-zero-instances", "Sets Scaling to “Scale to zero when idle”, which Real-time lacks."),
    ],
)
def test_an_error_says_what_it_answers_and_which_cells_are_why(query: str, slug: str, note: str) -> None:
    error = next(error for error in subject().errors if error.slug == slug)
    assert starts(with_annotations(), subject(), select(query), [error])[0].note == note


@pytest.mark.parametrize(
    ("query", "slug", "limit", "opened"),
    [
        (
            "payload=6MB&facts=annotated",
            "payload",
            (
                "6 MB is the limit behind the error “HTTP 413: the payload is too large”. Put in your own payload: "
                "Serverless takes only up to 4 MB."
            ),
            ["payload"],
        ),
        (
            "payload=6MB",
            "payload",
            (
                "6 MB is the limit behind the error “HTTP 413: the payload is too large”. Put in your own payload: "
                "Real-time takes only under 6 MB (another AWS page: up to 25 MB; if you were refused less, "
                "the lower limit holds) and Serverless only up to 4 MB."
            ),
            ["payload"],
        ),
        (
            "time=60s&latency=offline&facts=annotated",
            "time",
            (
                "60 s is the limit behind the error “The request timed out after 60 seconds”. Put in your own time: "
                "Real-time takes only under 60 seconds and Serverless only under 60 seconds."
            ),
            ["time"],
        ),
        ("payload=8MB", "payload", "", ["latency"]),
        ("hardware=gpu", "hardware", "", ["latency"]),  # the reader's own, whichever error it is about
    ],
)
def test_a_limit_that_an_error_has_put_in_says_so_and_waits_for_the_readers_number(
    query: str, slug: str, limit: str, opened: list[str]
) -> None:
    shown = page(query, with_annotations()).questions
    assert next(view for view in shown if view.slug == slug).limit == limit
    assert [view.slug for view in shown if view.opened] == opened


def test_what_the_questionnaire_cannot_say_is_left_out() -> None:
    known = ErrorText("a", "A", "payload=1MB", "no-such-row")
    gone = replace(known, query="fax=yes")
    assert starts(standard(), subject(), select(""), [gone, known]) == (
        Link("/?payload=1MB#f-payload", "A", "Sets Payload to 1 MB; enter your own."),
    )


def test_the_page_lists_all_of_them_and_the_toolbar_those_that_the_search_finds() -> None:
    assert [link.text for link in page("").starts] == [error.text for error in subject().errors]
    assert page("").tools.starts == ()
    assert [link.url for link in page("q=413").tools.starts] == [f"/?payload=6MB{FIELD}"]
    assert page("q=support").tools.starts == (), "rows hold it, and nobody came with an error"
