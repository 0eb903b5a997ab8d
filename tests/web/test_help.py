"""`/help/` and the tour."""

import pytest
from django.test import Client

from matrix.presentation import wording
from matrix.store.revisions import Published
from matrix.web.help import tour
from tests.support import pages

pytestmark = pytest.mark.once  # they read, and nothing else


def test_it_works(client: Client, published: Published) -> None:
    root = pages.page(client.get("/help/"))

    assert root.one("h2").text == "How to read this"
    for word in (*wording.OUTCOME.values(), "BYOC", "inf1", "50 MB"):
        assert word in root.one("main").text


def test_the_tour_leads_where_it_says(client: Client, published: Published) -> None:
    results = {example.title: example.result for example in tour(published)}

    assert results == {
        "Nightly scoring": "Batch transform fits",
        "Chatbot with quiet nights": "Serverless inference fits, with 1 condition",
        "Large video": "Asynchronous inference fits",
        "Many models, one endpoint": "Real-time inference fits",
        "Conflicting requirements": "None of 4 options fits",
    }
    for example in tour(published):
        response = client.get(example.url)  # canonical: no redirect
        assert pages.page(response).one("meta", property="og:title")["content"] == example.result


def test_what_an_example_says_fits_fits_by_other_sources_too(client: Client, published: Published) -> None:
    for example in tour(published):
        first, _ = client.get(f"/fit.json{example.url[1:]}").json()["tables"]
        fitting = [option for option in first["options"] if option["outcome"] in ("fits", "conditional")]
        assert [option["slug"] for option in fitting if option["outcome_annotated"] == "ruled-out"] == []


def test_the_tour_stands_where_nothing_is_asked(client: Client, published: Published) -> None:
    links = pages.page(client.get("/")).one("nav", aria_label="Examples").all("a")

    assert [link.text for link in links] == [
        "Nightly scoring",
        "Chatbot with quiet nights",
        "Large video",
        "how this works",
        "error",
        "Compare two",
    ]
    assert not pages.page(client.get("/?hardware=gpu")).all("nav", aria_label="Examples")
