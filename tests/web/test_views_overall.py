"""What speaks of the whole result goes by both tables: Real-time inference comes with a hosting option."""

import json
from itertools import product
from typing import Any, Final

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.oracle import oracle
from tests.oracle.oracle import BT, OPTIONS, RT, T1, T2
from tests.support import pages
from tests.support.documents import fit

pytestmark = pytest.mark.once  # they read, and nothing else

NONE: Final = "?hardware=gpu&behind=multi-model&testing=shadow"
SAID: Final = "None of 4 options fits"
REFUSED: Final[dict[str, set[str]]] = {
    "scaling=autoscaling": set(),
    "testing=shadow": {"multi-model", "multi-container", "serial"},
    "testing=variants": {"multi-model"},
    "aids=monitor": {"multi-model", "multi-container", "serial"},
    "aids=recommender": {"multi-model", "multi-container", "serial"},
    "hardware=gpu": {"multi-container"},
    "hardware=inf1": {"multi-model", "multi-container", "serial"},
    "hardware=d-instance": set(),
    "guardrails=full": {"multi-model"},
    "guardrails=fallback": {"multi-model"},
    "marketplace=yes": {"multi-model", "multi-container", "serial"},
    "model-parallel=yes": {"multi-model", "multi-container"},
}
"""By feature, the arrangements that the second table has without it. Real-time inference has each of the 36 pairs by
the first table; of the others Batch transform alone, and that in a serial pipeline."""
ORDER: Final = ("fits", "conditional", "not-applicable", "ruled-out")
PAIRS: Final = list(product(("multi-model", "multi-container", "serial"), REFUSED))


def of_page(client: Client, query: str) -> pages.Element:
    return pages.page(client.get(f"/{query}", follow=True))


def test_there_are_36_pairs_and_21_are_refused() -> None:
    assert len(PAIRS) == 36
    assert sum(len(arrangements) for arrangements in REFUSED.values()) == 21


@pytest.mark.parametrize(("arrangement", "feature"), PAIRS)
def test_every_pair_of_an_arrangement_and_a_feature(
    client: Client, published: Published, arrangement: str, feature: str
) -> None:
    query = f"?behind={arrangement}&{feature}"
    refused = arrangement in REFUSED[feature]
    found = client.get(f"/fit.json{query}").json()
    root = of_page(client, query)

    own = {option["slug"]: option["outcome"] for option in found["tables"][0]["options"]}
    others = [slug for slug, outcome in own.items() if outcome in oracle.FITTING and slug != RT]
    assert own[RT] in oracle.FITTING
    assert others in ([], [BT]) if arrangement == "serial" else not others
    overall = {option["slug"]: option["outcome"] for option in found["overall"]["options"]}
    below = [option["outcome"] for option in found["tables"][1]["options"]]
    assert overall == {**own, RT: max(own[RT], min(below, key=ORDER.index), key=ORDER.index)}
    assert (overall[RT] in oracle.FITTING) is not refused
    headline = root.one("div", id="sum").one("h2").text
    names = [name for name, fits in (("Real-time inference", not refused), ("Batch transform", others)) if fits]
    count = len(names)
    said = f"{' and '.join(names)} {'fits' if count == 1 else 'fit'}" if names else SAID
    assert headline == found["overall"]["headline"]
    if "fits" not in (overall[RT], overall[BT]) or "conditional" not in overall.values():
        assert headline.startswith(said)
    assert all(name in headline for name in names)
    assert ("condition" in headline) == ("conditional" in overall.values())
    assert bool(found["overall"]["relaxations"]) == (not count)
    assert found["next_question"] is None or count
    assert pages.outcomes(root) == {
        option["slug"]: option["outcome"] for table in found["tables"] for option in table["options"]
    }


@pytest.mark.parametrize(
    ("query", "unasked"),
    [
        ("combine=serial", {T1: 3, T2: 0}),
        ("latency=interactive", {T1: 0, T2: 4}),
        ("framework=other", {T1: 3, T2: 0}),
        ("payload=3MB", {T1: 0, T2: 0}),
    ],
)
def test_the_heads_of_the_tables_claim_no_fit_of_what_was_not_asked_as_the_result_does_not(
    client: Client, published: Published, query: str, unasked: dict[str, int]
) -> None:
    root = of_page(client, f"?{query}")
    for slug, count in unasked.items():
        heads = {it["data-option"]: it.one("small") for it in root.one("table", id=slug).one("thead").all("th")[1:5]}
        assert [it.text for it in heads.values()].count("not asked") == count
        for option, head in heads.items():
            card = root.one("li", data_option=option).text
            assert f" {head.text}" in card, card
            assert ("class" in head.attributes) is (head.text != "not asked")


