"""The grid in the browser: keys, pasting, the live check, two editors at once, and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Dialog, Locator, Page, expect

from matrix import models
from matrix.admin.roles import EDITOR
from matrix.store import revisions
from tests.support.browsing import log_in
from tests.support.contexts import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

GRID = "/admin/matrix/table/grid/inference-options/"
OpenGrid = Callable[..., Page]


@pytest.fixture
def open_grid(new_page: NewPage) -> OpenGrid:
    """A grid as an editor of that name sees it."""

    def open_as(name: str, *, url: str = GRID, **options: object) -> Page:
        user, created = User.objects.get_or_create(username=name, is_staff=True)
        if created:
            user.groups.add(Group.objects.get(name=EDITOR))
        page = new_page(**{"width": 1440, **options})
        log_in(page, user)
        page.goto(url)
        return page

    return open_as


def cell(page: Page, row: str, column: str) -> Locator:
    return page.locator(f'[name="cell:{row}:{column}"]')


def save(page: Page) -> None:
    page.get_by_role("button", name="Save as a revision").click()


def stored(row: str, column: str) -> str:
    return revisions.current().document.by_table["inference-options"].notation_of(row, column)


def test_it_works(open_grid: OpenGrid) -> None:
    page = open_grid("anna")
    first = cell(page, "payload-size", "serverless-inference")

    first.click()
    page.keyboard.type("≤ 5 MB")
    page.keyboard.press("Enter")
    page.get_by_label("Why").fill("AWS raised it")
    save(page)

    expect(page.get_by_text("Saved as revision 2: 1 change.")).to_be_visible()
    assert stored("payload-size", "serverless-inference") == "≤ 5 MB"
    assert models.Revision.objects.get(number=2).message == "AWS raised it"


def test_arrows_go_from_cell_to_cell_and_into_the_heads(open_grid: OpenGrid) -> None:
    page = open_grid("anna")
    keys = page.keyboard
    cell(page, "autoscaling-support", "real-time-inference").click()

    keys.press("ArrowDown")
    expect(cell(page, "gpu-support", "real-time-inference")).to_be_focused()
    keys.press("ArrowRight")
    expect(cell(page, "gpu-support", "batch-transform")).to_be_focused()
    keys.press("ArrowUp")
    keys.press("ArrowLeft")
    expect(cell(page, "autoscaling-support", "real-time-inference")).to_be_focused()
    keys.press("ArrowLeft")
    expect(page.locator('[name="row:autoscaling-support:name"]')).to_be_focused()
    keys.press("ArrowRight")
    keys.press("ArrowUp")
    expect(page.locator('[name="col:real-time-inference:name"]')).to_be_focused()
    keys.press("ArrowDown")
    expect(cell(page, "autoscaling-support", "real-time-inference")).to_be_focused()


def test_typing_replaces_and_escape_takes_it_back(open_grid: OpenGrid) -> None:
    page = open_grid("anna")
    keys, first = page.keyboard, cell(page, "autoscaling-support", "real-time-inference")
    first.click()

    keys.type("x")
    expect(first).to_have_value("x")
    keys.press("Escape")
    expect(first).to_have_value("✓")
    keys.type("✓2")
    keys.press("ArrowLeft")  # moves the caret while editing
    expect(first).to_be_focused()
    keys.press("Enter")  # keeps it, and goes down
    expect(cell(page, "gpu-support", "real-time-inference")).to_be_focused()
    expect(first).to_have_value("✓2")


def test_a_cell_is_edited_emptied_and_put_back_by_key(open_grid: OpenGrid) -> None:
    page = open_grid("anna")
    keys, first, second = (
        page.keyboard,
        *(cell(page, "gpu-support", it) for it in ("real-time-inference", "batch-transform")),
    )
    cell(page, "autoscaling-support", "real-time-inference").click()
    keys.press("ArrowDown")

    for key in ("Enter", "F2"):  # edit what is there
        keys.press(key)
        keys.press("Backspace")
        expect(first).to_have_value("✓")
        keys.press("Escape")
        expect(first).to_have_value("✓1")
    keys.press("Tab")
    expect(second).to_be_focused()
    keys.press("Delete")
    expect(second).to_have_value("")
    keys.press("Tab")
    keys.press("Control+z")
    expect(second).to_have_value("✓1")
    assert page.url.endswith(GRID)


def test_a_block_is_pasted(open_grid: OpenGrid) -> None:
    page = open_grid("anna")
    first = cell(page, "gpu-support", "asynchronous-inference")
    first.click()

    paste(page, 'N/A\t"1P, ""own"""\tDocker\tover\r\n\t✓\r\n')

    expect(first).to_have_value("N/A")
    expect(cell(page, "gpu-support", "serverless-inference")).to_have_value('1P, "own"')
    expect(cell(page, "gpu-support", "docker-containers")).to_have_value("Docker")
    expect(cell(page, "single-model", "asynchronous-inference")).to_have_value("")
    expect(cell(page, "single-model", "serverless-inference")).to_have_value("✓")
    expect(page.locator("#grid-status")).to_contain_text("Pasted 5 cells")
    expect(page.locator("#grid-status")).to_contain_text("1 did not fit")

    page.keyboard.press("Control+z")
    expect(first).to_have_value("✓1")
    expect(cell(page, "single-model", "asynchronous-inference")).to_have_value("✓")


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )


