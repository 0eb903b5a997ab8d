"""A save that is refused for the moment: the page that says so holds the form, and sends it again by itself."""

from urllib.parse import parse_qs

from django.test import RequestFactory
from playwright.sync_api import Page, Route
from pytest_django.live_server_helper import LiveServer

from matrix.store.revisions import Published
from matrix.web import refusals


def test_a_refused_save_is_sent_again(page: Page, live_server: LiveServer, published: Published) -> None:
    sent: list[dict[str, list[str]]] = []

    def answer(route: Route) -> None:
        body = route.request.post_data or ""
        sent.append(parse_qs(body))
        if len(sent) > 1:
            return route.fulfill(status=200, content_type="text/html", body="<h1>Saved</h1>")
        request = RequestFactory().post("/admin/x/", body, content_type="application/x-www-form-urlencoded")
        request.META["HTTP_ACCEPT"] = "text/html"
        refused = refusals.respond(request, refusals.BUSY).content.decode()
        # As an error the browser would tell of it, and the test's guard hear that.
        return route.fulfill(status=200, content_type="text/html", body=refused)

    page.goto("/help/")
    page.route("**/admin/x/", answer)
    page.evaluate(
        """() => {
          const form = Object.assign(document.createElement("form"), { method: "post", action: "/admin/x/" });
          form.append(Object.assign(document.createElement("input"), { name: "cell", value: "< 6 MB" }));
          document.body.append(form);
          form.submit();
        }"""
    )
    page.get_by_role("heading", name="Saved", exact=True).wait_for()

    assert sent == [{"cell": ["< 6 MB"]}] * 2


def test_an_update_that_is_refused_leaves_the_page_as_it_is(
    page: Page, live_server: LiveServer, published: Published
) -> None:
    page.goto("/")
    page.route("**/?*", lambda route: route.fulfill(status=429, content_type="text/html", body="<h2>Too many</h2>"))
    page.get_by_role("searchbox").fill("gpu")
    page.get_by_text("Couldn’t reach the server").wait_for()
    page.unroute("**/?*")
    page.get_by_role("button", name="Try again").click()

    page.wait_for_url("**/?q=gpu")
    assert page.get_by_text("Couldn’t reach the server").count() == 0
