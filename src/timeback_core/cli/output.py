"""What a command prints of values: a table for people, JSON, JSON by lines or CSV for programs, row by row."""

from __future__ import annotations

import csv
import io
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any, Final, Literal, TypeAlias

import attrs
from rich.console import Console
from rich.table import Table
from rich.text import Text

from timeback_core.cli.complaints import in_one_line
from timeback_core.engine.codec import Model, Unknown
from timeback_core.engine.codec.runtime import encode
from timeback_core.engine.narrow import is_listing, is_mapping, is_object
from timeback_core.error_parts import Error

Format: TypeAlias = Literal["table", "json", "jsonl", "csv"]

PIPED: Final = 1000
"""Columns of a table where no terminal bounds them: nothing is cut."""
OTHERS: Final = "extra"
"""The column of CSV with the members of a row that its model does not know."""


def plain(value: Any) -> Any:
    """Any value of a call as plain JSON."""
    if isinstance(value, Model):
        return encode(value)
    if isinstance(value, Unknown):
        return value.raw
    if isinstance(value, Error):
        return value.message
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    kind: Any = value.__class__
    if attrs.has(kind):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(kind)}
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if is_mapping(value):
        return {str(name): plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if is_listing(value) else value


def members(row: Any) -> dict[str, Any]:
    """A row as JSON with names; one that has none is a `value`."""
    told: object = plain(row)
    return told if is_object(told) else {"value": told}


def as_json(value: object, indent: int | None = None) -> str:
    """JSON that whatever reads standard output can read."""
    return json.dumps(value, indent=indent, ensure_ascii=(sys.stdout.encoding or "").lower() not in ("utf-8", "utf8"))


def cell(value: object) -> str:
    """A value in CSV or in a table: texts as they are, what is nested as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else as_json(value)


def so_many(count: int) -> str:
    """How many rows there are, in words."""
    return "1 row" if count == 1 else f"{count} rows"


class Writer(ABC):
    """Prints rows."""

    @abstractmethod
    def write(self, row: object) -> None:
        """Print one row."""

    @abstractmethod
    def end(self) -> None:
        """Print what stands below the last row."""


class JsonLines(Writer):
    """A row a line."""

    def write(self, row: object) -> None:
        print(as_json(plain(row)))

    def end(self) -> None:
        return


class JsonArray(Writer):
    """One array, a row a line."""

    def __init__(self) -> None:
        self._before = "["

    def write(self, row: object) -> None:
        print(self._before, as_json(plain(row)), sep="\n", end="")
        self._before = ","

    def end(self) -> None:
        print("[]" if self._before == "[" else "\n]")


class Csv(Writer):
    """A line of names, and a line for each row."""

    def __init__(self, columns: Sequence[str] | None) -> None:
        self._columns = columns
        self._writer = csv.writer(sys.stdout, lineterminator="\n")
        self._begun = False

    def write(self, row: object) -> None:
        held = members(row)
        if self._columns is None:
            self._columns = tuple(held)
        if not self._begun:
            self._head(self._columns)
        others = {name: held[name] for name in held if name not in self._columns}
        if OTHERS in self._columns and others:
            held[OTHERS] = others
        self._writer.writerow(cell(held.get(name)) for name in self._columns)

    def end(self) -> None:
        if not self._begun and self._columns is not None:
            self._head(self._columns)

    def _head(self, columns: Sequence[str]) -> None:
        self._writer.writerow(columns)
        self._begun = True


class TableRows(Writer):
    """A table, printed when all of its rows are there."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []

    def write(self, row: object) -> None:
        self._rows.append(members(row))

    def end(self) -> None:
        if not self._rows:
            print(so_many(0))
            return
        table = Table(title=so_many(len(self._rows)), title_justify="left")
        names = dict.fromkeys(name for row in self._rows for name, value in row.items() if value not in (None, [], {}))
        shown = [name for name in names if not (sys.stdout.isatty() and self._is_nested(name))]
        for name in shown:
            table.add_column(Text(name), overflow="fold")
        for row in self._rows:
            table.add_row(*(_for_people(row.get(name)) for name in shown))
        print_table(table)
        if hidden := [name for name in names if name not in shown]:
            print(f"not shown: {', '.join(hidden)}; --format json shows everything", file=sys.stderr)

    def _is_nested(self, name: str) -> bool:
        return any(isinstance(row.get(name), dict | list) for row in self._rows)


def writer_of(form: Format, columns: Sequence[str] | None = None) -> Writer:
    """What prints rows in a form; the columns of CSV are those of the first row where they are not given."""
    match form:
        case "json":
            return JsonArray()
        case "jsonl":
            return JsonLines()
        case "csv":
            return Csv(columns)
        case "table":
            return TableRows()


def print_rows(rows: Iterable[object], form: Format, columns: Sequence[str] | None = None) -> None:
    """Print rows that are all there."""
    writer = writer_of(form, columns)
    for row in rows:
        writer.write(row)
    writer.end()


def print_one(value: object, form: Format) -> None:
    """Print one value: as a table, of its members."""
    told: object = plain(value)
    if form == "json":
        print(as_json(told, indent=2))
    elif form == "table" and is_object(told):
        table = Table("member", "value", show_header=False)
        table.columns[1].overflow = "fold"
        for name, each in told.items():
            table.add_row(Text(name), _for_people(each))
        print_table(table)
    elif form == "table":
        print(cell(told))
    else:
        print_rows([value], form)


def print_table(table: Table) -> None:
    """Print a table: within a terminal, or where there is none, as wide as it is."""
    buffer = io.StringIO()
    terminal = sys.stdout.isatty()
    Console(file=sys.stdout if terminal else buffer, width=None if terminal else PIPED).print(table)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines()))


def _for_people(value: object) -> Text:
    return Text(in_one_line(cell(value)))
