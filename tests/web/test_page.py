"""`/`: redirects to the canonical form, notices, the fragment, headers and queries."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matrix.decision.query import MAX_QUERY_BYTES, MAX_VALUES
from matrix.store.revisions import Published
from tests.support import pages
from tests.support.pages import Element


def notices(root: Element) -> list[tuple[str, str]]:
    """What the page says it could not read: names and values as sent."""
    found = [
        item.all("code")[0].text.partition("=")
        for section in root.all("section", role="alert")
        for item in section.all("li")
    ]
    return [(name, value) for name, _, value in found]


def test_it_works(client: Client, published: Published) -> None:
    response = client.get("/")
    root = pages.page(response)

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert pages.shown(root).keys() == {"inference-options", "hosting-options"}
    assert notices(root) == []
    assert "CC BY-SA 4.0" in root.text
    assert "as AWS documented it on 2023-02-13; AWS has changed the page since" in root.text


def test_nothing_published(client: Client, db: None) -> None:
    root = pages.page(client.get("/"), status=503)

    assert "loaddata matrix questionnaire" in root.text


# --- The canonical form ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "canonical"),
    [
        ("hardware=gpu&payload=50MB", "payload=50MB&hardware=gpu"),
        ("payload=50.0 mb", "payload=50MB"),
        ("payload=50+MB&time=", "payload=50MB"),
        ("time=10 minutes", "time=10min"),
        ("hardware=inf1&hardware=gpu&hardware=gpu", "hardware=gpu&hardware=inf1"),
        ("need=payload-size:50.0mb", "need=payload-size:50MB"),
        ("need-feature=payload-size&need-value=50+MB", "need=payload-size:50MB"),
        ("need-feature=gpu-support&need-strict=on&need=scale-to-zero", "need=gpu-support:strict&need=scale-to-zero"),
        ("q=++gpu++", "q=gpu"),
        ("show=differences&q=gpu", "q=gpu&show=differences"),
        ("payload=&q=&need-feature=&need-value=&show=&option=", ""),
        ("&&q=gpu&", "q=gpu"),
    ],
)
def test_another_form_is_redirected_once(client: Client, published: Published, sent: str, canonical: str) -> None:
    raw = sent.encode().decode("latin-1")  # as WSGI hands it over
    response = client.get("/", QUERY_STRING=raw)

    assert response.status_code == 302, "never 301, which browsers keep for ever"
    assert response.headers["Location"] == (f"/?{canonical}" if canonical else "/")
    assert client.get(response.headers["Location"]).status_code == 200
    assert client.head("/", QUERY_STRING=raw).headers["Location"] == response.headers["Location"]


@pytest.mark.parametrize("canonical", ["time=60s", "time=1min", "payload=1024MB", "payload=1GB"])
def test_the_unit_stays(client: Client, published: Published, canonical: str) -> None:
    assert client.get(f"/?{canonical}").status_code == 200


def test_naming_every_column_is_the_default(client: Client, published: Published) -> None:
    columns = pages.shown(pages.page(client.get("/")))["hosting-options"][1]
    response = client.get("/?" + urlencode([("option", slug) for slug in columns]))

    assert response.headers["Location"] == "/"


def test_the_page_gives_its_own_form_back(client: Client, published: Published) -> None:
    """What the form would send, unchanged, is the same state: no field is lost, none added."""
    address = (
        "/?payload=50MB&latency=near-real-time&hardware=gpu&hardware=inf1&need=scale-to-zero&q=p"
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


# --- What can't be read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "param", "value"),
    [
        ("colour=red", "colour", "red"),
        ("colour=", "colour", ""),
        ("payload=50", "payload", "50"),
        ("payload=much", "payload", "much"),
        ("payload=5MB&payload=6MB", "payload", "6MB"),
        ("time=5MB", "time", "5MB"),
        ("latency=soon", "latency", "soon"),
        ("latency=offline&latency=interactive", "latency", "interactive"),
        ("need=nonsense", "need", "nonsense"),
        ("need=payload-size", "need", "payload-size"),
        ("need=gpu-support:5MB", "need", "gpu-support:5MB"),
        ("need=dlcs-supported:cobol", "need", "dlcs-supported:cobol"),
        ("need-value=5MB", "need-value", "5MB"),
        ("need-strict=on", "need-strict", "on"),
        ("option=fax", "option", "fax"),
        ("show=everything", "show", "everything"),
        ("sort=size", "sort", "size"),
        ("rev=0000000", "rev", "0000000"),
        ("rev=abc", "rev", "abc"),
        ("rev=not-a-hash", "rev", "not-a-hash"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_applied(
    client: Client, published: Published, query: str, param: str, value: str
) -> None:
    root = pages.page(client.get(f"/?hardware=gpu&{query}"))

    assert notices(root) == [(param, value)]
    assert pages.outcomes(root)["serverless-inference"] == "ruled-out", "hardware=gpu is applied"
    assert client.head(f"/?hardware=gpu&{query}").status_code == 200


@pytest.mark.parametrize("param", ["payload", "time", "latency", "hardware", "need-feature"])
def test_the_field_says_what_is_wrong(client: Client, published: Published, param: str) -> None:
    root = pages.page(client.get(f"/?{param}=nonsense"))

    name = param.removesuffix("-feature")
    error = root.one(id=f"e-{name}")
    assert "nonsense" in error.text
    fold = root.one("details", id=f"q-{param}" if name == param else name)
    assert "open" in fold, "what is wrong is in sight"
    assert error in fold.walk()


@pytest.mark.parametrize("kind", ["bytes", "values"])
def test_too_much_is_refused_by_its_limit(client: Client, published: Published, kind: str) -> None:
    query = "q=" + "x" * MAX_QUERY_BYTES if kind == "bytes" else "&".join(["option=batch-transform"] * (MAX_VALUES + 1))
    limit = "8 KB" if kind == "bytes" else "200 values"

    assert limit in pages.page(client.get(f"/?{query}"), status=400).text
    errors = client.get(f"/fit.json?{query}")
    assert errors.status_code == 400
    assert limit in errors.json()["errors"][0]["message"]


def test_the_most_that_is_allowed_is_read(client: Client, published: Published) -> None:
    assert client.get("/?q=" + "x" * (MAX_QUERY_BYTES - 2)).status_code == 200
    assert client.get("/?" + "&".join(["option=batch-transform"] * MAX_VALUES)).status_code == 302


@pytest.mark.parametrize("address", ["/", "/fit.json", "/tables/inference-options.csv", "/healthz", "/robots.txt"])
def test_only_get_and_head(db: None, address: str) -> None:
    client = Client(enforce_csrf_checks=True)  # as it is in production
    for method in (client.post, client.put, client.patch, client.delete):
        response = method(address)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD"


# --- Headers -----------------------------------------------------------------------------------------------------


def test_crawlers_are_led_to_the_one_page(client: Client, published: Published) -> None:
    asked = client.get("/?hardware=gpu")

    assert pages.page(asked).one("link", rel="canonical")["href"] == "http://testserver/"
    robots = pages.text(client.get("/robots.txt"))
    assert "Disallow: /fit.json\n" in robots
    assert "Disallow: /\n" not in robots


def test_links_that_sort_are_not_followed(client: Client, published: Published) -> None:
    root = pages.page(client.get("/"))
    assert all(a.attributes.get("rel") == "nofollow" for a in root.all("a", **{"class": "sort"}))


def test_the_result_names_itself(client: Client, published: Published) -> None:
    root = pages.page(client.get("/?payload=50MB&hardware=gpu"))

    said = "2 of 4 options fit: Batch transform if…, Asynchronous inference if…"
    assert root.one("head").one("title").text.startswith(said)
    assert root.one("meta", property="og:title")["content"] == said
    assert said in root.one("meta", name="description")["content"]


@pytest.mark.parametrize("address", ["/", "/?hardware=gpu", "/fit.json", "/matrix.json", "/robots.txt"])
def test_head_says_what_get_would_say(client: Client, published: Published, address: str) -> None:
    got, asked = client.get(address), client.head(address)

    assert asked.status_code == got.status_code == 200
    assert asked.content == b""
    assert {n: v for n, v in asked.headers.items() if n != "Content-Length"} == {
        n: v for n, v in got.headers.items() if n != "Content-Length"
    }


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


def test_a_reader_gets_no_cookie(client: Client, published: Published) -> None:
    response: Any = client.get("/?hardware=gpu")
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]


@pytest.mark.parametrize("query", ["need=payload-size%3A50MB", "q=a%20b", "%71=a+b"])
def test_percent_encoding_is_no_other_form(published: Published, client: Client, query: str) -> None:
    """A client that encodes a redirect's address anew (Django's own test client does) would never arrive."""
    assert client.get(f"/?{query}").status_code == 200


def test_a_redirect_arrives_whatever_encodes_it_anew(published: Published, client: Client) -> None:
    answer = client.get("/?need=dlcs-supported:BYOC&need=payload-size:50+mb", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == [("/?need=dlcs-supported:byoc&need=payload-size:50MB", 302)]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("payload=50", "1 entry could not be read, and is not applied"),
        ("payload=50&time=9", "2 entries could not be read, and are not applied"),
        ("need-feature=payload-size", "needs a size with its unit, such as 50MB; in a link, need=payload-size:50MB"),
    ],
)
def test_what_is_wrong_is_said_in_words_that_help(client: Client, published: Published, query: str, said: str) -> None:
    assert said in pages.page(client.get(f"/?{query}")).text


def test_two_that_are_compared_are_judged_side_by_side(client: Client, published: Published) -> None:
    def judged(query: str) -> list[str]:
        root = pages.page(client.get(f"/?payload=50MB&hardware=gpu{query}"))
        return [card["data-option"] for card in root.all("li", **{"data-outcome": None})][:4]

    ranked = judged("")
    assert ranked[:2] == ["batch-transform", "asynchronous-inference"]
    pair = "&option=real-time-inference&option=serverless-inference"
    assert judged(f"{pair}&show=differences") == [*ranked[2:], *ranked[:2]]
    assert judged("&option=serverless-inference") == ranked
