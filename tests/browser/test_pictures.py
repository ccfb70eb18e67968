"""The pictures of the documentation: made anew with UPDATE_SCREENSHOTS=1, and otherwise there, small, and shown."""

import os
import re
from base64 import b64decode
from pathlib import Path

import pytest
from tests.browser.conftest import Window
from tests.browser.test_views import address_of

from timeback_core.sandbox import Server

DOCS = Path(__file__).parents[2] / "docs"
IMAGES = DOCS / "images"
SIZE = (1120, 700)
LARGEST = 80_000
"""Bytes of a picture."""

PICTURES = {
    "requests": "requests?id={refused}",
    "requests-dark": "requests?id={refused}",
    "data": "data?collection=users&sort=familyName",
    "document": "document?collection=users&id=student-1",
    "tokens": "tokens",
    "webhooks": "webhooks?id=delivery-1",
    "faults": "faults?kind=latency",
    "switches": "switches",
    "state": "state",
}

STILL = """() => {
  for (const cell of document.querySelectorAll("#list td.number")) {
    cell.textContent = cell.textContent.replace(/.*[.].*/, "1.4");
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data.replace(/127[.]0[.]0[.]1:[0-9]+/g, "localhost:8080");
  }
}"""
"""What is different each time, made the same."""


def size_of(picture: bytes) -> tuple[int, int]:
    """How wide and how high a picture in WebP is."""
    assert (picture[:4], picture[8:16]) == (b"RIFF", b"WEBPVP8X")
    width, height = (int.from_bytes(picture[at : at + 3], "little") + 1 for at in (24, 27))
    return width, height


def test_every_picture_is_shown_with_words_for_it() -> None:
    text = (DOCS / "sandbox-page.md").read_text(encoding="utf-8")
    assert {picture.name for picture in IMAGES.glob("sandbox-*")} == {f"sandbox-{name}.webp" for name in PICTURES}
    for name in PICTURES:
        picture = (IMAGES / f"sandbox-{name}.webp").read_bytes()
        assert size_of(picture) == SIZE
        assert len(picture) < LARGEST, name
        assert re.search(rf"!\[[^]]+]\(images/sandbox-{name}\.webp\)", text), name


@pytest.mark.skipif("UPDATE_SCREENSHOTS" not in os.environ, reason="pictures are made with UPDATE_SCREENSHOTS=1")
def test_pictures_are_made(window: Window, server: Server) -> None:
    page = window()
    session = page.context.new_cdp_session(page)
    page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
    for name, view in PICTURES.items():
        page.emulate_media(color_scheme="dark" if name.endswith("-dark") else "light")
        page.goto(address_of(view, server))
        page.evaluate(STILL)
        picture = session.send("Page.captureScreenshot", {"format": "webp", "quality": 70})
        (IMAGES / f"sandbox-{name}.webp").write_bytes(b64decode(picture["data"]))
