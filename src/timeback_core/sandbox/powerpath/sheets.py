"""Sheets that can be imported: a control call puts them here, the platform would fetch them from their address."""

import csv
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.members import FULL_TEXT, TEXT, must
from timeback_core.sandbox.schema import Record
from timeback_core.sandbox.world import World

SHEET: Final = Record((must("spreadsheetUrl", FULL_TEXT), must("sheet", FULL_TEXT), must("csv", TEXT)))
_SHEETS: Final = "sheets"


def put_sheet(world: World, given: Document) -> None:
    """Keep a tab of a spreadsheet, in place of what it held."""
    sheet_id = _id(given["spreadsheetUrl"], given["sheet"])
    world.store.put(_SHEETS, {"sourcedId": sheet_id, "rows": list(csv.reader(given["csv"].splitlines()))})


def sheet_rows(world: World, url: str, sheet: str) -> Sequence[Sequence[str]] | None:
    """The rows of a tab, its head first; None where nothing can be read there."""
    found = world.store.get(_SHEETS, _id(url, sheet))
    return None if found is None else found["rows"]


def _id(url: str, sheet: str) -> str:
    """The tab of a spreadsheet; what an address says of how it is to be shown counts for nothing."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.removesuffix('/edit').rstrip('/')}\x00{sheet}"
