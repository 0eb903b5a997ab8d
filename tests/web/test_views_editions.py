"""Any edition of the page decides, and says what the others do to a result; other sources are told, and switch."""

import re
from typing import Any

import pytest
from django.test import Client

from matrix import models
from matrix.store import recording, revisions
from matrix.store.revisions import Published
from tests.oracle.oracle import AI, BT, RT, SI, T1
from tests.support import pages
from tests.support.stored import set_cell

pytestmark = pytest.mark.django_db

DATES = ["2023-02-13", "2023-03-10", "2025-09-27", "2026-08-07"]
NO_DATE = "there is no edition of “2020-01-01”; there are 2023-02-13, 2023-03-10, 2025-09-27, 2026-08-07"


def fit(client: Client, query: str, status: int = 200) -> Any:
    response = client.get(f"/fit.json?{query}")
    assert response.status_code == status, response.content.decode()
    return response.json()


def outcomes(data: Any) -> dict[str, str]:
    return {option["slug"]: option["outcome"] for option in data["tables"][0]["options"]}


def dated(client: Client, url: str) -> str:
    return pages.page(client.get(url)).one("div", class_="dated").text


# --- Editions ------------------------------------------------------------------------------------------------

EDITIONS = [
    ("time=30min", "2023-02-13", {AI: "ruled-out", BT: "fits"}),
    ("time=30min", "2023-03-10", {AI: "fits", BT: "fits"}),
    ("time=15min", "2023-03-10", {AI: "fits"}),
    ("time=1h", "2023-03-10", {AI: "ruled-out"}),
    ("guardrails=full", "2023-03-10", {RT: "fits", BT: "ruled-out", AI: "fits", SI: "ruled-out"}),
    ("guardrails=full", "2025-09-27", {RT: "fits", BT: "not-applicable", AI: "fits", SI: "ruled-out"}),
    ("marketplace=yes", "2025-09-27", {AI: "ruled-out"}),
    ("marketplace=yes", "2026-08-07", {AI: "fits"}),
]


@pytest.mark.parametrize(("query", "edition", "expected"), EDITIONS)
def test_an_edition_decides(
    client: Client, published: Published, query: str, edition: str, expected: dict[str, str]
) -> None:
    data = fit(client, f"{query}&edition={edition}")
    assert outcomes(data).items() >= expected.items()
    assert data["url"] == f"/?{query}&edition={edition}"
    revision = data["revision"]
    assert (revision["edition"], revision["number"], revision["published"]) == (edition, None, None)
    root = pages.page(client.get(f"/?{query}&edition={edition}"))
    assert pages.outcomes(root).items() >= expected.items()
    assert [one["edition"] for one in data["editions"]] == [date for date in DATES if date != edition]


def test_without_an_edition_the_others_are_told_against_the_base(client: Client, published: Published) -> None:
    data = fit(client, "time=30min")
    assert data["revision"]["edition"] == "2023-02-13"
    assert [(one["edition"], one["same"]) for one in data["editions"]] == [(date, False) for date in DATES[1:]]
    assert data["editions"][0]["changes"] == [{"table": T1, "option": AI, "from": "ruled-out", "to": "fits"}]
    assert data["editions"][0]["url"] == "/?time=30min&edition=2023-03-10"


def test_what_is_own_is_no_edition_s(client: Client, published: Published) -> None:
    """A team that allows an hour changes its own result, and neither side of the comparison."""
    set_cell("< 1 hour")
    data = fit(client, "time=30min")
    assert outcomes(data)[AI] == "fits"
    assert data["editions"][0]["changes"] == [{"table": T1, "option": AI, "from": "ruled-out", "to": "fits"}]
    assert outcomes(fit(client, "time=30min&edition=2023-02-13"))[AI] == "ruled-out", "the page without what is own"


@pytest.mark.parametrize(
    ("query", "param", "value", "message"),
    [
        ("edition=2020-01-01", "edition", "2020-01-01", NO_DATE),
        ("edition=x", "edition", "x", NO_DATE.replace("2020-01-01", "x")),
        (
            "edition=2025-09-27&edition=2026-08-07",
            "edition",
            "2026-08-07",
            "“edition” takes one value; “2025-09-27” is applied",
        ),
        ("facts=mine", "facts", "mine", ""),
    ],
)
def test_what_cannot_be_read_is_told(
    client: Client, published: Published, query: str, param: str, value: str, message: str
) -> None:
    (error,) = fit(client, query, 400)["errors"]
    assert (error["param"], error["value"]) == (param, value)
    assert message in error["message"]
    assert value in str(pages.notices(pages.page(client.get(f"/?{query}"))))


