"""What other sources are called: the publisher's own pages where all of them are."""

from dataclasses import replace

import pytest

from matrix.decision.facts import said_of
from matrix.presentation.second_sources import Who, otherwise, who_says
from matrix.presentation.wording import capital
from tests.support.documents import with_annotations
from tests.support.views import page, second

OWN, OTHERS = Who("another AWS page", "other AWS pages"), Who("another source", "other sources")


@pytest.mark.parametrize(
    ("url", "publisher", "who"),
    [
        ("https://docs.aws.amazon.com/sagemaker/latest/dg/x.html", "AWS", OWN),
        ("https://example.org/x", "AWS", OTHERS),
        ("https://aws.amazon.com/blogs/x", "AWS", OTHERS),
        ("https://docs.aws.amazon.com/x", "the publisher", OTHERS),  # as nobody has named it
    ],
)
def test_it_works(url: str, publisher: str, who: Who) -> None:
    first, *others = with_annotations().annotations
    document = replace(with_annotations(), annotations=(replace(first, url=url), *others))
    assert who_says(document, publisher) == who


def test_where_nothing_is_said_nobody_is_guessed() -> None:
    assert who_says(replace(with_annotations(), annotations=()), "AWS") == OTHERS


def test_of_which_rows_other_sources_say_otherwise_is_said() -> None:
    document = with_annotations()
    rows = "Payload size, HTTP chunked encoding, Request timeout, Scale to zero and Network isolation"
    more = (
        "Deployment guardrails, Shadow testing, Market place model packages support, GPU support "
        "and Multi-model endpoint"
    )
    assert otherwise(document, said_of(document), OWN) == f"other AWS pages say otherwise of {rows}, and add to {more}"
    assert otherwise(document, said_of(replace(document, annotations=())), OTHERS) == ""
    said = document.annotations[0]
    many = [replace(said, feature=feature.key, cell="< 1 MB") for feature in document.tables[0].features[:9]]
    contested = said_of(replace(document, annotations=tuple(many)))
    assert otherwise(document, contested, OTHERS) == "other sources say otherwise of 9 cells"


def test_what_the_marks_at_the_cells_mean_is_a_line_where_there_are_any() -> None:
    document = with_annotations()
    otherwise, more = (
        "≠ other: another AWS page says otherwise",
        "*\N{NO-BREAK SPACE}note: another AWS page adds something",
    )
    assert second("", document).key == f"{otherwise}; {more}"
    valued = replace(document, annotations=tuple(it for it in document.annotations if it.cell is not None))
    assert second("", valued).key.startswith(otherwise)
    unvalued = replace(document, annotations=tuple(it for it in document.annotations if it.cell is None))
    assert second("", unvalued).key == more
    assert second("", replace(document, annotations=())).key == ""


SHADOW = "not with Marketplace containers, multi-container or multi-model endpoints, nor on Inf1"
ISOLATION = "asynchronous endpoints need models with network connectivity; the sentence was gone in 2026"


@pytest.mark.parametrize(
    ("query", "rows", "said"),
    [
        ("testing=shadow&hardware=inf1", ["shadow testing"], ("Shadow tests, in 2026", SHADOW)),
        ("testing=shadow&hardware=inf1&facts=annotated", ["shadow testing"], ("Shadow tests, in 2026", SHADOW)),
        ("testing=shadow&guardrails=full", ["deployment guardrails", "shadow testing"], ()),
        (
            "hardware=gpu&behind=multi-model",
            ["GPU support (Multi-model)"],
            ("Multi-model endpoints, in 2026", "through the Triton inference server"),
        ),
        # It is of one of those that fit.
        ("network=isolation", ["network isolation (Asynchronous)"], ("Marketplace limits, in 2025", ISOLATION)),
        (
            "hardware=gpu",
            ["GPU support (Multi-model)"],
            ("Multi-model endpoints, in 2026", "through the Triton inference server"),
        ),
        ("payload=3MB", [], ()),  # a limit holds whatever is added to it
        ("testing=shadow&payload=20MB", [], ()),  # nothing fits
    ],
)
def test_what_another_source_adds_to_what_fits_is_told_under_the_headline(
    query: str, rows: list[str], said: tuple[str, ...]
) -> None:
    shown = page(query, with_annotations())
    told = f"Read also what another AWS page says of {', '.join(rows)}." if len(rows) > 1 else ""
    assert "".join(shown.said.partition("Read also ")[1:]) == told
    quoted = (
        f"{capital(rows[0])}: the “✓” of AWS’s page counts. Another AWS page ({said[0]}) said: {said[1]}."
        if said
        else ""
    )
    assert "".join(piece.text for piece in shown.quoted) == quoted
    links = [
        (piece.text, piece.url.partition("#")[0])
        for piece in (*shown.told, *shown.quoted)
        if piece.url and piece.url[0] != "/"
    ]
    assert [text for text, _ in links] == ([f"Another AWS page ({said[0]})"] if said else rows)
    assert all(address.startswith("https://docs.aws.amazon.com/") == bool(said) for _, address in links), (
        "or to the note"
    )
    assert not any(said and said[1] in option.line for option in shown.first.options), "once"
