"""Events on their way in: checked, stored once each, told to webhooks, and followed by a job."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.caliper.checks import checked_envelope
from timeback_core.sandbox.caliper.facts import record_fact
from timeback_core.sandbox.caliper.jobs import open_job
from timeback_core.sandbox.caliper.shapes import BEYOND_AI, CONTEXT, PARTS, is_event
from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply, mapped
from timeback_core.sandbox.oneroster.members import TEXT
from timeback_core.sandbox.schema import WHOLE, Boolean, Record, must, musts
from timeback_core.sandbox.webhooks.deliveries import announce

EVENTS: Final = "caliperEvents"
"""The collection of stored events, by the ids that were sent."""

_STORED: Final[Document] = {
    **dict.fromkeys(("id", "externalId", "sensor", "type", "profile", "action", "eventTime", "sendTime")),
    **dict.fromkeys(("created_at", "updated_at", "deleted_at", "actor", "object", *PARTS, "extensions", "clientAppId")),
    "@context": CONTEXT,
}
"""A stored event's members in the platform's order, with what it shows of those that were not sent."""

_TAKEN: Final = Record((*musts(TEXT, "status", "message", "jobId"), must("eventsAccepted", WHOLE)))


@described(_TAKEN, takes=BEYOND_AI.document)
def send(call: Call) -> Steps[Reply]:
    """POST of an envelope: 200 and the job that stores its events."""
    envelope = yield from checked_envelope(call, BEYOND_AI)
    events = events_of(envelope)
    fails = call.world.switches.failing_jobs
    stored = [] if fails else (yield from keep_all(call, envelope, events))
    job_id = open_job(call, stored, fails=fails)
    answer = {"status": "success", "message": "Events queued", "jobId": job_id}
    return json_reply(200, {**answer, "eventsAccepted": len(events)})


@described(Record(musts(TEXT, "status", "message")), takes=BEYOND_AI.document)
def validate(call: Call) -> Steps[Reply]:
    """POST of an envelope that is checked and not stored."""
    yield from checked_envelope(call, BEYOND_AI)
    return json_reply(200, {"status": "success", "message": "The payload is valid"})


@described(Record((must("success", Boolean()), must("message", TEXT))), takes=BEYOND_AI.document)
def send_by_edubridge(call: Call) -> Steps[Reply]:
    """POST of an envelope to EduBridge, which passes it on."""
    envelope = yield from checked_envelope(call, BEYOND_AI)
    yield from keep_all(call, envelope, events_of(envelope))
    return json_reply(200, {"success": True, "message": "Events sent"})


def events_of(envelope: Document) -> list[Document]:
    """The events among what an envelope holds."""
    return [item for item in envelope["data"] if is_event(item)]


def keep_all(call: Call, envelope: Document, events: Sequence[Document]) -> Steps[list[Document]]:
    """Store the events of a checked envelope; gives them as they are stored, those of known ids as they were."""
    return (yield from mapped(events, lambda event: _keep(call, envelope, event)))


def _keep(call: Call, envelope: Document, event: Document) -> Document:
    store = call.world.store
    before = store.get(EVENTS, event["id"])
    if before is not None:
        return before
    stored = {
        **_STORED,
        **event,
        "sourcedId": event["id"],
        "id": store.count(EVENTS) + 1,
        "externalId": event["id"],
        "sensor": envelope["sensor"],
        "sendTime": envelope["sendTime"],
        "clientAppId": call.world.credentials.client_id,
        "created_at": call.stamp,
        "updated_at": call.stamp,
        "deleted_at": None,
    }
    store.put(EVENTS, stored)
    record_fact(call, envelope, event)
    announce(call.world, event, envelope["sensor"], call.now)
    return stored