def test_beside_a_rev_an_edition_is_not_applied(client: Client, published: Published) -> None:
    query = f"time=30min&edition=2023-03-10&rev={published.short}"
    (error,) = fit(client, query, 400)["errors"]
    assert error["param"] == "edition"
    root = pages.page(client.get(f"/?{query}"))
    assert pages.outcomes(root)[AI] == "ruled-out"


def test_the_verdict_says_how_old_the_facts_are(client: Client, published: Published) -> None:
    said = dated(client, "/?time=30min")
    assert said.startswith(
        "By AWS’s page of 13 February 2023; with that of 10 March 2023 Asynchronous inference fits too, and since."
    )
    assert "the same in all three later editions" in dated(client, "/?payload=50MB")
    moved = "under 15 minutes (request timeout under 1 hour since the page of 10 March 2023)"
    assert moved in pages.page(client.get("/?payload=50MB")).text
    assert moved in pages.text(client.get("/decision.md?payload=50MB"))
    told = pages.page(client.get("/?latency=near-real-time&time=20min")).one(id="sum").one("p").text
    assert told == "Asynchronous inference fits since 10 March 2023, by AWS’s page."


def test_the_record_says_so_too(client: Client, published: Published) -> None:
    text = pages.text(client.get("/decision.md?time=30min"))
    assert "with that of [10 March 2023](<http://testserver/?time=30min&edition=2023-03-10>) Asynchronous" in text
    assert "- **But later**: Asynchronous inference fits too since 10 March 2023, by AWS’s page." in text
    assert "another AWS page: fits — 15 minutes is the default" in text
    pinned = pages.text(client.get("/decision.md?time=30min&edition=2023-03-10"))
    assert "pinned: <http://testserver/?time=30min&edition=2023-03-10>" in pinned
    assert "text of 2023-02-13 (CC BY-SA 4.0), facts of its date" in pinned


def test_the_list_compares_two_and_says_what_becomes_of_a_result(client: Client, published: Published) -> None:
    root = pages.page(client.get("/editions/?from=2025-09-27&to=2026-08-07&marketplace=yes"))
    assert "Asynchronous inference: ruled out → fits" in root.one("main").text
    assert root.one("nav").all("a")[0]["href"] == "/?marketplace=yes", "back to the matrix keeps the answers"
    listed = [a for a in root.one("main").all("a") if re.search(r"edition=[^#]+$", a["href"])]
    assert [(a.text, a["href"]) for a in listed] == [(day, f"/?marketplace=yes&edition={day}") for day in DATES]
    assert ("marketplace", "yes") in [(it["name"], it["value"]) for it in root.all("input")]
    data = client.get("/editions.json?from=2025-09-27&to=2026-08-07").json()
    assert [one["edition"] for one in data["editions"]] == DATES
    assert [(c["kind"], c["feature"], c["option"], c["from"], c["to"]) for c in data["changes"]] == [
        ("cell", "market-place-model-packages-support", AI, "", "✓")
    ]
    flips = [(f["option"], f["from"], f["to"]) for f in data["flips"] if f["because"] == "marketplace=yes"]
    assert flips == [(AI, "ruled-out", "fits")]
    refused = client.get("/editions.json?from=2020-01-01")
    assert (refused.status_code, refused.json()["errors"][0]["param"]) == (400, "from")


# --- Other sources -------------------------------------------------------------------------------------------


def test_other_sources_are_told_and_change_nothing_unasked(client: Client, published: Published) -> None:
    option = fit(client, "latency=interactive&payload=10MB")["tables"][0]["options"][0]
    assert (option["outcome"], option["contested"], option["outcome_annotated"]) == ("ruled-out", True, "fits")
    (payload,) = [reason for reason in option["reasons"] if reason["feature"] == "payload-size"]
    (said,) = payload["annotations"]
    assert (said["text"], said["cell"], said["seen"]) == ("up to 25 MB", "≤ 25 MB", "2026")
    assert (payload["own"], payload["source"]) == (False, published.document.source.address)
    text = pages.page(client.get("/?latency=interactive&payload=10MB")).text
    assert "not 10 MB, which ends in “HTTP 413: the payload is too large” (another AWS page: up to 25 MB)" in text
    text = pages.text(client.get("/decision.md?latency=interactive&payload=10MB"))
    assert "Real-time inference: fits — up to 25 MB (Model" in text


