"""What it takes to make the platform say what a roster says: compared, and nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import quote

import attrs
from returns.io import IOResult
from returns.result import Failure, Result, Success

from timeback_core.compose import then
from timeback_core.documents import decode, encode
from timeback_core.engine.call.answers import is_active
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.model import Model
from timeback_core.engine.narrow import is_listing, is_object
from timeback_core.engine.policy.plan import Route, route_of
from timeback_core.engine.session.synchronous import Session
from timeback_core.errors import BadRow, InvalidInput, TimebackError
from timeback_core.flows.steps import as_json, introduced
from timeback_core.oneroster.models.enums import Status
from timeback_core.rosters.comparing import differing, joined, says, spelled
from timeback_core.rosters.kinds import KINDS, Kind, ids_at
from timeback_core.rosters.plans import Action, Change, FailedRow, FieldChange, Plan, Row
from timeback_core.rosters.pulling import session_of, streamed
from timeback_core.rosters.roster import Roster, kinds_in, rows_in

if TYPE_CHECKING:
    from timeback_core.client import TimebackClient

Stored: TypeAlias = Iterable[Result[Model, TimebackError | BadRow]]


class Refused(NamedTuple):
    """Why a row cannot be written."""

    reason: str
    error: TimebackError | BadRow | None = None


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
    kinds = list(kinds_in(roster))
    for kind in {KINDS[name]: None for each in kinds for name in each.refers.values() if KINDS[name] not in kinds}:
        if not isinstance(current, Roster) or kind in kinds_in(current):
            planning.learn(kind, stored_rows(kind, current))
    for kind in kinds:
        told = planning.compare(kind, stored_rows(kind, current))
        if told is not None:
            return IOResult.from_failure(told)
    return IOResult.from_value(planning.plan())


def stored_rows(kind: Kind, current: TimebackClient | Session | Roster) -> Stored:
    """The rows of a kind that the platform has, ended ones too."""
    return map(Success, rows_in(current, kind)) if isinstance(current, Roster) else streamed(kind, session_of(current))


def address_of(current: TimebackClient | Session | Roster) -> str:
    """Where the platform's sessions are, which a full reference to one has to tell."""
    if not isinstance(current, Roster):
        route = route_of(KINDS["academic_sessions"].listing, session_of(current).config)
        if isinstance(route, Route):
            return str(route.service.base) + route.template
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
        for given in rows_in(self.roster, kind):
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
                if error.id is not None:
                    known.add(error.id)
                if error.id is not None and wanted.pop(error.id, None) is not None:
                    self.refuse(kind, error.id, "change", f"the platform's own cannot be read: {error.message}", error)
                continue
            there: Model = told.unwrap()
            known.add(id_of(there))
            row = wanted.pop(id_of(there), None)
            if row is not None and not is_to_end(row):
                if self.is_said(kind, row, there):
                    self.unchanged += 1
                else:
                    changed.append((row, there))
            elif not is_deleted(there) and (row is not None or whole):
                ended.append(Change("end", kind.name, id_of(there), request=kind.delete.request(id_of(there))))
            else:
                self.unchanged += row is not None
        created = [new for new in wanted.values() if not is_to_end(new)]
        self.unchanged += len(wanted) - len(created)  # what is to end is not there
        self.coming.update((kind.name, id_of(new)) for new in created)
        for new in created:
            self.keep(kind, id_of(new), "create", self.creation(kind, new))
        for each, there in changed:
            self.keep(kind, id_of(each), "change", self.alteration(kind, each, there))
        self.ended.append(ended)
        return None

    def learn(self, kind: Kind, stored: Stored) -> None:
        """Learn which rows there are of a kind that the roster refers to; nothing where that cannot be had."""
        known: set[str] = set()
        for told in stored:
            error = told.failure() if isinstance(told, Failure) else None
            if error is None:
                known.add(id_of(told.unwrap()))
            elif not isinstance(error, BadRow):
                return
            elif error.id is not None:
                known.add(error.id)
        self.known[kind.name] = known

    def is_said(self, kind: Kind, row: Model, there: Model) -> bool:
        """Whether the platform says what a row says, but for what never changes, which is counted."""
        had, said = written_form(there), written_form(row)
        if isinstance(had, Failure) or isinstance(said, Failure) or (is_deleted(there) and not kind.can_come_back):
            return False
        stored, wanted = had.unwrap(), in_use(said.unwrap())
        fixed = {name for name in kind.fixed & wanted.keys() if not says(stored.get(name), wanted[name])}
        self.count_unwritten(kind, fixed)
        return not differing(kind, wanted, stored)

    def keep(self, kind: Kind, sourced_id: str, action: Action, told: Result[Change | None, Refused]) -> None:
        """Keep what is to be written of a row, or why it cannot be."""
        if not isinstance(told, Failure):
            change: Change | None = told.unwrap()
            if change is None:
                self.unchanged += 1
            else:
                self.written.append(change)
            return
        self.coming.discard((kind.name, sourced_id))
        self.refuse(kind, sourced_id, action, *told.failure())

    def creation(self, kind: Kind, row: Model) -> Result[Change, Refused]:
        """What creates a row."""
        said = then(written_form(row), lambda each: self.resolved(kind, id_of(row), in_use(each)))
        if isinstance(said, Failure):
            return said
        document = said.unwrap()
        self.count_unwritten(kind, document.keys() - kind.written_by(kind.new))
        made = then(read(kind, self.addressed(document)), lambda each: kind.new.of(each).alt(refused_by))
        if isinstance(made, Failure):
            return made
        request = kind.create.request(made.unwrap())
        if request.problems:
            return Failure(refused_by(InvalidInput(request.problems)))
        needs = self.needed(kind, document) - {(kind.name, id_of(row))}
        return Success(Change("create", kind.name, id_of(row), needs=tuple(sorted(needs)), request=request))

    def alteration(self, kind: Kind, row: Model, there: Model) -> Result[Change | None, Refused]:
        """What makes the platform say what a row says; None where it does."""
        had, said = written_form(there), written_form(row).map(in_use)
        if isinstance(had, Failure):
            return had
        if isinstance(said, Failure):
            return said
        stored, wanted = had.unwrap(), said.unwrap()
        if is_deleted(there) and not kind.can_come_back:
            return Failure(Refused("was deleted on the platform, which does not bring it back"))
        resolved = self.resolved(kind, id_of(row), wanted)
        if isinstance(resolved, Failure):
            return resolved
        fields = differing(kind, resolved.unwrap(), stored)
        request = changing(kind, there, self.addressed(joined(stored, fields))) if fields else Success(None)
        if isinstance(request, Failure):
            return request
        if (made := request.unwrap()) is None:
            return Success(None)
        names = {field.wire: field.name for field in fields_of(kind.model)}
        changes = tuple(FieldChange(names.get(name, name), stored.get(name), each) for name, each in fields.items())
        needs = tuple(sorted(self.needed(kind, resolved.unwrap())))
        return Success(Change("change", kind.name, id_of(row), changes, needs, request=made))

    def resolved(self, kind: Kind, sourced_id: str, document: dict[str, Any]) -> Result[dict[str, Any], Refused]:
        """A document without the references that lead nowhere; a failure where it cannot do without one."""
        for path, target, to in list(kind.references(document)):
            known = self.known.get(target.name)
            if known is None or to in known or (target.name, to) in self.coming:
                continue
            member = path.partition(".")[0]
            if member in kind.required or member == "sourcedId":
                why = f"{path} {to!r} is neither on the platform nor a row of {target.name} that can be written"
                return Failure(Refused(why))
            value = document.pop(member, None)
            others = [each for each in value if to not in ids_at(each, [])] if is_listing(value) else []
            if others:
                document[member] = others
            self.notes.append(f"{kind.name} {sourced_id}: written without {path} {to!r}, which is nowhere")
        return Success(document)

    def addressed(self, document: dict[str, Any]) -> dict[str, Any]:
        """A document whose reference to a school year is told in full, as the platform wants it."""
        year = document.get("schoolYear")
        if not is_object(year):
            return document
        full = {**year, "href": self.address + quote(str(year["sourcedId"]), safe=""), "type": "academicSession"}
        return {**document, "schoolYear": full}

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
    sourced_id: str = getattr(row, "sourced_id", "")  # all kinds of rows have one
    return sourced_id


