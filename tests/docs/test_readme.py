"""README.md: its picture shows what the commands in it print, and its links lead somewhere."""

import html
import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / ".ci" / "terminal.py"


def test_the_picture_shows_what_the_commands_print() -> None:
    script = runpy.run_path(str(SCRIPT))
    printed = "".join(script["transcript"]())
    picture = script["PICTURE"].read_text(encoding="utf-8")
    shown = html.unescape("".join(re.findall(r"<text [^>]*>([^<]*)</text>", picture)))

    assert letters(shown) == letters("timeback" + printed), "`python .ci/terminal.py` draws it anew"
    assert "http" not in re.sub(r'xmlns="[^"]*"|<!--.*?-->|<text .*?</text>', "", picture)


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#]+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(links) > 10
    assert [link for link in links if not (ROOT / link).is_file()] == []


def letters(text: str) -> str:
    """A text without blanks, which the drawing pads and wraps."""
    return re.sub(r"\s", "", text)
