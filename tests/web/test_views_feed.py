"""`/feed.xml`: what changed one result, for those who watch it; and its offer on the page."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from matrix.store import revisions
from matrix.store.revisions import Published
from tests.oracle.oracle import RT
from tests.support import pages
from tests.support.stored import set_cell

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
OFFER = "Tell me when this result changes (for a feed reader)"


def root_of(client: Client, query: str) -> ElementTree.Element:
    answer = client.get(f"/feed.xml?{query}")
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def texts(root: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in root.findall(f"{ATOM}entry")]


def links(root: ElementTree.Element, where: str = "") -> list[tuple[str | None, str | None]]:
    return [(link.get("rel"), link.get("href")) for link in root.findall(f"{where}{ATOM}link")]


def test_a_revision_that_changed_the_result(client: Client, published: Published) -> None:
    newest = set_cell("< 1 hour", message="<b>\x0bwhy</b>")
    set_cell("✓", "gpu-support", "serverless-inference")
    root = root_of(client, "time=30min")
    assert texts(root, "title") == ["Revision 2: Asynchronous inference: ruled out → fits"], "the edition's is the same"
    (summary,) = texts(root, "summary")
    assert summary.startswith("&lt;b&gt; why&lt;/b&gt;<br>Asynchronous inference: ruled out → fits<br>")
    assert "before: Request timeout “&lt; 15 minutes” (time=30min): 30 min is not &lt; 15 minutes<br>" in summary
    assert "now: Request timeout “&lt; 1 hour” (time=30min): 30 min is &lt; 1 hour<br>" in summary
    assert f'<a href="http://testserver{newest.url}">Revision 2</a>' in summary
    assert texts(root, "updated") == [newest.published.isoformat()]
    assert links(root, f"{ATOM}entry/") == [("alternate", f"http://testserver/?time=30min&rev={newest.short}")]
    assert root.findtext(f"{ATOM}id") == "http://testserver/feed.xml?time=30min"
    assert "ada" not in ElementTree.tostring(root, encoding="unicode"), "no login name"


def test_an_edition_is_told_on_its_date(client: Client, published: Published) -> None:
    root = root_of(client, "guardrails=full&marketplace=yes")
    assert texts(root, "title") == [
        "AWS’s page of 7 August 2026: Asynchronous inference: ruled out → fits",
        "AWS’s page of 27 September 2025: Batch transform: ruled out → not applicable",
    ]
    assert texts(root, "updated") == ["2026-08-07T00:00:00+00:00", "2025-09-27T00:00:00+00:00"]
    assert len(set(texts(root, "id"))) == 2
    assert texts(root, "id") == texts(root_of(client, "marketplace=yes&guardrails=full&sort=feature"), "id")


def test_a_result_that_nothing_changed(client: Client, published: Published) -> None:
    set_cell("✓", "gpu-support", "serverless-inference")
    first = client.get("/feed.xml?payload=50MB")
    assert ElementTree.fromstring(first.content).findall(f"{ATOM}entry") == []
    assert client.get("/feed.xml?payload=50MB")["ETag"] == first["ETag"], "no new one at every request"


def test_facts_count_and_the_tables_parameters_do_not(client: Client, published: Published) -> None:
    set_cell("✓", "scale-to-zero", RT)
    plain = root_of(client, "scaling=scale-to-zero&q=%ff&option=nonsense&show=x&sort=nothing")
    assert texts(plain, "title") == ["Revision 2: Real-time inference: ruled out → fits, with conditions"]
    assert ("self", "http://testserver/feed.xml?scaling=scale-to-zero") in links(plain)
    by_others = root_of(client, "scaling=scale-to-zero&facts=annotated")
    assert texts(by_others, "title") == [], "it would fit by what another source says already"
    assert "by what other AWS pages say" in (by_others.findtext(f"{ATOM}title") or "")


@pytest.mark.parametrize(
    ("query", "params"),
    [
        ("time=30min&rev=REV", ["rev"]),
        ("time=30min&edition=2023-03-10", ["edition"]),
        ("edition=x&rev=y&time=1", ["edition", "rev", "time"]),
        ("colour=red", ["colour"]),
        ("facts=mine", ["facts"]),
        ("q=" + "a" * 9000, [""]),
    ],
)
def test_what_it_cannot_take_is_refused(client: Client, published: Published, query: str, params: list[str]) -> None:
    answer = client.get("/feed.xml?" + query.replace("REV", published.short))
    assert answer.status_code == 400
    assert [error["param"] for error in answer.json()["errors"]] == params
    assert all(error["message"] for error in answer.json()["errors"])


@pytest.mark.parametrize("query", ["time=30min&sort=feature", "time=30min&edition=2023-03-10", "time=30min&rev=REV"])
def test_the_page_offers_it_at_the_verdict(client: Client, published: Published, query: str) -> None:
    set_cell("< 1 hour")
    root = pages.page(client.get("/?" + query.replace("REV", published.short)))
    (offer,) = [a for a in root.one("div", class_="dated").all("a") if a.text == OFFER]
    assert offer["href"] == "/feed.xml?time=30min"
    head = [link["href"] for link in root.all("link", type="application/atom+xml")]
    assert head == ["/feed.xml?time=30min", "/revisions/feed.xml"]
    assert client.get(offer["href"]).status_code == 200


def test_without_an_answer_there_is_no_result_to_watch(client: Client, published: Published) -> None:
    assert OFFER not in client.get("/").content.decode()
    assert client.get("/feed.xml").status_code == 200
    assert revisions.current().number == 1