def test_headline_title_preview_record_and_json_speak_of_none(client: Client, published: Published) -> None:
    root = of_page(client, NONE)
    assert root.one("div", id="sum").one("h2").text == SAID
    assert "requirements conflict" in root.one("div", id="sum").one("p").text
    assert root.one("head").one("title").text == f"{SAID} · SageMaker inference options"
    assert root.one("meta", property="og:title")["content"] == SAID
    assert root.one("meta", name="description")["content"].startswith(f"{SAID}. ")
    fragment = pages.text(client.get(f"/{NONE}", headers={"HX-Request": "true"}))
    assert fragment.lstrip().startswith(f"<title>{SAID} ·")
    record = pages.page(client.get(f"/decision/{NONE}"))
    assert record.one("head").one("title").text == f"Decision record: {SAID}"
    assert record.one("main").one("h2").text.endswith(f": {SAID}")
    assert "Inference options" in [head.text for head in record.all("h3")], "which the title has said already"
    assert pages.text(client.get(f"/decision.md{NONE}")).startswith(f"# How to serve the model: {SAID}\n")
    assert client.get(f"/fit.json{NONE}").json()["overall"]["headline"] == SAID
    assert f"{SAID}. Real-time inference supports both" in pages.page(client.get(f"/embed/{T1}/{NONE}")).text


def test_the_reason_that_decides_stands_on_the_options_own_card(client: Client, published: Published) -> None:
    first = of_page(client, NONE).one("div", id="first")
    assert [p for p in first.all("p") if p.attributes.get("class") == "caution"] == [], "it is told once"
    card = first.one("li", data_option=RT)
    assert card["data-outcome"] == "conditional"
    assert (
        "ruled out by its hosting options: supports both Multi-model endpoint and Shadow testing, but not together: "
        "no shadow testing with Multi-model endpoints"
    ) in card.one("summary").text
    (link,) = [link for link in card.all("a") if link["href"] == f"#{T2}-shadow-testing"]
    assert link.text == "Multi-model endpoints: Shadow testing"
    assert "Works" not in card.text
    assert "its hosting options" not in of_page(client, "?hardware=gpu&behind=multi-model").text


def test_what_to_give_up_goes_by_both_tables(client: Client, published: Published) -> None:
    """Without the size Real-time inference fits by its own table; with no hosting option, so that more must go."""
    root = of_page(client, "?payload=20MB&behind=multi-model&testing=shadow")
    sections = [s for s in root.one("div", id="first").all("section") if s.attributes.get("class") == "relax"]
    ((title,), links) = [s.all("h3") for s in sections], [link["href"] for s in sections for link in s.all("a")]
    assert title[0].text == "One of these would do"
    noted = "#said-inference-options-shadow-testing-real-time-inference"
    assert {*links} == {"/?payload=5MB&testing=shadow", "/?payload=5MB&behind=multi-model", "/?payload=20MB", noted}


def test_an_answer_that_no_hosting_option_has_is_told_to_leave_nothing(client: Client, published: Published) -> None:
    label = next(
        label for label in of_page(client, "?behind=multi-model").all("label") if label.text.startswith("Shadow")
    )
    assert "no option left" in label.text


QUERIES: Final = ["", "behind=multi-model&testing=shadow", "payload=20MB&time=5min&behind=multi-model", "hardware=gpu"]


@pytest.mark.parametrize("query", QUERIES)
def test_every_name_and_value_of_a_table_stays_its_own(client: Client, published: Published, query: str) -> None:
    found: dict[str, Any] = client.get(f"/fit.json?{query}").json()
    assert [*found][:3] == ["revision", "url", "tables"]
    assert [table["slug"] for table in found["tables"]] == [T1, T2]
    for table, own in zip(found["tables"], fit(query).tables, strict=True):
        assert [option["slug"] for option in table["options"]] == list(OPTIONS[table["slug"]])
        assert [option["outcome"] for option in table["options"]] == [option.outcome for option in own.options]
        assert [[reason["because"] for reason in option["reasons"]] for option in table["options"]] == [
            [str(reason.word) for reason in option.reasons] for option in own.options
        ]
        assert [r["drop"] for r in table["relaxations"]] == [list(map(str, r.drop)) for r in own.relaxations]
    assert json.dumps(found["tables"]).count("overall") == 0
