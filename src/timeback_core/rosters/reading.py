"""Bundles of tables are read: every row that can be, and what is wrong with the others."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple

import attrs
from returns.io import IOResult
from returns.result import Failure

from timeback_core.documents import decode
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.runtime import parse
from timeback_core.engine.narrow import is_listing, is_object
from timeback_core.errors import StorageFailed
from timeback_core.rosters.binding import (
    MANIFEST,
    PREFIX,
    ROLES,
    STANDARD,
    TABLES,
    UNMOVED,
    Document,
    Table,
    old_roles,
    written,
)
from timeback_core.rosters.files import MOST_BYTES, Found, Unusable, tables_in, whole
from timeback_core.rosters.kinds import BY_FILE, KINDS, Kind, ids_at, tidy
from timeback_core.rosters.owners import with_owners
from timeback_core.rosters.parquet import cells_of_parquet
from timeback_core.rosters.roster import Bundle, Note, Roster, RowProblem

FILES: Final[Mapping[str, str]] = {
    **{name.lower(): name for name in (*TABLES, ROLES.file, *UNMOVED, MANIFEST)},
    "organizations": "orgs",
}
"""What tables are called, in lower case."""


class Cells(NamedTuple):
    """A row of a table, and the line that it begins in."""

    line: int
    cells: dict[str, str]


def read_bundle(
    path: str | os.PathLike[str], *, owner: str | None = None, most_bytes: int = MOST_BYTES
) -> IOResult[Bundle, StorageFailed]:
    """The roster of a OneRoster bundle, 1.1 or 1.2: its good rows, and every bad one with file, line and column.

    path: a folder, a ZIP archive, or a single table; of CSV, of JSON as the API has it, of JSONL or of Parquet (with
    pyarrow). owner: id of the organization of sessions and courses of which the bundle tells none; otherwise the school
    that alone holds classes in a session, or the one organization above all others. most_bytes: how much the bundle may
    hold, unpacked.

    Errors: `StorageFailed` where it cannot be opened, holds no table of a roster, or more than that.
    """

    def work(place: Path) -> Bundle:
        reading = Reading()
        with tables_in(place, most_bytes) as tables:
            return reading.bundle(tables, owner)

    return whole(path, work)


@attrs.define
class Reading:
    """What was found so far in the tables of a bundle."""

    bad: list[RowProblem] = attrs.field(factory=list[RowProblem])
    notes: dict[tuple[str, str], Note] = attrs.field(factory=dict[tuple[str, str], Note])
    rows: dict[str, dict[str, Model]] = attrs.field(factory=lambda: {name: {} for name in KINDS})
    places: dict[tuple[str, str], tuple[str, int]] = attrs.field(factory=dict[tuple[str, str], tuple[str, int]])
    roles: dict[str, list[Document]] = attrs.field(factory=lambda: defaultdict(list))
    roleless: set[str] = attrs.field(factory=set[str])
    """Users of whom a role could not be read."""

    def bundle(self, tables: Iterable[Found], owner: str | None) -> Bundle:
        """Everything that the tables hold."""
        named = [(table_of(each.name), each) for each in tables]
        manifest = self.manifest([each for file, each in named if file == MANIFEST])
        for file, each in named:
            if file == ROLES.file:
                self.read_roles(each)
        for file, each in named:
            if file is None and each.suffix != ".json":
                self.note(each.name, "is no table of the standard, and was left out")
            elif file in UNMOVED:
                self.note(each.name, "was left out: the platform takes no such rows")
            elif file not in {MANIFEST, ROLES.file}:
                self.read_rows(file, each)
        self.tell_of_orphans()
        bad_files = {table_of(problem.file) for problem in self.bad}
        modes = {kind.name: manifest.get(f"file.{kind.file}", "") for kind in KINDS.values()}
        here = {file for file, _ in named}
        if here <= {None} and not self.bad and not any(self.rows.values()):
            raise Unusable("holds no table of a roster")
        if ROLES.file in here and manifest.get(f"file.{ROLES.file}") == "delta":
            self.note(
                f"{ROLES.file}.csv", "tells some roles only (delta): they take the place of all roles of their users"
            )
        for kind in KINDS.values():
            if modes[kind.name] in {"bulk", "delta"} and kind.file not in here:
                self.note(f"{MANIFEST}.csv", f"tells of {kind.file}.csv, which is missing")
        roster = Roster(
            **{name: tuple(rows.values()) for name, rows in self.rows.items()},  # type: ignore[arg-type]  # by its kind
            whole=frozenset(
                kind.name
                for kind in KINDS.values()
                if modes[kind.name] == "bulk" and kind.file in here and kind.file not in bad_files
            ),
        )
        version, notes = manifest.get(STANDARD), tuple(self.notes.values())
        return Bundle(with_owners(roster, owner), version, tuple(self.bad), notes, self.places)

    def manifest(self, found: list[Found]) -> dict[str, str]:
        """The properties that the manifest tells; none where there is none."""
        if not found:
            self.note(f"{MANIFEST}.csv", "is missing: no kind of rows counts as whole")
            return {}
        told = {cells[0]: cells[1] for _, cells in self.lines(found[0]) if len(cells) > 1}
        version = told.get(STANDARD, "")
        if version not in {"1.1", "1.2"}:
            self.note(f"{MANIFEST}.csv", f"tells version {version or 'none'} of OneRoster, and was read as 1.2")
        return told

    def read_roles(self, found: Found) -> None:
        """The roles of `roles.csv`, by user."""
        for row in self.cells(found, ROLES):
            said, wrong, notes = ROLES.said(row.cells)
            user = next(ids_at(said.pop("user", None), []), "")
            for column, text in notes:
                self.note(found.name, text, row.line, column)
            if wrong or not user or "role" not in said:
                wrong = wrong or [("role" if user else "userSourcedId", "is missing")]
                self.refuse(found.name, row.line, *wrong[0], said.get("sourcedId"))
                self.roleless.add(user)
                continue
            status = said.get("status", "active")
            for name in ("sourcedId", "status", "dateLastModified"):
                said.pop(name, None)
            if status == "active":
                said.setdefault("roleType", "secondary" if self.roles[user] else "primary")
                self.roles[user].append(said)

    def read_rows(self, file: str | None, found: Found) -> None:
        """The rows of one table, or of a JSON document."""
        if found.suffix == ".json":
            self.read_json(found)
            return
        kind = BY_FILE[file or ""]
        if found.suffix == ".jsonl":
            for line, json in enumerate(found.read().split(b"\n"), 1):
                if json.strip():
                    self.keep_json(kind, found.name, line, json)
            return
        table = TABLES[kind.file]
        for row in self.cells(found, table):
            document, wrong, notes = table.said(row.cells)
            if kind.file == "users":
                self.add_roles(document, row, found.name)
            for column, text in notes:
                self.note(found.name, text, row.line, column)
            if wrong:
                self.refuse(found.name, row.line, *wrong[0], document.get("sourcedId"))
            else:
                columns = {column.member: column.name for column in table.columns}
                self.keep(kind, document, found.name, row.line, columns)

    def add_roles(self, user: Document, row: Cells, file: str) -> None:
        """Give a user the roles that `roles.csv` tells, or in version 1.1 the row itself."""
        told = self.roles.pop(next(ids_at(user, []), ""), None)
        if "roles" in user:
            return
        if told is None:
            told, note = old_roles(row.cells)
            if note:
                self.note(file, note, row.line, "role")
        if told:
            user["roles"] = told

    def read_json(self, found: Found) -> None:
        """The rows of documents in JSON, under the keys by which the API lists them."""
        try:
            read = parse(found.read())
        except Bad:
            self.refuse(found.name, 1, "", "is no JSON")
            return
        for key, rows in read.items() if is_object(read) else ():
            kind = BY_FILE.get(FILES.get(key.lower(), ""))
            if kind is None or not is_listing(rows):
                self.note(found.name, f"{key!r} was left out: it is no kind of rows that the platform takes")
                continue
            for at, row in enumerate(rows, 1):
                self.keep_json(kind, found.name, at, self.understood(kind, found.name, at, row))

    def understood(self, kind: Kind, file: str, line: int, row: Any) -> Any:
        """A row of JSON, with the words that the platform has for what is called otherwise in it."""
        if not is_object(row):
            return row
        document = tidy(kind, row)
        for column in TABLES[kind.file].columns:
            if text := written(column.form, row.get(column.member)):
                with suppress(ValueError):
                    said = column.form.read(text)
                    if said.note:
                        document[column.member] = said.value
                        self.note(file, said.note, line, column.member)
        return document

    def keep_json(self, kind: Kind, file: str, line: int, row: Any) -> None:
        """Keep a row of JSON; one of `.json` is told by its place, as its line would tell less."""
        try:
            document = parse(row) if isinstance(row, bytes) else row
        except Bad:
            self.refuse(file, line, "", "is no JSON")
            return
        self.keep(kind, dict(document) if is_object(document) else {}, file, line, {})

    def keep(self, kind: Kind, document: Document, file: str, line: int, columns: Mapping[str, str]) -> None:
        """Keep a row that can be read, and whose id is new."""
        read = decode(kind.model, document)
        sourced_id = document.get("sourcedId")
        told = sourced_id if isinstance(sourced_id, str) else None
        if isinstance(read, Failure):
            problem = read.failure().problems[0]
            member = problem.path.removeprefix("$.").split(".")[0].split("[")[0]
            reason = "is missing" if problem.found == "nothing" else f"must be {problem.expected}"
            self.refuse(file, line, columns.get(member, member), reason, told)
        elif not told:
            self.refuse(file, line, "sourcedId", "is missing")
        elif told in self.rows[kind.name]:
            self.refuse(file, line, "sourcedId", "is the id of a row before it, which counts", told)
        elif kind.file == "users" and told in self.roleless:
            self.refuse(file, line, "", "has a role that could not be read", told)
        else:
            self.rows[kind.name][told] = read.unwrap()
            self.places[kind.name, told] = file, line

    def cells(self, found: Found, table: Table) -> Iterator[Cells]:
        """The rows of a table that can be told apart, by the names of its columns."""
        if found.suffix == ".parquet":
            yield from (Cells(line, row) for line, row in cells_of_parquet(found.read()))
            return
        header: list[str] = []
        strange: list[str] = []
        for line, cells in self.lines(found):
            if not header:
                header = self.header(found.name, table, cells)
                strange = [name for name in header if name and not is_known(table, name)]
                if "sourcedId" not in header:
                    self.refuse(found.name, line, "sourcedId", "is a column that every table has")
                    return
            elif any(cells[len(header) :]):
                self.refuse(found.name, line, "", f"has {len(cells)} cells where the header has {len(header)}")
            else:
                named = {name: cell for name, cell in zip(header, cells, strict=False) if cell and name}
                for name in strange:
                    if named.pop(name, None):
                        self.note(found.name, "was left out: it is not moved", line, name)
                yield Cells(line, named)
        if not header:  # such as a file that was cut off, of which nothing counts as whole
            self.refuse(found.name, 1, "sourcedId", "is a column that every table has")

    def lines(self, found: Found) -> Iterator[tuple[int, list[str]]]:
        """The lines of a table of CSV that say something, each with the number of the one that it begins in."""
        reader = csv.reader(StringIO(self.text_of(found), newline=""), strict=True)
        begun = 1
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                self.refuse(found.name, begun, "", f"is no row of CSV: {error}")
            else:
                if row is None:
                    return
                cells = [cell.strip() for cell in row]
                if any(cells):
                    yield begun, cells
            begun = reader.line_num + 1

    def header(self, file: str, table: Table, cells: list[str]) -> list[str]:
        """The columns of a table, in the standard's spelling."""
        known = {name.lower(): name for name in table.known}
        names: list[str] = []
        for cell in cells:
            name = known.get(cell.lower(), cell)
            is_metadata = name not in table.known and cell.lower().startswith(PREFIX)
            names.append(PREFIX + cell[len(PREFIX) :] if is_metadata else name)
        if twice := sorted({name for name in names if name and names.count(name) > 1}):
            self.note(file, f"has the column {twice[0]!r} twice, of which the last one counts")
        return names

    def text_of(self, found: Found) -> str:
        """The text of a table, which should be in UTF-8."""
        data = found.read()
        encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            self.note(found.name, "is not in UTF-8, and was read as Windows-1252")
            return data.decode("cp1252", "replace")

    def tell_of_orphans(self) -> None:
        """Tell of roles whose users have no row."""
        for user in self.roles:
            self.note(f"{ROLES.file}.csv", f"tells a role of {user!r}, of whom users.csv has no row")

    def refuse(self, file: str, line: int, column: str, reason: str, sourced_id: object = None) -> None:
        """Tell of a row that cannot be read."""
        known = sourced_id if isinstance(sourced_id, str) else None
        self.bad.append(RowProblem(file, line, column, reason, known))

    def note(self, file: str, text: str, line: int = 0, column: str = "") -> None:
        """Tell once what is true of many rows."""
        key = file, f"{column}: {text}" if column else text
        before = self.notes.get(key, Note(*key, rows=0, line=line))
        self.notes[key] = attrs.evolve(before, rows=before.rows + (1 if line else 0))


def is_known(table: Table, name: str) -> bool:
    """Whether a column says something of a row."""
    return name in table.known or name.startswith(PREFIX)


def table_of(name: str) -> str | None:
    """The table that a file is: by its name, or what follows a prefix of someone's own."""
    stem = os.path.splitext(name)[0].lower()
    for start in (stem, *(stem[at + 1 :] for at, each in enumerate(stem) if each in "-_. ")):
        if start in FILES:
            return FILES[start]
    return None
