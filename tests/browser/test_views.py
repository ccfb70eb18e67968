"""Every view of the page as it is met: wide and narrow, light and dark, and heard."""

from typing import Literal

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


def test_every_view_is_good_to_see_and_to_hear(window: Window, server: Server) -> None:
    page, wrong, headings = window(), list[tuple[object, ...]](), dict[str, str]()
    for view in VIEWS:
        page.goto(address_of(view, server))
        headings[view] = page.get_by_role("heading", level=1).inner_text()
        wrong.extend((view, each) for each in heard_wrong(page))
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for width in (1280, 400):
                page.set_viewport_size({"width": width, "height": 800})
                wrong.extend((view, scheme, width, each) for each in seen_wrong(page))
    assert wrong == []
    assert headings == {view: heading or headings[view] for view, heading in VIEWS.items()}
