"""What it takes to make the platform say what a roster says: compared, and nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from urllib.parse import quote

import attrs
from returns.io import IOResult
from returns.result import Failure, Result, Success

from timeback_core.documents import decode, encode
from timeback_core.engine.call.answers import is_active
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.model import Model
from timeback_core.engine.session.synchronous import Session
from timeback_core.errors import BadRow, InvalidInput, TimebackError
from timeback_core.flows.steps import as_json, introduced
from timeback_core.rosters.comparing import differing, joined, says, spelled
from timeback_core.rosters.kinds import KINDS, Kind
from timeback_core.rosters.pulling import session_of, streamed
from timeback_core.rosters.roster import Roster

if TYPE_CHECKING:
    from timeback_core.client import TimebackClient

Action: TypeAlias = Literal["create", "change", "end"]
Row: TypeAlias = tuple[str, str]
"""A kind, by field name, and an id."""
Stored: TypeAlias = Iterable[Result[Model, TimebackError | BadRow]]

DELETED: Final = "tobedeleted"


@attrs.frozen
class FieldChange:
    """A member of a document that changes, by field name, as JSON; None where it says nothing."""

    name: str
    before: JsonValue
    after: JsonValue


@attrs.frozen
class Change:
    """One row to be written: what becomes of it, and in which members."""

    action: Action
    kind: str
    """The field of a roster that holds such rows."""
    id: str
    fields: tuple[FieldChange, ...] = ()
    """What changes; of a row that is created or ended the action says all."""
    needs: tuple[Row, ...] = attrs.field(default=(), repr=False)
    """The rows, as kind and id, that are to be created before it."""
    request: Request[object] = attrs.field(kw_only=True, repr=False, eq=False)

    def __str__(self) -> str:
        told = "; ".join(f"{each.name}: {each.before!r} -> {each.after!r}" for each in self.fields)
        return f"{self.action} {self.kind} {self.id}" + (f" ({told})" if told else "")


@attrs.frozen
class FailedRow:
    """A row that was not written, and why."""

    kind: str
    id: str
    action: Action
    reason: str
    error: TimebackError | BadRow | None = attrs.field(default=None, repr=False)
    """The error of its call; None where there was no call."""

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.id}: {self.reason}"


@attrs.frozen
class Plan:
    """What is to be written, in order; a value, which `push` carries out."""

    changes: tuple[Change, ...]
    unchanged: int
    """Rows that say what the platform says."""
    refused: tuple[FailedRow, ...]
    """Rows that cannot be written."""
    notes: tuple[str, ...]
    """What is written otherwise than the roster says it."""

    def count(self, action: Action, kind: str | None = None) -> int:
        """How many rows there are of an action, of one kind or of all."""
        return sum(each.action == action and kind in (None, each.kind) for each in self.changes)

    def __str__(self) -> str:
        counted = Counter((each.kind, each.action) for each in self.changes)
        rows = [
            f"{name}: "
            + ", ".join(f"{counted[name, action]} to {action}" for action in ACTIONS if counted[name, action])
            for name in KINDS
            if any(counted[name, action] for action in ACTIONS)
        ]
        return "\n".join((*rows, f"{self.unchanged} unchanged, {len(self.refused)} that cannot be written"))


ACTIONS: Final[tuple[Action, ...]] = ("create", "change", "end")


def plan(
    roster: Roster, current: TimebackClient | Session | Roster, *, end_missing: bool = False
) -> IOResult[Plan, TimebackError]:
    """What would be created, changed and ended so that the platform says what a roster says; nothing is written.

    current: where the platform is read, or what was read of it. What a row does not say stays as it is; a row with the
    status `tobedeleted` is ended. end_missing: whether to end what the platform has and the roster lacks, of the kinds
    of which the roster is whole.

    Errors: those of reading the lists of the roster's kinds.
    """
    planning = Planning(roster, end_missing=end_missing, address=address_of(current))
    for kind in roster.kinds():
        told = planning.compare(kind, stored_rows(kind, current))
        if told is not None:
            return IOResult.from_failure(told)
    return IOResult.from_value(planning.plan())


def stored_rows(kind: Kind, current: TimebackClient | Session | Roster) -> Stored:
    """The rows of a kind that the platform has, ended ones too."""
    return map(Success, current.rows(kind)) if isinstance(current, Roster) else streamed(kind, session_of(current))


def address_of(current: TimebackClient | Session | Roster) -> str:
    """Where the platform's sessions are, which a full reference to one has to tell."""
    if not isinstance(current, Roster):
        for service in session_of(current).config.services:
            if service.name == "oneroster":
                return f"{service.base}{service.path('rostering') or ''}/academicSessions/"
    return "https://localhost/academicSessions/"


