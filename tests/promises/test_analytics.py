"""What students did is asked for exactly, and summed up without loss."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.answering import Answering
from tests.caliper.happenings import SENSOR, activity
from tests.scripted_server import Reply
from tests.support import error, unchecked, value

from timeback_core import TimebackClient, encode, evolve
from timeback_core.edubridge import (
    EnrollInput,
    SubjectTrackUpsertInput,
    aggregate,
    aggregate_by_app,
    aggregate_by_day,
    aggregate_by_subject,
    aggregate_by_week,
    app_cells,
    day_cells,
    enroll,
    event_cells,
    get_activity,
    get_weekly_facts,
    list_enrollments,
    list_users,
    search_users,
    upsert_subject_track,
)
from timeback_core.errors import InvalidInput

CAIRO = "Africa/Cairo"


def test_a_day_is_whole_in_every_time_zone(client: TimebackClient) -> None:
    """Three events around the midnight at which Cairo's clocks go back: each on its own day, none on two."""
    midnight = datetime(2026, 10, 29, 21, tzinfo=UTC)
    moments = [midnight - timedelta(seconds=1), midnight + timedelta(minutes=30), midnight + timedelta(hours=1)]
    for number, moment in enumerate(moments):
        sent = value(client.caliper.events.send_activity(SENSOR, evolve(activity(number + 1), event_time=moment)))
        value(client.caliper.jobs.wait_for_completion(sent.job_id))
    found = []
    for day in (date(2026, 10, 29), date(2026, 10, 30)):
        told = value(
            client.edubridge.analytics.get_activity(
                student_id="student-1", start_date=day, end_date=day, timezone=CAIRO
            )
        )
        found.append({cell.day: cell.figures.xp_earned for cell in day_cells(told)})
    assert found == [{date(2026, 10, 29): 20}, {date(2026, 10, 30): 10}]


def test_bounds_can_be_given_as_they_are_known(answering: Answering) -> None:
    session = answering(Reply({}))
    starts = (
        date(2026, 10, 29),
        "2026-10-29",
        datetime(2026, 10, 29, tzinfo=ZoneInfo(CAIRO)),
        "2026-10-29T00:00+03:00",
    )
    for zone in (CAIRO, ZoneInfo(CAIRO)):
        for start in starts:
            end = "2026-10-29T23:59:59.999999+02:00"
            value(get_activity(session, email="a@b.c", start_date=start, end_date=end, timezone=zone))
    assert {tuple(sorted(seen.query.items())) for seen in answering.sent} == {
        (
            ("email", "a@b.c"),
            ("endDate", "2026-10-29T21:59:59.999Z"),
            ("startDate", "2026-10-28T21:00:00.000Z"),
            ("timezone", CAIRO),
        )
    }


def test_every_problem_of_a_question_is_told_at_once(answering: Answering) -> None:
    session = answering(Reply({}))
    wrong: dict[str, Any] = {"start_date": "soon", "end_date": datetime(2026, 1, 5), "timezone": "Mars/Base"}
    told = error(get_activity(session, email="nobody", **wrong))
    assert isinstance(told, InvalidInput)
    assert {problem.path for problem in told.problems} == {"email", "start_date", "end_date", "timezone"}
    nobody = error(get_weekly_facts(session, week_date="2026-01-05"))
    assert isinstance(nobody, InvalidInput)
    assert {problem.path for problem in nobody.problems} == {"student_id", "email"}
    backwards = error(get_activity(session, student_id="s", start_date="2026-01-06", end_date="2026-01-05"))
    assert isinstance(backwards, InvalidInput)
    assert answering.sent == []


def test_the_answer_of_a_week_keeps_its_window(client: TimebackClient) -> None:
    sent = value(client.caliper.events.send_activity(SENSOR, activity()))
    value(client.caliper.jobs.wait_for_completion(sent.job_id))
    week = value(client.edubridge.analytics.get_weekly_facts(student_id="student-1", week_date="2026-09-01"))
    assert week.start_date is not None
    assert week.end_date is not None
    assert [week.start_date <= fact.datetime <= week.end_date for fact in week.facts] == [True]


