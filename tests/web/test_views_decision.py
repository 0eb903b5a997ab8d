"""`/decision/`: the decision record to print, which says what `/decision.md` says."""

import re

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages

pytestmark = pytest.mark.once  # they read, and nothing else

NOTHING = "?latency=interactive&scaling=scale-to-zero&hardware=gpu"
QUERIES = ["", "?payload=8MB&time=10min&hardware=gpu", NOTHING, "?behind=multi-model&testing=shadow&container=1p"]


def test_it_works(client: Client, published: Published) -> None:
    root = pages.page(client.get("/decision/" + QUERIES[1]))

    assert root.one("h2").text.endswith("Batch transform and Asynchronous inference fit, with 1 condition")
    assert f"rev={published.short}" in root.one("article").text
    assert "Availability of the Amazon EC2 instance types" in root.one("li", id="fn-1").text
    assert root.one("header").all("a")[-1]["href"] == "/decision.md" + QUERIES[1]
    assert root.one("meta", property="og:title")["content"] == root.one("h2").text
    assert root.one("meta", property="og:url")["content"] == "http://testserver/decision/" + QUERIES[1]


@pytest.mark.parametrize("query", QUERIES)
def test_page_and_record_say_the_same(client: Client, published: Published, query: str) -> None:
    article = pages.page(client.get("/decision/" + query)).one("article")
    record = pages.text(client.get("/decision.md" + query)).replace("\\", "")

    said = article.text.replace(" ", "")
    options = re.findall(r"^### (.+): (.+)$", record, re.M)
    assert [(head.children[0], head.one("span").text) for head in article.all("h4") if head.all("span")] == [
        (f"{name} ", state) for name, state in options
    ]
    reasons = re.findall(r"^- \*\*(.+)\*\* (.+): (?:“(.*)”|no such row|blank) — (.+) \(`(.+)`\)$", record, re.M)
    others = article.one("div", class_="dated").all("li")
    assert len(reasons) == len([item for item in article.all("li") if item.all("b")]) - len(others)
    for reason in reasons:
        assert all(part.replace(" ", "") in said for part in reason), reason
    for line in re.findall(r"^(Works .+)$|^- (?:Drop|Keep) (.+)$|^- \*\*.+\*\*: (.+)$", record, re.M):
        assert "".join(line).replace(" ", "").replace("<", "").replace(">", "") in said.replace("<", "")


def test_it_is_read_as_the_page_is(client: Client, published: Published) -> None:
    assert (
        client.get("/decision/?hardware=gpu&payload=8mb").headers["Location"] == "/decision/?payload=8MB&hardware=gpu"
    )
    assert "“50” has no unit" in pages.page(client.get("/decision/?payload=50")).one("section", role="alert").text
    assert client.get("/decision/?rev=" + published.short).status_code == 200
