"""Recording over HTTP: what is sent, what the gradebook and the analytics hold afterwards, and what can go wrong."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.support import PERSON, async_client_of, calls, client_of, error, value

from timeback_core import TimebackClient, evolve
from timeback_core.caliper import ActivityEvent
from timeback_core.errors import InvalidInput, ServerFault, TimedOut, Unexpected
from timeback_core.oneroster import (
    ComponentResourceInput,
    CourseComponentInput,
    CourseMetadata,
    CourseMetrics,
    QtiMetadata,
    ResourceInput,
    ref_to,
)
from timeback_core.recorder import (
    Activity,
    ActivityConfig,
    ActivityOutcome,
    ActivityTime,
    CourseEntry,
    CourseSelector,
    Learner,
    RecordingApp,
    TimeWindow,
    record_activity,
    record_time,
)
from timeback_core.sandbox import Sandbox, Server
from timeback_core.sandbox.faults import Fault

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONFIG = ActivityConfig(
    name="Fractions",
    sensor="https://app.example",
    courses=(
        CourseEntry(subject="Math", grade=3, ids={"staging": "course-1"}),
        CourseEntry(subject="Math", grade=4, ids={"staging": "course-2"}),
    ),
)
APP = value(RecordingApp.of(CONFIG, "staging"))
MATH = CourseSelector(subject="Math", grade=3)
ACTIVITY = Activity(
    id="halves",
    name="Halves",
    course=MATH,
    metrics=ActivityOutcome(xp_earned=5, total_questions=10, correct_questions=8, mastered_units=1),
    ended_at=NOON + timedelta(microseconds=123),  # finer than what is sent
    time=ActivityTime(active_ms=300_000),
)


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(students=4)


@pytest.fixture
def server(sandbox: Sandbox) -> Iterator[Server]:
    with sandbox.serve() as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[TimebackClient]:
    with client_of(server) as opened:
        yield opened


@pytest.fixture
def learner(client: TimebackClient) -> Learner:
    user = value(client.oneroster.users.get("student-1"))
    assert user.email
    return Learner(email=user.email)


def app_of(lessons: int) -> RecordingApp:
    """The application with so many lessons in its courses."""
    entries = tuple(
        evolve(entry, metadata=CourseMetadata(metrics=CourseMetrics(total_lessons=lessons))) for entry in CONFIG.courses
    )
    return value(RecordingApp.of(evolve(CONFIG, courses=entries), "staging"))


def results_of(client: TimebackClient) -> dict[int, datetime | None]:
    """The results of the student's recorded activities: when each attempt ended."""
    rows = value(client.oneroster.assessment_results.list.collect(where={"student.sourcedId": "student-1"}))
    recorded = (row for row in rows if row.assessment_line_item.sourced_id.startswith("caliper_"))
    return {int(row.metadata.attempt): row.score_date for row in recorded if row.metadata and row.metadata.attempt}


def test_an_activity_reaches_gradebook_and_analytics(client: TimebackClient, learner: Learner) -> None:
    told = value(record_activity(client.session, APP, ACTIVITY, learner))
    assert (told.attempt, told.pct_complete, told.completion) == (1, None, None)
    assert told.sent is not None
    assert told.sent.events_accepted == len(told.events) == 2
    assert results_of(client) == {1: NOON}
    facts = value(
        client.edubridge.analytics.get_activity(email=learner.email, start_date=NOON.date(), end_date=NOON.date())
    ).facts
    cell = facts["2026-11-24"]["Math"]
    assert (cell.activity_metrics.xp_earned, cell.time_spent_metrics.active_seconds) == (5, 300)


def test_what_is_recorded_again_is_the_same_attempt(client: TimebackClient, learner: Learner) -> None:
    later = evolve(ACTIVITY, ended_at=NOON + timedelta(hours=1))
    told = [value(record_activity(client.session, APP, each, learner)) for each in (ACTIVITY, ACTIVITY, later, later)]
    assert [each.attempt for each in told] == [1, 1, 2, 2]
    assert results_of(client) == {1: NOON, 2: NOON + timedelta(hours=1)}
    stored = value(client.caliper.events.list.collect())
    assert len(stored) == len({event.external_id for event in stored}) == 4


