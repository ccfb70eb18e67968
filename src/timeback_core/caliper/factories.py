"""Events made from what happened. A factory sends nothing, so that an event has one id however often it is sent.

Where they are not given, `id` (`urn:uuid:` and a UUID) and `metrics_id` are random, and `event_time` is now; with all
three a factory is a pure function. It checks nothing: what cannot be sent is told, all at once, by whatever sends the
event.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypedDict, Unpack
from uuid import uuid4

from timeback_core.caliper.models.base import Ref
from timeback_core.caliper.models.timeback import (
    ActivityEvent,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackActivityMetricsCollection,
    TimebackTimeSpentMetricsCollection,
    TimebackUser,
    TimeSpentEvent,
    TimeSpentMetric,
)
from timeback_core.engine.codec import JsonObject

__all__ = ("EventLinks", "EventOptions", "activity_event", "new_urn", "time_spent_event")


class EventLinks(TypedDict, total=False):
    """Where an event belongs. None is as if an option were not given."""

    session: Ref | None
    """The session that it belongs to, such as `urn:uuid:` and the id of a run."""
    target: Ref | None
    referrer: Ref | None
    group: Ref | None
    membership: Ref | None
    federated_session: Ref | None
    extensions: JsonObject | None


class EventOptions(EventLinks, total=False):
    """What any event may say besides. None is as if an option were not given."""

    ed_app: Ref | None
    """The application."""


def activity_event(
    *,
    actor: TimebackUser,
    object: TimebackActivityContext,  # noqa: A002 -- the event's own name for it
    metrics: Sequence[TimebackActivityMetric],
    attempt: int | None = None,
    id: str | None = None,  # noqa: A002 -- the event's own name for it
    event_time: datetime | None = None,
    metrics_id: str | None = None,
    generated_extensions: JsonObject | None = None,
    **options: Unpack[EventOptions],
) -> ActivityEvent:
    """A student completed an activity.

    metrics: what was achieved. attempt: which attempt it is, from 1 on. metrics_id: id of this recording.
    generated_extensions: what else there is to say of the metrics, such as `{"pctCompleteApp": 67}`.
    """
    generated = TimebackActivityMetricsCollection(
        id=metrics_id or new_urn(), items=tuple(metrics), attempt=attempt, extensions=generated_extensions
    )
    return ActivityEvent(
        id=id or new_urn(), event_time=event_time or now(), actor=actor, object=object, generated=generated, **options
    )


def time_spent_event(
    *,
    actor: TimebackUser,
    object: TimebackActivityContext,  # noqa: A002 -- the event's own name for it
    metrics: Sequence[TimeSpentMetric],
    id: str | None = None,  # noqa: A002 -- the event's own name for it
    event_time: datetime | None = None,
    metrics_id: str | None = None,
    generated_extensions: JsonObject | None = None,
    **options: Unpack[EventOptions],
) -> TimeSpentEvent:
    """A student spent time on an activity.

    metrics: seconds by how they were spent. metrics_id: id of this recording. generated_extensions: what else there
    is to say of the metrics.
    """
    generated = TimebackTimeSpentMetricsCollection(
        id=metrics_id or new_urn(), items=tuple(metrics), extensions=generated_extensions
    )
    return TimeSpentEvent(
        id=id or new_urn(), event_time=event_time or now(), actor=actor, object=object, generated=generated, **options
    )


def new_urn() -> str:
    """A random UUID as a URN."""
    return f"urn:uuid:{uuid4()}"


def now() -> datetime:
    """This moment, as exactly as it is sent: to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