def test_facts_annotated_is_a_switch_that_keeps_the_cells(client: Client, published: Published) -> None:
    url = "/?latency=interactive&payload=10MB&facts=annotated"
    option = fit(client, url[2:])["tables"][0]["options"][0]
    assert (option["outcome"], option["contested"]) == ("fits", True)
    (payload,) = [reason for reason in option["reasons"] if reason["feature"] == "payload-size"]
    assert (payload["cell"], payload["verdict"]) == ("< 6 MB", "met")
    assert "Judge by the page alone" in dated(client, url)
    assert client.get("/?payload=10MB&facts=page").headers["Location"] == "/?payload=10MB"


def test_each_annotated_cell_has_a_mark_and_a_note(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    marks = [a["href"] for a in root.all("a", href=None) if a["href"].startswith("#said-")]
    notes = root.one("section", id="sayings").all("li")
    assert len(marks) == len(notes) == models.Annotation.objects.count()
    assert {mark[1:] for mark in marks} == {note["id"] for note in notes}
    note = root.one("li", id=f"said-{T1}-payload-size-{RT}")
    assert all("“" not in quoted.text for quoted in note.all("q"))
    assert "up to 25 MB (Model deployment options (also: Hosting FAQs, Marketplace limits), 2026)" in note.text


# --- Whose text it is ----------------------------------------------------------------------------------------


def test_an_own_cell_never_has_the_publisher_s_address(client: Client, published: Published) -> None:
    set_cell("≤ 25 MB", "payload-size", RT)
    set_cell("≤ 5 MB", "payload-size", SI)
    options = fit(client, "payload=10MB")["tables"][0]["options"]
    (of_rt,), (of_si,) = options[0]["reasons"], options[3]["reasons"]
    assert (of_rt["own"], of_rt["source"]) == (True, of_rt["annotations"][0]["url"]), "the source of an equal value"
    assert (of_si["own"], of_si["source"]) == (True, None)
    for url in ("/", "/embed/inference-options/", "/decision/?payload=10MB", "/matrix.md", "/decision.md?payload=10MB"):
        assert "modified: 2 things are not AWS’s" in client.get(url).content.decode(), url
    assert "modified" not in pages.text(client.get("/matrix.md?edition=2023-02-13"))


def test_record_and_exports_tell_which_cells_are_own(client: Client, published: Published) -> None:
    set_cell("≤ 25 MB", "payload-size", RT)
    set_cell("≤ 5 MB", "payload-size", SI)
    text = pages.text(client.get("/decision.md?payload=10MB"))
    options = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-model-options.html"
    assert f"Payload size: “≤ 25 MB” (not AWS’s, but of {options}) — " in text
    assert "Payload size: “≤ 5 MB” (not AWS’s) — " in text
    assert "Payload size: “≤ 1 GB” — " in text
    assert re.search(r"Text of the matrix: Amazon.*modified: 2 things are not AWS’s", text)
    printed = pages.page(client.get("/decision/?payload=10MB")).one("main").text
    assert "≤ 5 MB (not AWS’s) — " in printed
    matrix = pages.text(client.get("/matrix.md"))
    assert "\nNot AWS’s: Payload size, Real-time inference; Payload size, Serverless inference.\n" in matrix
    data = client.get("/matrix.json").json()
    (row,) = [row for row in data["tables"][0]["features"] if row["key"] == "payload-size"]
    whose = {slug: (cell["own"], cell["source"]) for slug, cell in row["cells"].items()}
    page = published.document.source.address
    assert (whose[RT], whose[SI], whose[BT]) == ((True, options), (True, None), (False, page))
    assert "modified: 2 things are not AWS’s" in data["attribution"]
    card = pages.page(client.get("/?payload=10MB")).one("li", **{"data-option": SI})
    assert "≤ 5 MB (changed here) — " in card.text


def test_a_reason_quotes_what_is_said_of_its_cell(client: Client, published: Published) -> None:
    said = "Another AWS page: up to 25 MB ("
    card = pages.page(client.get("/?payload=3MB")).one("li", **{"data-option": RT})
    assert f"{said}Model deployment options (also: Hosting FAQs, Marketplace limits), 2026" in card.text
    assert f"  - {said}[Model deployment options" in pages.text(client.get("/decision.md?payload=3MB"))
    assert said in pages.page(client.get("/decision/?payload=3MB")).one("main").text


def test_annotations_are_revisions_that_no_update_deletes(client: Client, published: Published) -> None:
    with recording.change("ada", "by ticket"):
        models.Annotation.objects.all().delete()
    assert fit(client, "payload=10MB")["tables"][0]["options"][0]["contested"] is False
    assert outcomes(fit(client, f"payload=10MB&facts=annotated&rev={published.short}"))[RT] == "fits", "the old link"
    assert revisions.current().number == published.number + 1


# --- Whose result it is --------------------------------------------------------------------------------------


def test_a_result_by_what_was_changed_here_says_so(client: Client, published: Published) -> None:
    set_cell("≤ 7 MB", "payload-size", SI)
    said = pages.page(client.get("/?payload=5MB")).one(class_="dated").text
    assert "page of 13 February 2023 as changed here; by the page alone Serverless inference does not fit" in said
    assert "as changed here" not in pages.page(client.get("/?latency=offline")).one(class_="dated").text
    assert (
        "by the page alone Serverless inference does not fit" in client.get("/decision.md?payload=5MB").content.decode()
    )


def test_a_result_by_other_sources_says_so_first(client: Client, published: Published) -> None:
    query = "latency=interactive&payload=10MB&facts=annotated"
    said = pages.page(client.get(f"/?{query}")).one(class_="dated").text
    assert said.startswith("By other AWS pages where they differ from AWS’s page")
    record = client.get(f"/decision.md?{query}").content.decode()
    assert "judged by what other AWS pages say, not by the page alone" in record.partition("##")[0]
    asked = client.get("/decision.md?latency=interactive&payload=10MB").content.decode().partition("##")[0]
    assert "**But, as this site reads another AWS page**: Real-time inference" in asked


def test_of_the_newest_edition_nobody_says_that_it_has_changed_since(client: Client, published: Published) -> None:
    assert "has changed the page since" in client.get("/decision.md?edition=2023-03-10").content.decode()
    assert "has changed the page since" not in client.get(f"/decision.md?edition={DATES[-1]}").content.decode()
    said = pages.page(client.get(f"/?marketplace=yes&edition={DATES[-1]}")).one(class_="dated").text
    assert "no later edition is known" in said


def test_a_column_says_what_the_verdict_says(client: Client, published: Published) -> None:
    root = pages.page(client.get("/?hardware=gpu&behind=multi-model&testing=shadow"))
    (head,) = root.all("th", data_option=RT)
    assert "ruled out" in head.text


def test_a_blank_with_a_mark_of_another_source_draws_its_dash(client: Client, published: Published) -> None:
    row = pages.page(client.get("/")).one("table", id=T1).one("tr", data_feature="scale-to-zero")
    assert "nil" in row.one("td", data_option=RT)["class"]


@pytest.mark.parametrize("address", ["/", "/embed/inference-options/"])
def test_an_own_cell_says_so_in_its_table(client: Client, published: Published, address: str) -> None:
    def marked() -> list[tuple[str, str]]:
        cells = pages.page(client.get(address)).one("table", id=T1).all("td")
        return [(cell["data-option"], cell.text) for cell in cells if cell.all("i", class_="own")]

    assert marked() == []
    set_cell("≤ 7 MB", "payload-size", SI)
    assert marked() == [(SI, "≤ 7 MB")]


def test_from_an_edition_a_link_leads_to_the_matrix_as_it_is_now(client: Client, published: Published) -> None:
    root = pages.page(client.get("/?time=30min&edition=2023-03-10"))
    (link,) = (a for a in root.all("a") if a.text == "Back to this site’s matrix")
    assert link["href"] == "/?time=30min"
    assert "Back to" not in dated(client, "/?time=30min")
