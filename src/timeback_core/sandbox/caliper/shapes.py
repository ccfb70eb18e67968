"""What the platform takes: envelopes, events of any profile, events of the Timeback profile, entities."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import attrs

from timeback_core.sandbox.described import Either
from timeback_core.sandbox.messages import Document, is_array, is_object
from timeback_core.sandbox.oneroster.members import EMAIL, FREE, FULL_TEXT, MOMENT, TEXT
from timeback_core.sandbox.oneroster.vocabulary import SUBJECT
from timeback_core.sandbox.schema import (
    AsStored,
    Boolean,
    Choice,
    Findings,
    ListOf,
    Loose,
    Member,
    Number,
    Record,
    Shape,
    Text,
    kind_of,
    may,
    must,
)

CONTEXT: Final = "http://purl.imsglobal.org/ctx/caliper/v1p2"
TIMEBACK_PROFILE: Final = "TimebackProfile"
PROFILES: Final = tuple(
    f"{name}Profile"
    for name in (
        *("Annotation", "Assessment", "ToolUse", "General", "Feedback", "Media", "Survey", "ResourceManagement"),
        *("Forum", "Assignable", "Grading", "Reading", "Session", "Search", "ToolLaunch"),
    )
)
"""The profiles of the standard."""

IRI: Final = Text(pattern=re.compile(r"[a-z][a-z0-9+.-]*:.+", re.IGNORECASE), format="url")


class Ref(AsStored):
    """An IRI, or an object that holds no null but in its extensions."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The value as it is."""
        if isinstance(value, str):
            return IRI.check(value, path, findings)
        if not is_object(value):
            findings.wrong(path, f"Expected string or object, received {kind_of(value)}")
        refuse_nulls(value, path, findings)
        return value

    like_written: ClassVar[Shape] = Either((IRI, FREE))
    like_answered: ClassVar[Shape] = like_written


def refuse_nulls(value: Any, path: str, findings: Findings) -> None:
    """Note every null in a value; extensions may hold what they like."""
    inner = value.items() if is_object(value) else enumerate(value) if is_array(value) else ()
    for name, item in inner:
        if item is None:
            findings.wrong(f"{path}.{name}", "Expected a value, received null")
        elif name != "extensions":
            refuse_nulls(item, f"{path}.{name}", findings)


def only(*values: str) -> Choice:
    """One of some words that a schema fixes."""
    return Choice(values)


REF: Final = Ref()
PARTS: Final = ("generated", "target", "referrer", "edApp", "group", "membership", "session", "federatedSession")
"""What every event may refer to besides its actor and its object."""

ENVELOPE: Final = Record(
    (
        must("sensor", IRI),
        must("sendTime", MOMENT),
        must("dataVersion", only(CONTEXT)),
        must("data", ListOf(FREE, min_items=1)),
    )
)
ENTITY: Final = Record((may("@context", IRI), must("id", IRI), must("type", FULL_TEXT)), name="CaliperEntity")
EVENT: Final = Record(
    (
        may("@context", IRI),
        must("id", Text(pattern=re.compile("urn:uuid:.*"), format="URN of a UUID")),
        must("type", FULL_TEXT),
        must("profile", only(*PROFILES)),
        must("actor", REF),
        must("action", FULL_TEXT),
        must("object", REF),
        must("eventTime", MOMENT),
        *(may(name, REF) for name in PARTS),
        may("extensions", FREE),
    ),
    closed=True,
    name="CaliperEvent",
)


def narrowed(*members: Member, of: Record = EVENT, closed: bool = False, name: str = "") -> Record:
    """A record with these members in place of those of the same names."""
    own = {member.name: member for member in members}
    return Record([own.get(member.name, member) for member in of.members], closed=closed, name=name)


def collection(kind: str, item: Record, *members: Member) -> Record:
    """What an event generates: a list of metrics."""
    return Record(
        (must("id", IRI), must("type", only(kind)), must("items", ListOf(item)), *members, may("extensions", FREE)),
        name=kind,
    )


