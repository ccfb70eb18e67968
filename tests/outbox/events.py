"""Events to be kept, and a server that takes them and remembers in which order they came first."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

from tests.scripted_server import Reply, Seen

from timeback_core.caliper import (
    ActivityEvent,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackUser,
    activity_event,
)

SENSOR = "https://app.example"
OTHER = "https://other.example"
TAKEN = Reply({"status": "success", "jobId": "1"})
REFUSED = Reply({"status": "error", "message": "Invalid payload"}, status=400)

Judge: TypeAlias = Callable[[list[str]], Reply]


def urn(number: int) -> str:
    """The id of an event."""
    return f"urn:uuid:{UUID(int=number)}"


def typed(number: int, xp: float = 5) -> ActivityEvent:
    """A typed event."""
    return activity_event(
        id=urn(number),
        event_time=datetime(2026, 1, 15, 10, 30, tzinfo=UTC),
        metrics_id="urn:uuid:00000000-0000-4000-8000-000000000000",
        actor=TimebackUser(id="https://api.example/users/u1", email="ada@example.com"),
        object=TimebackActivityContext(
            id="https://app.example/lessons/1", subject="Math", app=TimebackApp(name="App", id="https://app.example")
        ),
        metrics=[TimebackActivityMetric(type="xpEarned", value=xp)],
    )


def plain(number: int, **changes: Any) -> dict[str, Any]:
    """An event as JSON."""
    return {
        "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
        "id": urn(number),
        "type": "Event",
        "profile": "GeneralProfile",
        "actor": "https://api.example/users/u1",
        "action": "Used",
        "object": "https://app.example/lessons/1",
        "eventTime": "2026-01-15T10:30:00.000Z",
        **changes,
    }


class Receiver:
    """A script for a server: it answers as `judge` says, takes all by default, and keeps the ids that it took."""

    def __init__(self, judge: Judge = lambda ids: TAKEN) -> None:
        self.judge = judge
        self.sizes: list[int] = []
        self.first: dict[str, list[str]] = {}
        """Ids by sensor, in the order in which they were taken first."""
        self.again: list[str] = []
        """Ids that were taken once more."""

    def __call__(self, seen: Seen) -> Reply:
        envelope: Mapping[str, Any] = json.loads(seen.body)
        ids = [event["id"] for event in envelope["data"]]
        self.sizes.append(len(ids))
        reply = self.judge(ids)
        if reply.status < 300:  # also where the answer is lost afterwards
            first = self.first.setdefault(envelope["sensor"], [])
            self.again += [each for each in ids if each in first]
            first += [each for each in ids if each not in first]
        return reply


def refusing(*numbers: int) -> Judge:
    """A server that refuses every envelope with one of these events."""
    bad = {urn(number) for number in numbers}
    return lambda ids: REFUSED if bad & set(ids) else TAKEN