@attrs.define
class Planning:
    """What was found so far."""

    roster: Roster
    end_missing: bool
    address: str
    written: list[Change] = attrs.field(factory=list[Change])
    ended: list[list[Change]] = attrs.field(factory=list[list[Change]])
    refused: list[FailedRow] = attrs.field(factory=list[FailedRow])
    notes: list[str] = attrs.field(factory=list[str])
    unchanged: int = 0
    known: dict[str, set[str]] = attrs.field(factory=dict[str, set[str]])
    """The ids, by kind, that the platform has."""
    unwritten: Counter[tuple[str, str]] = attrs.field(factory=Counter[tuple[str, str]])
    coming: set[Row] = attrs.field(factory=set[Row])
    """What is to be created."""

    def plan(self) -> Plan:
        """Everything in the order in which it is written: ends last, what refers to others before them."""
        ends = (change for changes in reversed(self.ended) for change in changes)
        counted = (f"{kind}: {name} stays as it is ({rows} rows)" for (kind, name), rows in self.unwritten.items())
        return Plan((*self.written, *ends), self.unchanged, tuple(self.refused), (*self.notes, *counted))

    def compare(self, kind: Kind, stored: Stored) -> TimebackError | None:
        """Compare the rows of a kind; gives why they cannot be had."""
        known = self.known.setdefault(kind.name, set())
        wanted: dict[str, Model] = {}
        for given in self.roster.rows(kind):
            if id_of(given) in wanted:
                self.refuse(kind, id_of(given), "change", "stands twice in the roster; the first one counts")
            wanted.setdefault(id_of(given), given)
        changed: list[tuple[Model, Model]] = []
        ended: list[Change] = []
        whole = self.end_missing and kind.name in self.roster.whole
        for told in stored:
            if isinstance(told, Failure):
                error: TimebackError | BadRow = told.failure()
                if not isinstance(error, BadRow):
                    return error
                if error.id is not None and error.id in wanted:
                    del wanted[error.id]
                    known.add(error.id)
                    self.refuse(kind, error.id, "change", f"the platform's own cannot be read: {error.message}", error)
                continue
            there: Model = told.unwrap()
            known.add(id_of(there))
            row = wanted.pop(id_of(there), None)
            if row is not None and not is_deleted(row):
                changed.append((row, there))
            elif not is_deleted(there) and (row is not None or whole):
                ended.append(Change("end", kind.name, id_of(there), request=kind.delete.request(id_of(there))))
            else:
                self.unchanged += row is not None
        created = [new for new in wanted.values() if not is_deleted(new)]
        self.unchanged += len(wanted) - len(created)  # what is to end is not there
        self.coming.update((kind.name, id_of(new)) for new in created)
        for new in created:
            self.create(kind, new)
        for each, there in changed:
            self.change(kind, each, there)
        self.ended.append(ended)
        return None

    def create(self, kind: Kind, row: Model) -> None:
        """Plan to create a row."""
        document = self.resolved(kind, id_of(row), "create", wanted_form(row))
        if document is None:
            self.coming.discard((kind.name, id_of(row)))
            return
        self.count_unwritten(kind, document.keys() - kind.written_by(kind.new))
        made = kind.new.of(decode(kind.model, self.addressed(document)).unwrap())  # it was one before
        if isinstance(made, Failure):
            error = made.failure()
        else:
            request = kind.create.request(made.unwrap())
            if not request.problems:
                needs = self.needed(kind, document) - {(kind.name, id_of(row))}
                self.written.append(
                    Change("create", kind.name, id_of(row), needs=tuple(sorted(needs)), request=request)
                )
                return
            error = InvalidInput(request.problems)
        self.coming.discard((kind.name, id_of(row)))
        self.refuse(kind, id_of(row), "create", error.message, error)

    def change(self, kind: Kind, row: Model, there: Model) -> None:
        """Plan to change a row, where it says something else."""
        stored, wanted = written_form(there), wanted_form(row)
        if is_deleted(there) and "status" not in kind.changeable:
            self.refuse(kind, id_of(row), "change", "was deleted on the platform, which does not bring it back")
            return
        self.count_unwritten(
            kind, {name for name in kind.fixed & wanted.keys() if not says(stored.get(name), wanted[name])}
        )
        if not differing(kind, wanted, stored):
            self.unchanged += 1
            return
        document = self.resolved(kind, id_of(row), "change", wanted)
        if document is None:
            return
        fields = differing(kind, document, stored)
        if not fields:
            self.unchanged += 1
            return
        merged = decode(kind.model, self.addressed(joined(stored, fields))).unwrap()  # both were some before
        before, after = kind.changed.of_stored(there), kind.changed.of_stored(merged)
        if isinstance(before, Failure) or isinstance(after, Failure):
            self.refuse(kind, id_of(row), "change", "cannot be written as it is on the platform")
            return
        untouched = kind.update.request(id_of(row), before.unwrap())
        request = kind.update.request(id_of(row), after.unwrap())
        if problems := introduced(untouched, request):
            error = InvalidInput(problems)
            self.refuse(kind, id_of(row), "change", error.message, error)
            return
        names = {field.wire: field.name for field in fields_of(kind.model)}
        changes = tuple(FieldChange(names.get(name, name), stored.get(name), each) for name, each in fields.items())
        needs = self.needed(kind, document)
        request = attrs.evolve(request, body=as_json(request.body), misused=())
        self.written.append(Change("change", kind.name, id_of(row), changes, tuple(sorted(needs)), request=request))

    def resolved(self, kind: Kind, sourced_id: str, action: Action, document: dict[str, Any]) -> dict[str, Any] | None:
        """A document without the references that lead nowhere; None, and the row refused, where it needs one."""
        for path, target, to in list(kind.references(document)):
            known = self.known.get(target.name)
            if known is None or to in known or (target.name, to) in self.coming:
                continue
            member = path.partition(".")[0]
            if member in kind.required or member == "sourcedId":
                why = f"{path} {to!r} is neither on the platform nor a row of {target.name} that can be written"
                self.refuse(kind, sourced_id, action, why)
                return None
            value = document.pop(member, None)
            if isinstance(value, list) and (left := [each for each in value if each.get("sourcedId") != to]):
                document[member] = left
            self.notes.append(f"{kind.name} {sourced_id}: written without {path} {to!r}, which is nowhere")
        return document

    def addressed(self, document: dict[str, Any]) -> dict[str, Any]:
        """A document whose reference to a school year is told in full, as the platform wants it."""
        year = document.get("schoolYear")
        if not isinstance(year, dict):
            return document
        full = {"href": self.address + quote(year["sourcedId"], safe=""), "type": "academicSession"}
        return {**document, "schoolYear": {**year, **full}}

    def count_unwritten(self, kind: Kind, members: Iterable[str]) -> None:
        """Count what rows say and the platform does not take."""
        self.unwritten.update((kind.name, member) for member in members if member != "dateLastModified")

    def needed(self, kind: Kind, document: Mapping[str, Any]) -> set[Row]:
        """What is to be created that a document refers to."""
        return self.coming.intersection((target.name, to) for _, target, to in kind.references(document))

    def refuse(
        self, kind: Kind, sourced_id: str, action: Action, reason: str, error: TimebackError | BadRow | None = None
    ) -> None:
        """Tell of a row that cannot be written."""
        self.refused.append(FailedRow(kind.name, sourced_id, action, reason, error))


def id_of(row: Model) -> str:
    """The id of a row."""
    sourced_id: str = row.sourced_id  # type: ignore[attr-defined]  # all kinds of rows have one
    return sourced_id


def is_deleted(row: Any) -> bool:
    """Whether a row says that it is no longer in use."""
    return not is_active(row)


def wanted_form(row: Model) -> dict[str, Any]:
    """A row as JSON that says of itself that it is in use."""
    document = written_form(row)
    return {**document, "status": document.get("status") or "active"}


def written_form(row: Model) -> dict[str, Any]:
    """A row as JSON, its grades in the platform's spelling."""
    document: Any = encode(row).unwrap()
    return spelled(document)
