"""A bar on a terminal that tells how far a long list has come."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TypeVar

T = TypeVar("T")


def wanted() -> bool:
    """Whether somebody looks at a terminal into which no rows are printed."""
    return sys.stderr.isatty() and not sys.stdout.isatty()


def counted(rows: Iterator[T], total: int | None) -> Iterator[T]:
    """The same rows, counted by a bar."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("rows"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False) as progress:
        task = progress.add_task("rows", total=total)
        for row in rows:
            progress.advance(task)
            yield row