CELL = {"activityMetrics": {"xpEarned": 0.1, "totalQuestions": 1.5}, "timeSpentMetrics": {"activeSeconds": "60.25"}}
DAYS = {f"2026-09-{day:02}": {"Math": {"Numbers": CELL, "Reader": CELL}} for day in range(1, 31)}


def test_totals_lose_nothing_and_count_nothing_twice(answering: Answering) -> None:
    bounds: dict[str, Any] = {"start_date": "2026-09-01", "end_date": "2026-09-30"}
    cells = app_cells(value(get_activity(answering(Reply({"factsByApp": DAYS})), student_id="s", **bounds)))
    whole = aggregate(cells)
    assert (whole.total_xp, whole.total_questions, whole.active_seconds, whole.day_count) == (6, 90, 3615, 30)
    for by in (aggregate_by_app, aggregate_by_subject, aggregate_by_day, aggregate_by_week):
        parts = by(cells).values()
        assert sum(part.total_questions for part in parts) == 90
        assert sum(part.active_seconds for part in parts) == 3615
    twice = {"date": "2026-09-01", "datetime": "2026-09-01T10:00:00Z", "activeSeconds": "60.00"}
    rows = [{**twice, "id": number, "eventType": "TimeSpentEvent"} for number in (1, 2)]
    week = value(get_weekly_facts(answering(Reply({"facts": rows})), student_id="s", week_date="2026-09-01"))
    assert aggregate(event_cells(week)).active_seconds == 60


def test_a_figure_may_be_a_fraction_and_what_is_new_is_kept(answering: Answering) -> None:
    seat = {
        "id": "s",
        "role": "mentor",
        "course": {"id": "c", "title": "Math", "metadata": {"own": 1}},
        "school": {"id": "o", "name": "North", "own": 2},
        "metadata": {"goals": {"dailyAccuracy": 0.8, "own": 3}, "metrics": {"totalXp": 1.5, "own": 4}},
        "own": 5,
    }
    (read,) = value(list_enrollments(answering(Reply({"data": [seat]})), "u"))
    assert read.role == "mentor"
    assert read.metadata is not None
    assert read.metadata.goals is not None
    assert read.metadata.goals.daily_accuracy == 0.8
    assert encode(read).unwrap() == seat
    value(enroll(answering(Reply({"data": seat})), "u", "c", options=EnrollInput(metadata=read.metadata)))
    assert answering.body() == {"metadata": seat["metadata"]}


@pytest.mark.parametrize(("roles", "search"), [(["student"], " "), ([], "a"), (["wizard"], "a"), ("student", "a")])
def test_a_search_is_never_for_everybody(answering: Answering, roles: object, search: str) -> None:
    session = answering(Reply({"users": []}))
    assert isinstance(error(unchecked(search_users)(session, roles, search)), InvalidInput)
    assert isinstance(error(unchecked(list_users)(session, roles, search=search)), InvalidInput)
    assert answering.sent == []


def test_what_was_not_given_is_not_sent(answering: Answering) -> None:
    track = {"id": "t", "grade": "3", "subject": "Math"}
    session = answering(Reply({"subjectTrack": track}))
    value(upsert_subject_track(session, SubjectTrackUpsertInput(subject="Math", grade=3, course_id="c")))
    assert answering.body() == {"subject": "Math", "grade": "3", "courseId": "c"}
    error(enroll(answering(Reply({}, 404)), "u", "c", options=EnrollInput(role="student")))
    assert json.loads(answering.sent[-1].body) == {"role": "student"}
    error(enroll(answering(Reply({}, 404)), "u", "c"))
    assert answering.sent[-1].body == b"{}"
