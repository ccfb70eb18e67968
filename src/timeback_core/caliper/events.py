"""Events: sent, checked and read back."""

from collections.abc import Mapping, Sequence
from typing import Any

from timeback_core.caliper.dialect import exact
from timeback_core.caliper.factories import now
from timeback_core.caliper.models.answers import SendEventsResult
from timeback_core.caliper.models.base import CALIPER_CONTEXT, Event
from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import One, Verdict
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.request import Base, Call, Request
from timeback_core.engine.codec import JsonObject
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.codec.text import write_moment
from timeback_core.engine.platforms import BEYOND_AI
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import POST, operation


class Accepted(One[SendEventsResult]):
    """What a send answers, which may be nothing or anything: the events are stored all the same."""

    def __init__(self) -> None:
        super().__init__(None, SendEventsResult, verdict="status")

    def read(self, request: Request[object], response: HttpResponse) -> SendEventsResult:
        try:
            result = super().read(request, response)
        except Bad:
            return SendEventsResult()
        if result.errors:
            raise Verdict
        return result


@operation(POST, Base("caliper", "send"), "", Accepted(), dialects={BEYOND_AI.name: exact})
def send_envelope(envelope: Mapping[str, Any]) -> Call:
    """Send an envelope as it is: `sensor`, `sendTime`, `dataVersion` and `data`, its events and entities.

    It is not sent again where it may have arrived: nothing says what the platform makes of an event that comes twice.

    Errors: `Rejected`, also where the platform answers with success and errors at once.
    """
    return Call(body=envelope)


def enveloped(sensor: str, events: Sequence[Event | JsonObject]) -> dict[str, Any]:
    """Events in an envelope that is sent now."""
    return {"sensor": sensor, "sendTime": write_moment(now()), "dataVersion": CALIPER_CONTEXT, "data": events}


@flow
def send(sensor: str, events: Sequence[Event | JsonObject]) -> Steps[SendEventsResult]:
    """Send events in one envelope; they are stored later, by the job that the answer names.

    sensor: who sends, an IRI. events: at least one.

    Errors: `InvalidInput` with every problem of every event, `Rejected`.
    """
    return (yield from Perform(send_envelope.request(enveloped(sensor, events))))


class Events(Namespace[S_co]):
    """Events: sent, checked and read back."""

    send_envelope = send_envelope
    send = send
