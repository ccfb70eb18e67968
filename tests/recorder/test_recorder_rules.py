"""The pure parts of recording: applications, ids, attempts, progress, points, and the events themselves."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st
from tests.support import error, value

from timeback_core import check, decode, encode, evolve
from timeback_core.caliper.models.timeback import TimebackUser
from timeback_core.oneroster import AssessmentResult, AssessmentResultMetadata, Ref
from timeback_core.recorder import (
    Activity,
    ActivityConfig,
    ActivityTime,
    CourseSelector,
    RecordingApp,
    TimeWindow,
    activity_time_event,
    attempt_number,
    completed_event,
    completion_line_item,
    completion_result,
    line_item_id,
    percent_complete,
    suggested_xp,
    window_event,
)

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
RUN = "3b1e7a52-5f2d-4c39-9a35-6f2c1c1c7f11"
LIVE: dict[str, Any] = {"sensor": "https://live.example", "metadata": {"metrics": {"totalLessons": 9}}}
CONFIG: dict[str, Any] = {
    "name": "Fractions",
    "sensor": "https://app.example/sensors/main?v=1#top",
    "courses": [
        {
            "subject": "Social Studies",
            "grade": 3,
            "courseCode": "SS3",
            "ids": {"staging": "course-1", "production": "course-9"},
            "metadata": {"metrics": {"totalLessons": 200}},
            "overrides": {
                "production": {"sensor": "https://live.example", "metadata": {"metrics": {"totalLessons": 9}}}
            },
        },
        {"courseCode": "ALG 1", "ids": {"staging": "course-2"}, "launchUrl": "https://start.example/x"},
        {"subject": "Math", "grade": 0, "ids": {"production": "course-3"}},
    ],
}
ACTIVITY: dict[str, Any] = {
    "id": "maps/1",
    "name": "Maps",
    "course": {"code": "SS3"},
    "runId": RUN,
    "endedAt": "2026-09-01T12:00:00Z",
    "metrics": {"xpEarned": -2.5, "totalQuestions": 10, "correctQuestions": 8},
}
USER = TimebackUser(id="https://api.example/users/u1", email="kid@example.edu")


def application(env: Any = "staging", **changes: object) -> RecordingApp:
    return value(RecordingApp.of(value(decode(ActivityConfig, CONFIG | changes)), env))


def activity(**changes: object) -> Activity:
    return value(decode(Activity, ACTIVITY | changes))


def test_a_course_has_the_ids_and_the_sensor_of_its_environment() -> None:
    selector = CourseSelector(subject="Social Studies", grade=3)
    staging, local, live = (value(application(env).course(selector)) for env in ("staging", "local", "production"))
    assert staging == local
    assert (staging.id, staging.sensor, staging.total_lessons) == ("course-1", CONFIG["sensor"], 200)
    assert (live.id, live.sensor, live.total_lessons) == ("course-9", "https://live.example", 9)
    assert (application().api, application("production").api) == (
        "https://api.staging.alpha-1edtech.ai",
        "https://api.alpha-1edtech.ai",
    )


@pytest.mark.parametrize(
    ("overrides", "sensor"),
    [
        ({}, "https://app.example/sensors/main?v=1#top"),
        ({"staging": {"sensor": "https://staging.example"}}, "https://staging.example"),
        ({"local": {"sensor": "https://local.example"}}, "https://local.example"),
        (
            {"staging": {"sensor": "https://staging.example"}, "local": {"sensor": "https://local.example"}},
            "https://local.example",
        ),
        ({"production": {"sensor": "https://live.example"}}, "https://app.example/sensors/main?v=1#top"),
    ],
)
def test_a_local_application_has_what_differs_on_staging(overrides: Any, sensor: str) -> None:
    courses = [{**CONFIG["courses"][0], "overrides": overrides}]
    assert value(application("local", courses=courses).course(CourseSelector(code="SS3"))).sensor == sensor


def test_without_a_sensor_the_origin_of_the_launch_url_is_it() -> None:
    found = value(application(sensor=None, launchUrl="https://app.example/start").course(CourseSelector(code="ALG 1")))
    assert found.sensor == "https://start.example"
    told = error(RecordingApp.of(value(decode(ActivityConfig, CONFIG | {"sensor": None})), "staging"))
    assert [problem.path for problem in told.problems] == ["courses[0].sensor", "courses[2].sensor"]


def test_an_activity_has_one_id_however_its_course_is_selected() -> None:
    by_code, by_grade = CourseSelector(code="SS3"), CourseSelector(subject="Social Studies", grade=3)
    ids = {value(application().course(each)).activity_id("maps/1") for each in (by_code, by_grade)}
    assert ids == {"https://app.example/sensors/main/activities/Social%20Studies/g3/maps%2F1?v=1#top"}
    coded = value(application().course(CourseSelector(code="ALG 1")))
    assert coded.activity_id("x").startswith("https://app.example/sensors/main/activities/ALG%201/x?")


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"courses": [{"grade": 13}, {"subject": "Math"}]}, ["courses[0].grade", "courses[1].grade"]),
        ({"courses": [{"grade": 1}] * 2}, ["courses[0].grade", "courses[1].grade"]),
        ({"courses": [{"courseCode": "A"}] * 2}, ["courses[0].course_code", "courses[1].course_code"]),
        ({"sensor": "app"}, ["sensor"]),
    ],
)
def test_a_configuration_that_is_wrong_is_refused_with_every_place(changes: Any, paths: list[str]) -> None:
    told = error(RecordingApp.of(value(decode(ActivityConfig, CONFIG | changes)), "staging"))
    assert [problem.path for problem in told.problems] == paths


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": " "}, "id"),
        ({"runId": "run"}, "run_id"),
        ({"runId": f"urn:uuid:{RUN}"}, "run_id"),
        ({"runId": f"{{{RUN}}}"}, "run_id"),
        ({"runId": RUN.replace("-", "")}, "run_id"),
        ({"pctComplete": 250}, "pct_complete"),
        ({"attempt": 0}, "attempt"),
        ({"course": {"subject": "Math"}}, "course.code"),
        ({"metrics": {"xpEarned": 1, "totalQuestions": 3}}, "metrics.correct_questions"),
        ({"metrics": {"xpEarned": 1, "totalQuestions": 3, "correctQuestions": 4}}, "metrics.correct_questions"),
        ({"metrics": {"xpEarned": 1, "masteredUnits": -1}}, "metrics.mastered_units"),
        ({"time": {"activeMs": -1}}, "time.active_ms"),
        ({"time": {"startedAt": "2026-09-01T12:00:00.001Z"}}, "time.started_at"),
    ],
)
def test_an_activity_that_is_wrong_is_told_with_its_place(changes: dict[str, object], path: str) -> None:
    assert [problem.path for problem in check(activity(**changes))] == [path]


def test_the_event_of_an_activity() -> None:
    app = application()
    course = value(app.course(CourseSelector(code="SS3")))
    event = completed_event(app, course, USER, activity(), attempt=2, percent=67)
    sent = value(encode(event))
    assert isinstance(sent, dict)
    identity, generated = sent.pop("id"), sent.pop("generated")
    assert UUID(str(identity).removeprefix("urn:uuid:")).version == 5
    assert sent == {
        "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
        "type": "ActivityEvent",
        "profile": "TimebackProfile",
        "action": "Completed",
        "actor": {"id": "https://api.example/users/u1", "type": "TimebackUser", "email": "kid@example.edu"},
        "object": {
            "id": course.activity_id("maps/1"),
            "type": "TimebackActivityContext",
            "subject": "Social Studies",
            "app": {"name": "Fractions"},
            "course": {
                "id": "https://api.staging.alpha-1edtech.ai/ims/oneroster/rostering/v1p2/courses/course-1",
                "name": "SS3",
            },
            "activity": {"name": "Maps"},
            "process": True,
        },
        "eventTime": "2026-09-01T12:00:00.000Z",
        "session": f"urn:uuid:{RUN}",
        "extensions": {"courseId": "course-1"},
    }
    assert isinstance(generated, dict)
    assert generated["items"] == [
        {"type": "totalQuestions", "value": 10},
        {"type": "correctQuestions", "value": 8},
        {"type": "xpEarned", "value": -2.5},
    ]
    assert (generated["attempt"], generated["extensions"]) == (2, {"pctCompleteApp": 67})


def test_what_is_recorded_again_has_the_same_ids_and_what_is_not_has_others() -> None:
    app = application()
    course = value(app.course(CourseSelector(code="SS3")))
    east = evolve(activity(), ended_at=NOON.astimezone(timezone(timedelta(hours=8))) + timedelta(microseconds=999))
    later = evolve(activity(), ended_at=NOON + timedelta(milliseconds=1))
    first, again, other = (
        completed_event(app, course, USER, each, attempt=1, percent=None) for each in (activity(), east, later)
    )
    assert (first.id, first.generated.id) == (again.id, again.generated.id)
    assert len({first.id, first.generated.id, other.id, other.generated.id}) == 4


def test_the_times_of_an_activity_and_of_a_window() -> None:
    app = application()
    course = value(app.course(CourseSelector(code="SS3")))
    spent = activity_time_event(app, course, USER, activity(), ActivityTime(active_ms=14500))
    assert [(each.type, each.value, each.start_date) for each in spent.generated.items] == [("active", 14.5, None)]
    window = TimeWindow(
        id="maps/1",
        name="Maps",
        course=CourseSelector(code="SS3"),
        run_id=RUN,
        started_at=NOON,
        ended_at=NOON + timedelta(seconds=15),
        elapsed_ms=0,
        paused_ms=15000,
    )
    told = window_event(app, course, USER, window)
    assert [(each.type, each.value, each.start_date, each.end_date) for each in told.generated.items] == [
        ("active", 0, NOON, NOON + timedelta(seconds=15)),
        ("inactive", 15, NOON, NOON + timedelta(seconds=15)),
    ]
    assert window_event(app, course, USER, evolve(window, run_id=RUN.upper())) == told
    assert [problem.path for problem in check(evolve(window, ended_at=NOON - timedelta(seconds=1)))] == ["ended_at"]
    assert check(told) == ()


def test_the_ids_of_rows_of_the_gradebook() -> None:
    assert line_item_id("https://s.example/activities/Math/g3/q1", "course-1") == (
        "caliper_ff67f31aa37132f41530f56d01f357cbb5eb9afb6534d5460fd15fc4f8217e0a"
    )
    assert completion_line_item("App", "course-1").sourced_id == (
        "timeback_sdk_9ec308531920d19e3030f5cd3603a310f7826cbdbb1b1ca709e46639ca01f472"
    )
    result = completion_result("App", "course-1", "u1", NOON)
    assert result.sourced_id == "timeback_sdk_0b3807a28025da1eec4a8375b2bc2fdb9ae4223c4550fbf69df6215703adaace"
    sent = value(encode(result))
    assert isinstance(sent, dict)
    assert (sent["score"], sent["scoreStatus"]) == (100, "fully graded")
    assert sent["metadata"] == {
        "appName": "App",
        "isMasteryCompletion": True,
        "completedAt": "2026-09-01T12:00:00.000Z",
    }


def stored(at: datetime | None, attempt: float | None) -> AssessmentResult:
    metadata = None if attempt is None else AssessmentResultMetadata(attempt=attempt)
    ref = Ref(sourced_id="x")
    return AssessmentResult(sourced_id="r", assessment_line_item=ref, student=ref, score_date=at, metadata=metadata)


def test_an_attempt_is_counted_by_instants() -> None:
    east = timezone(timedelta(hours=8))
    earlier = NOON - timedelta(days=1)
    assert attempt_number([], NOON) == 1
    assert attempt_number([stored(earlier, None)], NOON) == 2
    assert attempt_number([stored(earlier, 3), stored(None, 1.5)], NOON) == 4
    finer = NOON.astimezone(east) + timedelta(microseconds=999)
    assert attempt_number([stored(earlier, 1), stored(NOON, 2)], finer) == 2
    assert attempt_number([stored(NOON, 2)], NOON + timedelta(milliseconds=1)) == 3


@pytest.mark.parametrize(
    ("seconds", "accuracy", "attempt", "points"),
    [
        (600, 0.8, 1, 10.0),
        (600, 1, 1, 12.5),
        (600, 0.9, 2, 5.0),
        (100, 1, 3, 0.5),
        (247, 0.85, 1, 4.1),
        (600, 0.79, 1, 0),
        (600, 0.9, 4, 0),
        (float("nan"), 1, 1, 0),
        (600, float("inf"), 1, 0),
        (-1, 1, 1, 0),
    ],
)
def test_suggested_points(seconds: float, accuracy: float, attempt: int, points: float) -> None:
    assert suggested_xp(seconds, accuracy, attempt) == points


@given(st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(-5, total + 5), st.just(total))))
def test_only_a_finished_course_is_complete(units: tuple[int, int]) -> None:
    done, total = units
    percent = percent_complete(done, total)
    assert 0 <= percent <= 100
    assert (percent == 100) == (done >= total)
    assert percent == 100 or abs(percent - max(0, 100 * done / total)) <= 1
