"""The types of Caliper's operations, factories and documents, and of the recorder; checked by mypy and pyright."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import BadRow, Page, Problem, Request, Rows, Session, TimebackError
from timeback_core.caliper import (
    ActivityEvent,
    AssessmentItemEvent,
    Entity,
    Envelope,
    Event,
    GradeEvent,
    JobStatus,
    Score,
    SendEventsResult,
    StoredEvent,
    Thing,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackUser,
    TimeSpentEvent,
    TimeSpentMetric,
    ValidationResult,
    activity_event,
    find_problems,
    get_event,
    question_answered_event,
    question_graded_event,
    question_seen_event,
    read_entity,
    read_envelope,
    read_event,
    send_envelope,
    time_spent_event,
)
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.errors import InvalidDocument, InvalidInput
from timeback_core.recorder import (
    Activity,
    ActivityConfig,
    CourseSelector,
    Learner,
    Recorded,
    RecordedCourse,
    RecordingApp,
    TimeWindow,
    completed_event,
    record_activity,
    record_time,
    suggested_xp,
)


def by_threads(client: TimebackClient, session: Session, event: ActivityEvent, moment: datetime) -> None:
    events = client.caliper.events
    assert_type(
        events.send("s", [event, Entity(id="a:e"), {"type": "Event"}]), IOResult[SendEventsResult, TimebackError]
    )
    assert_type(events.send_many("s", [event], batch=9), IOResult[tuple[SendEventsResult, ...], TimebackError])
    assert_type(events.send_envelope({"data": []}), IOResult[SendEventsResult, TimebackError])
    assert_type(events.send_activity("s", event), IOResult[SendEventsResult, TimebackError])
    assert_type(events.validate({"data": []}), IOResult[ValidationResult, TimebackError])
    assert_type(
        events.list(start_date=moment, actor_email="a@b.c", limit=3), IOResult[Page[StoredEvent], TimebackError]
    )
    assert_type(events.list.stream(sensor="s"), Iterator[Result[StoredEvent, TimebackError | BadRow]])
    assert_type(events.list.collect(), IOResult[Rows[StoredEvent], TimebackError])
    assert_type(get_event(session, "urn:uuid:1"), IOResult[StoredEvent, TimebackError])
    assert_type(client.caliper.jobs.status("1"), IOResult[JobStatus, TimebackError])
    assert_type(client.caliper.jobs.wait_for_completion(None, timeout=5), IOResult[JobStatus, TimebackError])
    events.send_activity("s", {"type": "ActivityEvent"})  # type: ignore[arg-type]  # pyright: ignore
    events.send("s", event)  # type: ignore[arg-type]  # pyright: ignore


def by_loops(client: AsyncTimebackClient, time_spent: TimeSpentEvent, envelope: Envelope) -> None:
    events = client.caliper.events
    assert_type(events.send_time_spent("s", time_spent), FutureResult[SendEventsResult, TimebackError])
    assert_type(events.list.stream(), AsyncIterator[Result[StoredEvent, TimebackError | BadRow]])
    assert_type(client.caliper.jobs.wait_for_completion("1"), FutureResult[JobStatus, TimebackError])
    assert_type(send_envelope.request(envelope), Request[SendEventsResult])


def made(user: TimebackUser, context: TimebackActivityContext, score: Score) -> None:
    xp = TimebackActivityMetric(type="xpEarned", value=12.5)
    activity = activity_event(actor=user, object=context, metrics=[xp], session="urn:uuid:1")
    assert_type(activity, ActivityEvent)
    assert_type(activity.object.course.id if activity.object.course else None, str | None)
    assert_type(activity.generated.items[0].value, int | float)
    spent = time_spent_event(actor=user, object=context, metrics=[TimeSpentMetric(type="active", value=9)])
    assert_type(spent, TimeSpentEvent)
    assert_type(question_seen_event(actor="a:u", object="a:q", ed_app="a:a"), AssessmentItemEvent)
    assert_type(question_answered_event(actor="a:u", object="a:q", ed_app="a:a"), AssessmentItemEvent)
    assert_type(question_graded_event(actor="a:u", object="a:t", generated=score, ed_app="a:a"), GradeEvent)
    activity_event(actor="a:u", object=context, metrics=[xp])  # type: ignore[arg-type]  # pyright: ignore
    activity_event(actor=user, object=context, metrics=[xp], verb="Done")  # type: ignore[call-arg]  # pyright: ignore


def read(text: str) -> None:
    assert_type(read_event(text), Result[Event, InvalidDocument])
    assert_type(read_entity(text), Result[Thing, InvalidDocument])
    assert_type(read_envelope(text), Result[Envelope, InvalidDocument])
    assert_type(find_problems(text), tuple[Problem, ...])


def recorded(
    client: TimebackClient, app: RecordingApp, activity: Activity, learner: Learner, window: TimeWindow
) -> None:
    assert_type(RecordingApp.of(ActivityConfig(), "staging"), Result[RecordingApp, InvalidInput])
    assert_type(app.course(CourseSelector(code="C")), Result[RecordedCourse, InvalidInput])
    assert_type(
        record_activity(client.session, app, activity, learner, before_send=lambda event: None),
        IOResult[Recorded, TimebackError],
    )
    assert_type(record_time(client.session, app, window, learner), IOResult[SendEventsResult, TimebackError])
    assert_type(suggested_xp(60, 0.9), float)
    RecordingApp.of(ActivityConfig(), "test")  # type: ignore[arg-type]  # pyright: ignore


def recorded_in_a_loop(
    client: AsyncTimebackClient, app: RecordingApp, course: RecordedCourse, user: TimebackUser, activity: Activity
) -> None:
    assert_type(completed_event(app, course, user, activity, attempt=1, percent=None), ActivityEvent)
    learner = Learner(email="a@b.c")
    assert_type(record_activity(client.session, app, activity, learner), FutureResult[Recorded, TimebackError])
