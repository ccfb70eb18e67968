"""What is wrong with a page, for those who look at it and for those who listen to it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

LOOKING = Path(__file__).with_name("looking.js").read_text(encoding="utf-8")
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4")].filter((each) => each.checkVisibility())
  .map((each) => [Number(each.localName[1]), each.textContent])"""
CONTROLS = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "spinbutton", "region", "navigation"}


def seen_wrong(page: "Page") -> list[str]:
    """Text with too little contrast, and what makes the page scroll sideways."""
    wrong: list[str] = page.evaluate(LOOKING)
    return wrong


def heard_wrong(page: "Page") -> Iterator[str]:
    """What a screen reader cannot name, and headings and landmarks that are not in order."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    told = [node for node in nodes if not node["ignored"]]
    roles = [str(node["role"]["value"]) for node in told]
    for role, node in zip(roles, told, strict=True):
        if role in CONTROLS and not node["name"]["value"].strip():
            yield f"a {role} without a name: {node}"
    for role in ("banner", "main"):
        if roles.count(role) != 1:
            yield f"there are {roles.count(role)} landmarks of the role {role}"
    headings: list[tuple[int, str]] = page.evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    if levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise([0, *levels])):
        yield f"headings are out of order: {headings}"
