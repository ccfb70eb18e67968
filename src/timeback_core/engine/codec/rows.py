"""Rows of a list, decoded one by one: a bad row costs none of the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from timeback_core.engine.codec.bad import Bad

if TYPE_CHECKING:
    from timeback_core.errors import RowProblem

T = TypeVar("T")


def decode_rows(rows: list[object], decode: Callable[[object], T], root: str = "$") -> list[T | RowProblem]:
    """One entry per row, in order: its value, or what is wrong with it.

    Args:
        rows: the rows as parsed; they are consumed.
        decode: the decoder of a row.
        root: path of the list, such as `$.users`.
    """
    entries: list[Any] = rows  # in place: a row is freed when it is decoded, which is measurably faster
    for index, row in enumerate(rows):
        try:
            entries[index] = decode(row)
        except Bad as bad:
            from timeback_core.errors import RowProblem  # errors cost milliseconds to import

            entries[index] = RowProblem(index, bad.where(f"{root}[{index}]"), bad.expected, bad.found)
    return entries
