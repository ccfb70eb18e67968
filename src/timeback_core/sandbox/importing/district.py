"""A district from files: its documents are checked as requests would be, and every problem is told at once."""

import reprlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from timeback_core.sandbox.importing.documents import rows_of_json
from timeback_core.sandbox.importing.files import Source
from timeback_core.sandbox.importing.owners import give_owners
from timeback_core.sandbox.importing.problems import Problems
from timeback_core.sandbox.importing.rows import Row
from timeback_core.sandbox.importing.tables import rows_of_tables
from timeback_core.sandbox.machine import Machine
from timeback_core.sandbox.messages import Document, is_array, is_object
from timeback_core.sandbox.moments import read_moment, write_moment
from timeback_core.sandbox.oneroster.kind import Kind, Writing
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.oneroster.kinds.classes import with_school
from timeback_core.sandbox.oneroster.members import Reference
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import Findings, Text
from timeback_core.sandbox.world import World

_OTHER_NAMES: Final = {
    "students": "users",
    "teachers": "users",
    "schools": "orgs",
    "organizations": "orgs",
    "terms": "academicSessions",
    "gradingperiods": "academicSessions",
}
"""What lists of documents are called besides their collections."""
_MODIFIED: Final = Text(format="datetime", read=read_moment)


def seed_from(machine: Machine, source: Source, world: World) -> None:
    """Fill an empty world with the district that files tell of, and with what the services have for any district.

    Raises `SourceError` for everything that is wrong with the files.
    """
    problems = Problems()
    rows = _gathered(source, machine.collections, problems)
    _Checking(world, rows, problems).store_all()
    problems.refuse()
    machine.fill(world)
    for collection, given in rows.items():
        if given and collection not in KINDS:
            for document in list(world.store.rows(collection)):
                world.store.remove(collection, document["sourcedId"])
            for row in given.values():
                world.store.put(collection, row.document)
    world.begin()


def _gathered(source: Source, collections: Iterable[str], problems: Problems) -> dict[str, dict[str, Row]]:
    """The rows of all files by collection and id; a row without one, or with that of another, is a problem."""
    names = (*KINDS, *collections)
    known = {**_OTHER_NAMES, **{name.lower(): name for name in names}}
    tables, texts = (
        {name: data for name, data in source.files.items() if name.lower().endswith(suffix)}
        for suffix in (".csv", ".json")
    )
    found: dict[str, dict[str, Row]] = {name: {} for name in names}
    for rows in (rows_of_tables(tables, problems), rows_of_json(texts, known, problems)):
        for row in rows:
            sourced_id = row.document.get("sourcedId")
            if not isinstance(sourced_id, str) or not sourced_id:
                problems.add(
                    *row.place.of("sourcedId"), "Required" if sourced_id is None else "Expected a filled string"
                )
            elif sourced_id in found[row.collection]:
                problems.add(*row.place.of("sourcedId"), f"The id {sourced_id!r} comes twice")
            else:
                found[row.collection][sourced_id] = row
    give_owners(found["orgs"], found["academicSessions"], found["courses"], found["classes"])
    return found


class _Checking:
    """The rows of OneRoster on their way into the store."""

    def __init__(self, world: World, rows: Mapping[str, Mapping[str, Row]], problems: Problems) -> None:
        self._world = world
        self._rows = rows
        self._problems = problems
        self._made = write_moment(world.plan.made)

    def store_all(self) -> None:
        """Store every row that nothing is wrong with."""
        for name, kind in KINDS.items():
            for row in self._rows[name].values():
                self._store(kind, row)

    def _store(self, kind: Kind, row: Row) -> None:
        findings = Findings()
        body = _as_written(kind, row.document)
        document: Document = kind.record.check(body, "", findings)
        for member in kind.record.members:
            if not member.written and member.name in body and member.name not in kind.computed:
                document[member.name] = member.shape.check(body[member.name], member.name, findings)
        document.setdefault("dateLastModified", self._made)
        _MODIFIED.check(document["dateLastModified"], "dateLastModified", findings)
        wrong = [(path, _with_value(message, body, path)) for path, message in findings.problems]
        wrong += self._missing(kind, body, findings)
        if not wrong:
            wrong = self._finished(kind, document, body)
        for path, message in wrong:
            # Answers and bundles call the school of a class so, requests its org.
            is_school = kind.collection == "classes" and path.startswith("org") and "org" not in row.document
            self._problems.add(*row.place.of(path.replace("org", "school", 1) if is_school else path), message)

    def _missing(self, kind: Kind, body: Document, findings: Findings) -> list[tuple[str, str]]:
        """The references that lead to what no file holds; who has demographics is a user."""
        references = list(findings.references)
        if kind.collection == "demographics":
            references.append(("sourcedId", "users", body["sourcedId"]))
        return [
            (path, f"{collection} hold no {sourced_id!r}")
            for path, collection, sourced_id in references
            if sourced_id not in self._rows[collection]
        ]

    def _finished(self, kind: Kind, document: Document, body: Document) -> list[tuple[str, str]]:
        """Store a document without what the platform adds to courses; gives what is wrong with it beside others."""
        match kind.collection:
            case "classes":
                # Their sessions may be those of a whole district, whatever the platform wants of its writers.
                finished = with_school(document)
            case "courses":
                finished = document
            case _:
                try:
                    finished = kind.finish(Writing(self._world, document, None, body))
                except RefusalError as refusal:
                    return [(path.partition(".")[2], message) for path, message in refusal.details]
        self._world.store.put(kind.collection, finished)
        return []


def _as_written(kind: Kind, document: Document) -> Document:
    """A document as a request would write it, whether a file has it so or as answers do."""
    unkept = {member.name for member in kind.record.members if not member.stored} - {"agents"}
    body = {name: value for name, value in document.items() if value is not None and name not in unkept}
    body.setdefault("status", "active")
    if isinstance(body.get("dateLastModified"), str):
        body["dateLastModified"] = _normal(body["dateLastModified"])
    if kind.collection == "classes" and "school" in body:
        body["org"] = body.pop("school")
    if kind.collection == "academicSessions" and isinstance(body.get("schoolYear"), int):
        body["schoolYear"] = str(body["schoolYear"])
    for member in kind.record.members:
        if isinstance(member.shape, Reference) and member.shape.full and is_object(body.get(member.name)):
            told: Any = body[member.name]
            target = KINDS[member.shape.collection]
            body[member.name] = {"href": target.href[1], "type": target.guid_type, **told}
    return body


def _with_value(message: str, body: Document, path: str) -> str:
    """What is wrong, with the text or the number that is."""
    value: Any = body
    for step in path.split("."):
        if is_array(value) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            value = value.get(step) if is_object(value) else None
    return f"{message}, not {reprlib.repr(value)}" if isinstance(value, str | int | float) else message


def _normal(text: str) -> str:
    """A moment as the platform writes it; what is none stays, and is told."""
    try:
        return write_moment(read_moment(text))
    except ValueError:
        return text
