"""`/help/`, the tour, the short forms, and the pages that say what went wrong."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from matrix.presentation import wording
from matrix.store.revisions import Published
from matrix.web.errors import server_error
from matrix.web.help import tour
from tests.support import pages
from tests.support.documents import standard, subject

pytestmark = pytest.mark.once  # they read, and nothing else


def test_it_works(client: Client, published: Published) -> None:
    root = pages.page(client.get("/help/"))

    assert root.one("h2").text == "How to read this"
    for word in (*wording.OUTCOME.values(), "BYOC", "inf1", "50 MB"):
        assert word in root.one("main").text


def test_the_tour_leads_where_it_says(client: Client, published: Published) -> None:
    results = {example.title: example.result for example in tour(published)}

    assert results == {
        "Nightly scoring": "1 of 4 options fits: Batch transform",
        "Chatbot with quiet nights": "1 of 4 options fits: Serverless inference if…",
        "Large video": "1 of 4 options fits: Asynchronous inference",
        "Many models, one endpoint": "1 of 4 options fits: Real-time inference",
        "One wish too many": "None of 4 options fits",
    }
    for example in tour(published):
        response = client.get(example.url)  # canonical: no redirect
        assert pages.page(response).one("meta", property="og:title")["content"] == example.result


def test_the_tour_stands_where_nothing_is_asked(client: Client, published: Published) -> None:
    links = pages.page(client.get("/")).one("nav", aria_label="Examples").all("a")

    assert [link.text for link in links] == [
        "Nightly scoring",
        "Chatbot with quiet nights",
        "Large video",
        "how this works",
    ]
    assert not pages.page(client.get("/?hardware=gpu")).all("nav", aria_label="Examples")


# --- Short forms -------------------------------------------------------------------------------------------------


def test_short_forms_are_explained_beside_the_cell() -> None:
    said = dict(wording.glossary(standard(), subject()))

    assert {"1P", "BYOC", "DLC", "inf1", "N/A", "KMS", "HTTP(S)"} <= set(said)
    assert wording.explained("1P, pre-built, Extend pre-built, BYOC", subject()).startswith("1P: first party")
    assert (
        wording.explained("N/A", subject())
        == wording.explained("✓1", subject())
        == wording.explained("TensorFlow", subject())
        == ""
    )


def test_a_cells_text_stays_the_sources(client: Client, published: Published) -> None:
    cell = pages.cells(pages.page(client.get("/")), "inference-options")["dlcs-supported", "real-time-inference"]

    assert cell.text == "1P, pre-built, Extend pre-built, BYOC"
    assert "bring your own container" in cell["title"]


# --- What went wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/nothing/here", "/revisions/0123456/", "/embed/no-such-table/"])
def test_a_404_says_where_to_go(client: Client, published: Published, url: str) -> None:
    root = pages.page(client.get(url), status=404)

    for link in root.one("main").all("a"):
        assert client.get(urlsplit(link["href"]).path).status_code == 200


def test_too_long_a_link_says_so(client: Client, published: Published) -> None:
    root = pages.page(client.get("/?" + "a=1&" * 201), status=400)
    assert "200 values" in root.one("main").text


def test_a_500_needs_no_database(rf: object) -> None:
    response = server_error(rf.get("/"))  # type: ignore[attr-defined]
    assert "Start from the whole matrix" in pages.page(response, status=500).text


def test_a_form_that_is_out_of_date_says_what_to_do(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "anna"})
    assert "This form is out of date" in pages.page(response, 403).one("main").text
