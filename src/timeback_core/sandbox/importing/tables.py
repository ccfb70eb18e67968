"""A OneRoster bundle, of version 1.1 or 1.2: from tables of CSV to documents."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, Final

import attrs
import orjson

from timeback_core.sandbox.bodies import why_unkept
from timeback_core.sandbox.importing.columns import ORGS_OF_USER, ROLE_OF_USER, ROLES, TABLES, UNHELD, Column
from timeback_core.sandbox.importing.problems import Problems
from timeback_core.sandbox.importing.rows import Line, Row
from timeback_core.sandbox.messages import Document, is_array, is_object
from timeback_core.sandbox.store import values_at

METADATA: Final = "metadata."
REST: Final = "metadata.timeback"
"""The column in which a bundle of the client has, as JSON, what the standard's columns cannot tell of a document."""

_MANIFEST: Final = "manifest"
_ROLES: Final = "roles"
_FILES: Final = ", ".join(f"{table}.csv" for table in (*TABLES, _ROLES))
_OLD_ROLE: Final = {"role": ROLE_OF_USER.name, "org": ORGS_OF_USER.name}
_ROLE_MEMBERS: Final = ("role", "roleType", "org", "userProfile", "beginDate", "endDate")


class _Tables:
    """The tables of a bundle while they are read."""

    def __init__(self, files: Mapping[str, bytes], problems: Problems) -> None:
        self._problems = problems
        self._files = {_stem(name).lower(): (name, data) for name, data in files.items()}

    def rows(self) -> Iterator[Row]:
        """The rows of all tables, users with their roles."""
        names = {name.lower(): name for name in (*TABLES, *UNHELD, _MANIFEST, _ROLES)}
        for stem, (file, _) in self._files.items():
            if stem not in names:
                self._problems.add(file, "", f"is no table of OneRoster, whose files are {_FILES}")
        self._check_manifest(names)
        roles = self._roles()
        for table, columns in TABLES.items():
            for document, line in self._documents(table, columns):
                if table == "users":
                    yield _with_roles(document, line, roles)
                else:
                    yield Row(table, document, line)
        for user, told in roles.items():
            for _, line in told:
                self._problems.add(*line.of("user"), f"No row of users.csv has the id {user!r}")

    def _check_manifest(self, names: Mapping[str, str]) -> None:
        for _, cells in self._lines(_MANIFEST):
            key, mode = (*cells, "", "")[:2]
            stem = key.removeprefix("file.").lower()
            if key.startswith("file.") and mode in {"bulk", "delta"} and stem in names and stem not in self._files:
                self._problems.add(self._files[_MANIFEST][0], "", f"tells of {names[stem]}.csv, which is not there")

    def _roles(self) -> dict[str, list[tuple[Document, Line]]]:
        """The active roles of `roles.csv` by the ids of their users."""
        found: defaultdict[str, list[tuple[Document, Line]]] = defaultdict(list)
        for document, line in self._documents(_ROLES, ROLES):
            user = next(values_at(document, ["user", "sourcedId"]), None)
            if not isinstance(user, str):
                self._problems.add(*line.of("user"), "Required")
            elif document.get("status", "active") == "active":
                role: Document = {"roleType": "secondary" if found[user] else "primary"}
                role.update((name, document[name]) for name in _ROLE_MEMBERS if name in document)
                found[user].append((role, line))
        return found

    def _documents(self, table: str, columns: Sequence[Column]) -> Iterator[tuple[Document, Line]]:
        known = {column.name.lower(): column for column in columns}
        header: list[Column | None] = []
        members: dict[str, str] = {}
        file = self._files.get(table.lower(), ("", b""))[0]
        for number, cells in self._lines(table):
            if not header:
                header = [self._column(file, number, cell, known) for cell in cells]
                members = {column.member: column.name for column in header if column is not None}
                continue
            line = Line(file, number, members)
            if any(cells[len(header) :]):
                self._problems.add(*line.of(""), f"{len(cells)} cells where the header has {len(header)}")
            document: Document = {}
            rest = "{}"
            for column, cell in zip(header, cells, strict=False):
                if cell and column is not None:
                    if column.name == REST:
                        rest = cell
                    elif column.name.startswith(METADATA) and column.member == column.name:
                        document.setdefault("metadata", {})[column.name[len(METADATA) :]] = cell
                    else:
                        document[column.member] = column.form(cell)
            yield self._completed(document, rest, line), line

    def _completed(self, document: Document, rest: str, line: Line) -> Document:
        """The document with what stands in the column of the rest."""
        try:
            told: Any = orjson.loads(rest)
        except orjson.JSONDecodeError:
            told = None
        reason = why_unkept(rest.encode(), told) if is_object(told) else "Expected a JSON object"
        if reason or not is_object(told):
            self._problems.add(line.file, f"line {line.number}, column {REST}", reason)
            return document
        metadata = told.get("metadata")
        if is_object(metadata):
            told = {**told, "metadata": {**document.get("metadata", {}), **metadata}}
        return {**document, **told}

    def _column(self, file: str, number: int, cell: str, known: Mapping[str, Column]) -> Column | None:
        column = known.get(cell.lower())
        if column is None and cell.lower().startswith(METADATA):
            name = METADATA + cell[len(METADATA) :]
            return Column(name, name, str)
        if column is None and cell:
            self._problems.add(file, f"line {number}, column {cell}", "is no column of this table")
        return column

    def _lines(self, table: str) -> Iterator[tuple[int, list[str]]]:
        """The lines of a table that are not empty, each with the number of the one that it begins in."""
        file, data = self._files.get(table.lower(), ("", b""))
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._problems.add(file, f"line {line}", "is not in UTF-8")
            return
        reader = csv.reader(StringIO(text, newline=""), strict=True)
        begun = 1
        while True:
            try:
                cells = [cell.strip() for cell in next(reader)]
            except StopIteration:
                return
            except csv.Error as error:
                self._problems.add(file, f"line {begun}", f"is no row of CSV: {error}")
            else:
                if any(cells):
                    yield begun, cells
            begun = reader.line_num + 1


def rows_of_tables(files: Mapping[str, bytes], problems: Problems) -> Iterator[Row]:
    """The documents that tables of CSV tell of; what is wrong with them is noted."""
    return _Tables(files, problems).rows()


def _with_roles(document: Document, line: Line, roles: dict[str, list[tuple[Document, Line]]]) -> Row:
    """A user with the roles of `roles.csv`, or of version 1.1 those of the row itself."""
    orgs, role = document.pop(ORGS_OF_USER.member, []), document.pop(ROLE_OF_USER.member, None)
    told = roles.pop(f"{document.get('sourcedId')}", [])
    if "roles" not in document and told:
        document["roles"] = [each for each, _ in told]
        return Row("users", document, Line(line.file, line.number, line.columns, [place for _, place in told]))
    if "roles" not in document and role is not None and is_array(orgs):
        kinds = ("primary", *("secondary",) * len(orgs))
        document["roles"] = [
            {"roleType": kind, "role": role, "org": org} for kind, org in zip(kinds, orgs, strict=False)
        ]
        line = attrs.evolve(line, parts=[attrs.evolve(line, columns=_OLD_ROLE)] * len(orgs))
    return Row("users", document, line)


def _stem(name: str) -> str:
    return name.rpartition(".")[0]