def test_an_attempt_that_is_given_is_not_looked_up(client: TimebackClient, sandbox: Sandbox, learner: Learner) -> None:
    sandbox.forget_requests()
    told = value(record_activity(client.session, APP, evolve(ACTIVITY, attempt=7), learner))
    assert told.attempt == 7
    assert [request.verb for request in calls(sandbox)] == ["GET", "POST"]  # the user, the events


def test_the_user_is_looked_up_only_where_the_id_is_not_known(
    client: TimebackClient, sandbox: Sandbox, learner: Learner
) -> None:
    sandbox.forget_requests()
    value(record_time(client.session, APP, window(0), evolve(learner, timeback_id="student-1")))
    assert [request.verb for request in calls(sandbox)] == ["POST"]


def window(seconds: int) -> TimeWindow:
    """Fifteen seconds of a run, so many after it began."""
    return TimeWindow(
        id="halves",
        name="Halves",
        course=MATH,
        run_id="3b1e7a52-5f2d-4c39-9a35-6f2c1c1c7f11",
        started_at=NOON + timedelta(seconds=seconds),
        ended_at=NOON + timedelta(seconds=seconds + 15),
        elapsed_ms=14_000,
        paused_ms=1_000,
    )


def test_a_window_counts_once(client: TimebackClient, learner: Learner) -> None:
    for each in (window(0), window(15), window(0)):
        value(record_time(client.session, APP, each, learner))
    told = value(client.edubridge.analytics.get_weekly_facts(email=learner.email, week_date=NOON))
    assert [(row.active_seconds, row.inactive_seconds) for row in told.facts] == [(14, 1), (14, 1)]
    assert results_of(client) == {}


def test_progress_counts_what_was_done_before(client: TimebackClient, learner: Learner) -> None:
    value(client.edubridge.enrollments.enroll("student-1", "course-1"))
    activities = [
        evolve(ACTIVITY, id=f"lesson-{number}", ended_at=NOON + timedelta(minutes=number)) for number in range(3)
    ]
    told = [value(record_activity(client.session, app_of(200), each, learner)) for each in (*activities, activities[2])]
    assert [each.pct_complete for each in told] == [0, 1, 2, 2]  # 0.5, 1, 1.5 percent; the last one was there
    beside = evolve(activities[2], id="lesson-3")  # another one that ended at the same instant
    assert value(record_activity(client.session, app_of(100), beside, learner)).pct_complete == 4
    stranger = evolve(ACTIVITY, course=evolve(MATH, grade=4))
    assert value(record_activity(client.session, app_of(200), stranger, learner)).pct_complete is None


@pytest.mark.parametrize("lessons", [0, -5])
def test_a_course_without_lessons_has_no_progress(client: TimebackClient, learner: Learner, lessons: int) -> None:
    value(client.edubridge.enrollments.enroll("student-1", "course-1"))
    told = value(record_activity(client.session, app_of(lessons), ACTIVITY, learner))
    assert (told.pct_complete, told.completion) == (None, None)


def publish_course(client: TimebackClient) -> None:
    """What the platform makes of a course that an application has published."""
    course = ref_to("course-1")
    component = CourseComponentInput(sourced_id="course-1-component", title="Fractions", course=course, sort_order=1)
    value(client.oneroster.course_components.create(component))
    metadata = QtiMetadata(sub_type="qti-test", url="https://app.example", xp=1)
    resource = ResourceInput(
        sourced_id="course-1-resource", title="Fractions", vendor_resource_id="fractions", metadata=metadata
    )
    value(client.oneroster.resources.create(resource))
    link = ComponentResourceInput(
        sourced_id="course-1-cr",
        title="Fractions",
        course_component=ref_to("course-1-component"),
        resource=ref_to("course-1-resource"),
        sort_order=1,
    )
    value(client.oneroster.component_resources.create(link))


def test_a_course_that_is_done_is_entered_once(client: TimebackClient, learner: Learner) -> None:
    publish_course(client)
    value(client.edubridge.enrollments.enroll("student-1", "course-1"))
    for number in range(2):
        last = evolve(ACTIVITY, id=f"lesson-{number}", ended_at=NOON + timedelta(minutes=number))
        told = value(record_activity(client.session, app_of(1), last, learner))
        assert told.pct_complete == 100
        assert told.completion is not None
        entry = value(client.oneroster.assessment_results.get(value(told.completion)))
        assert (entry.score, entry.score_status, entry.student.sourced_id) == (100, "fully graded", "student-1")
    finished = value(client.oneroster.assessment_line_items.get(entry.assessment_line_item.sourced_id))
    assert finished.component_resource is not None
    assert finished.component_resource.sourced_id == "course-1-cr"