def test_the_check_follows_what_is_typed(open_grid: OpenGrid) -> None:
    page = open_grid("anna")
    limit = cell(page, "payload-size", "serverless-inference")
    limit.click()
    expect(page.locator("#reading")).to_contain_text("a limit: at most 4 MB")

    page.keyboard.type("4 MB")
    expect(page.locator('[id="error-cell:payload-size:serverless-inference"]')).to_contain_text("begins like a limit")
    expect(limit).to_have_attribute("aria-invalid", "true")

    page.keyboard.press("Home")
    page.keyboard.type("< ")
    expect(page.locator("#reading")).to_contain_text("less than 4 MB")
    expect(page.locator('[id="error-cell:payload-size:serverless-inference"]')).to_have_count(0)
    expect(page.locator("#effects")).to_contain_text("Payload size × Serverless inference")
    expect(page.locator("#effects")).to_contain_text("ruled out")

    cell(page, "gpu-support", "real-time-inference").click()
    expect(page.locator("#reading")).to_contain_text("Availability of the Amazon EC2 instance types")


def test_rows_are_added_moved_and_removed_in_place(open_grid: OpenGrid) -> None:
    page = open_grid("anna")
    cell(page, "payload-size", "serverless-inference").fill("≤ 5 MB")

    page.get_by_label("More for GPU support").click()
    page.locator('[id="menu:row:gpu-support"]').get_by_role("button", name="Add below").click()
    expect(page.locator('[name="row:+1:name"]')).to_be_focused()
    page.keyboard.type("Spot capacity")
    page.get_by_label("More for GPU support").click()
    page.locator('[id="menu:row:gpu-support"]').get_by_role("button", name="Move up").click()
    expect(page.locator("#grid tbody tr").first.locator("input.name")).to_have_value("GPU support")
    page.locator('[id="menu:row:gpu-support"]').get_by_label("Remove").check()
    expect(cell(page, "payload-size", "serverless-inference")).to_have_value("≤ 5 MB")
    save(page)

    expect(page.get_by_text("Saved as revision 2")).to_be_visible()
    keys = [feature.key for feature in revisions.current().document.by_table["inference-options"].features]
    assert keys[:2] == ["autoscaling-support", "spot-capacity"]
    assert "gpu-support" not in keys