METRIC: Final = Number(least=-1e12, most=1e12)
"""Bounded, so that no sum is too large for JSON."""


_NAMED: Final = Record((may("id", IRI), must("name", FULL_TEXT), may("extensions", FREE)), name="CaliperNamed")
_USER: Final = Record(
    (
        must("id", IRI),
        must("type", only("TimebackUser")),
        must("email", EMAIL),
        may("name", TEXT),
        may("role", only("student", "teacher", "admin", "guide")),
        may("extensions", FREE),
    ),
    closed=True,
    name="TimebackUser",
)
_ACTIVITY: Final = Record(
    (
        must("id", IRI),
        must("type", only("TimebackActivityContext")),
        must("subject", only(*SUBJECT)),
        must("app", _NAMED),
        may("course", _NAMED),
        may("activity", _NAMED),
        may("process", Boolean()),
        may("extensions", FREE),
    ),
    name="TimebackActivity",
)
_ACTIVITY_METRIC: Final = Record(
    (
        must("type", only("xpEarned", "totalQuestions", "correctQuestions", "masteredUnits")),
        must("value", METRIC),
        may("extensions", FREE),
    ),
    name="ActivityMetric",
)
_TIME_METRIC: Final = Record(
    (
        must("type", only("active", "inactive", "waste", "unknown", "anti-pattern")),
        must("value", METRIC),
        may("subType", TEXT),
        may("startDate", MOMENT),
        may("endDate", MOMENT),
        may("extensions", FREE),
    ),
    name="TimeMetric",
)


def _timeback(kind: str, action: str, generated: Record) -> Record:
    return narrowed(
        must("type", only(kind)),
        must("action", only(action)),
        must("profile", only(TIMEBACK_PROFILE)),
        must("actor", _USER),
        must("object", _ACTIVITY),
        must("generated", generated),
        name=f"Timeback{kind}",
    )


TIMEBACK_EVENTS: Final = {
    "ActivityEvent": _timeback(
        "ActivityEvent",
        "Completed",
        collection("TimebackActivityMetricsCollection", _ACTIVITY_METRIC, may("attempt", Number(whole=True, least=1))),
    ),
    "TimeSpentEvent": _timeback(
        "TimeSpentEvent", "SpentTime", collection("TimebackTimeSpentMetricsCollection", _TIME_METRIC)
    ),
}


@attrs.frozen(kw_only=True)
class Schema:
    """What one endpoint takes in its envelopes."""

    envelope: Record
    event: Record
    """Events of any profile but one."""
    profile: str
    """The one whose events are checked by their types."""
    by_type: Mapping[str, Record]

    @property
    def document(self) -> Record:
        """The envelope with what it may hold."""
        items = Either((*self.by_type.values(), self.event, Loose(ENTITY)))
        return narrowed(must("data", ListOf(items, min_items=1)), of=self.envelope, name="CaliperEnvelope")

    def check_item(self, item: Document, path: str, findings: Findings) -> None:
        """Note what is wrong with an event or an entity."""
        if not is_event(item):
            ENTITY.check(item, path, findings)
            refuse_nulls(item, path, findings)
        elif item.get("profile") != self.profile:
            self.event.check(item, path, findings)
        else:
            check_by_type(self.by_type, item, path, findings)


def check_by_type(records: Mapping[str, Record], item: Document, path: str, findings: Findings) -> None:
    """Note what is wrong with an event that has one of these types."""
    kind = item.get("type")
    if isinstance(kind, str) and kind in records:
        records[kind].check(item, path, findings)
    else:
        only(*records).check(kind, f"{path}.type", findings)


def is_event(item: Document) -> bool:
    """Whether a thing of an envelope tells what happened; an entity only describes something."""
    return "action" in item or "eventTime" in item or str(item.get("type")).endswith("Event")


BEYOND_AI: Final = Schema(envelope=ENVELOPE, event=EVENT, profile=TIMEBACK_PROFILE, by_type=TIMEBACK_EVENTS)
