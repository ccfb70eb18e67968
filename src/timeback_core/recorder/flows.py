"""Recording: what an application reports becomes one envelope of events, and what the gradebook lacks."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from returns.result import Failure, Result, Success

from timeback_core.caliper.models.answers import SendEventsResult
from timeback_core.caliper.models.timeback import ActivityEvent, TimebackUser, TimeSpentEvent
from timeback_core.caliper.sending import send_events
from timeback_core.documents import check
from timeback_core.edubridge.analytics import get_enrollment_facts, get_weekly_facts
from timeback_core.edubridge.enrollments import list_enrollments
from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.codec import Model
from timeback_core.engine.filters import field
from timeback_core.engine.surface.flow import collected, flow
from timeback_core.errors import Conflict, TimebackError
from timeback_core.flows.steps import invalid, is_missing
from timeback_core.oneroster.assessment_line_items import create_assessment_line_item, get_assessment_line_item
from timeback_core.oneroster.assessment_results import list_assessment_results, update_assessment_result
from timeback_core.oneroster.users import list_users
from timeback_core.problems import Problem
from timeback_core.recorder.application import RecordedCourse, RecordingApp
from timeback_core.recorder.events import activity_time_event, completed_event, window_event
from timeback_core.recorder.gradebook import (
    attempt_number,
    completion_line_item,
    completion_result,
    is_same_instant,
    line_item_id,
    percent_complete,
)
from timeback_core.recorder.models.activities import Activity, CourseSelector, Learner, TimeWindow


class Recorded(NamedTuple):
    """What came of an activity that was recorded."""

    events: tuple[ActivityEvent | TimeSpentEvent, ...]
    """What was sent; empty where the caller chose to send nothing."""
    sent: SendEventsResult | None
    attempt: int
    pct_complete: float | None
    """Percent of the course that is done; None where nothing tells."""
    completion: Result[str, TimebackError] | None = None
    """Of a course that is done: the id of the result that says so, or why it could not be written."""


@flow
def record_activity(
    app: RecordingApp,
    activity: Activity,
    learner: Learner,
    *,
    before_send: Callable[[ActivityEvent], ActivityEvent | None] = lambda event: event,
) -> Steps[Recorded]:
    """Record an activity that a student completed: its result, its time, and the end of the course where it is one.

    Recorded again with the same `ended_at` it is the same attempt, with events of the same ids.

    before_send: gives the event as it is to be sent, or None where nothing is to be sent.

    Errors: `InvalidInput` where something is wrong with the activity, or where nobody or several have the address.
    Whatever fails before the send fails the whole, and nothing was sent.
    """
    found = yield from _found(app, activity, activity.course, learner)
    if isinstance(found, Failure):
        return found
    course, user_id, user = found.unwrap()
    percent = activity.pct_complete
    lessons = course.total_lessons or 0
    if percent is None and activity.metrics.mastered_units and lessons > 0:
        progress = yield from _progress.steps(course, user_id, activity, lessons)
        if isinstance(progress, Failure):
            return progress
        percent = progress.unwrap()
    attempt = activity.attempt
    if attempt is None:
        counted = yield from _attempt.steps(course, course.activity_id(activity.id), user_id, activity.ended_at)
        if isinstance(counted, Failure):
            return counted
        attempt = counted.unwrap()
    event = before_send(completed_event(app, course, user, activity, attempt=attempt, percent=percent))
    if event is None:
        return Success(Recorded((), None, attempt, percent))
    spent = () if activity.time is None else (activity_time_event(app, course, user, activity, activity.time),)
    sent = yield from Perform(send_events.request(course.sensor, (event, *spent)))
    if isinstance(sent, Failure):
        return sent
    completion = (yield from _complete.steps(app.name, course.id, user_id)) if percent == 100 else None
    return Success(Recorded((event, *spent), sent.unwrap(), attempt, percent, completion))


@flow
def record_time(app: RecordingApp, window: TimeWindow, learner: Learner) -> Steps[SendEventsResult]:
    """Record a stretch of time that a student spent on an activity; it touches neither progress nor gradebook.

    Errors: `InvalidInput` where something is wrong with it, or where nobody or several have the address.
    """
    found = yield from _found(app, window, window.course, learner)
    if isinstance(found, Failure):
        return found
    course, _, user = found.unwrap()
    return (yield from Perform(send_events.request(course.sensor, (window_event(app, course, user, window),))))


def _found(
    app: RecordingApp, body: Model, selector: CourseSelector, learner: Learner
) -> Steps[tuple[RecordedCourse, str, TimebackUser]]:
    """The course, the id of the user, and the user as events name him; or everything that is wrong."""
    problems = (*check(body), *(problem.under("learner") for problem in check(learner)))
    course = app.course(selector) if not problems else None
    if course is None:
        return invalid(*problems)
    if isinstance(course, Failure):
        return course
    user_id = learner.timeback_id
    if user_id is None:
        rows = yield from Perform(list_users.request(where={"email": learner.email}, limit=2))
        if isinstance(rows, Failure):
            return rows
        people = rows.unwrap()
        if len(people) != 1:
            return invalid(Problem("learner.email", "is that of several users" if people else "is nobody's"))
        user_id = people[0].sourced_id
    return Success((course.unwrap(), user_id, TimebackUser(id=app.user_url(user_id), email=learner.email)))


@flow
def _progress(course: RecordedCourse, user_id: str, activity: Activity, lessons: float) -> Steps[float | None]:
    """Percent of the course that a student has done with this activity; None who is not enrolled in it."""
    enrolled = yield from collected(list_enrollments.request(user_id))
    if isinstance(enrolled, Failure):
        return enrolled
    seats = {each.id for each in enrolled.unwrap() if each.course.id == course.id}
    if not seats:
        return Success(None)
    week = yield from Perform(get_weekly_facts.request(student_id=user_id, week_date=activity.ended_at))
    if isinstance(week, Failure):
        return week
    known = (row for row in week.unwrap().facts if row.enrollment_id in seats and row.xp_earned is not None)
    names = (None, activity.id, course.activity_id(activity.id))  # some applications' facts do not tell it
    is_there = any(is_same_instant(row.datetime, activity.ended_at) and row.activity_id in names for row in known)
    units: float = 0 if is_there else activity.metrics.mastered_units or 0
    for seat in sorted(seats):
        facts = yield from Perform(get_enrollment_facts.request(enrollment_id=seat))
        if isinstance(facts, Failure):
            return facts
        cells = (cell for day in facts.unwrap().facts.values() for cell in day.values())
        units += sum(cell.activity_metrics.mastered_units for cell in cells)
    return Success(percent_complete(units, lessons))


@flow
def _attempt(course: RecordedCourse, activity_id: str, user_id: str, ended_at: datetime) -> Steps[int]:
    """Which attempt of a student an activity is, by the results on record."""
    of_activity = field("assessmentLineItem.sourcedId").eq(line_item_id(activity_id, course.id))
    where = of_activity & field("student.sourcedId").eq(user_id) & field("status").eq("active")
    rows = yield from collected(list_assessment_results.request(where=where))
    return rows.map(lambda results: attempt_number(results, ended_at))


@flow
def _complete(app_name: str, course_id: str, user_id: str) -> Steps[str]:
    """The entry that tells that a student has finished a course; gives the id of the result."""
    line_item = completion_line_item(app_name, course_id)
    result = completion_result(app_name, course_id, user_id, datetime.now(UTC))
    read = yield from Perform(get_assessment_line_item.request(str(line_item.sourced_id)))
    if is_missing(read):
        made = yield from Perform(create_assessment_line_item.request(line_item))
        if isinstance(made, Failure) and not isinstance(made.failure(), Conflict):
            return made
    elif isinstance(read, Failure):
        return read
    written = yield from Perform(update_assessment_result.request(str(result.sourced_id), result))
    return written.map(lambda _: str(result.sourced_id))
