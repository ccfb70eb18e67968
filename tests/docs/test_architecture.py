"""What the page about the architecture says of the code is so."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from timeback_core.engine.surface.catalogue import services

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "timeback_core"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SERVICES = {*services()} - {"masterytrack"}
"""Those whose names are told: all but one, whose own kind of token is part of configuration and policy."""
USING = {"demo", "importing", "outbox", "page", "recorder", "recording", "rosters", "testing"}
"""Packages that use some APIs, and know no list of them."""


def section(title: str) -> str:
    """What stands under a heading of the page."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def words_of(path: Path) -> Iterator[str]:
    """The names, imports and short texts of a module; no comment, no docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name | ast.FunctionDef):
            yield node.id if isinstance(node, ast.Name) else node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "").split(".")
            yield from (alias.name for alias in node.names)


def test_every_place_that_knows_an_api_by_name_is_told() -> None:
    others = [
        path
        for path in PACKAGE.rglob("*.py*")
        if path.suffix in (".py", ".pyi") and not {*services()} & set(path.relative_to(PACKAGE).parts)
    ]
    places = {
        str(path.relative_to(ROOT)) for path in others if not USING & set(path.parts) and SERVICES & set(words_of(path))
    }
    told = set(re.findall(r"`(src/[\w/.]+)`", section("Adding an API")))

    assert places == told


def test_what_is_told_of_the_sandbox_is_there() -> None:
    names = re.findall(r"`([a-z_*]+(?:/|\.py))`", section("Inside the sandbox"))

    assert names
    assert [name for name in names if not list((PACKAGE / "sandbox").glob(name))] == []
