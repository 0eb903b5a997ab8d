"""What tests in a browser have in common: what a reader sees on the page, and what a reader does."""

from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.support.forms import client_of

_SHOWN: Final = """() => ({
  tables: Object.fromEntries([...document.querySelectorAll("table[id]")].map(table => [table.id, {
    columns: [...table.querySelectorAll("thead th[data-option]")].map(head => head.dataset.option),
    rows: [...table.querySelectorAll("tr[data-feature]")].map(row => row.dataset.feature),
    cells: [...table.querySelectorAll("td[data-option]")].map(cell => cell.textContent.trim()),
  }])),
  outcomes: Object.fromEntries([...document.querySelectorAll("[data-option][data-outcome]")]
    .map(card => [card.dataset.option, card.dataset.outcome])),
  reasons: [...document.querySelectorAll("[data-outcome] code")].map(word => word.textContent),
  chips: [...document.querySelectorAll(".chips a")].map(chip => chip.getAttribute("aria-label")),
  headline: document.querySelector(".sum h2").textContent,
  title: document.title,
  answered: [...document.querySelectorAll("#guide > .q")]
    .map(fold => `${fold.id} ${fold.querySelector("summary b")?.textContent ?? ""}`),
  fields: [...new URLSearchParams(new FormData(document.forms.state))]
    .filter(([name, value]) => value && name !== "rev").map(pair => pair.join("=")),
})"""
"""Everything that a link must carry over: what is shown, what is said, and what the form holds."""


def shown(page: Page) -> dict[str, Any]:
    seen: dict[str, Any] = page.evaluate(_SHOWN)
    return seen


def rows(page: Page, table: str = "inference-options") -> list[str]:
    found: list[str] = shown(page)["tables"][table]["rows"]
    return found


def asked(page: Page) -> list[tuple[str, str]]:
    """The state in the address."""
    return parse_qsl(urlsplit(page.url).query)


def address(page: Page) -> str:
    """The page's address, relative to the site."""
    parts = urlsplit(page.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def arrives(page: Page, url: str) -> None:
    """The page is at this address, and shows all of it: tables and guide come after the result."""
    expect(page).to_have_url(url)
    page.wait_for_load_state()
    page.wait_for_function("() => !document.querySelector('.htmx-request')")


def fold(page: Page, name: str) -> None:
    """Open a fold by its summary, unless it is open; an update under way may open it, so that comes first."""
    expect(page.locator(".htmx-request")).to_have_count(0)
    if page.locator(f"#{name}").get_attribute("open") is None:
        page.locator(f"#{name} > summary").click()


def focused(page: Page) -> str:
    """The id of the element in focus, or else its name."""
    name: str = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
    return name.replace("\N{NO-BREAK SPACE}", " ")


def tab_to(page: Page, selector: str, most: int = 250) -> int:
    """Press Tab until this has the focus; how often that took."""
    for presses in range(most):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return presses
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {most} tabs")


_SEEN: Final = """() => {
  const own = ["open", "data-htmx-powered"];
  const lines = [];
  for (const walker = document.createTreeWalker(document.body, 5); walker.nextNode(); ) {
    const node = walker.currentNode;
    if (node.parentElement.id === "said") continue; // told once
    if (node.nodeType === 3) {
      if (node.data.trim()) lines.push(node.data.trim());
      continue;
    }
    const written = [...node.attributes].filter((a) => !own.includes(a.name)).map((a) => `${a.name}=${a.value}`);
    const state = node.localName === "input" ? `${node.checked} ${node.value}` : "";
    lines.push(`<${node.localName} ${written.sort().join(" ")}> ${state}`);
  }
  return lines;
}"""
"""Elements, their attributes and texts, without what is the browser's or the reader's own."""


def holds_as_fresh(page: Page, fresh: Page) -> None:
    """The page is what its address gives when it is loaded anew."""
    fresh.goto(address(page))
    updated, loaded = page.evaluate(_SEEN), fresh.evaluate(_SEEN)
    differing = [pair for pair in zip(updated, loaded, strict=False) if pair[0] != pair[1]]
    assert differing[:3] == [], address(page)
    assert len(updated) == len(loaded)


def log_in(page: Page, user: User) -> None:
    """The page's context goes on as somebody, without the form."""
    value = client_of(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "domain": "localhost", "path": "/"}])


def slow(page: Page, latency: int) -> None:
    """Answers come after so many milliseconds, as over a bad line."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1},
    )
