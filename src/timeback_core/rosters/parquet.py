"""Parquet, where pyarrow is installed: the columns of a bundle's CSV, all of them text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Final

from timeback_core.rosters.files import Unusable

MISSING: Final = "Parquet needs pyarrow, which `timeback-core[parquet]` installs"
BATCH: Final = 10_000
"""Rows that are held at a time."""


def is_there() -> bool:
    """Whether Parquet can be read and written."""
    return find_spec("pyarrow") is not None


def cells_of_parquet(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, numbered from 1, and their cells by column, empty ones left out."""
    if not is_there():
        raise Unusable(MISSING)
    parquet: Any = import_module("pyarrow.parquet")
    try:
        batches = parquet.ParquetFile(BytesIO(data)).iter_batches(BATCH)
        rows = (row for batch in batches for row in batch.to_pylist())
        for at, row in enumerate(rows, 1):
            yield at, {str(name): text for name, each in row.items() if each is not None and (text := str(each))}
    except import_module("pyarrow").ArrowException as error:
        raise Unusable(f"holds a table that is no Parquet: {error}") from None


def write_parquet(file: Path, header: list[str], rows: Iterable[dict[str, str]]) -> None:
    """Write rows of cells as a table of texts, null where there is none."""
    arrow: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    schema = arrow.schema([(name, arrow.string()) for name in header])
    coming = iter(rows)
    with parquet.ParquetWriter(file, schema) as writer:
        while batch := list(islice(coming, BATCH)):
            columns = [[row.get(name) for row in batch] for name in header]
            writer.write_table(arrow.table(columns, schema=schema))
