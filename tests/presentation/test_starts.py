"""Where somebody starts who comes with an error."""

from dataclasses import replace

import pytest

from matrix.domain.subject import ErrorText
from matrix.presentation.controls import Link
from matrix.presentation.starts import starts
from tests.support.documents import select, standard, subject, with_annotations
from tests.support.views import page

PAYLOAD = "#inference-options-payload-size"
GPU = "#inference-options-gpu-support"


def url(query: str, slug: str) -> str:
    error = next(error for error in subject().errors if error.slug == slug)
    return starts(standard(), subject(), select(query), [error])[0].url


@pytest.mark.parametrize(
    ("query", "slug", "expected"),
    [
        ("", "http-413", f"/?payload=6MB{PAYLOAD}"),
        ("time=5s", "http-413", f"/?payload=6MB&time=5s{PAYLOAD}"),
        ("payload=50MB", "http-413", f"/?payload=50MB{PAYLOAD}"),  # the reader's own answer stays
        ("hardware=inf1", "gpu-serverless", f"/?hardware=gpu&hardware=inf1{GPU}"),
        ("hardware=gpu", "gpu-serverless", f"/?hardware=gpu{GPU}"),
        ("need=gpu-support&edition=2023", "gpu-serverless", f"/?hardware=gpu&need=gpu-support{GPU}"),
        # the row is shown, the columns are the reader's
        (
            "q=zzz&option=batch-transform&show=differences&show=fitting&sort=feature",
            "http-413",
            f"/?payload=6MB&option=batch-transform&show=fitting&sort=feature{PAYLOAD}",
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
            "Answers Payload with 6 MB, which Real-time (< 6 MB) and Serverless (≤ 4 MB) refuse; put in your own.",
        ),
        ("payload=50MB", "http-413", ""),
        (
            "facts=annotated",
            "http-413",
            "Answers Payload with 6 MB, which Serverless (≤ 4 MB) refuses; put in your own.",
        ),
        ("", "gpu-serverless", "Answers Hardware with “GPU”, which Serverless lacks."),
        ("hardware=gpu", "gpu-serverless", ""),
        ("", "no-zero-instances", "Answers Scaling with “Scale to zero when idle”, which Real-time lacks."),
    ],
)
def test_an_error_says_what_it_answers_and_which_cells_are_why(query: str, slug: str, note: str) -> None:
    error = next(error for error in subject().errors if error.slug == slug)
    assert starts(with_annotations(), subject(), select(query), [error])[0].note == note


def test_what_the_questionnaire_cannot_say_is_left_out() -> None:
    known = ErrorText("a", "A", "payload=1MB", "no-such-row")
    gone = replace(known, query="fax=yes")
    assert starts(standard(), subject(), select(""), [gone, known]) == (
        Link("/?payload=1MB", "A", "Answers Payload with 1 MB; put in your own."),
    )


def test_the_page_lists_all_of_them_and_the_toolbar_those_that_the_search_finds() -> None:
    assert [link.text for link in page("").starts] == [error.text for error in subject().errors]
    assert page("").tools.starts == ()
    assert [link.url for link in page("q=413").tools.starts] == [f"/?payload=6MB{PAYLOAD}"]
    assert len(page("q=support").tools.starts) == 3
