"""A delivery is read in each of the forms that it may come in, as typed events, or refused with its faults."""

import json

import pytest
from tests.support import error, value

from timeback_core.caliper import ActivityEvent
from timeback_core.webhooks import read_delivery

EVENT = {
    "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
    "id": "urn:uuid:c51570e4-f8ed-4c18-bb3a-dfe51b2cc594",
    "type": "ActivityEvent",
    "profile": "TimebackProfile",
    "action": "Completed",
    "actor": {"id": "https://api.example/users/u1", "type": "TimebackUser", "email": "u1@app.example"},
    "object": {
        "id": "https://app.example/activities/1",
        "type": "TimebackActivityContext",
        "subject": "Math",
        "app": {"name": "My App"},
    },
    "eventTime": "2026-01-15T10:30:00.123Z",
    "generated": {
        "id": "https://app.example/records/1",
        "type": "TimebackActivityMetricsCollection",
        "items": [{"type": "xpEarned", "value": 12.5}],
    },
}
ENTITY = {"id": "https://example.edu/pages/1", "type": "Page"}
ENVELOPE = {
    "sensor": "https://app.example/sensor",
    "sendTime": "2026-01-15T11:00:01.000Z",
    "dataVersion": "http://purl.imsglobal.org/ctx/caliper/v1p2",
    "data": [EVENT, ENTITY, {**EVENT, "profile": "OwnProfile", "action": "Did", "type": "OwnEvent"}],
}


@pytest.mark.parametrize("body", [EVENT, [EVENT], {"data": [EVENT]}, {**ENVELOPE, "data": [EVENT]}])
def test_one_event_in_any_form(body: object) -> None:
    delivered = value(read_delivery(json.dumps(body).encode()))
    (event,) = delivered.events
    assert isinstance(event, ActivityEvent)
    assert event.id == EVENT["id"]
    assert delivered == value(read_delivery(json.dumps(body)))


def test_an_envelope_of_many_things() -> None:
    delivered = value(read_delivery(json.dumps({**ENVELOPE, "more": 1}).encode()))
    assert [type(each).__name__ for each in delivered.events] == ["ActivityEvent", "Event"]
    assert [each.id for each in delivered.data] == [EVENT["id"], ENTITY["id"], EVENT["id"]]
    assert (delivered.sensor, delivered.extra) == (ENVELOPE["sensor"], {"more": 1})
    assert delivered.send_time is not None


@pytest.mark.parametrize("body", [[], {"data": []}])
def test_nothing_at_all(body: object) -> None:
    assert value(read_delivery(json.dumps(body))).events == ()


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (b"", ["$"]),
        (b"{", ["$"]),
        (b"\xff", ["$"]),
        (b"7", ["$.data[0]"]),
        (b"{}", ["$.data[0].id"]),
        (b'{"data": {}}', ["$.data"]),
        (json.dumps([EVENT, {**EVENT, "eventTime": "soon"}, 7]).encode(), ["$.data[1].eventTime", "$.data[2]"]),
    ],
)
def test_a_fault_is_told_with_its_place(body: bytes, places: list[str]) -> None:
    found = [problem.path for problem in error(read_delivery(body)).problems]
    assert [place for place in places if place not in found] == []
