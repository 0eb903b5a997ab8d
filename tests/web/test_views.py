"""`/`: the page, its own form, what crawlers are told, and what it costs."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matrix.store.revisions import Published
from tests.support import pages
from tests.support.pages import Element, notices


def test_it_works(client: Client, published: Published) -> None:
    response = client.get("/")
    root = pages.page(response)

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert pages.shown(root).keys() == {"inference-options", "hosting-options"}
    assert notices(root) == []
    assert "CC BY-SA 4.0" in root.text
    assert "as AWS documented it on 2023-02-13; AWS has changed the page since" in root.text


@pytest.mark.parametrize(
    ("query", "aside"), [("", False), ("payload=50MB", True), ("latency=interactive&hardware=gpu", False)]
)
def test_headings_lead_to_every_part(client: Client, published: Published, query: str, aside: bool) -> None:
    """Who listens goes from heading to heading: verdict, hosting verdict, picture, both tables, what stands below."""
    root = pages.page(client.get(f"/?{query}"))
    found = [element.text for element in root.walk() if element.tag in {"h2", "h3"}]
    why = "Hosting options are set aside"
    wanted = [
        root.one("div", id="sum").one("h2").text,
        why if aside else root.one("details", id="second").all("summary")[0].text,
        "Size and time, as a picture",
        "Inference options 26 features",
        why if aside else "Hosting options 24 features",
        "Footnotes",
        "What other AWS pages say",
    ]
    left = iter(found)
    for heading in wanted:
        assert any(text.startswith(heading) for text in left), (heading, found)


def test_the_page_gives_its_own_form_back(client: Client, published: Published) -> None:
    """What the form would send, unchanged, is the same state: no field is lost, none added."""
    address = (
        "/?latency=near-real-time&payload=50MB&hardware=gpu&hardware=inf1&need=scale-to-zero&q=p"
        "&option=batch-transform&option=docker-containers&show=differences&sort=-batch-transform"
        f"&rev={published.short}"
    )
    fields = successful(pages.page(client.get(address)).one("form", id="state"))

    assert client.get("/?" + urlencode(fields)).headers["Location"] == address


def successful(form: Element) -> list[tuple[str, str]]:
    """The names and values that a browser would send."""
    sent: list[tuple[str, str]] = []
    for control in form.walk():
        if control.tag == "input" and "name" in control:
            toggle = control.attributes.get("type") in ("checkbox", "radio")
            if not toggle or "checked" in control:
                sent.append((control["name"], control.attributes.get("value", "on" if toggle else "")))
        if control.tag == "select":
            chosen = [option for option in control.all("option") if "selected" in option] or control.all("option")[:1]
            sent += [(control["name"], option["value"]) for option in chosen]
    return sent


def test_crawlers_are_led_to_the_one_page(client: Client, published: Published) -> None:
    asked = client.get("/?hardware=gpu")

    assert pages.page(asked).one("link", rel="canonical")["href"] == "http://testserver/"


def test_links_that_sort_are_not_followed(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    assert all(a.attributes.get("rel") == "nofollow" for a in root.all("a", **{"class": "sort"}))


def test_the_result_names_itself(client: Client, published: Published) -> None:
    root = pages.page(client.get("/?payload=50MB&hardware=gpu"))

    said = "Batch transform and Asynchronous inference fit, with 1 condition"
    assert root.one("head").one("title").text.startswith(said)
    assert root.one("meta", property="og:title")["content"] == said
    assert said in root.one("meta", name="description")["content"]


# --- What a page costs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?payload=50MB&hardware=gpu",
        "?latency=interactive&scaling=scale-to-zero&hardware=gpu",
        "?q=gpu&show=differences",
        "?rev=REV",
    ],
)
def test_two_queries_at_most(
    client: Client,
    published: Published,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    query: str,
) -> None:
    client.get("/")  # a worker that has served one
    with django_assert_max_num_queries(2) as queries:
        assert client.get("/" + query.replace("REV", published.short)).status_code == 200
    statements = " ".join(query["sql"] for query in queries.captured_queries)
    assert "session" not in statements
    assert "auth_user" not in statements
    with django_assert_max_num_queries(1):  # a revision is looked for once under a stamp
        assert client.get("/" + query.replace("REV", published.short)).status_code == 200
