"""`/openapi.json`, `/llms.txt` and `/robots.txt` say what the code does: every address, parameter and answer."""

import re
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from matrix.domain.validation import RESERVED
from matrix.store.revisions import Published
from tests.support import pages
from tests.support.laws import examples
from tests.support.words import encoded, filters, many, selection

pytestmark = pytest.mark.once  # they read, and nothing else

NOT_DESCRIBED: Final = {"/revisions/{digest}/restore/", "/revisions/{digest}/undo/", "/admin/import/"}
"""For those who are logged in."""
PLACES: Final = {"table": "hosting-options", "feature": "gpu-support", "column": "multi-model-endpoints"}


@pytest.fixture
def told(client: Client, published: Published) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").json()
    return described


def test_it_works(told: dict[str, Any]) -> None:
    assert told["openapi"].startswith("3.1")
    assert told["servers"] == [{"url": "http://testserver"}]
    names = [path["get"]["operationId"] for path in told["paths"].values()]
    assert len(names) == len(set(names))


def test_every_public_address_is_described_and_none_else(told: dict[str, Any]) -> None:
    routes = (
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLPattern)
    )
    assert set(told["paths"]) == set(routes) - NOT_DESCRIBED


def test_every_parameter_is_described(told: dict[str, Any], published: Published) -> None:
    known = {*RESERVED, *published.document.by_question}
    for path in ("/", "/fit.json", "/matrix.json", "/matrix.md", "/tables/{table}.csv", "/decision.md", "/decision/"):
        assert {parameter["name"] for parameter in parameters(told, path)} - {"table"} == known, path
    used = {one["$ref"] for path in told["paths"].values() for one in path["get"]["parameters"]}
    assert used == {f"#/components/parameters/{name}" for name in told["components"]["parameters"]}
    for question in published.document.questions:
        schema = told["components"]["parameters"][question.slug]["schema"]
        values = schema.get("items", schema).get("enum", [])
        assert values == [choice.slug for choice in question.choices if question.kind in {"one", "many"}]


def parameters(told: dict[str, Any], path: str) -> list[dict[str, Any]]:
    found = told["paths"][path]["get"]["parameters"]
    return [told["components"]["parameters"][one["$ref"].rpartition("/")[2]] for one in found]


# --- Answers -----------------------------------------------------------------------------------------------------


def closed(schema: Any) -> Any:
    """A schema that takes no name which it doesn't tell: an answer that gains one has to gain it here."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(one) for name, one in schema.items()}
    return {**found, "additionalProperties": False} if "properties" in schema else found


def errors(told: dict[str, Any], path: str, response: Any) -> list[str]:
    """What an answer has that the description of its address hasn't."""
    described = told["paths"][path]["get"]["responses"].get(str(response.status_code))
    if described is None:
        return [f"{path}: {response.status_code}"]
    media = response.headers.get("Content-Type", "").partition(";")[0]
    if media not in described.get("content", {media: {}}):
        return [f"{path}: {response.status_code} as {media}"]
    if media != "application/json" or path == "/openapi.json":
        return []
    schema = {**described["content"][media]["schema"], "components": closed(told["components"])}
    found = Draft202012Validator(schema).iter_errors(response.json())
    return [f"{path}: {error.json_path} {error.message[:200]}" for error in found]


@pytest.mark.law
def test_every_answer_is_one_of_those_described(client: Client, told: dict[str, Any]) -> None:
    names = {**PLACES, "digest": client.get("/fit.json").json()["revision"]["hash"][:12]}
    queries = ["", "payload=50", "colour=red&from=x&before=x&number=x", "facts=annotated&hardware=gpu", "a=1&" * 300]
    queries += [encoded(selection(chance) + filters(chance)) for chance in many(20261126, examples(2, 200))]
    wrong: list[str] = []
    for path in told["paths"]:
        for place in (names, dict.fromkeys(names, "nothing-here")) if "{" in path else ({},):
            for query in queries:
                wrong += errors(told, path, client.get(f"{path.format(**place)}?{query}"))
    assert wrong == []


def test_what_has_not_changed_is_described(client: Client, told: dict[str, Any]) -> None:
    assert errors(told, "/fit.json", client.get("/fit.json", headers={"If-None-Match": '"x"'})) == []
    etag = client.get("/fit.json").headers["ETag"]
    assert errors(told, "/fit.json", client.get("/fit.json", headers={"If-None-Match": etag})) == []


# --- In words ----------------------------------------------------------------------------------------------------


def test_agents_are_told_the_same(client: Client, told: dict[str, Any], published: Published) -> None:
    response = client.get("/llms.txt")
    text = pages.text(response)

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.startswith(f"# {published.subject.name}\n\n> ")
    for question in published.document.questions:
        assert f"- `{question.slug}`: {question.text}" in text
    assert all(path in text for path in told["paths"] if not path.endswith(("z", ".txt")))
    links = [link.removeprefix("http://testserver") for link in re.findall(r"http://testserver[^\s)]+", text)]
    assert len(links) > 10
    assert {link: client.get(link).status_code for link in links if link != "/feed.xml"} == {
        link: 200 for link in links if link != "/feed.xml"
    }


def test_agents_may_read_what_is_made_for_them(client: Client, told: dict[str, Any]) -> None:
    robots = pages.text(client.get("/robots.txt"))

    assert "http://testserver/llms.txt" in robots
    forbidden = re.findall(r"^Disallow: (.+)$", robots, re.MULTILINE)
    assert forbidden == ["/admin/"]
    assert not any(path.startswith(address) for path in told["paths"] for address in forbidden)
    for path in ("/fit.json", "/embed/hosting-options/"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex", "to be read, not to be found"
    assert "X-Robots-Tag" not in client.get("/").headers


def test_the_help_says_which_addresses_refuse_what_they_cant_read(client: Client, told: dict[str, Any]) -> None:
    paragraph = pages.page(client.get("/help/")).one("section", id="programs").all("p")[0]
    without_query = {code.text for code in paragraph.all("code")}
    for path, item in told["paths"].items():
        if "text/html" not in item["get"]["responses"]["200"]["content"] and not path.endswith("z"):
            refused = client.get(path.format(**PLACES), {"colour": "red"})
            assert refused.status_code == (200 if path in without_query else 400), path


def test_the_help_shows_it(client: Client, told: dict[str, Any], published: Published) -> None:
    shown = pages.page(client.get("/help/")).one("section", id="programs").text
    for path, item in told["paths"].items():
        assert path.endswith("z") or f"{path}{item['get']['summary']}" in shown
    for name, parameter in told["components"]["parameters"].items():
        assert parameter["in"] == "path" or name.removesuffix("-revision") in shown
