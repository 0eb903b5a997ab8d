"""A result by what other sources say speaks in their words."""

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages

pytestmark = pytest.mark.django_db
MOVED = ("request-timeout", "market-place-model-packages-support")


@pytest.mark.parametrize(
    ("need", "said"),
    [
        ("scaling=scale-to-zero", "with inference components and a minimum"),
        ("scaling=scale-to-zero", "calls fail for minutes while at zero"),
        ("need=scale-to-zero:strict", "“With inference components only” is not enough"),
    ],
)
def test_a_condition_by_other_sources_says_their_words(
    client: Client, published: Published, need: str, said: str
) -> None:
    page = pages.text(client.get(f"/?{need}&facts=annotated"))
    record = pages.text(client.get(f"/decision.md?{need}&facts=annotated"))
    for told in (page, record):
        assert said in told
        assert "read the cell" not in told


def test_the_notes_tell_apart_what_contests_a_cell(client: Client, published: Published) -> None:
    section = pages.page(client.get("/")).one("section", id="sayings")
    notes = section.all("li")
    contested = [note for note in notes if " ≠ " in note.text]
    assert contested == notes[: len(contested)], "first, as the page counts them"
    assert [h.text for h in section.all("h3")] == ["They say otherwise of 10 cells", "They add to 9 cells"]
    assert 0 < len(contested) < len(notes)
    assert f"{len(contested)} cells" in pages.page(client.get("/")).one("div", class_="dated").text
    (payload,) = (note for note in notes if note["id"].endswith("inference-options-payload-size-real-time-inference"))
    assert [q.text for q in payload.all("q")] == ["< 6 MB", "≤ 25 MB"]


def test_the_editions_say_that_other_sources_say_otherwise_and_begin_with_what_is_asked(
    client: Client, published: Published
) -> None:
    root = pages.page(client.get("/editions/"))
    assert "8 cells and 2 other things differ from that of 13 February 2023" in root.one("main").text
    rows = "Payload size, HTTP chunked encoding, Request timeout, Scale to zero and Network isolation"
    more = (
        "Deployment guardrails, Shadow testing, Market place model packages support, GPU support "
        "and Multi-model endpoint"
    )
    said = f"Apart from what its editions say, other AWS pages say otherwise of {rows}, and add to {more}: "
    see = "see what they say"
    assert f"{said}{see}." in root.text
    assert "/#sayings" in [a["href"] for a in root.all("a")]

    root = pages.page(client.get("/editions/?marketplace=yes"))
    assert f"{said}{see}, or judge this result by that." in root.text
    assert {"/?marketplace=yes#sayings", "/?marketplace=yes&facts=annotated"} <= {a["href"] for a in root.all("a")}
    assert root.text.index("What becomes of this result") < root.text.index("Editions, the oldest first")
    assert "judge this result" not in pages.text(client.get("/editions/?marketplace=yes&facts=annotated"))


def test_what_an_edition_changed_and_another_source_disputes_says_so_beside_the_change(
    client: Client, published: Published
) -> None:
    root = pages.page(client.get("/editions/?from=2023-02-13&to=2026-08-07"))
    at = "/?edition=2026-08-07#"
    told = {a["href"]: a.text for a in root.all("a", href=None) if a["href"].startswith(f"{at}said-")}
    timeout, note = (f"said-inference-options-{row}-asynchronous-inference" for row in MOVED)
    asynchronous = ("“Invoke an asynchronous endpoint”: ≤ 3600 seconds", "“Asynchronous inference”: not supported")
    assert told == dict(zip((at + timeout, at + note), asynchronous, strict=True))
    flips = [it.text for it in root.one("ul", class_="flips").all("li")]
    disputed = [it for it in flips if "(another page says otherwise)" in it]
    assert [it.partition(" Asynchronous")[0] for it in disputed] == ["Marketplace: Yes"]
    assert "≠" in pages.page(client.get("/?edition=2026-08-07")).one(id=note).text


def test_the_history_says_that_it_is_this_site_s_and_leads_to_the_editions(
    client: Client, published: Published
) -> None:
    text = pages.page(client.get("/revisions/")).one("main")
    assert "What has been changed on this site" in text.text
    assert "/editions/" in [a["href"] for a in text.all("a")]


def test_a_condition_that_another_source_alone_gives_is_not_said_to_be_none(
    client: Client, published: Published
) -> None:
    record = client.get("/decision.md?time=2h").content.decode().partition("##")[0]
    assert "**On condition**: none by AWS’s page of 13 February 2023\n" in record
    assert "**But, as this site reads another AWS page**: Batch transform" in record
    of_page = (
        "**On condition**: none by AWS’s page of 13 February 2023\n- **Another AWS page adds**: to shadow testing: not "
    )
    assert of_page in client.get("/decision.md?testing=shadow").content.decode()
    assert "**On condition**: none\n" in client.get("/decision.md?hardware=inf1").content.decode()


@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        (
            "payload=8MB",
            "a-latency",
            "no option left by these facts (Real-time by later or other pages)",
        ),  # by another page
        (
            "latency=near-real-time",
            "a-time",
            "no option left by these facts (up to 3600 s Asynchronous by later or other pages)",
        ),
    ],
)
def test_a_choice_that_other_facts_dispute_says_by_which_it_leaves_nothing(
    client: Client, published: Published, query: str, place: str, said: str
) -> None:
    assert said in pages.page(client.get(f"/?{query}")).one(id=place).text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("payload=8MB", "“< 6 MB” (taken as “≤ 25 MB” from another AWS page) — 8 MB is ≤ 25 MB"),
        ("network=isolation", "blank (taken as “✓” from another AWS page) — met by another AWS page"),
    ],
)
def test_a_reason_of_a_record_quotes_whose_words_decide(
    client: Client, published: Published, query: str, said: str
) -> None:
    record = pages.text(client.get(f"/decision.md?{query}&facts=annotated"))
    assert f": {said}" in record
    assert "(taken as" not in pages.text(client.get(f"/decision.md?{query}"))
    printed = pages.page(client.get(f"/decision/?{query}&facts=annotated")).text
    assert said[said.index("(") : said.index(" — ")] in printed
