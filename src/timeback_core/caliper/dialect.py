"""How a platform wants an envelope: pure functions over its JSON, total whatever that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeGuard
from uuid import NAMESPACE_URL, uuid5

from timeback_core.caliper.models.base import CALIPER_CONTEXT
from timeback_core.engine.codec.json import join
from timeback_core.engine.codec.kinds import read_datetime
from timeback_core.engine.platforms import BEYOND_AI, LEARNWITH_AI
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.bodies import Rewrite
    from timeback_core.engine.codec.json import JsonObject, JsonValue

TIMES: Final = frozenset(
    (
        *("sendTime", "eventTime", "startedAtTime", "endedAtTime", "startDate", "endDate", "dateTimeSelected"),
        *("dateCreated", "dateModified", "datePublished", "dateSent", "minDateTime", "maxDateTime"),
        *("dateToActivate", "dateToShow", "dateToStartOn", "dateToSubmit"),
    )
)
"""The members of events and entities that are times."""
ATTACHED: Final = "urn:tag:auto-attach"
"""Stands for the session that the platform gives an event by itself."""


def exact(body: JsonValue, _: list[Problem]) -> JsonValue:
    """An envelope with times to the millisecond; extensions stay."""
    return _exact(body)


def _exact(value: JsonValue) -> JsonValue:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {name: _member(name, each) for name, each in value.items()}
    return [_exact(each) for each in value]


def _member(name: str, value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return to_milliseconds(value) if name in TIMES else value
    return value if name == "extensions" else _exact(value)


def _is_list(value: JsonValue) -> TypeGuard[Sequence[JsonValue]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def to_milliseconds(time: str) -> str:
    """A time in UTC, cut to three decimals; one without a zone is in UTC already, and what is no time stays."""
    from timeback_core.engine.codec.moments import write_moment  # needs orjson, which descriptions do not load

    if len(time) == 24 and time[10] == "T" and time[19] == "." and time[23] == "Z":
        return time
    try:
        moment = read_datetime(time)
    except ValueError:
        return time
    return write_moment(moment.replace(microsecond=moment.microsecond // 1000 * 1000))


def aggregated(body: JsonValue, problems: list[Problem]) -> JsonValue:
    """An envelope whose Timeback events have the form of the Aggregation profile, as LEARNWITH_AI wants them.

    The e-mail address of a user and the subject of an activity, which are in every such event, have no place there and
    are left out. Whatever else cannot be said there is a problem: nothing that an event need not say is lost.
    """
    envelope = _exact(body)
    if not isinstance(envelope, Mapping) or not _is_list(events := envelope.get("data")):
        return envelope
    rows = [_event(each, f"data[{index}]", problems) for index, each in enumerate(events)]
    return {**envelope, "data": rows}


def _event(event: JsonValue, path: str, problems: list[Problem]) -> JsonValue:
    if not isinstance(event, Mapping):
        return event
    parts = {name: _part(each, f"{path}.{name}", problems) for name, each in event.items() if name in PARTS}
    profile = {"profile": "AggregationProfile"} if event.get("profile") == "TimebackProfile" else {}
    session = {"session": event.get("session") or ATTACHED}
    return {"@context": CALIPER_CONTEXT, **event, **parts, **profile, **session}


def _part(part: JsonValue, path: str, problems: list[Problem]) -> JsonValue:
    """The actor, the object or the metrics of an event, those of any other profile as they are."""
    kind = part.get("type") if isinstance(part, Mapping) else None
    write = FORMS.get(kind) if isinstance(kind, str) else None
    return write(part, path, problems) if write and isinstance(part, Mapping) else part


def _user(user: JsonObject, path: str, problems: list[Problem]) -> JsonObject:
    _refuse_others(user, path, problems, "id", "type", "email")
    return {"type": "Person", "id": user.get("id")}


def _context(context: JsonObject, path: str, problems: list[Problem]) -> JsonObject:
    known = ("id", "type", "subject", "name", "app", "course", "activity", "extensions")
    _refuse_others(context, path, problems, *known, *(() if context.get("process") else ("process",)))
    made = {"type": "AssignableDigitalResource", "id": context.get("id")}
    activity, course, app = (context.get(name) for name in ("activity", "course", "app"))
    if isinstance(activity, Mapping):
        _refuse_others(activity, join(path, "activity"), problems, "name")
        made["name"] = activity.get("name")
    if "name" in context:
        made["name"] = context["name"]
    if isinstance(course, Mapping):
        if not course.get("id"):
            problems.append(Problem(f"{path}.course.id", f"is required on {LEARNWITH_AI.name}"))
        made["isPartOf"] = {"type": "CourseOffering", **course}
    extensions = context.get("extensions", {})
    if isinstance(extensions, Mapping) and isinstance(app, Mapping):
        if "app" in extensions:
            problems.append(Problem(f"{path}.extensions.app", f"is what the application is on {LEARNWITH_AI.name}"))
        made["extensions"] = {**extensions, "app": {"type": "SoftwareApplication", **app}}
    return made


def _metrics(collection: JsonObject, path: str, problems: list[Problem]) -> JsonObject:
    kind = str(collection.get("type")).removeprefix("Timeback")
    items = collection.get("items")
    if not _is_list(items):
        return {**collection, "type": kind}

    def metric(index: int, item: JsonValue) -> JsonValue:
        if not isinstance(item, Mapping):
            return item
        _refuse_others(item, f"{path}.items[{index}]", problems, "type", "value")
        name = str(item.get("type"))
        return {
            "id": uuid5(NAMESPACE_URL, f"{collection.get('id')}#{index}").urn,  # the same each time that it is sent
            "type": kind.removesuffix("sCollection"),
            "metricType": name[:1].upper() + name[1:],
            "metricValue": item.get("value"),
        }

    return {**collection, "type": kind, "items": [metric(index, item) for index, item in enumerate(items)]}


def _refuse_others(value: JsonObject, path: str, problems: list[Problem], *known: str) -> None:
    """Tell the members that have no place in the Aggregation profile."""
    others = (name for name in value if name not in known)
    problems.extend(
        Problem(join(path, name), f"cannot be said on {LEARNWITH_AI.name}; leave it out") for name in others
    )


PARTS: Final = ("actor", "object", "generated")
FORMS: Final[Mapping[str, Callable[[JsonObject, str, list[Problem]], JsonObject]]] = {
    "TimebackUser": _user,
    "TimebackActivityContext": _context,
    "TimebackActivityMetricsCollection": _metrics,
    "TimebackTimeSpentMetricsCollection": _metrics,
}
"""By the type of a part in a Timeback event: what writes it in the form of the Aggregation profile."""

DIALECTS: Final[Mapping[str, Rewrite]] = {BEYOND_AI.name: exact, LEARNWITH_AI.name: aggregated}
