"""axe in Chromium: no violation of WCAG 2.2 AA in any state, light and dark, narrow and wide."""

from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Page

from tests.support.browsing import fold
from tests.support.contexts import NewPage
from tests.support.opened import FURTHER, STATES, OpenState, each_menu, open_folds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

AXE: Final = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS: Final = (320, 390, 768, 1024, 1440)
LOOKS: Final[tuple[tuple[int, Literal["light", "dark"]], ...]] = (
    (390, "light"),
    (390, "dark"),
    (1440, "dark"),
    (1440, "light"),
)


def violations(page: Page, within: str = "html") -> list[str]:
    # The admin's links fade into another scheme. What goes with the scroll has no end.
    page.evaluate(
        """() => Promise.allSettled(document.getAnimations()
            .filter((animation) => animation.timeline instanceof DocumentTimeline)
            .map((animation) => animation.finished))"""
    )
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        """async ([within, rules]) =>
            (await axe.run(within, {runOnly: rules, resultTypes: ["violations"], preload: false})).violations""",
        [within, RULES],
    )
    return [f"{v['id']}: {node['html'][:160]} {node['failureSummary']}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(open_state: OpenState, new_page: NewPage, state: str) -> None:
    page = new_page(width=390)
    open_state(page, STATES[state])
    assert violations(page) == [], "390 light, as it comes"

    open_folds(page)
    for width, scheme in LOOKS[3:] if state in FURTHER else LOOKS[1::2]:  # both widths, both schemes
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], f"{width} {scheme}, all open"
        for menu in each_menu(page):
            assert violations(page, menu) == [], f"{width} {scheme}, {menu}"


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_at_any_width(
    open_state: OpenState, new_page: NewPage, state: str, scheme: Literal["light", "dark"]
) -> None:
    page = new_page(width=320, color_scheme=scheme)
    open_state(page, STATES[state])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{width} {scheme}"
    open_folds(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{width} {scheme}, all open"
        for menu in each_menu(page):
            assert violations(page, menu) == [], f"{width} {scheme}, {menu}"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_in_what_opens(
    open_state: OpenState, new_page: NewPage, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = new_page(width=width, color_scheme=scheme)
    open_state(page, STATES["narrowed"])
    fold(page, "menus")

    for menu in ("share", "export", "how", "columns", "compare"):
        page.locator(f"#{menu} > summary").click()
        assert page.locator(f"#{menu} > :last-child").is_visible()
        assert violations(page, f"#{menu}") == [], menu
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert violations(page, "#keys") == []
