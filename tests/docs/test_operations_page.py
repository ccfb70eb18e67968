"""The documentation's table of operations is what the catalogue says today."""

from pathlib import Path

from timeback_core import catalogue
from timeback_core.cli.operations import as_markdown

PAGE = Path(__file__).parents[2] / "docs" / "oneroster.md"


def test_the_table_is_the_catalogue() -> None:
    table = as_markdown([entry for entry in catalogue() if entry.service == "oneroster"])

    assert table.strip() in PAGE.read_text(encoding="utf-8")
