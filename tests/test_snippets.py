"""Every Python snippet of README.md and of the documentation runs, page by page, in order."""

from pathlib import Path

import pytest
from sybil import Document
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


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
