"""All that the page says under a selection: result, verdicts, what to give up, chips, addresses."""

import pytest
from msgspec import structs

from matrix.presentation.controls import Link
from tests.oracle.oracle import AI, BT, RT, SI, T1
from tests.support.documents import with_annotations
from tests.support.views import REVISION, page

ALL_OF_RT = "behind=one-model&combine=serial&container=byoc&chunked=yes&testing=shadow&hardware=gpu&model-parallel=yes"
NOTHING = "latency=interactive&scaling=scale-to-zero&payload=8MB"
OF_A_REQUEST = (
    "One record or mini-batch: not the whole dataset, which a batch job splits, nor the model "
    "(see Large or parallel model). Base64 adds a third."
)
ALONE = "asked of Real-time inference’s hosting options alone, not of the others"
STANDS = "The answer stands, unless you need more."
SIDE_BY_SIDE = f"option={RT}&option={BT}&show=differences"
OPEN = "Answer what you know. You see what each answer rules out before you choose it."


@pytest.mark.parametrize(
    ("query", "headline", "said"),
    [
        ("", "Which option fits?", OPEN),
        ("q=gpu", "Which option fits?", OPEN),
        (SIDE_BY_SIDE, "Real-time inference and Batch transform differ in 14 of 26 rows", OPEN),
        (f"{SIDE_BY_SIDE}&q=gpu", "Which option fits?", OPEN),
        (f"{SIDE_BY_SIDE}&option={AI}", "Which option fits?", OPEN),
        ("show=differences", "Which option fits?", OPEN),
        (f"{SIDE_BY_SIDE}&payload=50MB", "Batch transform and Asynchronous inference fit", ""),
        ("payload=50MB", "Batch transform and Asynchronous inference fit", ""),
        (
            "hardware=gpu&testing=shadow",
            "Real-time inference fits, with 1 condition",
            f"Only with Single model endpoints. {STANDS}",
        ),
        (
            "latency=near-real-time",
            "Real-time inference and Asynchronous inference fit; Serverless inference with 1 condition",
            "",
        ),
        (
            "behind=multi-model&framework=other&hardware=gpu",  # a condition of each table
            "Real-time inference fits, with 2 conditions",
            f"Only with Multi-model endpoints. {STANDS}",
        ),
        ("chunked=yes&payload=500MB", "Asynchronous inference fits, with 1 condition", STANDS),
        (
            "combine=multi-model&combine=multi-container",
            "Real-time inference does not fit",
            f"Mixed arrangements is {ALONE}.",
        ),
        (
            "behind=serial&combine=multi-model",
            "Real-time inference and Batch transform fit",
            (
                f"Real-time inference only with Serial inference pipeline. Mixed arrangements is {ALONE}: "
                "Batch transform has no multi-model endpoint."
            ),
        ),
        (
            "scaling=scale-to-zero&combine=multi-model",
            "Asynchronous inference and Serverless inference fit",
            (
                f"Mixed arrangements is {ALONE}: Asynchronous inference and Serverless inference have no multi-model "
                "endpoint."
            ),
        ),
        (
            "payload=5MB&hardware=d-instance&combine=multi-model&framework=tensorflow",
            "Real-time inference, Batch transform and Asynchronous inference fit",
            (
                "Real-time inference only with Multi-model endpoints or Serial inference pipeline. Mixed "
                f"arrangements and Framework are {ALONE}: "
                "Batch transform and Asynchronous inference have no multi-model endpoint."
            ),
        ),
        (
            "behind=serial",
            "Real-time inference and Batch transform fit",
            "Real-time inference only with Serial inference pipeline.",
        ),
        # Any of three arrangements would do; one has them all, by the other table with these alone.
        (
            "behind=several&hardware=d-instance",
            "Real-time inference and Batch transform fit",
            (
                "Real-time inference only with Multi-model endpoints, Serial inference pipeline or Multi-container "
                "endpoints. Batch transform only with Serial inference pipeline."
            ),
        ),
        ("behind=several&payload=50MB", "Batch transform fits", f"Only with Serial inference pipeline. {STANDS}"),
        # One need asked in two ways: of the row all the same, of the column of its name it is not.
        (
            "hardware=gpu&need=multi-container-endpoint",
            "Real-time inference fits, with 1 condition",
            (
                "Only with Single model endpoints. But the column Multi-container endpoints says: no GPU support. "
                f"{STANDS}"
            ),
        ),
        (
            "testing=shadow&need=serial-inference-pipeline&aids=monitor",
            "Real-time inference fits",
            (
                "Only with Single model endpoints. But the column Serial inference pipeline says: no shadow testing "
                f"and Data capture/Model monitor support doesn’t apply (N/A). {STANDS}"
            ),
        ),
        (
            "need=multi-container-endpoint",
            "Real-time inference fits",
            "Only with Single model endpoints or Multi-container endpoints.",
        ),
        (NOTHING, "None of 4 options fits", "Your requirements conflict."),
        (
            "payload=300GB&hardware=gpu",
            "None of 4 options fits",
            f"Payload 300 GB alone rules out every option. {OF_A_REQUEST}",
        ),
        (
            "payload=300GB&need=payload-size:2GB",
            "None of 4 options fits",
            f"Payload 300 GB or payload size 2 GB alone rules out every option. {OF_A_REQUEST}",
        ),
    ],
)
def test_the_result_has_a_headline_and_a_line_below(query: str, headline: str, said: str) -> None:
    shown = page(query)
    told = " ".join(filter(None, (shown.beside, shown.said)))
    assert (shown.headline, told, shown.asked) == (headline, said, said != OPEN)