def test_an_entry_that_cannot_be_written_is_told_beside_what_was_sent(client: TimebackClient, learner: Learner) -> None:
    told = value(record_activity(client.session, APP, evolve(ACTIVITY, pct_complete=100), learner))
    assert told.sent is not None
    assert told.completion is not None
    assert "Component Resource" in str(error(told.completion))


def test_the_caller_has_the_last_word_on_an_event(client: TimebackClient, sandbox: Sandbox, learner: Learner) -> None:
    def renamed(event: ActivityEvent) -> ActivityEvent:
        return evolve(event, object=evolve(event.object, app=evolve(event.object.app, name="Other")))

    told = value(record_activity(client.session, APP, ACTIVITY, learner, before_send=renamed))
    assert told.events[0].object.app.name == "Other"
    sandbox.forget_requests()
    assert value(record_activity(client.session, APP, ACTIVITY, learner, before_send=lambda _: None)).events == ()
    assert [request.verb for request in calls(sandbox)] == ["GET", "GET"]

    def failing(_: ActivityEvent) -> ActivityEvent:
        raise ZeroDivisionError

    broken = error(record_activity(client.session, APP, ACTIVITY, learner, before_send=failing))
    assert isinstance(broken, Unexpected)


def test_everything_that_is_wrong_is_told_and_nothing_is_sent(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.forget_requests()
    wrong = evolve(ACTIVITY, id="", metrics=evolve(ACTIVITY.metrics, correct_questions=11), attempt=0)
    told = error(record_activity(client.session, APP, wrong, Learner(email="nobody")))
    assert isinstance(told, InvalidInput)
    assert {problem.path for problem in told.problems} == {
        "id",
        "metrics.correct_questions",
        "attempt",
        "learner.email",
    }
    unknown = error(record_activity(client.session, APP, evolve(ACTIVITY, course=CourseSelector(code="X")), KNOWN))
    assert isinstance(unknown, InvalidInput)
    assert [problem.path for problem in unknown.problems] == ["course"]
    assert calls(sandbox) == []


KNOWN = Learner(email="kid@example.edu", timeback_id="student-1")


@pytest.mark.parametrize(("people", "text"), [([], "nobody"), ([PERSON, PERSON | {"sourcedId": "v"}], "several")])
def test_an_address_that_is_nobodys_or_that_of_several(
    client: TimebackClient, sandbox: Sandbox, people: list[dict[str, str]], text: str
) -> None:
    sandbox.faults(Fault("body", path="/*users/", body=json.dumps({"users": people})))
    told = error(record_time(client.session, APP, window(0), Learner(email="somebody@example.com")))
    assert isinstance(told, InvalidInput)
    assert text in told.message
    assert value(client.caliper.events.list.collect()) == ()


@pytest.mark.parametrize("path", ["users", "assessmentResults", "enrollments/user", "analytics/enrollment", "weekly"])
def test_a_look_up_that_fails_fails_the_whole_before_anything_is_sent(
    client: TimebackClient, sandbox: Sandbox, learner: Learner, path: str
) -> None:
    value(client.edubridge.enrollments.enroll("student-1", "course-1"))
    sandbox.faults(Fault("status", status=500, path=f"/*{path}*"))
    told = error(record_activity(client.using(timeout=0.5).session, app_of(9), ACTIVITY, learner))
    assert isinstance(told, ServerFault | TimedOut)
    sandbox.clear_faults()
    assert value(client.caliper.events.list.collect()) == ()


def test_event_loops_record_alike(server: Server, client: TimebackClient, learner: Learner) -> None:
    async def recorded() -> Any:
        async with async_client_of(server) as other:
            return value(await record_activity(other.session, APP, ACTIVITY, learner))

    by_loop = asyncio.run(recorded())
    by_thread = value(record_activity(client.session, APP, ACTIVITY, learner))
    assert by_loop.events == by_thread.events
    assert by_loop.attempt == by_thread.attempt
