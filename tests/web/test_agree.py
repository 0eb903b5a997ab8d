"""Page, fragment, `/fit.json` and `/decision.md` of one selection say the same, and what the oracle says."""

import random
import re
from typing import Any, Final

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.oracle import oracle
from tests.support import pages, states
from tests.support.pages import Element

SELECTIONS: Final = 120
FILTERS: Final = 40
STATES: Final = {
    "fits": "fits",
    "fits if…": "conditional",
    "not applicable": "not-applicable",
    "ruled out": "ruled-out",
}
Outcomes = dict[str, str]
Reasons = dict[str, set[str]]
"""By option, the words that its reasons stand for."""
Given_up = dict[str, list[set[str]]]
"""By table, the sets of words that the relaxations drop."""


@pytest.mark.once
def test_over_many_selections(client: Client, published: Published) -> None:
    nothing_fits = asked = 0
    for chance in states.many(20261122, SELECTIONS):
        words = states.selection(chance)
        nothing_fits += check(client, words, chance)
        asked += bool(words)
    assert asked > 100, "most of them ask something"
    assert nothing_fits > 20, "and for many nothing fits"


def check(client: Client, words: list[oracle.Word], chance: random.Random) -> bool:
    fit: dict[str, Any] = client.get(f"/fit.json?{states.encoded(words)}").json()
    outcomes = {option["slug"]: option["outcome"] for table in fit["tables"] for option in table["options"]}
    wanted = oracle.outcomes(words)
    assert outcomes == {slug: outcome for table in wanted.values() for slug, outcome in table.items()}, words
    reasons = {
        option["slug"]: {reason["because"] for reason in option["reasons"]}
        for table in fit["tables"]
        for option in table["options"]
    }

    # Another order of the words is redirected to one form, which is the one that the JSON names.
    moved = client.get(f"/?{states.encoded(words)}")
    assert moved.status_code == 200 or moved.headers["Location"] == fit["url"]
    whole = client.get(fit["url"])
    part = client.get(f"/?{states.encoded(words)}", headers={"HX-Request": "true"})
    assert part.headers["HX-Push-Url"] == fit["url"]
    title, fragment = pages.text(part).split("</title>", 1)
    assert title.strip() in pages.text(whole)
    assert fragment.strip() in pages.text(whole), "the fragment is the page's own body"
    page = pages.page(whole)
    assert pages.outcomes(page) == outcomes, words
    assert card_reasons(page) == reasons, words
    assert next_question(page) == fit["next_question"], words
    given_up = [*fit["overall"]["relaxations"], *fit["tables"][1]["relaxations"]]
    assert relaxation_links(page) == [r["url"] for r in given_up], words
    assert {o["slug"]: o["outcome"] for o in fit["overall"]["options"]} == oracle.default().overall(words), words
    assert page.one("div", id="sum").one("h2").text == fit["overall"]["headline"]

    record = pages.text(client.get(f"/decision.md?{states.encoded(words)}"))
    names = {option["name"]: option["slug"] for table in fit["tables"] for option in table["options"]}
    told, because = record_says(record, names)
    assert told == outcomes, words
    assert because == reasons, words
    dropped = [set(r["drop"]) for r in given_up]
    assert record.splitlines()[0].startswith(f"# How to serve the model: {fit['overall']['headline']}")
    assert [
        set(re.findall("`(.*?)`", line)) for line in record.splitlines() if line.startswith("- Without `")
    ] == dropped

    # Filters change what is shown, and no outcome.
    filters = states.filters(chance)
    filtered: dict[str, Any] = client.get(f"/fit.json?{states.encoded([*words, *filters])}").json()
    for table in (*filtered["tables"], *fit["tables"], filtered["overall"], fit["overall"]):
        for relaxation in table["relaxations"]:
            relaxation.pop("url")  # which keeps the filters
    assert filtered["tables"] == fit["tables"]
    assert filtered["overall"] == fit["overall"]
    return not any(outcome in oracle.FITTING for outcome in wanted[oracle.T1].values())


def test_what_is_shown_over_many_filters(client: Client, published: Published) -> None:
    for chance in states.many(20261123, FILTERS):
        words = [*states.filters(chance), *states.selection(chance), *states.filters(chance)]
        data = client.get(f"/matrix.json?{states.encoded(words)}")
        if data.status_code == 400:
            continue  # two searches, or two orders
        tables = data.json()["tables"]
        wanted = {
            table["slug"]: ([row["key"] for row in table["features"]], [option["slug"] for option in table["options"]])
            for table in tables
        }
        page = client.get(f"/?{states.encoded(words)}", headers={"HX-Request": "true"})
        assert pages.shown(pages.page(page)) == wanted


def cards(root: Element) -> list[Element]:
    return root.all(data_option=None, data_outcome=None)


def card_reasons(root: Element) -> Reasons:
    return {card["data-option"]: {code.text for code in card.all("code")} for card in cards(root)}


def next_question(root: Element) -> str | None:
    marked = [
        e["id"].removeprefix("q-") for e in root.all("details") if "next" in e.attributes.get("class", "").split()
    ]
    assert len(marked) <= 1
    return marked[0] if marked else None


def relaxation_links(root: Element) -> list[str]:
    sections = [s for s in root.all("section") if s.attributes.get("class") == "relax"]
    return [item.all("a")[0]["href"] for section in sections for item in section.all("li")]


def record_says(record: str, names: dict[str, str]) -> tuple[Outcomes, Reasons]:
    """What a decision record says of each option; the two tables share no name."""
    outcomes: Outcomes = {}
    reasons: Reasons = {}
    for section in re.split(r"^### ", record, flags=re.MULTILINE)[1:]:
        head, *lines = section.splitlines()
        name, _, state = head.rpartition(": ")
        outcomes[names[name]] = STATES[state]
        found = (re.match(r"- \*\*[a-z-]+\*\* .* \(`(.*)`\)$", line) for line in lines)
        reasons[names[name]] = {match[1] for match in found if match}
    return outcomes, reasons
