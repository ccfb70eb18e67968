"""The documentation for machines: `llms.txt` lists the pages, which are there as Markdown; `llms-full.txt` holds all.

The form is that of https://llmstxt.org.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.addnodes import toctree

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TOCTREE = re.compile(r"^```\{toctree\}\n.*?^```\n+", re.MULTILINE | re.DOTALL)
LABEL = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)


def sections(app: "Sphinx") -> Iterator[tuple[str, list[str]]]:
    """The captions of the first page, each with the pages below it in reading order."""
    for node in app.env.get_doctree(app.config.root_doc).findall(toctree):
        yield node["caption"], [page for first in node["includefiles"] for page in below(app, first)]


def below(app: "Sphinx", page: str) -> Iterator[str]:
    """A page and those that it lists, in order."""
    yield page
    for listed in app.env.toctree_includes.get(page, ()):
        yield from below(app, listed)


def summary_of(text: str) -> str:
    """The first sentence of a page below its title."""
    for paragraph in text.split("\n\n")[1:]:
        if re.match(r"[A-Z*]|`[^`]", paragraph):
            plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", " ".join(paragraph.split()))
            return re.split(r"(?<=[.]) ", plain)[0].rstrip(":")
    return ""


def write(app: "Sphinx", exception: Exception | None) -> None:
    """Write the files beside the pages of a site that was built."""
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    root = TOCTREE.sub("", Path(app.env.doc2path(app.config.root_doc)).read_text(encoding="utf-8"))
    short = [f"# {app.config.project}", "", f"> {summary_of(root)}", ""]
    full: list[str] = []
    for caption, pages in sections(app):
        short += [f"## {caption}", ""]
        for page in pages:
            text = LABEL.sub("", TOCTREE.sub("", Path(app.env.doc2path(page)).read_text(encoding="utf-8")))
            copy = out / f"{page}.md"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, encoding="utf-8")
            short.append(f"- [{app.env.titles[page].astext()}]({page}.md): {summary_of(text)}")
            full.append(text)
        short.append("")
    (out / "llms.txt").write_text("\n".join(short), encoding="utf-8")
    (out / "llms-full.txt").write_text("\n".join(full), encoding="utf-8")


def setup(app: "Sphinx") -> dict[str, bool]:
    """Tell Sphinx when to write the files."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