@pytest.mark.parametrize(
    ("query", "stands"),
    [
        ("", ""),
        ("payload=50MB", ""),
        ("payload=2GB", ""),
        ("latency=near-real-time&payload=20MB", STANDS),
        (f"payload=5MB&time=30s&scaling=autoscaling&{ALL_OF_RT}", "The answer stands, whatever else you answer."),
    ],
)
def test_that_the_answer_stands_is_said_once_nothing_tells_options_apart(query: str, stands: str) -> None:
    shown = page(query)
    assert shown.stands == stands
    assert shown.said.endswith(stands)
    assert "stands" not in shown.said.removesuffix(stands)


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("payload=2GB", ""),
        ("need=volume-encryption&need=payload-size:5MB", "Payload size: 5 MB, Volume encryption"),
        ("need=volume-encryption&need=payload-size:5MB&need=gpu-support", "3 needs"),
    ],
)
def test_the_guide_says_which_needs_were_added(query: str, needed: str) -> None:
    assert page(query).needed == needed


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


# --- Below and beside the result ---------------------------------------------------------------------------------


def test_cautions_and_what_is_set_aside_are_told() -> None:
    (caution,) = page("container=extend-pre-built&hardware=gpu").first.cautions
    assert caution.endswith("1P, pre-built, BYOC; Extend pre-built is not among them")
    assert page("payload=50MB").aside.startswith("Hosting options are set aside")
    assert (page("").first.cautions, page("").aside) == ((), "")


@pytest.mark.parametrize(
    ("query", "chips", "clear"),
    [
        ("q=x", (), "/?q=x"),
        ("facts=annotated&q=x", (Link("/?q=x", "other sources", "Judged by"),), "/?q=x"),
        (
            "payload=50MB&facts=annotated",
            (Link("/?facts=annotated", "50 MB", "Payload"), Link("/?payload=50MB", "other sources", "Judged by")),
            "/",
        ),
    ],
)
def test_by_whose_word_it_is_judged_is_taken_back_like_an_answer(
    query: str, chips: tuple[Link, ...], clear: str
) -> None:
    assert (page(query).chips, page(query).clear_url) == (chips, clear)


@pytest.mark.parametrize(
    ("query", "links"),
    [
        ("payload=300GB", [Link("/#a-model-parallel", "Large or parallel model")]),
        (
            "payload=300GB&need=payload-size:2GB&hardware=gpu&q=x",
            [Link("/?hardware=gpu&q=x#a-model-parallel", "Large or parallel model")],
        ),
        (NOTHING, []),
        ("payload=50MB", []),
    ],
)
def test_a_question_that_is_referred_to_is_a_link_without_what_rules_all_out(query: str, links: list[Link]) -> None:
    assert [piece for piece in page(query).told if piece.url] == links


def test_each_answer_and_need_has_a_chip_that_takes_it_back() -> None:
    assert page("payload=50MB&hardware=gpu&need=gpu-support:strict&q=x").chips == (
        Link("/?hardware=gpu&need=gpu-support:strict&q=x", "50 MB", "Payload"),
        Link("/?payload=50MB&need=gpu-support:strict&q=x", "GPU", "Hardware"),
        Link("/?payload=50MB&hardware=gpu&q=x", "no conditions", "GPU support"),
    )


def test_the_page_has_its_address_pinned_and_not() -> None:
    shown = page("payload=50MB&q=gpu")
    assert shown.pinned_url == f"/?payload=50MB&q=gpu&rev={REVISION.short}"
    assert shown.latest_url == "/?payload=50MB&q=gpu"
    assert (shown.query, page("").query) == ("?payload=50MB&q=gpu", "")
    assert (
        structs.replace(shown, selection=structs.replace(shown.selection, edition="2026-08-07")).latest_url
        == "/?payload=50MB&q=gpu"
    )


def test_a_picture_is_drawn_of_the_first_table() -> None:
    picture = page("payload=50MB").chart
    assert picture is not None
    assert {box.slug for box in picture.boxes} == {RT, BT, AI, SI}
    assert page("").first.slug == T1


@pytest.mark.parametrize(
    ("query", "slug", "adds"),
    [
        (
            "latency=interactive&time=5min",
            RT,
            "another AWS page adds: 60 seconds for an ordinary response; a streamed one",
        ),
        ("payload=2GB", BT, "another AWS page adds: 100 MB is the limit of one mini-batch"),
        ("payload=200MB", BT, ""),  # another option fits
    ],
)
def test_what_another_source_adds_to_what_rules_out_is_told_where_nothing_fits(
    query: str, slug: str, adds: str
) -> None:
    (why,) = [option.why for option in page(query, with_annotations()).first.options if option.slug == slug]
    assert adds in why
    assert ("adds" in why) == bool(adds)


@pytest.mark.parametrize(
    ("query", "disputes"),
    [
        ("latency=near-real-time&payload=20MB&time=2h", True),
        ("latency=near-real-time&payload=20MB&time=2h&facts=annotated", False),
        ("latency=near-real-time&payload=20MB&time=3min", False),  # another option fits
    ],
)
def test_what_is_disputed_of_a_way_out_is_told_before_one_takes_it(query: str, disputes: bool) -> None:
    (why,) = [option.why for option in page(query, with_annotations()).first.options if option.slug == BT]
    assert why.endswith("; another AWS page says otherwise of request timeout") == disputes
