"""Every weakness has its test, and every test names a guard that is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest

NAME = re.compile(r"test_(core|oneroster)_(\d\d)_\w+")
GUARD = re.compile(r"`(timeback_core[\w.]*)`")
ROWS = {"core": 34, "oneroster": 38}


def described() -> Iterator[tuple[str, str]]:
    """Name and docstring of every test of a weakness."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and NAME.fullmatch(node.name):
                yield node.name, ast.get_docstring(node) or ""


@pytest.mark.parametrize("page", ROWS)
def test_every_row_has_its_test(page: str) -> None:
    """The rows are numbered from 1 on, without a gap."""
    named = {match for name, _ in described() if (match := NAME.fullmatch(name))}
    assert {int(match[2]) for match in named if match[1] == page} == set(range(1, ROWS[page] + 1))


def test_every_test_names_its_guard() -> None:
    """A guard is a module, a class or a function of the library."""
    for name, text in described():
        _, found, after = text.partition("Guard:")
        assert found, name
        guards = GUARD.findall(after)
        assert guards, name
        for guard in guards:
            assert is_there(guard), f"{name}: {guard}"


def is_there(guard: str) -> bool:
    """Whether a dotted name leads to something."""
    try:
        resolve_name(guard)
    except (AttributeError, ImportError):
        return False
    return True
