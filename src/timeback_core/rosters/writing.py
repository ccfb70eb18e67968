"""Rosters are written as bundles: by way of a file for each table, so that the rows need not be held."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final, Literal, TypeAlias, get_args

from returns.io import IOResult
from returns.result import Failure, Result

from timeback_core.documents import encode
from timeback_core.engine.codec.model import Model
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.problems import Problem
from timeback_core.rosters.binding import MANIFEST, ROLES, STANDARD, TABLES, UNMOVED, Table, is_role, roles_of
from timeback_core.rosters.files import placed, whole
from timeback_core.rosters.kinds import Kind
from timeback_core.rosters.parquet import MISSING, is_there, write_parquet
from timeback_core.rosters.roster import Roster, kinds_in, rows_in

Format: TypeAlias = Literal["csv", "jsonl", "parquet"]
FORMATS: Final[tuple[str, ...]] = get_args(Format)
VERSION: Final = "1.2"
Add: TypeAlias = Callable[[Mapping[str, Any]], None]
"""Takes one document after the other."""


def write_bundle(
    roster: Roster,
    path: str | os.PathLike[str],
    *,
    format: Format = "csv",  # noqa: A002 -- what users call it
) -> IOResult[None, StorageFailed | InvalidInput]:
    """Write a roster as a OneRoster 1.2 bundle with its manifest: wholly, or not at all.

    path: a folder, which is made or takes the place of an older bundle, or a ZIP archive where it ends in `.zip`. Only
    its user can read it. format: `csv` is the standard's; `jsonl` and `parquet` (with pyarrow) hold the same rows.
    Equal rosters give equal bundles, and what is written is read back the same.

    Errors: `StorageFailed`, with what was there before as it was. `InvalidInput` for a format that is not there, and
    for rows that hold what JSON cannot say.
    """
    if problem := wrong_format(format):
        return IOResult.from_failure(InvalidInput((problem,)))

    def work(target: Path) -> None:
        with bundle_at(target, format) as bundle:
            for kind in kinds_in(roster):
                with bundle.rows_of(kind, is_whole=partial(roster.whole.__contains__, kind.name)) as add:
                    for row in rows_in(roster, kind):
                        add(json_of(row))

    try:
        return whole(path, work)
    except Unwritable as unwritable:
        return IOResult.from_failure(unwritable.error)


class Unwritable(Exception):  # noqa: N818 -- it leaves this module as the error that it holds
    """A row that holds what JSON cannot say."""

    def __init__(self, error: InvalidInput) -> None:
        super().__init__(error)
        self.error = error


def json_of(row: Model) -> dict[str, Any]:
    """A row as JSON; raises `Unwritable` where it holds what JSON cannot say."""
    told: Result[Any, InvalidInput] = encode(row)
    if isinstance(told, Failure):
        raise Unwritable(told.failure())
    document: dict[str, Any] = told.unwrap()
    return document


def wrong_format(format: object) -> Problem | None:  # noqa: A002 -- what users call it
    """What is wrong with a format."""
    if format not in FORMATS:
        return Problem("format", f"must be one of {', '.join(FORMATS)}")
    return Problem("format", MISSING) if format == "parquet" and not is_there() else None


@contextmanager
def bundle_at(target: Path, format: str) -> Generator[BundleWriter]:  # noqa: A002 -- what users call it
    """A bundle to be filled, which is in its place when all is in it."""
    with placed(target, is_of_bundle) as folder:
        bundle = BundleWriter(folder, format)
        yield bundle
        bundle.write_manifest()


def is_of_bundle(name: str) -> bool:
    """Whether a file is called as those of bundles are."""
    stem, suffix = os.path.splitext(name)
    return stem in {*TABLES, ROLES.file, MANIFEST} and suffix.removeprefix(".") in FORMATS


class BundleWriter:
    """A bundle that is being filled."""

    def __init__(self, folder: Path, format: str) -> None:  # noqa: A002 -- what users call it
        self._folder = folder
        self._format = format
        self._modes: dict[str, str] = {}

    @contextmanager
    def rows_of(self, kind: Kind, *, is_whole: Callable[[], bool]) -> Generator[Add]:
        """What takes the documents of a kind; they are in their file at the end, when it is known if they are all."""
        if self._format == "jsonl":
            with (self._folder / f"{kind.file}.jsonl").open("w", encoding="ascii", newline="\n") as file:
                yield partial(write_line, file)
        else:
            yield from self._tables(kind)
        self._modes[kind.file] = "bulk" if is_whole() else "delta"

    def _tables(self, kind: Kind) -> Iterator[Add]:
        with ExitStack() as stack:
            rows = stack.enter_context(TableWriter.open(TABLES[kind.file]))
            if kind.file != "users":
                yield rows.add
            else:
                roles = stack.enter_context(TableWriter.open(ROLES))
                yield partial(add_user, rows, roles)
                roles.write(self._folder, self._format)
            rows.write(self._folder, self._format)

    def write_manifest(self) -> None:
        """Write what the bundle holds, in the words of the standard."""
        if self._format != "jsonl" and "users" in self._modes:
            self._modes[ROLES.file] = self._modes["users"]
        files = sorted({*TABLES, ROLES.file, *UNMOVED})
        rows = [
            ("propertyName", "value"),
            ("manifest.version", "1.0"),
            (STANDARD, VERSION),
            *((f"file.{file}", self._modes.get(file, "absent")) for file in files),
            ("source.systemName", "timeback-core"),
            ("source.systemCode", "timeback-core"),
        ]
        with (self._folder / f"{MANIFEST}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


class TableWriter:
    """Rows of cells, kept in a file without name until it is known which columns they have."""

    def __init__(self, table: Table, spool: IO[str]) -> None:
        self._table = table
        self._spool = spool
        self._used: set[str] = set()

    @classmethod
    @contextmanager
    def open(cls, table: Table) -> Generator[TableWriter]:
        """One that is gone at the end."""
        with TemporaryFile("w+", encoding="ascii") as spool:
            yield cls(table, spool)

    def add(self, document: Mapping[str, Any]) -> None:
        """Add the row of a document."""
        cells = self._table.cells(document)
        self._used.update(cells)
        write_line(self._spool, cells)

    def write(self, folder: Path, format: str) -> None:  # noqa: A002 -- what users call it
        """Write the rows into their file."""
        header = self._table.header(self._used)
        file = folder / f"{self._table.file}.{format}"
        if format == "parquet":
            write_parquet(file, header, self._rows())
            return
        with file.open("w", encoding="utf-8", newline="") as table:
            writer = csv.DictWriter(table, header, restval="")
            writer.writeheader()
            writer.writerows(self._rows())

    def _rows(self) -> Iterator[dict[str, str]]:
        self._spool.seek(0)
        return map(json.loads, self._spool)


def add_user(users: TableWriter, roles: TableWriter, user: Mapping[str, Any]) -> None:
    """Add the rows of a user: one in their own table, and one for each role in the other."""
    told = user.get("roles")
    for row in roles_of(user):
        roles.add(row)
    said_by_rows = told and all(map(is_role, told))
    users.add({name: each for name, each in user.items() if name != "roles"} if said_by_rows else user)


def write_line(file: IO[str], document: Mapping[str, Any]) -> None:
    """Write a line of JSON in ASCII."""
    file.write(json.dumps(document, separators=(",", ":")))
    file.write("\n")