def is_to_end(row: Any) -> bool:
    """Whether a row of a roster is to be ended; one whose status is no word of the platform is not, and is refused."""
    return bool(row.status == Status.TO_BE_DELETED)


def is_deleted(there: Any) -> bool:
    """Whether a row of the platform is no longer in use."""
    return not is_active(there)


def refused_by(error: InvalidInput) -> Refused:
    """The refusal of a row whose request would be refused."""
    return Refused(error.message, error)


def written_form(row: Model) -> Result[dict[str, Any], Refused]:
    """A row as JSON, its grades in the platform's spelling."""
    told: Result[Any, InvalidInput] = encode(row)
    return told.map(spelled).alt(refused_by)


def read(kind: Kind, document: dict[str, Any]) -> Result[Model, Refused]:
    """A document as a model of its kind."""
    return decode(kind.model, document).alt(lambda error: Refused(error.message))


def in_use(document: dict[str, Any]) -> dict[str, Any]:
    """A document that says of itself that it is in use, unless it says something else."""
    return {**document, "status": document.get("status") or "active"}


def changing(kind: Kind, there: Model, merged: dict[str, Any]) -> Result[Request[object], Refused]:
    """The request that replaces a document; what was wrong with it before is no reason against that."""
    before = kind.changed.of_stored(there).alt(refused_by)
    after = then(read(kind, merged), lambda each: kind.changed.of_stored(each).alt(refused_by))
    if isinstance(before, Failure):
        return before
    if isinstance(after, Failure):
        return after
    sourced_id = id_of(there)
    untouched = kind.update.request(sourced_id, before.unwrap())
    request = kind.update.request(sourced_id, after.unwrap())
    if problems := introduced(untouched, request):
        return Failure(refused_by(InvalidInput(problems)))
    return Success(attrs.evolve(request, body=as_json(request.body), misused=()))
