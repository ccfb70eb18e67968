"""What EduBridge's analytics tell, and how they want to be asked."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from tests.answering import Answering
from tests.caliper.happenings import SENSOR, activity as lesson, time_spent
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import TimebackClient
from timeback_core.edubridge import (
    ActivityResponse,
    GradeEvidence,
    aggregate,
    aggregate_by_app,
    aggregate_by_day,
    app_cells,
    day_cells,
    event_cells,
    get_activity,
    get_enrollment_facts,
    get_highest_grade_mastered,
    get_weekly_facts,
)
from timeback_core.errors import NotFound
from timeback_core.sandbox import Server

CELL: dict[str, Any] = {
    "activityMetrics": {"xpEarned": 12.5, "totalQuestions": 10, "correctQuestions": 9, "masteredUnits": 1},
    "timeSpentMetrics": {"activeSeconds": "640.25", "inactiveSeconds": 0, "wasteSeconds": 0},
    "apps": ["Numbers", "Reader"],
}
PENALTY: dict[str, Any] = {"activityMetrics": {"xpEarned": -0.5}}
ROW: dict[str, Any] = {"id": 1, "date": "2026-09-14", "datetime": "2026-09-14T15:00:00.000Z", "subject": "Math"}


def activity(answering: Answering, **members: object) -> ActivityResponse:
    """What is read of an answer."""
    session = answering(Reply(members))
    return value(get_activity(session, student_id="s", start_date="2026-09-14", end_date="2026-09-14"))


def test_only_full_instants_are_taken(server: Server, client: TimebackClient, answering: Answering) -> None:
    form = {"grant_type": "client_credentials"}
    token = httpx.post(server.token_url, data=form, auth=(server.client_id, server.client_secret)).json()
    bare = {"studentId": "student-1", "startDate": "2026-09-14", "endDate": "2026-09-14"}
    headers = {"authorization": f"Bearer {token['access_token']}"}
    url = f"{server.base_url}/edubridge/analytics/activity"
    assert httpx.get(url, params=bare, headers=headers).status_code == 422
    day = date(2026, 9, 14)
    value(client.edubridge.analytics.get_activity(student_id="student-1", start_date=day, end_date=day))
    moment = datetime(2026, 9, 14, 9, 0, 0, 123456, tzinfo=UTC)
    session = answering(Reply({}))
    value(get_activity(session, email="a@b.c", start_date=moment, end_date="2026-09-14T12:00:00+02:00"))
    assert answering.sent[-1].query == {
        "startDate": "2026-09-14T09:00:00.123Z",
        "endDate": "2026-09-14T10:00:00.000Z",
        "email": "a@b.c",
    }


def test_days_are_those_of_the_time_zone(answering: Answering) -> None:
    session = answering(Reply({}))
    for day, zone, start, end in (
        ("2026-01-05", "America/Chicago", "2026-01-05T06:00:00.000Z", "2026-01-06T05:59:59.999Z"),
        ("2026-10-29", "Africa/Cairo", "2026-10-28T21:00:00.000Z", "2026-10-29T21:59:59.999Z"),
    ):
        value(get_activity(session, student_id="s", start_date=day, end_date=day, timezone=zone))
        assert answering.sent[-1].query == {"startDate": start, "endDate": end, "studentId": "s", "timezone": zone}


def test_days_are_those_of_the_time_zone__of_events_that_were_sent(client: TimebackClient) -> None:
    events = client.caliper.events
    sent = [value(events.send_activity(SENSOR, lesson())), value(events.send_time_spent(SENSOR, time_spent(active=90)))]
    for job in sent:
        value(client.caliper.jobs.wait_for_completion(job.job_id))
    for zone, day in (("America/Chicago", date(2026, 9, 1)), ("Pacific/Kiritimati", date(2026, 9, 2))):
        who: dict[str, Any] = {"student_id": "student-1", "timezone": zone}
        told = value(client.edubridge.analytics.get_activity(**who, start_date=day, end_date=day))
        (cell,) = app_cells(told)
        assert (cell.day, cell.subject, cell.app) == (day, "Math", "My App")
        assert (cell.figures.xp_earned, cell.figures.active_seconds) == (10, 90)
        assert [each.day for each in day_cells(told)] == [day]
        week = value(client.edubridge.analytics.get_weekly_facts(**who, week_date=day))
        assert {fact.date for fact in week.facts} == {day}
        assert aggregate(event_cells(week)) == aggregate(day_cells(told))


def test_the_week_is_the_platform_s_own(client: TimebackClient, answering: Answering) -> None:
    week = value(
        client.edubridge.analytics.get_weekly_facts(
            student_id="student-1", week_date=date(2026, 9, 16), timezone="America/Chicago"
        )
    )
    assert (week.start_date, week.end_date) == (
        datetime(2026, 9, 13, 5, tzinfo=UTC),
        datetime(2026, 9, 20, 4, 59, 59, 999000, tzinfo=UTC),
    )
    value(get_weekly_facts(answering(Reply({"facts": None})), student_id="s", week_date="2026-09-16"))
    assert answering.sent[-1].query == {"weekDate": "2026-09-16T00:00:00.000Z", "studentId": "s"}


def test_facts_by_application_lie_below_day_and_subject(answering: Answering) -> None:
    usual = activity(answering, factsByApp={"2026-09-14": {"Math": {"Numbers": CELL}}})
    turned = activity(answering, factsByApp={"Numbers": {"2026-09-14": {"Math": CELL}}})
    assert app_cells(usual) == app_cells(turned)
    assert [(cell.day, cell.subject, cell.app) for cell in app_cells(usual)] == [(date(2026, 9, 14), "Math", "Numbers")]


def test_a_day_without_activity_is_missing(client: TimebackClient, answering: Answering) -> None:
    analytics = client.edubridge.analytics
    told = value(analytics.get_activity(student_id="nobody", start_date="2026-09-01", end_date="2026-09-30"))
    assert (told.facts, day_cells(told), aggregate(day_cells(told)).day_count) == ({}, (), 0)
    days = activity(answering, facts={"2026-09-14": {"Math": CELL}, "2026-09-16": {"Math": PENALTY}})
    assert list(aggregate_by_day(day_cells(days))) == [date(2026, 9, 14), date(2026, 9, 16)]


def test_a_subject_mixes_its_applications(answering: Answering) -> None:
    told = activity(
        answering,
        facts={"2026-09-14": {"Math": CELL}},
        factsByApp={"2026-09-14": {"Math": {"Numbers": CELL, "Reader": PENALTY}}},
    )
    assert told.facts["2026-09-14"]["Math"].apps == ("Numbers", "Reader")
    assert {app: each.total_xp for app, each in aggregate_by_app(app_cells(told)).items()} == {
        "Numbers": 12.5,
        "Reader": -0.5,
    }


def test_experience_may_be_negative_and_a_fraction(answering: Answering) -> None:
    told = activity(answering, facts={"2026-09-14": {"Math": PENALTY, "Reading": CELL}})
    assert aggregate(day_cells(told)).total_xp == 12


def test_numbers_come_as_numbers_or_as_text(answering: Answering) -> None:
    told = activity(answering, facts={"2026-09-14": {"Math": CELL}})
    assert told.facts["2026-09-14"]["Math"].time_spent_metrics.active_seconds == 640.25
    row = {**ROW, "id": "7", "activeSeconds": "312.00", "inactiveSeconds": 3, "xpEarned": None}
    week = value(get_weekly_facts(answering(Reply({"facts": [row]})), student_id="s", week_date="2026-09-16"))
    (fact,) = week.facts
    assert (fact.id, fact.active_seconds, fact.inactive_seconds, fact.xp_earned) == ("7", 312, 3, None)


def test_a_task_may_leave_two_events(answering: Answering) -> None:
    learned = {**ROW, "eventType": "ActivityEvent", "xpEarned": 5, "totalQuestions": 4, "activeSeconds": None}
    spent = {**ROW, "eventType": "TimeSpentEvent", "activeSeconds": "60.00", "xpEarned": None}
    answer = Reply({"facts": [learned, spent, {**spent, "id": 3}]})
    week = value(get_weekly_facts(answering(answer), student_id="s", week_date="2026-09-16"))
    totals = aggregate(event_cells(week))
    assert (totals.total_xp, totals.total_questions, totals.active_seconds) == (5, 4, 60)


def test_what_was_left_out_is_zero_or_nothing(answering: Answering) -> None:
    told = activity(answering, facts={"2026-09-14": {"Math": {}}}, factsByApp=None)
    assert told.facts["2026-09-14"]["Math"].activity_metrics.xp_earned == 0
    assert (told.facts_by_app, told.message, told.start_date) == ({}, None, None)
    assert value(get_enrollment_facts(answering(Reply({})), "e")).facts == {}


def test_a_fact_names_the_course_of_the_enrollment(answering: Answering) -> None:
    row = {**ROW, "enrollmentId": "e-1", "courseId": "c-1", "app": "Numbers"}
    week = value(get_weekly_facts(answering(Reply({"facts": [row]})), student_id="s", week_date="2026-09-16"))
    assert (week.facts[0].enrollment_id, week.facts[0].course_id) == ("e-1", "c-1")


def test_grades_come_as_text_as_numbers_or_with_their_evidence(client: TimebackClient, answering: Answering) -> None:
    grades = {
        "ritGrade": 220,
        "edulasticGrade": "K",
        "placementGrade": 3.5,
        "testOutGrade": {"grade": "4", "source": "x"},
    }
    told = value(get_highest_grade_mastered(answering(Reply({"grades": grades})), "s", "Math")).grades
    assert (told.rit_grade, told.edulastic_grade, told.placement_grade) == (220, "K", 3.5)
    assert told.test_out_grade == GradeEvidence(grade="4", source="x")
    assert told.highest_grade_overall is None
    empties: list[dict[str, object]] = [{}, {"grades": {}}, {"grades": None}]
    for empty in empties:
        assert value(get_highest_grade_mastered(answering(Reply(empty)), "s", "Math")).grades.rit_grade is None
    assert value(client.edubridge.analytics.get_highest_grade_mastered("student-1", "Math")).student_id == "student-1"


@pytest.mark.parametrize("subject", ["Math", "math", "Social Studies"])
def test_a_subject_may_be_known_in_one_spelling_only(answering: Answering, subject: str) -> None:
    told = error(get_highest_grade_mastered(answering(Reply({"message": "no"}, 404)), "s", subject))
    assert isinstance(told, NotFound)
    assert answering.sent[-1].path.rpartition("/")[2] == subject.replace(" ", "%20")
