"""Each section of the pages of behaviours and promises has its test, and each test its section.

The page's groups (`##`) are test files, its sections (`###`) are tests; a test of one aspect of a section has the
section's name and, behind two underscores, a name of its own.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def slug(heading: str) -> str:
    """A heading as a name of Python."""
    return re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")


def told_by(page: Path) -> list[tuple[str, str]]:
    """Group and section of each section of a page."""
    found: list[tuple[str, str]] = []
    group = ""
    for level, heading in re.findall(r"^(#{2,3}) (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        if level == "##":
            group = slug(heading)
        else:
            found.append((group, slug(heading)))
    return found


def shown_by(tests: str) -> list[tuple[str, str]]:
    """Group and section of each test in the files that begin with a path, those of one section once."""
    found: dict[tuple[str, str], None] = {}
    for path in sorted(ROOT.glob(f"{tests}*.py")):
        group = path.relative_to(ROOT).with_suffix("").as_posix().removeprefix(tests)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[group, node.name.removeprefix("test_").partition("__")[0]] = None
    return list(found)


PAGES = [("docs/promises.md", "tests/promises/test_")] + [
    (f"docs/platform/{page.name}", f"tests/platform/test_{page.stem}_")
    for page in sorted((ROOT / "docs/platform").glob("*.md"))
]


@pytest.mark.parametrize(("page", "tests"), PAGES)
def test_sections_and_tests_are_the_same(page: str, tests: str) -> None:
    told = told_by(ROOT / page)
    assert len(set(told)) == len(told)
    assert sorted(told) == sorted(shown_by(tests))
