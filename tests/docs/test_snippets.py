"""Every Python snippet of README.md and of the documentation runs and has exact types, page by page, in order."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Document
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BUILT = (DOCS / "_build", DOCS / "reference")
PAGES = [
    ROOT / "README.md",
    *sorted(page for page in DOCS.rglob("*.md") if not any(folder in page.parents for folder in BUILT)),
]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of the machine reach a snippet."""
    for name in ("TIMEBACK_ENV", "TIMEBACK_API_BASE_URL", "TIMEBACK_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_snippets_run(page: Path, environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = Document.parse(str(page), PythonCodeBlockParser(), SkipParser())
    document.namespace["__name__"] = "__snippet__"
    for example in document.examples():
        example.evaluate()


def test_snippets_have_exact_types(tmp_path: Path) -> None:
    modules = [write_module(page, tmp_path) for page in PAGES]

    checked = subprocess.run(  # noqa: S603 -- a command of our own
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), *map(str, modules)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
    )

    assert (checked.stdout, checked.stderr) == (f"Success: no issues found in {len(modules)} source files\n", "")


def write_module(page: Path, folder: Path) -> Path:
    """The snippets of a page as one module, in which each line has the number that it has in the page."""
    text = page.read_text(encoding="utf-8")
    lines = [""] * (text.count("\n") + 1)
    for snippet in re.finditer(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        first = text.count("\n", 0, snippet.start(1))
        code = snippet[1].splitlines()
        lines[first : first + len(code)] = code
    module = folder / (re.sub(r"\W", "_", str(page.relative_to(ROOT).with_suffix(""))) + ".py")
    module.write_text("\n".join(lines), encoding="utf-8")
    return module
