"""What the platform answers: to a send, to a check, of stored events and of jobs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias, cast

from timeback_core.caliper.models.base import Event
from timeback_core.engine.codec import JsonObject, JsonValue, Kind, Loose, Model, Open, model, wire

if TYPE_CHECKING:
    from returns.result import Result

    from timeback_core.errors import InvalidDocument


def _read_text(value: str | float) -> str:
    return value if isinstance(value, str) else str(value)


OWN: Final = ("externalId", "sensor", "sendTime", "created_at", "updated_at", "deleted_at", "clientAppId")
"""What the platform adds to an event beside its own `id`."""

LaxText: TypeAlias = Annotated[str, Kind(_read_text, str, ("string", "number"), "text or a number", kept=(str,))]
"""LaxText that also reads a number, as text."""


StoredRef: TypeAlias = str | JsonObject
"""Something by its IRI, or described, in any form."""


class Outcome(StrEnum):
    """Whether something succeeded."""

    SUCCESS = "success"
    ERROR = "error"


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    ACTIVE = "active"
    COMPLETED = "completed"
    FAILED = "failed"


@model
class SendEventsResult(Loose):
    """What became of a send. Events are stored later, by the job; where a platform answers nothing, nothing is here."""

    job_id: LaxText | None = None
    """The job that stores the events."""
    events_accepted: int | None = None
    status: Open[Outcome] | None = None
    message: str | None = None
    errors: JsonValue = None


@model
class ValidationResult(Model):
    """What a check of an envelope found."""

    status: Open[Outcome]
    message: str | None = None
    errors: JsonValue = None
    """What is wrong, mostly a list of objects with `path` and `message`."""

    @property
    def is_valid(self) -> bool:
        """Whether the platform would take the envelope."""
        return self.status == Outcome.SUCCESS


@model
class EventResult(Model):
    """What a job made of one event."""

    allocated_id: LaxText
    """The platform's own number of it."""
    external_id: LaxText
    """The id that was sent."""


@model
class JobReturnValue(Loose):
    """What a job ended with; results of another form are kept in `extra`, as the job has ended all the same."""

    status: Open[Outcome]
    results: tuple[EventResult, ...] = ()


@model
class JobStatus(Model):
    """How far a job is."""

    id: LaxText
    state: Open[JobState]
    return_value: JobReturnValue | None = None
    """Given once it is completed."""
    processed_on: datetime | None = None
    """When its processing began."""


@model
class StoredEvent(Loose):
    """An event as the platform has it. What it consists of is as it was sent, of any form."""

    id: int | str
    """The platform's own number of it."""
    external_id: LaxText
    """The id that was sent; `get` asks by it."""
    sensor: str | None = None
    type: str | None = None
    profile: str | None = None
    action: str | None = None
    event_time: datetime | None = None
    send_time: datetime | None = None
    created_at: datetime | None = wire("created_at", default=None)
    updated_at: datetime | None = wire("updated_at", default=None)
    deleted_at: datetime | None = wire("deleted_at", default=None)
    actor: StoredRef | None = None
    object: StoredRef | None = None
    generated: StoredRef | None = None
    target: StoredRef | None = None
    referrer: StoredRef | None = None
    ed_app: StoredRef | None = None
    group: StoredRef | None = None
    membership: StoredRef | None = None
    session: StoredRef | None = None
    federated_session: StoredRef | None = None
    extensions: JsonObject | None = None
    client_app_id: LaxText | None = None
    """The application that sent it."""
    context: JsonValue = wire("@context", default=None)

    def as_event(self) -> Result[Event, InvalidDocument]:
        """The event that was sent, of the class that its words tell; the platform's own members are left out."""
        from timeback_core.documents import decode
        from timeback_core.engine.codec.runtime import encode

        stored = cast(JsonObject, encode(self))  # a model is written as an object
        said = {name: each for name, each in stored.items() if name not in OWN and each is not None}
        return decode(Event, {**said, "id": self.external_id})