def test_two_browsers_at_once(open_grid: OpenGrid) -> None:
    anna, ben = open_grid("anna"), open_grid("ben")
    cell(anna, "payload-size", "serverless-inference").fill("≤ 6 MB")
    cell(anna, "request-timeout", "real-time-inference").fill("< 90 seconds")
    cell(ben, "payload-size", "serverless-inference").fill("≤ 5 MB")
    cell(ben, "payload-size", "batch-transform").fill("≤ 200 MB")
    ben.get_by_label("Why").fill("from ben")

    save(anna)
    expect(anna.get_by_text("Saved as revision 2")).to_be_visible()
    save(ben)

    # refused at that cell alone, both values shown, nothing typed lost, nothing overwritten
    box = ben.locator("td", has=cell(ben, "payload-size", "serverless-inference"))
    expect(box).to_contain_text("anna, revision 2")
    expect(box).to_contain_text("theirs: ≤ 6 MB")
    expect(box).to_contain_text("yours: ≤ 5 MB")
    expect(ben.locator("td fieldset")).to_have_count(1)
    expect(cell(ben, "payload-size", "serverless-inference")).to_have_value("≤ 5 MB")
    expect(cell(ben, "payload-size", "batch-transform")).to_have_value("≤ 200 MB")
    expect(cell(ben, "request-timeout", "real-time-inference")).to_have_value("< 90 seconds")
    expect(ben.get_by_label("Why")).to_have_value("from ben")
    assert stored("payload-size", "serverless-inference") == "≤ 6 MB"
    assert stored("payload-size", "batch-transform") == "≤ 100 MB"

    box.get_by_label("yours").check()
    save(ben)

    expect(ben.get_by_text("Saved as revision 3: 2 changes.")).to_be_visible()
    assert stored("payload-size", "serverless-inference") == "≤ 5 MB"
    assert stored("payload-size", "batch-transform") == "≤ 200 MB"
    assert stored("request-timeout", "real-time-inference") == "< 90 seconds"


@pytest.mark.parametrize("how", ["typed", "pasted", "undone"])
def test_leaving_with_something_changed_asks(open_grid: OpenGrid, how: str) -> None:
    page = open_grid("anna")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    cell(page, "gpu-support", "batch-transform").click()
    if how == "typed":
        page.keyboard.type("✓")
    else:
        paste(page, "N/A\tN/A")
    if how == "undone":
        page.keyboard.press("Control+z")

    page.goto("/admin/")

    assert asked == ([] if how == "undone" else ["beforeunload"])


@pytest.mark.parametrize("do", ["Preview", "Save as a revision"])
def test_what_was_done_before_a_preview_or_a_refusal_can_be_undone(open_grid: OpenGrid, do: str) -> None:
    page = open_grid("anna")
    first = cell(page, "payload-size", "serverless-inference")
    first.click()
    page.keyboard.type("4 MB")  # begins like a limit and is none
    page.keyboard.press("Enter")
    page.get_by_role("button", name=do).click()
    expect(first).to_have_class(re.compile("changed"))
    first.click()
    page.keyboard.press("Control+z")
    expect(first).to_have_value("≤ 4 MB")


def test_without_javascript(open_grid: OpenGrid) -> None:
    page = open_grid("anna", javascript=False)
    limit = cell(page, "payload-size", "serverless-inference")
    limit.fill("4 MB")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("td", has=limit)).to_contain_text("begins like a limit and is none")
    limit.fill("≤ 3 MB")
    limit.press("Enter")  # the first button of the form is Preview: it saves nothing
    expect(page.locator("#effects")).to_contain_text("reads: a limit: at most 3 MB")
    expect(page.locator("#effects")).to_contain_text("ruled out")
    assert models.Revision.objects.count() == 1

    page.get_by_role("button", name="Add a feature").click()
    page.locator('[name="row:+1:name"]').fill("Spot capacity")
    page.get_by_label("More for Single model").first.click()
    page.locator('[id="menu:row:single-model"]').get_by_role("button", name="Move up").click()
    page.get_by_label("Why").fill("By hand")
    save(page)

    expect(page.get_by_text("Saved as revision 2: 3 changes.")).to_be_visible()
    assert stored("payload-size", "serverless-inference") == "≤ 3 MB"


def test_names_are_whole_in_a_frame_that_scrolls(open_grid: OpenGrid) -> None:
    page = open_grid("anna", width=1024)
    assert page.locator("tbody input.name").evaluate_all("names => names.every(it => it.scrollWidth <= it.clientWidth)")
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
