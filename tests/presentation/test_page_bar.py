"""What stays in sight on a narrow screen: the result in two lines, and what the guide says beside them."""

import pytest

from tests.support.documents import with_annotations
from tests.support.views import page

NOTHING = "latency=interactive&scaling=scale-to-zero&payload=8MB"
STANDS = "The answer stands, unless you need more."
ALL_OF_RT = "behind=one-model&combine=serial&container=byoc&chunked=yes&testing=shadow&hardware=gpu&model-parallel=yes"


@pytest.mark.parametrize(
    ("query", "brief"),
    [
        ("payload=50MB", ""),
        ("latency=near-real-time&payload=20MB", STANDS),
        ("hardware=gpu", "GPU support: where your AWS Region has the instance type."),
        (
            "latency=interactive",
            "Latency: AWS names no latency class for it: test how fast it answers (Serverless inference).",
        ),
        # in the order of the box below it
        (NOTHING, "2 ways out: drop latency “Immediately: a user or a system is waiting”, or keep payload up to 4 MB."),
        (
            "payload=2GB&latency=interactive",
            "2 ways out: keep payload under 6 MB (e.g. 5 MB), or keep payload up to 4 MB.",
        ),
        (  # as many as the box has
            "scaling=scale-to-zero&aids=monitor",
            "3 ways out: drop scale to zero, or drop Data capture/Model monitor support, or accept an N/A.",
        ),
    ],
)
def test_the_bar_that_is_all_in_sight_says_the_condition_or_a_way_out(query: str, brief: str) -> None:
    assert page(query).brief == brief


def test_a_condition_that_is_too_long_for_the_bar_is_named_there() -> None:
    shown = page("scaling=scale-to-zero&aids=monitor&facts=annotated", with_annotations())
    assert shown.conditions[0].told.endswith("; calls fail for minutes while at zero")
    assert shown.brief.startswith("Scale to zero: see the condition. ")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("latency=near-real-time&payload=20MB", ""),  # which the bar says
        ("latency=near-real-time&payload=20MB&hardware=gpu", STANDS),  # where that says the condition
        (f"payload=5MB&time=30s&scaling=autoscaling&{ALL_OF_RT}", "The answer stands, whatever else you answer."),
    ],
)
def test_the_guide_says_that_the_answer_stands_unless_the_bar_does(query: str, said: str) -> None:
    assert page(query).stands_in_guide == said
