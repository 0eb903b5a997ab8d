"""Validators: each address has one of all that its answer follows from, and who knows it gets a 304 before any work."""

from collections.abc import Iterator
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django.utils import timezone

from matrix.models import Subject
from matrix.store.revisions import Published
from matrix.web import basis
from tests.support import failing, pages
from tests.support.stored import set_cell

ADDRESSES = (
    *("/", "/?payload=50MB", "/decision/", "/embed/hosting-options/", "/help/", "/editions/", "/editions.json"),
    *("/fit.json", "/matrix.json", "/matrix.md", "/tables/inference-options.csv", "/decision.md", "/feed.xml"),
    *("/revisions/", "/revisions/feed.xml", "/revisions/{}/", "/revisions/compare/", "/openapi.json", "/llms.txt"),
    "/revisions/cell/inference-options/payload-size/batch-transform/",
)
RESTORE = "HX-History-Restore-Request"


@pytest.fixture(autouse=True)
def _code_as_it_is() -> Iterator[None]:
    yield
    basis.version.cache_clear()


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_works(client: Client, published: Published, address: str) -> None:
    url = address.format(published.short)
    first = client.get(url)
    etag = first["ETag"]
    assert client.get(url)["ETag"] == client.head(url)["ETag"] == etag
    with patch("matrix.decision.query.parse", side_effect=AssertionError("computed")):
        again = client.get(url, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Vary"], again["Cache-Control"]) == (etag, first["Vary"], first["Cache-Control"])
    assert "Content-Security-Policy" not in again, "the browser has the document's"
    assert client.get(url, headers={"If-None-Match": "*"}).status_code == 304
    assert client.get(url, headers={"If-Match": '"other"'}).status_code == 412
    set_cell("≤ 6 MB", "payload-size", "serverless-inference")
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_what_follows_from_the_code_alone_has_one_without_a_database(client: Client) -> None:
    etag = client.get("/robots.txt")["ETag"]
    assert client.get("/robots.txt", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/robots.txt", headers={"Host": "127.0.0.1"})["ETag"] != etag


def test_what_else_an_answer_follows_from(client: Client, published: Published) -> None:
    """The code, the subject, the address, host and scheme; a script's headers where they count."""
    seen = [client.get("/")["ETag"], client.get("/?q=gpu")["ETag"], client.get("/", secure=True)["ETag"]]
    seen += [client.get("/", headers={"Host": "127.0.0.1"})["ETag"], client.get("/help/")["ETag"]]
    asked = {"HX-Request": "true", "HX-History-Restore-Request": "true", "HX-Current-URL": "http://testserver/?q=a"}
    for name in asked:
        seen.append(client.get("/", headers={"HX-Request": "true", name: asked[name]})["ETag"])
    seen.append(client.get("/", headers={"HX-Request": "true", "X-Shown": "a /"})["ETag"])
    basis.version.cache_clear()
    with patch("sys.version", "4.0"):
        seen.append(client.get("/")["ETag"])
    basis.version.cache_clear()
    Subject.objects.get().save()
    seen.append(client.get("/")["ETag"])
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(("address", "dated"), [("/decision/", True), ("/decision.md", True), ("/", False)])
def test_a_record_has_todays_date(client: Client, published: Published, address: str, dated: bool) -> None:
    before = client.get(address)["ETag"]
    with patch.object(timezone, "now", lambda: datetime(2031, 1, 1, tzinfo=UTC)):
        assert (client.get(address)["ETag"] != before) is dated


def test_a_history_has_editors_names(client: Client, published: Published) -> None:
    user = User.objects.create_user("anna", first_name="Anna")
    before = client.get("/revisions/")["ETag"]
    User.objects.filter(pk=user.pk).update(first_name="Anne")
    assert client.get("/revisions/")["ETag"] != before


def test_who_is_logged_in_gets_a_page_of_their_own(client: Client, published: Published) -> None:
    url = f"/revisions/{published.short}/"
    assert "Cookie" in client.get(url)["Vary"]
    client.force_login(User.objects.create_superuser("anna"))
    assert "ETag" not in client.get(url)


@pytest.mark.parametrize("url", ["/?payload=50.0+mb", "/fit.json?tea=1", "/nowhere"])
def test_what_is_no_answer_has_none(client: Client, published: Published, url: str) -> None:
    response = client.get(url)
    assert response.status_code != 200
    assert "ETag" not in response


def test_every_header_that_counts_is_named(client: Client, published: Published) -> None:
    vary = client.get("/", headers=pages.HTMX)["Vary"]
    assert set(vary.split(", ")) == {*basis.FRAGMENTS.headers, "Accept-Encoding"}
    with override_settings(RATE_LIMIT=1):
        for _ in range(2):
            refused = client.get("/help/")
    assert (refused.status_code, "Accept" in refused["Vary"]) == (429, True)


def test_a_page_with_a_notice_has_none(client: Client, published: Published) -> None:
    etag = client.get("/")["ETag"]
    with failing.no_database():
        told = client.get("/", headers={"If-None-Match": etag})
    assert (told.status_code, "ETag" in told) == (200, False)


def test_none_while_the_code_changes(client: Client, published: Published) -> None:
    with override_settings(DEBUG=True):
        assert "ETag" not in client.get("/")


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "%74rue", "HX-Request-URI-AutoEncoded": "true"},
        {"HX-Request": "true", RESTORE: "%74rue", f"{RESTORE}-URI-AutoEncoded": "true"},
        {"HX-Current-URL": "http://[none/"},
        {"HX-Current-URL": "http%3A//%5Bnone/", "HX-Current-URL-URI-AutoEncoded": "true"},
        {"If-Unmodified-Since": "Wed, 21 Oct 2015 07:28:00 GMT"},
    ],
)
def test_a_header_that_vary_does_not_name_changes_nothing(
    client: Client, published: Published, headers: dict[str, str]
) -> None:
    named = {name: value for name, value in headers.items() if name == "HX-Request" and value == "true"}
    plain, odd = client.get("/?hardware=gpu", headers=named), client.get("/?hardware=gpu", headers=headers)
    assert (odd.status_code, odd.content) == (200, plain.content)
