"""Sheets that can be imported: a control call puts them here, the platform would fetch them from their address."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.members import FULL_TEXT, must
from timeback_core.sandbox.schema import Record, Text
from timeback_core.sandbox.world import World

_SHEETS: Final = "sheets"


def put_sheet(world: World, given: Document) -> None:
    """Keep a tab of a spreadsheet, in place of what it held."""
    sheet_id = _id(given["spreadsheetUrl"], given["sheet"])
    world.store.put(_SHEETS, {"sourcedId": sheet_id, "rows": _rows(given["csv"])})


def sheet_rows(world: World, url: str, sheet: str) -> Sequence[Sequence[str]] | None:
    """The rows of a tab, its head first; None where nothing can be read there."""
    found = world.store.get(_SHEETS, _id(url, sheet))
    return None if found is None else found["rows"]


def _rows(text: str) -> list[list[str]]:
    """The cells of a text; raises `ValueError`."""
    try:
        return list(csv.reader(StringIO(text, newline="")))
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _id(url: str, sheet: str) -> str:
    """The tab of a spreadsheet; what its address says of how it is shown counts for nothing."""
    path = url.partition("#")[0].partition("?")[0].rstrip("/")
    return f"{path.removesuffix('/edit')}\x00{sheet}"


SHEET: Final = Record(
    (must("spreadsheetUrl", FULL_TEXT), must("sheet", FULL_TEXT), must("csv", Text(read=_rows, format="CSV")))
)
