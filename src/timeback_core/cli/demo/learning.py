"""The second act: a student learns for a day, the analytics say what, and a receiver is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from returns.io import IOResult

from timeback_core import Session, TimebackClient, TimebackError, fold, then
from timeback_core.caliper import (
    ActivityEvent,
    Envelope,
    JobStatus,
    TimebackActivity,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackCourse,
    TimebackUser,
    TimeSpentEvent,
    TimeSpentMetric,
    activity_event,
    read_envelope,
    send_events,
    time_spent_event,
    wait_for_completion,
)
from timeback_core.cli.demo.receiver import SECRET, Receiver
from timeback_core.cli.demo.shown import console, explain, stop, title
from timeback_core.edubridge import ActivityResponse, AggregatedMetrics, aggregate_by_subject, day_cells, get_activity
from timeback_core.engine.config.settings import Settings
from timeback_core.oneroster import User, get_user
from timeback_core.webhooks import (
    WebhookFilter,
    WebhookFilterInput,
    WebhookInput,
    create_webhook,
    create_webhook_filter,
)

APP = "https://reader.demo.example.com"
STUDENT = "student-1"
COURSE = "course-1"
ZONE = "America/Chicago"
BAR = 30
"""Characters of the longest bar."""


class Lesson(NamedTuple):
    """What is done in a lesson, which begins at an hour of UTC."""

    subject: str
    name: str
    hour: int
    minutes: int
    xp: float
    questions: int
    correct: int


LESSONS = (
    Lesson("Reading", "The Fox", 14, 25, 22.5, 12, 10),
    Lesson("Math", "Fractions", 15, 40, 38, 20, 19),
    Lesson("Science", "Volcanoes", 17, 20, 14, 8, 6),
    Lesson("Math", "Decimals", 19, 15, 12, 10, 8),
)


def learn(settings: Settings) -> None:
    """Enroll a student, send a day of lessons, and show what the platform makes of it."""
    opened = TimebackClient.open(**settings)
    with fold(opened, lambda client: client, lambda error: stop(error.message)) as client, Receiver() as receiver:
        title("A student is enrolled by course")
        enrolled = client.edubridge.enrollments.enroll(STUDENT, COURSE)
        console.print("  " + fold(enrolled, lambda it: f"{it.role} of {it.course.title} at {it.school.name}", explain))

        title("A day of lessons is sent, and read back as analytics")
        day = (datetime.now(UTC) - timedelta(days=1)).date()
        watched = _watch(client.session, receiver.url)
        stored = then(watched, lambda _: then(get_user(client.session, STUDENT), lambda who: _send(client, who, day)))
        read = then(stored, lambda _: _read(client.session, day))
        console.print("  " + fold(read, _chart, explain))

        title("A webhook told of each activity, and of nothing else")
        for delivery in receiver.wait(len(LESSONS)):
            told = then(delivery, read_envelope)
            console.print("  " + fold(told, _delivered, lambda error: f"[red]{error.message}[/]"))


def _watch(session: Session, url: str) -> IOResult[WebhookFilter, TimebackError]:
    webhook = WebhookInput(name="Demo", target_url=url, secret=SECRET, active=True)
    return then(
        create_webhook(session, webhook),
        lambda made: create_webhook_filter(
            session,
            WebhookFilterInput(
                webhook_id=made.id,
                filter_key="type",
                filter_value="ActivityEvent",
                filter_type="string",
                filter_operator="eq",
                active=True,
            ),
        ),
    )


def _send(client: TimebackClient, student: User, day: date) -> IOResult[JobStatus, TimebackError]:
    events = [event for lesson in LESSONS for event in _events(lesson, student, day)]
    sent = send_events(client.session, APP, events)
    return then(sent, lambda told: wait_for_completion(client.session, told.job_id, poll_interval=0.05))


def _events(lesson: Lesson, student: User, day: date) -> Iterator[ActivityEvent | TimeSpentEvent]:
    actor = TimebackUser(id=f"{APP}/users/{student.sourced_id}", email=student.email or "", role="student")
    context = TimebackActivityContext(
        id=f"{APP}/lessons/{lesson.hour}",
        subject=lesson.subject,
        app=TimebackApp(name="Demo Reader"),
        course=TimebackCourse(name=lesson.subject),
        activity=TimebackActivity(name=lesson.name),
    )
    values = {"xpEarned": lesson.xp, "totalQuestions": lesson.questions, "correctQuestions": lesson.correct}
    achieved = [TimebackActivityMetric(type=name, value=value) for name, value in values.items()]
    spent = [TimeSpentMetric(type="active", value=60 * lesson.minutes)]
    end = datetime.combine(day, time(lesson.hour), UTC) + timedelta(minutes=lesson.minutes)
    yield activity_event(actor=actor, object=context, metrics=achieved, event_time=end)
    yield time_spent_event(actor=actor, object=context, metrics=spent, event_time=end)


def _delivered(envelope: Envelope) -> str:
    kinds = ", ".join(type(item).__name__ for item in envelope.data)
    return f"[green]verified[/] {kinds} from {envelope.sensor}"


def _read(session: Session, day: date) -> IOResult[ActivityResponse, TimebackError]:
    return get_activity(session, student_id=STUDENT, start_date=day, end_date=day, timezone=ZONE)


def _chart(told: ActivityResponse) -> str:
    subjects = sorted(aggregate_by_subject(day_cells(told)).items(), key=lambda row: -row[1].total_xp)
    most = max((sums.total_xp for _, sums in subjects), default=1)
    return "\n  ".join(_bar(str(subject), sums, sums.total_xp / most) for subject, sums in subjects)


def _bar(subject: str, sums: AggregatedMetrics, share: float) -> str:
    right = 100 * sums.correct_questions / max(1, sums.total_questions)
    figures = f"{sums.total_xp:g} XP in {sums.active_seconds / 60:g} minutes, {right:.0f} % right"
    return f"{subject:<8} [cyan]{'█' * max(1, round(BAR * share)):<{BAR}}[/] {figures}"
