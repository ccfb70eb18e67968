"""The page by keyboard alone, and how it looks by choice."""

from tests.browser.conftest import Window

from timeback_core.sandbox import Server

WITH_ROWS = ("/", "/.sandbox/page/data?collection=users", "/.sandbox/page/webhooks")


def test_rows_are_walked_opened_and_closed(window: Window) -> None:
    page = window()
    for address in WITH_ROWS:
        page.goto(address)
        first = page.locator("[data-row] a[id]").first
        for keys in ("j", "kk"):  # above the first one there is none
            for key in keys:
                page.keyboard.press(key)
            assert first.evaluate("(link) => link === document.activeElement"), address
        text = first.inner_text()
        page.keyboard.press("Enter")
        page.locator("a[data-close]").wait_for()
        assert text in page.locator("main").inner_text()
        page.keyboard.press("Escape")
        page.locator("a[data-close]").wait_for(state="detached")
        first.wait_for()


def test_search_and_help_have_their_keys(window: Window, server: Server) -> None:
    page = window()
    page.goto("/")
    page.keyboard.press("/")
    search = page.get_by_label("Search", exact=True)
    assert search.evaluate("(field) => field === document.activeElement")
    page.keyboard.type("j?/")  # is what is looked for here
    assert search.input_value() == "j?/"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keyboard")
    assert help_.get_by_role("definition").count() == 5
    page.keyboard.press("Escape")
    help_.wait_for(state="hidden")


def test_tab_leads_past_the_frame_and_then_through_it_in_order(window: Window) -> None:
    page = window()
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    box = skip.bounding_box()
    assert box is not None
    assert box["width"] > 100  # it shows once it is reached
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "search"
    page.goto("/")
    told = []
    for _ in range(11):
        page.keyboard.press("Tab")
        told.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    views = ["Requests", "Data", "Tokens", "Webhooks", "Faults", "Switches", "State"]
    assert told == ["Skip to the content", "Timeback sandbox", *views, "◐", "?"]


def test_light_or_dark_is_chosen_and_kept(window: Window) -> None:
    page = window()
    page.goto("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark or light").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.get_by_role("link", name="State").click()
    page.get_by_role("heading", name="Clock").wait_for()
    assert page.evaluate(ground) == dark
