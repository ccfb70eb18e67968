"""Every view of the page as it is met: wide and narrow, light and dark, heard, and without scripts."""

from typing import Literal

import pytest
from tests.browser.conftest import Window
from tests.browser.looking import heard_wrong, seen_wrong
from tests.browser.school_day import EVIL

from timeback_core.sandbox import Server

VIEWS = {
    "/": "Requests",
    "requests?id={refused}": "Requests",
    "requests?search=nothing-like-this": "Requests",
    "data": "Data",
    "data?collection=users&sort=familyName": "Data / users",
    "document?collection=users&id=student-1": "",
    "document?collection=users&id=ill-named": f"{EVIL} Byron",
    "tokens": "Tokens",
    "webhooks?id=delivery-1": "Webhooks",
    "faults": "Faults",
    "switches": "Switches",
    "state": "State",
}
"""What there is to see, by its address, and its heading; one that differs is not named."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def address_of(view: str, server: Server) -> str:
    """Where a view is."""
    refused = next(entry.id for entry in server.sandbox.requests() if entry.status == 422)
    return view if view == "/" else f"/.sandbox/page/{view.format(refused=refused)}"


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_good_to_see_and_to_hear(window: Window, server: Server, view: str) -> None:
    page = window()
    page.goto(address_of(view, server))
    heading = page.get_by_role("heading", level=1).inner_text()
    assert heading == (VIEWS[view] or heading)
    assert list(heard_wrong(page)) == []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 400):
            page.set_viewport_size({"width": width, "height": 800})
            assert seen_wrong(page) == [], (scheme, width)
