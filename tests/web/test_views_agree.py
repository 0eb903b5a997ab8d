"""Page, fragment, `/fit.json` and `/decision.md` of one selection say the same, and what the oracle says."""

import re
from typing import Any, Final

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.oracle import oracle
from tests.oracle.oracle import Word
from tests.support import pages
from tests.support.laws import examples
from tests.support.pages import Element
from tests.support.words import encoded, filters, many, selection

STATES: Final = {
    "fits": "fits",
    "fits, with": "conditional",
    "not applicable": "not-applicable",
    "ruled out": "ruled-out",
}
"""By how each outcome is told: of a conditional one, with how many conditions."""
Outcomes = dict[str, str]
Reasons = dict[str, set[str]]
"""By option, the words that its reasons stand for."""


@pytest.mark.law
@pytest.mark.once
def test_over_many_selections(client: Client, published: Published) -> None:
    count = examples(30, 1000)
    nothing_fits = asked = 0
    for chance in many(20261122, count):
        words = selection(chance)
        fit = client.get(f"/fit.json?{encoded(words)}").json()
        check_oracle(fit, words)
        check_page(client, fit, words)
        check_record(client, fit, words)
        check_that_filters_change_nothing(client, fit, [*words, *filters(chance)])
        nothing_fits += not {*said(fit).values()} & {*oracle.FITTING}
        asked += bool(words)
    assert asked > count / 2, "most of them ask something"
    assert nothing_fits > count / 6, "and for many nothing fits"


def said(fit: Any) -> Outcomes:
    """The options' outcomes by `/fit.json`; the two tables share no name."""
    return {option["slug"]: option["outcome"] for table in fit["tables"] for option in table["options"]}


def because(fit: Any) -> Reasons:
    options = (option for table in fit["tables"] for option in table["options"])
    return {option["slug"]: {reason["because"] for reason in option["reasons"]} for option in options}


def given_up(fit: Any) -> list[Any]:
    """The relaxations that people are told of: those of both tables together, else the second's own."""
    relaxations: list[Any] = fit["overall"]["relaxations"] or fit["tables"][1]["relaxations"]
    return relaxations


def check_oracle(fit: Any, words: list[Word]) -> None:
    wanted = oracle.outcomes(words)
    assert said(fit) == {slug: outcome for table in wanted.values() for slug, outcome in table.items()}, words
    assert {o["slug"]: o["outcome"] for o in fit["overall"]["options"]} == oracle.default().overall(words), words


def check_page(client: Client, fit: Any, words: list[Word]) -> None:
    """Another order of the words is redirected to the form that the JSON names; what is there says the same."""
    moved = client.get(f"/?{encoded(words)}")
    assert moved.status_code == 200 or moved.headers["Location"] == fit["url"]
    whole = client.get(fit["url"])
    part = client.get(f"/?{encoded(words)}", headers=pages.HTMX)
    assert part.headers["HX-Push-Url"] == fit["url"]
    title, fragment = pages.text(part).split("</title>", 1)
    assert title.strip() in pages.text(whole)
    assert fragment.strip() in pages.text(whole), "the fragment is the page's own body"
    page = pages.page(whole)
    assert pages.outcomes(page) == said(fit), words
    assert reasons_shown(page) == reasons_of(fit), words
    assert next_question(page) == fit["next_question"], words
    assert {left(link, fit["url"]) for link in relaxation_links(page)} == {r["url"] for r in given_up(fit)}, words
    assert page.one("div", id="sum").one("h2").text == fit["overall"]["headline"]


def check_record(client: Client, fit: Any, words: list[Word]) -> None:
    record = pages.text(client.get(f"/decision.md?{encoded(words)}"))
    names = {option["name"]: option["slug"] for table in fit["tables"] for option in table["options"]}
    counted = fit["tables"][:1] if "Hosting options are set aside" in record else fit["tables"]
    wanted = {option["slug"] for table in counted for option in table["options"]}
    outcomes, reasons = record_says(record, names)
    if words:
        both = said(fit) | {option["slug"]: option["outcome"] for option in fit["overall"]["options"]}
        assert outcomes == {slug: outcome for slug, outcome in both.items() if slug in wanted}, words
    assert reasons == {slug: found for slug, found in because(fit).items() if slug in wanted}, words
    assert record.splitlines()[0].startswith(f"# How to serve the model: {fit['overall']['headline']}")
    assert ("**What would do**" in record) == bool(fit["overall"]["relaxations"])


