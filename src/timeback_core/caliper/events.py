"""Events: sent, checked and read back."""

from typing import Annotated, Final, TypedDict, Unpack

from timeback_core.caliper.common import Bound, Email, Exact, is_envelope, is_exact
from timeback_core.caliper.dialect import DIALECTS
from timeback_core.caliper.models.answers import StoredEvent, ValidationResult
from timeback_core.caliper.models.base import Envelope
from timeback_core.caliper.sending import (
    send_activity,
    send_envelope,
    send_events,
    send_many_events,
    send_question_answered,
    send_question_graded,
    send_question_seen,
    send_time_spent,
)
from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.paging import Paging
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.codec import JsonObject
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, POST, SAFE, operation

VALIDATION: Final = One(None, ValidationResult, statuses=(400,))


@operation(POST, Base("caliper", "validate"), "", VALIDATION, repeat=SAFE, dialects=DIALECTS)
def validate_envelope(envelope: Annotated[Envelope | JsonObject, is_envelope]) -> Call:
    """Ask whether an envelope would be taken; nothing is stored. A refusal is a result as well.

    envelope: a model is checked before it is sent; JSON goes as it is, times apart, so that the platform has its say.
    """
    return Call(body=envelope)


class EventListOptions(TypedDict, total=False):
    """How events are listed. None is as if an option were not given."""

    limit: int | None
    """Events per page."""
    offset: int | None
    """Events to skip."""


PAGING: Final = Paging("offset", total=("pagination.total", "total"), pages=(), echo=("pagination.limit",))
STORED: Final = Many("events", StoredEvent, also=("data.events", "data"), paging=PAGING, absent_is_empty=True)


@operation(GET, Base("caliper", "list"), "", STORED)
def list_events(
    *,
    sensor: Exact = None,
    start_date: Bound = None,
    end_date: Bound = None,
    actor_id: Exact = None,
    actor_email: Email = None,
    **options: Unpack[EventListOptions],
) -> Call:
    """List stored events; by type, course or profile they are told apart by whoever reads them.

    sensor: only those that it sent. start_date, end_date: only those that happened from then on, and before then; a
    time has a zone, a day is one of UTC. actor_id: only those of an actor, by its IRI as it was sent. actor_email:
    only those of an actor by its address.
    """
    query = {"sensor": sensor, "startDate": start_date, "endDate": end_date}
    return Call(query={**query, "actorId": actor_id, "actorEmail": actor_email}, options=options)


@operation(GET, Base("caliper", "get"), "", One("event", StoredEvent, absent_is_missing=True))
def get_event(external_id: Annotated[str, is_exact]) -> Call:
    """Fetch a stored event by the id that it was sent with.

    Errors: `NotFound`, also where the platform answers with success and no event.
    """
    return Call(path={"id": external_id})


class Events(Namespace[S_co]):
    """Events: sent, checked and read back."""

    send = send_events
    send_many = send_many_events
    send_envelope = send_envelope
    send_activity = send_activity
    send_time_spent = send_time_spent
    send_question_seen = send_question_seen
    send_question_answered = send_question_answered
    send_question_graded = send_question_graded
    validate = validate_envelope
    list = list_events
    get = get_event
