"""The states in which the site is looked at: by axe, at every width, on paper."""

from collections.abc import Callable, Iterator
from typing import Final

from playwright.sync_api import Page

NARROWED: Final = "/?payload=8MB&time=10min&hardware=gpu"
GRID_MENUS: Final = (
    "#grid thead th:nth-child(2) .menu",
    "#grid thead th:last-child .menu",
    "#grid tbody tr:first-child .menu",
    "#grid tbody tr:last-child .menu",
)
STATES: Final = {
    "empty": "/",
    "narrowed": NARROWED,
    "nothing fits": "/?latency=interactive&scaling=scale-to-zero&hardware=gpu",
    "hosting": "/?payload=2MB&behind=multi-model&testing=shadow&container=1p",
    "compared": "/?payload=8MB&option=real-time-inference&option=batch-transform&show=differences&sort=batch-transform",
    "error in a field": "/?payload=50&latency=maybe&need=gpu-support:1MB&colour=red",
    "pinned": "/?payload=5MB&time=10s&rev={first}",
    "history": "/revisions/",
    "diff": "/revisions/{newest}/",
    "by an edition": "/?time=30min&edition=2025-09-27",
    "by other sources": "/?latency=interactive&payload=10MB&facts=annotated",
    "editions": "/editions/?time=30min",
    "decision": f"/decision{NARROWED}",
    "help": "/help/",
    "embed": "/embed/inference-options/?payload=8MB&container=1p",
    "404": "/nothing/here/",
    "400": "/?" + "a=1&" * 300,
    "login": "/admin/login/",
    "grid": "/admin/matrix/table/grid/inference-options/",
}

ADMIN: Final = ("login", "grid")
FURTHER: Final = ("hosting", "compared", "help", "400")
"""Made of the others' parts: two looks of the four tell."""

OpenState = Callable[[Page, str], None]


def open_folds(page: Page) -> None:
    """What is closed isn't looked at, and takes no room. Menus stay closed: one that is open lies over the page, and
    over another, so `each_menu` opens them one at a time, as a reader does."""
    page.evaluate("for (const fold of document.querySelectorAll('main details:not([name], .menu)')) fold.open = true")


def each_menu(page: Page) -> Iterator[str]:
    """Opens each kind of menu alone, and closes it again; gives the selector of the one that is open. Of the grid's,
    those in the first and last places: they lie differently. The page is where it was: axe scrolls to what it looks at,
    and then a head that stays lies over a row."""
    for kind in ("#columns", "#compare", *GRID_MENUS):
        menu = page.locator(kind)
        if menu.count():
            menu.evaluate("menu => { menu.open = true }")
            yield kind
            menu.evaluate("menu => { menu.open = false; scrollTo(0, 0) }")