def check_that_filters_change_nothing(client: Client, fit: Any, words: list[Word]) -> None:
    """But what is shown, and the addresses, which keep them."""
    filtered = client.get(f"/fit.json?{encoded(words)}").json()
    for table in (*filtered["tables"], *fit["tables"], filtered["overall"], fit["overall"]):
        for relaxation in table["relaxations"]:
            relaxation.pop("url", None)
    assert filtered["tables"] == fit["tables"]
    assert filtered["overall"] == fit["overall"]


@pytest.mark.law
@pytest.mark.once
def test_what_is_shown_over_many_filters(client: Client, published: Published) -> None:
    for chance in many(20261123, examples(20, 1000)):
        words = [*filters(chance), *selection(chance), *filters(chance)]
        data = client.get(f"/matrix.json?{encoded(words)}")
        if data.status_code == 400:
            continue  # two searches, or two orders
        tables, fits = data.json()["tables"], fitting(client.get(f"/fit.json?{encoded(words)}").json())
        wanted = {
            table["slug"]: ([row["key"] for row in table["features"]], columns(table["options"], fits))
            for table in tables
        }
        page = client.get(f"/?{encoded(words)}", headers=pages.HTMX)
        assert pages.shown(pages.page(page)) == wanted


def fitting(fit: Any) -> set[str]:
    """The slugs of the options that fit: of the first table overall, of the second by its own outcome."""
    options = [*fit["overall"]["options"], *fit["tables"][1]["options"]]
    return {option["slug"] for option in options if option["outcome"] in {"fits", "conditional"}}


def columns(options: Any, fits: set[str]) -> list[str]:
    """Columns as programs have them, in the page's order: what fits first, what is no option last."""
    in_order: tuple[list[str], ...] = ([], [], [])
    for option in options:
        in_order[2 if not option["candidate"] else option["slug"] not in fits].append(option["slug"])
    return [slug for group in in_order for slug in group]


def reasons_shown(root: Element) -> dict[str, set[str]]:
    """By option, what its reasons quote, without those of the second table that stand at an option of the first."""
    shown = root.all(data_option=None, data_outcome=None)
    return {
        option["data-option"]: {q.text for item in option.all("li") if not hosted(item) for q in item.all("q")}
        for option in shown
    }


def hosted(item: Element) -> bool:
    return any(": " in link.text and link["href"].startswith("#hosting-") for link in item.all("a"))


def reasons_of(fit: Any) -> dict[str, set[str]]:
    options = (option for table in fit["tables"] for option in table["options"])
    return {o["slug"]: {r["cell"] for r in o["reasons"] if r["cell"] is not None} for o in options}


def next_question(root: Element) -> str | None:
    marked = [
        e["id"].removeprefix("q-") for e in root.all("details") if "next" in e.attributes.get("class", "").split()
    ]
    assert len(marked) <= 1
    return marked[0] if marked else None


def relaxation_links(root: Element) -> list[str]:
    sections = [s for s in root.all("section") if s.attributes.get("class") == "relax"]
    links = [link["href"] for section in sections for link in section.all("a")]
    return [link for link in links if not link.startswith("#")]  # a cell that may be good enough


def left(link: str, url: str) -> str:
    """A link without what ``url`` doesn't ask: the quantity that a way out keeps to."""
    asked = url.removeprefix("/?").split("&")
    words = [word for word in link.removeprefix("/").removeprefix("?").split("&") if word in asked]
    return f"/?{'&'.join(words)}" if words else "/"


def record_says(record: str, names: dict[str, str]) -> tuple[Outcomes, Reasons]:
    """What a decision record says of each option, by both tables; the two share no name."""
    outcomes: Outcomes = {}
    reasons: Reasons = {}
    for section in re.split(r"^### ", record, flags=re.MULTILINE)[1:]:
        head, *lines = section.splitlines()
        name, _, state = head.partition(": ")
        state = re.sub(r"( \d+ conditions?)?( (of|by|with) its .+)?$", "", state)
        outcomes[names[name]] = STATES[state] if state else ""
        found = (re.match(r"- \*\*[a-z ]+\*\* .* \(`(.*)`\)$", line) for line in lines)
        reasons[names[name]] = {match[1] for match in found if match}
    return outcomes, reasons
