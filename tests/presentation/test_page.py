"""All that the page says under a selection: result, cards, what to give up, chips, addresses."""

import pytest

from matrix.presentation.controls import Link
from matrix.presentation.page import CardView
from tests.oracle.oracle import AI, BT, RT, SI, T1
from tests.support.views import REVISION, page

ALL_OF_RT = "behind=one-model&combine=serial&container=byoc&chunked=yes&testing=shadow"
NOTHING = "latency=interactive&scaling=scale-to-zero&payload=8MB"
STANDS = "The answer stands: no open question tells options apart any more."
OPEN = "Answer what you know. You see what each answer rules out before you choose it."


def card(query: str, slug: str) -> CardView:
    return next(card for card in page(query).first.cards if card.slug == slug)


@pytest.mark.parametrize(
    ("query", "headline", "said"),
    [
        ("", "4 options, nothing asked yet", OPEN),
        ("q=gpu", "4 options, nothing asked yet", OPEN),
        ("payload=50MB", "2 of 4 options fit", "Batch transform, Asynchronous inference"),
        ("testing=shadow", "1 of 4 options fits", f"Real-time inference. {STANDS}"),
        (NOTHING, "None of 4 options fits", "Together the answers leave no option; below is what to give up."),
    ],
)
def test_the_result_has_a_headline_and_a_line_below(query: str, headline: str, said: str) -> None:
    shown = page(query)
    assert (shown.headline, shown.said, shown.asked) == (headline, said, bool(query) and query != "q=gpu")


@pytest.mark.parametrize(
    ("query", "stands"),
    [
        ("", ""),
        ("payload=50MB", ""),
        ("payload=2GB", ""),
        (
            "latency=near-real-time&payload=20MB",
            STANDS,
        ),
        (f"payload=5MB&time=30s&scaling=autoscaling&{ALL_OF_RT}", "The answer stands: no open question can change it."),
    ],
)
def test_that_the_answer_stands_is_said_once_nothing_tells_options_apart(query: str, stands: str) -> None:
    shown = page(query)
    assert shown.stands == stands
    assert shown.said.endswith(stands)
    assert "stands" not in shown.said.removesuffix(stands)


def test_what_can_be_confirmed_is_listed_where_the_answer_stands() -> None:
    shown = page("latency=near-real-time&payload=20MB")
    assert shown.to_confirm[:2] == (Link("#a-time", "Time"), Link("#a-hardware", "Hardware"))
    assert page("payload=50MB").to_confirm == ()


def test_every_question_stays_in_its_place() -> None:
    order = [view.slug for view in page("").questions]
    assert order[:4] == ["latency", "payload", "time", "scaling"]
    assert [view.slug for view in page("payload=2GB&time=2d").questions] == order


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=gpu", "no answers yet"),
        ("payload=2GB", "1 answer"),
        ("hardware=gpu&hardware=inf1&time=1s&need=gpu-support", "2 answers, 1 need"),
        ("need=gpu-support&need=inf1-support", "2 needs"),
    ],
)
def test_the_count_is_of_answers_and_needs(query: str, said: str) -> None:
    assert page(query).asked_for == said


# --- Cards -------------------------------------------------------------------------------------------------------


def test_a_card_tells_what_decides_and_how_far_the_option_holds() -> None:
    batch = card("payload=50MB&hardware=gpu", BT)
    assert (batch.outcome, batch.state) == ("conditional", "fits if…")
    (decides,) = batch.deciding
    assert (decides.label, decides.cell, decides.footnotes) == ("GPU support", "✓1", (1,))
    assert (decides.href, decides.word) == ("#inference-options-gpu-support", "hardware=gpu")
    assert [reason.note for reason in batch.others] == ["50 MB is ≤ 100 MB"]
    assert batch.others_title == "1 met"
    assert batch.firm == "Holds for Payload size at most 100 MB; Request timeout “Days”, without a number"
    assert batch.purpose == ""


def test_a_card_of_an_option_that_is_ruled_out_tells_each_cell_that_does_it_and_no_limit() -> None:
    serverless = card("payload=50MB&hardware=gpu", SI)
    assert [(reason.cell, reason.blank) for reason in serverless.deciding] == [("≤ 4 MB", False), ("", True)]
    assert (serverless.others, serverless.firm) == ((), "")


def test_where_nothing_is_asked_a_card_tells_what_its_option_is_for() -> None:
    assert card("", BT).purpose == "Batch transform for offline inference with large datasets."
    assert card("", BT).deciding == ()


def test_two_that_are_compared_are_judged_side_by_side() -> None:
    def judged(query: str) -> list[str]:
        return [card.slug for card in page(f"payload=50MB&hardware=gpu{query}").first.cards]

    ranked = judged("")
    assert ranked[:2] == [BT, AI]
    pair = f"&option={RT}&option={SI}"
    assert judged(f"{pair}&show=differences") == [*ranked[2:], *ranked[:2]]
    assert judged(f"&option={SI}") == ranked


# --- Below and beside the result ---------------------------------------------------------------------------------


def test_what_to_give_up_names_the_answer_what_then_fits_and_what_would_do_instead() -> None:
    ways = {way.url: (way.drop, way.options, way.instead) for way in page(NOTHING).first.relaxations}
    assert ways == {
        "/?latency=interactive&scaling=scale-to-zero": (
            *("Payload: 8 MB", "Serverless inference", ("Payload size at most 4 MB: Serverless inference",)),
        ),
        "/?payload=8MB&scaling=scale-to-zero": (
            *("Latency: Immediately: a user or a system is waiting", "Asynchronous inference", ()),
        ),
    }
    assert page("payload=50MB").first.relaxations == ()


def test_what_decides_between_the_tables_cautions_and_what_is_set_aside_are_told() -> None:
    (conflict,) = page("behind=multi-model&testing=shadow").first.between
    assert conflict.endswith("but not together: Shadow testing is blank under Multi-model endpoints")
    (caution,) = page("container=extend-pre-built&hardware=gpu").first.cautions
    assert (caution.word, caution.cell) == ("hardware=gpu", "1P, pre-built, BYOC")
    assert page("payload=50MB").aside.startswith("Hosting options are set aside")
    assert (page("").first.between, page("").first.cautions, page("").aside) == ((), (), "")


def test_each_answer_and_need_has_a_chip_that_takes_it_back() -> None:
    assert page("payload=50MB&hardware=gpu&need=gpu-support:strict&q=x").chips == (
        Link("/?hardware=gpu&need=gpu-support:strict&q=x", "50 MB", "Payload"),
        Link("/?payload=50MB&need=gpu-support:strict&q=x", "GPU", "Hardware"),
        Link("/?payload=50MB&hardware=gpu&q=x", "strictly", "GPU support"),
    )


def test_the_page_has_its_address_pinned_and_not() -> None:
    shown = page("payload=50MB&q=gpu")
    assert shown.pinned_url == f"/?payload=50MB&q=gpu&rev={REVISION.short}"
    assert shown.latest_url == "/?payload=50MB&q=gpu"
    assert (shown.query, page("").query) == ("?payload=50MB&q=gpu", "")


def test_a_picture_is_drawn_of_the_first_table() -> None:
    picture = page("payload=50MB").chart
    assert picture is not None
    assert {box.slug for box in picture.boxes} == {RT, BT, AI, SI}
    assert page("").first.slug == T1
