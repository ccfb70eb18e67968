"""Stored events: a page of those that filters leave, and one by the id that its sender gave it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, TypeAlias

from timeback_core.sandbox.caliper.ingest import EVENTS
from timeback_core.sandbox.caliper.shapes import REF
from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import Parameter, described, under
from timeback_core.sandbox.list_queries import page_end, read_whole
from timeback_core.sandbox.messages import Document, Reply, Steps, is_object, json_reply, those
from timeback_core.sandbox.moments import read_moment
from timeback_core.sandbox.oneroster.members import TEXT
from timeback_core.sandbox.refusals import bad_request, unknown
from timeback_core.sandbox.schema import WHOLE, ListOf, Loose, Number, Record, must, musts

_Check: TypeAlias = Callable[[Document], bool]

_DEFAULT_LIMIT = 100

_EVENT: Final = Loose(
    Record(
        (
            must("id", WHOLE),
            *musts(TEXT, "externalId", "type", "profile", "action", "eventTime", "sensor", "sendTime"),
            *musts(REF, "actor", "object"),
            *musts(TEXT, "clientAppId", "created_at", "updated_at"),
        ),
        name="StoredEvent",
    )
)
_PAGE: Final = Record(
    (
        must("events", ListOf(_EVENT)),
        must("pagination", Record(musts(WHOLE, "total", "totalPages", "currentPage", "limit"))),
    )
)
_FILTERS: Final = (
    Parameter("limit", Number(whole=True, least=1)),
    Parameter("offset", Number(whole=True, least=0)),
    *(Parameter(name) for name in ("sensor", "startDate", "endDate", "actorId", "actorEmail")),
)


@described(_PAGE, asks=_FILTERS)
def list_events(call: Call) -> Steps[Reply]:
    """GET of a page of events in order of arrival."""
    limit = read_whole(call.query, "limit", _DEFAULT_LIMIT, least=1, refuse=bad_request)
    offset = read_whole(call.query, "offset", 0, least=0, refuse=bad_request)
    checks = tuple(_checks(call.query))
    found = yield from those(call.world.store.rows(EVENTS), lambda event: all(check(event) for check in checks))
    end = page_end(len(found), limit, offset, short=call.world.switches.short_pages)
    pagination = {
        "total": len(found),
        "totalPages": -(-len(found) // limit),
        "currentPage": offset // limit + 1,
        "limit": limit,
    }
    return json_reply(200, {"events": [_shown(event) for event in found[offset:end]], "pagination": pagination})


@described(under("event", _EVENT))
def get_event(call: Call) -> Reply:
    """GET of one event."""
    event = call.world.store.get(EVENTS, call.ids[0])
    if event is not None:
        return json_reply(200, {"event": _shown(event)})
    if call.world.switches.missing_as_200:
        return json_reply(200, {})
    raise unknown(f"Event {call.ids[0]} not found")


def _shown(event: Document) -> Document:
    return {name: value for name, value in event.items() if name != "sourcedId"}


def _checks(query: dict[str, str]) -> Iterator[_Check]:
    sensor, actor_id, email = (query.get(name) for name in ("sensor", "actorId", "actorEmail"))
    start, end = (_moment(query, name) for name in ("startDate", "endDate"))
    if sensor:
        yield lambda event: bool(event["sensor"] == sensor)
    if start:
        yield lambda event: read_moment(event["eventTime"]) >= start
    if end:
        yield lambda event: read_moment(event["eventTime"]) < end
    if actor_id:
        yield lambda event: actor_id in (event["actor"], _of_actor(event, "id"))
    if email:
        yield lambda event: email.casefold() == str(_of_actor(event, "email")).casefold()


def _moment(query: dict[str, str], name: str) -> datetime | None:
    text = query.get(name)
    if not text:
        return None
    try:
        return read_moment(text)
    except ValueError as error:
        raise bad_request(name, "Invalid date") from error


def _of_actor(event: Document, name: str) -> object:
    actor = event["actor"]
    return actor.get(name) if is_object(actor) else None
